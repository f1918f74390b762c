"""People of the desk: who needs what to come in, what an administrator takes away, and what ends with it."""

from datetime import timedelta

import pytest

from journal_app.accounts.model import Role, SignIn
from journal_app.accounts.store import hash_of
from journal_app.activity.model import Activity
from tests.accounts.people import (
    OTHER,
    PASSWORD,
    account,
    cookie,
    csrf,
    digits,
    enrol,
    has_password,
    link_in,
    sign_in,
    use,
)
from tests.desk import TestDesk


def verbs(desk: TestDesk) -> list[str]:
    """What the activity log says was done."""
    with desk.database.read() as db:
        return [row.verb for row in db.query(Activity)]


def test_a_facilitator_is_invited_for_one_residency(desk: TestDesk) -> None:
    boss, place = desk.visitor(Role.ADMINISTRATOR), desk.residency().id
    link = link_in(boss.post("/equipe/invitations", {"name": "Tariq", "roles": "facilitator", "residency": place}))
    assert "Tariq" in desk.app.test_client().get(link).text
    assert use(desk.app.test_client(), link, "tariq").status_code == 303
    assert [(grant.role, grant.residency_id) for grant in account(desk, "tariq").grants] == [("facilitator", place)]
    assert link not in boss.get("/equipe").text  # told once
    assert verbs(desk) == ["invited", "joined"]


def test_no_secret_comes_back_in_a_page(desk: TestDesk) -> None:
    link = link_in(desk.visitor(Role.ADMINISTRATOR).post("/equipe/invitations", {"name": "X", "roles": "editor"}))
    answer = desk.app.test_client().post(link, data={"name": "X", "login": "x", "password": PASSWORD, "again": OTHER})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text and OTHER not in answer.text


def test_a_translator_needs_no_second_factor_an_editor_does(desk: TestDesk) -> None:
    has_password(desk, Role.TRANSLATOR, login="tariq")
    has_password(desk, Role.EDITOR, login="mina")
    assert sign_in(desk.app.test_client(), "tariq").headers["Location"] == "/"
    assert sign_in(desk.app.test_client(), "  MINA ").headers["Location"].startswith("/connexion/code")
    assert sign_in(desk.app.test_client(), "mina", OTHER).status_code == 401


def test_one_comes_to_the_page_one_asked_for(desk: TestDesk) -> None:
    has_password(desk, Role.TRANSLATOR)
    client = desk.app.test_client()
    sent = client.get("/compte?lang=en").headers["Location"]
    assert sent == "/connexion?next=/compte?lang%3Den&lang=en"
    answer = client.post(sent, data={"login": "mina", "password": PASSWORD})
    assert answer.headers["Location"] == "/compte?lang=en"


def test_who_lost_everything_is_invited_again_and_the_old_ways_in_are_shut(desk: TestDesk) -> None:
    boss, lost = desk.visitor(Role.ADMINISTRATOR), desk.app.test_client()
    person = has_password(desk, Role.EDITOR)
    sign_in(lost)
    seed = enrol(lost)
    link = link_in(boss.post(f"/equipe/{person}/invitation"))
    found = desk.app.test_client()
    assert use(found, link, "ignored", OTHER).status_code == 303
    assert lost.get("/compte").status_code == 302
    assert sign_in(desk.app.test_client(), password=PASSWORD).status_code == 401
    assert enrol(found) != seed


def test_rights_taken_away_end_the_session_at_once(desk: TestDesk) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    for address, fields in (("roles", {"roles": "translator"}), ("acces", {"open": "0"})):
        someone = desk.visitor(Role.EDITOR)
        assert someone.get("/compte").status_code == 200
        assert boss.post(f"/equipe/{someone.actor.account_id}/{address}", fields).status_code == 303
        assert someone.get("/compte").status_code == 302
        assert someone.post("/compte", {"name": "X"}).status_code == 404


def test_an_administrator_who_goes_leaves_no_invitation_behind(desk: TestDesk) -> None:
    boss, second = desk.visitor(Role.ADMINISTRATOR), desk.visitor(Role.ADMINISTRATOR)
    link = link_in(second.post("/equipe/invitations", {"name": "X", "roles": "administrator"}))
    boss.post(f"/equipe/{second.actor.account_id}/acces", {"open": "0"})
    assert use(desk.app.test_client(), link, "back-again").status_code == 404


@pytest.mark.parametrize(
    "roles", [[], ["facilitator"], ["treasurer"], ["treasurer", "editor"], ["king"], ["printer"]], ids=str
)
def test_roles_that_do_not_go_together_are_refused(desk: TestDesk, roles: list[str]) -> None:
    boss = desk.visitor(Role.ADMINISTRATOR)
    assert boss.client.post(
        "/equipe/invitations", data={"csrf": boss.csrf, "name": "X", "roles": roles}
    ).status_code == 400  # fmt: skip


