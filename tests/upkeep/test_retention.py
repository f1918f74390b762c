"""Four hundred days go by after a residency: what nobody needs any more goes on its day, and nothing before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from journal_app.cards.model import Card, Visit
from journal_app.flatplan.model import Page, Placement
from journal_app.issues.model import Issue
from journal_app.media.model import Picture
from journal_app.reactions import REACTIONS
from journal_app.submissions.model import Piece, Stage
from journal_app.upkeep import doctor, erasing
from journal_app.uploads.model import State, Upload
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, Phone, file, open_camp
from tests.gathering.test_giving import incoming, photo
from tests.gathering.test_sending import announce
from tests.upkeep.test_erasing import shop_of

BEGIN = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
PRINTED = 20  # days after the residency


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def placed(camp: Camp, piece: str) -> None:
    """On a page of the issue."""
    with camp.desk.database.write() as db:
        number = db.query(Page).count() + 1
        page = Page(issue_id=camp.issue.id, number=number, layout="article-2")
        db.add(page)
        db.flush()
        db.add(Placement(page_id=page.id, slot="main", piece_id=piece, languages=[]))


def agreed(phone: Phone, piece: str, use: str) -> None:
    data = {"csrf": phone.csrf(), "age": "adult", "reader": "self", f"piece-{piece}": "yes"}
    assert phone.post(f"/moi/{piece}/accords/{use}", data).status_code == 303


def given(camp: Camp, **files: object) -> tuple[Phone, str]:
    phone = camp.phone()
    phone.give(**files)
    camp.work()
    return phone, phone.pieces()[0]


def test_what_is_kept_through_four_hundred_days(camp: Camp) -> None:
    shared, shared_piece = given(camp)
    agreed(shared, shared_piece, "web")
    _, paper_piece = given(camp, photos=file(photo()))
    _, left_piece = given(camp)
    broken = camp.phone()
    announce(broken, photo())
    shop = shop_of(camp)
    for piece in (shared_piece, paper_piece, broken.pieces()[0]):
        placed(camp, piece)
    with shop.database.write() as db:
        db.get_one(Issue, camp.issue.id).printed_on = (BEGIN + timedelta(days=PRINTED)).date()
    first: dict[str, int] = {}
    for day in range(401):
        now = BEGIN + timedelta(days=day)
        erasing.erase(shop, now, erasing.due(shop, now), REACTIONS)
        erasing.end(shop, erasing.ended(shop, now))
        with shop.database.read() as db:
            facts = {
                "unfinished file": not db.query(Upload).filter_by(state=State.ARRIVING).count() and not incoming(camp),
                "link": db.get_one(Piece, paper_piece).card_id is None,
                "handle": any(card.cut for card in db.query(Card)),
                "left out": db.get_one(Piece, left_piece).stage == Stage.WITHDRAWN,
                "printed": db.get_one(Piece, paper_piece).stage == Stage.WITHDRAWN,
                "shared": db.get_one(Piece, shared_piece).card_id is None,
            }
        for name, is_so in facts.items():
            if is_so:
                first.setdefault(name, day)
    assert first == {"unfinished file": 30, "link": PRINTED + 30, "handle": PRINTED + 30, "left out": PRINTED + 90}
    with shop.database.read() as db:
        assert [card.cut for card in db.query(Card)] == [True]
        assert db.query(Picture).one().card_id is None and db.query(Visit).count() <= 1
        assert db.get_one(Piece, left_piece).title == "" and db.get_one(Piece, paper_piece).title


def test_a_handle_takes_back_and_shows_nothing_else(camp: Camp) -> None:
    phone, piece = given(camp)
    agreed(phone, piece, "web")
    csrf = phone.csrf()
    with camp.desk.database.write() as db:
        db.query(Card).one().cut = True
    assert "Take it back now" in phone.get("/moi/").text and "We walk" not in phone.get("/moi/").text
    for closed in (f"/moi/{piece}", f"/moi/{piece}/texte-en.docx", "/moi/donner", f"/moi/{piece}/accords"):
        assert phone.get(closed).location == "/moi/", closed
    assert phone.post(f"/moi/{piece}/avis", {"csrf": csrf, "answer": "yes"}).status_code == 404
    assert phone.post(f"/moi/{piece}/reprendre", {"csrf": csrf}).location == "/moi/"
    with camp.desk.database.read() as db:
        assert db.get_one(Piece, piece).stage == Stage.WITHDRAWN
    assert phone.post(f"/moi/{piece}/rendre", {"csrf": csrf}).location == "/moi/"


def test_one_in_its_hours_of_grace_keeps_its_link(camp: Camp) -> None:
    phone, piece = given(camp)
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    with camp.desk.database.write() as db:
        db.get_one(Issue, camp.issue.id).printed_on = date(2020, 1, 1)
    assert erasing.ended(shop_of(camp), datetime.now(UTC)).count == 0


def test_the_doctor_asks_for_a_printing_nobody_noted(camp: Camp) -> None:
    with camp.desk.database.write() as db:
        db.get_one(Issue, camp.issue.id).date = date(2026, 1, 1)
    _, problems = doctor.examine(shop_of(camp), datetime.now(UTC))
    assert [one.where for one in problems if one.code == "printing-not-said"] == [camp.issue.slug]


def test_the_doctor_tells_of_files_nobody_opened(camp: Camp) -> None:
    camp.phone().give(photos=file(photo()))  # and no worker runs
    _, problems = doctor.examine(shop_of(camp), datetime.now(UTC) + timedelta(days=3))
    assert [one.code for one in problems if one.code == "uploads-unopened"] == ["uploads-unopened"]
