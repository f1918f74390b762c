"""Proofs, a build to look at: its folder -> its report, its sheet, its best PDF, a mark for each page. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pikepdf
from sqlalchemy.orm import Session

from journal_app.freeze.model import Build
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.page_digest import page_digests
from journal_app.prepress.reading import Folder
from journal_app.prepress.sheet import PrinterSheet
from journal_app.proofs import store
from journal_app.proofs.folder import Shown, built_file, load_report
from journal_app.proofs.model import BuiltPage, Report

MARK = 24  # signs of a page's digest in an address: 96 bits


@dataclass(frozen=True, slots=True)
class Sight:
    """What one page is drawn from: a PDF, the page's number in it from 1, the mark of what it holds, its sheet."""

    pdf: Path
    page: int
    mark: str
    sheet: PrinterSheet


@dataclass(frozen=True, slots=True)
class Proof:
    """A build with pages. `pdf`: for press, if there is one, else a draft's in its inks; `marks`: of a page's content;
    `hidden`: the pages that it has and that its reader may not see (within.py), which are not among its `folios`."""

    build_id: str
    issue_id: str
    made_at: datetime
    shown: Shown
    report: Report
    pdf: Path
    press: bool
    pdf_bytes: int
    hidden: frozenset[int] = frozenset()

    @property
    def sheet(self) -> PrinterSheet:
        return self.shown.sheet

    @property
    def marks(self) -> tuple[str, ...]:
        """A mark for each page: what it is drawn from. Computed once for each state of the file."""
        state = self.pdf.stat()
        return _marks(self.pdf, state.st_mtime_ns, state.st_size)

    @property
    def folios(self) -> list[int]:
        return [page.folio for page in self.report.pages]

    def page(self, folio: int) -> BuiltPage | None:
        return next((page for page in self.report.pages if page.folio == folio), None)

    def mark(self, folio: int) -> str:
        """The mark of a page; empty for one that is not there."""
        return self.marks[folio - 1] if 0 < folio <= len(self.marks) else ""

    def sight(self, folio: int) -> Sight:
        """What a page of this build is drawn from."""
        return Sight(self.pdf, folio, self.mark(folio), self.sheet)


@lru_cache(maxsize=32)
def _marks(pdf: Path, _: int, __: int) -> tuple[str, ...]:
    try:
        return tuple(digest[:MARK] for digest in page_digests(pdf))
    except pikepdf.PdfError:  # a file that was damaged since it was built has no page to show
        return ()


def proof(db: Session, instance: Path, slug: str, row: Build | None) -> Proof | None:
    """A build as a proof; None when there is none, it is gone, it has no pages or something in it was taken back."""
    if row is None or store.withheld(db, row):
        return None
    folder = instance / row.folder
    report, _ = load_report(folder / "build")
    text, _ = Folder(folder).text(folder / "issue.toml") if folder.is_dir() else (None, [])
    read, _ = read_issue_file(text) if text is not None else (None, [])
    if report is None or read is None or not report.pages:
        return None
    shown = Shown(slug, folder, *read)
    files = {listed.kind: listed for listed in report.files}
    for kind in ("press", "inks", "proof"):  # the proof alone has its pictures in no ink
        path = built_file(shown.build, files[kind].path) if kind in files else None
        if path is not None:
            return Proof(row.id, row.issue_id, row.made_at, shown, report, path, kind == "press", files[kind].bytes)
    return None
