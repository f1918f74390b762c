"""What tests of the desk start from: a real desk in a temporary folder, people of every role, an issue, a residency."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Grant, Role, SignIn
from journal_app.app import create_app
from journal_app.config import Config
from journal_app.db import Database
from journal_app.issues.model import Issue, Residency
from journal_app.web.desk import Desk
from journal_app.web.sessions import actor_of, cookie_name

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class Visitor:
    """A signed-in browser without a screen: `post` carries the session's token, as a form of ours does."""

    client: FlaskClient
    csrf: str
    actor: Actor

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(address, data={"csrf": self.csrf} | (data or {}), **more)


@dataclass
class TestDesk:
    """A running desk with nothing in it but what a test puts there."""

    __test__ = False
    app: Flask

    @property
    def database(self) -> Database:
        found: Desk = self.app.extensions["desk"]
        return found.database

    def account(self, *roles: Role, residency: str | None = None, name: str = "") -> Actor:
        """A person with these roles."""
        with self.database.write() as db:
            login = name or "-".join(roles) or "nobody"
            row = Account(login=f"{login}-{secrets.token_hex(3)}", name=login, password_hash="-", created_at=NOW)
            row.grants = [
                Grant(role=role, residency_id=residency if role is Role.FACILITATOR else None, granted_at=NOW)
                for role in roles
            ]
            db.add(row)
            db.flush()
            return actor_of(row)

    def visit(self, actor: Actor) -> Visitor:
        """That person, signed in."""
        token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(16), datetime.now(UTC)
        with self.database.write() as db:
            db.add(
                SignIn(
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    account_id=actor.account_id,
                    csrf=csrf,
                    made_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(hours=1),
                    stepped_up_at=now,
                )
            )
        client = self.app.test_client()
        client.set_cookie(cookie_name(False), token)
        return Visitor(client, csrf, actor)

    def visitor(self, *roles: Role, residency: str | None = None) -> Visitor:
        """A new person with these roles, signed in."""
        return self.visit(self.account(*roles, residency=residency))

    def residency(
        self, name: str = "Résidence de mars", languages: tuple[str, ...] = ("fr", "en", "ar", "ps")
    ) -> Residency:
        with self.database.write() as db:
            row = Residency(
                name=name,
                place="Grande-Synthe",
                starts=date(2027, 2, 26),
                ends=date(2027, 2, 28),
                languages=list(languages),
                created_at=NOW,
            )
            db.add(row)
        return row

    def issue(self, slug: str = "12-traverser", residency: str | None = None) -> Issue:
        with self.database.write() as db:
            row = Issue(
                slug=slug,
                title="Journal des Jungles",
                number=12,
                date=date(2027, 3, 20),
                theme={"fr": "Traverser"},
                languages=["fr", "en", "ar"],
                printer={"preset": "tabloid-offset"},
                masthead={"association": "Association de l’exemple"},
                residency_id=residency,
                press_close=NOW + timedelta(days=10),
                created_at=NOW,
            )
            db.add(row)
        return row


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    """A desk of its own for one test."""
    (tmp_path / "issues").mkdir()
    app = create_app(Config(issues_folder=tmp_path / "issues", instance=tmp_path / "instance"))
    yield TestDesk(app)
    app.extensions["desk"].database.close()
