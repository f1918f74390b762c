"""Submissions, the alignment: the blocks of two versions of a text -> which became which. Pure, in bounded time.

Equal blocks are matched first; between them, a block is paired with the one that shares most of its words. What has no
partner was added or taken out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from journal_app.prepress.model import Block
from journal_app.submissions.blocks import full_text
from journal_app.submissions.matching import matches

ALIKE = 0.3  # the share of signs two blocks must have in common to be versions of one another
MOST = 4000  # pairs of blocks between two equal ones that are compared; above, they are paired in order

Pair = tuple[int | None, int | None]


def key(block: Block) -> Block:
    """What makes a block the same one: all but its number in a list."""
    return replace(block, number=0, line=0)


def align(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Pairs (place in old, place in new) in the order of both; None where a block is only in one of them."""
    result: list[Pair] = []
    i = j = 0
    same = matches([key(block) for block in old], [key(block) for block in new])
    for a, b in [*same, (len(old), len(new))]:
        result += [_moved(pair, i, j) for pair in _between(old[i:a], new[j:b])]
        if a < len(old):
            result.append((a, b))
        i, j = a + 1, b + 1
    return result


def _moved(pair: Pair, i: int, j: int) -> Pair:
    return (None if pair[0] is None else pair[0] + i, None if pair[1] is None else pair[1] + j)


def _between(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """The blocks between two equal ones, paired by what they say."""
    if len(old) * len(new) > MOST:
        pairs = [(place, place) for place in range(min(len(old), len(new)))]
    else:
        pairs = _best(old, new)
    result: list[Pair] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        result += [(place, None) for place in range(i, a)]
        result += [(None, place) for place in range(j, b)]
        if a < len(old) and b < len(new):
            result.append((a, b))
        i, j = a + 1, b + 1
    return result


def _best(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """The pairs, in order, that have most in common all together."""
    ours, theirs = [_signs(block) for block in old], [_signs(block) for block in new]
    table = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(one, other) for other in theirs] for one in ours]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            table[i][j] = max(table[i + 1][j + 1] + alike[i][j], table[i + 1][j], table[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and table[i][j] == table[i + 1][j + 1] + alike[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _signs(block: Block) -> Counter[str]:
    """Pairs of neighbouring signs: they compare words in every script, with or without spaces."""
    text = full_text(block)[:5000]
    return Counter(text[place : place + 2] for place in range(max(len(text) - 1, 1)))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Dice's measure of two rows of signs, 0 to 1; too little is nothing."""
    total = one.total() + other.total()
    share = 2 * (one & other).total() / total if total else 0.0
    return share if share >= ALIKE else 0.0
