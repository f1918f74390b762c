"""Live pages: an edit shows on its page at once and on no other; what dies is begun again; nothing piles up."""

import hashlib
import os
import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.freeze.live import NOTHING, STATES, Answer, LivePages, Setter, Wanted, blob_name
from journal_app.issues.model import Issue
from journal_app.prepress import sheet as sheets
from journal_app.prepress.live import Pressed
from journal_app.prepress.preflight import inspect
from journal_app.problems import any_blocking
from journal_app.reactions import REACTIONS
from journal_app.upkeep import janitor
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press


class Living(Press):
    """The four pages of a press, kept warm."""

    def __init__(self, desk: TestDesk, setter: Setter) -> None:
        super().__init__(desk)
        self.instance = self.workshop.config.instance
        self.live = LivePages(self.instance, setter)

    @property
    def wanted(self) -> Wanted:
        with self.desk.database.read() as db:
            return Wanted(files(gather(db, self.ana, db.get_one(Issue, self.issue_id), blob_name)))

    def bring(self) -> Answer:
        """The pages as they are now, however long they take."""
        while (found := self.live.bring(self.issue_id, self.wanted, self.workshop.blobs.get)).making:
            pass
        return found

    def keys(self) -> list[str]:
        found = self.bring().live
        assert found is not None
        return [page.key for page in found.pages]

    def cached(self, pattern: str) -> list[Path]:
        return sorted((self.instance / "cache" / self.issue_id).rglob(pattern))


@pytest.fixture(scope="module")
def setter() -> Iterator[Setter]:
    made = Setter()
    yield made
    made.close()


@pytest.fixture
def living(desk: TestDesk, setter: Setter) -> Living:
    return Living(desk, setter)


def test_an_edit_changes_its_page_and_no_other(living: Living) -> None:
    before = living.keys()
    living.edit("Une phrase de plus, et la mer.")
    after = living.keys()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, True, True]
    assert living.keys() == after


def test_a_picture_is_drawn_when_it_is_looked_at_and_only_of_a_page_that_is_there(living: Living) -> None:
    key = living.keys()[0]
    path = living.live.picture(living.issue_id, key, "reading", 0)
    assert path is not None and path.read_bytes()[:3] == b"\xff\xd8\xff", "a JPEG"
    assert living.live.picture(living.issue_id, "0" * 64, "reading", 0) is None
    assert living.live.picture("another issue", key, "reading", 0) is None


def test_a_page_that_is_there_has_a_picture_however_busy_the_process_is(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that there is none because somebody else's pages are being set: it is drawn beside."""
    key = living.keys()[0]
    monkeypatch.setattr(living.live, "_ask", lambda *_: (NOTHING, []))
    path = living.live.picture(living.issue_id, key, "thumb", 0)
    assert path is not None and path.read_bytes()[:3] == b"\xff\xd8\xff"


def test_a_page_that_another_one_took_out_of_the_cache_is_made_again(living: Living) -> None:
    """A second process of the desk, or the janitor: what is told of is there."""
    key = living.keys()[0]
    for path in living.cached("*.page.pdf"):
        path.unlink()
    assert living.keys()[0] == key
    assert living.live.picture(living.issue_id, key, "thumb", 0) is not None


def test_what_one_reader_looks_at_no_more_stays_for_another(living: Living) -> None:
    """Who may see less has the same page by the same name: it goes when neither looks at it."""
    key, wanted = living.keys()[0], living.wanted
    while living.live.bring(living.issue_id, wanted, living.workshop.blobs.get, "elsewhere").making:
        pass
    for number in range(STATES + 1):
        living.edit(f"La phrase numéro {number}.")
        living.keys()
    assert living.live.picture(living.issue_id, key, "thumb", 0) is None, "forgotten here"
    assert living.live.picture(living.issue_id, key, "thumb", 0, "elsewhere") is not None


def test_a_process_that_is_killed_is_begun_again(living: Living) -> None:
    before = living.keys()
    pool = living.live._ask.__self__._pool  # type: ignore[attr-defined]
    for process in list(pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    living.edit("Après la coupure, la file avance.")
    assert living.keys()[1:] == before[1:] and living.keys()[0] != before[0]


def test_what_its_author_takes_back_is_in_no_live_file(living: Living) -> None:
    living.edit("Le mot secret est tamaris.")
    living.keys()
    with living.desk.database.write() as db:
        withdraw_piece(db, living.ana, NOW, living.piece().id, living.issue_id, REACTIONS)
    living.keys()
    assert not [path for path in living.cached("*.html") if "tamaris" in path.read_text("utf-8")]


def test_a_folder_that_was_erased_comes_back_with_what_is_there_now(living: Living) -> None:
    before = living.keys()

    shutil.rmtree(living.instance / "cache" / living.issue_id)
    assert living.keys() == before


def test_pages_of_before_do_not_pile_up(living: Living) -> None:
    for number in range(STATES + 4):
        living.edit(f"La phrase numéro {number}.")
        living.keys()
    assert len(living.cached("*.page.pdf")) <= 3 + STATES


def test_the_press_pdf_of_now_is_whole_and_passes_preflight(living: Living) -> None:
    while not isinstance(
        made := living.live.press(living.issue_id, living.wanted, living.workshop.blobs.get)[0], Pressed
    ):
        assert made is not None, "nothing stands against it"
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256 and "BROUILLON" in made.path.name
    assert not any_blocking(inspect(made.path, sheets.preset("a4-booklet-k"), ink=False).problems)


def test_what_cannot_be_read_says_why(living: Living) -> None:
    wanted = Wanted({**living.wanted.files, "flatplan.toml": b"page = 3"})
    found = living.live.bring(living.issue_id, wanted, living.workshop.blobs.get)
    assert found.live is None and found.making is None and any_blocking(list(found.problems))


def test_the_janitor_takes_the_folders_of_desks_that_are_gone(living: Living) -> None:
    living.keys()
    old = living.instance / "cache" / living.issue_id / "live-999999"
    old.mkdir()
    os.utime(old, (0, 0))
    before = living.cached("*.page.pdf")
    os.utime(before[0], (0, 0))
    janitor.tidy(living.workshop, datetime.now(UTC))
    assert not old.exists() and not before[0].exists() and before[1].exists()
    assert len(living.keys()) == 4


def test_who_may_see_less_is_never_shown_pages_of_somebody_else(living: Living) -> None:
    key = living.keys()[0]
    assert living.live.paths(living.issue_id, key) and living.live.paths(living.issue_id, key, "elsewhere") is None
    assert living.live.picture(living.issue_id, key, "reading", 0, "elsewhere") is None
