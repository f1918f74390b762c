"""Hand-off, the comparison: a printer's proof against ours, page by page in pixels, in the cage. It keeps nothing.

Neither file is opened outside: both stand in one descriptor, theirs first, and the child reads parts of it. It has no
network, opens no file and is stopped when it takes too long or too much.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

import pypdfium2
from pydantic import BaseModel, Field
from pypdfium2 import raw

from journal_app.media import confined
from journal_app.prepress import pixels
from journal_app.problems import Problem, blocking
from journal_app.units import pt_to_mm

MOST_PAGES = 200
DPI, OVERLAY_DPI = 50, 50
WALL_S = 45
MOST_PICTURE = 8_000_000  # bytes of one PNG: a tabloid page at 100 ppi has 1.8 MP
PNG = b"\x89PNG\r\n\x1a\n"
PASSWORD = 4  # FPDF_ERR_PASSWORD of fpdfview.h


class Looked(BaseModel):
    """What a file is before its pages are drawn; sizes in mm, of the first MOST_PAGES pages."""

    pages: int = Field(default=0, ge=0, le=10_000_000)
    sizes: list[tuple[float, float]] = Field(default_factory=list, max_length=MOST_PAGES)
    javascript: bool = False
    code: str = Field(default="", pattern="^[a-z-]*$", max_length=40)


class Page(BaseModel):
    """How a page differs: share of its pixels, 0 to 1, and in how many places."""

    changed: float = Field(ge=0, le=1)
    places: int = Field(ge=0, le=1000)


class Part:
    """A piece of an open file as a file of its own, for readers that seek."""

    def __init__(self, file: IO[bytes], begin: int, size: int) -> None:
        self.handle, self.begin, self.size, self.at = file.fileno(), begin, size, 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence])
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, many: int = -1) -> bytes:
        left = max(0, self.size - self.at)
        data = os.pread(self.handle, left if many < 0 else min(many, left), self.begin + self.at)
        self.at += len(data)
        return data

    def readinto(self, into: Any) -> int:
        view = memoryview(into).cast("B")
        done = 0
        while done < len(view) and (data := self.read(len(view) - done)):
            view[done : done + len(data)] = data
            done += len(data)
        return done

    def close(self) -> None:
        """The descriptor is somebody else's."""


def child(arguments: Sequence[str], source: IO[bytes], out: BytesIO) -> None:
    """The work inside: `look SIZE`, or `page SIZE NUMBER`; SIZE is how many bytes are theirs."""
    size = int(arguments[1])
    whole = os.fstat(source.fileno()).st_size
    theirs = Part(source, 0, size)
    if arguments[0] == "look":
        out.write(_looked(theirs).model_dump_json().encode())
        return
    ours, page = Part(source, size, whole - size), int(arguments[2])
    found = pixels.differing(cast(Path, ours), cast(Path, theirs), page, page, DPI)
    told = Page(changed=min(1.0, found.changed), places=len(found.boxes)).model_dump_json().encode()
    out.write(len(told).to_bytes(4, "big") + told)
    if found.changed:
        out.write(pixels.overlay(cast(Path, ours), cast(Path, theirs), page, page, OVERLAY_DPI))


def _looked(part: Part) -> Looked:
    try:
        document = pypdfium2.PdfDocument(part)
    except pypdfium2.PdfiumError as error:
        return Looked(code="proof-encrypted" if getattr(error, "err_code", 0) == PASSWORD else "proof-broken")
    pages = len(document)
    if not pages:
        return Looked(code="proof-broken")
    if pages > MOST_PAGES:
        return Looked(pages=pages, code="proof-too-many-pages")
    sizes = [tuple(round(pt_to_mm(side), 1) for side in document.get_page_size(number)) for number in range(pages)]
    scripts = raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
    return Looked(pages=pages, sizes=cast(list[tuple[float, float]], sizes), javascript=scripts)


# --- outside ---------------------------------------------------------------------------------------------------------


def look(both: IO[bytes], size: int, wall_s: float = WALL_S) -> tuple[Looked | None, list[Problem]]:
    """What their file is; a Problem when it cannot be compared at all. `wall_s`: seconds it may take."""
    ended = confined.run(__name__, ["look", str(size)], both, min(wall_s, WALL_S))
    if ended.why is not confined.Why.DONE:
        return None, [_stopped(ended.why)]
    found = Looked.model_validate_json(ended.output)
    match found.code:
        case "":
            return found, []
        case "proof-encrypted":
            return None, [blocking("proof-encrypted", "proof")]
        case "proof-too-many-pages":
            return None, [blocking("proof-too-many-pages", "proof", found.pages, MOST_PAGES)]
        case _:
            return None, [blocking("proof-broken", "proof")]


def compare(both: IO[bytes], size: int, page: int, wall_s: float = WALL_S) -> tuple[Page | None, bytes, list[Problem]]:
    """How a page differs, and the picture of it (PNG; empty when nothing does). `wall_s` as for `look`."""
    ended = confined.run(__name__, ["page", str(size), str(page)], both, min(wall_s, WALL_S))
    if ended.why is not confined.Why.DONE:
        return None, b"", [_stopped(ended.why)]
    length = int.from_bytes(ended.output[:4], "big")
    found = Page.model_validate_json(ended.output[4 : 4 + length])
    picture = ended.output[4 + length :]
    if picture and (not picture.startswith(PNG) or len(picture) > MOST_PICTURE):
        return None, b"", [blocking("proof-broken", f"p{page}")]
    return found, picture, []


def _stopped(why: confined.Why) -> Problem:
    if why is confined.Why.TIME:
        return blocking("proof-too-slow", "proof")
    if why is confined.Why.MEMORY:
        return blocking("proof-too-heavy", "proof")
    return blocking("proof-broken", "proof")


_WARM = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def _warm() -> None:
    """Draw a page before the cage closes: what pdfium and Pillow load at their first use is opened now."""
    with suppress(pypdfium2.PdfiumError):
        pixels.overlay(cast(Path, BytesIO(_WARM)), cast(Path, BytesIO(_WARM)), 1, 1)


_warm()
