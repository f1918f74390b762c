"""Hand-off, the printer's sheet: ours is shown, the printer types what is otherwise and brings a profile. No rule."""

import hashlib

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.hand_off import correcting, profiles
from journal_app.hand_off.door_pages import Page, at_the_door, back, closed, enter, issue_of, new_here, still, typed
from journal_app.hand_off.model import PrinterLink
from journal_app.issues.model import Issue
from journal_app.media import store as media
from journal_app.messages import sentence, translator
from journal_app.web.desk import blobs, database, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language

FORM_BYTES = profiles.MOST_BYTES + 1_000_000
AGAIN = "Choisir le profil encore une fois : un navigateur ne le garde pas."

blueprint = at_the_door(Blueprint("printer_sheet", __name__, template_folder="templates"))


def _sheet(token: str) -> tuple[PrinterLink, Issue]:
    row = enter(token)
    with database().read() as db:
        issue = issue_of(db, row)
    if not row.sheet:
        abort(closed())
    return row, issue


def _form(token: str, row: PrinterLink, issue: Issue, told: dict[str, str], before: dict[str, str],
          wrong: dict[str, str]) -> str:  # fmt: skip
    return render_template("hand_off/sheet.html", token=token, link=row, issue=issue, before=before, typed=told,
                           wrong=wrong, keys=correcting.KEYS)  # fmt: skip


@blueprint.get("/imprimeur/<token>/fiche")
@policy(Policy.PUBLIC)
def write(token: str) -> str:
    """Our sheet of this printer."""
    row, issue = _sheet(token)
    before = correcting.present(issue.printer)
    return _form(token, row, issue, before, before, {})


@blueprint.post("/imprimeur/<token>/fiche")
@policy(Policy.PUBLIC, most_bytes=FORM_BYTES)
def give(token: str) -> Page | Response:
    """What is otherwise than the page showed, whatever was set meanwhile; a coordinator looks before it counts."""
    row, issue = _sheet(token)
    request.max_content_length = FORM_BYTES
    with database().read() as db:
        correcting.may_propose(db, row)
    before = correcting.present(issue.printer)
    before |= {key: typed(f"was_{key}", correcting.MOST_LINE) for key in before if f"was_{key}" in request.form}
    told = {key: typed(key, correcting.MOST_LINE) for key in correcting.KEYS}
    told["words"] = typed("words", correcting.MOST_WORDS).strip()
    changes = correcting.wanted(told, before)
    _, wrong = correcting.judged(issue.printer, changes)
    data = file.read(profiles.MOST_BYTES + 1) if (file := request.files.get("profile")) else b""
    profile, problems = profiles.read(data) if data else (None, [])
    if problems:
        wrong["profile"] = sentence(problems[0], language())
    elif data and wrong:
        wrong["profile"] = translator(language()).gettext(AGAIN)
    if wrong:
        return _form(token, row, issue, told, before, wrong), 400
    digest = hashlib.sha256(data).hexdigest() if profile else ""
    if profile:
        blobs().put(data)
    kept = profile.model_dump() | {"sha256": digest} if profile else {}
    with database().write() as db:
        row = still(db, row)
        if new_here(db, row):
            if profile:
                media.add_blob(db, digest, len(data), "application/vnd.iccprofile", now())
            correcting.propose(db, now(), row, before, changes, kept, told["words"])
            return back(token, "sheet", "dit")
    return back(token, "twice", "dit")
