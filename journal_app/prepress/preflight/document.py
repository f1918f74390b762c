"""Step 8, rules on the file as a whole: version, identity, forms, scripts, annotations, leftovers (PDF/X, GWG 2015)."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.geometry import touches
from journal_app.prepress.preflight.streams import BROKEN, filters_of
from journal_app.prepress.preflight.subject import PageFacts, Subject, box_from
from journal_app.problems import Severity

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE

UNREADABLE = Rule("pdf-unreadable", BLOCKING, "technician", "PDF 32000-1: a file that can be opened")
DAMAGED = Rule("pdf-damaged", WARNING, "technician", "PDF 32000-1: a cross-reference table that holds")
ENCRYPTED = Rule("pdf-encrypted", BLOCKING, "technician", "PDF/X: no encryption")
VERSION = Rule("pdf-version", WARNING, "technician", "PDF/X-1a:2003: PDF 1.4; PDF/X-4: PDF 1.6")
NO_ID = Rule("document-id-missing", WARNING, "technician", "PDF/X: trailer ID required")
FORM = Rule("form-fields", BLOCKING, "technician", "PDF/X: no interactive form")
SCRIPT = Rule("script", BLOCKING, "technician", "PDF/X: no JavaScript, no actions")
ANNOTATION = Rule("annotation", BLOCKING, "technician", "PDF/X: no annotation inside the bleed")
EMBEDDED = Rule("embedded-file", WARNING, "technician", "PDF/X: nothing that is not printed")
EXTERNAL = Rule("external-stream", BLOCKING, "technician", "PDF/X: nothing outside the file")
LZW = Rule("lzw", WARNING, "technician", "PDF/X: no LZW")
POSTSCRIPT = Rule("postscript", BLOCKING, "technician", "PDF/X: no PostScript XObjects")
TRANSFER = Rule("transfer-function", WARNING, "technician", "PDF/X: no TR, no TR2 but Default")
HALFTONE = Rule("halftone", WARNING, "technician", "PDF/X: no HTP")
PRIVATE = Rule("private-data", NOTE, "technician", "house: no data of the drawing program (PieceInfo)")
BROKEN_CONTENT = Rule("content-broken", BLOCKING, "technician", "PDF 32000-1, 7.8: content that can be read")
RULES = (
    UNREADABLE,
    DAMAGED,
    ENCRYPTED,
    VERSION,
    NO_ID,
    FORM,
    SCRIPT,
    ANNOTATION,
    EMBEDDED,
    EXTERNAL,
    LZW,
    POSTSCRIPT,
    TRANSFER,
    HALFTONE,
    PRIVATE,
    BROKEN_CONTENT,
)

_NEWEST = {"pdfx1a": (1, 4), "pdfx3": (1, 4), "pdfx4": (1, 6)}
_OUTSIDE = ("/TrapNet", "/PrinterMark")  # PDF/X allows these, outside the bleed


def judge(subject: Subject, warned: bool = False) -> Iterator[Finding]:
    """Every broken rule on the file. `warned`: the reader had to repair it."""
    pdf = subject.pdf
    if warned:
        yield DAMAGED.at()
    if pdf.is_encrypted:
        yield ENCRYPTED.at()
    yield from _version(subject)
    if not isinstance(pdf.trailer.get("/ID"), Array):
        yield NO_ID.at()
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and (len(form.get("/Fields", [])) or "/XFA" in form):
        yield FORM.at(found="XFA" if "/XFA" in form else str(len(form.Fields)), allowed="0")
    yield from _scripts(subject)
    yield from _objects(subject)
    for page in subject.pages:
        yield from _annotations(page)
        yield from _oddities(page)


def _version(subject: Subject) -> Iterator[Finding]:
    """The header's version, or the catalogue's, against the flavour; object streams are PDF 1.5."""
    newest = _NEWEST.get(subject.limits.flavour)
    if not newest:
        return
    said = subject.pdf.pdf_version
    listed = str(subject.pdf.Root.get("/Version", "/")).removeprefix("/")
    said = max((v for v in (said, listed) if v), key=_digits)
    streams = newest < (1, 5) and subject.pdf.trailer.get("/Type") == Name.XRef
    if _digits(said) > newest or streams:
        severity = BLOCKING if newest < (1, 5) else WARNING
        found = "PDF 1.5 (object streams)" if streams and _digits(said) <= newest else f"PDF {said}"
        yield VERSION.at(found=found, allowed=f"PDF {newest[0]}.{newest[1]}", severity=severity)


def _digits(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _scripts(subject: Subject) -> Iterator[Finding]:
    root = subject.pdf.Root
    names = root.get("/Names")
    found = [key for key in ("/OpenAction", "/AA") if _acts(root.get(key))]
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        found.append("/JavaScript")
    if found:
        yield SCRIPT.at(found=", ".join(key[1:] for key in found), allowed="0")
    files = isinstance(names, Dictionary) and "/EmbeddedFiles" in names
    if files or "/AF" in root or "/Collection" in root:
        yield EMBEDDED.at()
    for page in subject.pages:
        if _acts(page.obj.get("/AA")):
            yield SCRIPT.at(page.number, None, "AA", "0")


def _acts(value: Any) -> bool:
    """A destination is only a view; a dictionary acts (PDF 32000-1, 12.6). GoTo is a view too."""
    if not isinstance(value, Dictionary):
        return False
    return value.get("/S") != Name.GoTo


def _annotations(page: PageFacts) -> Iterator[Finding]:
    annotations = page.obj.get("/Annots")
    for annotation in annotations if isinstance(annotations, Array) else []:
        if not isinstance(annotation, Dictionary):
            continue
        kind = str(annotation.get("/Subtype", "?"))
        box = box_from(annotation.get("/Rect"))
        if kind == "/Widget":
            continue  # form-fields says so
        if box is None or (touches(box, page.kept) and kind not in _OUTSIDE):
            yield ANNOTATION.at(page.number, page.rect(box) if box else None, kind[1:], "0")


def _oddities(page: PageFacts) -> Iterator[Finding]:
    rules = {"postscript": POSTSCRIPT, "transfer": TRANSFER, "halftone": HALFTONE, "opi": EXTERNAL}
    for kind in dict.fromkeys(kind for kind, _ in page.content.oddities):
        yield rules[kind].at(page.number, None, "OPI" if kind == "opi" else "")
    for what in page.content.broken:
        yield BROKEN_CONTENT.at(page.number, None, what)
    if "/PieceInfo" in page.obj:
        yield PRIVATE.at(page.number, None, "PieceInfo")


def _objects(subject: Subject) -> Iterator[Finding]:
    """One pass over every object of the file, used or not: what lies hidden in it is handed over too."""
    lzw = external = 0
    for thing in subject.pdf.objects:
        try:
            if isinstance(thing, Stream):
                lzw += "LZWDecode" in filters_of(thing) or "LZW" in filters_of(thing)
                external += "/F" in thing
        except BROKEN:
            continue
    if lzw:
        yield LZW.at(found=str(lzw), allowed="0")
    if external:
        yield EXTERNAL.at(found=str(external), allowed="0")
    if "/PieceInfo" in subject.pdf.Root:
        yield PRIVATE.at(found="PieceInfo")
