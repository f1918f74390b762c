"""Media, the rooms: an issue's pictures, sending many at once, and one picture with its faces. It decodes nothing.

Slow work (the cage, the blobs) stands before the transaction; uncovered copies are deleted after it.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from journal_app.accounts import store as accounts
from journal_app.consent.actions import withdraw_picture
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.media import actions, store
from journal_app.media.actions import KINDS, Covered
from journal_app.media.forms import NINE, focal_point, marked_faces, typed_rows, worded
from journal_app.media.intake import clean_picture, cover_picture
from journal_app.media.looks import sound
from journal_app.media.model import COPY, THUMB, VIEW, Picture
from journal_app.media.needs import Verdict, faces_word, missing_of, verdict
from journal_app.messages import sentence
from journal_app.prepress.sheet import from_table
from journal_app.problems import Problem, Refused
from journal_app.proofs import store as proofs
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, blobs, database, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN
from journal_app.web.screen import language, page_url

MOST_SENT = 200_000_000  # bytes of one request; a file of it has at most 25 MB
MOST_FILES = 60
PATIENCE_S = 90.0  # after that the rest of a request is left for the next one: a browser gives up at some point
SIZES = {"entiere": COPY, "ecran": VIEW, "vignette": THUMB}

Change = Callable[[Session, Picture, datetime, int], None]
Page = Response | tuple[Response, int] | Answer

blueprint = Blueprint("media", __name__, template_folder="templates")


def _issue(db: Session, slug: str) -> Issue:
    return issues.issue(db, actor(), slug) or abort(404)


def _picture(db: Session, picture_id: str, change: bool = True) -> Picture:
    """A picture within reach; to change it its issue must be open."""
    row = store.picture(db, actor(), picture_id) or abort(404)
    if change and _of(db, row).state != IssueState.OPEN:
        raise Refused("issue-archived")
    return row


def _of(db: Session, row: Picture) -> Issue:
    return issues.by_id(db, actor(), row.issue_id) or abort(404)


def _original(db: Session, row: Picture) -> str:
    """The language a picture's words are first written in: its piece's, or the issue's first."""
    piece = submissions.piece(db, actor(), row.piece_id) if row.piece_id else None
    return piece.original if piece else str(_of(db, row).languages[0])


def _verdict(row: Picture, issue: Issue) -> Verdict:
    return verdict(row, from_table(dict(issue.printer)))


# --- an issue's pictures --------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/images")
@policy(Policy.READ)
def pictures(slug: str) -> Response:
    """Every picture of an issue, with what it lacks."""
    return _wall(slug)


def _wall(slug: str, lines: list[dict[str, Any]] | None = None, status: int = 200) -> Response:
    with database().read() as db:
        issue = _issue(db, slug)
        rows = store.pictures(db, actor(), issue.id)
        faces = store.faces(db, [row.id for row in rows])
        titles = {piece.id: piece for piece in submissions.some(db, actor(), [r.piece_id for r in rows if r.piece_id])}
        cards = [
            (row, missing_of(row, faces.get(row.id, []), issue.languages), _verdict(row, issue),
             titles.get(row.piece_id or ""))
            for row in rows
        ]  # fmt: skip
        lacking = [card for card in cards if card[1]]
        only = "manque" in request.args
        page = render_template("media/pictures.html", issue=issue, cards=lacking if only else cards, only=only,
                               total=len(cards), lacking=len(lacking), lines=lines, most_files=MOST_FILES)  # fmt: skip
        return make_response(page, status)


@blueprint.post("/numeros/<slug>/images")
@policy(Policy.WRITE, most_bytes=MOST_SENT)
def upload(slug: str) -> Page:
    """Take in many files at once; each has its own line of result. A script sends them one by one and reads JSON."""
    with database().read() as db:
        issue = _issue(db, slug)
        if issue.state != IssueState.OPEN:
            raise Refused("issue-archived")
        target = issue.id, issue.residency_id
    files = [file for file in request.files.getlist("files") if file.filename]
    began, lines = time.monotonic(), []
    for number, file in enumerate(files):
        late = number >= MOST_FILES or time.monotonic() - began > PATIENCE_S
        lines.append(_left(file) if late else _taken_in(file, *target))
    status = 200 if any(line["kept"] for line in lines) else 422 if lines else 400
    if "application/json" in request.headers.get("Accept", ""):
        return jsonify(lines=lines), status
    return _wall(slug, lines, status)


