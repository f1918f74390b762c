"""Gathering, agreeing: what may be done with a piece and its pictures, one use to a screen. Nothing is a yes by itself.

First what has to be known before (asylum, printing), then who is there (age, who reads aloud), then each use. Every
screen is kept when it is sent; one can stop anywhere, and come back to change any answer.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, abort, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.cards.actions import day_of
from journal_app.consent import actions, store
from journal_app.consent.model import How, Use
from journal_app.gathering.actions import tell_team
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, database, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language, page_url

Page = str | Response | tuple[str, int]
AGES = ("adult", "guardian", "referent", "alone")  # alone: under 18 with nobody beside them; nothing can be agreed to
ORDER = (Use.PRINT, Use.NAME, Use.FACE, Use.EDITS, Use.TRANSLATION, Use.PDF, Use.WEB, Use.ARCHIVE)  # as it is lived

blueprint = Blueprint("agreeing", __name__, url_prefix="/moi", template_folder="templates")


class Work(NamedTuple):
    """Something to be asked about: the piece itself, or one of its pictures."""

    kind: str
    id: str
    picture: Picture | None = None

    @property
    def field(self) -> str:
        return f"{self.kind}-{self.id}"


def works_of(db: Session, piece_id: str) -> tuple[Piece, list[Work]]:
    """A piece within reach, and what is asked about: itself and each picture that may be printed."""
    row = submissions.piece(db, actor(), piece_id) or abort(404)
    pictures = media.to_print(media.of_pieces(db, actor(), [row.id]).get(row.id, []))
    return row, [Work("piece", row.id), *(Work("picture", one.id, one) for one in pictures)]


def _uses(works: Sequence[Work]) -> list[Use]:
    """The uses there is something to be asked about."""
    return [use for use in ORDER if any(use in actions.ASKED[work.kind] for work in works)]


def _who(form: Form) -> dict[str, str]:
    """Who is there, as it goes from screen to screen: nothing is kept of it before there is an answer."""
    age, reader = form.choice("age", AGES, "alone"), form.choice("reader", actions.READERS[1:], "self")
    return {"age": age, "reader": reader}


@blueprint.get("/<piece_id>/accords")
@policy(Policy.OWN_PIECE)
def begin(piece_id: str) -> str:
    """What has to be known before anything is asked."""
    with database().read() as db:
        row, _ = works_of(db, piece_id)
    return render_template("gathering/before.html", piece=row)


@blueprint.get("/<piece_id>/accords/qui")
@policy(Policy.OWN_PIECE)
def people(piece_id: str) -> str:
    """Of age or not, and who reads the questions."""
    with database().read() as db:
        row, _ = works_of(db, piece_id)
    return render_template("gathering/who.html", piece=row, form=Form({}))


@blueprint.post("/<piece_id>/accords/qui")
@policy(Policy.OWN_PIECE)
def note_people(piece_id: str) -> Page:
    """On to the first use; a minor with nobody beside them is not asked, and the team is told to come."""
    form = Form(request.form)
    who = _who(form)
    with database().read() as db:
        row, works = works_of(db, piece_id)
    if not form.fine:
        return render_template("gathering/who.html", piece=row, form=form), 400
    if who["age"] == "alone":
        with database().write() as db:
            tell_team(db, actor(), day_of(now()), row, "minor-alone")
        return render_template("gathering/alone.html", piece=row)
    return redirect(page_url("agreeing.ask", piece_id=piece_id, use=_uses(works)[0].value, **who), 303)


@blueprint.get("/<piece_id>/accords/<use>")
@policy(Policy.OWN_PIECE)
def ask(piece_id: str, use: str) -> Page:
    """One use: a pictogram, a sentence, yes or no for the text and for each picture."""
    form = Form(request.args)
    who = _who(form)
    with database().read() as db:
        row, works = works_of(db, piece_id)
        wanted = _wanted(works, use)
        given = store.answers(db, [(work.kind, work.id) for work in wanted])
    if not form.fine or who["age"] == "alone":
        return redirect(page_url("agreeing.begin", piece_id=piece_id), 303)
    uses = _uses(works)
    return render_template(
        "gathering/ask.html", piece=row, use=use, works=wanted, who=who, step=uses.index(Use(use)) + 1, steps=len(uses),
        said={work.field: given[work.kind, work.id].get((use, "*")) for work in wanted}, before=_before(uses, use),
    )  # fmt: skip


def _wanted(works: Sequence[Work], use: str) -> list[Work]:
    found = [work for work in works if use in {one.value for one in actions.ASKED[work.kind]}]
    return found or abort(404)


def _before(uses: Sequence[Use], use: str) -> str:
    place = uses.index(Use(use))
    return uses[place - 1].value if place else ""


@blueprint.post("/<piece_id>/accords/<use>")
@policy(Policy.OWN_PIECE)
def note(piece_id: str, use: str) -> Page:
    """Keep what was answered about one use, and go on to the next."""
    form, at = Form(request.form), day_of(now())
    who = _who(form)
    guardian = who["age"] if who["age"] in actions.GUARDIANS else ""
    with database().write() as db:
        row, works = works_of(db, piece_id)
        if not form.fine or who["age"] == "alone":
            return redirect(page_url("agreeing.begin", piece_id=piece_id), 303)
        for work in _wanted(works, use):
            said = form.choice(work.field, ("", "yes", "no"), "")
            if said:
                actions.note_answers(
                    db, actor(), at, (work.kind, work.id), row.issue_id, {Use(use): said == "yes"}, how=How.CODE,
                    read_in=language(), read_by=who["reader"], guardian=guardian, piece_id=row.id,
                    wording=actions.PLAIN_WORDING, reactions=REACTIONS,
                )  # fmt: skip
    uses = _uses(works)
    place = uses.index(Use(use)) + 1
    if place < len(uses):
        return redirect(page_url("agreeing.ask", piece_id=piece_id, use=uses[place].value, **who), 303)
    return redirect(page_url("mine.piece", piece_id=piece_id, _anchor="accords"), 303)
