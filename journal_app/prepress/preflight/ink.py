"""Step 8, total ink measured on Ghostscript's plates, a mean over 15 mm2 (GWG 2015, Total Ink Area Coverage).

The plates are made by plates.py. Where Ghostscript is absent, ink is not measured and a note says so.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from journal_app.prepress import plates
from journal_app.prepress.plates import SLACK
from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.subject import Subject
from journal_app.problems import Severity

TOTAL = Rule("ink-over-limit", Severity.BLOCKING, "pictures", "GWG 2015, Total Ink Area Coverage: mean over 15 mm2")
UNMEASURED = Rule("ink-unmeasured", Severity.NOTE, "technician", "house: ink is measured with Ghostscript")
RULES = (TOTAL, UNMEASURED)

PPI = 50  # a 15 mm2 window is then 7.6 pixels wide: enough for a mean
LARGEST_MM = 2000  # a page longer than any press sheet would fill the memory with its plates


def judge(subject: Subject, path: Path) -> Iterator[Finding]:
    """Pages whose ink passes the limit, with the place of the worst window."""
    program = plates.program()
    if program is None or not subject.pages:
        yield UNMEASURED.at(found="gs")
        return
    longest = max(side for page in subject.pages for side in page.size())
    if longest > LARGEST_MM:
        yield UNMEASURED.at(found=f"gs, {longest:.0f} mm")
        return
    with tempfile.TemporaryDirectory(prefix="ink-") as folder:
        if not plates.plates(program, path, Path(folder), len(subject.pages), PPI):
            yield UNMEASURED.at(found="gs")
        warn, limit = subject.limits.ink
        for page in subject.pages:
            total = plates.coverage(sorted(Path(folder).glob(f"*-{page.number}(*).tif")))
            if total is None:
                continue
            worst, at = plates.heaviest(total, PPI)
            if worst > warn + SLACK:
                severity, allowed = (Severity.BLOCKING, limit) if worst > limit + SLACK else (Severity.WARNING, warn)
                yield TOTAL.at(page.number, at, f"{worst:.0f} %", f"{allowed:.0f} %", worst, severity)
