"""Gathering, one's own pages: the card, what one gave and what becomes of it, giving more, taking back. By code."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.cards import code, hashing
from journal_app.cards import store as cards
from journal_app.cards.actions import day_of, hour_of
from journal_app.cards.model import Card
from journal_app.consent import actions as consent
from journal_app.consent import store as consents
from journal_app.consent.model import How
from journal_app.flatplan import store as flatplan
from journal_app.gathering import actions, forms, receiving
from journal_app.gathering.public import Page, closed, give_page, return_page
from journal_app.gathering.story import Story, story
from journal_app.gathering.taking_views import languages_of, pages_of
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.media import store as media
from journal_app.media.model import THUMB, VIEW, Picture
from journal_app.media.needs import verdict
from journal_app.problems import Problem, Refused
from journal_app.reactions import REACTIONS
from journal_app.review import store as reviews
from journal_app.review.actions import note_answer
from journal_app.review.diff import Change, compare
from journal_app.review.model import Answer, Comment
from journal_app.review.questions import answer as answer_question
from journal_app.review.reading import reading, way
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Piece, Stage, Text
from journal_app.uploads import store as uploads
from journal_app.uploads.model import Upload
from journal_app.web.desk import actor, blobs, database, desk, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.guests import guest
from journal_app.web.qr import qr
from journal_app.web.screen import language, page_url

SIZES = {"ecran": VIEW, "vignette": THUMB}
blueprint = Blueprint("mine", __name__, url_prefix="/moi", template_folder="templates")


class Mine(NamedTuple):
    """A piece as its author sees it."""

    piece: Piece
    issue: Issue
    text: Text | None
    now_says: Content | None
    gave: Content | None
    files: Sequence[Upload]
    pictures: Sequence[Picture]
    questions: Sequence[tuple[Comment, list[Comment]]]
    story: Story

    @property
    def changes(self) -> tuple[Change, ...]:
        """The words as they were handed in beside those that stand there now; empty when they are the same."""
        if self.gave is None or self.now_says is None or self.gave.digest == self.now_says.digest:
            return ()
        return compare(self.gave, self.now_says)


def _mine(db: Session, pieces: Sequence[Piece]) -> list[Mine]:
    """These pieces with all that their author may know of them."""
    ids = [piece.id for piece in pieces]
    texts = {piece.id: submissions.text(db, piece.id, piece.original) for piece in pieces}
    heads = submissions.heads(db, [text.id for text in texts.values() if text])
    yes, _ = reviews.standing(db, ids)
    questions = reviews.questions(db, [text.id for text in texts.values() if text])
    files, pictures = uploads.of_pieces(db, ids), media.of_pieces(db, actor(), ids)
    found = []
    for piece in pieces:
        issue = issues.any_issue(db, piece.issue_id) or abort(404)
        text = texts[piece.id]
        history = submissions.history(db, text.id) if text else []
        head = heads.get(text.id) if text else None
        asked = bool(text and head and len(history) > 1 and yes.get(text.id) != text.head_id)
        own = pictures.get(piece.id, [])
        talked = questions[text.id] if text else []
        told = story(
            piece.stage, placed=bool(flatplan.of_piece(db, piece.id)), printed=issue.printed_on is not None,
            asked=asked,
            questions=sum(1 for one, answers in talked if not answers and not one.resolved_at),
            unanswered=_unanswered(db, piece, own),
        )  # fmt: skip
        gave = from_json(history[-1].content) if history else None
        found.append(
            Mine(piece, issue, text, head[1] if head else None, gave, files.get(piece.id, []), own, talked, told)
        )
    return found


def _unanswered(db: Session, piece: Piece, pictures: Sequence[Picture]) -> int:
    """How many uses nobody has said yes or no to."""
    works = [("piece", piece.id), *(("picture", one.id) for one in media.to_print(pictures))]
    given = consents.answers(db, works)
    return sum(1 for work in works for use in consent.ASKED[work[0]] if (use, "*") not in given[work])


def _own(db: Session, piece_id: str) -> Piece:
    return submissions.piece(db, actor(), piece_id) or abort(404)


def _card(db: Session) -> Card:
    return cards.card(db, actor().card_id) or abort(404)


# --- the card --------------------------------------------------------------------------------------------------------


@blueprint.get("/carte")
@policy(Policy.OWN_PIECE)
def card() -> Page:
    """The code, in every spelling, to be kept: on the phone that just got it, and nowhere else."""
    return _card_page(Form({}))


def _card_page(form: Form, status: int = 200) -> Page:
    secret = _shown_secret()
    if secret is None:
        return redirect(page_url("mine.index"), 303)
    page = render_template("gathering/card.html", form=form, slip=slip_of(secret))
    return page if status == 200 else (page, status)


class Slip(NamedTuple):
    """A code in all its spellings, for a page and for paper."""

    western: tuple[str, ...]
    numerals: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    address: str
    drawing: str


def slip_of(secret: int) -> Slip:
    """The slip of a code: digits in the screen's numerals first, words where a list exists, the QR of the way back."""
    western = code.digits(secret)
    address = f"{request.host_url.rstrip('/')}{url_for('gathering.come_back')}"  # in the language of who opens it
    numerals = {name: code.digits(secret, name) for name in code.NUMERALS}
    told = [tag for tag in dict.fromkeys((language(), "fr", "en")) if tag in code.LISTS]
    return Slip(western, numerals, {tag: code.words(secret, tag) for tag in told}, address,
                str(qr(f"{address}#{''.join(western)}")))  # fmt: skip


