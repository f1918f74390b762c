"""Hand-off, the printer's own proof: it comes in as a stream that is counted, and is shown once compared. No rule."""

import shutil

from flask import Blueprint, Response, abort, render_template, request, send_file
from werkzeug.wrappers import Response as Answer

from journal_app.db import new_id
from journal_app.hand_off import returning, store
from journal_app.hand_off.door_pages import Page, at_the_door, back, closed, enter, issue_of, new_here, still, told_off
from journal_app.hand_off.model import PrinterLink, PrinterProof, ProofState
from journal_app.jobs import store as jobs
from journal_app.jobs.queue import wake
from journal_app.uploads.files import TooLarge
from journal_app.web.desk import database, desk, now
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN

BESIDE = 100_000  # bytes of a form that are not the file
MOST_PROOF = 300_000_000  # what the guard lets in of who is signed in; config.proof_bytes says what is taken
ROOM = 3  # times the file: as it comes, as it is kept, beside ours

blueprint = at_the_door(Blueprint("printer_proof", __name__, template_folder="templates"))


@blueprint.post("/imprimeur/<token>/epreuve")
@policy(Policy.PUBLIC, most_bytes=MOST_PROOF + BESIDE)
def bring(token: str) -> Page | Answer:
    """Take a proof in: what is too large is refused by what it announces, before a byte of it is read."""
    row, most = enter(token), desk().config.proof_bytes
    size = request.content_length or 0
    if size > most + BESIDE:
        return told_off("refused:printer-too-large", 413)
    request.max_content_length = most + BESIDE
    instance = desk().config.instance
    with database().read() as db:
        returning.may_bring(db, row)
    if shutil.disk_usage(instance).free < size * ROOM:
        return told_off("refused:printer-no-room", 507)
    file = request.files.get("file")
    if file is None or not file.filename:
        return back(token, anchor="proof")
    proof_id = new_id()
    try:
        size, sha256 = returning.incoming(instance).put(proof_id, file.stream, most)
    except TooLarge:
        return told_off("refused:printer-too-large", 413)
    try:
        with database().write() as db:
            row = still(db, row)
            made = returning.brought(db, now(), row, proof_id, size, sha256) if new_here(db, row) else None
    finally:
        returning.forget_refused(database(), instance, proof_id)
    if made is None:
        return back(token, "twice", "dit")
    wake(desk().config, made.job_id or "")
    return back(token, "proof", "dit")


def _proof(token: str, proof_id: str) -> tuple[PrinterLink, PrinterProof]:
    """A proof of the file that the link leads to."""
    row = enter(token)
    with database().read() as db:
        found = store.proof(db, proof_id)
    if found is None or not row.bat_id or found.bat_id != row.bat_id or found.state == ProofState.GONE:
        abort(closed())
    return row, found


@blueprint.get("/imprimeur/<token>/epreuve/<proof_id>")
@policy(Policy.PUBLIC)
def show(token: str, proof_id: str) -> str:
    """How it differs, page by page."""
    row, found = _proof(token, proof_id)
    with database().read() as db:
        issue = issue_of(db, row)
        job, stands = jobs.job(db, found.job_id or ""), returning.standing(db, found)
    return render_template("hand_off/proof_door.html", token=token, link=row, issue=issue, proof=found, job=job,
                           stands=stands)  # fmt: skip


@blueprint.get("/imprimeur/<token>/epreuve/<proof_id>/<int:folio>.png")
@policy(Policy.PUBLIC)
def picture(token: str, proof_id: str, folio: int) -> Response:
    """A page that differs: ours in grey, what left and what came in colour."""
    _, found = _proof(token, proof_id)
    path = returning.pictures(desk().config.instance, found.id) / f"{folio}.png"
    if found.state not in (ProofState.COMPARED, ProofState.UNFINISHED) or not path.is_file():
        abort(closed())
    answer = send_file(path, "image/png")
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer
