"""Who comes with a code: the cookie's random bits -> a visit and its card, on the pages of contributors alone.

Nothing about the person is in the cookie; the row holds its hash, its card and the hour it ends.
"""

from dataclasses import dataclass

from flask import Flask, g, request
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.cards import actions, hashing, store
from journal_app.cards.model import OWN
from journal_app.web.desk import database, desk, now

# the blueprints whose pages are theirs
CONTRIBUTORS = frozenset({"gathering", "sending", "mine", "agreeing", "taking"})

HANDLE = frozenset({"mine.index", "mine.withdraw", "mine.bring_back"})  # all that a card opens long after printing


@dataclass(frozen=True, slots=True)
class Guest:
    """A visit. Without an actor its code opened nothing: it was an unknown one, or is one no more."""

    token: str
    csrf: str
    own_phone: bool
    actor: Actor | None
    language: str = ""
    read_back: bool = False
    cut: bool = False


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to this host and to https; over plain http a browser would refuse that name."""
    return "__Host-visit" if secure else "visit"


def guest() -> Guest | None:
    """Who visits; None for who showed no code."""
    found: Guest | None = g.get("guest")
    return found


def give_visit(response: Response, token: str, own_phone: bool = False) -> Response:
    """Let the browser keep a visit: until it is closed, or for a month on the own phone; an empty one ends it."""
    kept = int(OWN.total_seconds()) if token and own_phone else None
    response.set_cookie(
        cookie_name(request.is_secure), token, max_age=kept if token else 0, path="/", secure=request.is_secure,
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def recognise() -> None:
    """Find the visit of this request, and let it last."""
    token = request.cookies.get(cookie_name(request.is_secure), "")
    g.guest = g.actor = None
    if not token:
        return
    at = now()
    with database().read() as db:
        row = store.visit(db, hashing.mark_of(token), at)
        card = store.card(db, row.card_id) if row else None
    if row is None:
        return
    actor = actions.holder(card) if card else None
    g.guest = Guest(
        token, hashing.csrf_of(desk().keys, token), row.own_phone, actor, card.language if card else "",
        bool(card and card.read_back), bool(card and card.cut),
    )  # fmt: skip
    g.actor = actor
    if card:
        g.screen = card.language
    if actions.stay(row, at):  # the row read is a plain value: written where it still is one
        with database().write() as db:
            if kept := store.visit(db, row.mark, at):
                actions.stay(kept, at)


def install(app: Flask) -> None:
    """Teach the templates of contributors their form's token."""
    app.jinja_env.globals["guest"] = guest