def _left(file: FileStorage) -> dict[str, Any]:
    words = said("Pas encore traitée : trop d’images à la fois. L’envoyer de nouveau.")
    return {"name": file.filename, "kept": False, "words": words}


def _taken_in(file: FileStorage, issue_id: str, residency_id: str | None) -> dict[str, Any]:
    """One file: cleaned in the cage, kept, then noted. What the file is called is told back and never stored."""
    name = (file.filename or "")[-80:]
    made, problems = clean_picture(file.stream, name)
    if made is None:
        return {"name": name, "kept": False, "words": _sentences(problems)}
    kept = actions.keep(blobs(), made)
    try:
        with database().write() as db:
            row, new = actions.add_picture(db, actor(), now(), issue_id, residency_id, kept)
    except Refused as refused:
        return {"name": name, "kept": False, "words": said(f"refused:{refused.code}")}
    words = said("Gardée, sans rien d’autre que ses pixels.") if new else said("Elle y était déjà.")
    address = page_url("media.picture", picture_id=row.id)
    return {"name": name, "kept": True, "words": f"{words} {_sentences(problems)}".strip(), "address": address}


def _sentences(problems: list[Problem]) -> str:
    return " ".join(sentence(problem, language()) for problem in problems)


# --- one picture ----------------------------------------------------------------------------------------------------


@blueprint.get("/images/<picture_id>")
@policy(Policy.READ)
def picture(picture_id: str) -> Response:
    """One picture: its faces, words, credit, and how wide it may be printed."""
    return _page(picture_id)


def _page(picture_id: str, form: Form | None = None, refused: str = "", status: int = 200) -> Response:
    """The page; with a form, what was typed in it stays."""
    with database().read() as db:
        row = _picture(db, picture_id, change=False)
        issue = _of(db, row)
        faces = store.faces(db, [row.id]).get(row.id, [])
        values = {
            "picture": row, "issue": issue, "faces": faces, "answered": faces_word(row, faces), "kinds": KINDS,
            "missing": missing_of(row, faces, issue.languages), "verdict": _verdict(row, issue), "nine": NINE,
            "pieces": submissions.pieces(db, actor(), issue.id), "form": form or Form({}), "refused": refused,
            "rows": typed_rows(form) if form else [], "focal": (round(row.focal_x * 100), round(row.focal_y * 100)),
            "open": issue.state == IssueState.OPEN,
            "remarks": (said_of := proofs.remarks_of(db, row.id)),
            "names": accounts.names(db, {one.made_by for one in said_of}),
            "left_alone": "" if actor().writes(row.residency_id) else _original(db, row),
        }  # fmt: skip
        return make_response(render_template("media/picture.html", **values), status)


@blueprint.get("/images/<picture_id>/<any(entiere,ecran,vignette):size>")
@policy(Policy.READ)
def bytes_of(picture_id: str, size: str) -> Response:
    """A picture's bytes, always with its covers. The browser asks each time: what is withdrawn is seen no more."""
    with database().read() as db:
        row = _picture(db, picture_id, change=False)
        whole = actions.press_name(row)
        name = {COPY: whole, VIEW: row.view or whole, THUMB: row.thumb or whole}[SIZES[size]]
        media_type = store.media_types(db, [name]).get(name) or abort(404)
    answer = Response(status=304) if name in request.if_none_match else _answer(name, media_type)
    answer.set_etag(name)
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer


@blueprint.get("/contributions/<piece_id>/voix/<recording_id>")
@policy(Policy.READ)
def voice(piece_id: str, recording_id: str) -> Response:
    """A recording of a piece, to be written down."""
    with database().read() as db:
        row = submissions.piece(db, actor(), piece_id) or abort(404)
        found = [one for one in store.recordings(db, actor(), row.id) if one.id == recording_id] or abort(404)
    return sound(found[0].blob)


def _answer(name: str, media_type: str) -> Response:
    try:
        return Response(blobs().get(name), content_type=media_type)
    except FileNotFoundError:
        abort(404)


