"""Proofs, the reading end: an issue folder -> its facts and the build report. It writes nothing, never leaves it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from journal_app.flatplan.looks import roles
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.model import FlatplanFile, IssueFile
from journal_app.prepress.reading import SLUG, Folder
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.tables import Source
from journal_app.problems import Problem, note, warning
from journal_app.proofs.model import BuiltFile, Report
from journal_app.proofs.spreads import Stands, stands_of

REPORT = "report.json"
REPORT_BYTES = 8_000_000  # a thousand pages with a problem each are under 1 MB
WHO = "technician"


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue that may be shown to this reader: its folder's name, its facts and its printer sheet."""

    slug: str
    folder: Path
    file: IssueFile
    sheet: PrinterSheet

    @property
    def build(self) -> Path:
        return self.folder / "build"


def shown_issue(issues: Path, slug: str) -> Shown | None:
    """The issue of that name, if anybody may see it: a specimen. Absent, unreadable and not open are one answer."""
    if not SLUG.fullmatch(slug):
        return None
    folder = issues / slug
    if not Folder(issues).inside(folder) or not folder.is_dir():
        return None
    text, _ = Folder(folder).text(folder / "issue.toml")
    read, _ = read_issue_file(text) if text is not None else (None, [])
    if read is None or not read[0].specimen:
        return None
    return Shown(slug, folder, *read)


def shown_issues(issues: Path) -> list[Shown]:
    """Every issue that anybody may see, by name."""
    found = (shown_issue(issues, path.name) for path in Folder(issues).names("."))
    return [issue for issue in found if issue]


def load_report(build: Path) -> tuple[Report | None, list[Problem]]:
    """The build report, or why there is none to show: a note when nothing was built, a warning when it is broken."""
    path = build / REPORT
    if not path.exists():
        return None, [note("build-missing", REPORT, "", "make run", WHO)]
    if Folder(build).refuse(path, REPORT_BYTES, WHO):
        return None, [warning("build-unreadable", REPORT, "", "make run", WHO)]
    try:
        return Report.model_validate_json(path.read_bytes()), []
    except (OSError, ValidationError):
        return None, [warning("build-unreadable", REPORT, "", "make run", WHO)]


def planned_pages(issue: Shown) -> int:
    """How many pages the flatplan has: what an issue costs is known before it is built. 0 when it cannot be read."""
    text, _ = Folder(issue.folder).text(issue.folder / "flatplan.toml")
    plan, _ = Source(text or "", "flatplan.toml", WHO).model(FlatplanFile)
    return len(plan.page) if plan else 0


def stands(folder: Path) -> Stands:
    """What stands where in an issue's folder, by its flatplan; nothing while that cannot be read."""
    text, _ = Folder(folder).text(folder / "flatplan.toml")
    return stands_of(text or "", roles)


def changed_since_built(issue: Shown) -> bool:
    """Whether a source of the issue is newer than its report: what is shown is then not what would be printed."""
    try:
        built = (issue.build / REPORT).stat().st_mtime_ns
        sources = [issue.folder / name for name in ("issue.toml", "flatplan.toml")]
        for name in ("articles", "pictures"):
            sources += sorted((issue.folder / name).rglob("*"))
        return any(path.stat().st_mtime_ns > built for path in sources if path.is_file())
    except OSError:
        return False


def built_file(build: Path, relative: str) -> Path | None:
    """A regular file under build/, links followed and still inside; None otherwise."""
    path = build / relative
    return path if Folder(build).inside(path) and path.is_file() else None


MARK = re.compile(r"[0-9a-f]{12}")


def mark(path: Path) -> str:
    """A picture's state as a few letters for its address: a rebuilt page has another one."""
    state = path.stat()
    return hashlib.sha256(f"{state.st_mtime_ns}.{state.st_size}".encode()).hexdigest()[:12]


_HASHES: dict[Path, tuple[tuple[int, int], str]] = {}


def is_as_listed(path: Path, listed: BuiltFile) -> bool:
    """Whether the file still has the bytes whose hash the report tells; each state of a file is hashed once."""
    state = path.stat()
    now = (state.st_mtime_ns, state.st_size)
    if state.st_size != listed.bytes:
        return False
    known = _HASHES.get(path)
    if known is None or known[0] != now:
        with path.open("rb") as file:
            known = (now, hashlib.file_digest(file, "sha256").hexdigest())
        _HASHES[path] = known
    return known[1] == listed.sha256
