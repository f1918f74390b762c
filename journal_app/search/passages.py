"""Search, what is shown of a find: a short passage of the text with the found words marked. Pure."""

from collections.abc import Sequence

from journal_app.search.folding import fold, spans, words

AROUND = 60  # characters before the first found word and after it

Part = tuple[str, bool]  # words, and whether they are what was looked for


def passage(text: str, query: str) -> list[Part]:
    """The passage around the first word that was found, in parts; the beginning of the text when none is in it."""
    wanted = words(query)
    hits = [(start, end) for start, end in spans(text) if _is_hit(text[start:end], wanted)]
    first = hits[0][0] if hits else 0
    start = _at_word(text, max(0, first - AROUND))
    end = _at_word(text, min(len(text), first + 2 * AROUND))
    parts: list[Part] = [("… ", False)] if start else []
    place = start
    for left, right in hits:
        if left >= end:
            break
        parts += [(text[place:left], False), (text[left:right], True)]
        place = right
    parts.append((text[place : max(end, place)], False))
    if max(end, place) < len(text):
        parts.append((" …", False))
    return [part for part in parts if part[0]]


def _is_hit(word: str, wanted: Sequence[str]) -> bool:
    plain = fold(word)
    return any(plain.startswith(one) or (len(one) == 2 and one in words(word)) for one in wanted)


def _at_word(text: str, place: int) -> int:
    """The nearest place not inside a word, going back."""
    if place >= len(text):
        return len(text)
    before = text.rfind(" ", 0, place + 1)
    return before + 1 if place and place - before < AROUND else place
