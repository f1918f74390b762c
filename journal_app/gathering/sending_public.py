"""Gathering, the bytes of an announced file, in parts over a network that breaks: tus 1.0.0, core and termination.

The address of a part is told once, to who announced the file, cannot be guessed, and takes bytes in: it shows nothing
and opens no page, so it goes on when the visit is over. What it says has arrived was fsynced; a file counts as arrived
when its SHA-256 is the announced one, which the answer then repeats (RFC 9530, Repr-Digest). Open to all.
"""

import base64
import hmac
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from journal_app.cards.hashing import way_in_of
from journal_app.gathering import forms, receiving
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Stage
from journal_app.uploads import actions as uploads
from journal_app.uploads import store
from journal_app.uploads.files import Busy, Elsewhere, TooLarge
from journal_app.uploads.model import State, Upload
from journal_app.web.desk import database, desk, now
from journal_app.web.guards import Policy, policy

blueprint = Blueprint("sending", __name__)
VERSION = "1.0.0"
LARGEST = max(uploads.MOST_BYTES.values())
PROTOCOL = {"Tus-Resumable": VERSION, "Tus-Version": VERSION, "Tus-Extension": "termination",
            "Tus-Max-Size": str(LARGEST)}  # fmt: skip
CHECKSUM_MISMATCH = 460  # tus 1.0.0, Checksum
BYTES = "application/offset+octet-stream"


@blueprint.route("/envois/<upload_id>/<mark>", methods=["HEAD", "PATCH", "POST", "DELETE", "OPTIONS"],
                 provide_automatic_options=False)  # fmt: skip
@policy(Policy.PUBLIC, most_bytes=LARGEST)
def part(upload_id: str, mark: str) -> Response:
    """HEAD: how far the file has come. PATCH: its next bytes. DELETE: it is not sent any more."""
    method = request.method
    if method == "POST":  # where something on the way lets no PATCH through (tus 1.0.0, X-HTTP-Method-Override)
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "OPTIONS":
        return _answer(HTTPStatus.NO_CONTENT)
    with database().read() as db:
        row = store.upload(db, upload_id) if _known(upload_id, mark) else None
        piece = submissions.any_piece(db, row.piece_id) if row else None
    if row is None or piece is None:
        return _answer(HTTPStatus.NOT_FOUND)
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(HTTPStatus.PRECONDITION_FAILED)
    if piece.stage == Stage.WITHDRAWN:
        return _answer(HTTPStatus.GONE)
    steps = {"HEAD": _where, "PATCH": _more, "DELETE": _end}
    return steps[method](row) if method in steps else _answer(HTTPStatus.METHOD_NOT_ALLOWED)


def _known(upload_id: str, mark: str) -> bool:
    known = way_in_of(desk().keys, upload_id)
    return hmac.compare_digest(mark.encode("utf-8", "replace"), known.encode())


def _where(row: Upload) -> Response:
    """What a crash left between the last byte and its row is made good here: a phone that asks gets on."""
    if row.state != State.ARRIVING:
        return _here(row, row.size, HTTPStatus.OK)
    try:
        offset = forms.incoming().size(row.id)
    except FileNotFoundError:
        forms.incoming().begin(row.id)
        offset = 0
    return _settle(row, HTTPStatus.OK) if offset == row.size else _here(row, offset, HTTPStatus.OK)


def _more(row: Upload) -> Response:
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != BYTES:
        return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    told = request.headers.get("Upload-Offset", "")
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return _answer(HTTPStatus.BAD_REQUEST)
    if row.state != State.ARRIVING:  # the answer to the last part was lost on the way
        return _here(row, row.size, HTTPStatus.NO_CONTENT if int(told) == row.size else HTTPStatus.CONFLICT)
    try:
        offset = forms.incoming().append(row.id, int(told), request.stream, row.size)
    except (Elsewhere, FileNotFoundError):
        return _answer(HTTPStatus.CONFLICT)
    except Busy:
        return _answer(HTTPStatus.LOCKED)
    except TooLarge:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _settle(row, HTTPStatus.NO_CONTENT) if offset == row.size else _here(row, offset, HTTPStatus.NO_CONTENT)


def _settle(row: Upload, status: HTTPStatus) -> Response:
    """All bytes are here: those that were announced, and the worker is told; or others, and the file begins again."""
    try:
        if forms.incoming().sha256(row.id) != row.sha256:
            forms.incoming().empty(row.id)
            return _answer(CHECKSUM_MISMATCH)
    except (FileNotFoundError, Busy):
        return _answer(HTTPStatus.LOCKED)
    jobs = []
    with database().write() as db:
        found = store.upload(db, row.id)
        if found is not None and found.state == State.ARRIVING:
            uploads.arrived(found)
            jobs = [receiving.enqueue(db, now(), found)]
    forms.wake_worker(jobs)
    return _answer(HTTPStatus.GONE) if found is None else _here(found, found.size, status)


def _end(row: Upload) -> Response:
    """Its person does not want to send it any more. What has arrived whole is taken back on the own page."""
    if row.state != State.ARRIVING:
        return _answer(HTTPStatus.FORBIDDEN)
    with database().write() as db:
        found = store.upload(db, row.id)
        if found is None or found.state != State.ARRIVING:
            return _answer(HTTPStatus.FORBIDDEN)
        store.remove(db, found)
    forms.incoming().remove(row.id)
    return _answer(HTTPStatus.NO_CONTENT)


def _here(row: Upload, offset: int, status: HTTPStatus) -> Response:
    """How much is here; with the hash when it is all."""
    answer = _answer(status)
    answer.headers["Upload-Offset"], answer.headers["Upload-Length"] = str(offset), str(row.size)
    if row.state != State.ARRIVING:
        answer.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(row.sha256)).decode()}:"
    return answer


def _answer(status: int) -> Response:
    answer = Response(b"", status, content_type="text/plain; charset=utf-8")
    answer.headers.update(PROTOCOL)
    return answer
