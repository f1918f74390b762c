"""Memory, the nouns: a pair of paragraphs that a person called translated, and what it is found by. It decides nothing.

A segment is of a text of the desk or of somebody's file, never of both. Which piece and which issue it is from is asked
of the text, so that what becomes of the piece holds here at once. It names no account: who translated is not kept.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base


class Stage(IntEnum):
    """How far its translation had come; what is less is not learnt. The same numbers as in the room of translation."""

    TRANSLATED = 3
    REVIEWED = 4
    APPROVED = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """One pair of paragraphs. `source`, `target`: plain words, their marks as signs (①❶); languages are BCP 47 tags.

    `key`: which part of a text it is ("headline", "body", "caption:<picture>"); empty in a file.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    stage: int = Stage.TRANSLATED
    key: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the memory has for some words. `percent`: 100 the same words, spaces and marks, 99 the same words, below by
    how many signs are alike; 0 where nothing was compared. `origin`: the issue's slug, or the file's name.
    """

    id: int
    percent: int
    source_language: str
    target_language: str
    source: str
    target: str
    origin: str
    from_file: bool
    key: str
    stage: Stage
    day: date  # on which somebody last called it so


class Segment(Base):
    """A lesson that is kept. What is found by words alone never tells: whoever finds a number reads the row again.

    The long columns stand last: what is asked of many rows (`signs`) is read without them, out of an index.
    """

    __tablename__ = "memory"
    __table_args__ = (
        Index("ix_memory_signs", "source", "target", "number", "signs"),
        Index("ix_memory_likeness", "source", "target", "likeness"),
        Index("ix_memory_text", "text_id", "digest", unique=True),
        Index("ix_memory_file", "file", "digest", unique=True),
        {"sqlite_autoincrement": True},  # a number is never given twice: who remembers one must not meet other words
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source: Mapped[str]  # the language without its region (forms.family): who asks for fr-BE is shown what is fr
    target: Mapped[str]
    likeness: Mapped[int] = mapped_column(BigInteger)  # the same for the same words (forms.likeness)
    signs: Mapped[bytes]  # which three signs stand together in the source, and its length (signatures.signature)
    digest: Mapped[bytes]  # of all that was said (forms.digest): the same lesson twice is one row
    text_id: Mapped[str | None] = mapped_column(ForeignKey("text.id"))  # the translation it is from
    file: Mapped[str | None]  # or the name of the file
    key: Mapped[str]
    stage: Mapped[int]
    day: Mapped[date]
    source_language: Mapped[str]
    target_language: Mapped[str]
    source_words: Mapped[str]
    target_words: Mapped[str]
    plain: Mapped[str]  # both, folded (forms.both): what a phrase is looked for in
