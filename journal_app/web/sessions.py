"""Who asks: the cookie's random bits -> the account's actor, once a request. Nothing about the person is in the cookie.

flask-login carries it; the session itself is a row (accounts.model.SignIn), so that it ends the moment rights end.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store
from journal_app.accounts.actions import IDLE, LONGEST
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role, SignIn, Stage
from journal_app.messages import SOURCE
from journal_app.web.desk import database
from journal_app.web.screen import language

actor_of = store.actor_of
RENEWED = timedelta(minutes=10)  # how exactly it is known when somebody was last here: reading a page writes nothing
STEPPED_UP = timedelta(minutes=10)


class Person(UserMixin):  # type: ignore[misc]  # the library has no types
    """A signed-in account, as flask-login knows it."""

    def __init__(self, actor: Actor, row: SignIn, screen: str) -> None:
        self.actor, self.csrf, self.screen = actor, row.csrf, screen
        self.token_hash, self.seen_at, self.stepped_up_at = row.token_hash, row.seen_at, row.stepped_up_at

    def get_id(self) -> str:
        return self.actor.own_account

    def is_stepped_up(self, now: datetime) -> bool:
        """Whether the password was given again a moment ago."""
        # a clock that is set back would make a moment of hours: what is ahead of now counts for nothing
        return self.stepped_up_at is not None and timedelta() <= now - self.stepped_up_at < STEPPED_UP


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to this host and to https; over plain http a browser would refuse that name."""
    return "__Host-desk" if secure else "desk"


def cookie(request: Request) -> str:
    """The session's token that the browser sent."""
    return request.cookies.get(cookie_name(request.is_secure), "")


def give_cookie(response: Response, token: str) -> Response:
    """Let the browser keep a session's token; an empty one takes it away."""
    response.set_cookie(
        cookie_name(request.is_secure), token, max_age=LONGEST if token else 0, path="/", secure=request.is_secure,
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def person_of(db: Session, token: str, now: datetime) -> Person | None:
    """The person behind a cookie's value; None when there is no such session, or it has ended."""
    row = store.sign_in(db, token)
    if row is None or row.stage != Stage.IN or row.expires_at <= now or now - row.seen_at > IDLE:
        return None
    account = store.account(db, row.account_id)
    if account is None or not account.active:
        return None
    return Person(store.actor_of(account), row, account.language)


def install(app: Flask) -> None:
    """Let flask-login find the person by our cookie, and the templates know who is there."""
    login = LoginManager(app)

    @login.request_loader  # type: ignore[untyped-decorator]  # the library has no types
    def load(request: Request) -> Person | None:
        g.actor = None
        token = cookie(request)
        if not token:
            return None
        now = datetime.now(UTC)
        with database().read() as db:
            person = person_of(db, token, now)
        if person is None:
            return None
        g.actor, g.screen = person.actor, person.screen
        if now - person.seen_at > RENEWED:
            with database().write() as db:
                store.touch(db, person.token_hash, now)
        return person

    @app.context_processor
    def who() -> dict[str, Any]:
        there = bool(current_user and current_user.is_authenticated)
        return {
            "person": current_user if there else None,
            "csrf": lambda: current_user.csrf if there else "",
            "rooms": rooms,
            "piece_url": piece_url,
            "lang": language(),
        }


# name on screen, endpoint, the roles that see it in the bar (none: all who are signed in)
_ROOMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Mon travail", "issues.home", frozenset()),
    ("Numéros", "issues.index", frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR})),
    ("Glossaire", "glossary.index", frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR})),
    ("Argent", "funders.show", frozenset({Role.COORDINATOR, Role.TREASURER})),
    ("Recherche", "search.find", frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR})),
    ("Boîte", "tasks.inbox", frozenset()),
    ("Équipe", "accounts.team", frozenset({Role.ADMINISTRATOR})),
    ("Mon compte", "accounts.profile", frozenset()),
)


def rooms() -> list[tuple[str, str, int]]:
    """The rooms this person can enter: name, endpoint, how much waits there."""
    from journal_app.web.desk import actor, said

    return [
        (said(name), endpoint, 0)
        for name, endpoint, roles in _ROOMS
        if endpoint in current_app.view_functions and (not roles or actor().roles & roles)
    ]


def piece_url(piece_id: str) -> str:
    """Where a piece is read."""
    own = g.get("screen", SOURCE)
    return f"/contributions/{piece_id}" + (f"?lang={language()}" if language() != own else "")
