"""Step 8: PDF x printer sheet -> problems. Judges the finished bytes of any PDF, ours or a stranger's; alters nothing.

`preflight` answers with problems, `inspect` with a Report that report.py writes as HTML and JSON. A broken file is a
problem, never an exception. Each rule names where it comes from: GWG 2015 (Ghent Workgroup, CMYK sheet offset),
PDF/X (ISO 15930) or the house.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pikepdf import PasswordError, Pdf

from journal_app.prepress.preflight import (
    boxes,
    colours,
    document,
    fonts,
    ink,
    metadata,
    pictures,
    subject,
    text,
    transparency,
)
from journal_app.prepress.preflight.finding import Addressed, Finding, Rule, address
from journal_app.prepress.preflight.places import Places, read_places
from journal_app.prepress.preflight.streams import BROKEN, first_line
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem, any_blocking

__all__ = ["RULES", "Places", "Report", "inspect", "preflight", "read_places"]

MODULES = (boxes, colours, document, fonts, ink, metadata, pictures, text, transparency)
RULES: dict[str, Rule] = {rule.code: rule for module in MODULES for rule in module.RULES}


@dataclass(frozen=True, slots=True)
class Report:
    """A file judged. `sizes` are the finished sizes per page, mm; `seconds` says where the time went."""

    pdf: Path
    found: tuple[Addressed, ...]
    sizes: tuple[tuple[float, float], ...]
    claim: str
    sheet: str
    seconds: dict[str, float]

    @property
    def problems(self) -> list[Problem]:
        return [a.problem for a in self.found]

    @property
    def ready(self) -> bool:
        """Whether nothing stops the press."""
        return not any_blocking(self.problems)


def preflight(
    pdf: Path, sheet: PrinterSheet | None = None, places: Places | None = None, ink: bool = True
) -> list[Problem]:
    """The problems of a PDF, the gravest first. `ink=False` leaves the plates unmeasured and unmentioned."""
    return inspect(pdf, sheet, places, ink).problems


def inspect(pdf: Path, sheet: PrinterSheet | None = None, places: Places | None = None, ink: bool = True) -> Report:
    """The problems with their boxes, and the facts a report shows."""
    started = perf_counter()
    seconds: dict[str, float] = {}
    findings: list[Finding] = []
    sizes: tuple[tuple[float, float], ...] = ()
    claim = ""
    try:
        with Pdf.open(pdf, suppress_warnings=True) as opened:
            folios = [places.folio(n + 1) for n in range(len(opened.pages))] if places else []
            judged = subject.read(opened, sheet, folios)
            claim, sizes = judged.claim, tuple(page.size() for page in judged.pages)
            findings += _structure(judged, len(places.pages) if places else 0)
            seconds["structure"] = perf_counter() - started
            if ink:
                findings += _ink(judged, pdf)
                seconds["ink"] = perf_counter() - started - seconds["structure"]
    except PasswordError:
        findings.append(document.ENCRYPTED.at())
    except (*BROKEN, RecursionError, MemoryError) as error:
        findings.append(document.UNREADABLE.at(found=first_line(error).replace(str(pdf), pdf.name)))
    seconds["total"] = perf_counter() - started
    return Report(pdf, tuple(address(findings, places)), sizes, claim, sheet.name if sheet else "", seconds)


def _structure(judged: subject.Subject, planned: int) -> Iterator[Finding]:
    warned = bool(judged.pdf.get_warnings())
    yield from document.judge(judged, warned)
    yield from boxes.judge(judged, planned)
    yield from metadata.judge(judged)
    for module in (colours, fonts, pictures, text, transparency):
        yield from module.judge(judged)


def _ink(judged: subject.Subject, path: Path) -> list[Finding]:
    return list(ink.judge(judged, path))
