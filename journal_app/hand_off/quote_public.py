"""Hand-off, the printer's quote: typed, shown with HT, VAT and TTC, and only then given. It holds no rule."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.hand_off import quoting, store
from journal_app.hand_off.door_pages import Page, at_the_door, back, closed, enter, issue_of, new_here, still, typed
from journal_app.hand_off.model import PrinterLink, PrinterRequest
from journal_app.hand_off.needs import shown
from journal_app.issues.model import Issue
from journal_app.web.desk import database, now
from journal_app.web.guards import Policy, policy

blueprint = at_the_door(Blueprint("printer_quote", __name__, template_folder="templates"))
blueprint.add_app_template_filter(quoting.priced, "priced")
blueprint.add_app_template_filter(quoting.rate, "rate")


def _asked(token: str) -> tuple[PrinterLink, PrinterRequest, Issue]:
    """The link and the request it may quote for."""
    row = enter(token)
    with database().read() as db:
        asked = store.request(db, row.request_id)
        issue = issue_of(db, row)
    if not row.quote or asked is None:
        abort(closed())
    return row, asked, issue


def _form(token: str, row: PrinterLink, asked: PrinterRequest, issue: Issue, told: dict[str, str],
          wrong: dict[str, str], lines: int = 0, fresh: bool = False) -> str:  # fmt: skip
    """The form with so many lines of the printer's own; `fresh`: the last of them was just asked for."""
    return render_template("hand_off/quote.html", token=token, link=row, asked=asked, issue=issue, typed=told,
                           wrong=wrong, need=shown(asked.need), lines=max(lines, quoting.lines(told)), fresh=fresh,
                           most_lines=quoting.MORE, without=quoting.WITHOUT)  # fmt: skip


def _lines(words: str) -> int:
    """How many lines of the printer's own a form had."""
    return min(int(words), quoting.MORE) if words.isascii() and words.isdigit() and len(words) < 3 else 0


@blueprint.get("/imprimeur/<token>/devis")
@policy(Policy.PUBLIC)
def write(token: str) -> str:
    """An empty quote; or, to correct one that is not given yet, what was typed is still in the form (POST below)."""
    row, asked, issue = _asked(token)
    today = now().date().isoformat()
    return _form(token, row, asked, issue, {"dated": today, "vat": "10", "overs": str(asked.need.get("overs", ""))}, {})


@blueprint.post("/imprimeur/<token>/devis")
@policy(Policy.PUBLIC)
def give(token: str) -> Page | Response:
    """Show what was understood, with taxes; the printer confirms, or goes back to the form with everything in it."""
    row, asked, issue = _asked(token)
    told = {name: typed(name, 4000) for name in quoting.names(asked.quantities)}
    step, there = request.form.get("step", "look"), _lines(request.form.get("lines", ""))
    if step == "line":
        more = min(max(there, quoting.lines(told)) + 1, quoting.MORE)
        return _form(token, row, asked, issue, told, {}, more, fresh=True)
    offer, wrong = quoting.read(told, asked.quantities, now().date())
    if offer is None or step == "mend":
        return _form(token, row, asked, issue, told, wrong, there), 400 if offer is None else 200
    if step != "give":
        return render_template("hand_off/quote_look.html", token=token, link=row, asked=asked, issue=issue, typed=told,
                               offer=offer)  # fmt: skip
    with database().write() as db:
        row = still(db, row)
        if new_here(db, row):
            quoting.give(db, now(), row, offer)
            return back(token, "quote", "dit")
    return back(token, "twice", "dit")
