"""Gathering, what an author takes along: the own text as a Word file, the own pictures, the page one stands on.

A picture is the clean one at its full size, never the file that came. A page is shown as the team's last build has it;
a build that something was withdrawn from is shown to nobody.
"""

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, abort, send_file
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.freeze import store as freezes
from journal_app.freeze.model import FreezeKind
from journal_app.media import store as media
from journal_app.media.looks import sound
from journal_app.proofs.folder import load_report
from journal_app.submissions import store as submissions
from journal_app.submissions.export import TYPE, word_file
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, blobs, database, desk
from journal_app.web.guards import Policy, policy

blueprint = Blueprint("taking", __name__, url_prefix="/moi", template_folder="templates")


def pages_of(db: Session, piece: Piece) -> dict[int, Path]:
    """The pages of the last build on which a piece stands: folio -> its picture."""
    built = [row for kind in FreezeKind if (row := freezes.current_build(db, piece.issue_id, kind))]
    if not built:
        return {}
    folder = desk().config.instance / max(built, key=lambda row: row.made_at).folder / "build"
    report, _ = load_report(folder)
    if report is None:
        return {}
    stands = {folio for fit in report.fit if fit.article == piece.slug for folio in fit.pages}
    found = {page.folio: folder / page.reading for page in report.pages if page.folio in stands}
    return {folio: path for folio, path in sorted(found.items()) if path.is_file()}


@blueprint.get("/<piece_id>/pages/<int:folio>")
@policy(Policy.OWN_PIECE)
def page(piece_id: str, folio: int) -> Response:
    """The picture of one's page."""
    with database().read() as db:
        row = submissions.piece(db, actor(), piece_id) or abort(404)
        path = pages_of(db, row).get(folio) or abort(404)
    return send_file(path, max_age=0)


@blueprint.get("/<piece_id>/texte-<language>.docx")
@policy(Policy.OWN_PIECE)
def text(piece_id: str, language: str) -> Response:
    """The text as it stands now, as a Word file that tells of nobody."""
    with database().read() as db:
        row = submissions.piece(db, actor(), piece_id) or abort(404)
        found = submissions.text(db, row.id, language) or abort(404)
        head = submissions.heads(db, [found.id]).get(found.id) or abort(404)
    answer = Response(word_file(head[1], language), content_type=TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="texte-{language}.docx"'
    return answer


@blueprint.get("/<piece_id>/images/<picture_id>")
@policy(Policy.OWN_PIECE)
def picture(piece_id: str, picture_id: str) -> Response:
    """A picture of one's own, at its full size and clean."""
    with database().read() as db:
        row = media.picture(db, actor(), picture_id)
        if row is None or row.piece_id != piece_id:
            abort(404)
        kind = media.media_types(db, [row.blob])[row.blob]
    answer = Response(blobs().get(row.blob), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="image.{_ending(kind)}"'
    return answer


@blueprint.get("/<piece_id>/voix/<recording_id>")
@policy(Policy.OWN_PIECE)
def voice(piece_id: str, recording_id: str) -> Response:
    """One's own voice: to hear again, and to keep."""
    with database().read() as db:
        row = submissions.piece(db, actor(), piece_id) or abort(404)
        found = [one for one in media.recordings(db, actor(), row.id) if one.id == recording_id] or abort(404)
    return sound(found[0].blob)


def _ending(kind: str) -> str:
    return {"image/png": "png", "image/jpeg": "jpg"}.get(kind, "bin")


def languages_of(db: Session, piece: Piece) -> Sequence[str]:
    """The languages in which a piece says something."""
    texts = submissions.texts(db, [piece.id]).get(piece.id, [])
    heads = submissions.heads(db, [one.id for one in texts])
    return [one.language for one in texts if one.id in heads]