@blueprint.post("/images/<picture_id>/legendes")
@policy(Policy.TRANSLATE)
def say(picture_id: str) -> Page:
    """Captions and alternative texts."""
    form = Form(request.form)
    with database().read() as db:
        row = _picture(db, picture_id)
        languages, original = list(_of(db, row).languages), _original(db, row)
    caption, alt = (worded(request.form, name, languages) for name in ("caption", "alt"))
    return _saved(picture_id, form, lambda db, row, at, version: actions.say(
        db, actor(), at, row, version, caption, alt, original))  # fmt: skip


@blueprint.post("/images/<picture_id>/fiche")
@policy(Policy.WRITE)
def describe(picture_id: str) -> Page:
    """Credit, kind, and the piece it belongs to."""
    form = Form(request.form)
    credit, kind = form.line("credit", most=actions.MOST_WORDS), form.choice("kind", KINDS, KINDS[0])
    piece_id = form.line("piece") or None
    if not form.fine:
        return _page(picture_id, form, status=400)

    def change(db: Session, row: Picture, at: datetime, version: int) -> None:
        actions.describe(db, actor(), at, row, version, credit, kind)
        issue = _of(db, row)
        piece = submissions.piece(db, actor(), piece_id) if piece_id else None
        if piece_id and (piece is None or piece.issue_id != issue.id):
            abort(404)
        residency_id = piece.residency_id if piece else issue.residency_id
        actions.attach(db, actor(), at, row, row.version, piece_id, residency_id)

    return _saved(picture_id, form, change)


@blueprint.post("/images/<picture_id>/cadrage")
@policy(Policy.WRITE)
def focus(picture_id: str) -> Page:
    """The point to keep when a page crops it."""
    form = Form(request.form)
    return _saved(picture_id, form, lambda db, row, at, version: actions.focus(
        db, actor(), at, row, version, *focal_point(form, (row.focal_x, row.focal_y))))  # fmt: skip


def _saved(picture_id: str, form: Form, change: Change) -> Page:
    """Do a change; when somebody was faster, the page with what was typed, under a sentence."""
    version = form.whole("version", 1, 999_999_999)
    try:
        with database().write() as db:
            change(db, _picture(db, picture_id), now(), version)
    except Refused as refused:
        if refused.code not in ("picture-moved-on", "text-too-long"):
            raise
        return _page(picture_id, form, refused.code, 409)
    return done("C’est enregistré.", "media.picture", picture_id=picture_id)


@blueprint.post("/images/<picture_id>/visages")
@policy(Policy.WRITE)
def faces(picture_id: str) -> Page:
    """Mark faces and answer for each; what is to be covered is burnt in before anything is shown."""
    form = Form(request.form)
    marked, none = marked_faces(form), form.ticked("none")
    version = form.whole("version", 1, 999_999_999)
    if not form.fine:
        return _page(picture_id, form, status=400)
    with database().read() as db:
        original = _picture(db, picture_id).blob
    boxes, began = actions.to_cover(marked), now()
    covered = Covered(boxes, actions.keep(blobs(), cover_picture(blobs().get(original), boxes)))
    try:
        with database().write() as db:
            row = _picture(db, picture_id)
            unused = actions.note_faces(db, actor(), now(), row, version, marked, covered, none=none,
                                        reactions=REACTIONS)  # fmt: skip
    except Refused as refused:
        return _page(picture_id, form, refused.code, 409)
    for name in unused:
        blobs().delete(name, unless_since=began)
    words = "Les visages sont couverts, partout." if boxes else "C’est enregistré."
    return done(words, "media.picture", picture_id=picture_id)


@blueprint.post("/images/<picture_id>/retrait")
@policy(Policy.WRITE)
def withdraw(picture_id: str) -> Page:
    """Take a picture back, on behalf of whoever made it or is in it."""
    form = Form(request.form)
    reason = form.line("reason", required=True)
    if not form.ticked("sure"):
        form.wrong("sure", "Cocher pour confirmer.")
    if not form.fine:
        return _page(picture_id, form, status=400)
    with database().write() as db:
        row = _picture(db, picture_id, change=False)
        slug = _of(db, row).slug
        withdraw_picture(db, actor(), now(), row.id, row.issue_id, REACTIONS, reason)
    return done("L’image est retirée : plus personne ne la voit.", "media.pictures", slug=slug)
