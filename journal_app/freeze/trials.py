"""Freeze, trials: a folder that is nowhere -> how a page's texts would fit in it, asked of the process that sets pages.

What was told is kept, also when it came too late for the one who asked; two who ask the same wait for one answer.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from journal_app.freeze.columns import FOLDER, MOST_SIGNS, beside
from journal_app.freeze.setter import NOTHING, Question, Setter, Told, Work
from journal_app.prepress.live import Making
from journal_app.prepress.tighter import Closer, closer_texts
from journal_app.prepress.trial import Jumped, Lower, Trial, lower_pictures, try_jump, try_page
from journal_app.problems import Problem

KEPT = 400  # some numbers each


class Trials:
    """The questions of one desk. An answer is a list; a `Making` while it is yet to come; nothing when it cannot be
    told."""

    def __init__(self, setter: Setter, instance: Path) -> None:
        self._setter, self._place = setter, instance / FOLDER
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, list[Any] | None] = OrderedDict()
        self._asked: dict[str, Question] = {}
        self._broke: set[str] = set()

    def page(self, files: Mapping[str, bytes], folio: int) -> list[Trial] | Making | None:
        """How the texts of a page would fit in a folder of these files. Of a text of more than `MOST_SIGNS` nothing is
        told: the desk's other pages would wait for it."""
        if any(path.endswith(".html") and len(data.decode()) > MOST_SIGNS for path, data in files.items()):
            return None
        found: list[Trial] | Making | None = self._told(_tried, files, folio)
        return found

    def lower(self, files: Mapping[str, bytes], folio: int, over: int) -> list[Lower] | Making | None:
        """What lower pictures would give to the texts of a page that has so many lines over."""
        found: list[Lower] | Making | None = self._told(_lower, files, folio, over)
        return found

    def closer(self, files: Mapping[str, bytes], folio: int) -> list[Closer] | Making | None:
        """What a tighter setting would give to the texts of a page that are too long."""
        found: list[Closer] | Making | None = self._told(_closer, files, folio)
        return found

    def jump(self, files: Mapping[str, bytes], folio: int, to: int) -> list[Jumped] | Making | None:
        """How the texts that stand on a page and go on on page `to` would fit, in a folder of these files."""
        found: list[Jumped] | Making | None = self._told(_jumped, files, folio, to)
        return found

    def _told(self, work: Work, files: Mapping[str, bytes], *told: int) -> list[Any] | Making | None:
        key = hashlib.sha256(repr((work.__name__, told, sorted(files.items()))).encode()).hexdigest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            question = self._asked.get(key)
        question = question or self._put(key, work, dict(files), self._place, *told)
        if question is None:
            return NOTHING
        made: list[Any] | Making | None = self._setter.wait(question)[0]
        if question.future.done():
            self._keep(key, question.future)  # who waited may come again before the process's own thread has said so
        return made

    def _put(self, key: str, work: Work, *told: Any) -> Question | None:
        """A question that nobody has put. Never under the lock, which the process's own threads ask for."""
        mine = self._setter.put(work, *told)
        if mine is None:
            return None
        with self._lock:
            first = self._asked.setdefault(key, mine)
        if first is mine:
            mine.future.add_done_callback(lambda done: self._keep(key, done))
        else:
            mine.future.cancel()
        return first

    def _keep(self, key: str, done: Future[Told]) -> None:
        """An answer has come, whoever waits for it; or the question was taken back, or the process broke."""
        with self._lock:
            asked = self._asked.get(key)
            if asked is None or asked.future is not done:  # kept already
                return
            del self._asked[key]
            if done.cancelled():
                return
            if not done.exception():
                self._kept[key] = done.result()[0]
            elif key in self._broke:  # the second time: not by chance, and it is not put a third
                self._kept[key] = None
            else:
                self._broke.add(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _tried(files: Mapping[str, bytes], place: Path, folio: int) -> Told:
    """In the process: how the texts of a page would fit."""
    return beside(files, place, lambda top: try_page(top, folio)), list[Problem]()


def _lower(files: Mapping[str, bytes], place: Path, folio: int, over: int) -> Told:
    """In the process: what lower pictures would give."""
    return beside(files, place, lambda top: lower_pictures(top, folio, over)), list[Problem]()


def _closer(files: Mapping[str, bytes], place: Path, folio: int) -> Told:
    """In the process: what a tighter setting would give."""
    return beside(files, place, lambda top: closer_texts(top, folio)), list[Problem]()


def _jumped(files: Mapping[str, bytes], place: Path, folio: int, to: int) -> Told:
    """In the process: how the texts would go on."""
    return beside(files, place, lambda top: try_jump(top, folio, to)), list[Problem]()
