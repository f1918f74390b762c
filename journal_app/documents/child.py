"""Reading a stranger's document in the cage that media keeps: no network, no file, little time. It parses nothing here.

What comes back is JSON and is checked against the model: a child that was taken over can hand out words, not objects.
"""

import encodings.cp437  # noqa: F401 - as heapq: once a file is read nothing more may be opened, not even a module
import heapq  # noqa: F401 - Counter.most_common asks for it
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from pydantic import TypeAdapter

from journal_app.documents.gate import MOST_BYTES, WHO
from journal_app.documents.model import Document
from journal_app.documents.read import read_document
from journal_app.media import confined
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take, no more than the cage: seconds of processor and by the clock, bytes of addresses."""

    cpu_s: int = 10  # half of what the cage gives a picture
    wall_s: int = 10
    memory: int = 300_000_000  # 400,000 elements in 80,000 paragraphs take 190 MB, an empty text 70 MB


LIMITS = Limits()


@dataclass
class Told:
    """What the child says."""

    document: Document | None
    problems: list[Problem]


_TOLD = TypeAdapter(Told)


def child(arguments: Sequence[str], source: IO[bytes], out: BytesIO) -> None:
    """The work inside: called by the cage, whose limits it makes narrower for itself."""
    where, cpu_s, memory = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    document, problems = read_document(source.read(MOST_BYTES + 1), where)
    out.write(_TOLD.dump_json(Told(document, problems)))


def read_safely(data: bytes, filename: str, limits: Limits = LIMITS) -> tuple[Document | None, list[Problem]]:
    """As `read_document`, in a process of its own; one that took too long, too much or broke is a problem."""
    where = shown(filename)
    arguments = [where, str(limits.cpu_s), str(limits.memory)]
    ended = confined.run(__name__, arguments, data[: MOST_BYTES + 1], limits.wall_s)
    if ended.why is not confined.Why.DONE:
        return None, [_stopped(ended.why, where, limits)]
    told = _TOLD.validate_json(ended.output)
    return told.document, told.problems


def _stopped(why: confined.Why, where: str, limits: Limits) -> Problem:
    if why is confined.Why.MEMORY:
        return blocking("document-too-heavy", where, "", f"{limits.memory / 1e6:g} MB", WHO)
    if why is confined.Why.TIME:
        return blocking("document-too-slow", where, "", f"{min(limits.cpu_s, limits.wall_s)} s", WHO)
    return blocking("document-broke-off", where, "", "", WHO)
