"""Submissions, the comparison: two rows of things -> which ones are the same, in order. Pure, in bounded time.

What both begin and end with is taken first, then things that stand once in each (patience), then the longest common
row of what is left between, as long as that is small. It compares with `==` and knows nothing of words.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

SMALL = 20_000  # cells of one table of the exact comparison: 140 x 140 things
BUDGET = 1_000_000  # cells in all, about half a second
DEEPEST = 12  # gaps in gaps in which unique things are looked for again

Pair = tuple[int, int]
Gap = tuple[int, int, int, int, int]  # from and to in the old row, from and to in the new one, depth


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs (place in old, place in new) of equal things, both growing. The same for the same rows, always."""
    found: list[Pair] = []
    gaps: list[Gap] = [(0, len(old), 0, len(new), 0)]
    budget = BUDGET
    while gaps:
        a, b, c, d, depth = gaps.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old[a:b], new[c:d]) if depth < DEEPEST else []
        if anchors:
            last = (a, c)
            for i, j in [*anchors, (b - a, d - c)]:
                gaps.append((last[0], a + i, last[1], c + j, depth + 1))
                last = (a + i, c + j)
        elif (b - a) * (d - c) <= min(SMALL, budget):
            budget -= (b - a) * (d - c)
            found += [(a + i, c + j) for i, j in _longest(old[a:b], new[c:d])]
    return sorted(found)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Things that stand once in each row, in the longest order they share."""
    once_old, once_new = Counter(old), Counter(new)
    places = {thing: place for place, thing in enumerate(new) if once_new[thing] == 1}
    pairs = [(i, places[thing]) for i, thing in enumerate(old) if once_old[thing] == 1 and thing in places]
    ends: list[int] = []  # the smallest place in `new` that ends an order of each length
    tails: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        tails[length : length + 1] = [number]
    chain = []
    number = tails[-1] if tails else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The longest common row, by the table everybody learns; earlier pairs first when several are as long."""
    width = len(new) + 1
    table = [[0] * width for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below, thing = table[i], table[i + 1], old[i]
        for j in range(width - 2, -1, -1):
            row[j] = below[j + 1] + 1 if thing == new[j] else max(below[j], row[j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
