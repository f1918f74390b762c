"""Every page of the desk in a real browser, as the matrix opens them: axe finds nothing, nothing is too wide.

A page that is added is looked at here without another line.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.web import guests, sessions
from journal_app.web.screen import CONTRIBUTORS
from tests.accounts.people import has_password, sign_in
from tests.browser import serving
from tests.desk import TestDesk
from tests.web import matrix
from tests.web.matrix_samples import SUBJECTS, World

COORDINATOR, ADMINISTRATOR, CONTRIBUTOR = SUBJECTS[3], SUBJECTS[1], SUBJECTS[8]
Rooms = tuple[str, World, list[tuple[str, str]]]
MAKING_MS = 120_000  # for pages to be made, on a machine that does other work too


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """A full desk, with each page that somebody can read: who, and where."""
    world, _ = matrix.open_world(tmp_path_factory.mktemp("rooms"))
    pages = []
    for rule, method in matrix.routes(world.desk.app):
        for who in (COORDINATOR, ADMINISTRATOR, CONTRIBUTOR) if method == "GET" else ():
            values = matrix.filled(world, rule, "specimen" if rule.endpoint.startswith("proofs.") else "own", who)
            with world.desk.app.test_request_context():
                address = world.desk.app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
            address += "?age=adult&reader=self" if rule.endpoint == "agreeing.ask" else ""
            answer = matrix.ask(world, who, "GET", address, {})
            whole = answer.data.lstrip().lower().startswith(b"<!doctype html")  # a part is looked at in its page
            if answer.status_code == 200 and answer.mimetype == "text/html" and whole:
                pages.append((who.name, address))
                break
    with serving(world.desk.app) as address:
        yield address, world, pages
    world.desk.database.close()


def look(page: Page, address: str) -> list[str]:
    """What is wrong with a page: for axe, or because it is wider than its window."""
    page.goto(address)
    # a page that loads itself again while something is made for it is looked at once that is there
    expect(page.locator("head meta[http-equiv=refresh]")).to_have_count(0, timeout=MAKING_MS)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = [
        f"{address}: {rule['id']} {node['target']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{address}: {wide} px too wide"] if wide > 0 else found


LOOKS = [("light", 390, "fr"), ("dark", 1280, "fr"), ("dark", 320, "en"), ("light", 320, "ar")]


@pytest.mark.parametrize(("scheme", "width", "tongue"), LOOKS)
def test_axe_finds_nothing_in_any_room(
    browser: Browser,
    rooms: Rooms,
    scheme: str,
    width: int,
    tongue: str,
) -> None:
    here, world, pages = rooms
    assert len(pages) > 15 and sum(name == CONTRIBUTOR.name for name, _ in pages) >= 6
    wrong: list[str] = []
    for who in (COORDINATOR, ADMINISTRATOR, CONTRIBUTOR):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
        )  # fmt: skip
        cookie = (guests if who is CONTRIBUTOR else sessions).cookie_name(False)
        context.add_cookies([{"name": cookie, "value": world.sessions[who.name][0], "url": here}])
        page = context.new_page()
        for name, address in pages:
            if name == who.name:
                wrong += look(page, f"{here}{address}{'&' if '?' in address else '?'}lang={tongue}")
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("tongue", CONTRIBUTORS)
def test_a_contributors_pages_are_fine_on_the_smallest_phone_in_every_language(
    browser: Browser, rooms: Rooms, tongue: str
) -> None:
    """Issue 4: every contributor screen in every language passes axe and stays inside the screen."""
    here, world, pages = rooms
    context = browser.new_context(viewport={"width": 320, "height": 568}, bypass_csp=True)
    page = context.new_page()
    wrong = look(page, f"{here}/ici/{world.ids['door code']['same residency']}?lang={tongue}")
    wrong += look(page, f"{here}/retour?lang={tongue}")
    own = {"name": guests.cookie_name(False), "value": world.sessions[CONTRIBUTOR.name][0], "url": here}
    context.add_cookies([own])  # type: ignore[list-item]
    for address in (address for _, address in pages if address.startswith("/moi")):
        wrong += look(page, f"{here}{address}{'&' if '?' in address else '?'}lang={tongue}")
        assert page.locator("html").get_attribute("lang") == tongue, address
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_doors(
    browser: Browser,
    desk: TestDesk,
    scheme: str,
) -> None:
    """The first run, and the page that sets up an authenticator: pages that a full desk does not show."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True
    )  # fmt: skip
    page = context.new_page()
    with serving(desk.app) as here:
        wrong = look(page, f"{here}/premiers-pas")
        has_password(desk, *COORDINATOR.roles)
        client = desk.app.test_client()
        sign_in(client)
        waiting = client.get_cookie("desk")
        assert waiting is not None
        context.add_cookies([{"name": "desk", "value": waiting.value, "url": here}])
        wrong += look(page, f"{here}/connexion/code")
        assert page.locator("img.qr").evaluate("one => one.naturalWidth") > 0
        assert not wrong, "\n".join(wrong)
    context.close()
