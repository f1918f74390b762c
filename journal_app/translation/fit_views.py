"""Translation, the fit: what is being typed on its rows, set in its slot. It saves nothing."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from journal_app.freeze import fit_looks as looks
from journal_app.freeze.typed import Told, standing
from journal_app.submissions import store as submissions
from journal_app.submissions.cleaning import clean_content
from journal_app.submissions.content import Content
from journal_app.translation.actions import Edit, typed_over
from journal_app.translation.reading import Opened, opened, whole
from journal_app.translation.rows import said
from journal_app.translation.views import ROOM, edits
from journal_app.web.desk import actor, database
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.screen import page_url

blueprint = Blueprint("fitting", __name__)


@blueprint.post(ROOM + "/calibrage")
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def measure(piece_id: str, language: str) -> ResponseReturnValue:
    """How the translation would fit with what was typed on its rows: a sentence, and where its picture is, if the form
    says that it is looked at (`drawn`)."""
    return looks.answer(_told(piece_id, language, edits(), "drawn" in request.form), piece_id, language)


@blueprint.get(ROOM + "/calibrage")
@policy(Policy.READ)
def measured(piece_id: str, language: str) -> ResponseReturnValue:
    """The same of what is saved, for a browser without a script: told on the translation's page."""
    flash(looks.sentence(_told(piece_id, language, {}, False)))
    return redirect(page_url("translation.room", piece_id=piece_id, language=language), 303)


def _told(piece_id: str, language: str, typed: Mapping[str, Edit], drawn: bool) -> Told:
    with database().read() as db:
        piece = submissions.piece(db, actor(), piece_id) or abort(404)
        here = opened(whole(db, actor(), piece), language) or abort(404)
        stands = standing(db, piece, language, _content(here, typed))
    return looks.measured(stands, piece, language, drawn)


def _content(here: Opened, typed: Mapping[str, Edit]) -> Content:
    """What the translation says with what was typed."""
    told_so = said(typed_over(here, typed))[0]
    lines, _ = clean_content(replace(told_so, body=""))
    return replace(lines, body=told_so.body)  # its paragraphs are in their normal form already
