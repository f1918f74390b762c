"""Freeze, the live pages: an issue's rows as they are now -> its pages, in a process of its own that keeps them warm.

What a draft freeze would write stands in a folder beside the cache, where only what changed is written again; it is
erased with the cache. Nothing of it is a record: a proof that people sign is built from a freeze.
"""

import hashlib
import os
import shutil
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from journal_app.freeze.disk import sha256
from journal_app.freeze.setter import NOTHING, SETTER, Setter
from journal_app.freeze.trials import Trials
from journal_app.prepress import live
from journal_app.prepress.cache import Cache
from journal_app.prepress.live import Live, Making, Pressed
from journal_app.prepress.pixels import DRAWING
from journal_app.problems import Problem

STEP_S = 2.0  # how long the process works at a time on pages that are not there yet
STATES = 8  # whose pictures are kept: somebody may still be looking at the one before
ISSUES = 12  # that are kept warm
Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files of an issue's folder. A picture's is its blob's name: its bytes are fetched when they are new."""

    files: Mapping[str, bytes]

    def marks(self) -> dict[str, str]:
        """What each file holds, in a few letters."""
        return {path: data.decode() if _is_blob(path) else sha256(data) for path, data in self.files.items()}


def _is_blob(path: str) -> bool:
    return path.startswith("pictures/") and not path.endswith(".toml")


