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

WALL_S = 10  # also of CPU: half of what the cage gives a picture
MEMORY = 300_000_000  # bytes of addresses. 400,000 elements in 80,000 paragraphs take 190 MB, an empty text 70 MB


@dataclass
class Told:
    """What the child says."""

    document: Document | None
    problems: list[Problem]


_TOLD = TypeAdapter(Told)


def child(arguments: Sequence[str], source: IO[bytes], out: BytesIO) -> None:
    """The work inside: called by the cage, whose limits it makes narrower for itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (WALL_S, WALL_S))
    document, problems = read_document(source.read(MOST_BYTES + 1), arguments[0])
    out.write(_TOLD.dump_json(Told(document, problems)))


def read_safely(data: bytes, filename: str) -> tuple[Document | None, list[Problem]]:
    """As `read_document`, in a process of its own; one that took too long, too much or broke is a problem."""
    where = shown(filename)
    ended = confined.run(__name__, [where], data[: MOST_BYTES + 1], WALL_S)
    if ended.why is not confined.Why.DONE:
        return None, [blocking("document-too-slow", where, ended.why.value, f"{WALL_S} s", WHO)]
    told = _TOLD.validate_json(ended.output)
    return told.document, told.problems
