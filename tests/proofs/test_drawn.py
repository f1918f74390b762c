"""What is drawn on demand: within its bound, once for all who wait, and not kept if it was taken back meanwhile."""

import html
import os
import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.prepress import pixels
from journal_app.proofs import drawn
from journal_app.proofs.drawn import Drawn, tidy
from journal_app.reactions import REACTIONS
from journal_app.upkeep import erasing
from tests.proofs.shop import LATER, Shop

PAGE = "/numeros/12-essai/epreuve/1"
GONE = LATER + timedelta(days=2)  # the hours of grace are over
LONG = 600  # times 0.05 s, until something must have happened


def until(true: Callable[[], bool]) -> None:
    for _ in range(LONG):
        if true():
            return
        sleep(0.05)
    raise AssertionError("it never came to that")


class Slow:
    """A Ghostscript that notes when it is started and waits for a word before it goes on; `fails`: then it gives up."""

    def __init__(self, folder: Path) -> None:
        real = shutil.which("gs")
        assert real
        self.log, self._go, self._fails = folder / "log", folder / "go", folder / "fails"
        script = folder / "gs"
        script.write_text(
            f'#!/bin/sh\necho . >> "{self.log}"\nwhile [ ! -e "{self._go}" ]; do sleep 0.05; done\n'
            f'[ -e "{self._fails}" ] && exit 1\nexec "{real}" "$@"\n',
            "utf-8",
        )
        script.chmod(0o755)

    @property
    def runs(self) -> int:
        return len(self.log.read_text("utf-8").split()) if self.log.exists() else 0

    def go(self, fails: bool = False) -> None:
        self._fails.touch() if fails else self._fails.unlink(missing_ok=True)
        self._go.touch()


