"""Review, the fit: an original or a translation as it is being typed, set in its slot. It saves nothing."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from journal_app.freeze.fit_looks import answer, measured, picture
from journal_app.freeze.typed import standing
from journal_app.messages import sentence
from journal_app.review import forms
from journal_app.review.pages import TEXT, open_piece, open_text
from journal_app.web.desk import database
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.screen import language as screen_language

blueprint = Blueprint("copyfit", __name__)


@blueprint.post(TEXT + "/calibrage")
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def measure(piece_id: str, language: str) -> ResponseReturnValue:
    """How the text would fit, saying what stands in the form, or what was saved (`saved`): a sentence, and where its
    picture is, if the form says that it is looked at (`drawn`)."""
    content, problems = (None, []) if "saved" in request.form else forms.read(request.form)
    with database().read() as db:
        piece, _ = open_text(db, piece_id, language)
        if problems and content is None:
            return jsonify(placed=True, words=sentence(problems[-1], screen_language()))
        stands = standing(db, piece, language, content)
    return answer(measured(stands, piece, language, "drawn" in request.form), piece_id, language)


@blueprint.get(TEXT + "/colonne/<name>")
@policy(Policy.READ)
def column(piece_id: str, language: str, name: str) -> Response:
    """The picture of a column that was just measured."""
    with database().read() as db:
        open_piece(db, piece_id)
    return Response(picture(piece_id, language, name), mimetype="image/png")