def _shown_secret() -> int | None:
    """The code, if this very visit made it; None for who came back with one, and after the card was renewed."""
    there = guest()
    if there is None:
        return None
    secret = hashing.secret_of(desk().keys, there.token)
    digest = hashing.digest_of(desk().keys, secret)
    with database().read() as db:
        return secret if _card(db).digest == digest else None


@blueprint.post("/carte")
@policy(Policy.OWN_PIECE)
def read_back() -> Page:
    """Its holder shows that the code was kept: all of it, its last five digits, or a word of it."""
    form, secret = Form(request.form), _shown_secret()
    if secret is None:
        return redirect(page_url("mine.index"), 303)
    typed = form.values.get("code", "")[:300]
    if not code.recalls(secret, typed):
        form.wrong("code", "Ce n’est pas ce qui est écrit plus haut. Regarder le papier et l’écrire encore.")
        return _card_page(form, 400)
    with database().write() as db:
        _card(db).read_back = True
    return redirect(page_url("mine.index"), 303)


# --- what one gave ---------------------------------------------------------------------------------------------------


@blueprint.get("/")
@policy(Policy.OWN_PIECE)
def index() -> str:
    """All that one gave, and what happens to each."""
    with database().read() as db:
        pieces = [piece for piece in submissions.of_card(db, actor().card_id) if _kept(piece)]
        if (there := guest()) and there.cut:
            return render_template("gathering/handle.html", pieces=pieces)
        found, opening = _mine(db, pieces), actions.opening_of(db, _card(db))
    return render_template("gathering/mine.html", found=found, opening=opening is not None)


def _kept(piece: Piece) -> bool:
    """Whether a piece is still there: not withdrawn, or in its hours of grace."""
    return piece.stage != Stage.WITHDRAWN or (piece.erase_after is not None and piece.erase_after > now())


@blueprint.get("/<piece_id>")
@policy(Policy.OWN_PIECE)
def piece(piece_id: str) -> Page:
    """One piece: its steps, its words then and now, its pictures, what one said yes to, the way to take it back."""
    return _piece(piece_id, Form({}))


def _piece(piece_id: str, form: Form) -> str:
    with database().read() as db:
        row = submissions.piece(db, actor(), piece_id) or submissions.withdrawn_of_card(
            db, actor().card_id, piece_id) or abort(404)  # fmt: skip
        if not _kept(row):
            abort(404)
        mine = _mine(db, [row])[0]
        given = consents.answers(db, [("piece", row.id)])["piece", row.id]
        pages, tongues = pages_of(db, row), languages_of(db, row)
        voices = media.recordings(db, actor(), row.id) if row.stage != Stage.WITHDRAWN else []
    sheet = sheet_of(mine.issue.printer)
    tones = {one.id: verdict(one, sheet).tone for one in mine.pictures if not one.page} if sheet else {}
    return render_template("gathering/piece.html", mine=mine, piece=row, given=given, form=form,
                           uses=consent.ASKED["piece"], way=way(row.original), grace=row.erase_after,
                           pages=pages, tongues=tongues, voices=voices, tones=tones,
                           shown=reading(mine.now_says.body, row.original) if mine.now_says else [])  # fmt: skip


@blueprint.get("/<piece_id>/images/<picture_id>/<size>")
@policy(Policy.OWN_PIECE)
def picture(piece_id: str, picture_id: str, size: str) -> Response:
    """A picture of the own piece, small; never the file that came."""
    with database().read() as db:
        _own(db, piece_id)
        row = media.picture(db, actor(), picture_id)
    if row is None or row.piece_id != piece_id or size not in SIZES:
        abort(404)
    name = row.thumb if SIZES[size] == THUMB else row.view
    return Response(blobs().get(name or row.blob), content_type="image/jpeg" if name else "application/octet-stream")


@blueprint.post("/<piece_id>/avis")
@policy(Policy.OWN_PIECE)
def say(piece_id: str) -> Page:
    """Yes, no, or let us talk, to the text as it was on the page."""
    form = Form(request.form)
    said = form.choice("answer", list(Answer), Answer.TALK)
    with database().write() as db:
        row = _own(db, piece_id)
        text = submissions.text(db, row.id, row.original) or abort(404)
        note_answer(db, actor(), day_of(now()), row, text, form.values.get("base", ""), Answer(said), how=How.CODE,
                    note=form.values.get("note", "")[:1000])  # fmt: skip
    return redirect(page_url("mine.piece", piece_id=piece_id, _anchor="suite"), 303)