def test_the_authenticator_also_confirms_what_counts(desk: TestDesk) -> None:
    boss, client = has_password(desk, Role.ADMINISTRATOR), desk.app.test_client()
    sign_in(client)
    seed = enrol(client)
    with desk.database.write() as db:
        row = db.get_one(SignIn, hash_of(cookie(client)))
        assert row.stepped_up_at is not None
        row.stepped_up_at -= timedelta(minutes=11)
    fields = {"csrf": csrf(client), "name": "X", "roles": "editor"}
    asked = client.post("/equipe/invitations", data=fields, headers={"Referer": "http://localhost/equipe"})
    assert asked.headers["Location"] == "/confirmer?next=/equipe&to=/equipe/invitations"
    wrong = client.post("/confirmer?next=/equipe", data={"csrf": fields["csrf"], "password": OTHER})
    assert wrong.status_code == 401
    right = client.post("/confirmer?next=/equipe", data={"csrf": fields["csrf"], "password": digits(seed, 1)})
    assert right.headers["Location"] == "/equipe"
    assert client.post("/equipe/invitations", data=fields).status_code == 200
    assert account(desk).id == boss


def test_a_session_in_use_ends_after_a_week_all_the_same(desk: TestDesk) -> None:
    person = desk.visitor(Role.TRANSLATOR)
    with desk.database.write() as db:
        row = db.query(SignIn).filter_by(account_id=person.actor.account_id).one()
        row.seen_at -= timedelta(minutes=11)
        before, ends = row.seen_at, row.expires_at
    assert person.get("/compte").status_code == 200
    with desk.database.read() as db:
        row = db.query(SignIn).filter_by(account_id=person.actor.account_id).one()
        assert row.seen_at > before
        assert row.expires_at == ends


def test_another_password_shuts_the_other_sessions(desk: TestDesk) -> None:
    has_password(desk, Role.TRANSLATOR)
    here, elsewhere = desk.app.test_client(), desk.app.test_client()
    sign_in(here), sign_in(elsewhere)
    fields = {"csrf": csrf(here), "old": PASSWORD, "password": OTHER, "again": OTHER}
    assert here.post("/compte/mot-de-passe", data=fields | {"old": OTHER}).status_code == 400
    assert here.post("/compte/mot-de-passe", data=fields).status_code == 303
    assert here.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 302
    assert sign_in(desk.app.test_client(), password=OTHER).status_code == 303


def test_the_screen_speaks_the_persons_language(desk: TestDesk) -> None:
    person = desk.visitor(Role.TRANSLATOR)
    answer = person.post("/compte", {"name": "Mina", "language": "en", "email": ""})
    assert answer.status_code == 303
    assert '<html lang="en"' in person.get("/compte").get_data(as_text=True)
    assert '<html lang="fr"' in person.get("/compte?lang=fr").get_data(as_text=True)


def test_signing_out_ends_the_session_itself(desk: TestDesk) -> None:
    person = desk.visitor(Role.TRANSLATOR)
    token = cookie(person.client)
    assert person.post("/deconnexion").status_code == 303
    person.client.set_cookie("desk", token)  # somebody kept it
    assert person.get("/compte").status_code == 302


# --- what a copy of the database tells -------------------------------------------------------------------------------


def test_a_copy_of_the_database_opens_nobodys_account(desk: TestDesk) -> None:
    has_password(desk, Role.COORDINATOR)
    client, boss = desk.app.test_client(), desk.visitor(Role.ADMINISTRATOR)
    sign_in(client)
    seed = enrol(client)
    assert client.get("/compte").status_code == 200
    link = link_in(boss.post("/equipe/invitations", {"name": "Tariq", "roles": "translator"}))
    desk.database.close()
    found = desk.app.extensions["desk"]
    database = (found.config.instance / "journal.db").read_bytes()
    assert found.keys.sealed("x").split(".")[0][:4].encode() in database, "the seed is there, sealed"
    for secret in (seed, cookie(client), PASSWORD, link.split("/")[-1], found.keys.seal.decode()):
        assert secret.encode() not in database


def test_on_https_the_cookie_of_a_session_is_of_this_host_and_of_no_script(desk: TestDesk) -> None:
    has_password(desk, Role.TRANSLATOR)
    form = {"login": "mina", "password": PASSWORD}
    answer = desk.app.test_client().post("/connexion", data=form, base_url="https://desk.example")
    told = {one.partition("=")[0]: set(one.split("; ")) for one in answer.headers.getlist("Set-Cookie")}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= told["__Host-desk"]
    assert not any(part.startswith("Domain") for part in told["__Host-desk"])
    # the mark of a browser that was here before opens nothing, and goes to the sign-in page alone
    assert {"Secure", "HttpOnly", "Path=/connexion", "SameSite=Strict"} <= told["known"] and len(told) == 2
