"""What has run out stays so when the clock is set back: links, invitations, visits. Nothing opens before it was made.

One clock is set by hand for the whole desk; it jumps ahead and back.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from journal_app.accounts import actions as accounts
from journal_app.accounts import public as accounts_public
from journal_app.accounts import store as accounts_store
from journal_app.accounts.model import Invitation, Role, SignIn
from journal_app.cards import actions as cards
from journal_app.cards import store as cards_store
from journal_app.cards.model import Card, Visit
from journal_app.distribution import door as copies
from journal_app.distribution import door_pages as copies_pages
from journal_app.distribution.model import Link, Place, PlaceKind, Rights
from journal_app.hand_off import door as printer
from journal_app.hand_off import door_pages as printer_pages
from journal_app.hand_off.model import PrinterLink, PrinterRequest
from journal_app.lasting import lasts, over
from journal_app.media.blobs import open_blobs
from journal_app.proofs import links, links_public
from journal_app.proofs.model import ProofLink, Round
from journal_app.statements import waiting
from journal_app.upkeep.lapsing import lapse
from journal_app.web.desk import Desk
from journal_app.web.sessions import person_of
from journal_app.workshop import Workshop
from tests.desk import TestDesk

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TOKEN = "t" * 32


class Clock:
    """The one clock of the desk in these tests."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The doors ask this clock what time it is."""
    made = Clock()
    for module in (printer_pages, links_public, copies_pages, accounts_public):
        monkeypatch.setattr(module, "now", made)
    return made


def tools(desk: TestDesk) -> Workshop:
    running: Desk = desk.app.extensions["desk"]
    return Workshop(running.config, running.database, open_blobs(running.config.blobs_url))


def printers(desk: TestDesk) -> tuple[str, timedelta]:
    actor, issue = desk.account(Role.COORDINATOR), desk.issue()
    with desk.database.write() as db:
        asked = PrinterRequest(issue_id=issue.id, reference="R", need={}, quantities=[4000], made_by=actor.account_id,
                               made_at=NOW)  # fmt: skip
        db.add(asked)
        db.flush()
        rights = printer.Rights(quote=True, request_id=asked.id)
        printer.make(db, actor, NOW, issue.id, "Imprimerie de l’exemple", rights, TOKEN, "")
    return f"/imprimeur/{TOKEN}", printer.LASTS


def associations(desk: TestDesk) -> tuple[str, timedelta]:
    actor, issue = desk.account(Role.COORDINATOR), desk.issue()
    with desk.database.write() as db:
        place = Place(code="A", name="Association de l’exemple", kind=PlaceKind.ASSOCIATION, made_at=NOW)
        db.add(place)
        db.flush()
        copies.make(db, actor, NOW, issue.id, place, TOKEN, Rights.ORDER)
    return f"/exemplaires/{TOKEN}", copies.LASTS


def invitations(desk: TestDesk) -> tuple[str, timedelta]:
    actor = desk.account(Role.ADMINISTRATOR)
    with desk.database.write() as db:
        token = accounts.invite(db, actor, NOW, name="Bo", roles=[(Role.EDITOR, None)])
    return f"/invitation/{token}", accounts.INVITED_FOR


Door = Callable[[TestDesk], tuple[str, timedelta]]
DOORS = pytest.mark.parametrize("door", [printers, associations, invitations])


def opens(client: FlaskClient, path: str) -> bool:
    return client.get(path).status_code == 200


@DOORS
def test_who_came_too_late_comes_too_late_for_good(desk: TestDesk, clock: Clock, door: Door) -> None:
    path, lasts_for = door(desk)
    client = desk.app.test_client()
    assert opens(client, path)
    clock.at = NOW + lasts_for
    assert not opens(client, path)
    for back in (NOW + lasts_for - timedelta(seconds=1), NOW + DAY, NOW, NOW - 400 * DAY, NOW + lasts_for + DAY):
        clock.at = back
        assert not opens(client, path), back


@DOORS
def test_what_nobody_looked_at_is_ended_by_the_worker(desk: TestDesk, clock: Clock, door: Door) -> None:
    path, lasts_for = door(desk)
    client = desk.app.test_client()
    assert lapse(tools(desk), NOW + lasts_for - timedelta(seconds=1)) == 0
    assert opens(client, path)
    assert lapse(tools(desk), NOW + lasts_for) == 1
    assert lapse(tools(desk), NOW + lasts_for) == 0, "once"
    assert not opens(client, path)


@DOORS
def test_nothing_opens_before_it_was_made_and_all_is_well_when_the_clock_is_right_again(
    desk: TestDesk, clock: Clock, door: Door
) -> None:
    path, _ = door(desk)
    client = desk.app.test_client()
    clock.at = datetime(1970, 1, 2, tzinfo=UTC)  # a machine whose battery is empty
    assert not opens(client, path)
    lapse(tools(desk), clock.at)
    clock.at = NOW + DAY
    assert opens(client, path), "a clock that was behind for a moment ended nothing"


@DOORS
def test_a_link_past_its_day_answers_as_one_that_never_was(desk: TestDesk, clock: Clock, door: Door) -> None:
    path, lasts_for = door(desk)
    client = desk.app.test_client()
    clock.at = NOW + lasts_for
    never = path[:-8] + "AAAAAAAA"
    absent = client.get(never)
    for _ in range(2):  # the first look ends it
        gone = client.get(path)
        assert (gone.status_code, gone.text.replace(path, never)) == (absent.status_code, absent.text)


