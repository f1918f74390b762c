"""Translation, the following: the paragraphs of two versions of one text -> which became which. Pure, in bounded time.

Beside paragraphs that stay and change it follows those that are moved, split in several and joined into one, as
submissions/alignment.py, which merges by it, must not. Places are numbered from 0.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from journal_app.prepress.model import Block
from journal_app.submissions.alignment import key
from journal_app.submissions.blocks import full_text
from journal_app.submissions.matching import matches

FAR = 0.55  # of its signs a paragraph must have in common with one elsewhere to be the same one, moved and changed
LEAST = 0.4  # and with one in its own place to be the same one, changed
MOST = 900  # pairs in one gap that are compared, a sixth of a second; above, paragraphs are paired in order
JOINED = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))  # how many become how many

Signs = Counter[str]


def follow(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, ...]]:
    """For each old paragraph the places of what became of it: several when it was split, none when it is gone.

    A new place that stands in several rows: they were joined. One in none: it is new.
    """
    before, after = [key(block) for block in old], [key(block) for block in new]
    found: list[tuple[int, ...]] = [()] * len(old)
    same = matches(before, after)
    taken = {j for _, j in same}
    for i, j in same:
        found[i] = (j,)
    _moved_whole(before, after, found, taken)
    signs = [_signs(block) for block in old], [_signs(block) for block in new]
    gaps = list(_gaps(same, found, taken, len(old), len(new)))
    for olds, news in gaps:
        for group, there in _pairs([signs[0][i] for i in olds], [signs[1][j] for j in news]):
            _note(found, taken, [olds[i] for i in group], tuple(news[j] for j in there))
    _moved_and_changed(signs, found, taken)
    for olds, news in gaps:  # what is left in one place, as many as before: written anew
        left = [i for i in olds if not found[i]], [j for j in news if j not in taken]
        if len(left[0]) == len(left[1]):
            for i, j in zip(*left, strict=True):
                _note(found, taken, [i], (j,))
    return found


def _note(found: list[tuple[int, ...]], taken: set[int], olds: list[int], news: tuple[int, ...]) -> None:
    for i in olds:
        found[i] = news
    taken.update(news)


def _moved_whole(before: list[Block], after: list[Block], found: list[tuple[int, ...]], taken: set[int]) -> None:
    """Paragraphs that stand unchanged in another place."""
    free: dict[Block, list[int]] = {}
    for j, block in enumerate(after):
        if j not in taken:
            free.setdefault(block, []).append(j)
    for i, block in enumerate(before):
        if not found[i] and free.get(block):
            _note(found, taken, [i], (free[block].pop(0),))


def _gaps(
    same: list[tuple[int, int]], found: list[tuple[int, ...]], taken: set[int], olds: int, news: int
) -> Iterator[tuple[list[int], list[int]]]:
    """What is open between two paragraphs that stayed."""
    for (i, j), (k, m) in pairwise([(-1, -1), *same, (olds, news)]):
        left = [n for n in range(i + 1, k) if not found[n]], [n for n in range(j + 1, m) if n not in taken]
        if left[0] and left[1]:
            yield left


def _pairs(old: Sequence[Signs], new: Sequence[Signs]) -> list[tuple[range, range]]:
    """The groups of neighbours, in order, that have most in common all together; unlike ones have no partner."""
    if len(old) * len(new) > MOST:
        return [(range(n, n + 1), range(n, n + 1)) for n in range(min(len(old), len(new)))]
    ones, others = _joined(old), _joined(new)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            ways = [(best[i + 1, j][0], (1, 0))] if i < len(old) else []
            ways += [(best[i, j + 1][0], (0, 1))] if j < len(new) else []
            for a, b in JOINED:
                if i + a <= len(old) and j + b <= len(new):
                    gain = _gain(*ones[i, a], *others[j, b])
                    ways += [(gain + best[i + a, j + b][0], (a, b))] if gain > 0 else []
            best[i, j] = max(ways, key=lambda way: way[0], default=(0.0, (0, 0)))
    groups, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        a, b = best[i, j][1]
        if a and b:
            groups.append((range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    return groups


def _joined(signs: Sequence[Signs]) -> dict[tuple[int, int], tuple[Signs, int]]:
    """The signs of each place with those of its next ones, and how many they are."""
    found = {}
    for place in range(len(signs)):
        for count in range(1, min(3, len(signs) - place) + 1):
            both = sum(signs[place : place + count], Counter[str]())
            found[place, count] = both, both.total()
    return found


def _gain(one: Signs, many: int, other: Signs, more: int) -> float:
    """How much two groups have in common, less what chance gives any two of one language."""
    least = LEAST * (many + more)
    if 2 * min(many, more) <= least:
        return 0.0
    return 2 * sum(min(count, other[sign]) for sign, count in one.items() if sign in other) - least


def _moved_and_changed(
    signs: tuple[list[Signs], list[Signs]], found: list[tuple[int, ...]], taken: set[int]
) -> None:
    """Paragraphs that went elsewhere and were changed on the way, the likest first."""
    olds = [i for i, there in enumerate(found) if not there]
    news = [j for j in range(len(signs[1])) if j not in taken]
    if len(olds) * len(news) > MOST:
        return
    alike = sorted((-_share(signs[0][i], signs[1][j]), i, j) for i in olds for j in news)
    for share, i, j in alike:
        if -share >= FAR and not found[i] and j not in taken:
            _note(found, taken, [i], (j,))


def _share(one: Signs, other: Signs) -> float:
    """Dice's measure, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _signs(block: Block) -> Signs:
    """Pairs of neighbouring signs: they compare words in every script, with or without spaces."""
    text = full_text(block)[:5000]
    return Counter(text[place : place + 2] for place in range(max(len(text) - 1, 1)))
