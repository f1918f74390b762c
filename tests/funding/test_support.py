"""The public page and the picture: open while the treasurer says so, true to the cent, no name but who wishes it."""

import io
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from PIL import Image

from journal_app.accounts.model import Role
from journal_app.costing.model import FundState
from journal_app.funding import actions, drawing, matching, pictures, publishing, store
from journal_app.funding.actions import Told
from journal_app.funding.model import FunderKind
from journal_app.issues.model import Issue
from journal_app.prepress.faces import code_points
from journal_app.statements.model import Kind
from journal_app.web import headers
from tests.desk import TestDesk, Visitor
from tests.funding import scene
from tests.funding.scene import NOW, credit

PAGE = "/soutenir/12-traverser"
FUNDS = "/numeros/12-traverser/argent/fonds"
GIVE = "https://www.helloasso.com/associations/exemple"


@pytest.fixture
def lea(desk: TestDesk) -> Visitor:
    """A treasurer at a desk whose issue received 1,460 EUR, is owed 40 and was promised 850 by somebody nameless."""
    lea = desk.visitor(Role.COORDINATOR, Role.TREASURER)
    with desk.database.write() as db:
        issue = scene.issue(db)
        issue.theme = {"fr": "Traverser", "en": "Crossing", "ar": "العبور"}
        town = actions.add_funder(db, lea.actor, NOW, FunderKind.TOWN, "Ville", "Ville de Calais")
        other = actions.add_funder(db, lea.actor, NOW, FunderKind.FOUNDATION, "Fondation Discrète")
        for cents, state, giver in ((150_000, FundState.DUE, town), (85_000, FundState.PLEDGED, other)):
            told = Told("Subvention", cents, state, date(2027, 3, 1), funder_id=giver.id)
            actions.add_fund(db, lea.actor, NOW, issue.id, told)
        scene.bring(db, lea.actor, Kind.BANK, [credit(146_000, date(2027, 3, 5), "VILLE")])
        fund = next(one for one in store.waiting_for_the_bank(db) if one.cents == 150_000)
        matching.confirm(db, lea.actor, NOW, [scene.bank_line(db, "VILLE").id], [f"fund:{fund.id}"])
    return lea


def words(desk: TestDesk, address: str = PAGE) -> str:
    """What the page says; every blank is a space."""
    answer = desk.app.test_client().get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_nothing_is_there_until_the_treasurer_opens_it_nor_once_it_is_closed(desk: TestDesk, lea: Visitor) -> None:
    stranger = desk.app.test_client()
    addresses = (PAGE, f"{PAGE}.svg", f"{PAGE}.png")
    assert [stranger.get(one).status_code for one in addresses] == [404] * 3
    lea.post(f"{FUNDS}/page-publique", {"open": "yes", "give_url": GIVE})
    assert [stranger.get(one).status_code for one in addresses] == [200] * 3
    lea.post(f"{FUNDS}/page-publique", {"open": "no"})
    assert [stranger.get(one).status_code for one in addresses] == [404] * 3


def opened(desk: TestDesk, lea: Visitor) -> None:
    lea.post(f"{FUNDS}/page-publique", {"open": "yes", "give_url": GIVE})


def test_the_page_tells_the_two_targets_and_what_a_gift_does(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    page = words(desk)
    assert "Il manque 640 € pour imprimer, et 5 240 € avec la résidence." in page
    assert "0,525 € imprime un exemplaire" in page and "20 € imprime 38 exemplaires" in page
    for state, amount in (("Reçu", "1 460"), ("Dû", "40"), ("Promis", "850")):
        assert re.search(rf"{state} .{{0,60}}{amount} €", page), state


def test_only_who_wishes_it_is_named(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    whole = desk.app.test_client().get(PAGE).get_data(as_text=True)
    assert "Ville de Calais" in whole and "Discrète" not in whole and "Subvention" not in whole


def test_the_page_is_light_runs_nothing_and_asks_nobody_else(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    answer = desk.app.test_client().get(PAGE)
    page = answer.get_data(as_text=True)
    styles = [desk.app.test_client().get(one).get_data() for one in re.findall(r'href="(/statique[^"]+)"', page)]
    assert len(page.encode()) + sum(map(len, styles)) <= 30_000
    assert "<script" not in page and "style=" not in page
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', page) == [GIVE]
    assert answer.headers["Content-Security-Policy"] == headers.CONTENT
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("typed", "kept"), [
    (GIVE, GIVE), (f"  {GIVE}  ", GIVE), ("http://exemple.fr", ""), ("javascript:alert(1)", ""), ("https://", ""),
    ("https://a:b@exemple.fr", ""), ("https://exemple.fr/\"><script>", ""), ("//exemple.fr", ""), ("https://[", ""),
    ("https://exemple.fr/" + "a" * 300, ""), ("https://exemple.fr/don\u202e", ""),
])  # fmt: skip
def test_where_to_give_is_an_https_address_or_none(typed: str, kept: str) -> None:
    assert publishing.address(typed) == kept


def test_a_wrong_address_is_told_and_the_page_stays_closed(desk: TestDesk, lea: Visitor) -> None:
    answer = lea.post(f"{FUNDS}/page-publique", {"open": "yes", "give_url": "http://exemple.fr"})
    assert answer.status_code == 400 and desk.app.test_client().get(PAGE).status_code == 404


def test_a_page_without_a_plan_cannot_be_opened(desk: TestDesk, lea: Visitor) -> None:
    with desk.database.write() as db:
        db.query(Issue).filter_by(slug="12-traverser").one().costing = "[broken"
    answer = lea.post(f"{FUNDS}/page-publique", {"open": "yes", "give_url": ""})
    assert answer.status_code == 409


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_picture_says_in_words_what_it_shows(desk: TestDesk, lea: Visitor, language: str) -> None:
    opened(desk, lea)
    answer = desk.app.test_client().get(f"{PAGE}.svg?lang={language}")
    tree = ET.fromstring(answer.get_data())
    space = "{http://www.w3.org/2000/svg}"
    title, texts = tree.findtext(f"{space}title") or "", [one.text or "" for one in tree.iter(f"{space}text")]
    assert tree.get("lang") == language and tree.get("direction") == ("rtl" if language == "ar" else None)
    told = re.sub(r"[^\d ]", "", re.sub(r"[\u00a0\u202f]|(?<=\d)[ ,.](?=\d)", "", " ".join((title, *texts))))
    assert {"640", "5240", "2100", "6700", "1460", "850", "40"} <= set(told.split())
    assert not list(tree.iter(f"{space}script")) and not list(tree.iter(f"{space}style"))
    assert "href" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(("kind", "mime"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_other_sites_may_show_the_picture_and_ask_again_after_a_quarter_of_an_hour(
    desk: TestDesk, lea: Visitor, kind: str, mime: str
) -> None:
    opened(desk, lea)
    stranger = desk.app.test_client()
    answer = stranger.get(f"{PAGE}.{kind}")
    assert answer.mimetype == mime
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=900"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stranger.get(f"{PAGE}.{kind}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert stranger.get(PAGE).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_png_is_the_same_drawing_and_holds_nothing_else(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    with Image.open(io.BytesIO(desk.app.test_client().get(f"{PAGE}.png").get_data())) as picture:
        assert picture.size == (2 * drawing.WIDTH, 2 * drawing.HEIGHT) and not picture.info.get("exif")
        row = [picture.convert("RGB").getpixel((x, 2 * 145)) for x in range(2 * 34, 2 * 766)]
    received = sum(pixel == (0x1F, 0x4F, 0x4C) for pixel in row)
    assert 0.19 < received / len(row) < 0.24, "1,460 of 6,700 is a little more than a fifth"


def test_money_for_the_residency_alone_never_says_that_printing_is_paid_for(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    grant = '\n[[fund]]\nlabel = { fr = "Ville" }\nstate = "reconciled"\namount = 5000\ndated = 2027-01-02\n'
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        issue.costing = scene.PLAN + grant + 'source = "grant"\npurpose = "residency"\n'
    page, asked = words(desk), "Il manque 2 100 € pour imprimer, et 2 100 € avec la résidence."
    assert asked in page and re.search(r"Reçu .{0,60}4 600 €", page)
    assert re.search(r"plus qu’il ne coûte .{0,40}400 €", page)
    svg = desk.app.test_client().get(f"{PAGE}.svg").get_data(as_text=True)
    assert asked in re.sub(r"\s", " ", svg)
    with Image.open(io.BytesIO(desk.app.test_client().get(f"{PAGE}.png").get_data())) as picture:
        row = [picture.convert("RGB").getpixel((x, 2 * 145)) == (0x1F, 0x4F, 0x4C) for x in range(2 * 34, 2 * 766)]
    printing = 2100 * len(row) // 6700
    assert not any(row[: printing - 6]) and all(row[printing + 8 : -4]), "behind the printing's mark, up to the end"


STATES = {
    FundState.RECONCILED: 0,
    FundState.PAID_OUT: 0,
    FundState.DUE: 0,
    FundState.PLEDGED: 0,
    FundState.ESTIMATED: 0,
}


@pytest.mark.parametrize("states", [STATES, STATES | {FundState.PLEDGED: 1}, STATES | {FundState.RECONCILED: 10**9}])
def test_a_bar_with_nothing_or_too_much_stays_inside_the_picture(states: dict[FundState, int]) -> None:
    bar = drawing.Bar(210_000, 670_000, states, "N° 12", "…", "a", "b", [(one, "x") for one in states], "c", rtl=True)
    for shape in (*drawing.drawn(bar), *drawing.alone(bar)):
        if isinstance(shape, drawing.Box):
            assert shape.width >= 0 and shape.x >= -0.5 and shape.x + shape.width <= drawing.WIDTH + 0.5
        elif isinstance(shape, drawing.Stroke):
            assert all(-0.5 <= x <= drawing.WIDTH + 0.5 for x in (shape.x1, shape.x2))


def test_the_sentence_says_when_printing_is_paid_for(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        told = Told("Don", 64_000, FundState.PAID_OUT, date(2027, 3, 2))
        fund = actions.add_fund(db, lea.actor, NOW, issue.id, told)
        scene.bring(db, lea.actor, Kind.BANK, [credit(64_000, date(2027, 3, 6), "DON")])
        matching.confirm(db, lea.actor, NOW, [scene.bank_line(db, "DON").id], [f"fund:{fund.id}"])
    assert re.search(r"L’impression est payée.; il manque 4.600.€ pour la résidence", words(desk))
    assert "Printing is paid for; the residency lacks €4,600." in words(desk, f"{PAGE}?lang=en")


@pytest.mark.parametrize(
    ("printing", "whole", "given", "sentence", "absent"),
    [
        (0, 0, 0, "Aucun objectif n’est encore fixé pour ce numéro.", "Merci !"),
        (0, 0, 500, "Aucun objectif n’est encore fixé pour ce numéro.", "imprimer et tenir"),
        (2100, 2100, 100, "Il manque 2 000 € pour imprimer.", "imprimer et tenir"),
        (2100, 2100, 9000, "L’impression est payée. Merci !", "imprimer et tenir"),
        (0, 4600, 600, "Il manque 4 000 € pour la résidence.", "imprimer :"),
        (0, 4600, 4600, "La résidence est payée. Merci !", "imprimer :"),
        (2100, 6700, 9000, "L’impression et la résidence sont payées. Merci !", "Il manque"),
    ],
)
def test_a_target_of_nothing_is_none_and_one_that_is_passed_is_thanked_for(
    desk: TestDesk, lea: Visitor, printing: int, whole: int, given: int, sentence: str, absent: str
) -> None:
    opened(desk, lea)
    fund = f'\n[[fund]]\nlabel = {{ fr = "x" }}\nstate = "reconciled"\namount = {given}\ndated = 2027-01-02\n'
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        plan = scene.PLAN.replace("printing = 2100", f"printing = {printing}").replace("all = 6700", f"all = {whole}")
        issue.costing = plan + (fund if given else "")
    svg = re.sub(r"\s", " ", desk.app.test_client().get(f"{PAGE}.svg").get_data(as_text=True))
    for told in (words(desk).replace("&#39;", "’"), svg):
        assert sentence in re.sub(r"[\u2066-\u2069]", "", told) and absent not in told
    assert desk.app.test_client().get(f"{PAGE}.png").status_code == 200


LONG = "Traverser la Manche, raconter les camps de Grande-Synthe à Cherbourg, de Steenvoorde à Marquion, et le reste"


@pytest.mark.parametrize("theme", [LONG, "م" * 150, "W" * 400, "العبور من كاليه إلى دوفر " * 6, "Traverser"])
@pytest.mark.parametrize("rtl", [False, True])
def test_words_stay_inside_the_picture_however_long(theme: str, rtl: bool) -> None:
    """Nothing is drawn on the paper's two edges but paper."""
    sentence = "Il manque 12 345 678,90 € pour imprimer, et 123 456 789,01 € avec la résidence."
    bar = drawing.Bar(210_000, 670_000, STATES, f"N° 12 · \u2068{theme}\u2069", sentence, "a", "b",
                      [(one, "x") for one in STATES], "c" * 90, rtl=rtl)  # fmt: skip
    shapes = tuple(drawing.drawn(bar))
    title = next(one.text for one in shapes if isinstance(one, drawing.Words))
    assert title.count("\u2068") == title.count("\u2069")
    with Image.open(io.BytesIO(pictures.as_png(shapes, "ar" if rtl else "fr", rtl))) as picture:
        plain = picture.convert("RGB")
        paper = plain.getpixel((4, 40))
        edges = [*range(0, 2 * 20), *range(2 * 780, 2 * drawing.WIDTH)]
        assert {plain.getpixel((x, y)) for x in edges for y in range(20, 2 * 90, 2)} == {paper}


@pytest.mark.parametrize("theme", ["العبور", "መሻገር", "পারাপার", "Traverser"])
def test_a_theme_in_any_script_has_its_letters_in_the_picture(theme: str) -> None:
    face = pictures._face(False, True, 40, f"N° 12 · {theme}")
    assert face.getmask(theme).getbbox() != face.getmask("\uffff" * len(theme)).getbbox()
    file = str(getattr(face, "path", ""))
    assert {ord(sign) for sign in theme} <= code_points(file.rpartition("/")[2])


def test_names_in_any_script_and_length_are_isolated_and_escaped(desk: TestDesk, lea: Visitor) -> None:
    opened(desk, lea)
    names = ["جمعية العبور", "Ass" + "o" * 100, "A & <b>B</b>", "\u202eevil"]
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        for name in names:
            giver = actions.add_funder(db, lea.actor, NOW, FunderKind.ASSOCIATION, name, name)
            told = Told("Don", 100, FundState.DUE, date(2027, 3, 1), funder_id=giver.id)
            actions.add_fund(db, lea.actor, NOW, issue.id, told)
    page = desk.app.test_client().get(PAGE).get_data(as_text=True)
    assert "<bdi>جمعية العبور</bdi>" in page and "<b>B</b>" not in page and "A &amp; &lt;b&gt;B" in page
