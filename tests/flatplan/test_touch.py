"""The flatplan under a finger, on a phone and on a tablet: texts, pictures and pages are carried, and the plan still
scrolls. The touches are a browser's own, so that it scrolls, opens menus and gives up as it does in a hand."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, CDPSession, Page, TimeoutError, expect

from journal_app.accounts.actor import Actor
from journal_app.flatplan import actions
from journal_app.flatplan.actions import Filling
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW
from tests.flatplan.plan import Plan

PLAN = "/numeros/12-essai/chemin-de-fer"
PHONE, TABLET = (360, 740), (820, 1180)
PRESSED_MS = 4000  # until what is pressed is taken up, on a machine that does other work
AT_ONCE = 40  # ms between two movements of a finger
NEAR_PX, EDGE_PX = 8, 80  # of the edge: where the plan goes by, and where it does no more


@pytest.fixture
def address(plan: Plan) -> Iterator[str]:
    with serving(plan.desk.app) as served:
        yield served


class Finger:
    """A finger on a screen; `page` shows the plan."""

    def __init__(self, browser: Browser, plan: Plan, address: str, who: Actor, size: tuple[int, int]) -> None:  # noqa: F811
        cookie = plan.desk.visit(who).client.get_cookie("desk")
        assert cookie is not None
        context = browser.new_context(locale="fr-FR", has_touch=True, is_mobile=True,
                                      viewport={"width": size[0], "height": size[1]})  # fmt: skip
        context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
        self.width, self.height = size
        self.page: Page = context.new_page()
        self.page.goto(f"{address}{PLAN}")
        expect(self.page.locator("html.can-drag")).to_have_count(1)
        self._hand: CDPSession = context.new_cdp_session(self.page)
        self.x = self.y = 0.0

    def _say(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self._hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def middle(self, selector: str) -> tuple[float, float]:
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def down(self, selector: str) -> None:
        self.page.locator(selector).first.evaluate("(one) => one.scrollIntoView({block: 'center'})")
        self.x, self.y = self.middle(selector)
        self._say("touchStart", (self.x, self.y))

    def press(self, selector: str) -> None:
        """Put the finger there until what is below is taken up; once more when the plan was shown again meanwhile."""
        ghost = self.page.locator(".ghost")
        for _ in range(5):
            self.down(selector)
            with suppress(TimeoutError):
                return ghost.wait_for(timeout=PRESSED_MS)
            self.up()
        expect(ghost).to_have_count(1)

    def go(self, x: float, y: float, steps: int = 8) -> None:
        for step in range(1, steps + 1):
            at = self.x + (x - self.x) * step / steps, self.y + (y - self.y) * step / steps
            self._say("touchMove", at)
            self.page.wait_for_timeout(AT_ONCE)
        self.x, self.y = x, y

    def up(self) -> None:
        self._say("touchEnd")

    def second(self, dx: float, dy: float) -> None:
        self._say("touchStart", (self.x, self.y), (self.x + dx, self.y + dy))

    def carry(self, there: str) -> None:
        """Over a place, by way of the screen's edge when it is not on the screen, and let go."""
        target = self.page.locator(there).first
        while not EDGE_PX < (y := self.middle(there)[1]) < self.height - EDGE_PX:
            before = self.scrolled
            self.go(self.width / 2, NEAR_PX if y < EDGE_PX else self.height - NEAR_PX, 2)
            if self.scrolled == before:
                break  # the plan ends there
        self.go(*self.middle(there))
        self.go(*self.middle(there), 1)  # the plan may have gone by a little meanwhile
        expect(target).to_have_class(re.compile("drop-here"))
        self.up()

    def opens_a_menu(self, selector: str) -> bool:
        """Whether a long press there would open the browser's menu."""
        menu = "(one) => one.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
        found: bool = self.page.locator(selector).first.evaluate(menu)
        return found

    @property
    def scrolled(self) -> float:
        found: float = self.page.evaluate("scrollY")
        return found


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_text_a_page_and_a_picture_are_carried_by_a_finger(
    plan: Plan, address: str, browser: Browser, size: tuple[int, int],  # noqa: F811
) -> None:  # fmt: skip
    picture = plan.picture("digue")
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "photo",
                      Filling(picture_id=picture, languages=("fr",)))  # fmt: skip
    finger = Finger(browser, plan, address, plan.ana, size)

    finger.press("#p1 [data-role=article] .held")
    expect(finger.page.locator(".ghost")).to_have_text("La file")
    finger.carry("#p2 [data-role=article]")
    expect(finger.page.locator("#p2 [data-role=article] .held")).to_have_text("La file")

    finger.press("#p1 [data-role=picture] .held")
    finger.carry("#p4 [data-role=picture]")
    expect(finger.page.locator("#p4 [data-role=picture] .held")).to_have_text("digue")

    finger.press("#p4 a.picture")
    finger.carry("#p1")
    expect(finger.page.locator("#p1 [data-role=article] .held")).to_have_text("La valise")
    assert finger.page.url.endswith(PLAN), "a page that is let go is not opened"
    assert [one.removeprefix("article-2 main=") for one in plan.told()] == [
        "La valise photo=?", "Le pain", "La file", "Le phare",
    ]  # fmt: skip


