"""Consent, the page: what the author of a piece or a picture answers, use by use, as staff note it. It decides nothing.

What is asked stands beside what was answered before; nothing is a yes by itself, and every answer stays to be read.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.consent import actions, store
from journal_app.consent.model import How, Use
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import LANGUAGES
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import page_url

Page = str | Response | tuple[str, int]
HOW = (How.SPOKEN, How.PAPER)
OF_AGE, ALONE = "", "alone"  # of whose age: an adult, or a minor nobody stands beside yet
BESIDE = (OF_AGE, "guardian", "referent", ALONE)

blueprint = Blueprint("consent", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Asked:
    """A work on the page: what can be answered about it, and what was."""

    kind: str  # "piece" or "picture"
    id: str
    title: str
    uses: tuple[Use, ...]
    given: store.Answers
    picture: Picture | None = None

    def field(self, use: Use) -> str:
        """The name of the form's field."""
        return f"{self.kind}-{self.id}-{use}"


# --- of a piece ------------------------------------------------------------------------------------------------------


@blueprint.get("/contributions/<piece_id>/accords")
@policy(Policy.WRITE)
def piece(piece_id: str) -> str:
    """What is asked of a piece and of its pictures, and what was answered."""
    return _of_piece(piece_id, Form({}))


def _of_piece(piece_id: str, form: Form) -> str:
    with database().read() as db:
        row, issue, pictures = _piece(db, piece_id)
        works = [("piece", row.id, row.title, None), *(_told(one) for one in pictures)]
        return _page(db, issue, works, form, row.title, page_url("submissions.piece", piece_id=row.id), row)


def _piece(db: Session, piece_id: str, change: bool = False) -> tuple[Piece, Issue, list[Picture]]:
    row = submissions.piece(db, actor(), piece_id) or abort(404)
    pictures = media.to_print(media.of_pieces(db, actor(), [row.id]).get(row.id, []))
    return row, _issue(db, row.issue_id, change), pictures


@blueprint.post("/contributions/<piece_id>/accords")
@policy(Policy.WRITE)
def note_piece(piece_id: str) -> Page:
    """Note what was answered about a piece and its pictures."""
    form = Form(request.form)
    if _alone(form):
        return _of_piece(piece_id, form), 400
    with database().write() as db:
        row, issue, pictures = _piece(db, piece_id, change=True)
        for kind, work_id in (("piece", row.id), *(("picture", one.id) for one in pictures)):
            _note(db, form, kind, work_id, issue.id, row.id)
    return done("Les réponses sont notées.", "submissions.piece", piece_id=piece_id)


@blueprint.post("/contributions/<piece_id>/retrait")
@policy(Policy.WRITE)
def withdraw(piece_id: str) -> Page:
    """The author takes the piece back: it leaves every room at once."""
    form = Form(request.form)
    if not form.ticked("sure"):
        form.wrong("sure", "Cocher pour confirmer.")
        return _of_piece(piece_id, form), 400
    with database().write() as db:
        row, issue, _ = _piece(db, piece_id)
        once(db)
        actions.withdraw_piece(db, actor(), now(), row.id, issue.id, REACTIONS)
        return led_to(
            db, done("La contribution est retirée : plus personne ne la voit.", "board.show", slug=issue.slug)
        )


# --- of a picture ----------------------------------------------------------------------------------------------------


@blueprint.get("/images/<picture_id>/accords")
@policy(Policy.WRITE)
def picture(picture_id: str) -> str:
    """What is asked of one picture, and what was answered."""
    return _of_picture(picture_id, Form({}))


def _of_picture(picture_id: str, form: Form) -> str:
    with database().read() as db:
        row = media.picture(db, actor(), picture_id) or abort(404)
        work = _told(row)
        return _page(db, _issue(db, row.issue_id), [work], form, work[2], page_url("media.picture", picture_id=row.id))


@blueprint.post("/images/<picture_id>/accords")
@policy(Policy.WRITE)
def note_picture(picture_id: str) -> Page:
    """Note what was answered about a picture."""
    form = Form(request.form)
    if _alone(form):
        return _of_picture(picture_id, form), 400
    with database().write() as db:
        row = media.picture(db, actor(), picture_id) or abort(404)
        _note(db, form, "picture", row.id, _issue(db, row.issue_id, change=True).id, row.piece_id)
    return done("Les réponses sont notées.", "media.picture", picture_id=picture_id)


# --- both ------------------------------------------------------------------------------------------------------------


def _issue(db: Session, issue_id: str, change: bool = False) -> Issue:
    issue = issues.by_id(db, actor(), issue_id) or abort(404)
    if change and issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    return issue


def _told(row: Picture) -> tuple[str, str, str, Picture | None]:
    return "picture", row.id, next(iter(row.caption.values()), "") or row.slug, row


def _alone(form: Form) -> bool:
    """Whether a minor would consent with nobody beside them: that is not a consent."""
    if form.values.get("beside") != ALONE:
        return False
    form.wrong("beside", "Avant 18 ans, personne ne donne son accord sans un parent, un tuteur ou un référent.")
    return True


def _note(db: Session, form: Form, kind: str, work_id: str, issue_id: str, piece_id: str | None) -> None:
    asked = Asked(kind, work_id, "", actions.ASKED[kind], {})
    said = {use: form.choice(asked.field(use), ("yes", "no"), "") for use in asked.uses}
    how = form.choice("how", HOW, How.SPOKEN)
    actions.note_answers(
        db, actor(), now(), (kind, work_id), issue_id, {use: word == "yes" for use, word in said.items() if word},
        how=how, read_in=form.choice("read_in", list(LANGUAGES), ""), piece_id=piece_id,
        guardian=form.choice("beside", BESIDE, OF_AGE), read_by=form.choice("read_by", actions.READERS, ""),
        wording=actions.PLAIN_WORDING if how is How.PAPER else actions.WORDING,  # the sheet asks as the phone does
        reactions=REACTIONS,
    )  # fmt: skip


def _page(
    db: Session, issue: Issue, works: list[tuple[str, str, str, Picture | None]], form: Form, title: str, back: str,
    row: Piece | None = None,
) -> str:  # fmt: skip
    given = store.answers(db, [(kind, work_id) for kind, work_id, _, _ in works])
    asked = [Asked(kind, key, name, actions.ASKED[kind], given[kind, key], one) for kind, key, name, one in works]
    past = {work.id: store.history(db, (work.kind, work.id)) for work in asked}
    names = accounts.names(db, {one.noted_by for rows in past.values() for one in rows})
    return render_template(
        "consent/answers.html", issue=issue, works=asked, past=past, names=names, form=form, title=title, back=back,
        piece=row, beside=BESIDE, how=HOW, living=issue.state == IssueState.OPEN,
        read_in=form.values.get("read_in", row.original if row else ""),
    )  # fmt: skip
