"""The contributors' pages in a real browser as small as a cheap phone, most of the time without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import browser, serving  # noqa: F401
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, open_camp

SMALL = {"width": 320, "height": 568}


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def open_phone(browser: Browser, locale: str, *, scripts: bool = False) -> Page:  # noqa: F811
    return browser.new_context(viewport=SMALL, locale=locale, java_script_enabled=scripts, has_touch=True).new_page()


def test_a_text_goes_in_and_comes_back_without_a_script(browser: Browser, camp: Camp) -> None:  # noqa: F811
    with serving(camp.desk.app) as here:
        page = open_phone(browser, "ar")
        page.goto(f"{here}/ici/{camp.join}")
        page.get_by_label("نصّي", exact=True).fill("البحر بارد هذا المساء. (عيّنة)")
        page.get_by_role("button", name="إرسال").click()
        digits = page.locator(".digits.persian").inner_text()
        page.get_by_role("button", name="خروج").click()
        other = open_phone(browser, "ar")
        other.goto(f"{here}/retour")
        other.get_by_label("رمز عودتي").fill(digits)
        other.get_by_role("button", name="فتح").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("ما قدّمته")
        other.locator("article a").first.click()
        expect(other.locator(".words")).to_contain_text("البحر بارد")
        other.get_by_role("button", name="استرداده الآن").click()
        expect(other.locator("[role=status]")).to_contain_text("فراغًا مرقّمًا")


def test_the_qr_of_a_slip_fills_in_the_code(browser: Browser, camp: Camp) -> None:  # noqa: F811
    """The code is in the fragment, which no server sees; the one script of the page that a hash lets run reads it."""
    phone = camp.phone()
    phone.give()
    code = phone.code()
    with serving(camp.desk.app) as here:
        page = open_phone(browser, "en", scripts=True)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{here}/retour#{code}")
        expect(page.locator("#code")).to_have_value(code)
        assert "#" not in page.url and not any(code in url.split("#")[0] for url in asked)
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What I gave")


def test_a_language_is_chosen_by_touching_its_own_name(browser: Browser, camp: Camp) -> None:  # noqa: F811
    with serving(camp.desk.app) as here:
        page = open_phone(browser, "fr")
        page.goto(f"{here}/ici/{camp.join}")
        page.locator("summary", has_text="français").click()
        page.get_by_role("link", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_card_on_paper_holds_the_slip_alone(browser: Browser, camp: Camp) -> None:  # noqa: F811
    with serving(camp.desk.app) as here:
        page = open_phone(browser, "en")
        page.goto(f"{here}/ici/{camp.join}")
        page.get_by_label("My text", exact=True).fill("A line. (specimen)")
        page.get_by_role("button", name="Send").click()
        page.emulate_media(media="print")
        expect(page.locator(".slip")).to_be_visible()
        expect(page.get_by_role("button", name="I kept it")).to_be_hidden()
