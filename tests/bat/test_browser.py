"""The BAT in a real browser, with the keyboard alone: from the first page to files on which sha256sum passes."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from journal_app.accounts.actor import Actor
from tests.bat.signing_room import SLUG, SigningRoom
from tests.browser import serving

WINDOWS = [(360, 740), (1280, 800), (1920, 1080)]


def signed_in(browser: Browser, room: SigningRoom, who: Actor, address: str, **how: object) -> BrowserContext:
    """A browser of that person; it needs no script."""
    cookie = room.desk.visit(who).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(**({"java_script_enabled": False, "accept_downloads": True} | how))  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    return context


def tab_to(page: Page, words: str, most: int = 80) -> None:
    """Press Tab until the control with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.locator(":focus")
        if at.count() and words in f"{at.inner_text()} {at.get_attribute('name')}":
            return
    raise AssertionError(f"no way to {words} by Tab")


def test_two_people_sign_with_the_keyboard_alone_and_the_parcel_is_whole(
    room: SigningRoom, browser: Browser, tmp_path: Path
) -> None:
    with serving(room.desk.app) as address:
        edith = signed_in(browser, room, room.editor, address).new_page()
        edith.goto(f"{address}/numeros/{SLUG}/bat")
        tab_to(edith, "Regarder et signer la page 1")
        edith.keyboard.press("Enter")
        for folio in range(1, 5):
            expect(edith.locator("h1")).to_have_text(f"Page {folio} sur 4")
            tab_to(edith, "verdict")
            edith.keyboard.press("Space")
            tab_to(edith, "Signer la page")
            edith.keyboard.press("Enter")
        expect(edith.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()
        coralie = signed_in(browser, room, room.coordinator, address).new_page()
        coralie.goto(f"{address}/numeros/{SLUG}/bat")
        tab_to(coralie, "Passer le dernier contrôle")
        coralie.keyboard.press("Enter")
        tab_to(coralie, "reason-bat-mentions-nowhere")
        coralie.keyboard.type("L’ours est dans le texte de la page 4.")
        tab_to(coralie, "Signer\u00a0: bon à tirer")
        coralie.keyboard.press("Enter")
        expect(coralie.get_by_text("Signé\u00a0: bon à tirer")).to_be_visible()
        for link in coralie.locator(".bat-files a").all():
            with coralie.expect_download() as taken:
                link.press("Enter")
            taken.value.save_as(tmp_path / "taken" / taken.value.suggested_filename)
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "taken", capture_output=True, text=True)
    assert said.returncode == 0 and said.stdout.count(": OK") == 5, said.stdout + said.stderr


def test_two_editors_at_once_sign_the_same_page_and_each_is_heard(room: SigningRoom, browser: Browser) -> None:
    with serving(room.desk.app) as address:
        pages = [signed_in(browser, room, who, address).new_page() for who in (room.editor, room.ana)]
        for page in pages:
            page.goto(f"{address}/numeros/{SLUG}/bat/pages/3")
        pages[0].get_by_label("bon à tirer").check()
        pages[1].get_by_label("refusé").check()
        pages[1].get_by_label("Ce qui doit changer").fill("Le titre est coupé.")
        for page in pages:
            page.get_by_role("button", name="Signer la page").click()
        pages[0].goto(f"{address}/numeros/{SLUG}/bat")
        expect(pages[0].locator(".bat-pages li").nth(2)).to_contain_text("refusé")
        assert len(room.signatures()) == 2
