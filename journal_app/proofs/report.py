"""What the compiler left of an issue in build/report.json, as values; absent or broken is a fact, not an accident."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal_app.problems import Detail, Problem, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """One build: its pages, fits, problems and files (all paths under `folder`)."""

    folder: Path
    title: str
    number: int
    date: str
    pages: tuple[dict[str, Any], ...]
    fit: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    files: tuple[dict[str, Any], ...]

    def allowed(self) -> frozenset[str]:
        """Every path that may be served."""
        return frozenset([f["path"] for f in self.files] + [p[k] for p in self.pages for k in ("png", "thumb")])

    def on(self, folio: int) -> list[Problem]:
        """The problems of one page, the gravest first."""
        found = [p for p in self.problems if p.where.split("/")[0] == f"p{folio}"]
        return sorted(found, key=lambda p: list(reversed(Severity)).index(p.severity))

    def elsewhere(self) -> list[Problem]:
        """The problems that belong to no page, without the notes."""
        folios = {f"p{page['folio']}" for page in self.pages}
        return [p for p in self.problems if p.where.split("/")[0] not in folios and p.severity is not Severity.NOTE]

    def spreads(self) -> list[list[dict[str, Any]]]:
        """Pages as they lie: the first alone, then two by two."""
        pages = list(self.pages)
        return [pages[:1], *(pages[n:n + 2] for n in range(1, len(pages), 2))] if pages else []


def load_report(issue_folder: Path) -> Report | None:
    """The report of the last build, or None when there is none that can be read."""
    folder = issue_folder / "build"
    try:
        raw = json.loads((folder / "report.json").read_text("utf-8"))
        problems = tuple(Problem(Severity(p["severity"]), p["code"], p["where"], Detail(**p["detail"])) for p in raw["problems"])
        return Report(folder, raw["title"], raw["number"], raw["date"], tuple(raw["pages"]), tuple(raw["fit"]), problems,
                      tuple(raw["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
