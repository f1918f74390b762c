"""Flatplan, a text set tighter than its layout allows: what each way would give was tried; one click takes it, and one
gives the text its layout's setting back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.flatplan import actions, store
from journal_app.flatplan.looks import layouts
from journal_app.flatplan.model import Page
from journal_app.flatplan.moving import as_seen, filling_of, mark_of
from journal_app.flatplan.views import ONE, changed, issue_of, page_as_shown
from journal_app.issues.model import Issue
from journal_app.prepress.copyfit import Way, further
from journal_app.prepress.tighter import Closer
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, database, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

blueprint = Blueprint("tighter", __name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tighter setting would give, and what its button sends: the page where the text begins (it may be another
    than the one that is shown), what its slot was seen to hold (`mark`), and which setting (`how`)."""

    would: Closer
    title: str
    page_id: str
    mark: str
    how: str


def offers(slug: str, found: Sequence[Closer]) -> list[Offer]:
    """For each way that was tried, those first that are enough; the gentlest first."""
    with database().read() as db:
        issue = issue_of(db, slug)
        made = [_offer(db, issue, one) for one in found]
    return sorted((one for one in made if one), key=lambda one: one.would.over > 0)


def _offer(db: Session, issue: Issue, would: Closer) -> Offer | None:
    """Nothing when the plan has moved on since it was tried."""
    page = store.page(db, issue.id, would.folio)
    row = store.placement(db, page.id, would.slot) if page else None
    if page is None or row is None or row.piece_id is None:
        return None
    piece = submissions.piece(db, actor(), row.piece_id)
    title = piece.title if piece else would.article
    return Offer(would, title, page.id, mark_of(filling_of(row)), _how(would.way, would.value))


def _how(way: Way, value: float) -> str:
    """One setting as forms name it."""
    return f"{way}={value:g}"


@blueprint.post(ONE + "/resserrer")
@policy(Policy.DECIDE)
def take(slug: str, number: int) -> Response:
    """Let the text that begins in a slot be set so much tighter; no `how`: as its layout has it. It leads back to the
    page one was at (`back`)."""
    form = Form(request.form)
    slot, how, back = form.line("slot"), form.line("how"), form.whole("back", 0, 10**6, number)

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        page = page_as_shown(db, issue, number)
        as_seen(db, page, slot, form.line("held"))
        row = store.placement(db, page.id, slot)
        if row is None or row.piece_id is None or row.continues:
            raise Refused("slot-moved-on")
        way, value = _able(page, slot, row.languages).get(how, (None, 0))
        if how and way is None:
            raise Refused("text-too-tight")
        actions.tighten(db, by, at, issue, page, row, {way: value} if way else {})
        return said("Le texte est plus serré : il a ses lignes." if way else "Le texte a de nouveau son réglage.")

    return changed(slug, change, page_url("leaf.show", slug=slug, number=back or number))


def _able(page: Page, slot: str, languages: Sequence[str]) -> dict[str, tuple[Way, float]]:
    """What the house allows a text in that slot beyond its layout, as forms name it."""
    layout = layouts().get(page.layout)
    if layout is None or slot not in layout.file.slots:
        return {}
    ways = further(layout.file.slots[slot], languages)
    return {_how(way, value): (way, value) for way, values in ways.items() for value in values}
