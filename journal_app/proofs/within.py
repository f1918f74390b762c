"""Proofs, the reach: a build x what somebody may read of its issue -> the build with the pages that hold nothing else.

A build holds everybody's texts; a facilitator reads the own residency's alone. What a page holds is what the frozen
plan says of it; a page that names all others (the contents) is there for who may read them all. It draws nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from journal_app.flatplan.looks import roles
from journal_app.prepress.model import FlatplanFile, PlannedPage
from journal_app.prepress.reading import Folder
from journal_app.prepress.tables import Source
from journal_app.proofs import spreads
from journal_app.proofs.builds import Proof

PLAN = "flatplan.toml"
TELLS_ALL = "contents"  # the role of a slot that names what stands on the other pages


@dataclass(frozen=True, slots=True)
class Names:
    """The pieces and pictures that somebody may see, by the names that a build knows them by."""

    pieces: Collection[str]
    pictures: Collection[str]


def within(found: Proof, names: Names) -> Proof | None:
    """The build as far as it holds nothing but these: whole, or some of its pages without the files that hold them all.

    None when no page is left, or its plan cannot be read.
    """
    text, _ = Folder(found.shown.folder).text(found.shown.folder / PLAN)
    plan, _ = Source(text or "", PLAN, "").model(FlatplanFile)
    if plan is None:
        return None
    if all(_holds_only(page, names) for page in plan.page):
        return found
    seen = {folio for folio, page in enumerate(plan.page, 1)
            if _holds_only(page, names) and TELLS_ALL not in roles(page.layout).values()}  # fmt: skip
    report = found.report
    pages = [page for page in report.pages if page.folio in seen]
    if not pages:
        return None
    fit = [row for row in report.fit if row.article in names.pieces and seen.issuperset(row.pages)]
    stands = spreads.stands_of(text or "", roles)
    problems = [told for told in report.problems if seen & {*spreads.pages_of(told.where, report.fit, stands)}]
    shown = report.model_copy(update={"pages": pages, "fit": fit, "problems": problems, "files": []})
    return replace(found, report=shown, hidden=frozenset(found.folios) - seen)


def _holds_only(page: PlannedPage, names: Names) -> bool:
    fills = page.slots.values()
    return all(one.article is None or one.article in names.pieces for one in fills) and all(
        one.picture is None or one.picture in names.pictures for one in fills
    )
