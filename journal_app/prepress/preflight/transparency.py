"""Step 8, rules on transparency and layers against the PDF/X flavour (PDF/X-1a and X-3: none). Reads no file."""

from collections.abc import Iterator

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.subject import Subject
from journal_app.problems import Severity

TRANSPARENCY = Rule(
    "transparency", Severity.BLOCKING, "technician", "PDF/X-1a:2003, 6.14: no SMask, alpha, blend or group"
)
LAYERS = Rule("layers", Severity.WARNING, "technician", "GWG 2015, Optional Content; PDF/X-1a: none")
RULES = (TRANSPARENCY, LAYERS)

_LABELS = {"pdfx1a": "PDF/X-1a", "pdfx3": "PDF/X-3"}


def judge(subject: Subject) -> Iterator[Finding]:
    """Transparency matters only to the flavours without it; layers hide what was meant to print, or the reverse."""
    limits = subject.limits
    flavour = _LABELS.get(limits.flavour, "")
    for page in subject.pages:
        if limits.opaque:
            for mark in page.content.marks:
                why = mark.transparent or ("SMask" if mark.image and mark.image.has_soft else "")
                if why:
                    yield TRANSPARENCY.at(page.number, page.seen(mark), why, flavour)
            for where, _ in page.content.groups:
                yield TRANSPARENCY.at(page.number, None, f"Group ({where})", flavour)
        if page.content.layers:
            yield LAYERS.at(page.number, severity=Severity.BLOCKING if limits.opaque else None)
    if "/OCProperties" in subject.pdf.Root and not any(page.content.layers for page in subject.pages):
        yield LAYERS.at(severity=Severity.BLOCKING if limits.opaque else None)
