"""Media, the hand-over: a file -> a clean picture, or problems, by way of the cage. It decodes and stores nothing.

Slow (a process, and up to 20 s for a hostile file): never inside a transaction.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from journal_app.media.bare import foreign
from journal_app.media.confined import Why, run
from journal_app.media.covers import Box
from journal_app.media.model import COPY, THUMB, VIEW
from journal_app.problems import Detail, Problem, Severity, blocking

_PICTURES = "journal_app.media.pictures"  # by name: the desk's own process does not load it


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """Pixels without anything else: at full size, for a screen (1600 px) and for a list (480 px).

    `kind` is a guess (photo, drawing, line); `width` and `height` are those of the full size.
    """

    data: bytes
    view: bytes
    thumb: bytes
    media_type: str
    width: int
    height: int
    kind: str = "photo"
    cleaned: tuple[str, ...] = ()  # kinds of what the file told beside its pixels, and this does not


def clean_picture(source: IO[bytes] | bytes, title: str = "") -> tuple[CleanPicture | None, list[Problem]]:
    """A stranger's file as a clean picture, with notes of what had to be done; or None and why not.

    `title` is what the problems call it, usually the name the file came with; it is not kept.
    """
    return _asked({"do": "clean"}, source, title)


def cover_picture(source: bytes, boxes: Sequence[Box]) -> CleanPicture:
    """One of our own pictures with these boxes made solid. Raises RuntimeError when it cannot be done: nothing of it
    may then be shown."""
    made, problems = _asked({"do": "cover", "boxes": boxes}, source, "")
    if made is None:
        raise RuntimeError(f"covers could not be burnt in: {', '.join(problem.code for problem in problems)}")
    return made


def _asked(job: dict[str, Any], source: IO[bytes] | bytes, title: str) -> tuple[CleanPicture | None, list[Problem]]:
    ended = run(_PICTURES, [json.dumps(job)], source)
    if ended.why in (Why.TIME, Why.MEMORY):
        return None, [blocking("upload-too-slow", "", ended.why.value, title=title)]
    head, _, rest = ended.output.partition(b"\n")
    if ended.why is Why.CRASH or not head:
        return None, [blocking("upload-broken", "", title=title)]
    told = json.loads(head)
    problems = [_problem(values, title) for values in told["problems"]]
    if "parts" not in told:
        return None, problems
    parts = {}
    for name, length in told["parts"]:
        parts[name], rest = rest[:length], rest[length:]
        if left := foreign(parts[name]):
            raise RuntimeError(f"the {name} of a picture holds more than pixels: {left}")
    size = told["width"], told["height"]
    return CleanPicture(parts[COPY], parts[VIEW], parts[THUMB], told["media_type"], *size, told["kind"],
                        tuple(told["cleaned"])), problems  # fmt: skip


def _problem(values: dict[str, Any], title: str) -> Problem:
    found = Problem(Severity(values["severity"]), values["code"], values["where"], Detail(**values["detail"]))
    return replace(found, detail=replace(found.detail, title=title))
