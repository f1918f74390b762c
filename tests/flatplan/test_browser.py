"""The flatplan in a real browser: by mouse, by keyboard alone, by two editors at once, and without a script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.actor import Actor
from journal_app.flatplan import actions, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import move
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW
from tests.flatplan.plan import Plan

PLAN = "/numeros/12-essai/chemin-de-fer"
SET_MS = 60_000  # until the pages are set for the first time, on a machine that does other work


@pytest.fixture
def address(plan: Plan) -> Iterator[str]:
    with serving(plan.desk.app) as served:
        yield served


def enter(browser: Browser, plan: Plan, address: str, who: Actor, **more: object) -> Page:  # noqa: F811
    """The plan with its pages, with somebody signed in."""
    cookie = plan.desk.visit(who).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(locale="fr-FR", **more)  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}{PLAN}")
    if more.get("java_script_enabled", True):
        expect(page.locator(".plan-page img")).to_have_count(4, timeout=SET_MS)
    return page


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_text_is_dragged_from_one_page_to_another(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana, viewport={"width": 1400, "height": 1400})
    before = page.locator("#p2 img").get_attribute("src")
    page.mouse.move(*middle(page, "#p1 .held"))
    page.mouse.down()
    page.mouse.move(*middle(page, "#p2 [data-role=article]"), steps=8)
    expect(page.locator(".ghost")).to_have_text("La file")
    expect(page.locator("#p2 .drop-here")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("#p2 .held").first).to_have_text("La file")
    assert plan.told()[:2] == ["article-2 main=Le pain", "article-2 main=La file"]
    expect(page.locator("#p2 img")).not_to_have_attribute("src", before or "")  # the page itself is there again
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator("#p2 .held").first).to_have_text("Le pain")


def test_escape_lets_go_and_nothing_moves(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana, viewport={"width": 1400, "height": 1400})
    page.mouse.move(*middle(page, "#p1 .held"))
    page.mouse.down()
    page.mouse.move(*middle(page, "#p2 [data-role=article]"), steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    assert plan.told()[0] == "article-2 main=La file"


def test_a_page_is_moved_by_the_keyboard_alone(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana)
    way = page.get_by_role("link", name="déplacer la page 3")
    for _ in range(200):
        page.keyboard.press("Tab")
        if way.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    target = page.locator("select[name=to]")
    expect(target).to_be_focused()
    target.press("ArrowDown")  # page 2
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#p2 .held").first).to_have_text("Le phare")
    assert plan.told()[1] == "article-2 main=Le phare"


def test_two_editors_see_each_other(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    ana = enter(browser, plan, address, plan.ana, viewport={"width": 1400, "height": 1400})
    ben = enter(browser, plan, address, plan.ben, viewport={"width": 1400, "height": 1400})
    ana.mouse.move(*middle(ana, "#p1 .held"))
    ana.mouse.down()
    ana.mouse.move(*middle(ana, "#p3 [data-role=article]"), steps=4)
    expect(ben.locator("#p1 .held-by")).to_have_text("ana y est en ce moment")
    ana.mouse.up()
    expect(ben.locator("#p3 .held").first).to_have_text("La file")  # by itself


@pytest.mark.parametrize("how", ["drop", "nowhere", "escape"])
def test_who_lets_go_has_left_the_page(plan: Plan, address: str, browser: Browser, how: str) -> None:  # noqa: F811
    """Others need not wait until the desk lets go of it by itself."""
    ana = enter(browser, plan, address, plan.ana, viewport={"width": 1400, "height": 1400})
    ana.mouse.move(*middle(ana, "#p1 .held"))
    with ana.expect_response(lambda one: "/main/" in one.url) as taken:
        ana.mouse.down()
        ana.mouse.move(*middle(ana, "#p3 [data-role=article]"), steps=4)
    assert taken.value.status == 204
    with plan.desk.database.read() as db:
        assert [one.account_id for one in store.leases(db, plan.issue_id)] == [plan.ana.account_id]
    with ana.expect_response(lambda one: 'name="leave"' in (one.request.post_data or "")) as left:
        if how == "escape":
            ana.keyboard.press("Escape")
        elif how == "nowhere":
            ana.mouse.move(2, 2)
        ana.mouse.up()
    assert left.value.status == 204
    with plan.desk.database.read() as db:
        assert store.leases(db, plan.issue_id) == []
    assert plan.told()[2] == ("article-2 main=La file" if how == "drop" else "article-2 main=Le phare")


def test_who_walks_with_the_keyboard_stays_where_they_were(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    ben = enter(browser, plan, address, plan.ben)
    way = ben.get_by_role("link", name="déplacer la page 4")
    way.focus()
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 1), plan.spot(db, 2),
             plan.spoken)  # fmt: skip
    expect(ben.locator("#p2 .held").first).to_have_text("La file")  # shown again, by itself
    expect(way).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    plan: Plan, address: str, browser: Browser, width: int,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, plan, address, plan.ana, viewport={"width": width, "height": 900})
    with plan.desk.database.write() as db:
        plan.issue(db).printer = {"preset": "tabloid-offset"}
        waits = create_piece(db, plan.ana, NOW, plan.issue(db), Facts("Le vent"), original="fr", slug="le-vent",
                             content=Content(headline="Le vent", body="<p>Le vent, et la mer.</p>"))  # fmt: skip
        own = f"{PLAN}/textes/{waits.id}"
    page.goto(f"{address}{own}")
    expect(page.locator(".notice")).to_have_count(0, timeout=SET_MS)
    page.goto(f"{address}{PLAN}")
    held = page.locator(".held[data-drag]").first.get_attribute("data-drag")
    places = [own, PLAN, f"{PLAN}?deplacer={held}", f"{PLAN}/1", f"{PLAN}/affiche"]
    for place in places:
        page.goto(f"{address}{place}")
        found = Axe().run(page).response["violations"]
        assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


def test_a_wide_screen_shows_three_spreads_side_by_side(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana, viewport={"width": 1920, "height": 1080})
    tops = {page.locator(f"#p{number} a.picture").bounding_box()["y"] for number in (1, 2, 4)}  # type: ignore[index]
    assert len(tops) == 1
    box = page.locator("#p2 img").bounding_box()
    assert box is not None and box["width"] >= 200, "as wide as on a laptop: legible"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920


def test_a_text_that_waits_finds_its_place_without_a_script(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        issue.printer = {"preset": "tabloid-offset"}
        create_piece(db, plan.ana, NOW, issue, Facts("Le vent"), original="fr", slug="le-vent",
                     content=Content(headline="Le vent", body="<p>Le vent, et la mer.</p>"))  # fmt: skip
    page = enter(browser, plan, address, plan.ana, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page.locator(".tray summary").click()
    page.get_by_role("link", name="où tient-il").click()
    expect(page.locator(".notice")).to_have_count(0, timeout=SET_MS)  # every place was tried
    page.get_by_role("button", name="Ajouter la page 5").first.click()
    expect(page.get_by_role("status")).to_contain_text("est en place, page 5")
    assert len(plan.told()) == 5


def test_without_a_script_everything_is_a_form(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana, java_script_enabled=False)
    page.locator("#p4").get_by_role("link", name="déplacer La valise").click()
    page.locator("select[name=to]").select_option(label="page 1 · texte · «\u00a0La file\u00a0»")
    page.get_by_role("button", name="Déplacer").click()
    assert plan.told()[0] == "article-2 main=La valise"
    page.get_by_role("link", name="ouvrir Page 1").click()
    page.get_by_role("link", name="Essayer d’autres gabarits").first.click()
    page.get_by_role("button", name="Prendre ce gabarit").first.click()
    assert plan.told()[0] != "article-2 main=La valise"


def test_the_plan_of_an_issue_bound_on_the_right_goes_from_right_to_left(
    plan: Plan, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    with plan.desk.database.write() as db:
        plan.issue(db).languages = ["ar", "fr"]
    page = enter(browser, plan, address, plan.ana, java_script_enabled=False, viewport={"width": 700, "height": 900})
    first, second, third = (page.locator(f"#p{n}").bounding_box() for n in (1, 2, 3))
    assert first and second and third
    assert second["x"] > third["x"], "page 2 lies right of page 3"
    assert abs(first["x"] - third["x"]) < 2, "the first page alone, where odd pages lie"


def test_two_editors_drop_into_the_same_free_place(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    """By mouse, and from what each had on the screen: the second is asked, and answers by keyboard."""
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    ben = enter(browser, plan, address, plan.ben, viewport={"width": 1400, "height": 2000})
    ben.mouse.move(*middle(ben, "#p2 .held"))
    ben.mouse.down()
    ben.mouse.move(*middle(ben, "#p4 [data-role=article]"), steps=6)  # under way: the plan is not shown again meanwhile
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 1), plan.spot(db, 4),
             plan.spoken)  # fmt: skip
    ben.mouse.up()
    expect(ben.get_by_role("alert")).to_contain_text("quelqu’un a mis « La file » à cette place")
    assert plan.told()[3] == "article-2 main=La file" and plan.told()[1] == "article-2 main=Le pain"
    swap = ben.get_by_role("button", name="Échanger avec « La file »")
    expect(swap).to_be_focused()
    found = Axe().run(ben).response["violations"]
    assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]
    ben.keyboard.press("Enter")
    expect(ben.locator("#p4 .held").first).to_have_text("Le pain")
    assert plan.told()[1] == "article-2 main=La file"


def test_the_plan_stays_in_the_language_that_was_asked_for(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, plan, address, plan.ana)
    page.goto(f"{address}{PLAN}?lang=en")
    expect(page.get_by_role("link", name="move the page 1")).to_be_visible()
    with plan.desk.database.write() as db:
        move(db, plan.ben, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 1), plan.spot(db, 2),
             plan.spoken)  # fmt: skip
    expect(page.locator("#p2 .held").first).to_have_text("La file")  # shown again, by itself
    expect(page.get_by_role("link", name="move the page 1")).to_be_visible()
