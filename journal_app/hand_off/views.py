"""Hand-off, the desk's side: links are made, shown once, looked after and revoked; what printers said. No rule."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import passwords
from journal_app.bat import store as bats
from journal_app.flatplan import store as flatplan
from journal_app.hand_off import door, needs, parcel, printing, returning, stopping, store
from journal_app.hand_off.amounts import Unclear, copies
from journal_app.hand_off.door_pages import pin_words, typed
from journal_app.hand_off.letters import letters, stop_letters
from journal_app.hand_off.model import MOST_DOWNLOADS, PrinterRequest
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import answer, answered

Page = str | Response | tuple[str, int]

blueprint = Blueprint("hand_off", __name__, template_folder="templates")


def issue_of(db: Session, slug: str) -> Issue:
    """The issue of an address, or a page that is not there."""
    return issues.issue(db, actor(), slug) or abort(404)


@blueprint.get("/numeros/<slug>/imprimeur")
@policy(Policy.PRESS)
def show(slug: str) -> str:
    """What printers may, what they said, what they ask for it."""
    return _page(slug, Form({}))


def _page(slug: str, form: Form) -> str:
    with database().read() as db:
        issue = issue_of(db, slug)
        at, links = now(), store.links(db, issue.id)
        sheet = sheet_of(issue.printer)
        pages = len(flatplan.pages(db, issue.id))
        values: dict[str, Any] = {
            "links": [(row, door.lives(db, row, at)) for row in links],
            "taken": store.taken(db, [row.id for row in links], at),
            "events": store.events(db, issue.id), "quotes": store.quotes(db, issue.id),
            "corrections": store.corrections(db, issue.id),
            "proofs": [(one, returning.standing(db, one)) for one in store.proofs(db, issue.id)],
            "sealed": bats.sealed(db, issue.id), "deliveries": printing.deliveries(db, issue.id),
        }  # fmt: skip
        stops = stopping.stops(db, issue.id)
    needed = issue.date if issue.date > at.date() else None
    need = needs.as_values(needs.of_sheet(sheet, pages, needed)) if sheet else {}
    filled = form.values or need | {
        "reference": f"JDJ-{issue.number:02d}-{at:%Y%m%d}",
        "quantities": " ; ".join(str(many) for many in needs.quantities(sheet)) if sheet else "",
    }
    companies = {row.id: row.company for row in links}
    return render_template(
        "hand_off/desk.html", issue=issue, form=form, typed=filled, keys=needs.KEYS, most=MOST_DOWNLOADS, at=at,
        companies=companies, waits=stopping.waits(stops),
        stops=[(one, stop_letters(issue.title, issue.number, one.bat.pdf, one.late)) for one in stops], **values,
    )  # fmt: skip


@blueprint.post("/numeros/<slug>/imprimeur/demandes")
@policy(Policy.PRESS, step_up=True)
def ask(slug: str) -> Page:
    """A request for quotation and the link that leads one company to it."""
    form = Form(request.form)
    company = form.line("company", required=True, most=120)
    quote, sheet = form.ticked("quote"), form.ticked("sheet")
    if not (quote or sheet):
        form.wrong("quote", "Choisir au moins une chose.")
    reference = form.line("reference", required=True, most=80)
    deadline = form.day("deadline", required=False)
    tiers = _quantities(form) if quote else []
    form.day("needed", required=False)
    told = {key: typed(key, 1000).strip() for key in needs.KEYS}
    if not form.fine:
        return _page(slug, form), 400
    made, hashed = _new(form.ticked("pin"))
    with database().write() as db:
        if answered(db):
            return done("Ce lien a été montré une fois. S’il est perdu, en faire un autre.", "hand_off.show", slug=slug)
        issue = issue_of(db, slug)
        row = PrinterRequest(issue_id=issue.id, reference=reference, need=told, quantities=tiers, deadline=deadline,
                             made_by=actor().account_id, made_at=now())  # fmt: skip
        store.add(db, row)
        rights = door.Rights(quote=quote, sheet=sheet, request_id=row.id)
        door.make(db, actor(), now(), issue.id, company, rights, made.token, hashed)
        answer(db, {"made": company})
    return _made(issue, company, made, [name for name, given in (("quote", quote), ("sheet", sheet)) if given])


def _quantities(form: Form) -> list[int]:
    """The numbers of copies to be priced, as they were typed: "3 000 ; 4 000"."""
    found = []
    for part in form.line("quantities").split(";"):
        try:
            found += [copies(part)] if part.strip() else []
        except Unclear as unclear:
            form.wrong("quantities", str(unclear))
    found = sorted({many for many in found if 0 < many <= needs.MOST_COPIES})
    if not 1 <= len(found) <= needs.MOST_TIERS:
        form.wrong("quantities", "D’une à six quantités, séparées par des points-virgules.")
    return found[: needs.MOST_TIERS]


@blueprint.post("/numeros/<slug>/imprimeur/liens")
@policy(Policy.PRESS, step_up=True)
def hand(slug: str) -> Page:
    """A link to the signed parcel, bound to its bytes. Without a signature there is nothing to hand out."""
    form = Form(request.form)
    company = form.line("company", required=True, most=120)
    if not form.fine:
        return _page(slug, form), 400
    with database().read() as db:
        issue = issue_of(db, slug)
        sealed = bats.sealed(db, issue.id)
        bat = bats.bat(db, sealed.bat_id) if sealed else None
    if sealed is None or bat is None:
        return done("Rien n’est signé : le BAT d’abord.", "hand_off.show", slug=slug)
    try:
        folder = desk().config.issues_folder / sealed.folder
        files = parcel.inventory(folder, sealed, {name: str(digest) for name, digest in bat.files.items()})
    except parcel.Differs:
        with database().write() as db:
            door.tell_desk(db, now(), issue.id, "printer-file-differs")
        return done("Un fichier n’est plus celui qui a été signé : rien n’est remis.", "hand_off.show", slug=slug)
    rights = door.Rights(bat_id=sealed.bat_id, sha256=sealed.sha256, files=tuple(files.items()))
    made, hashed = _new(form.ticked("pin"))
    with database().write() as db:
        if answered(db):
            return done("Ce lien a été montré une fois. S’il est perdu, en faire un autre.", "hand_off.show", slug=slug)
        if bats.sealed(db, issue.id) != sealed:  # voided while its files were read
            return done("Rien n’est signé : le BAT d’abord.", "hand_off.show", slug=slug)
        door.make(db, actor(), now(), issue.id, company, rights, made.token, hashed)
        answer(db, {"made": company})
    return _made(issue, company, made, ["parcel"])


def _new(with_pin: bool) -> tuple[door.Made, str]:
    """A token and a PIN, and what is kept of the PIN: hashed here, since that is slow, before a transaction begins."""
    made = door.Made(door.new_token(), door.new_pin() if with_pin else "")
    words = pin_words(desk().keys, door.hash_of(made.token), made.pin)
    return made, passwords.hash_password(words) if made.pin else ""


def _made(issue: Issue, company: str, made: door.Made, gives: Sequence[str]) -> str:
    """The one page that ever shows a link."""
    address = request.host_url.rstrip("/") + f"/imprimeur/{made.token}"
    found = letters(gives, issue.title, issue.number, address, now() + door.LASTS, bool(made.pin))
    return render_template("hand_off/made.html", issue=issue, company=company, address=address, pin=made.pin,
                           letters=found)  # fmt: skip


@blueprint.post("/numeros/<slug>/imprimeur/liens/<link_id>/revoquer")
@policy(Policy.PRESS)
def revoke(slug: str, link_id: str) -> Response:
    """End a link at once."""
    with database().write() as db:
        issue = issue_of(db, slug)
        door.revoke(db, actor(), now(), store.link(db, issue.id, link_id) or abort(404))
    return done("Le lien n’ouvre plus rien.", "hand_off.show", slug=slug)


@blueprint.post("/numeros/<slug>/imprimeur/liens/<link_id>/prevenu")
@policy(Policy.PRESS)
def warned(slug: str, link_id: str) -> Response:
    """Somebody told the printer that the file is not to be printed."""
    with database().write() as db:
        issue = issue_of(db, slug)
        stopping.warned(db, actor(), now(), store.link(db, issue.id, link_id) or abort(404))
    return done("C’est noté : l’imprimeur est prévenu.", "hand_off.show", slug=slug)
