"""Step 7d: a PDF -> pictures of its pages, cut to the trim. The only user of pypdfium2 for screens."""

import os
from pathlib import Path
from typing import Any

import pypdfium2

from journal_app.prepress.build import Progress
from journal_app.prepress.sheet import PrinterSheet
from journal_app.units import mm_to_pt

WEBP_QUALITY = 70  # text stays sharp; a page to choose by weighs 15 to 40 kB


def page_picture(pdf: Path, index: int, dpi: float, bleed_mm: float = 0) -> "pypdfium2.PdfBitmap":
    """One page without its bleed, at `dpi`."""
    with pypdfium2.PdfDocument(pdf) as document:
        cut = mm_to_pt(bleed_mm)
        return document[index].render(scale=dpi / 72, crop=(cut, cut, cut, cut))


def page_pictures(pdf: Path, folder: Path, sheet: PrinterSheet, dpi: int, small: int, tell: Progress) -> list[Path]:
    """Three pictures a page, trimmed: `p01.png`, exact; `p01.webp` to read and `p01-small.webp` to choose, both light.

    Each is written aside and then renamed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    cut = mm_to_pt(sheet.bleed)
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(len(document)):
            page, name = document[index], f"p{index + 1:02d}"
            large, little = (page.render(scale=n / 72, crop=(cut, cut, cut, cut)).to_pil() for n in (dpi, small))
            made += [
                _save(large, folder / f"{name}.png", "PNG"),
                _save(large, folder / f"{name}.webp", "WEBP"),
                _save(little, folder / f"{name}-small.webp", "WEBP"),
            ]
            tell("proof", index + 1, len(document))
    return made


def _save(picture: Any, path: Path, kind: str) -> Path:
    """Write what pdfium drew, a Pillow picture, aside and then rename it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    picture.save(aside, format=kind, quality=WEBP_QUALITY, method=4)
    aside.replace(path)
    return path
