"""Issues, the names that must never be printed: a name as typed -> the keyed hash that is kept. Pure, stores nothing.

A name is folded as in search (case, accents, letters that are written in several ways), so that "Zoé" meets "ZOE".
"""

from collections.abc import Callable, Mapping, Sequence

from journal_app.search.folding import words as folded

Digest = Callable[[str], str]  # journal_app.keys.Keys.digest


def kept(name: str, digest: Digest) -> tuple[str, int]:
    """What is kept of a name: its digest and how many words it has; 0 words for a name without letters."""
    words = folded(name)
    return digest(" ".join(words)), len(words)


def met(text: str, listed: Mapping[str, int], digest: Digest) -> int:
    """How many windows of a text are a listed name. The text's words are hashed, never kept."""
    words = folded(text)
    lengths = sorted(set(listed.values()))
    return sum(digest(" ".join(window)) in listed for length in lengths for window in _windows(words, length))


def _windows(words: Sequence[str], length: int) -> list[Sequence[str]]:
    return [words[start : start + length] for start in range(len(words) - length + 1)] if length else []
