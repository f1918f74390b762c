"""Review, remarks on a text: comments, answers, suggestions, typography. Each form leads back to the text."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.problems import Problem
from journal_app.review import remarks, store
from journal_app.review.anchors import WHOLE, Passage, find
from journal_app.review.pages import TEXT, open_text, text_page
from journal_app.submissions.cleaning import clean_line
from journal_app.submissions.content import from_json
from journal_app.submissions.model import Text
from journal_app.submissions.store import revision
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

blueprint = Blueprint("remarks", __name__, template_folder="templates")


def _passage(db: Session, row: Text) -> Passage:
    """The passage a form names by its block and its words; the whole block, or the whole text, when it names none."""
    on = revision(db, row, request.form.get("base", ""))
    block = request.form.get("block", "")
    number = int(block) if block.removeprefix("-").isdecimal() and len(block) < 6 else WHOLE
    start = request.form.get("start", "")
    words = clean_line(request.form.get("passage", ""))[0]
    if on is None or number == WHOLE:
        return Passage()
    near = int(start) if start.isdecimal() and len(start) < 7 else 0
    return find(from_json(on.content), number, words, near) or Passage(number, 0, 0, words)


def _on(piece_id: str, language: str, words: str) -> Response:
    """On to the text, with a sentence."""
    return done(words, "review.text", piece_id=piece_id, language=language, _anchor="lecture")


def _missing(problem: Problem, piece_id: str, language: str) -> tuple[str, int]:
    """The text again, with what is missing."""
    with database().read() as db:
        return text_page(db, *open_text(db, piece_id, language), problems=[problem]), 422


@blueprint.post(TEXT + "/remarques")
@policy(Policy.TRANSLATE)
def comment(piece_id: str, language: str) -> ResponseReturnValue:
    """Leave a remark, or answer one."""
    form = request.form
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        once(db)
        made = remarks.comment(db, actor(), now(), piece, row, form.get("base", ""), _passage(db, row),
                               form.get("comment", ""), form.get("parent", ""),
                               to_author=bool(form.get("to_author")) and language == piece.original)  # fmt: skip
        if not isinstance(made, Problem):
            return led_to(db, _on(piece_id, language, "La remarque est notée."))
    return _missing(made, piece_id, language)


@blueprint.post(TEXT + "/remarques/<comment_id>")
@policy(Policy.TRANSLATE)
def resolve(piece_id: str, language: str, comment_id: str) -> ResponseReturnValue:
    """Close a remark, or open it again."""
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        found = store.comment(db, row.id, comment_id) or abort(404)
        remarks.resolve(db, actor(), now(), piece, found, request.form.get("done") == "yes")
    return _on(piece_id, language, "C’est noté.")


@blueprint.post(TEXT + "/propositions")
@policy(Policy.TRANSLATE)
def suggest(piece_id: str, language: str) -> ResponseReturnValue:
    """Propose other words for a passage."""
    form = request.form
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        once(db)
        made = remarks.suggest(db, actor(), now(), piece, row, form.get("base", ""), _passage(db, row),
                               form.get("words", ""))  # fmt: skip
        if not isinstance(made, Problem):
            return led_to(db, _on(piece_id, language, "La proposition est notée."))
    return _missing(made, piece_id, language)


@blueprint.post(TEXT + "/propositions/typographie")
@policy(Policy.TRANSLATE)
def typography(piece_id: str, language: str) -> ResponseReturnValue:
    """Propose what typography would write differently."""
    with database().write() as db:
        count = remarks.propose_typography(db, actor(), now(), *open_text(db, piece_id, language))
    words = "La typographie propose des changements, à accepter ou à refuser." if count else "Rien à proposer."
    return _on(piece_id, language, words)


@blueprint.post(TEXT + "/propositions/reponse")
@policy(Policy.TRANSLATE)
def answer(piece_id: str, language: str) -> ResponseReturnValue:
    """Accept or refuse suggestions: one by its button, or all."""
    verb, _, only = request.form.get("answer", "").partition(":")
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        wanted = [one.id for one in store.open_suggestions(db, row.id) if only in ("", one.id, one.reason)]
        if verb == "accept":
            made = remarks.accept(db, actor(), now(), piece, row, wanted)
            words = "Accepté." if made else "Ce passage a changé entre-temps : rien n’a été remplacé."
        else:
            remarks.refuse(db, actor(), now(), piece, row, wanted)
            words = "Refusé."
    return _on(piece_id, language, words)
