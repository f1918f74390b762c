"""Who asks: the cookie's random bits -> the account's actor, once a request. Nothing about the person is in the cookie.

flask-login carries it; the session itself is a row (accounts.model.SignIn), so that it ends the moment rights end.
"""

import hashlib
from datetime import UTC, datetime

from flask import Flask, Request, g
from flask_login import LoginManager, UserMixin
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Role, SignIn
from journal_app.web.desk import database


class Person(UserMixin):  # type: ignore[misc]  # the library has no types
    """A signed-in account, as flask-login knows it."""

    def __init__(self, actor: Actor, csrf: str, stepped_up_at: datetime | None) -> None:
        self.actor, self.csrf, self.stepped_up_at = actor, csrf, stepped_up_at

    def get_id(self) -> str:
        return self.actor.account_id


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to this host and to https; over plain http a browser would refuse that name."""
    return "__Host-desk" if secure else "desk"


def actor_of(account: Account) -> Actor:
    """An account's row as the value that actions take."""
    return Actor(
        account.id,
        account.name,
        frozenset(Role(grant.role) for grant in account.grants),
        frozenset(grant.residency_id for grant in account.grants if grant.residency_id),
    )


def person_of(db: Session, token: str, now: datetime) -> Person | None:
    """The person behind a cookie's value; None when there is no such session, or it has ended."""
    row = db.get(SignIn, hashlib.sha256(token.encode()).hexdigest())
    if row is None or row.expires_at <= now:
        return None
    account = db.get(Account, row.account_id)
    if account is None or not account.active:
        return None
    return Person(actor_of(account), row.csrf, row.stepped_up_at)


def install(app: Flask) -> None:
    """Let flask-login find the person by our cookie."""
    login = LoginManager(app)

    @login.request_loader  # type: ignore[untyped-decorator]  # the library has no types
    def load(request: Request) -> Person | None:
        g.actor = None
        token = request.cookies.get(cookie_name(request.is_secure), "")
        if not token:
            return None
        with database().read() as db:
            person = person_of(db, token, datetime.now(UTC))
        g.actor = person.actor if person else None
        return person
