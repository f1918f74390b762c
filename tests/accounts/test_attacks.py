"""Who tries the doors with what no browser sends: odd tokens and addresses, codes used twice, names to be guessed."""

import statistics
import threading
import time
from collections.abc import Callable
from functools import partial

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters
from flask.testing import FlaskClient

from journal_app.accounts import actions, codes, passwords, store
from journal_app.accounts.model import Account, Role, SignIn, Stage
from journal_app.db import Database
from journal_app.problems import Refused
from tests.accounts.people import PASSWORD, cookie, csrf, digits, enrol, has_password, seed_shown, sign_in
from tests.desk import NOW, TestDesk

ODD = ["é", "\x00", "\ufffd", "²" * 6, "\u202e", "x" * 100_000, "' OR 1=1 --", "{{7*7}}", "<script>"]
FORMS = (
    "/connexion", "/connexion/essai", "/confirmer", "/compte", "/compte/mot-de-passe", "/compte/code",
    "/compte/sessions", "/equipe/invitations", "/deconnexion",
)  # fmt: skip
FIELDS = ("csrf", "login", "password", "again", "old", "name", "email", "language", "account", "roles", "residency",
          "code", "open", "setup")  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:8]))
def test_an_odd_token_is_refused_and_breaks_nothing(desk: TestDesk, odd: str) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    for address in FORMS:
        answer = boss.client.post(address, data=dict.fromkeys(FIELDS, odd))
        assert answer.status_code in (403, 404, 413), address
    assert boss.get("/equipe").status_code == 200


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:8]))
def test_an_odd_word_in_every_field_is_an_answer_not_a_crash(desk: TestDesk, odd: str) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    for address in FORMS:
        visitor = desk.visit(boss.actor)
        answer = visitor.post(address, {name: odd for name in FIELDS if name != "csrf"})
        assert answer.status_code < 500, address


@pytest.mark.parametrize("code", ["²" * 6, "①②③④⑤⑥", "12345", "", "x" * 1000, "١٢٣٤٥٦", "-00001"])
def test_a_code_that_is_no_number_is_wrong_and_no_crash(code: str) -> None:
    assert codes.used_step(codes.new_seed(), code, 1_800_000_000, 0) is None


def test_a_code_may_be_typed_in_any_scripts_digits() -> None:
    seed, at = codes.new_seed(), 1_800_000_000
    right = pyotp.TOTP(seed).at(at)
    for zero in ("٠", "۰", "०"):
        assert codes.used_step(seed, "".join(chr(ord(zero) + int(digit)) for digit in right), at, 0) is not None