@blueprint.post("/<piece_id>/reponse")
@policy(Policy.OWN_PIECE)
def reply(piece_id: str) -> Page:
    """Answer a question of the team."""
    form = Form(request.form)
    with database().write() as db:
        row = _own(db, piece_id)
        text = submissions.text(db, row.id, row.original) or abort(404)
        made = answer_question(db, actor(), day_of(now()), row, text, form.values.get("question", ""),
                               form.values.get("words", ""))  # fmt: skip
    if isinstance(made, Problem):
        form.wrong("words", "Écrire une réponse courte, puis envoyer.")
        return _piece(piece_id, form), 400
    return redirect(page_url("mine.piece", piece_id=piece_id, _anchor="questions"), 303)


# --- taking back -----------------------------------------------------------------------------------------------------


@blueprint.post("/<piece_id>/reprendre")
@policy(Policy.OWN_PIECE)
def withdraw(piece_id: str) -> Response:
    """Take a piece back, in one tap: from this moment nobody sees it."""
    at = hour_of(now())
    with database().write() as db:
        row = submissions.lock_piece(db, _own(db, piece_id))
        if row.stage != Stage.WITHDRAWN:
            consent.withdraw_piece(db, actor(), at, row.id, row.issue_id, REACTIONS)
            actions.tell_team(db, actor(), at, row, "piece-withdrawn")
    return redirect(_home_of(piece_id), 303)


def _home_of(piece_id: str) -> str:
    """The piece's page; the list where a card opens no more than that."""
    there = guest()
    return page_url("mine.index") if there and there.cut else page_url("mine.piece", piece_id=piece_id)


@blueprint.post("/<piece_id>/rendre")
@policy(Policy.OWN_PIECE)
def bring_back(piece_id: str) -> Response:
    """A change of mind within the hours of grace."""
    at = now()
    with database().write() as db:
        row = submissions.withdrawn_of_card(db, actor().card_id, piece_id)
        if row is None or not _kept(row):
            abort(404)
        consent.bring_piece_back(db, actor(), hour_of(at), row.id, row.issue_id, REACTIONS)
        jobs = [receiving.enqueue(db, at, one) for one in uploads.waiting(db, row.id)]
    forms.wake_worker(jobs)
    return redirect(_home_of(piece_id), 303)


# --- giving more -----------------------------------------------------------------------------------------------------


@blueprint.get("/donner")
@policy(Policy.OWN_PIECE)
def give() -> Page:
    """Give something else, with the same code."""
    return _give(Form({}))


def _give(form: Form, status: int = 200) -> Page:
    with database().read() as db:
        opening = actions.opening_of(db, _card(db))
    if opening is None:
        return render_template("gathering/closed.html", paused=False, residency=None), 200 if status == 200 else 409
    # with its language: when the visit ends while somebody writes, nothing else tells what they read
    return give_page(form, url_for("mine.hand_in", lang=language()), opening, status)


def _over() -> Page:
    """The visit ended, or another one began, while somebody was writing: no word of theirs is lost."""
    if forms.by_script():
        return forms.refusal("La visite est finie. Revenir avec le code : tout est encore sur ce téléphone.", 401,
                             onwards=page_url("gathering.come_back", vers="donner"))  # fmt: skip
    form, there = Form(request.form), guest()
    if there is not None and there.actor is not None:
        form.wrong("words", "Rien n’est encore envoyé : choisir les fichiers et envoyer encore une fois.")
        return _give(form, 400)
    if not form.values.get("words", "").strip():
        return redirect(page_url("gathering.come_back"), 303)
    form.wrong("code", "La visite est finie. Écrire le code : votre texte est encore là.")
    return return_page(form, 401)


@blueprint.post("/donner")
@policy(Policy.OWN_PIECE, most_bytes=forms.MOST_BYTES, visit_over=_over)
def hand_in() -> Page:
    """Take another piece of the same person."""
    form, who = Form(request.form), actor()
    with database().read() as db:
        open_now = actions.opening_of(db, _card(db)) is not None
    if not open_now and not forms.by_script():
        return _give(form, 409)
    given = forms.whole(form)
    if given is None:
        return forms.wrong(form) if forms.by_script() else _give(form, 400)

    def in_rows(db: Session) -> forms.Handed:
        return forms.hand_in(db, who, actions.opening_of(db, _card(db)), given, forms.key_of_form())

    try:
        handed = forms.keep(given, in_rows)
    except Refused as refused:
        forms.drop(given.files)
        if refused.code != forms.CLOSED:
            raise
        return closed()
    onwards = page_url("mine.piece", piece_id=handed.piece_id)
    return forms.receipt(handed, onwards) if forms.by_script() else redirect(onwards, 303)
