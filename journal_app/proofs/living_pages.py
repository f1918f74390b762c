"""Proofs, the pages as they are now: what became of a proof's pages since -> those that are others, and their pictures.

A proof is what people remark on, tick and sign; what is shown here is beside it and no record. A page that is the same
is drawn from the proof. It writes nothing but the cache of live pages.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from flask import abort

from journal_app.flatplan.live_views import brought, live, reach, rows_of
from journal_app.freeze import store as freezes
from journal_app.freeze.folder import Gathered, files
from journal_app.freeze.live import Wanted
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.prepress.live import page_file
from journal_app.prepress.reading import Folder
from journal_app.proofs import since, store
from journal_app.proofs.builds import MARK, Proof, Sight
from journal_app.proofs.within import PLAN
from journal_app.web.desk import database, desk

LIVE = "v-"  # begins the mark of a live page in an address: no proof's mark does


@dataclass(frozen=True, slots=True)
class Living:
    """What became of some pages of a proof. `changed`: those that are others now; `keys`: of their pictures, where they
    are made; `making`: they are not all made yet; `pages`: how many the plan has now."""

    changed: frozenset[int] = frozenset()
    keys: dict[int, str] = field(default_factory=dict)
    making: bool = False
    pages: int = 0


def living(issue: Issue, found: Proof, folios: Collection[int], drawn: bool = True, warm: bool = False) -> Living:
    """Which of these pages are others now than in this build. `drawn`: and their pictures, made if need be.

    `warm`: the issue's pages are made also while none of these has changed, so that the next change is there at once.
    No database is held open meanwhile.
    """
    with database().read() as db:
        rows = rows_of(db, issue)
        was = store.manifest(db, found.build_id)
    changed, pages = _changed(found, was, rows, folios)
    sheet = sheet_of(issue.printer)
    fits = sheet is not None and (sheet.page, sheet.bleed) == (found.sheet.page, found.sheet.bleed)
    if not (changed or warm) or not drawn or not fits:  # a page of another size is looked at in the plan
        return Living(changed, pages=pages)
    answer = brought(issue, rows)
    if not changed:
        return Living(pages=pages)
    keys = {page.folio: page.key for page in (answer.live.pages if answer.live else ()) if page.folio in changed}
    return Living(changed, keys if answer.making is None else {}, answer.making is not None, pages)


def _changed(found: Proof, was: since.Marks, rows: Gathered, folios: Collection[int]) -> tuple[frozenset[int], int]:
    text, _ = Folder(found.shown.folder).text(found.shown.folder / PLAN)
    made = Wanted(files(rows))
    before, after, now = since.planned(text or ""), since.planned(made.files[PLAN].decode()), made.marks()
    changed = frozenset(folio for folio in folios if since.changed(folio, before, was, after, now))
    return changed, len(after)


def live_sight(issue: Issue, key: str) -> Sight | None:
    """What a live page is drawn from, if the desk told this reader of it and nothing on it was taken back since."""
    made_from = live().paths(issue.id, key, reach())
    if made_from is None:
        return None
    with database().read() as db:
        if freezes.any_taken_back(db, issue.id, made_from):
            return None
    path, sheet = page_file(desk().config.instance / "cache" / issue.id, key), sheet_of(issue.printer)
    return Sight(path, 1, key[:MARK], sheet) if sheet is not None and path.is_file() else None


def sight_of(issue: Issue, found: Proof | None, folio: int, mark: str) -> Sight:
    """What the page with this mark is drawn from: a live one, or one of this proof; 404 for any other."""
    if mark.startswith(LIVE):
        return live_sight(issue, mark.removeprefix(LIVE)) or abort(404)
    if found is None or found.page(folio) is None or found.mark(folio) != mark:
        abort(404)
    return found.sight(folio)