def test_an_invitation_that_ran_out_makes_no_account(desk: TestDesk, clock: Clock) -> None:
    path, lasts_for = invitations(desk)
    client = desk.app.test_client()
    clock.at = NOW + lasts_for
    client.get(path)
    clock.at = NOW + DAY
    form = {"name": "Bo", "login": "bo", "password": "une phrase assez longue", "again": "une phrase assez longue"}
    assert client.post(path, data=form).status_code == 404
    with desk.database.read() as db:
        assert db.query(Invitation).one().used_at is None
        assert accounts_store.open_invitations(db, NOW + DAY) == []


def test_a_proof_s_link_is_ended_by_the_worker_and_says_why(desk: TestDesk) -> None:
    issue = desk.issue()
    with desk.database.write() as db:
        round_ = Round(issue_id=issue.id, number=1, build_id="b", opened_at=NOW)
        db.add(round_)
        db.flush()
        row = ProofLink(issue_id=issue.id, round_id=round_.id, token_hash="h", label="Une relectrice", sha256="0" * 64,
                        made_at=NOW, expires_at=NOW + links.LASTS)  # fmt: skip
        db.add(row)
    lapse(tools(desk), NOW + links.LASTS)
    with desk.database.read() as db:
        found = db.query(ProofLink).one()
    assert (found.ended_at, found.ended_why) == (NOW + links.LASTS, "expired")
    assert not links.lives(found, NOW + DAY)


def test_the_desk_says_that_a_link_is_past_its_date(desk: TestDesk) -> None:
    _, lasts_for = printers(desk)
    lapse(tools(desk), NOW + lasts_for)
    with desk.database.read() as db:
        row = db.query(PrinterLink).one()
    assert (row.ended_why, row.ended_at) == ("expired", row.expires_at)
    assert "a passé sa date" in desk.visitor(Role.COORDINATOR).get("/numeros/12-traverser/imprimeur").text


def visit(desk: TestDesk, own_phone: bool) -> None:
    place = desk.residency().id
    with desk.database.write() as db:
        card = Card(digest="d", residency_id=place, language="fr", made_on=NOW.date())
        cards_store.add(db, card)
        cards.begin_visit(db, NOW, TOKEN, card, own_phone)


@pytest.mark.parametrize("own_phone", [False, True])
def test_who_was_at_a_borrowed_phone_before_is_not_seen_by_who_comes_after(desk: TestDesk, own_phone: bool) -> None:
    visit(desk, own_phone)
    mark = cards.hashing.mark_of(TOKEN)
    lasts_for = timedelta(days=30) if own_phone else timedelta(hours=1)
    with desk.database.read() as db:
        assert cards_store.visit(db, mark, NOW + lasts_for) is not None
        assert cards_store.visit(db, mark, NOW - timedelta(minutes=1)) is not None, "a clock that goes back a little"
        assert cards_store.visit(db, mark, NOW - timedelta(hours=3)) is None, "its end is no end of a visit of then"
    lapse(tools(desk), NOW + lasts_for + timedelta(hours=2))
    with desk.database.read() as db:
        assert db.query(Visit).count() == 0
        assert cards_store.visit(db, mark, NOW) is None


def test_a_visit_of_a_wrong_clock_begins_anew(desk: TestDesk) -> None:
    visit(desk, own_phone=False)
    before = NOW - 3 * DAY
    with desk.database.write() as db:
        row = cards.begin_visit(db, before, TOKEN, None)
        assert row.ends == before.replace(minute=0) + timedelta(hours=2)
        assert cards_store.visit(db, row.mark, before) is not None


@pytest.mark.parametrize("gone", [accounts.IDLE + timedelta(seconds=1), accounts.LONGEST])
def test_who_left_a_desk_open_is_signed_out_for_good(desk: TestDesk, gone: timedelta) -> None:
    who = desk.account(Role.EDITOR).account_id
    with desk.database.write() as db:
        row = SignIn(token_hash=accounts_store.hash_of(TOKEN), account_id=who, csrf="c",
                     made_at=NOW, seen_at=NOW + gone - accounts.IDLE - timedelta(seconds=1),
                     expires_at=NOW + accounts.LONGEST)  # fmt: skip
        db.add(row)
    assert lapse(tools(desk), NOW + gone - timedelta(seconds=1)) == 0
    assert lapse(tools(desk), NOW + gone) == 1
    with desk.database.read() as db:
        assert person_of(db, TOKEN, NOW) is None


@given(st.integers(-500, 500), st.integers(1, 200), st.integers(-500, 500))
def test_time_is_over_or_to_come_or_now(made: int, days: int, then: int) -> None:
    row = Link(made_at=NOW + made * DAY, expires_at=NOW + (made + days) * DAY)
    at = NOW + then * DAY
    assert [lasts(row, at), over(row, at), at < row.made_at].count(True) == 1


def test_a_preview_of_a_statement_goes_after_its_hour_also_when_nobody_brings_another(desk: TestDesk) -> None:
    shop, made = tools(desk), datetime.now(UTC)
    ticket = waiting.put(shop.config.instance, {"label": "VIR DUPONT"})
    assert lapse(shop, made + waiting.LASTS - timedelta(minutes=1)) == 0
    assert waiting.get(shop.config.instance, ticket, made) is not None
    assert lapse(shop, made + waiting.LASTS + timedelta(minutes=1)) == 1
    assert list((shop.config.instance / waiting.FOLDER).iterdir()) == []
