"""Step 3b: what keeps its own order in a right-to-left sentence: Latin words, telephone numbers. Pure.

The bidirectional algorithm (UAX 9) turns the groups of `+33 6 12 34` around in an Arabic sentence: its spaces take the
sentence's direction. An isolate keeps them. Dates and ranges in Arabic or Persian digits are left to the algorithm,
which writes them as their readers do.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from journal_app.prepress.characters import LRI, PDI
from journal_app.prepress.model import Run

_LATIN = r"\+?[0-9A-Za-zÀ-ɏ]++(?:[.,:/@'’+\-\u00a0\u202f ]++[0-9A-Za-zÀ-ɏ]++)*+"
# begins as telephone numbers do, has two groups or more and seven digits or more, all in Arabic or in Persian digits
_PHONE = (
    r"(?<![0-9٠-٩۰-۹])(?:\+|00|(?=[٠۰]))(?=(?:[ .\-\u00a0\u202f]?[٠-٩۰-۹]){7})"
    r"[٠-٩۰-۹]{1,5}(?:[ .\-\u00a0\u202f][٠-٩۰-۹]{1,8}){1,8}"
)
_ADDRESS = r"(?:https?://|www\.)[!-~]*[0-9A-Za-z/=_\-]|[\w.+\-]{1,64}@[\w\-]{1,63}\.[\w.\-]*\w"
KEPT = re.compile(f"{_ADDRESS}|{_PHONE}|{_LATIN}", re.ASCII)
RTL_RUN = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff][\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200c\u200d ]*"
)
NUMBER = re.compile(r"\+?\d+(?:[ .,:/\-\u00a0\u202f]\d+)+")  # with what stands between its groups


def parted(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The parts of a text, and whether the pattern found each; joined they are the text."""
    end = 0
    for found in pattern.finditer(text):
        yield text[end : found.start()], False
        yield found.group(), True
        end = found.end()
    yield text[end:], False


def kept(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, and whether each keeps its own order."""
    return parted(text, KEPT)


def isolated(run: Run) -> Iterator[Run]:
    """A run of a right-to-left text, its Latin words and numbers each a run of its own that is isolated."""
    for part, keeps in kept(run.text):
        if keeps:
            foreign = "en" if re.search(r"[A-Za-z]", part) else ""
            yield replace(run, text=part, isolate=True, lang=foreign, dir="ltr")
        elif part:
            yield replace(run, text=part)


def ordered(words: str, direction: str = "auto") -> str:
    """Words for a screen, with isolates around what keeps its order (never stored). "auto": when a letter is Arabic."""
    if direction != "rtl" and not (direction == "auto" and RTL_RUN.search(words)):
        return words
    return "".join(f"{LRI}{part}{PDI}" if keeps else part for part, keeps in kept(words))
