"""Memory, what is done: it learns what people called translated, unlearns what they no longer say. Never commits.

A text is learnt as a whole: the memory holds of it what it says now, and nothing that it said before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from journal_app.memory import store
from journal_app.memory.forms import both, clean, digest, family, likeness, plain
from journal_app.memory.model import Lesson, Segment, Stage
from journal_app.memory.signatures import signature

PART = 1_000  # lessons of a file that are kept together
LONGEST = 200_000  # signs of one side: a whole text, more than any row of a translation has


@dataclass(frozen=True, slots=True)
class Learnt:
    """What changed: segments that are new, that are no more, and that only came further."""

    added: int = 0
    gone: int = 0
    further: int = 0


def learn(db: Session, now: datetime, text_id: str, lessons: Iterable[Lesson]) -> Learnt:
    """Let the memory hold of a translation exactly these; the same again changes nothing.

    Lessons that are not called translated, or that lack a side, are not learnt. The text is its caller's to lock.
    """
    wanted = _told(lessons)
    had = {told: (number, stage) for number, told, stage in store.of_text(db, text_id)}
    gone = [number for told, (number, _) in had.items() if told not in wanted]
    new = [told for told in wanted if told not in had]
    moved: dict[int, list[int]] = {}
    for told, (number, stage) in had.items():
        if told in wanted and wanted[told].stage != stage:
            moved.setdefault(wanted[told].stage, []).append(number)
    store.forget(db, gone)
    for stage, numbers in moved.items():
        store.restage(db, numbers, stage=stage, day=now.date())
    store.add(db, [row(wanted[told], told, now.date(), text_id=text_id) for told in new])
    return Learnt(len(new), len(gone), sum(map(len, moved.values())))


def learn_file(db: Session, now: datetime, name: str, lessons: Iterable[Lesson]) -> Learnt:
    """Add what a file says and is not yet kept of a file of this name. `name` is shown to who finds it."""
    name = clean(name)
    store.begin(db)  # of two that bring in the same file the second finds it there
    added = 0
    for some in _thousands(lessons):
        wanted = _told(some)
        there = store.of_file(db, name, wanted)
        new = [row(lesson, told, now.date(), file=name) for told, lesson in wanted.items() if told not in there]
        store.add(db, new)
        added += len(new)
    return Learnt(added)


def forget_file(db: Session, name: str) -> int:
    """Forget what came out of a file; how many segments."""
    numbers = store.numbers_of_file(db, clean(name))
    store.forget(db, numbers)
    return len(numbers)


def rename_source(db: Session, piece_id: str, before: str, after: str) -> None:
    """Let what was made from a piece's original be made from another language: under new numbers, as if just learnt,
    so that every process finds it where it now belongs."""
    rows = store.made_from(db, piece_id, before)
    store.forget(db, [one.number for one in rows])
    said = [(_lesson(one, after), one) for one in rows]
    store.add(db, [row(lesson, _digest(lesson), one.day, text_id=one.text_id) for lesson, one in said])


def row(
    lesson: Lesson, told: bytes, day: date, *, text_id: str | None = None, file: str | None = None
) -> dict[str, Any]:
    """A lesson as the columns of a segment."""
    return {
        "source": family(lesson.source_language), "target": family(lesson.target_language),
        "likeness": likeness(lesson.source), "signs": signature(plain(lesson.source)), "digest": told,
        "text_id": text_id, "file": file, "key": lesson.key, "stage": lesson.stage, "day": day,
        "source_language": lesson.source_language, "target_language": lesson.target_language,
        "source_words": lesson.source, "target_words": lesson.target, "plain": both(lesson.source, lesson.target),
    }  # fmt: skip


def _told(lessons: Iterable[Lesson]) -> Mapping[bytes, Lesson]:
    """The lessons that are to be kept, by what they say; of two that say the same, the further one."""
    found: dict[bytes, Lesson] = {}
    for lesson in lessons:
        source, target = clean(lesson.source), clean(lesson.target)
        if lesson.stage < Stage.TRANSLATED or not 0 < len(source) <= LONGEST or not 0 < len(target) <= LONGEST:
            continue
        kept = replace(lesson, source=source, target=target, stage=min(lesson.stage, Stage.APPROVED))
        told = _digest(kept)
        if told not in found or found[told].stage < kept.stage:
            found[told] = kept
    return found


def _digest(lesson: Lesson) -> bytes:
    return digest(lesson.source_language, lesson.target_language, lesson.key, lesson.source, lesson.target)


def _lesson(one: Segment, language: str) -> Lesson:
    return Lesson(language, one.target_language, one.source_words, one.target_words, one.stage, one.key)


def _thousands(lessons: Iterable[Lesson]) -> Iterator[list[Lesson]]:
    given = iter(lessons)
    while some := list(islice(given, PART)):
        yield some
