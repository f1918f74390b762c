"""The issue's page of translations: pieces x languages, whose hands, how far, and what is done in ten minutes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from journal_app.accounts.model import Role
from journal_app.review.actions import decide
from journal_app.submissions.actions import want
from journal_app.submissions.model import Piece
from journal_app.translation import actions
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, desk  # noqa: F401
from tests.translation.room import BREAD, IN_ENGLISH, LATER, POLICE, SEA, Translating

PAGE = "/numeros/12-traverser/traductions"


@pytest.fixture
def room(desk: TestDesk) -> Translating:  # noqa: F811
    made = Translating(desk.database)
    made.desk = desk  # type: ignore[assignment]  # the running one, with the same database
    return made


def read(room: Translating) -> str:
    answer = room.desk.visit(room.ana).get(PAGE)
    assert answer.status_code == 200
    return answer.text


def test_each_language_says_how_far_it_is(room: Translating) -> None:
    room.type(IN_ENGLISH)
    room.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE)
    page = read(room)
    assert page.count("state-stale") == 1 and "1 à revoir" in page and "3 traduit" in page
    assert page.count("state-missing") == 2
    assert page.index("anglais") < page.index("arabe"), "the issue's languages first, in its order"


def test_what_is_small_and_in_nobodys_hands_is_offered(room: Translating) -> None:
    assert "Faisable en 10 minutes" in read(room)
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, room.piece_id)
        for language in ("en", "ps", "ar"):
            actions.take(db, room.bo, LATER, piece, language)
    page = read(room)
    assert "Faisable en" not in page and page.count("<bdi>Bo</bdi>") == 3


def test_a_long_piece_is_not_soon_done(room: Translating) -> None:
    room.original(*(f"{SEA} {number}" for number in range(60)))
    assert "Faisable en" not in read(room)
    room.type({f"{SEA} {number}": f"The sea {number}" for number in range(58)} | {"Titre": "Title"})
    page = read(room)
    assert "Faisable en" in page and "anglais" in page.split("Faisable en")[1].split("</ul>")[0]


def test_what_is_given_up_or_rejected_is_not_asked_for(room: Translating) -> None:
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, room.piece_id)
        for language in ("ps", "ar"):
            want(db, room.mina, LATER, piece, language, False)
    assert "0 sur 1" in read(room) and "0 sur 0" in read(room)
    with room.desk.database.write() as db:
        decide(db, room.mina, NOW, db.get_one(Piece, room.piece_id), "reject", "Trop long.")
    assert "Rien à traduire" in read(room)


def test_a_facilitator_of_elsewhere_sees_nothing_of_it(room: Translating) -> None:
    far = room.desk.visitor(Role.FACILITATOR, residency=room.desk.residency("Ailleurs").id)
    assert far.get(PAGE).status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(room: Translating, browser: Browser, scheme: str) -> None:  # noqa: F811
    room.type(dict(list(IN_ENGLISH.items())[:2]))
    cookie = room.desk.visit(room.ana).client.get_cookie("desk")
    assert cookie is not None
    with serving(room.desk.app) as here:
        for width in (320, 1280):
            size = {"width": width, "height": 800}
            context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
            context.add_cookies([{"name": "desk", "value": cookie.value, "url": here}])
            page = context.new_page()
            page.goto(f"{here}{PAGE}")
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            context.close()