ADDRESSES = ["//[", "http://[::1", "//evil.example", "/\\evil.example", "https:evil.example", "////evil.example",
             "/\t/evil.example", "\x00", "javascript:alert(1)", "//evil.example@localhost", "http://localhost@evil.example",
             "http://ｅvil℀.example/", "/%0d%0aSet-Cookie:x"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_after_signing_in_one_stays_here(desk: TestDesk, address: str) -> None:
    has_password(desk, Role.TRANSLATOR)
    answer = desk.app.test_client().post(
        "/connexion", data={"login": "mina", "password": PASSWORD}, query_string={"next": address}
    )
    where = answer.headers.get("Location", "/")
    assert answer.status_code in (303, 404)
    assert where.startswith("/") and not where.startswith(("//", "/\\"))
    assert "\r" not in where and "\n" not in where


@pytest.mark.parametrize("origin", ["http://[", "null", "", "http://localhost.evil.example", "ftp://localhost"])
def test_a_change_from_an_odd_place_is_refused(desk: TestDesk, origin: str) -> None:
    person = desk.visitor(Role.TRANSLATOR)
    answer = person.post("/compte", {"name": "X", "language": "fr"}, headers={"Origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("referer", ["http://[", "https://evil.example/equipe", "//evil.example"])
def test_the_way_back_from_confirming_leads_nowhere_else(desk: TestDesk, referer: str) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    with desk.database.write() as db:
        db.query(SignIn).update({"stepped_up_at": None})
    answer = boss.post("/equipe/invitations", {"name": "X"}, headers={"Referer": referer})
    assert answer.headers["Location"] == "/confirmer?next=/&to=/equipe/invitations"


@pytest.mark.parametrize("path", ["/equipe/%00/roles", "/invitation/%00", "/invitation/%ED%A0%80", "/compte?lang=%00"])
def test_an_address_with_an_odd_sign_is_not_there(desk: TestDesk, path: str) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    assert boss.get(path).status_code in (404, 405)
    assert boss.post(path).status_code in (404, 405)


def test_a_used_code_opens_neither_a_second_session_nor_what_counts(desk: TestDesk) -> None:
    has_password(desk, Role.EDITOR)
    first, second = desk.app.test_client(), desk.app.test_client()
    sign_in(first)
    code = digits(seed_shown(first))
    assert first.post("/connexion/code", data={"code": code}).status_code == 303
    sign_in(second)
    assert second.post("/connexion/code", data={"code": code}).status_code == 401
    assert first.post("/confirmer", data={"csrf": csrf(first), "password": code}).status_code == 401


def test_of_two_who_send_one_code_at_once_one_comes_in(desk: TestDesk) -> None:
    has_password(desk, Role.EDITOR)
    setting_up = desk.app.test_client()
    sign_in(setting_up)
    seed = enrol(setting_up)
    clients = [desk.app.test_client() for _ in range(4)]
    for client in clients:
        sign_in(client)
    code = digits(seed, 1)

    def send(client: FlaskClient) -> int:
        return client.post("/connexion/code", data={"code": code}).status_code

    answers = at_once([partial(send, client) for client in clients])
    assert sorted(answers) == [303, 401, 401, 401]


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """What the calls answer when they start together."""
    ready, answers = threading.Barrier(len(calls)), []

    def run(call: Callable[[], int]) -> None:
        ready.wait()
        answers.append(call())

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_first_people_at_once_one_is(database: Database) -> None:
    """On SQLite and on PostgreSQL: a desk has one first administrator."""

    def begin(login: str) -> int:
        try:
            with database.write() as db:
                actions.first_account(db, NOW, login=login, name=login, password_hash="-", language="fr")
        except Refused:
            return 409
        return 303

    answers = at_once([partial(begin, login) for login in ("ana", "bo", "cy", "di")])
    assert sorted(answers) == [303, 409, 409, 409]
    with database.read() as db:
        assert db.query(Account).count() == 1


def test_of_two_administrators_who_close_each_other_at_once_one_stays(database: Database) -> None:
    """On SQLite and on PostgreSQL: nobody is left without an administrator by a race."""
    with database.write() as db:
        first = actions.first_account(db, NOW, login="ana", name="Ana", password_hash="-", language="fr")
        token = actions.invite(db, store.actor_of(first), NOW, name="Bo", roles=[(Role.ADMINISTRATOR, None)])
        second = actions.accept_invitation(db, NOW, token, login="bo", name="Bo", password_hash="-", language="fr")
        people = [store.actor_of(first), store.actor_of(second)]

    def close(me: int) -> int:
        try:
            with database.write() as db:
                actions.set_active(db, people[me], NOW, people[1 - me].account_id, False)
        except Refused:
            return 409
        return 303

    assert sorted(at_once([lambda: close(0), lambda: close(1)])) == [303, 409]
    with database.read() as db:
        assert len(store.active_administrators(db)) == 1


def test_a_session_that_waits_for_its_code_opens_no_room(desk: TestDesk) -> None:
    has_password(desk, Role.ADMINISTRATOR)
    client = desk.app.test_client()
    sign_in(client)
    with desk.database.read() as db:
        row = db.get_one(SignIn, store.hash_of(cookie(client)))
    assert row.stage == Stage.CODE
    assert client.get("/equipe").headers["Location"].startswith("/connexion")
    assert (
        client.post("/equipe/invitations", data={"csrf": row.csrf, "name": "X", "roles": "editor"}).status_code == 404
    )


def test_a_name_that_is_not_there_costs_the_same_hash() -> None:
    kept = passwords.hash_password(PASSWORD)
    assert extract_parameters(passwords.NOBODY) == extract_parameters(kept)
    assert extract_parameters(kept).memory_cost == 64 * 1024
    assert not passwords.verify(None, PASSWORD)


def test_a_name_cannot_be_told_by_how_long_the_answer_takes(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Medians less than 5 ms apart, in what an answer takes beside the hash.

    The hash is the same for all (above), and made small here: its own swaying would hide the rest. Each try is by a
    new stranger, so that nobody is made to wait.
    """
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", light)
    monkeypatch.setattr(passwords, "NOBODY", light.hash("nobody"))
    has_password(desk, Role.EDITOR)
    closed = has_password(desk, Role.EDITOR, login="partie")
    with desk.database.write() as db:
        db.get_one(Account, closed).active = False
    taken: dict[str, list[float]] = {"mina": [], "personne": [], "partie": []}
    client = desk.app.test_client()
    for turn in range(51):
        for login, times in taken.items():
            begun = time.perf_counter()
            answer = client.post(
                "/connexion",
                data={"login": login, "password": "une phrase fausse, mais longue"},
                environ_base={"REMOTE_ADDR": f"192.0.2.{turn}"},
            )
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 401
    medians = {login: statistics.median(times) for login, times in taken.items()}
    assert max(medians.values()) - min(medians.values()) < 0.005, medians


def test_at_most_two_hashes_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third waits: 128 MiB at most, however many knock."""
    working, most, lock = 0, 0, threading.Lock()
    real = passwords._HASHER.verify

    def counted(*given: str) -> bool:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        try:
            return bool(real(*given))
        finally:
            with lock:
                working -= 1

    class Counting:
        verify = staticmethod(counted)

    monkeypatch.setattr(passwords, "_HASHER", Counting)
    at_once([lambda: int(passwords.verify(None, "x" * 20)) for _ in range(6)])
    assert most == 2
