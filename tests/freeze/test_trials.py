"""Trials of pages that are nowhere: each is made once, whoever asks and however late it comes."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journal_app.freeze import setter as setting
from journal_app.freeze.columns import MOST_SIGNS
from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.freeze.live import blob_name
from journal_app.freeze.setter import Question, Setter, Told, Work
from journal_app.freeze.trials import Trials
from journal_app.issues.model import Issue
from journal_app.prepress.live import Making
from journal_app.prepress.trial import Trial
from tests.desk import TestDesk
from tests.freeze.test_freezing import Press

OFTEN = 2_000  # times that somebody comes again for an answer, a little later each


class Counting(Setter):
    """A process that counts its questions."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = 0

    def put(self, work: Work, *told: object) -> Question | None:
        self.questions += 1
        return super().put(work, *told)


@pytest.fixture
def setter() -> Iterator[Counting]:
    made = Counting()
    yield made
    made.close()


@pytest.fixture
def folder(desk: TestDesk) -> dict[str, bytes]:
    """Four pages with their texts and no pictures."""
    press = Press(desk)
    with desk.database.read() as db:
        rows = gather(db, press.ana, db.get_one(Issue, press.issue_id), blob_name)
    return dict(files(replace(rows, pictures={})))


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who waits as long as it takes, on whatever machine."""
    for name in ("PATIENCE_S", "START_S"):
        monkeypatch.setattr(setting, name, 3600.0)


def again(trials: Trials, folder: dict[str, bytes]) -> list[Trial] | Making | None:
    """What comes for somebody who never waits, and asks until it is there."""
    for _ in range(OFTEN):
        if not isinstance(found := trials.page(folder, 1), Making):
            return found
        time.sleep(0.05)
    return Making(0, 0)


def test_what_comes_too_late_is_there_for_the_next_one(
    setter: Counting, folder: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PATIENCE_S", "START_S"):
        monkeypatch.setattr(setting, name, 0.0)
    trials = Trials(setter, tmp_path)
    assert isinstance(trials.page(folder, 1), Making)
    assert isinstance(again(trials, folder), list)
    asked = setter.questions
    assert isinstance(trials.page(folder, 1), list) and setter.questions == asked


@pytest.mark.usefixtures("patient")
def test_two_who_ask_the_same_wait_for_one_answer(
    setter: Counting, folder: dict[str, bytes], tmp_path: Path
) -> None:
    trials, found = Trials(setter, tmp_path), list[object]()
    people = [threading.Thread(target=lambda: found.append(trials.page(folder, 1))) for _ in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(found) == 4 and all(isinstance(one, list) and one == found[0] for one in found)
    assert trials.page(folder, 1) == found[0] and trials._asked == {}


def dies(folder: dict[str, bytes], place: Path, folio: int) -> Told:
    os._exit(1)


@pytest.mark.usefixtures("patient")
def test_what_breaks_the_process_twice_is_not_tried_a_third_time(
    setter: Counting, folder: dict[str, bytes], tmp_path: Path
) -> None:
    trials = Trials(setter, tmp_path)
    assert [isinstance(trials._told(dies, folder, 1), Making) for _ in range(2)] == [True, True]
    asked = setter.questions
    assert trials._told(dies, folder, 1) is None and setter.questions == asked
    assert isinstance(trials.page(folder, 1), list), "the others are tried all the same"


def test_a_text_of_many_pages_is_not_tried(setter: Counting, folder: dict[str, bytes], tmp_path: Path) -> None:
    path = next(path for path in folder if path.startswith("articles/") and path.endswith(".html"))
    folder[path] = b"<p>" + b"la mer " * MOST_SIGNS + b"</p>"
    assert Trials(setter, tmp_path).page(folder, 1) is None and setter.questions == 0
