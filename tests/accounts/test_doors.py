"""The doors of the desk: the first run, signing in with two factors, invitations; and who tries them without a key."""

import re
import threading
from datetime import UTC, datetime, timedelta
from html import unescape

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from journal_app.accounts import known, passwords
from journal_app.accounts.attempts import FREE, FREE_HERE, LONGEST_HERE_S, Attempts
from journal_app.accounts.model import Account, Invitation, Role, SignIn
from tests.accounts import people
from tests.desk import TestDesk

PASSWORD = "cheval pile agrafe correcte"
ELSEWHERE = {"Origin": "https://exemple.invalid", "Sec-Fetch-Site": "cross-site"}


def first(desk: TestDesk) -> tuple[FlaskClient, str]:
    """The first administrator, signed in, with the seed of the authenticator."""
    client = desk.app.test_client()
    answer = client.post("/premiers-pas", data={"name": "Ana", "login": "Ana", "password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/connexion/code?next=/")
    seed = shown_seed(client.get("/connexion/code"))
    assert client.post("/connexion/code", data={"code": pyotp.TOTP(seed).now()}).status_code == 303
    return client, seed


def shown_seed(page: TestResponse) -> str:
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def csrf(client: FlaskClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/compte").text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, login: str = "ana", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/connexion", data={"login": login, "password": password} | more)


def invite(client: FlaskClient, *roles: Role) -> str:
    """The path of a new invitation, as its maker sees it once."""
    page = client.post("/equipe/invitations", data={"csrf": csrf(client), "name": "Bo", "roles": list(roles)})
    found = re.search(r"/invitation/[\w-]+", page.text)
    assert found, page.status_code
    return found[0]


# --- the first run ---------------------------------------------------------------------------------------------------


def test_the_first_person_administers_and_the_page_is_gone(desk: TestDesk) -> None:
    client, _ = first(desk)
    assert client.get("/equipe").status_code == 200
    assert desk.app.test_client().get("/premiers-pas").status_code == 404


def test_from_elsewhere_the_first_run_asks_for_the_key(desk: TestDesk) -> None:
    form = {"name": "M", "login": "m", "password": PASSWORD, "again": PASSWORD}
    far = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert desk.app.test_client().post("/premiers-pas", data=form, **far).status_code == 400
    form["setup"] = desk.app.extensions["desk"].keys.setup
    assert desk.app.test_client().post("/premiers-pas", data=form, **far).status_code == 303


GUESSED = ["court", "a" * 20, "motdepasse123456", "journal des jungles 1", "ana-maria ana-maria"]


@pytest.mark.parametrize("password", GUESSED)
def test_a_password_that_can_be_guessed_is_refused(password: str) -> None:
    assert passwords.weakness(password, "ana-maria")
    assert not passwords.weakness("cheval pile agrafe correcte", "ana-maria")


# --- signing in ------------------------------------------------------------------------------------------------------


def test_name_and_password_lead_to_the_code_and_the_code_leads_in(desk: TestDesk) -> None:
    _, seed = first(desk)
    client = desk.app.test_client()
    assert sign_in(client, "ANA ").location == "/connexion/code?next=/"
    assert client.get("/compte").status_code == 302, "the password alone opens nothing"
    assert client.post("/connexion/code", data={"code": "000000"}).status_code == 401
    later = pyotp.TOTP(seed).at(datetime.now(UTC) + timedelta(seconds=30))
    assert client.post("/connexion/code", data={"code": later}).status_code == 303
    assert client.get("/compte").status_code == 200


def test_a_code_works_once(desk: TestDesk) -> None:
    _, seed = first(desk)
    later = pyotp.TOTP(seed).at(datetime.now(UTC) + timedelta(seconds=30))
    for status in (303, 401):
        client = desk.app.test_client()
        sign_in(client)
        assert client.post("/connexion/code", data={"code": later}).status_code == status


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(desk: TestDesk) -> None:
    first(desk)
    answers = [sign_in(desk.app.test_client(), login, "une phrase tout à fait fausse") for login in ("ana", "personne")]
    assert [answer.status_code for answer in answers] == [401, 401]
    told = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert told[0] == told[1]


def test_the_cookie_changes_at_each_step_and_holds_no_name(desk: TestDesk) -> None:
    _, seed = first(desk)
    client, seen = desk.app.test_client(), []
    client.set_cookie("desk", "a-token-somebody-planted")
    sign_in(client)
    for _ in range(2):
        cookie = client.get_cookie("desk")
        assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
        seen.append(cookie.value)
        later = pyotp.TOTP(seed).at(datetime.now(UTC) + timedelta(seconds=30))
        client.post("/connexion/code", data={"code": later})
    assert len({*seen, "a-token-somebody-planted"}) == 3
    with desk.database.read() as db:
        assert not {row.token_hash for row in db.scalars(select(SignIn))} & set(seen)


def test_too_many_failures_slow_down_who_fails_and_nobody_else() -> None:
    attempts, now = Attempts(), datetime(2027, 3, 1, tzinfo=UTC)
    for _ in range(FREE + 3):
        attempts.failed("ana", "192.0.2.7", now)
    assert attempts.wait("ana", "192.0.2.7", now) > 0
    assert attempts.wait("ana", "192.0.2.8", now) == 0, "the person herself, from her own place"
    assert attempts.wait("ana", "192.0.2.7", now + timedelta(minutes=2)) == 0
    assert attempts.wait("ana", "192.0.2.7", now + timedelta(days=1)) == 0


def test_many_names_tried_from_one_place_slow_that_place_a_little() -> None:
    attempts, now = Attempts(), datetime(2027, 3, 1, tzinfo=UTC)
    for number in range(FREE_HERE - 1):
        attempts.failed(f"name-{number}", "192.0.2.7", now)
    assert attempts.wait("ana", "192.0.2.7", now) == 0, "an association that mistypes"
    for number in range(100):
        attempts.failed(f"other-{number}", "192.0.2.7", now)
    assert attempts.wait("ana", "192.0.2.7", now) == LONGEST_HERE_S
    assert attempts.wait("ana", "192.0.2.8", now) == 0


def test_what_is_remembered_of_a_failure_is_a_keyed_hash_until_midnight() -> None:
    attempts, now = Attempts(), datetime(2027, 3, 1, 23, 59, tzinfo=UTC)
    attempts.failed("ana", "192.0.2.7", now)
    before = set(vars(attempts)["_failed"])
    assert len(before) == 2 and "ana" not in str(vars(attempts)) and "192.0.2.7" not in str(vars(attempts))
    attempts.failed("ana", "192.0.2.7", now + timedelta(minutes=1))
    assert before.isdisjoint(vars(attempts)["_failed"]), "another day, another key: nobody is followed"
    other = Attempts()
    other.failed("ana", "192.0.2.7", now)
    assert before.isdisjoint(vars(other)["_failed"])


def test_who_shares_an_address_cannot_make_a_colleague_wait(desk: TestDesk) -> None:
    """Behind one router: the browser one came with before is counted by itself."""
    people.has_password(desk, Role.TRANSLATOR)
    own, stranger = desk.app.test_client(), desk.app.test_client()
    assert people.sign_in(own).status_code == 303
    own.delete_cookie("desk")  # signed out; the browser's mark stays
    for _ in range(FREE):
        assert people.sign_in(stranger, password="guessed").status_code == 401
    assert people.sign_in(stranger, password="guessed").status_code == 429
    assert people.sign_in(stranger).status_code == 429, "a browser that is not known waits, whatever it says"
    assert people.sign_in(own).status_code == 303
    own.delete_cookie("desk")
    for _ in range(FREE):
        people.sign_in(own, password="forgotten")
    assert people.sign_in(own).status_code == 429, "a known browser has its own count"


def test_the_mark_of_a_known_browser_is_of_one_name_and_cannot_be_made(desk: TestDesk) -> None:
    keys = desk.app.extensions["desk"].keys
    told = known.mark(keys, "mina")
    assert known.place(keys, "mina", told, "192.0.2.7") != "192.0.2.7"
    for wrong in ("", ".", "x.y", told[:-1], told.replace(".", "x."), "é.\ud800"):
        assert known.place(keys, "mina", wrong, "192.0.2.7") == "192.0.2.7"
    assert known.place(keys, "omar", told, "192.0.2.7") == "192.0.2.7"


def test_sign_in_leads_to_our_own_pages_only(desk: TestDesk) -> None:
    first(desk)
    for address in ("https://exemple.invalid/", "//exemple.invalid", "/\\exemple.invalid", "javascript:alert(1)"):
        answer = desk.app.test_client().post(
            "/connexion", query_string={"next": address}, data={"login": "ana", "password": PASSWORD}
        )
        assert "exemple" not in (answer.location or "") and "javascript" not in (answer.location or "")


def test_a_change_from_another_site_or_without_the_token_is_refused(desk: TestDesk) -> None:
    client, _ = first(desk)
    token = csrf(client)
    form = {"name": "Autre", "language": "fr"}
    assert client.post("/compte", data=form | {"csrf": token}, headers=ELSEWHERE).status_code == 403
    assert client.post("/compte", data=form).status_code == 403
    near = token[:-1] + ("y" if token.endswith("x") else "x")
    assert client.post("/compte", data=form | {"csrf": near}).status_code == 403
    assert client.post("/compte", data=form | {"csrf": token}).status_code == 303
    assert desk.app.test_client().post("/connexion", headers=ELSEWHERE).status_code == 403


def test_a_session_ends_by_signing_out_and_by_time(desk: TestDesk) -> None:
    client, _ = first(desk)
    with desk.database.write() as db:
        db.execute(update(SignIn).values(seen_at=datetime.now(UTC) - timedelta(hours=13)))
    assert client.get("/compte").status_code == 302
    with desk.database.write() as db:
        db.execute(update(SignIn).values(seen_at=datetime.now(UTC)))
    client.post("/deconnexion", data={"csrf": csrf(client)})
    with desk.database.read() as db:
        assert db.scalars(select(SignIn)).all() == []


def test_demo_people_come_in_on_this_machine_only(desk: TestDesk) -> None:
    with desk.database.write() as db:
        row = Account(login="essai", name="Essai", password_hash="-", demo=True, created_at=datetime.now(UTC))
        db.add(row)
    form = {"account": row.id}
    assert desk.app.test_client().post("/connexion/essai", data=form).status_code == 303
    for trick in (
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"Host": "journal.exemple.org"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    ):
        assert desk.app.test_client().post("/connexion/essai", data=form, **trick).status_code == 404
    assert sign_in(desk.app.test_client(), "essai", "-").status_code == 401


# --- invitations and roles -------------------------------------------------------------------------------------------


def test_an_invitation_makes_one_account_with_its_roles(desk: TestDesk) -> None:
    client, _ = first(desk)
    path, guest = invite(client, Role.TRANSLATOR), desk.app.test_client()
    form = {"name": "Bo", "login": "bo", "password": PASSWORD + " deux", "again": PASSWORD + " deux"}
    assert guest.post(path, data=form).location == "/"
    assert guest.get("/compte").status_code == 200 and guest.get("/equipe").status_code == 404
    assert desk.app.test_client().get(path).status_code == 404


def test_an_invitation_that_was_used_is_looked_at_while_somebody_else_writes(desk: TestDesk) -> None:
    """Also past its day: a link that many programs open again waits in no line, and holds up nobody."""
    client, _ = first(desk)
    path = invite(client, Role.TRANSLATOR)
    with desk.database.write() as db:
        row = db.query(Invitation).one()
        row.used_at = row.expires_at = datetime(2020, 1, 1, tzinfo=UTC)
    with desk.database.write():
        assert desk.app.test_client().get(path).status_code == 404


def test_of_two_who_use_an_invitation_at_once_one_comes_in(desk: TestDesk) -> None:
    client, _ = first(desk)
    path, told = invite(client, Role.TRANSLATOR), []

    def use(login: str) -> None:
        form = {"name": login, "login": login, "password": PASSWORD + login, "again": PASSWORD + login}
        told.append(desk.app.test_client().post(path, data=form).status_code)

    threads = [threading.Thread(target=use, args=(login,)) for login in ("un-un", "deux-deux", "trois-trois")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [303, 404, 404]


def test_an_invitation_is_over_after_48_hours_and_when_it_is_taken_back(desk: TestDesk) -> None:
    client, _ = first(desk)
    late, back = invite(client, Role.EDITOR), invite(client, Role.EDITOR)
    page = client.get("/equipe").text
    for found in re.findall(r"/equipe/invitations/\w+/retirer", page)[:1]:
        client.post(found, data={"csrf": csrf(client)})
    open_ones = [path for path in (late, back) if desk.app.test_client().get(path).status_code == 200]
    assert len(open_ones) == 1
    with desk.database.write() as db:
        db.execute(update(Invitation).values(expires_at=datetime.now(UTC)))
    assert desk.app.test_client().get(open_ones[0]).status_code == 404


def test_a_session_ends_at_once_when_rights_change(desk: TestDesk) -> None:
    client, _ = first(desk)
    other = desk.visitor(Role.EDITOR)
    assert other.get("/compte").status_code == 200
    address = f"/equipe/{other.actor.account_id}/roles"
    assert client.post(address, data={"csrf": csrf(client), "roles": ["translator"]}).status_code == 303
    assert other.get("/compte").status_code == 302


def test_the_last_administrator_stays(desk: TestDesk) -> None:
    client, _ = first(desk)
    with desk.database.read() as db:
        account_id = db.scalars(select(Account.id)).one()
    for what, form in (("roles", {"roles": ["editor"]}), ("acces", {"open": "0"})):
        answer = client.post(f"/equipe/{account_id}/{what}", data=form | {"csrf": csrf(client)})
        assert answer.status_code == 409 and "au moins une personne" in answer.text
    assert client.get("/equipe").status_code == 200


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_what_counts_asks_for_the_password_again(desk: TestDesk) -> None:
    client, _ = first(desk)
    with desk.database.write() as db:
        db.execute(update(SignIn).values(stepped_up_at=datetime.now(UTC) - timedelta(minutes=11)))
    form = {"csrf": csrf(client), "name": "Bo", "roles": ["editor"]}
    answer = client.post("/equipe/invitations", data=form, headers={"Referer": "http://localhost/equipe"})
    assert (answer.status_code, answer.location) == (307, "/confirmer?next=/equipe&to=/equipe/invitations")
    asked = client.post(answer.location, data=form)  # as a browser does: with the same fields
    assert asked.status_code == 200 and "ce que vous avez écrit est gardé" in asked.text
    again = {"csrf": csrf(client), "kept": hidden(asked.text)["kept"], "password": "une phrase tout à fait fausse"}
    wrong = client.post(answer.location, data=again)
    assert wrong.status_code == 401 and hidden(wrong.text)["kept"] == again["kept"]
    right = client.post(answer.location, data=again | {"password": PASSWORD})
    assert right.status_code == 200 and 'action="/equipe/invitations"' in right.text
    fields = hidden(right.text)
    assert {key: fields[key] for key in ("name", "roles")} == {"name": "Bo", "roles": "editor"}
    assert client.post("/equipe/invitations", data=fields).status_code == 200


def test_a_clock_that_is_set_back_makes_the_ten_minutes_no_longer(desk: TestDesk) -> None:
    client, _ = first(desk)
    with desk.database.write() as db:
        db.execute(update(SignIn).values(stepped_up_at=datetime.now(UTC) + timedelta(hours=3)))
    answer = client.post("/equipe/invitations", data={"csrf": csrf(client), "name": "Bo", "roles": ["editor"]})
    assert answer.location.startswith("/confirmer")


def test_the_password_page_sends_nobody_elsewhere_and_keeps_only_what_it_wrote(desk: TestDesk) -> None:
    client, _ = first(desk)
    good = {"csrf": csrf(client), "password": PASSWORD}
    for kept in ("", "{", "7", '["a"]', "[[1]]"):
        answer = client.post("/confirmer?next=/equipe&to=/equipe/invitations", data=good | {"kept": kept})
        assert (answer.status_code, answer.location) == (303, "/equipe")
    told = client.post("/confirmer?to=https://example.org/", data=good | {"kept": '[["a", "\\"><b>"]]'}).text
    assert 'action="/"' in told and "<b>" not in told


HOSTILE = ["\0", "\ud800".encode("utf-8", "surrogatepass"), "é" * 100_000, "' OR 1=1 --", "\u202e"]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_typed_breaks_a_door(desk: TestDesk, words: str | bytes) -> None:
    client, _ = first(desk)
    token = csrf(client)
    for address, fields in (
        ("/connexion", ("login", "password")), ("/connexion/code", ("code",)), ("/confirmer", ("password",)),
        ("/compte", ("name", "email", "language")), ("/compte/mot-de-passe", ("old", "password", "again")),
        ("/equipe/invitations", ("name", "roles", "residency")), ("/connexion/essai", ("account",)),
    ):  # fmt: skip
        answer = client.post(address, data=dict.fromkeys(fields, words) | {"csrf": token})
        assert 300 <= answer.status_code < 500, (address, answer.status_code)
