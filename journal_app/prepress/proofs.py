"""Step 7d: a PDF -> pictures of its pages, cut to the trim. The only user of pypdfium2 for screens."""

import os
from pathlib import Path

import pypdfium2

from journal_app.prepress.build import Progress
from journal_app.prepress.sheet import PrinterSheet
from journal_app.units import mm_to_pt


def page_picture(pdf: Path, index: int, dpi: float, bleed_mm: float = 0) -> "pypdfium2.PdfBitmap":
    """One page without its bleed, at `dpi`."""
    with pypdfium2.PdfDocument(pdf) as document:
        cut = mm_to_pt(bleed_mm)
        return document[index].render(scale=dpi / 72, crop=(cut, cut, cut, cut))


def page_pictures(pdf: Path, folder: Path, sheet: PrinterSheet, dpi: int, small: int, tell: Progress) -> list[Path]:
    """`p01.png` and `p01-small.png` a page, trimmed, written aside and then renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    cut = mm_to_pt(sheet.bleed)
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(len(document)):
            for ending, wanted in (("", dpi), ("-small", small)):
                picture = document[index].render(scale=wanted / 72, crop=(cut, cut, cut, cut)).to_pil()
                path = folder / f"p{index + 1:02d}{ending}.png"
                aside = path.with_name(f".{path.name}.{os.getpid()}")
                picture.save(aside, format="PNG", optimize=ending != "")
                aside.replace(path)
                made.append(path)
            tell("proof", index + 1, len(document))
    return made
