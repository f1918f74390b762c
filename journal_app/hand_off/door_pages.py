"""Hand-off, what every page of the printer's door shares: the link is opened, or one calm page answers. No script.

What is absent, expired, revoked, used up, dead or guessed gets the same bytes: nothing of the address is in them. Only
the token of a file that nobody may print any more says that: not why, nor what was in it. A GET changes nothing that
lives, so that the previews that mail programs make burn nothing.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from journal_app.accounts import passwords
from journal_app.hand_off import door, store
from journal_app.hand_off.model import PrinterLink
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.keys import Keys
from journal_app.messages import translator
from journal_app.web.desk import database, desk, now
from journal_app.web.doors import behind_a_link
from journal_app.web.forms import Form
from journal_app.web.guards import same
from journal_app.web.once import first_time
from journal_app.web.screen import language, page_url

LANGUAGES = ("fr", "en")
PIN_HOURS = 12  # for so long a browser is not asked for the PIN again
Page = str | Response | tuple[str, int]


def at_the_door(blueprint: Blueprint) -> Blueprint:
    """Let a blueprint's pages be the printer's: in two languages, without script, even for who is signed in here."""
    behind_a_link(blueprint, "staff", LANGUAGES, told_off)

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
        return told_off("refused:printer-too-large", 413)

    return blueprint


def told_off(words: str, status: int) -> tuple[str, int]:
    """A calm page that says why not, with the way back."""
    token = str((request.view_args or {}).get("token", ""))
    said = translator(language()).gettext(words)
    return render_template("hand_off/not_now.html", words=said, token=token), status


def closed() -> Response:
    """The one answer to whatever opens nothing."""
    return make_response(render_template("hand_off/closed.html"), 404)


def shut(token: str) -> Response:
    """What whoever holds this token is told when it leads nowhere: that nobody may print its file, where that is so;
    else the one answer. The file is named to who would have seen it: not before the PIN."""
    with database().read() as db:
        return _shut(db, token)


def _shut(db: Session, token: str) -> Response:
    row = door.stopped(db, token)
    issue = issues.any_issue(db, row.issue_id) if row else None
    if row is None or issue is None:
        return closed()
    named = [name for name, digest in row.files.items() if digest == row.sha256] if _known(row) else []
    return make_response(render_template("hand_off/stopped.html", issue=issue, named=named[:1]), 410)


def _known(row: PrinterLink) -> bool:
    """Whether this browser has given the PIN of a link, or needs none."""
    return not row.pin_hash or same(request.cookies.get(cookie_name(), ""), pin_mark(desk().keys, row))


def enter(token: str) -> PrinterLink:
    """The link of this address, PIN given; else the request ends here."""
    at = now()
    with database().read() as db:
        row, over = door.opened(db, token, at), door.ran_out(db, token, at)
    if over:
        with database().write() as db:
            store.run_out(db, at)
    if row is None:
        abort(shut(token))
    if not _known(row):
        if request.method != "GET":
            abort(redirect(page_url("printer.show", token=token), 303))
        abort(make_response(pin_page(token, row, Form({}), 0), 200))
    return row


def still(db: Session, row: PrinterLink) -> PrinterLink:
    """The link again inside a transaction that changes something: it may have ended meanwhile."""
    found = db.get(PrinterLink, row.id, populate_existing=True)
    if found is None or not door.lives(db, found, now()):
        abort(_shut(db, str((request.view_args or {}).get("token", ""))))
    return found


def issue_of(db: Session, row: PrinterLink) -> Issue:
    """The issue a link is about."""
    return issues.any_issue(db, row.issue_id) or abort(closed())


def new_here(db: Session, row: PrinterLink) -> bool:
    """Whether this very form comes for the first time."""
    return first_time(db, f"printer:{row.id}")


def typed(name: str, most: int) -> str:
    """What a field brought, cut, its lines kept: without the signs that nobody sees and PostgreSQL does not take."""
    words = request.form.get(name, "").replace("\r\n", "\n")[:most]
    return "".join(sign for sign in words if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def back(token: str, said: str = "", anchor: str = "", **more: Any) -> Response:
    """On to the first page of the door, with a sentence (`said:<code>`)."""
    told: Mapping[str, Any] = {"dit": said} if said else {}
    return redirect(page_url("printer.show", token=token, _anchor=anchor or None, **told, **more), 303)


# --- the PIN ---------------------------------------------------------------------------------------------------------


def cookie_name() -> str:
    """`__Secure-` where people come by https: its path is the link's own, so `__Host-` cannot be."""
    return "__Secure-printer" if request.is_secure else "printer"


def pin_words(keys: Keys, token_hash: str, pin: str) -> str:
    """What is hashed slowly: a million PINs are soon tried against a stolen database, but not without its pepper."""
    return keys.digest(f"printer pin\n{token_hash}\n{pin}".encode("utf-8", "replace").decode())


def pin_mark(keys: Keys, row: PrinterLink) -> str:
    """What a browser keeps once the PIN was right: nothing without the desk's key, and nothing after a new PIN."""
    return keys.digest(f"printer pin given\n{row.token_hash}\n{row.pin_hash}")


def pin_right(row: PrinterLink, typed: str) -> bool:
    """Whether these are the digits; takes a tenth of a second and 64 MiB, two at a time."""
    digits = "".join(sign for sign in typed if sign.isdigit())[:20]
    return passwords.verify(row.pin_hash, pin_words(desk().keys, row.token_hash, digits))


def pin_page(token: str, row: PrinterLink, form: Form, wait: int) -> str:
    """Asks for the PIN and shows nothing else."""
    return render_template("hand_off/pin.html", token=token, form=form, wait=wait)
