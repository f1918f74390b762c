"""A form that is sent twice (double click, back button, a network that fails) does one thing. It knows no room's rows.

Each page's forms carry a random word (`forms.html`, csrf_field). The word and what was typed are a receipt, claimed in
the transaction that makes the thing: the same form again is answered as the first time; other words are another form.
"""

import hashlib
import json

from flask import Flask, abort, g, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.submissions import store
from journal_app.web.desk import actor, now
from journal_app.web.forms import new_key

FIELD = "once"


def word() -> str:
    """The random word of the forms on this page."""
    if "once" not in g:
        g.once = new_key()
    found: str = g.once
    return found


def _key(part: str) -> str:
    typed = sorted((name, values) for name, values in request.form.lists() if name != "csrf")
    whole = json.dumps([actor().account_id, request.path, typed, part])
    return f"form:{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()}"


def answered(db: Session, part: str = "") -> dict[str, str]:
    """What this very form was answered with before; empty the first time. `part`: of what it brings, such as a file.

    Of two at the same time the second waits here until the first one has committed.
    """
    if not request.form.get(FIELD):
        return {}
    row = store.claim_receipt(db, _key(part), now())
    return dict(row.answer)


def answer(db: Session, told: dict[str, str], part: str = "") -> None:
    """What this form will be answered with from now on."""
    if request.form.get(FIELD):
        store.claim_receipt(db, _key(part), now()).answer = told


def once(db: Session) -> None:
    """Go on if this form is new; else lead to where it led."""
    if where := answered(db).get("location"):
        abort(redirect(where, 303))


def led_to(db: Session, where: Response) -> Response:
    """This form leads there, now and when it comes again."""
    answer(db, {"location": where.headers["Location"]})
    return where


def install(app: Flask) -> None:
    """Teach the forms their word."""
    app.jinja_env.globals["once"] = word


def first_time(db: Session, door: str) -> bool:
    """Whether this form of who has only a link comes for the first time. `door`: whose link it is, `printer:<id>`."""
    if not request.form.get(FIELD):
        return True
    typed = sorted((name, values) for name, values in request.form.lists())
    mark = hashlib.sha256(repr(typed).encode("utf-8", "replace")).hexdigest()
    row = store.claim_receipt(db, f"{door}:{request.endpoint}:{mark}", now())
    if row.answer:
        return False
    row.answer = {"done": "1"}
    return True
