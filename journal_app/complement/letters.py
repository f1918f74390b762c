"""Complement, step 5a: the glyphs of a line -> the same glyphs, each saying which letters it stands for. It moves none.

Words told at once for a whole line (/ActualText around it) are read backwards by Poppler and pdfium where they run from
right to left: both take them for drawn from left to right. Told glyph by glyph they come out right.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from journal_app.complement.glyphs import codes, line

Instruction = tuple[list[Any], Any]  # operands, operator


def lettered(drawn: Sequence[Instruction], letters: Sequence[str]) -> list[Instruction]:
    """What is drawn inside one mark, each glyph with its letters; as it was where the two do not add up.

    A glyph that stands for nothing (a dot, an accent of the letter beside it) is told to stand for nothing.
    """
    many = sum(len(codes(one)) for operands, operator in drawn for one in line(operands, operator))
    if many != len(letters):
        return list(drawn)
    told: list[Instruction] = []
    waiting = iter(letters)
    for operands, operator in drawn:
        shown = line(operands, operator)
        if not shown:
            told.append((operands, operator))
            continue
        parts: list[tuple[str | None, Any]] = []
        for one in shown:
            glyphs = codes(one)
            parts += [(next(waiting), String(code)) for code in glyphs] if glyphs else [(None, one)]
        for said, group in groupby(parts, key=lambda part: part[0]):
            told += _spans(said, [shown for _, shown in group])
    return told


def _spans(said: str | None, shown: list[Any]) -> list[Instruction]:
    """Moves as they are; glyphs in spans: one for all that stand for nothing, one for each of the others."""
    if said is None:
        return [([Array(shown)], pikepdf.Operator("TJ"))]
    groups = [shown] if not said else [[one] for one in shown]
    told: list[Instruction] = []
    for group in groups:
        told.append(([Name.Span, Dictionary(ActualText=String(said))], pikepdf.Operator("BDC")))
        told.append(([Array(group)], pikepdf.Operator("TJ")))
        told.append(([], pikepdf.Operator("EMC")))
    return told
