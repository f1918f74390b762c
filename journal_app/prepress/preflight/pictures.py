"""Step 8, rules on images: resolution as printed, bits, encodings, metadata (GWG 2015, Images). Decodes no pixel."""

import re
from collections.abc import Iterator
from math import floor
from typing import Literal

from pikepdf import Dictionary, Stream

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.geometry import spans
from journal_app.prepress.preflight.marks import Image, Mark
from journal_app.prepress.preflight.streams import BROKEN, filters_of
from journal_app.prepress.preflight.subject import Limits, PageFacts, Subject
from journal_app.problems import Severity

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
TINY_PIXELS = 16  # GWG 2015 leaves out images of a few pixels: flat colour, not pictures
HEADERS = 1 << 20  # bytes of a JPEG in which metadata is looked for; it comes before the scan
PPI_SLACK = 0.5  # a printed size rounded to 0.1 mm moves the figure by less

LOW = Rule("picture-ppi-low", BLOCKING, "pictures", "GWG 2015, Image Resolution for Grayscale and Color Images")
LINE_LOW = Rule("picture-line-ppi-low", BLOCKING, "pictures", "GWG 2015, Image Resolution for 1-bit Images")
DEEP = Rule("picture-16-bit", WARNING, "pictures", "PDF/X-1a: PDF 1.4 has no 16-bit images")
JPEG2000 = Rule("picture-jpeg2000", WARNING, "pictures", "PDF/X-1a: no JPXDecode")
ALTERNATE = Rule("picture-alternate", WARNING, "technician", "PDF/X: no alternate images for print, no OPI")
METADATA = Rule("picture-metadata", WARNING, "pictures", "house: pictures leave without EXIF or XMP")
GPS = Rule("picture-gps", BLOCKING, "pictures", "house: no place where a picture was taken leaves with it")
RULES = (LOW, LINE_LOW, DEEP, JPEG2000, ALTERNATE, METADATA, GPS)


def judge(subject: Subject) -> Iterator[Finding]:
    """Every broken rule on images; an image drawn twice is judged at each of its sizes."""
    for page in subject.pages:
        for mark in page.printed("image", masks=True):
            if mark.image is None:
                continue
            if mark.within != "softmask":
                yield from _resolution(subject.limits, page, mark, mark.image)
            yield from _encoding(subject.limits, page, mark, mark.image)


def _resolution(limits: Limits, page: PageFacts, mark: Mark, image: Image) -> Iterator[Finding]:
    """Effective ppi through every nested matrix: pixels over printed inches, the worse of both directions."""
    if image.width * image.height <= TINY_PIXELS:
        return
    across, down = (side * page.unit for side in spans(mark.matrix))
    if across <= 0 or down <= 0:
        return
    ppi = min(image.width * 72 / across, image.height * 72 / down)
    r = limits.resolution
    line = image.bits == 1 and (image.mask or image.space is None or image.space.below.n <= 1)
    rule, error, warn = (LINE_LOW, r.line_error, r.line_warn) if line else (LOW, r.error, r.warn)
    if ppi >= warn - PPI_SLACK:
        return
    severity, wanted = (BLOCKING, error) if ppi < error - PPI_SLACK else (WARNING, warn)
    cm = across / 72 * 2.54
    widest = floor(cm * ppi / wanted * 10) / 10
    yield rule.at(page.number, page.seen(mark), f"{ppi:.0f} ppi, {cm:.3g} cm", f"{widest:.3g} cm", -ppi, severity)


def _encoding(limits: Limits, page: PageFacts, mark: Mark, image: Image) -> Iterator[Finding]:
    box, stream = page.seen(mark), image.stream
    severity = BLOCKING if limits.opaque else WARNING
    if image.bits == 16:
        yield DEEP.at(page.number, box, "16 bit", "8 bit", severity=severity)
    if not isinstance(stream, Stream):
        return
    filters = filters_of(stream)
    if "JPXDecode" in filters:
        yield JPEG2000.at(page.number, box, "JPEG 2000", "JPEG", severity=severity)
    if "/Alternates" in stream or "/OPI" in stream:
        yield ALTERNATE.at(page.number, box, "Alternates" if "/Alternates" in stream else "OPI")
    told = _metadata(stream, filters)
    if told:
        yield (GPS if "GPS" in told else METADATA).at(page.number, box, told)


def _metadata(stream: Stream, filters: list[str]) -> str:
    """What an image says beyond its pixels: an XMP stream, EXIF, IPTC or a comment in its JPEG."""
    held = stream.get("/Metadata")
    try:
        if isinstance(held, Stream):
            words = held.read_bytes()
            return "XMP, GPS" if b"GPSL" in words else "XMP"
        if isinstance(stream.get("/PieceInfo"), Dictionary):
            return "PieceInfo"
        return (
            jpeg_metadata(bytes(memoryview(stream.get_raw_stream_buffer())[:HEADERS]))
            if filters == ["DCTDecode"]
            else ""
        )
    except BROKEN:
        return ""


def jpeg_metadata(data: bytes) -> str:
    """The metadata of a JPEG's headers: `EXIF`, `EXIF, GPS`, `XMP`, `IPTC`, `comment`; nothing for bare pixels.

    Segments before the scan only (ITU T.81, B.1.1.4). APP0 JFIF, APP2 ICC and APP14 Adobe say how to decode.
    """
    at = 2
    while data[:2] == b"\xff\xd8" and at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if marker == 0xDA:
            break
        if marker == 0xE1 and body.startswith(b"Exif\0"):
            return "EXIF, GPS" if _exif_gps(body[6:]) else "EXIF"
        if marker == 0xE1:
            return "XMP, GPS" if re.search(rb"GPSL(?:ati|ongi)tude", body) else "XMP"
        if marker == 0xED:
            return "IPTC"
        if marker == 0xFE:
            return "commentaire JPEG"
        at += 2 + max(length, 2)
    return ""


def _exif_gps(tiff: bytes) -> bool:
    """Whether EXIF's first directory points to a GPS directory (tag 0x8825)."""
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    at = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[at : at + 2], order)
    return any(int.from_bytes(tiff[at + 2 + 12 * n : at + 4 + 12 * n], order) == 0x8825 for n in range(min(count, 400)))
