"""What was taken back before printing is seen on no address of the proofs: pages, plates, differences, light PDFs."""

import html
import re
from collections.abc import Callable

import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.freeze import store as freezes
from journal_app.freeze.model import Freeze, FreezeKind
from journal_app.issues.model import Issue
from journal_app.proofs import store, viewer_views
from journal_app.proofs.drawn import Drawn
from journal_app.reactions import REACTIONS
from journal_app.upkeep import erasing
from tests.desk import Visitor
from tests.proofs.shop import LATER, THREE, Shop
from tests.proofs.test_drawn import GONE, kept, withdraw

ISSUE = "/numeros/12-essai"
PAGES = (f"{ISSUE}/", f"{ISSUE}/pages/1", f"{ISSUE}/epreuves", f"{ISSUE}/epreuves/1", f"{ISSUE}/epreuves/2",
         f"{ISSUE}/epreuves/difference?avant=1&apres=0", f"{ISSUE}/epreuves/difference?avant=1&apres=2",
         f"{ISSUE}/epreuve/1", f"{ISSUE}/epreuve/1?tour=1&encre=black", f"{ISSUE}/epreuve/1?encre=total",
         f"{ISSUE}/epreuve/2?vue=double&tour=2")  # fmt: skip
FILES = r"(?:pages/\d+/|fichiers/|epreuve/\d+/image|epreuve/\d+/encre|epreuves/difference/)"
PICTURES = re.compile(rf'(?:href|src|data-piece|data-plate)="({ISSUE}/{FILES}[^"#]*)"')


def two_rounds(shop: Shop) -> None:
    """Two proofs, each with a round; on the later one the first page says something else."""
    shop.round(shop.build(), [shop.cleo])
    shop.write(*THREE)
    shop.round(shop.build(), [shop.cleo])


def pictures(ana: Visitor) -> set[str]:
    """Every picture and file that the pages of the proofs lead to."""
    found: set[str] = set()
    for address in PAGES:
        answer = ana.get(address)
        assert answer.status_code == 200, address
        found |= {html.unescape(one).replace("/INK/", "/black/") for one in PICTURES.findall(answer.text)}
    return found


def test_what_was_taken_back_is_served_on_no_address_of_the_proofs(shop: Shop) -> None:
    two_rounds(shop)
    ana = shop.desk.visit(shop.ana)
    every = pictures(ana)
    for kind in ("/vignette-", "/image-", "/fichiers/", "/image/", "/encre/", "/difference/"):
        assert any(kind in one for one in every), kind
    assert {ana.get(one).status_code for one in every} == {200}
    withdraw(shop)
    assert {one: told for one in every if (told := ana.get(one).status_code) != 404} == {}
    for address in PAGES:
        answer = ana.get(address)
        assert not PICTURES.findall(answer.text), address
        assert "mer est grise" not in answer.text, address
    for number in (1, 2):
        build = round_build(shop, number)
        said = {"build": build, "spot": "page", "comment": "x"}
        assert ana.post(f"{ISSUE}/epreuve/1/remarques", said).status_code == 404
        assert ana.post(f"{ISSUE}/epreuve/1/vu", said | {"seen": "yes"}).status_code == 404


def round_build(shop: Shop, number: int) -> str:
    with shop.desk.database.read() as db:
        row = store.round_of(db, shop.issue_id, number)
        assert row is not None
        return row.build_id


def test_a_build_that_was_shown_after_something_in_it_was_taken_back_is_shown_to_nobody(shop: Shop) -> None:
    """A freeze that was gathered before the withdrawal, and whose build was asked for after it."""
    shop.build()
    ana = shop.desk.visit(shop.ana)
    every = {one for one in pictures_of(ana, f"{ISSUE}/")}
    assert every and {ana.get(one).status_code for one in every} == {200}
    with shop.desk.database.write() as db:
        row = store.present_build(db, shop.issue_id)
        assert row is not None
        withdraw_piece(db, shop.ana, LATER, shop.piece().id, shop.issue_id, REACTIONS)
        freezes.swap(db, shop.issue_id, FreezeKind.DRAFT, row)
    assert {ana.get(one).status_code for one in every} == {404}
    assert ana.get(f"{ISSUE}/").status_code == 302 and ana.get(f"{ISSUE}/pages/1").status_code == 404


def pictures_of(ana: Visitor, address: str) -> set[str]:
    return {html.unescape(one) for one in PICTURES.findall(ana.get(address).text)}


def test_what_was_erased_after_printing_stays_unseen_in_the_rounds_of_before(shop: Shop) -> None:
    """The press's build stays, served to nobody; no row says any more what the erased piece was called."""
    job_id = shop.freeze(FreezeKind.PRESS)
    assert job_id and shop.work(job_id).state == "done"
    found = shop.present()
    shop.round(found, [shop.cleo])
    ana = shop.desk.visit(shop.ana)
    every = [f"{ISSUE}/epreuve/1?tour=1", f"{ISSUE}/epreuve/1/image/{found.mark(1)}/100/0/0?tour=1",
             f"{ISSUE}/epreuve/1/encre/{found.mark(1)}/black/100/0/0?tour=1"]  # fmt: skip
    assert [ana.get(one).status_code for one in every] == [200, 200, 200]
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).printed_on = LATER.date()
    withdraw(shop)
    assert erasing.erase(shop.workshop, GONE, erasing.due(shop.workshop, GONE), REACTIONS) == 1
    assert found.pdf.is_file(), "what was printed is kept"
    assert [ana.get(one).status_code for one in every] == [302, 404, 404]
    assert "ses pages ne sont plus gardées" in ana.get(f"{ISSUE}/epreuves").text
    said = {"build": found.build_id, "spot": "page", "comment": ""}
    assert ana.post(f"{ISSUE}/epreuve/1/remarques", said).status_code == 404


def test_two_proofs_that_are_taken_back_while_they_are_compared_are_not_told_of_nor_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_rounds(shop)
    ana = shop.desk.visit(shop.ana)
    during(shop, monkeypatch, Drawn, "difference")
    page = ana.get(f"{ISSUE}/epreuves/difference?avant=1&apres=2").text
    assert "Ces deux épreuves ne se comparent pas" in page and "/difference/1" not in page
    assert kept(shop) == []


def test_a_page_that_is_taken_back_while_it_is_gathered_is_not_shown(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(*THREE)
    shop.build()
    during(shop, monkeypatch, viewer_views, "shown")
    answer = shop.desk.visit(shop.ana).get(f"{ISSUE}/epreuve/1")
    assert answer.status_code == 302 and answer.location == f"{ISSUE}/epreuves"


def during(shop: Shop, monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
    """The piece is taken back right after this was done for the first time."""
    real: Callable[..., object] = getattr(where, name)
    left = [1]

    def slow(*told: object, **more: object) -> object:
        made = real(*told, **more)
        if left:
            left.pop()
            withdraw(shop)
        return made

    monkeypatch.setattr(where, name, slow)


def test_every_work_of_a_frozen_folder_must_still_be_there(shop: Shop) -> None:
    shop.build()
    with shop.desk.database.read() as db:
        row = store.present_build(db, shop.issue_id)
        assert row is not None and not store.withheld(db, row)
        paths = list(db.get_one(Freeze, row.freeze_id).manifest)
        assert not freezes.any_taken_back(db, shop.issue_id, paths)
        for strange in ("articles/erased/fr.html", "pictures/le-quai.jpg", "pictures/le-quai.toml"):
            assert freezes.any_taken_back(db, shop.issue_id, [*paths, strange])
