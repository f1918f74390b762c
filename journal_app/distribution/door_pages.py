"""Distribution, what the pages of an association's link share: it is opened, or one calm page answers. No script.

What is absent, expired, revoked or guessed gets the same bytes. A GET changes nothing
that lives: previews burn nothing.
"""

from flask import Blueprint, abort, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.distribution import door, store
from journal_app.distribution.model import Link
from journal_app.messages import translator
from journal_app.web.desk import database, now
from journal_app.web.doors import behind_a_link
from journal_app.web.once import first_time
from journal_app.web.screen import OFFERED, language, page_url

Page = str | Response | tuple[str, int]


def at_the_door(blueprint: Blueprint) -> Blueprint:
    """Let a blueprint's pages be an association's: in the desk's public languages, without script."""
    return behind_a_link(blueprint, "public", OFFERED, told_off)


def told_off(words: str, status: int) -> tuple[str, int]:
    """A calm page that says why not, with the way back."""
    token = str((request.view_args or {}).get("token", ""))
    return render_template(
        "distribution/not_now.html", words=translator(language()).gettext(words), token=token
    ), status


def closed() -> Response:
    """The one answer to whatever opens nothing."""
    return make_response(render_template("distribution/closed.html"), 404)


def enter(token: str) -> Link:
    """The link of this address; else the request ends here."""
    at = now()
    with database().read() as db:
        row, over = door.opened(db, token, at), door.ran_out(db, token, at)
    if over:
        with database().write() as db:
            store.run_out(db, at)
    return row if row is not None else abort(closed())


def still(db: Session, row: Link) -> Link:
    """The link again inside a transaction that changes something: it may have ended meanwhile."""
    found = db.get(Link, row.id, populate_existing=True)
    return found if found is not None and door.lives(found, now()) else abort(closed())


def new_here(db: Session, row: Link) -> bool:
    """Whether this very form comes for the first time."""
    return first_time(db, f"copies:{row.id}")


def back(token: str, told: str) -> Response:
    """On to the page, with a sentence (`thanks:<kind>`)."""
    return redirect(page_url("copies.show", token=token, dit=told, _anchor="dit"), 303)
