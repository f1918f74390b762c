"""People at the doors, as a browser meets them: forms are posted, links followed, the authenticator is a clock."""

import html
import re
from datetime import UTC, datetime, timedelta

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from journal_app.accounts import passwords
from journal_app.accounts.model import Account, Role
from journal_app.accounts.store import by_login
from tests.canaries import OTHER as OTHER
from tests.canaries import PASSWORD as PASSWORD
from tests.desk import TestDesk


def has_password(desk: TestDesk, *roles: Role, login: str = "mina", residency: str | None = None) -> str:
    """An account that can sign in with PASSWORD; returns its id."""
    person = desk.account(*roles, name=login, residency=residency)
    with desk.database.write() as db:
        row = db.get_one(Account, person.account_id)
        row.login, row.password_hash = login, passwords.hash_password(PASSWORD)
    return person.account_id


def cookie(client: FlaskClient) -> str:
    """The session's secret that a browser holds."""
    found = client.get_cookie("desk")
    return found.value if found else ""


def csrf(client: FlaskClient, path: str = "/compte") -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf" value="([^"]*)"', client.get(path).get_data(as_text=True))
    return html.unescape(found[1]) if found else ""


def sign_in(client: FlaskClient, login: str = "mina", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/connexion", data={"login": login, "password": password}, query_string=more)


def seed_shown(client: FlaskClient) -> str:
    """The key that the page shows once, to be typed into an authenticator."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', client.get("/connexion/code").get_data(as_text=True))
    assert found is not None
    return found[1].replace(" ", "")


def digits(seed: str, later: int = 0) -> str:
    """What the authenticator shows now, or some steps of 30 s later."""
    return pyotp.TOTP(seed).at(datetime.now(UTC) + later * timedelta(seconds=30))


def enrol(client: FlaskClient) -> str:
    """Set up the authenticator and come in; returns its seed."""
    seed = seed_shown(client)
    assert client.post("/connexion/code", data={"code": digits(seed)}).status_code == 303
    return seed


def link_in(answer: TestResponse) -> str:
    """The address of the invitation that an answer shows once."""
    found = re.search(r"https?://[^/]+(/invitation/[\w-]+)", answer.get_data(as_text=True))
    assert found is not None, answer.status
    return found[1]


def use(client: FlaskClient, link: str, login: str, password: str = OTHER) -> TestResponse:
    fields = {"name": login.title(), "login": login, "password": password, "again": password}
    return client.post(link, data=fields)


def account(desk: TestDesk, login: str = "mina") -> Account:
    with desk.database.read() as db:
        found = by_login(db, login)
    assert found is not None
    return found