def blob_name(name: str) -> bytes:
    """Stands for a picture's bytes while rows are gathered (gather's `read`)."""
    return name.encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an issue's pages: those of `state`, or how far they are; or why there are none."""

    state: str
    live: Live | None
    making: Making | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Kept:
    """What is remembered of one issue."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    marks: dict[str, str] = field(default_factory=dict)
    last: Answer | None = None
    seen: deque[tuple[frozenset[str], frozenset[str]]] = field(default_factory=deque)  # keys, paths


class LivePages:
    """The issues of one desk that are kept warm."""

    def __init__(self, instance: Path, setter: Setter = SETTER) -> None:
        self._cache = instance / "cache"
        self._lock = threading.Lock()
        self._ask = setter.ask
        self._issues: OrderedDict[str, _Kept] = OrderedDict()
        self.trials = Trials(setter, instance)

    def bring(self, issue_id: str, wanted: Wanted, fetch: Fetch, reach: str = "") -> Answer:
        """The pages as these files make them. Who asks while another asks waits for the same answer.

        `reach` names what the reader may see: who may see other pieces is never shown pages of somebody else's.
        """
        kept = self._kept(issue_id, reach)
        marks = wanted.marks()
        state = hashlib.sha256(repr(sorted(marks.items())).encode()).hexdigest()[:24]
        with kept.lock:
            folder = self._folder(issue_id, reach)
            there = kept.last and kept.last.state == state and kept.last.making is None and folder.is_dir()
            if kept.last and there and self._has(issue_id, kept.last):  # others look after the same cache
                return kept.last
            _write(folder, kept, marks, wanted, fetch)
            made, problems = self._ask(live.refresh, folder / "issue", self._cache / issue_id, STEP_S)
            if isinstance(made, Live):
                kept.last = Answer(state, made)
                self._forget_old(issue_id, kept, frozenset(page.key for page in made.pages), frozenset(marks))
                return kept.last
            if made is None and problems:
                kept.last = Answer(state, None, None, tuple(problems))
                return kept.last
            return Answer(state, kept.last.live if kept.last else None, made or NOTHING)

    def paths(self, issue_id: str, key: str, reach: str = "") -> frozenset[str] | None:
        """The files that a page which `bring` told of was made from, or might have been; nothing for another."""
        with self._lock:
            kept = self._issues.get(f"{issue_id} {reach}")
        known = [paths for keys, paths in (kept.seen if kept else ()) if key in keys]
        return frozenset().union(*known) if known else None

    def picture(self, issue_id: str, key: str, kind: str, bleed_mm: float, reach: str = "") -> Path | None:
        """The picture of one of the pages that `bring` told of, drawn now if nobody has looked at it yet."""
        if self.paths(issue_id, key, reach) is None:
            return None
        path = live.picture_file(self._cache / issue_id, key, kind)
        if not path.exists():
            self._ask(_drawn, self._cache / issue_id, key, kind, bleed_mm)
        if not path.exists():  # the process is at another issue's pages: a page that is there has a picture
            with DRAWING:
                _drawn(self._cache / issue_id, key, kind, bleed_mm)
        return path if path.exists() else None

    def press(
        self, issue_id: str, wanted: Wanted, fetch: Fetch, reach: str = ""
    ) -> tuple[Pressed | Making | None, list[Problem]]:
        """The press PDF as these files make it, a draft; how far it is; or nothing, and what stands against it."""
        kept = self._kept(issue_id, reach)
        with kept.lock:
            folder = self._folder(issue_id, reach)
            _write(folder, kept, wanted.marks(), wanted, fetch)
            told = folder / "issue", self._cache / issue_id, folder / "press"
            made, problems = self._ask(live.press, *told, STEP_S)
            return made, problems

    def _kept(self, issue_id: str, reach: str) -> _Kept:
        with self._lock:
            name = f"{issue_id} {reach}"
            if name not in self._issues:  # what a desk with the same number left before this one began
                shutil.rmtree(self._folder(issue_id, reach), ignore_errors=True)
            kept = self._issues.setdefault(name, _Kept())
            self._issues.move_to_end(name)
            while len(self._issues) > ISSUES:
                shutil.rmtree(self._folder(*self._issues.popitem(last=False)[0].split(" ", 1)), ignore_errors=True)
            return kept

    def _folder(self, issue_id: str, reach: str) -> Path:
        """One for each process of the desk and each reach: two never write in the same."""
        return self._cache / issue_id / f"live-{os.getpid()}{reach and '-'}{reach}"

    def _forget_old(self, issue_id: str, kept: _Kept, keys: frozenset[str], paths: frozenset[str]) -> None:
        """The pages and pictures of states that nobody looks at any more."""
        kept.seen.append((keys, paths))
        while len(kept.seen) > STATES:
            old = kept.seen.popleft()[0]
            with self._lock:  # who may see less has the same page by the same name
                beside = [one for name, one in self._issues.items() if name.startswith(f"{issue_id} ")]
                wanted = frozenset().union(*(some for one in beside for some, _ in tuple(one.seen)))
            for key in old - wanted:
                live.forget(self._cache / issue_id, key)

    def _has(self, issue_id: str, answer: Answer) -> bool:
        """Whether each of these pages still has its file; asked for now, it is no old one for who tidies up."""
        there = Cache(self._cache / issue_id)
        return answer.live is None or all(there.has(page.key, live.PAGE) for page in answer.live.pages)


def _drawn(cached: Path, key: str, kind: str, bleed_mm: float) -> tuple[None, list[Problem]]:
    """In the process: the picture of a page."""
    with suppress(OSError):  # forgotten meanwhile: there is no picture then
        live.draw(cached, key, kind, bleed_mm)
    return None, []


def _write(folder: Path, kept: _Kept, marks: dict[str, str], wanted: Wanted, fetch: Fetch) -> None:
    """Bring the folder up to these files: what is new is written, what is gone is taken away."""
    if not folder.is_dir():  # the first time, or erased meanwhile
        kept.marks = {}
        folder.mkdir(mode=0o700, parents=True)
    os.utime(folder)  # by its date the janitor knows that it is in use
    for path in sorted(marks.keys() | kept.marks.keys()):
        mark, place = marks.get(path), folder / "issue" / path
        if mark is None:
            place.unlink(missing_ok=True)
        elif mark != kept.marks.get(path):
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_name(f".{place.name}.part")
            aside.write_bytes(fetch(mark) if _is_blob(path) else wanted.files[path])
            aside.replace(place)
    for parent in _emptied(folder, marks, kept.marks):
        shutil.rmtree(parent, ignore_errors=True)
    kept.marks = marks


def _emptied(folder: Path, marks: Iterable[str], before: Iterable[str]) -> set[Path]:
    """The articles' folders of which no file is wanted any more."""
    now, top = {Path(path).parent for path in marks}, folder / "issue"
    return {top / Path(path).parent for path in before if Path(path).parent not in now} - {top}
