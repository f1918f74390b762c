"""Search, what is shown of a find: a short passage of the text with the found words marked. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from journal_app.search.folding import fold, spans, words

AROUND = 60  # characters before the first found word and after it

Part = tuple[str, bool]  # words, and whether they are what was looked for


def passage(text: str, query: str) -> list[Part]:
    """The passage around the first word that was found, in parts; the beginning of the text when none is in it."""
    hits = _hits(text, words(query))
    hit = next(hits, None)
    first = hit[0] if hit else 0
    start = _at_word(text, max(0, first - AROUND))
    end = _at_word(text, min(len(text), first + 2 * AROUND))
    parts: list[Part] = [("… ", False)] if start else []
    place = start
    while hit and hit[0] < end:  # no further than what is shown: a page has many texts of some thousand characters
        left, right = hit
        parts += [(text[place:left], False), (text[left:right], True)]
        place, hit = right, next(hits, None)
    parts.append((text[place : max(end, place)], False))
    if max(end, place) < len(text):
        parts.append((" …", False))
    return [part for part in parts if part[0]]


def _hits(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words that are looked for stand, from the beginning on."""
    return ((start, end) for start, end in spans(text) if _is_hit(text[start:end], wanted))


def _is_hit(word: str, wanted: Sequence[str]) -> bool:
    plain = _folded(word)
    return any(plain.startswith(one) or (len(one) == 2 and one in words(word)) for one in wanted)


@lru_cache(maxsize=10_000)  # about a megabyte: a paper's texts say the same words again and again
def _folded(word: str) -> str:
    return fold(word)


def _at_word(text: str, place: int) -> int:
    """The nearest place not inside a word, going back."""
    if place >= len(text):
        return len(text)
    before = text.rfind(" ", 0, place + 1)
    return before + 1 if place and place - before < AROUND else place
