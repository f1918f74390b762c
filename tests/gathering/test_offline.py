"""With a script: what was written and chosen survives the network, a reload and a dead battery, and arrives."""

import hashlib
import os
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from journal_app.cards.model import Visit
from journal_app.submissions.model import Piece
from journal_app.uploads.model import State, Upload
from tests.browser import browser, serving  # noqa: F401
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, open_camp

SMALL = {"width": 320, "height": 568}
WORDS = "سمندر نن شپه سوړ دی.\nموږ د ساحل په اوږدو کې ګرځو. (نمونه)"


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


@pytest.fixture
def here(camp: Camp) -> Iterator[str]:
    with serving(camp.desk.app) as address:
        yield address


def phone(browser: Browser, locale: str = "en") -> BrowserContext:  # noqa: F811
    return browser.new_context(viewport=SMALL, locale=locale, has_touch=True)


def photos(folder: Path, *widths: int) -> list[str]:
    found = []
    for width in widths:
        out = BytesIO()
        Image.effect_noise((width, width * 3 // 4), 90).convert("RGB").save(out, "JPEG", quality=85)
        path = folder / f"IMG_{width}.jpg"
        path.write_bytes(out.getvalue())
        found.append(str(path))
    return found


def choose(page: Page, files: list[str]) -> None:
    page.locator("#photos").set_input_files(files)
    expect(page.locator(".chosen li img")).to_have_count(len(files))


def sent(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def on_phone(page: Page) -> tuple[int, int]:
    """How many parcels and files the phone still holds."""
    found: list[int] = page.evaluate(
        """() => new Promise(yes => { const asked = indexedDB.open("journal", 1); asked.onsuccess = () => {
        const at = asked.result.transaction(["parcels", "bytes"]), all = [];
        for (const name of ["parcels", "bytes"])
          at.objectStore(name).count().onsuccess = e => all.push(e.target.result);
        at.oncomplete = () => { asked.result.close(); yes(all) } } })"""
    )
    return found[0], found[1]


def arrived(camp: Camp, files: list[str]) -> None:
    """The files are here whole, each once, under one piece."""
    with camp.desk.database.read() as db:
        assert db.query(Piece).count() == 1
        rows = db.query(Upload).order_by(Upload.number).all()
        assert [row.state for row in rows] == [State.WHOLE] * len(files)
        assert [row.sha256 for row in rows] == [hashlib.sha256(Path(one).read_bytes()).hexdigest() for one in files]


def test_a_text_in_pashto_with_three_photos_given_offline_then_online(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    context, files = phone(browser, "ps"), photos(tmp_path, 200, 600, 1200)
    page = context.new_page()
    page.goto(f"{here}/ici/{camp.join}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    context.set_offline(True)
    page.get_by_label("زما متن", exact=True).fill(WORDS)
    choose(page, files)
    for number, tone in enumerate(("tiny", "small", "good")):
        expect(page.locator(".chosen li span").nth(number)).to_have_class(tone)
    page.get_by_role("button", name="لېږل").click()
    expect(page.locator("#told")).to_contain_text("شبکه نشته")
    assert on_phone(page) == (1, 3)
    context.set_offline(False)
    expect(page.locator("#told")).to_contain_text("هر څه ورسېدل")
    expect(page.get_by_role("link", name="دوام")).to_be_visible()
    arrived(camp, files)
    assert on_phone(page) == (0, 0)
    page.get_by_role("link", name="دوام").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("د بېرته راتلو کوډ مو")
    with camp.desk.database.read() as db:
        assert db.query(Piece).one().original == "ps"


def test_a_draft_survives_a_reload(browser: Browser, camp: Camp, here: str, tmp_path: Path) -> None:  # noqa: F811
    page = phone(browser).new_page()
    page.goto(f"{here}/ici/{camp.join}")
    page.get_by_label("My text", exact=True).fill(WORDS)
    choose(page, photos(tmp_path, 600))
    page.reload()
    expect(page.get_by_label("My text", exact=True)).to_have_value(WORDS)
    expect(page.locator(".chosen li img")).to_have_count(1)
    page.get_by_role("button", name="Take away").click()
    expect(page.locator("#photos")).to_be_focused()
    page.reload()
    expect(page.get_by_label("My text", exact=True)).to_have_value(WORDS)
    expect(page.locator(".chosen li")).to_have_count(0)


def test_what_another_person_began_is_not_shown(browser: Browser, camp: Camp, here: str) -> None:  # noqa: F811
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{here}/ici/{camp.join}")
    page.get_by_label("My text", exact=True).fill(WORDS)
    page.get_by_label("My text", exact=True).blur()  # what is left is kept at once
    page.wait_for_timeout(300)
    page.close()
    other = context.new_page()
    other.goto(f"{here}/ici/{camp.join}")
    expect(other.locator("#left li")).to_have_count(1)
    expect(other.get_by_label("My text", exact=True)).to_have_value("")
    other.locator("#left").get_by_role("button", name="Continue").click()
    expect(other.get_by_label("My text", exact=True)).to_have_value(WORDS)
    other.close()
    last = context.new_page()
    last.goto(f"{here}/ici/{camp.join}")
    last.locator("#left").get_by_role("button", name="Delete from this phone").click()
    last.locator("#left").get_by_role("button", name="Delete for good?").click()
    expect(last.locator("#left")).to_be_hidden()
    assert on_phone(last) == (0, 0)


def test_a_battery_that_dies_in_the_midst_of_sending_loses_nothing(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    """The words are here, half of a photo too; another tab of the same phone sends the rest without being asked."""
    context, files = phone(browser), photos(tmp_path, 1500, 900)
    page = context.new_page()
    page.goto(f"{here}/ici/{camp.join}")
    page.get_by_label("My text", exact=True).fill(WORDS)
    choose(page, files)
    parts = []

    def break_off(route: Route) -> None:
        parts.append(route)
        if len(parts) <= 4:  # the battery dies after two parts: each is asked for and sent
            route.continue_()

    context.route("**/envois/**", break_off)
    sent(page)
    expect(page.locator("#told")).to_contain_text("The text has arrived")
    page.wait_for_timeout(500)
    page.close()
    context.unroute_all()
    other = context.new_page()
    other.goto(f"{here}/ici/{camp.join}")
    expect(other.locator("#told")).to_contain_text("2 of 2 Everything has arrived")
    expect(other.get_by_role("link", name="Continue")).to_be_visible()
    arrived(camp, files)
    assert on_phone(other) == (0, 0)


def test_a_network_that_breaks_half_of_the_time(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    context, files = phone(browser), photos(tmp_path, 1000)
    page, dice = context.new_page(), random.Random(4)
    page.goto(f"{here}/ici/{camp.join}")
    page.get_by_label("My text", exact=True).fill(WORDS)
    choose(page, files)

    def break_off(route: Route) -> None:
        """A quarter never reaches the desk; a quarter is done there, and its answer reaches nobody."""
        fate = dice.choice(("lost", "unanswered", "fine", "fine"))
        if fate == "fine":
            return route.continue_()
        if fate == "unanswered":
            route.fetch()
        return route.abort("connectionreset")

    context.route("**/*", break_off)
    sent(page)
    expect(page.locator("#told")).to_contain_text("1 of 1", timeout=60_000)
    context.unroute_all()
    arrived(camp, files)


def test_a_visit_that_ended_meanwhile(browser: Browser, camp: Camp, here: str, tmp_path: Path) -> None:  # noqa: F811
    """The words wait on the phone; the code brings back to them, and they go in."""
    someone = camp.phone()
    someone.give()
    code = someone.code()
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{here}/retour?vers=donner#{code}")
    page.get_by_role("button", name="Open").click()
    page.get_by_label("My text", exact=True).fill(WORDS)
    with camp.desk.database.write() as db:
        db.query(Visit).delete()
    sent(page)
    expect(page.locator("#told")).to_contain_text("The visit is over")
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("My return code").fill(code)
    page.get_by_role("button", name="Open").click()
    expect(page.locator(".words")).to_contain_text("سمندر")  # sent by itself: the page was opened in the same tab
    with camp.desk.database.read() as db:
        assert db.query(Piece).count() == 2


def test_an_empty_form_is_told_so_and_a_file_that_is_too_heavy_is_not_kept(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    page = phone(browser).new_page()
    page.goto(f"{here}/ici/{camp.join}")
    sent(page)
    expect(page.get_by_role("alert")).to_have_text("Write something, or choose a file.")
    heavy = tmp_path / "IMG.jpg"
    heavy.write_bytes(os.urandom(25_000_001))
    page.locator("#photos").set_input_files(str(heavy))
    expect(page.get_by_role("alert").last).to_have_text("This file is too large.")
    assert on_phone(page) == (0, 0)


def test_a_phone_that_keeps_nothing_still_sends(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    context, files = phone(browser), photos(tmp_path, 700)
    context.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private') }})")
    page = context.new_page()
    page.goto(f"{here}/ici/{camp.join}")
    choose(page, files)
    sent(page)
    expect(page.locator("#told")).to_contain_text("1 of 1")
    arrived(camp, files)


def test_the_hash_of_the_phone_is_that_of_everybody(
    browser: Browser, camp: Camp, here: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    """FIPS 180-4 at the lengths where its padding turns, and at one of many blocks: the desk counts the same."""
    files = []
    for length in (1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1_000_003):
        files.append(str(tmp_path / f"{length}.jpg"))
        Path(files[-1]).write_bytes(os.urandom(length))
    page = phone(browser).new_page()
    page.goto(f"{here}/ici/{camp.join}")
    page.locator("#photos").set_input_files(files)
    expect(page.locator(".chosen li")).to_have_count(len(files))
    sent(page)
    expect(page.locator("#told")).to_contain_text(f"{len(files)} of {len(files)}")
    arrived(camp, files)


def test_it_works_on_plain_http(browser: Browser, camp: Camp, here: str, tmp_path: Path) -> None:  # noqa: F811
    """Where the browser itself would hash nothing: a name that is not the loopback's, over http."""
    files = photos(tmp_path, 700)
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{here.replace('127.0.0.1', 'desk.camp')}/ici/{camp.join}")
    assert page.evaluate("isSecureContext") is False and page.evaluate("crypto.subtle === undefined")
    choose(page, files)
    sent(page)
    expect(page.locator("#told")).to_contain_text("1 of 1")
    arrived(camp, files)
