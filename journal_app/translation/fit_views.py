"""Translation, the fit: what is being typed, set in its slot -> lines over or left, and a picture of its columns.

It saves nothing. Where a piece stands on no page yet, there is no limit to tell.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal_app.flatplan import store as flatplan
from journal_app.freeze.columns import asked
from journal_app.freeze.folder import Gathered, PieceRows
from journal_app.issues.model import Issue
from journal_app.prepress.column import Fitted
from journal_app.submissions import store as submissions
from journal_app.submissions.cleaning import clean_content
from journal_app.translation.actions import Edit, typed_over
from journal_app.translation.reading import Opened, Whole, opened, whole
from journal_app.translation.rows import said
from journal_app.translation.views import ROOM, edits
from journal_app.web.desk import actor, columns, database
from journal_app.web.desk import said as told
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.screen import number, page_url

blueprint = Blueprint("fitting", __name__)
KEPT = 64  # pictures of columns in memory: each is looked at once, a moment later
NOWHERE = "Pas encore sur une page : aucune limite à tenir."
_PICTURES: OrderedDict[str, bytes] = OrderedDict()
_LOCK = threading.Lock()


@blueprint.post(ROOM + "/calibrage")
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def measure(piece_id: str, language: str) -> ResponseReturnValue:
    """How the translation would fit with what was typed on its rows: a sentence, and where its picture is, if the form
    says that it is looked at (`drawn`)."""
    placed, fitted = _measured(piece_id, language, edits(), "drawn" in request.form)
    if fitted is None:
        return jsonify(placed=placed, words="" if placed else told(NOWHERE))
    answer = {"placed": True, "over": fitted.over, "under": fitted.under, "words": sentence(fitted)}
    if fitted.png:
        name = _keep(piece_id, language, fitted.png)
        answer["picture"] = page_url("fitting.column", piece_id=piece_id, language=language, name=name)
    return jsonify(answer)


@blueprint.get(ROOM + "/calibrage")
@policy(Policy.READ)
def measured(piece_id: str, language: str) -> ResponseReturnValue:
    """The same of what is saved, for a browser without a script: told on the translation's page."""
    placed, fitted = _measured(piece_id, language, {}, False)
    unknown = "Rien n’a pu être mesuré : l’épreuve le dira." if placed else NOWHERE
    flash(sentence(fitted) if fitted else told(unknown))
    return redirect(page_url("translation.room", piece_id=piece_id, language=language), 303)


def _measured(
    piece_id: str, language: str, typed: Mapping[str, Edit], drawn: bool
) -> tuple[bool, Fitted | None]:
    """Whether the translation stands on a page, and how it fits."""
    with database().read() as db:
        piece = submissions.piece(db, actor(), piece_id) or abort(404)
        all_ = whole(db, actor(), piece)
        here = opened(all_, language) or abort(404)
        folder = _folder(db, all_, here, typed)
        slug = piece.slug
    if folder is None:
        return False, None
    return True, columns().fit(folder, slug, language, f"{piece_id} {language} {actor().account_id}", drawn=drawn)


def _folder(db: Session, all_: Whole, here: Opened, typed: Mapping[str, Edit]) -> dict[str, bytes] | None:
    """What a freeze would write of this piece alone, with the translation as it is typed."""
    piece = here.piece
    told_so = said(typed_over(here, typed))[0]
    lines, _ = clean_content(replace(told_so, body=""))
    content = replace(lines, body=told_so.body)  # its paragraphs are in their normal form already
    issue = db.get_one(Issue, piece.issue_id)
    texts = tuple((side.text, side.content) for side in all_.sides.values())
    rows = Gathered(issue, flatplan.pages(db, issue.id), flatplan.placements(db, issue.id),
                    {piece.id: PieceRows(piece, texts, {})})  # fmt: skip
    return asked(rows, piece.id, here.target.language, content)


def sentence(fitted: Fitted) -> str:
    """Lines over or left, where, and at which size."""
    pages = ", ".join(str(page) for page in fitted.pages)
    if fitted.over:
        many = "%(n)s lignes de trop (p. %(pages)s)" if fitted.over > 1 else "1 ligne de trop (p. %(pages)s)"
        return told(many, n=number(fitted.over), pages=pages)
    return told("Tient sur la page %(pages)s, en %(size)s pt ; lignes libres : %(n)s",
                n=number(fitted.under), pages=pages, size=number(fitted.size_pt, 1))  # fmt: skip


def _keep(piece_id: str, language: str, png: bytes) -> str:
    name = hashlib.sha256(png).hexdigest()[:24]
    with _LOCK:
        _PICTURES[f"{piece_id} {language} {name}"] = png
        while len(_PICTURES) > KEPT:
            _PICTURES.popitem(last=False)
    return name


@blueprint.get(ROOM + "/colonne/<name>")
@policy(Policy.READ)
def column(piece_id: str, language: str, name: str) -> Response:
    """The picture of a column that was just measured."""
    with database().read() as db:
        submissions.piece(db, actor(), piece_id) or abort(404)
    with _LOCK:
        png = _PICTURES.get(f"{piece_id} {language} {name}") or abort(404)
    return Response(png, mimetype="image/png")