def test_a_text_goes_to_a_page_far_below_and_back_above(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    """The plan goes by while the finger stays at the edge, without moving."""
    with plan.desk.database.write() as db:
        actions.add_pages(db, plan.ana, NOW, plan.issue(db), ["article-2"] * 20)
    finger = Finger(browser, plan, address, plan.ana, PHONE)
    finger.press("#p1 [data-role=article] .held")
    finger.go(finger.x, finger.height - NEAR_PX)
    before = finger.scrolled
    finger.page.wait_for_function("(before) => scrollY > before + 600", arg=before)
    finger.carry("#p22 [data-role=article]")
    expect(finger.page.locator("#p22 .held")).to_have_text("La file")
    finger.press("#p22 [data-role=article] .held")
    finger.carry("#p3 [data-role=article]")
    expect(finger.page.locator("#p3 .held")).to_have_text("La file")
    assert plan.told()[2] == "article-2 main=La file" and plan.told()[21] == "article-2 main=Le phare"


@pytest.mark.parametrize("start", ["#p2 .held", "#p2 h3", "#p2 a.picture"])
def test_a_finger_that_moves_at_once_scrolls(plan: Plan, address: str, browser: Browser, start: str) -> None:  # noqa: F811
    before = plan.told()
    finger = Finger(browser, plan, address, plan.ana, PHONE)
    finger.down(start)
    at = finger.scrolled
    finger.go(finger.x, finger.y - 250, 10)
    finger.page.wait_for_function("(at) => scrollY > at + 100", arg=at)
    expect(finger.page.locator(".ghost")).to_have_count(0)
    finger.up()
    assert plan.told() == before and finger.page.url.endswith(PLAN)


def test_what_is_taken_up_at_the_edge_waits_for_the_hand(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    finger = Finger(browser, plan, address, plan.ana, PHONE)
    held = finger.page.locator("#p3 .held").first
    held.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().bottom - innerHeight + 10)")
    at = finger.scrolled
    finger.x, finger.y = finger.middle("#p3 .held")
    finger._say("touchStart", (finger.x, finger.y))
    expect(finger.page.locator(".ghost")).to_have_text("Le phare")
    finger.page.wait_for_timeout(400)
    assert finger.scrolled == at
    assert not finger.opens_a_menu("#p3 .held")
    finger.up()
    assert finger.opens_a_menu("#p3 .held")
    assert plan.told()[2] == "article-2 main=Le phare"


def test_a_second_finger_lets_go(plan: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    before = plan.told()
    finger = Finger(browser, plan, address, plan.ana, PHONE)
    finger.press("#p2 .held")
    finger.second(60, 90)
    expect(finger.page.locator(".ghost")).to_have_count(0)
    finger.up()
    assert plan.told() == before


def test_a_page_taken_up_by_its_picture_with_a_mouse_is_not_opened(
    plan: Plan, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    finger = Finger(browser, plan, address, plan.ana, (1400, 1400))
    mouse, page = finger.page.mouse, finger.page
    mouse.move(*finger.middle("#p1 a.picture"))
    mouse.down()
    mouse.move(*finger.middle("#p3 h3"), steps=6)
    mouse.up()
    expect(page.locator("#p3 .held").first).to_have_text("La file")
    mouse.move(*finger.middle("#p1 a.picture"))
    mouse.down()
    mouse.move(finger.middle("#p1 a.picture")[0] + 30, finger.middle("#p1 a.picture")[1], steps=4)
    mouse.up()  # where it stood: nothing moves, and nothing opens
    expect(page.locator(".ghost")).to_have_count(0)
    assert page.url.endswith(PLAN) and plan.told()[2] == "article-2 main=La file"
    page.locator("#p1 a.picture").click()
    page.wait_for_url("**/chemin-de-fer/1")
