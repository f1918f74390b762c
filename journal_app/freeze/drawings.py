"""Freeze, a drawing on its way in: an SVG that was looked at -> pixels, as the desk keeps every picture.

The press draws SVG itself; the desk keeps pixels only, because a drawing can hold text that no stripping finds.
"""

import io
import tempfile
from pathlib import Path

from journal_app.prepress.engine import whole_document
from journal_app.prepress.model import Picture
from journal_app.prepress.proofs import page_picture

WIDTH_MM, PPI = 180, 350  # two thirds of a tabloid's width: enough for what an issue prints of a drawing


def pixels_of(picture: Picture) -> bytes:
    """The drawing as PNG. Raises what the engine raises: a drawing that was read can be drawn."""
    html = f'<img src="{picture.path.name}">'
    css = f"@page{{size:{WIDTH_MM}mm 400mm;margin:0}}body{{margin:0}}img{{display:block;width:{WIDTH_MM}mm}}"
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawing.pdf"
        drawn.write_bytes(whole_document(html, [css], picture.path.parent))
        whole = page_picture(drawn, 0, PPI).to_pil()
    box = whole.convert("L").point(lambda shade: 255 if shade < 255 else 0).getbbox()
    out = io.BytesIO()
    (whole.crop(box) if box else whole).convert("RGB").save(out, "PNG")
    return out.getvalue()
