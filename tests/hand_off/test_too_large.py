"""A file of 2 GB, at the desk's own server: refused by what it announces, with a page, and no byte of it is kept."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.hand_off.room import Shop
from tests.served import answering

TOO_MUCH = 2 * 10**9


@pytest.fixture
def address(shop: Shop) -> Iterator[str]:
    with answering(shop.desk.app) as port:
        yield f"http://127.0.0.1:{port}"


def test_it_is_refused_before_it_has_come(shop: Shop, address: str) -> None:
    shop.sign()
    path, _ = shop.hand()
    server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    server.putrequest("POST", f"{path}/epreuve")
    server.putheader("Content-Type", "multipart/form-data; boundary=x")
    server.putheader("Content-Length", str(TOO_MUCH))
    server.endheaders()
    answer = server.getresponse()
    words = answer.read().decode()
    assert answer.status == 413 and "Envoi trop lourd" in words and '<section lang="en">' in words
    assert answer.headers["Content-Security-Policy"] and "imprimeur/" not in words
    assert not (shop.config.instance / "returned").exists()


def test_a_browser_shows_the_page(shop: Shop, browser: Browser, address: str, tmp_path: Path) -> None:
    shop.sign()
    path, _ = shop.hand()
    huge = tmp_path / "epreuve.pdf"
    with huge.open("wb") as file:
        file.truncate(TOO_MUCH)  # a file of holes: it takes no room
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    page.goto(address + path)
    page.get_by_label("Un PDF").set_input_files(huge)
    page.get_by_role("button", name="Comparer").click()
    expect(page.get_by_role("heading", name="Envoi trop lourd")).to_be_visible()
    page.context.close()
