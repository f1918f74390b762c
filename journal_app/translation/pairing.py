"""Translation, the first pairing: the paragraphs of two languages -> which is whose. Pure, in bounded time.

For a translation that came whole, from a document or an older issue: what stands in the same order with the same shape
and in proportion as long is taken for the same (after Gale and Church, 1993, with lengths in signs). A person sees the
pairs side by side and can say otherwise.
"""

from collections.abc import Sequence
from math import log

from journal_app.prepress.model import Block
from journal_app.submissions.blocks import full_text

Pair = tuple[range, range]
ALONE = 3.0  # what it costs to leave a paragraph without a partner
# How many are paired with how many, and what that costs beside their lengths.
WAYS = (((1, 1), 0.0), ((1, 2), 0.5), ((2, 1), 0.5), ((2, 2), 1.0), ((1, 0), ALONE), ((0, 1), ALONE))
OTHER_SHAPE = 1.0  # a heading that would be a paragraph, a list item that would be a verse
MOST = 40_000  # pairs that are weighed; above, paragraphs are paired in order


def pair(source: Sequence[Block], target: Sequence[Block]) -> list[Pair]:
    """Groups of places (in the source, in the target), in order; one side may be empty. All places stand once."""
    same = [block.kind for block in source] == [block.kind for block in target]
    if same or len(source) * len(target) > MOST:
        least = min(len(source), len(target))
        out = [(range(n, n + 1), range(n, n + 1)) for n in range(least)]
        out += [(range(n, n + 1), range(0)) for n in range(least, len(source))]
        return out + [(range(0), range(n, n + 1)) for n in range(least, len(target))]
    return _cheapest(source, target)


def _cheapest(source: Sequence[Block], target: Sequence[Block]) -> list[Pair]:
    ours, theirs = [len(full_text(block)) for block in source], [len(full_text(block)) for block in target]
    scale = (sum(theirs) or 1) / (sum(ours) or 1)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(len(source), len(target)): (0.0, (0, 0))}
    for i in range(len(source), -1, -1):
        for j in range(len(target), -1, -1):
            ways = []
            for (a, b), cost in WAYS:
                if i + a <= len(source) and j + b <= len(target):
                    shape = OTHER_SHAPE if a and b and source[i].kind != target[j].kind else 0.0
                    far = _far(sum(ours[i : i + a]) * scale, sum(theirs[j : j + b])) if a and b else 0.0
                    ways.append((cost + shape + far + best[i + a, j + b][0], (a, b)))
            if ways:
                best[i, j] = min(ways)
    pairs: list[Pair] = []
    i = j = 0
    while i < len(source) or j < len(target):
        a, b = best[i, j][1]
        pairs.append((range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    return pairs


def _far(ours: float, theirs: float) -> float:
    """How unlike two lengths are: 0 when the same, 2 when one is 2.7 times the other; short ones differ freely."""
    return 2 * abs(log((theirs + 10) / (ours + 10)))
