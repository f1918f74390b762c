"""Flatplan, a text without a place: where it fits with its languages and pictures, best first; and placing it there.

What was tried is kept (freeze.live): an answer takes some seconds at most, and the page comes again for the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.consent import store as consents
from journal_app.flatplan import settling, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.bundles import Bundle, Offer, Where, best_first, laid, unplaced
from journal_app.flatplan.costs import costs
from journal_app.flatplan.fitting import ALONE, WHOLE
from journal_app.flatplan.live_views import in_time, live
from journal_app.flatplan.looks import layouts, roles, spoken
from journal_app.flatplan.model import Page, Placement
from journal_app.flatplan.remedies import fitting
from journal_app.flatplan.views import PLAN, changed, issue_of
from journal_app.freeze.folder import Gathered, PieceRows, files
from journal_app.freeze.gather import gather
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.languages import is_rtl
from journal_app.media import store as media
from journal_app.prepress.live import Making
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, database, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url, tongue

blueprint = Blueprint("bundle", __name__, template_folder="templates")
ONE = PLAN + "/textes/<piece_id>"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for a place, and the rows of the plan it could come into, its own among them. `foreign`: it has
    a text in these, too, which are none of the issue's: they are printed nowhere."""

    issue: Issue
    piece: Piece
    bundle: Bundle
    rows: Gathered
    foreign: tuple[str, ...]
    stands: tuple[int, ...]  # the pages on which it stands already

    @property
    def fresh(self) -> Page:
        """The page that would be added at the end."""
        first = self.bundle.languages[0] if self.bundle.languages else self.issue.languages[0]
        told = first if first in self.issue.languages else self.issue.languages[0]
        return Page(id="new", issue_id=self.issue.id, number=len(self.rows.pages) + 1, layout="", language=told,
                    direction="rtl" if is_rtl(first) else "ltr", head={}, shorter={})  # fmt: skip

    def held(self, page: Page) -> dict[str, Placement]:
        return {one.slot: one for one in self.rows.placements.get(page.id, ())}

    def empty(self, page: Page) -> bool:
        """Whether nothing stands there, and nothing fills itself there (the masthead's page is no empty one)."""
        alone = any(role in ALONE for role in roles(page.layout).values())
        return not alone and all(one.hole for one in self.held(page).values())


def waiting(db: Session, issue: Issue, piece_id: str) -> Waiting:
    """Gather it, as a draft freeze would; 404 for a text of another issue."""
    piece = submissions.piece(db, actor(), piece_id)
    if piece is None or piece.issue_id != issue.id:
        abort(404)
    rows = gather(db, actor(), issue, lambda name: b"")
    texts = [text for text in submissions.texts(db, [piece.id]).get(piece.id, []) if text.wanted]
    heads = {key: content for key, (_, content) in submissions.heads(db, [text.id for text in texts]).items()}
    texts = [text for text in texts if text.id in heads and heads[text.id].headline]
    answers = consents.answers(db, [("piece", piece.id)])["piece", piece.id]
    mine = PieceRows(piece, tuple((text, heads[text.id]) for text in texts), answers)
    said_in = {one.language for one in texts}
    tongues = [tag for tag in spoken(db, actor(), [piece.id], issue)[piece.id] if tag in said_in]
    used = {row.picture_id for held in rows.placements.values() for row in held}
    pictures = media.to_print(media.of_pieces(db, actor(), [piece.id]).get(piece.id, []))
    here, foreign = ([tag for tag in tongues if (tag in issue.languages) is own] for own in (True, False))
    bundle = Bundle(piece.id, tuple(here), tuple(one.id for one in pictures if one.id not in used))
    stands = [page.number for page in rows.pages
              if any(row.piece_id == piece.id for row in rows.placements.get(page.id, ()))]  # fmt: skip
    return Waiting(issue, piece, bundle, replace(rows, pieces={**rows.pieces, piece.id: mine}), tuple(foreign),
                   tuple(stands))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place to be tried: what goes where, on the first of the pages that could have it."""

    page: Page
    layout: str
    put: Mapping[str, Filling]
    pages: tuple[Where, ...]
    slot: str = ""


def free_slots(one: Waiting) -> Iterator[Place]:
    """Each free place for a whole text on a page where something else stands. Beside another text no picture comes
    along: the page's pictures are rather that one's."""
    for page in one.rows.pages:
        layout, held = layouts().get(page.layout), one.held(page)
        if layout is None or one.empty(page):
            continue
        shape = roles(page.layout)
        alone = not any(row.piece_id and shape.get(slot) in WHOLE for slot, row in held.items())
        free = {slot for slot in shape if slot not in held or held[slot].hole}
        for slot in [slot for slot in free if shape[slot] in WHOLE]:
            if put := laid(one.bundle, layout, free, slot, pictured=alone):
                yield Place(page, page.layout, put, (Where(page.id, page.number),), slot)


def whole_pages(one: Waiting) -> Iterator[Place]:
    """Each layout that takes it, with the empty pages that could have the layout, and a new one at the end."""
    pages = [*(page for page in one.rows.pages if one.empty(page)), one.fresh]
    for name, layout in sorted(layouts().items()):
        put = laid(one.bundle, layout, {*layout.file.slots})
        able = [page for page in pages if layout.file.side in ("any", "recto" if page.number % 2 else "verso")
                and page.direction in layout.file.directions]  # fmt: skip
        for direction in dict.fromkeys(page.direction for page in able) if put else ():
            here = [page for page in able if page.direction == direction]
            where = tuple(Where("" if page.id == "new" else page.id, page.number) for page in here)
            yield Place(here[0], name, put, where)


def tried(one: Waiting, place: Place) -> Offer | Making | None:
    """The place with the text in it, as the compiler sets it; nothing when it cannot be told."""
    found = live().trials.page(_folder(one, place), place.page.number)
    if isinstance(found, Making):
        return found
    own = [trial for trial in found or () if trial.article == one.piece.slug]
    if not own:
        return None
    tags, pictures = unplaced(one.bundle, place.put)
    left = [said("une image") if pictures == 1 else said("%(n)s images", n=pictures)] if pictures else []
    return Offer(fitting(place.layout, own, left, [tongue(tag) for tag in tags], 0.0), place.pages, place.slot)


def _folder(one: Waiting, place: Place) -> dict[str, bytes]:
    """The issue's folder with the texts of that page alone."""
    kept = [row for row in one.rows.placements.get(place.page.id, ()) if row.slot not in place.put and place.slot]
    mine = [
        Placement(id=f"new-{slot}", page_id=place.page.id, slot=slot, piece_id=put.piece_id, picture_id=put.picture_id,
                  languages=list(put.languages), continues=False, words={}, hole=False)
        for slot, put in place.put.items()
    ]  # fmt: skip
    was = place.page
    page = Page(id=was.id, issue_id=was.issue_id, number=was.number, layout=place.layout, direction=was.direction,
                language=was.language, head=was.head, shorter=was.shorter if place.slot else {})  # fmt: skip
    pages = [*(page if row.id == was.id else row for row in one.rows.pages), *([page] if was.id == "new" else [])]
    here = {row.piece_id for row in (*kept, *mine)}
    return files(replace(
        one.rows, pages=pages, placements={**one.rows.placements, page.id: [*kept, *mine]}, pictures={},
        pieces={key: rows for key, rows in one.rows.pieces.items() if key in here},
    ))  # fmt: skip


