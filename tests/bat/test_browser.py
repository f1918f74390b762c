"""The BAT in a real browser, with the keyboard alone: from the first page to files on which sha256sum passes."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.bat.at_screen import Keys, at_bat
from tests.bat.signing_room import SLUG, SigningRoom
from tests.browser import serving

KEYS = Keys()


def test_two_people_sign_with_the_keyboard_alone_and_the_parcel_is_whole(
    room: SigningRoom, browser: Browser, tmp_path: Path
) -> None:
    with serving(room.desk.app) as address:
        edith = at_bat(browser, room, room.editor, address)
        KEYS.press(edith.get_by_role("link", name="Regarder et signer la page 1"))
        for folio in range(1, 5):
            expect(edith.locator("h1")).to_have_text(f"Page {folio} sur 4")
            KEYS.say(edith.get_by_label("bon à tirer", exact=True))
            KEYS.press(edith.get_by_role("button", name="Signer la page"))
        expect(edith.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()
        coralie = at_bat(browser, room, room.coordinator, address)
        KEYS.press(coralie.get_by_role("link", name="Passer le dernier contrôle"))
        KEYS.write(coralie.get_by_label("Pourquoi signer malgré cela"), "L’ours est dans le texte de la page 4.")
        KEYS.press(coralie.get_by_role("button", name="Signer\u00a0: bon à tirer"))
        expect(coralie.get_by_text("Signé\u00a0: bon à tirer")).to_be_visible()
        for link in coralie.locator(".bat-files a").all():
            with coralie.expect_download() as taken:
                KEYS.press(link)
            taken.value.save_as(tmp_path / "taken" / taken.value.suggested_filename)
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "taken", capture_output=True, text=True)
    assert said.returncode == 0 and said.stdout.count(": OK") == 5, said.stdout + said.stderr


def test_two_editors_at_once_sign_the_same_page_and_each_is_heard(room: SigningRoom, browser: Browser) -> None:
    with serving(room.desk.app) as address:
        pages = [at_bat(browser, room, who, address, "/pages/3") for who in (room.editor, room.ana)]
        pages[0].get_by_label("bon à tirer", exact=True).check()
        pages[1].get_by_label("refusé").check()
        pages[1].get_by_label("Ce qui doit changer").fill("Le titre est coupé.")
        for page in pages:
            page.get_by_role("button", name="Signer la page").click()
        pages[0].goto(f"{address}/numeros/{SLUG}/bat")
        expect(pages[0].locator(".bat-pages li").nth(2)).to_contain_text("refusé")
        assert len(room.signatures()) == 2
