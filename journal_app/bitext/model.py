"""Bitext, the nouns: what a file for translators holds, whatever its format. Frozen values; nothing is decided.

A unit is one row of a translation: a headline, a caption, some paragraphs. Its words are text and codes; a code stands
where emphasis, a link or a footnote begins or ends, or for a line break. What a code stands for is said once a unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class End(StrEnum):
    """Which end of what it stands for a code is."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code where it stands. Both ends of a pair share the id."""

    id: str
    end: End = End.ALONE


Part = str | Code
Words = tuple[Part, ...]


class Kind(StrEnum):
    """What a code stands for."""

    EMPHASIS = "em"
    STRONG = "strong"
    LINK = "a"
    NOTE = "small"  # a footnote at its call
    OTHER = "bdi"  # words in another language or direction
    BREAK = "br"
    FOREIGN = ""  # a code that is not ours, kept as it came


@dataclass(frozen=True, slots=True)
class Span:
    """What a code stands for. `shows`: the sign people see (①❶); `data`: the markup it stands for, as ours is written.

    `must`: a translation has to have it.
    """

    kind: Kind
    shows: tuple[str, str] = ("", "")
    data: tuple[str, str] = ("", "")
    href: str = ""
    must: bool = False


class State(StrEnum):
    """How far a unit has come, by the words that XLIFF has for it and three that it has not."""

    INITIAL = "initial"
    MEMORY = "memory"  # a draft that a memory made, which nobody has looked at
    MACHINE = "machine"  # a draft that a machine made
    IN_PROGRESS = "in-progress"
    NEEDS_WORK = "needs-work"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark. `about`: "source", "target" or nothing; `by`: a role, never a person's name, on the way out."""

    text: str
    by: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a memory has that is like the source. `percent` of 100; `origin`: the issue it was printed in."""

    source: str
    target: str
    percent: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary that the source has. `targets`: (word, "preferred" | "forbidden" | "kept" | "spoken")."""

    source: str
    targets: tuple[tuple[str, str], ...] = ()
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One row. `key`: "headline", "quote:0", "body"; `limit`: signs (code points) that the target may have.

    `source_hash`, `target_hash`: of both sides as the desk had them when the file was made; empty where a file does not
    say. `line`: where it was read, from 1.
    """

    id: str
    key: str
    source: Words
    target: Words | None = None
    state: State = State.INITIAL
    spans: Mapping[str, Span] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    source_hash: str = ""
    target_hash: str = ""
    limit: int | None = None
    matches: tuple[Match, ...] = ()
    terms: tuple[Term, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """The translation of one piece. `id`: the piece's; `original`: `<issue's slug>/<piece's slug>`; `title` for people.

    `limit`: signs that all its body's targets together may have.
    """

    id: str
    original: str
    source: str
    target: str
    title: str
    units: tuple[Unit, ...]
    notes: tuple[Note, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Bitext:
    """A file. Languages are BCP 47 tags; `source` is "mul" where its articles have several."""

    source: str
    target: str
    articles: tuple[Article, ...]
    version: str = ""  # as read: "2.1", "1.2"


def plain(words: Iterable[Part]) -> str:
    """The words without their codes."""
    return "".join(part for part in words if isinstance(part, str))


def joined(words: Sequence[Part]) -> Words:
    """The same with texts that stand side by side as one, and none that is empty: two ways of writing it compare."""
    out: list[Part] = []
    for part in words:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        elif part != "":
            out.append(part)
    return tuple(out)
