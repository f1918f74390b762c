"""The pages of files and of the memory: what people see of it, with and without a script, on a phone, in the dark."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.model import Role
from journal_app.bitext.model import State
from journal_app.exchange import files
from journal_app.glossary import actions as glossary
from journal_app.glossary.concepts import Concept, Status, Term
from journal_app.issues.model import Issue
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.submissions.plain import from_plain
from journal_app.translation import actions
from tests.browser import browser, serving  # noqa: F401
from tests.desk import TestDesk, Visitor, desk  # noqa: F401
from tests.exchange.room import Abroad, translated
from tests.exchange.test_bringing import SAID
from tests.translation.room import BREAD, IN_ENGLISH, LATER, POLICE, SEA
from tests.translation.test_browser import enter, field, saved

PAGE = "/numeros/12-traverser/traductions/fichiers"


@pytest.fixture
def room(desk: TestDesk) -> Abroad:  # noqa: F811
    made = Abroad(desk.database)
    made.desk = desk  # type: ignore[assignment]  # the running one, with the same database
    return made


@pytest.fixture
def ana(room: Abroad) -> Visitor:
    return room.desk.visit(room.ana)


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:  # noqa: F811
    with serving(desk.app) as served:
        yield served


def bring(visitor: Visitor, data: bytes, name: str = "a.xlf", **more: str):  # type: ignore[no-untyped-def]
    return visitor.post(PAGE, {"files": (io.BytesIO(data), name), **more})


def test_a_zip_leaves_and_each_units_fate_is_shown(room: Abroad, ana: Visitor) -> None:
    answer = ana.get(f"{PAGE}.zip?langue=en&format=1.2")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="12-traverser_en.zip"'
    (name,) = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert name.endswith("_fr-en.xlf")
    room.type({POLICE: "At dawn they take the tents."}, room.bo)
    made = translated(room.leaving(), SAID)
    room.type({POLICE: "At dawn the tents go."}, room.bo)
    room.original(SEA, BREAD.replace("midi", "minuit"), POLICE)
    page = bring(ana, files.written([made], "en", "2.1")).text
    assert "pris, à revoir" in page and "Quelqu’un a changé la traduction ici" in page
    assert "At dawn the tents are taken." in page, "what was not taken is shown to be copied"
    assert "At dawn the tents go." in room.says_in()


def test_what_is_not_valid_is_refused_with_its_line_and_nothing_is_put_anywhere(room: Abroad, ana: Visitor) -> None:
    data = files.written([translated(room.leaving(), SAID)], "en", "2.1").replace(b' id="p1"', b' id="headline"')
    answer = bring(ana, data)
    assert answer.status_code == 422 and "Rien n’a été rangé" in answer.text and "a.xlf" in answer.text
    assert room.says_in() == ""
    assert ana.post(PAGE).status_code == 422


def test_words_without_a_state_wait_when_somebody_says_so(room: Abroad, ana: Visitor) -> None:
    data = files.written([translated(room.leaving(), SAID, State.INITIAL)], "en", "2.1")
    assert bring(ana, data, unfinished="yes").status_code == 200
    assert room.standings() == ["in-progress"] * 4


def test_a_single_translation_leaves_in_each_format(room: Abroad, ana: Visitor) -> None:
    for kind in files.FORMATS:
        answer = ana.get(f"/contributions/{room.piece_id}/en/traduire/fichier?format={kind}")
        assert answer.status_code == 200 and answer.data, kind
    assert ana.get(f"/contributions/{room.piece_id}/en/traduire/fichier?format=pdf").status_code == 404


def test_what_an_author_does_not_want_translated_does_not_leave(room: Abroad, ana: Visitor) -> None:
    room.type(IN_ENGLISH)
    assert "The sea is cold" in ana.get("/memoire?q=froide").text
    room.refuse()
    assert "The sea is cold" not in ana.get("/memoire?q=froide").text
    assert b"The sea is cold" not in ana.get("/memoire/fr-vers-en.tmx").data
    assert ana.get(f"/contributions/{room.piece_id}/en/traduire/fichier").status_code == 404
    assert ana.get(f"{PAGE}.zip?langue=en").status_code == 303


def test_the_memory_is_searched_learns_from_a_file_and_forgets_it(room: Abroad, ana: Visitor) -> None:
    room.type(IN_ENGLISH)
    assert "The sea is cold tonight, and nobody sleeps." in ana.get("/memoire?q=froide").text
    data = ana.get("/memoire/fr-vers-en.tmx").data
    assert b"The sea is cold tonight, and nobody sleeps." in data and b"Ana" not in data
    for own in (data, re.sub(rb"<prop.*?</prop>", b"", data)):  # a tool may have dropped where it is from
        answer = ana.post("/memoire", {"file": (io.BytesIO(own), "la-nôtre.tmx")})
        assert "0 paires" in ana.get(answer.location or "").text, "it would stay when its author takes it back"
    data = re.sub(rb"<prop.*?</prop>", b"", data).replace(b"The ", b"Our ").replace(b"Bread", b"Our bread")
    data = data.replace(b"Title", b"Our title").replace(b"At dawn the", b"At dawn our")
    for told in ("4 paires", "0 paires"):
        answer = ana.post("/memoire", {"file": (io.BytesIO(data), "ailleurs.tmx")})
        assert told in ana.get(answer.location or "").text
    assert ana.post("/memoire", {"file": (io.BytesIO(b"<tmx>"), "cassé.tmx")}).status_code == 422
    mina = room.desk.visit(room.mina)
    answer = mina.post("/memoire/oublier", {"file": "ailleurs.tmx"})
    assert "Oublié\u00a0: 4 paires." in mina.get(answer.location or "").text


def test_who_reads_only_their_residency_takes_no_memory_away(room: Abroad) -> None:
    room.type(IN_ENGLISH)
    someone = room.desk.visitor(Role.FACILITATOR, residency=room.desk.residency("ailleurs").id)
    assert "The sea is cold" not in someone.get("/memoire?q=froide").text
    assert someone.get("/memoire/fr-vers-en.tmx").status_code == 403


def words_of_the_house(room: Abroad) -> None:
    with room.desk.database.write() as db:
        terms = (Term("fr", "pain"), Term("en", "bread"), Term("en", "loaf", Status.FORBIDDEN), Term("ar", "خبز"))
        glossary.make(db, room.mina, LATER, Concept("", "Ce qui se mange.", terms))


def again(room: Abroad) -> None:
    """The English of a piece that says the same, and something like it, as another one that was translated."""
    room.type(IN_ENGLISH)
    with room.desk.database.write() as db:
        issue = db.query(Issue).one()
        body = from_plain(f"{SEA}\n\nLe pain arrive à *minuit*, quand la file avance.")
        content = Content(headline="Encore", body=body)
        made = create_piece(db, room.mina, LATER, issue, Facts("Encore", "essay"), original="fr", content=content,
                            languages=["en", "ar"])  # fmt: skip
        room.piece_id = made.id


def test_a_match_is_taken_by_a_tap_and_read_by_who_takes_it(
    room: Abroad, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    again(room)
    page = enter(browser, room, address, room.bo, viewport={"width": 390, "height": 800})
    field(page, 2).focus()
    row = page.locator("[data-row]").nth(2)
    expect(row.locator(".matches ins")).to_have_text(["minuit"])
    row.get_by_role("button", name="Reprendre").click()
    expect(field(page, 2)).to_have_value("Bread comes at ①noon❶, when the line moves.")
    saved(page)
    assert room.standings()[2] == "in-progress"


def test_without_a_script_a_match_is_a_draft(room: Abroad, ana: Visitor) -> None:
    again(room)
    name = room.names()[SEA]
    place = f"/contributions/{room.piece_id}/en/traduire/memoire"
    page = ana.get(f"{place}/{name}").text
    number = page.partition('name="take" value="')[2].partition('"')[0]
    answer = ana.post(f"{place}/{name}", {"take": number})
    assert answer.status_code == 303 and room.standings()[1] == "draft"
    assert ana.post(f"{place}/{name}", {"take": number}).status_code == 409
    assert "Mémoire" in ana.get(f"{place}/{name}?q=froide").text
    assert ana.post(place).status_code == 303


def test_the_glossarys_words_are_seen_and_what_is_said_otherwise_is_told(
    room: Abroad, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    words_of_the_house(room)
    page = enter(browser, room, address, room.ana)
    row = page.locator("[data-row]").nth(2)
    expect(row.locator(".from .term")).to_have_text("pain")
    expect(row.locator(".glossed")).to_contain_text("bread")
    field(page, 2).fill("The loaf comes at ①noon❶, when the line moves.")
    saved(page)
    expect(row.locator("[data-checks]")).to_contain_text("loaf")
    field(page, 2).fill("Bread comes at ①noon❶, when the line moves.")
    saved(page)
    expect(row.locator("[data-checks] li")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    room: Abroad, address: str, browser: Browser, language: str, scheme: str,  # noqa: F811
) -> None:  # fmt: skip
    words_of_the_house(room)
    again(room)
    with room.desk.database.write() as db:
        actions.draft_from_memory(db, room.ana, LATER, db.get_one(Piece, room.piece_id), "en")
    made = room.leaving(language)
    other = {"source": ("Autre chose.",), "target": ("Other.",)}
    brought = replace(made, units=tuple(replace(one, **other) for one in made.units))
    for width in (320, 1280):
        page = enter(browser, room, address, room.ana, language, viewport={"width": width, "height": 800},
                     color_scheme=scheme, bypass_csp=True)  # fmt: skip
        field(page, 2).focus()
        page.wait_for_load_state("networkidle")
        clean(page)
        page.goto(f"{address}/contributions/{room.piece_id}/{language}/traduire/memoire/{room.names(language)[SEA]}?q=pain")
        clean(page)
        page.goto(f"{address}/memoire?q=pain")
        clean(page)
        page.goto(address + PAGE)
        page.get_by_label("Fichiers XLIFF ou Word, ou un zip").set_input_files(
            {"name": "a.xlf", "mimeType": "text/xml", "buffer": files.written([brought], language, "2.1")})
        page.get_by_role("button", name="Ranger à leur place").click()
        expect(page.get_by_text("Ce qui est revenu")).to_be_visible()
        clean(page)
        page.context.close()


def clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
