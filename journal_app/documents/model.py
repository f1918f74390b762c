"""Documents, the nouns: what a text document holds once read, as frozen values. Nothing here reads, writes or decides.

A document is blocks of runs, its pictures, its comments, and a receipt that accounts for every part of the file.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, with_config

Kind = Literal["p", "h2", "li", "quote"]
NoteKind = Literal["", "footnote", "endnote"]


class Fate(StrEnum):
    """What became of a part of the file. Each has a sentence, `fate:<slug>`, in journal_app/messages."""

    KEPT = "kept"
    AS_TEXT = "kept as text"  # the words stay, their frame (a table, a drawing) does not
    AS_COMMENT = "kept as review comment"
    ACCEPTED = "accepted"  # a tracked insertion or move, as the author's last word
    REMOVED = "removed"  # a tracked deletion
    CHANGED = "changed"  # kept in another form
    READ = "read"  # read for what it says of the text: styles, numbering
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same marks; or a line break; or a note at its call, with the note's own runs."""

    text: str
    em: bool = False
    strong: bool = False
    lang: str = ""  # when it differs from the block's
    dir: str = ""  # "rtl" or "ltr", when it differs from the block's
    href: str = ""
    br: bool = False
    note: tuple["Run", ...] = ()
    note_kind: NoteKind = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or quotation. `dir` is empty where the text's own letters decide."""

    kind: Kind
    runs: tuple[Run, ...]
    lang: str = ""  # empty: unknown
    dir: str = ""
    level: int = 0  # of a heading 1-9, of a list item from 1
    ordered: bool = False
    number: int = 0  # of an item of an ordered list

    @property
    def text(self) -> str:
        """The block's words without its notes, a line break as a line end: what a comment's offsets count in."""
        return "".join("\n" if run.br else run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a passage: from `start` in block `block` to `end` in block `end_block`, offsets in `Block.text`."""

    text: str
    passage: str
    block: int
    start: int
    end_block: int
    end: int


@with_config(ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the file holds it. `block` is the one it stands at; `alt` is its author's description."""

    sha256: str
    width: int
    height: int
    format: str
    alt: str
    block: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the receipt: `count` parts of one kind, what they say, and their fate; `on` for a comment."""

    kind: str
    text: str
    fate: Fate
    count: int = 1
    on: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. `declared` is false when the language is only a guess from its letters and words."""

    language: str
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...]
    comments: tuple[Comment, ...]
    receipt: tuple[Row, ...]
    declared: bool = True


def row_as_json(row: Row) -> dict[str, Any]:
    """A line of the receipt as the command and the desk show it."""
    told: dict[str, Any] = {"kind": row.kind, "text": row.text, "fate": row.fate.value, "count": row.count}
    return told | {"on": row.on} if row.kind == "comment" else told
