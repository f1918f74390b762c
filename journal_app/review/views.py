"""Review, the text page: a text is read, changed, decided on, and answered for by its author. Actions do the work."""

from flask import Blueprint, Response, flash, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal_app.consent.model import How
from journal_app.languages import LANGUAGES
from journal_app.messages import sentence
from journal_app.problems import Problem, Refused
from journal_app.review import actions, forms, store
from journal_app.review.looks import clock, spaces, spoken_in
from journal_app.review.model import Answer
from journal_app.review.pages import (
    TEXT,
    choice_page,
    moment_of,
    note_problems,
    open_piece,
    open_text,
    saved_fit,
    text_page,
)
from journal_app.submissions.actions import Saved, Stale
from journal_app.submissions.content import Content
from journal_app.submissions.export import TYPE, word_file
from journal_app.submissions.model import Moment, Piece, Text
from journal_app.submissions.store import heads
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.errors import status_of
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language as screen_language
from journal_app.web.screen import page_url

blueprint = Blueprint("review", __name__, template_folder="templates")
blueprint.add_app_template_filter(clock)
blueprint.add_app_template_filter(spaces)
blueprint.add_app_template_global(spoken_in)


@blueprint.get(TEXT)
@policy(Policy.READ)
def text(piece_id: str, language: str) -> str:
    """The text page."""
    with database().read() as db:
        return text_page(db, *open_text(db, piece_id, language))


@blueprint.get(TEXT + "/export.docx")
@policy(Policy.READ)
def export(piece_id: str, language: str) -> Response:
    """The text as a fresh Word file, for those who work there; it tells of nobody."""
    with database().read() as db:
        piece, row = open_text(db, piece_id, language)
        content = heads(db, [row.id]).get(row.id, (None, Content()))[1]
    answer = Response(word_file(content, language), mimetype=TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{piece.slug}-{language}.docx"'
    return answer


@blueprint.post(TEXT)
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def save(piece_id: str, language: str) -> ResponseReturnValue:
    """Save a named version, and go on to the same text or to the next one."""
    content, problems = forms.read(request.form)
    if content is None:
        with database().read() as db:
            found = open_text(db, piece_id, language)
            return text_page(db, *found, typed=dict(request.form), problems=problems), 422
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        answer = _revise(db, piece, row, content, Moment.SAVED)
        _, after = store.neighbours(db, actor(), piece, language)
    if isinstance(answer, Stale):
        with database().read() as db:
            return choice_page(db, *open_text(db, piece_id, language), answer.mine, answer.theirs), 412
    note_problems(problems)
    words = "Enregistré, avec ce que d’autres ont changé entre-temps." if answer.merged else "Enregistré."
    target = after if request.form.get("next") and after else piece_id
    if "unscripted" in request.form and target == piece_id:  # nothing measured while it was typed
        flash(saved_fit(piece_id, language))
    return done(words, "review.text", piece_id=target, language=language)


def _revise(db: Session, piece: Piece, row: Text, content: Content, moment: Moment) -> Saved | Stale:
    form = request.form
    return actions.revise(
        db, actor(), now(), piece, row, content, form.get("base"), moment=moment, minor=bool(form.get("minor")),
        note=form.get("note", "")[:200], key=form.get("key", ""),
        source_id=form.get("source") if form.get("in_line") else None,
    )  # fmt: skip


@blueprint.post(TEXT + "/brouillon")
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def autosave(piece_id: str, language: str) -> ResponseReturnValue:
    """Save what is being typed, unnamed, for the script of the page: JSON, with a sentence where it could not be."""
    content, problems = forms.read(request.form)
    if content is None:
        return jsonify(problem=sentence(problems[-1], screen_language())), 422
    try:
        with database().write() as db:
            piece, row = open_text(db, piece_id, language)
            answer = _revise(db, piece, row, content, Moment.NONE)
    except Refused as refused:
        return jsonify(problem=said(f"refused:{refused.code}")), status_of(refused)
    if isinstance(answer, Stale):
        place = page_url("versions.choose", piece_id=piece_id, language=language, revision_id=answer.mine.id)
        return jsonify(problem=said("Quelqu’un a changé le même passage. Rien n’est perdu."), choose=place), 412
    return jsonify(base=answer.revision.id, merged=forms.written(answer.content) if answer.merged else None)


# --- decisions -------------------------------------------------------------------------------------------------------


@blueprint.post("/contributions/<piece_id>/decision")
@policy(Policy.WRITE)
def decide(piece_id: str) -> ResponseReturnValue:
    """Decide on a piece, from the page of one of its texts."""
    form, version = request.form, request.form.get("version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
    with database().write() as db:
        piece = open_piece(db, piece_id)
        once(db)
        made = actions.decide(db, actor(), now(), piece, form.get("verb", ""), form.get("reason", ""), seen)
        language = form.get("language") or piece.original
        if not isinstance(made, Problem):
            return led_to(db, done("Décision enregistrée.", "review.text", piece_id=piece_id, language=language))
    return _missing(made, piece_id, language)


def _missing(problem: Problem, piece_id: str, language: str) -> ResponseReturnValue:
    """The page again, with what is missing."""
    with database().read() as db:
        return text_page(db, *open_text(db, piece_id, language), problems=[problem]), 422


@blueprint.post("/contributions/<piece_id>/decision/<decision_id>/annuler")
@policy(Policy.DECIDE)
def undo(piece_id: str, decision_id: str) -> ResponseReturnValue:
    """Take the last decision back."""
    with database().write() as db:
        piece = open_piece(db, piece_id)
        actions.undo(db, actor(), now(), piece, decision_id)
        language = request.form.get("language") or piece.original
    return done("La décision est annulée.", "review.text", piece_id=piece_id, language=language)


@blueprint.post(TEXT + "/relu")
@policy(Policy.TRANSLATE)
def reviewed(piece_id: str, language: str) -> ResponseReturnValue:
    """Note that the text was proofread, or that it has to be again."""
    yes = request.form.get("reviewed") == "yes"
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        actions.mark_reviewed(db, actor(), now(), piece, row, request.form.get("base", ""), yes)
    words = "Noté : ce texte est relu." if yes else "Noté : ce texte est à relire."
    return done(words, "review.text", piece_id=piece_id, language=language)


@blueprint.post(TEXT + "/oui")
@policy(Policy.WRITE)
def authors_answer(piece_id: str, language: str) -> ResponseReturnValue:
    """Note what the author said to the text as it was shown."""
    form = request.form
    answer, how, read_in = form.get("answer", ""), form.get("how", ""), form.get("read_in", "")
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        if answer not in list(Answer):
            raise Refused("verb-unknown")
        once(db)
        made = actions.note_answer(
            db, actor(), now(), piece, row, form.get("base", ""), Answer(answer),
            how=How(how) if how in list(How) else How.SPOKEN, read_in=read_in if read_in in LANGUAGES else "",
            note=form.get("note", ""), at=moment_of(form.get("at", "")),
        )  # fmt: skip
        if not isinstance(made, Problem):
            return led_to(db, done("La réponse est notée.", "review.text", piece_id=piece_id, language=language))
    return _missing(made, piece_id, language)
