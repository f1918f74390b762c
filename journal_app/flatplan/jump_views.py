"""Flatplan, the jumps: a text goes on in a free slot of a page behind; for one that is too long, the nearest such slots
with the text tried in them. What was tried is kept (freeze.trials)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.jumps import Place, last_part, onward, places
from journal_app.flatplan.live_views import in_time, live
from journal_app.flatplan.looks import roles
from journal_app.flatplan.model import Placement
from journal_app.flatplan.moving import Spot, go_on
from journal_app.flatplan.views import PLAN, SLOT, changed, issue_of
from journal_app.freeze.folder import Gathered, files
from journal_app.freeze.gather import gather
from journal_app.issues.model import Issue
from journal_app.prepress.live import Making
from journal_app.prepress.trial import Jumped, Trial
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, database, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

blueprint = Blueprint("jumps", __name__)
MOST_TRIED = 4  # slots, for all the texts of a page: each is set in some tenths of a second


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot in which a text that is too long could go on, from the part it stands in now; and how it would."""

    title: str
    part: Place
    goes: Place
    would: Jumped


def offers(slug: str, tried: Sequence[Trial]) -> tuple[list[Offer], int]:
    """For the texts of a page that are too long, the nearest slots behind that give them lines, those where they fit
    first; and how many are still to be tried."""
    with database().read() as db:
        issue = issue_of(db, slug)
        rows = gather(db, actor(), issue, lambda name: b"")
    all_ = places(rows.pages, rows.placements, roles)
    ids = {one.piece.slug: key for key, one in rows.pieces.items()}
    asked = []
    for one in tried:
        part = last_part(all_, ids.get(one.article, ""), one.languages) if not one.fits else None
        if part is not None:
            asked += [(one, part, goes) for goes in onward(all_, part.page_id, part.slot)]
    asked.sort(key=lambda one: one[2].number - one[1].number)
    found, left = in_time(asked[:MOST_TRIED], lambda one: _tried(rows, *one))
    helps = [one for one in found if one.would.over < _over(one, tried)]
    return sorted(helps, key=lambda one: (one.would.over > 0, one.would.over, one.goes.number)), left


def _over(offer: Offer, tried: Sequence[Trial]) -> int:
    """The lines over of that text as it stands now."""
    return max((max(one.over.values()) for one in tried if one.over and one.article == offer.would.article
                and one.languages == offer.would.languages), default=0)  # fmt: skip


def _tried(rows: Gathered, trial: Trial, part: Place, goes: Place) -> Offer | Making | None:
    """How the text would go on there; nothing when it cannot be told."""
    piece = rows.pieces[part.text[0]]
    found = live().trials.jump(_folder(rows, part, goes), part.number, goes.number)
    if not isinstance(found, list):
        return found
    own = [one for one in found if one.languages == trial.languages]
    return Offer(piece.piece.title, part, goes, own[0]) if own else None


def _folder(rows: Gathered, part: Place, goes: Place) -> dict[str, bytes]:
    """The issue's folder with that text alone, going on there."""
    key, languages = part.text
    there = Placement(id=f"{goes.page_id}-{goes.slot}", page_id=goes.page_id, slot=goes.slot, piece_id=key,
                      languages=list(languages), continues=True, words={}, hole=False)  # fmt: skip
    kept = [one for one in rows.placements.get(goes.page_id, ()) if one.slot != goes.slot]
    return files(replace(rows, placements={**rows.placements, goes.page_id: [*kept, there]}, pictures={},
                         pieces={key: rows.pieces[key]}))  # fmt: skip


@blueprint.post(PLAN + "/suite")
@policy(Policy.DECIDE)
def take(slug: str) -> Response:
    """Let the text of a slot go on in another one, which is free; it leads back to the plan, or to the page one was
    at."""
    form = Form(request.form)
    what, to, page = form.line("what"), form.line("to"), form.whole("page", 0, 10**6, 0)

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        part, goes = _spot(db, issue, what), _spot(db, issue, to)
        go_on(db, by, at, issue, part, goes)
        row = store.placement(db, part.page.id, part.slot)
        piece = submissions.piece(db, by, row.piece_id) if row and row.piece_id else None
        return said("« %(title)s » continue page %(n)s.", title=piece.title if piece else "…", n=goes.page.number)

    return changed(slug, change, page_url("leaf.show", slug=slug, number=page) if page else "")


def _spot(db: Session, issue: Issue, named: str) -> Spot:
    """The slot that a form names."""
    found = SLOT.fullmatch(named) or abort(400)
    page = store.page_by_id(db, issue.id, found[1])
    role = roles(page.layout).get(found[2]) if page is not None else None
    if page is None or role is None:
        raise Refused("slot-moved-on")
    return Spot(page, found[2], role)
