"""Translation, the typing: a row's words <-> what stands in its field. Pure.

Paragraphs stand apart by an empty line; emphasis, links and footnotes are the signs of marks.py, numbered as in the
source beside it. A field of one line takes no line break.
"""

import hashlib
import re
from dataclasses import replace

from journal_app.prepress.model import Block, Run
from journal_app.problems import Problem
from journal_app.translation.beads import BODY, Blocks, line
from journal_app.translation.marks import Mark, marked, runs_of
from journal_app.translation.rows import Row

_APART = re.compile(r"\n[ \t]*\n\s*")


def source_words(row: Row) -> list[str]:
    """The source's paragraphs with their signs."""
    marks: tuple[Mark, ...] = ()
    out = []
    for block in row.sources:
        found = marked(block.runs, marks)
        marks = found.marks
        out.append(found.text)
    return out


def marks_of(row: Row) -> tuple[Mark, ...]:
    """What the row's signs stand for: the source's marks, then those that only the translation has."""
    marks: tuple[Mark, ...] = ()
    for block in (*row.sources, *row.targets):
        marks = marked(block.runs, marks).marks
    return marks


def before_of(row: Row) -> str:
    """What the row's field holds: the translation as it is now."""
    marks = marks_of(row)
    return "\n\n".join(marked(block.runs, marks).text for block in row.targets)


def mark_of(typed: str) -> str:
    """What tells one content of a field from another, however a browser ends its lines."""
    return hashlib.sha256("\n".join(typed.split("\r\n")).strip().encode("utf-8", "replace")).hexdigest()[:16]


def read_row(row: Row, typed: str) -> tuple[Blocks, list[Problem]]:
    """What was typed as the row's paragraphs, each in the shape of its source's, with what is wrong with its signs."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n\t ")
    where = f"{row.key}:{row.places[0] + 1}" if row.places else row.key
    if row.key != BODY:
        return line(" ".join(text.split())), []
    shapes = row.targets or row.sources
    out: list[Block] = []
    problems: list[Problem] = []
    wanted = len([mark for block in row.sources for mark in marked(block.runs).marks])
    marks = marks_of(row)
    for number, part in enumerate(part for part in _APART.split(text) if part.strip()):
        runs, found = runs_of(part, marks, where)
        problems += [one for one in found if one.code != "mark-lost"]
        if runs:
            out.append(_shaped(runs, shapes[min(number, len(shapes) - 1)] if shapes else None))
    if wanted and out:
        problems += [one for one in runs_of(text, _sources_marks(row), where)[1] if one.code == "mark-lost"]
    return tuple(out), problems


def _sources_marks(row: Row) -> tuple[Mark, ...]:
    marks: tuple[Mark, ...] = ()
    for block in row.sources:
        marks = marked(block.runs, marks).marks
    return marks


def _shaped(runs: tuple[Run, ...], shape: Block | None) -> Block:
    """A paragraph of the shape of another; its language and direction are its own text's."""
    return Block("p", runs) if shape is None else replace(shape, runs=runs, lang="", dir="")
