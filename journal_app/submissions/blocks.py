"""Submissions, the blocks: a kept fragment -> blocks with plain text. Pure; it decides nothing.

prepress/writing.py is the way back, exactly, for blocks in their normal form (prepress/normal.py).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from journal_app.prepress.fragments import parse_fragment
from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import normal_blocks


@lru_cache(maxsize=256)
def blocks_of(fragment: str) -> tuple[Block, ...]:
    """The blocks of a fragment that was cleaned before; one that was not loses what prepress does not know."""
    return normal_blocks(parse_fragment(fragment, "text")[0]) if fragment.strip() else ()


def plain_of(fragment: str) -> str:
    """The words of a fragment, a paragraph a line: for search, counts and comparisons."""
    return "\n".join(full_text(block) for block in blocks_of(fragment))


def full_text(block: Block) -> str:
    """A block's words with those of its footnotes in brackets."""
    return "".join("\n" if r.br else f" ({_text(r.note)})" if r.note else r.text for r in block.runs)


def _text(runs: Iterable[Run]) -> str:
    return "".join("\n" if run.br else run.text for run in runs)


def same_words(one: Block, other: Block) -> bool:
    """Whether two blocks say the same in the same marks; their numbers in a list may differ."""
    return replace(one, number=0) == replace(other, number=0)
