"""Hand-off, the printer's door: what one link leads to, without an account and without a script. It holds no rule."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from journal_app.bat import store as bats
from journal_app.hand_off import amounts, door, parcel, returning, saying, sending, store
from journal_app.hand_off.door_pages import (
    PIN_HOURS,
    Page,
    at_the_door,
    back,
    closed,
    cookie_name,
    enter,
    issue_of,
    new_here,
    pin_mark,
    pin_page,
    pin_right,
    shut,
    still,
    told_off,
    typed,
)
from journal_app.hand_off.model import MOST_DOWNLOADS, PrinterLink, Told
from journal_app.hand_off.needs import shown
from journal_app.issues.sheets import sheet_of
from journal_app.problems import Refused
from journal_app.web.desk import database, desk, now
from journal_app.web.errors import status_of
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

SAID = ("received", "plates", "delivered", "problem", "quote", "sheet", "proof", "twice")

# Where on the page somebody mends what was refused.
FIELDS = {
    "printer-problem-empty": "words", "printer-page-outside": "page", "printer-goes-back": "back",
    "printer-copies-missing": "quantity", "printer-copies-none": "quantity", "printer-overs-too-many": "overs",
}  # fmt: skip

blueprint = at_the_door(Blueprint("printer", __name__, template_folder="templates"))


@blueprint.get("/imprimeur/<token>")
@policy(Policy.PUBLIC)
def show(token: str) -> str:
    """Everything the link leads to. It changes nothing."""
    return _door(token, enter(token), Form({}))


def _door(token: str, row: PrinterLink, form: Form) -> str:
    """The page; `form`: what could not be said, with the words and each error at its field."""
    with database().read() as db:
        issue = issue_of(db, row)
        events = list(store.events_of(db, row))
        values: dict[str, Any] = {
            "request": store.request(db, row.request_id),
            "quotes": [one for one in store.quotes(db, row.issue_id) if one.link_id == row.id],
            "corrections": [one for one in store.corrections(db, row.issue_id) if one.link_id == row.id],
            "proofs": [
                (one, returning.standing(db, one))
                for one in store.proofs(db, row.issue_id)
                if row.bat_id and one.bat_id == row.bat_id
            ],
            "taken": store.taken(db, [row.id], now()).get(row.id, 0),
        }
        sealed = bats.sealed(db, row.issue_id) if row.bat_id else None
        signed = bats.bat(db, row.bat_id) if row.bat_id else None
    folder = desk().config.issues_folder / sealed.folder if sealed else None
    stands = saying.stands(events)
    said = request.args.get("dit", "")
    asked = values.pop("request")
    return render_template(
        "hand_off/door.html", token=token, link=row, issue=issue, asked=asked, need=shown(asked.need) if asked else [],
        sheet=sheet_of(issue.printer), files=_listed(row, folder), zip_size=sum(n for _, n in _listed(row, folder)),
        events=[one for one in events if one.kind in {*saying.STEPS, Told.PROBLEM, Told.PROOF}], stands=stands,
        said=said if said in SAID else "", steps=[(one, saying.goes_back(stands, one)) for one in saying.STEPS],
        left=MOST_DOWNLOADS - values["taken"], most=MOST_DOWNLOADS, sealed=sealed, whole=parcel.WHOLE,
        printed=bool(signed and signed.printed_at),
        most_proof=desk().config.proof_bytes, form=form, **values,
    )  # fmt: skip


def _listed(row: PrinterLink, folder: Path | None) -> list[tuple[str, int]]:
    """The files of a parcel with their sizes in bytes, as far as they are there."""
    if folder is None:
        return []
    there = [(name, (folder / name).stat().st_size) for name in row.files if (folder / name).is_file()]
    return [*there, (parcel.SUMS, len(parcel.sums(row.files)))]


@blueprint.post("/imprimeur/<token>/code")
@policy(Policy.PUBLIC)
def give_pin(token: str) -> Page | Answer:
    """The PIN. A wrong one is counted as the house counts failures, and over all places together."""
    at, attempts, place = now(), desk().attempts, request.remote_addr or ""
    with database().read() as db:
        row = door.opened(db, token, at)
    if row is None:
        return shut(token)
    if not row.pin_hash:
        return back(token)
    form, key = Form(request.form), f"printer:{row.id}"
    if wait := attempts.wait(key, place, at):
        return pin_page(token, row, form, wait), 429
    if pin_right(row, form.secret("pin")):
        attempts.succeeded(key, place, at)
        answer = back(token)
        answer.set_cookie(
            cookie_name(), pin_mark(desk().keys, row), max_age=PIN_HOURS * 3600, path=f"/imprimeur/{token}",
            secure=request.is_secure, httponly=True, samesite="Lax",
        )  # fmt: skip
        return answer
    attempts.failed(key, place, at)
    with database().write() as db:
        door.wrong_pin(db, at, row)
    form.wrong("pin", "Ce n’est pas ce code. Le demander au journal, par téléphone.")
    return pin_page(token, row, form, 0), 401


@blueprint.post("/imprimeur/<token>/fichiers/<name>")
@policy(Policy.PUBLIC)
def download(token: str, name: str) -> Response | Answer:
    """One file, or all: judged before the first byte leaves, counted after the last."""
    row = enter(token)
    if not row.bat_id or name not in (*row.files, parcel.SUMS, parcel.WHOLE):
        abort(closed())
    with database().write() as db:
        place = sending.keep_a_place(db, now(), row, name)
        sealed = bats.sealed(db, row.issue_id)
    if place is None or sealed is None:
        return shut(token)
    config = desk().config
    try:
        whole = Path(sealed.pdf).stem
        ready = parcel.ready(config.issues_folder / sealed.folder, row.files, name, config.instance / "leaving", whole)
    except parcel.Differs as differs:
        with database().write() as db:
            store.broke(db, place)
            door.tell(db, row, now(), Told.DIFFERS, words=differs.name)
            door.tell_desk(db, now(), row.issue_id, "printer-file-differs")
        return Answer(render_template("hand_off/differs.html", token=token, name=differs.name), 409,
                      content_type="text/html; charset=utf-8")  # fmt: skip
    except OSError:
        with database().write() as db:
            store.broke(db, place)
        raise
    answer = Response(sending.Leaving(ready, database(), row.id, place, now), content_type=ready.media_type)
    answer.content_length = ready.size
    answer.headers["Content-Disposition"] = f'attachment; filename="{ready.name}"'
    return answer


@blueprint.post("/imprimeur/<token>/dire")
@policy(Policy.PUBLIC)
def say(token: str) -> Page | Answer:
    """Received, a problem, plates made, delivered. The same form again says nothing twice."""
    row, form = enter(token), Form(request.form)
    kind = form.choice("kind", [*saying.STEPS, Told.PROBLEM], Told.PROBLEM)
    if not form.fine:
        return told_off("refused:printer-not-a-step", 400)
    said = _said(form, kind)
    if not form.fine:
        return _door(token, row, form), 400
    try:
        with database().write() as db:
            held = still(db, row)
            if new_here(db, held):
                saying.say(db, now(), held, said)
                return _committed(token, kind)
    except Refused as refused:
        if refused.code not in FIELDS:
            raise
        form.wrong(FIELDS[refused.code], f"refused:{refused.code}")
        return _door(token, row, form), status_of(refused)
    return back(token, "twice")


def _said(form: Form, kind: Told) -> saying.Said:
    """What the form says; the form holds what is wrong with it."""
    page = None
    if line := form.line("page"):
        page = int(line) if line.isascii() and line.isdigit() and len(line) < 10 else 0
        if not 1 <= page <= saying.MOST_PAGE:
            form.wrong("page", "refused:printer-page-wrong")
    copies, overs = _copies(form, "quantity"), _copies(form, "overs")
    if (copies or 0) < 0 or "quantity" in form.errors:
        form.errors["quantity"] = "refused:printer-copies-missing"
    words = typed("words", saying.MOST_WORDS).strip()
    return saying.Said(kind, page, words, copies, overs, form.ticked("back"))


def _committed(token: str, kind: Told) -> Answer:
    return redirect(page_url("printer.show", token=token, dit=kind.value, _anchor="dit"), 303)


def _copies(form: Form, name: str) -> int | None:
    """A number of copies as people write it; overs may be short of what was ordered."""
    words = form.line(name).replace("\u2212", "-")
    if not words:
        return None
    try:
        many = amounts.copies(words.lstrip("+-"))
    except amounts.Unclear as unclear:
        form.wrong(name, str(unclear))
        return None
    return -many if words.startswith("-") else many