@pytest.fixture
def slow(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Slow:
    folder = tmp_path_factory.mktemp("gs")
    found = Slow(folder)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return found


def kept(shop: Shop) -> list[str]:
    folder = Drawn(shop.instance, shop.issue_id).folder
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def withdraw(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.ana, LATER, shop.piece().id, shop.issue_id, REACTIONS)


def test_a_difference_that_is_taken_back_while_it_is_drawn_is_not_kept(shop: Shop) -> None:
    """Pictures are drawn one at a time: who stands behind others looks again, too."""
    shop.round(shop.build(), [shop.cleo])
    shop.write("Tout autre chose.")
    shop.build()
    ana, address = shop.desk.visit(shop.ana), "/numeros/12-essai/epreuves/difference/1?avant=1&apres=0"
    with ThreadPoolExecutor(1) as beside:
        with pixels.DRAWING:
            answer = beside.submit(lambda: ana.get(address))
            until(lambda: any(one.f_code.co_filename == pixels.__file__ for one in sys._current_frames().values()))
            withdraw(shop)
        assert answer.result().status_code == 404
    assert kept(shop) == []


@pytest.mark.parametrize("erased", [False, True])
@pytest.mark.parametrize("kind", ["encre/{}/black/100/0/0", "?encre=total"])
def test_what_is_taken_back_while_it_is_drawn_is_neither_sent_nor_kept(
    shop: Shop, slow: Slow, kind: str, erased: bool
) -> None:
    found, ana = shop.build(), shop.desk.visit(shop.ana)
    address = f"{PAGE}{kind}" if kind.startswith("?") else f"{PAGE}/{kind.format(found.mark(1))}"
    before = ana.get(f"{PAGE}/image/{found.mark(1)}/100/0/0")
    assert before.status_code == 200 and len(kept(shop)) == 1
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(lambda: ana.get(address))
        until(lambda: slow.runs == 1)
        withdraw(shop)
        if erased:
            due = erasing.due(shop.workshop, GONE)
            assert erasing.erase(shop.workshop, GONE, due, REACTIONS) == 1
            assert kept(shop) == [], "an erasure takes the pictures of the proofs away"
        slow.go()
        assert answer.result().status_code == 404
    assert len(kept(shop)) == (0 if erased else 1), "no more than what was drawn before"


def test_all_who_wait_for_the_same_numbers_or_plates_have_them_drawn_once(shop: Shop, slow: Slow) -> None:
    sight, started = shop.build().sight(1), 0
    asked: list[Callable[[], object]] = [
        lambda: Drawn(shop.instance, shop.issue_id).tally(sight),
        lambda: Drawn(shop.instance, shop.issue_id).plate(sight, "black", 1, 0, 0),
    ]
    for ask in asked:
        with ThreadPoolExecutor(4) as beside:
            answers = [beside.submit(ask) for _ in range(4)]
            until(lambda: slow.runs == started + 1)  # noqa: B023
            slow.go()
            told = [answer.result() for answer in answers]
        assert told[0] is not None and told == [told[0]] * 4
        assert slow.runs == started + 1
        started = slow.runs


def test_what_ghostscript_gave_up_is_not_tried_again_for_each_reader(shop: Shop, slow: Slow) -> None:
    sight = shop.build().sight(1)
    slow.go(fails=True)
    for _ in range(3):
        pictures = Drawn(shop.instance, shop.issue_id)
        assert pictures.tally(sight) is None and pictures.plate(sight, "cyan", 1, 0, 0) is None
    assert slow.runs == 2, "one try for the numbers, one for the plates"
    slow.go()
    assert Drawn(shop.instance, shop.issue_id).plate(sight, "cyan", 2, 0, 0), "another window is another try"


def test_while_too_many_wait_the_page_is_there_without_numbers_and_keeps_what_was_typed(built: Shop) -> None:
    found, ana = built.present(), built.desk.visit(built.ana)
    with ExitStack() as line:
        for _ in range(drawn.MOST_WAITING):
            assert drawn._LINE.acquire(blocking=False)
            line.callback(drawn._LINE.release)
        page = ana.get(f"{PAGE}?encre=magenta&encre=yellow")
        assert page.status_code == 200 and "Les chiffres viennent dans un instant" in page.text
        assert 'data-plate="magenta"' in page.text and "data-busy" in page.text
        told = {"build": found.build_id, "spot": built.spot(found, "grise").key, "comment": "x" * 6000}
        answer = ana.post(f"{PAGE}/remarques?encre=magenta", told)
        assert answer.status_code == 422 and "x" * 6000 in answer.text
    assert "Les chiffres viennent" not in ana.get(f"{PAGE}?encre=magenta").text


def test_the_cache_is_filled_and_stays_within_its_bound(shop: Shop) -> None:
    """Whatever the marks of the pages begin with: those of fifteen pages in sixteen begin with no 0."""
    found, most = shop.build(), 40_000
    pictures = Drawn(shop.instance, shop.issue_id, most)
    sizes = []
    for folio in (1, 2):
        for across in range(15):
            data = pictures.piece(found.sight(folio), 8, across, 0)
            sizes.append(len(data))
            there = sum(path.stat().st_size for path in pictures.folder.iterdir())
            assert there <= most + most // drawn.PART + max(sizes)
    assert sum(sizes) > most * 1.2, "it was filled"
    assert data in [path.read_bytes() for path in pictures.folder.iterdir()], "the last one stays"


def test_a_plate_or_numbers_that_are_asked_for_again_go_last(built: Shop) -> None:
    sight, pictures = built.present().sight(2), Drawn(built.instance, built.issue_id)
    assert pictures.plate(sight, "black", 1, 0, 0) and pictures.tally(sight)
    asked = {f"{pictures._inked(sight)}-{end}" for end in ("1-0-0-black.webp", "encrage.json")}
    for path in pictures.folder.iterdir():
        os.utime(path, (1, 1))
    pictures.plate(sight, "black", 1, 0, 0), pictures.tally(sight)
    assert {path.name for path in pictures.folder.iterdir() if path.stat().st_mtime > 1} == asked


def test_tidying_does_not_mind_what_others_take_away_meanwhile(tmp_path: Path) -> None:
    """Files come and go beside it all the while; one that was listed may be gone by the time it is looked at."""

    def come_and_go() -> None:
        for _ in range(300):
            for number in range(20):
                (tmp_path / f"{number}").write_bytes(b"x" * 10)
            for number in range(20):
                (tmp_path / f"{number}").unlink(missing_ok=True)

    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(come_and_go)
        while not others.done():
            tidy(tmp_path, 1000)
    others.result()
    for number in range(3):
        (tmp_path / f"{number}").write_bytes(b"x" * 10)
    tidy(tmp_path, 20)
    assert len(list(tmp_path.iterdir())) == 2


def test_total_ink_is_another_picture_when_the_printers_limit_is(built: Shop) -> None:
    """The same address, and another answer: a browser that asks whether its picture still holds is told no."""
    found, ana = built.present(), built.desk.visit(built.ana)
    page = ana.get(f"{PAGE}?encre=total").text
    address = html.unescape(re.findall(r'<g data-plate="total"><image href="([^"]+)"', page)[0])
    first = ana.get(address)
    file = found.shown.folder / "issue.toml"
    text = file.read_text("utf-8")
    try:
        lower = r'printer = { preset = "\1", ink_limit = 50, ink_warn = 50 }'
        file.write_text(re.sub(r'^printer = "(.+)"$', lower, text, count=1, flags=re.M), "utf-8")
        assert built.present().sheet.ink_limit == 50
        again = ana.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200 and again.data != first.data
    finally:
        file.write_text(text, "utf-8")
    assert ana.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
