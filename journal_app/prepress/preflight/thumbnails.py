"""Step 8, small pictures of pages for the report, by pypdfium2. A page that cannot be drawn has no picture."""

import base64
import io
from collections.abc import Iterable
from pathlib import Path

import pypdfium2

WIDTH_PX = 520  # wide enough to recognise an article on a telephone, some 30 KB a page
TALLEST_PX = 2000  # a strip of paper must not become a picture that fills the memory
QUALITY = 62


def thumbnails(pdf: Path, pages: Iterable[int]) -> dict[int, str]:
    """JPEG data URIs of the finished pages asked for (from 1). PDFium shows the crop box; we cut to the trim."""
    pictures: dict[int, str] = {}
    try:
        opened = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return pictures
    try:
        for number in sorted(set(pages)):
            if not 0 < number <= len(opened):
                continue
            try:
                pictures[number] = _one(opened[number - 1])
            except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
                continue
    finally:
        opened.close()
    return pictures


def _one(page: pypdfium2.PdfPage) -> str:
    trim, media = page.get_trimbox(), page.get_mediabox()
    page.set_cropbox(
        *(max(a, b) for a, b in zip(trim[:2], media[:2], strict=True)),
        *(min(a, b) for a, b in zip(trim[2:], media[2:], strict=True)),
    )
    page.set_rotation(0)  # boxes are measured on the page as it is written
    picture = page.render(
        scale=min(WIDTH_PX / max(page.get_width(), 1), TALLEST_PX / max(page.get_height(), 1)), may_draw_forms=False
    ).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
