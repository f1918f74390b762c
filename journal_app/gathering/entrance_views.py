"""Gathering, the desk's side: a residency's join code and poster, and a slip with a code for one piece's author."""

import hashlib

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.activity.actions import record
from journal_app.cards import actions, door_code, hashing, store
from journal_app.gathering.own_views import slip_of
from journal_app.issues import store as issues
from journal_app.issues.model import Residency
from journal_app.media import store as media
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.qr import qr
from journal_app.web.screen import CONTRIBUTORS, page_url
from journal_app.wordings.actions import flagged

Page = str | Response | tuple[str, int]
blueprint = Blueprint("entrances", __name__, template_folder="templates")


def _residency(residency_id: str) -> Residency:
    with database().read() as db:
        return issues.residency(db, actor(), residency_id) or abort(404)


def _address(code: str) -> str:
    return f"{request.host_url.rstrip('/')}/ici/{code}"


@blueprint.get("/residences/<residency_id>/entree")
@policy(Policy.WRITE)
def entrance(residency_id: str) -> str:
    """The join code, whether it lets anybody in today, and what to do with it."""
    row = _residency(residency_id)
    with database().read() as db:
        door, issue = store.door(db, row.id), issues.open_of(db, row.id)
        unread = {tag: flagged(db, tag) for tag in row.languages if tag in CONTRIBUTORS}
    open_now = door is not None and issue is not None and actions.lets_in(door, row, actions.utc_day(now()))
    return render_template(
        "gathering/entrance.html", row=row, door=door, issue=issue, open_now=open_now,
        shown=door_code.shown(door.code) if door else "", first=row.starts - actions.BEFORE,
        last=row.ends + actions.AFTER, address=_address(door.code) if door else "", unread=unread,
        untold=[tag for tag in row.languages if tag not in CONTRIBUTORS],
    )  # fmt: skip


@blueprint.post("/residences/<residency_id>/entree")
@policy(Policy.WRITE)
def change(residency_id: str) -> Response:
    """Make the code, pause it, let people in again, or replace it."""
    verb = request.form.get("do", "")
    with database().write() as db:
        row = issues.residency(db, actor(), residency_id) or abort(404)
        door = actions.open_door(db, actor(), now(), row)
        if verb in ("pause", "resume"):
            actions.pause_door(db, actor(), now(), door, verb == "pause")
        elif verb == "replace":
            actions.new_door_code(db, actor(), now(), door)
    return done("C’est enregistré.", "entrances.entrance", residency_id=residency_id)


@blueprint.get("/residences/<residency_id>/affiche")
@policy(Policy.WRITE)
def poster(residency_id: str) -> str:
    """An A4 poster with the QR and the code, in the residency's languages; the browser prints it."""
    row = _residency(residency_id)
    with database().read() as db:
        door = store.door(db, row.id) or abort(404)
    # those that are spoken there, and the two that whoever hangs it up reads: a poster of all would be read by nobody
    told = [tag for tag in (*row.languages, "fr", "en") if tag in CONTRIBUTORS]
    return render_template("gathering/poster.html", row=row, shown=door_code.shown(door.code),
                           address=_address(door.code), drawing=qr(_address(door.code), 8),
                           tags=list(dict.fromkeys(told)))  # fmt: skip


@blueprint.post("/contributions/<piece_id>/carte")
@policy(Policy.WRITE)
def card(piece_id: str) -> Page:
    """A code for the author of a piece: the first one, for who has no phone, or another one for who lost theirs.

    It is shown on this answer alone. The same form sent again shows the same code.
    """
    told = f"{actor().own_account}\n{request.form.get('once', '')}\n{piece_id}"
    keys = desk().keys
    form = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    secret = hashing.secret_of(keys, hashing.token_of(keys, form))
    try:
        digest = hashing.digest_of(keys, secret)
    except hashing.TooMany:
        raise Refused("too-many-codes") from None
    with database().write() as db:
        piece = submissions.piece(db, actor(), piece_id) or abort(404)
        if not piece.residency_id or not piece.by_contributor:
            raise Refused("card-without-residency")
        found = store.card(db, piece.card_id)
        renewed = found is not None and found.digest != digest
        if found is None:
            found = actions.make_card(db, now(), piece.residency_id, piece.original, digest)
            piece.card_id = found.id
            media.give_card(db, piece.id, found.id)
            record(db, actor(), now(), "card-made", issue_id=piece.issue_id, piece_id=piece.id)
        else:
            actions.renew_card(db, actor(), now(), found, digest)
    return render_template("gathering/claim.html", piece=piece, slip=slip_of(secret), renewed=renewed,
                           back=page_url("submissions.piece", piece_id=piece.id))  # fmt: skip
