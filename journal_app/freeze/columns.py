"""Freeze, the column: rows as they would be frozen -> how one text fits, in a process of its own. Nothing is kept.

The engine sets one document at a time and takes the memory it likes: the desk's own process never runs it. Of several
versions of one text that wait, only the latest is measured.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from journal_app.freeze.folder import Gathered, PieceRows, files
from journal_app.prepress.column import Fitted, measure, room
from journal_app.prepress.engine import remember_lines
from journal_app.processes import pool
from journal_app.submissions.content import Content

Answer = TypeVar("Answer")
FOLDER = "columns"  # in the instance folder
PATIENCE_S = 5.0  # a text so long that it takes more is told by the proof
START_S = 20.0  # more for the first question: the process has yet to read its faces
MOST_SIGNS = 60_000  # of a body: four tabloid pages


def asked(rows: Gathered, piece_id: str, language: str, content: Content) -> dict[str, bytes] | None:
    """The folder of a piece alone, its text in one language said so; nothing when it stands in no slot in it."""
    placed = [one for all_ in rows.placements.values() for one in all_ if one.piece_id == piece_id]
    if not any(language in one.languages for one in placed) or len(content.body) > MOST_SIGNS:
        return None
    found = rows.pieces[piece_id]
    texts = tuple((text, _settable(content if text.language == language else said)) for text, said in found.texts)
    return files(replace(rows, pieces={piece_id: PieceRows(found.piece, texts, found.consent)}, pictures={}))


def _settable(content: Content) -> Content:
    """A text of which some is not written yet: its frames are there all the same."""
    return replace(content, headline=content.headline or "…", body=content.body or "<p>…</p>")


@dataclass(frozen=True, slots=True, eq=False)
class _Asked(Generic[Answer]):
    """A question that waits for its answer, and the process that was asked."""

    pool: ProcessPoolExecutor
    future: Future[Answer]
    patience: float


class Columns:
    """The process that measures, begun with the first question and again when it breaks.

    `place` is a folder of the desk's own: words never stand in a temporary folder that others look after.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[str, _Asked[Fitted | None]] = {}

    def fit(
        self, folder: Mapping[str, bytes], slug: str, language: str, place: str, *, drawn: bool = True
    ) -> Fitted | None:
        """How the text fits. Nothing when it cannot be told: too late, or overtaken by a later version at `place`."""
        with self._lock:
            if (before := self._waiting.pop(place, None)) is not None:
                before.future.cancel()
            asked = self._waiting[place] = self._ask(_measured, folder, slug, language, self._place, drawn)
        try:
            return self._told(asked)
        finally:
            with self._lock:
                if self._waiting.get(place) is asked:
                    del self._waiting[place]

    def room(self, folder: Mapping[str, bytes], slug: str, language: str, signs: int) -> Callable[[], int | None]:
        """How many signs its frames take, measured while the caller does something else: call what is returned to wait
        for it. Nothing when it cannot be told."""
        with self._lock:
            asked = self._ask(_roomy, folder, slug, language, self._place, signs)
        return lambda: self._told(asked)

    def _ask(self, work: Callable[..., Answer], folder: Mapping[str, bytes], *more: object) -> "_Asked[Answer]":
        patience = PATIENCE_S if self._pool else START_S
        there = self._pool = self._pool or pool(first=remember_lines)
        try:
            return _Asked(there, there.submit(work, dict(folder), *more), patience)
        except BrokenProcessPool as error:  # it died since the last question
            failed: Future[Answer] = Future()
            failed.set_exception(error)
            return _Asked(there, failed, patience)

    def _told(self, asked: "_Asked[Answer]") -> Answer | None:
        try:
            return asked.future.result(asked.patience)
        except (Late, BrokenProcessPool, OSError):
            self._end(asked.pool)
            return None
        except Exception:  # overtaken, or a layout that the engine cannot draw: the proof says so
            return None

    def close(self) -> None:
        """End the process; the next question begins another."""
        if (pool := self._pool) is not None:
            self._end(pool)

    def _end(self, pool: ProcessPoolExecutor) -> None:
        """End this process, unless it was already and another has begun."""
        with self._lock:
            if self._pool is not pool:
                return
            self._pool = None
        for process in list(getattr(pool, "_processes", {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _measured(folder: Mapping[str, bytes], slug: str, language: str, place: Path, drawn: bool) -> Fitted | None:
    """In the process: how the text fits."""
    return beside(folder, place, lambda top: measure(top, slug, language, drawn=drawn))


def _roomy(folder: Mapping[str, bytes], slug: str, language: str, place: Path, signs: int) -> int | None:
    """In the process: how many signs its frames take."""
    return beside(folder, place, lambda top: room(top, slug, language, signs))


def beside(folder: Mapping[str, bytes], place: Path, ask: Callable[[Path], Answer]) -> Answer:
    """An answer about files that stand in a folder for a moment, since the compiler reads folders."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    top = Path(tempfile.mkdtemp(dir=place))
    try:
        for path, data in folder.items():
            file = top / "issue" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return ask(top / "issue")
    finally:
        shutil.rmtree(top, ignore_errors=True)
