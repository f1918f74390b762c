"""Jumps in a real browser: the rest of a text is carried by mouse and by finger, and moved and made by the keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from journal_app.flatplan import actions
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import go_on
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW
from tests.flatplan.plan import Plan
from tests.flatplan.test_browser import PLAN, address, enter, middle  # noqa: F401
from tests.flatplan.test_jumps import where
from tests.flatplan.test_touch import PHONE, Finger


@pytest.fixture
def free(plan: Plan) -> Plan:
    """Page 3 is free."""
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 3), "main", Filling())
    return plan


@pytest.fixture
def jumped(free: Plan) -> Plan:
    """The text of page 1 goes on on page 3."""
    with free.desk.database.write() as db:
        go_on(db, free.ana, NOW, free.issue(db), free.spot(db, 1), free.spot(db, 3))
    return free


def test_the_rest_is_dragged_to_another_page_and_its_beginning_stays(
    jumped: Plan, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, jumped, address, jumped.ana, viewport={"width": 1400, "height": 2600})
    page.mouse.move(*middle(page, "#p3 .held"))
    page.mouse.down()
    page.mouse.move(*middle(page, "#p4 [data-role=quote]"), steps=6)
    expect(page.locator(".ghost")).to_have_text("La file")
    expect(page.locator("#p4 [data-role=quote]")).not_to_have_class(re.compile("drop-here"))  # a rest is no quote
    page.mouse.move(*middle(page, "#p4 [data-role=article]"), steps=6)
    page.mouse.up()
    expect(page.locator("#p4 .plan-jump")).to_have_text("de la p.\u00a01")
    expect(page.locator("#p1 .plan-jump")).to_have_text("suite p.\u00a04")
    assert where(jumped) == ["La file", "Le pain", "La valise", "… La file"]
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator("#p1 .plan-jump")).to_have_text("suite p.\u00a03")


def test_the_rest_is_carried_by_a_finger(jumped: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    finger = Finger(browser, jumped, address, jumped.ana, PHONE)
    finger.press("#p3 .held")
    finger.carry("#p4 [data-role=article]")
    expect(finger.page.locator("#p4 .plan-jump")).to_have_text("de la p.\u00a01")
    assert where(jumped) == ["La file", "Le pain", "La valise", "… La file"]


def test_by_the_keyboard_a_text_goes_on_and_its_rest_is_moved(
    free: Plan, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, free, address, free.ana)
    page.get_by_role("link", name="déplacer La file").press("Enter")
    page.get_by_label("Ou continuer").press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#p1 .plan-jump")).to_have_text("suite p.\u00a03")
    assert where(free) == ["La file", "Le pain", "… La file", "La valise"]
    page.locator("#p3").get_by_role("link", name="déplacer La file").press("Enter")
    page.locator(".moving select").first.select_option(label="page 4 · texte · «\u00a0La valise\u00a0»")
    page.get_by_role("button", name="Déplacer").press("Enter")
    expect(page.locator("#p4 .plan-jump")).to_have_text("de la p.\u00a01")
    assert where(free) == ["La file", "Le pain", "La valise", "… La file"]


def test_a_text_goes_on_without_a_script(free: Plan, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, free, address, free.ana, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{address}{PLAN}/1")
    page.get_by_role("link", name="déplacer ou continuer ailleurs").click()
    page.get_by_role("button", name="Continuer là").click()
    expect(page.get_by_role("status")).to_contain_text("continue page 3")
    assert where(free) == ["La file", "Le pain", "… La file", "La valise"]
