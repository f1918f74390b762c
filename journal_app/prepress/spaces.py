"""Step 1e: the white space of a block's runs -> single spaces, none at an end or beside a line break. Pure.

Only the spaces of the source's own lay-out (space, tab, line end) collapse; U+00A0, U+202F and the other spaces an
author chose stay (CSS Text 3, 4.1.1).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from journal_app.prepress.model import Run

_WHITE = re.compile(r"[ \t\n\r\f]+")


def is_blank(text: str) -> bool:
    """Whether a text is only lay-out: nothing of it would print."""
    return not text.strip(" \t\n\r\f\u00a0\u202f\u200b\u2060\u200c\u200d\ufeff")


def collapsed(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with their white space collapsed across borders, and neighbours with the same marks joined.

    Empty when there are no words and no footnote.
    """
    out: list[Run] = []
    open_to_space = False  # false at a block's start and after a line break or a space: a space there would show
    for run in runs:
        if run.br:
            _trim(out)
            out.append(run)
            open_to_space = False
        elif run.note:
            out.append(run)
            open_to_space = True
        else:
            text = _WHITE.sub(" ", run.text)
            text = text if open_to_space else text.lstrip(" ")
            if text:
                open_to_space = not text.endswith(" ")
                if out and _same(out[-1], run):
                    out[-1] = replace(out[-1], text=out[-1].text + text)
                else:
                    out.append(run if text == run.text else replace(run, text=text))
    _trim(out)
    while out and out[-1].br:
        out.pop()
        _trim(out)
    while out and out[0].br:
        out.pop(0)
    if all(is_blank(run.text) and not run.note for run in out):
        return ()
    return tuple(out)


def _same(one: Run, other: Run) -> bool:
    return not (one.br or one.note or one.isolate) and _marks(one) == _marks(other)


def _marks(run: Run) -> tuple[object, ...]:
    """What a run is but for its words."""
    return run.em, run.strong, run.lang, run.dir, run.isolate, run.href, run.br, run.nobreak, run.note


def _trim(out: list[Run]) -> None:
    """Take the last text's closing space off, in place."""
    while out and not out[-1].br and not out[-1].note:
        text = out[-1].text.rstrip(" ")
        if text:
            out[-1] = out[-1] if text == out[-1].text else replace(out[-1], text=text)
            return
        out.pop()


def first_strong(runs: Iterable[Run]) -> str:
    """`rtl` or `ltr` by the first letter that has a direction (UAX #9, P2); empty when none has."""
    for run in runs:
        for character in run.text:
            kind = unicodedata.bidirectional(character)
            if kind in ("R", "AL", "L"):
                return "ltr" if kind == "L" else "rtl"
    return ""