@blueprint.get(ONE)
@policy(Policy.DECIDE)
def show(slug: str, piece_id: str) -> str:
    """Where a text that waits for a place fits: free places of the plan, and layouts on a page of its own."""
    with database().read() as db:
        issue = issue_of(db, slug)
        one = waiting(db, issue, piece_id)
    places = [] if one.stands else [*free_slots(one), *whole_pages(one)]
    offers, left = in_time(places, lambda place: tried(one, place))
    sheet, count = sheet_of(issue.printer), len(one.rows.pages)
    opens = count % (sheet.pages_multiple if sheet else 4) == 0  # a page more begins a section
    money = costs(issue, count) if opens else None
    return render_template(
        "flatplan/bundle.html", issue=issue, one=one, offers=best_first(offers), waiting=left, all=len(places),
        section=money.more if money else None, new=count + 1,
    )  # fmt: skip


@blueprint.post(ONE)
@policy(Policy.DECIDE)
def take(slug: str, piece_id: str) -> Response:
    """Place it there: into a free slot, on an empty page with that layout, or on a new page with it."""
    form = Form(request.form)
    page_id, slot, layout = form.line("page"), form.line("slot"), form.choice("layout", sorted(layouts()), "")
    last = form.whole("last", 0, 10**6, 0)

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        one = waiting(db, issue, piece_id)
        if one.stands:
            raise Refused("slot-moved-on")
        page = store.page_by_id(db, issue.id, page_id) if page_id else None
        if page_id and page is None:
            raise Refused("plan-moved-on")
        name = page.layout if page is not None and slot else layout
        place = _asked(one, page, name, slot)
        main = slot or next(key for key, put in place.items() if put.piece_id)
        if page is None:
            fresh = one.fresh
            settling.settle_new(db, by, at, issue, last, name, place, main, direction=fresh.direction,
                                language=fresh.language)  # fmt: skip
        elif slot:
            settling.settle(db, by, at, issue, page, place, main)
        else:
            settling.settle_alone(db, by, at, issue, page, name, place, main)
        return said("« %(title)s » est en place, page %(n)s.", title=one.piece.title,
                    n=page.number if page else last + 1)  # fmt: skip

    return changed(slug, change, page_url("bundle.show", slug=slug, piece_id=piece_id))


def _asked(one: Waiting, page: Page | None, name: str, slot: str) -> Mapping[str, Filling]:
    """What would go where, as the page that was shown said it. Refused when it no longer can."""
    if slot and page is not None:
        found = [place.put for place in free_slots(one) if place.page.id == page.id and place.slot == slot]
    else:
        found = [place.put for place in whole_pages(one) if place.layout == name
                 and (page.id if page else "") in {where.page_id for where in place.pages}]  # fmt: skip
    if not found:
        raise Refused("slot-moved-on")
    return found[0]
