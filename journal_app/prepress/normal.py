"""Step 1f: the normal form: blocks from anywhere -> the same words in the one shape that is kept. Pure.

One shape for each text, so that two versions compare, the light writing comes back exactly, and prepress accepts it:
marks never begin or end with a space, lists deepen by one level at a time and count from 1, a run with a direction is
an isolate, footnotes hold no footnotes. Words are never changed, but for characters that nothing may print.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from journal_app.prepress.characters import clean
from journal_app.prepress.fragments import LANGUAGE, is_address
from journal_app.prepress.model import Block, Run
from journal_app.prepress.spaces import collapsed

DEEPEST_LIST = 3  # what prepress/fragments.py lets stand in one another, with a footnote and marks inside
PLAIN = Run("")


class Dropped:
    """What could not be kept while blocks were brought into the normal form, each thing once."""

    def __init__(self) -> None:
        self.characters: set[str] = set()
        self.changed: set[str] = set()
        self.links: set[str] = set()


def normal_blocks(blocks: Iterable[Block], dropped: Dropped | None = None) -> tuple[Block, ...]:
    """The blocks in their normal form; an empty one goes."""
    told = dropped or Dropped()
    kept = (replace(block, runs=normal_runs(block.runs, told), line=0) for block in blocks)
    return tuple(_lists(_marked(block) for block in kept if block.runs))


def normal_runs(runs: Iterable[Run], dropped: Dropped | None = None) -> tuple[Run, ...]:
    """The runs of one block in their normal form; empty when there are no words and no footnote."""
    told = dropped or Dropped()
    allowed = (one for run in runs for one in _allowed(run, told))
    joined = collapsed(_spaces_outside([_cleaned(run, told) for run in collapsed(allowed)]))
    return collapsed(_cleaned(run, told) for run in joined)


def _cleaned(run: Run, told: Dropped) -> Run:
    text = clean_text(run.text, told)
    return run if text == run.text else replace(run, text=text)


def clean_text(text: str, dropped: Dropped) -> str:
    """Characters fit to print (prepress/characters.py): what nothing prints goes, embeddings become isolates."""
    while True:  # taking a character out can bring a letter and its accent together: a second look settles it
        found = clean(text)
        dropped.characters.update(found.refused)
        dropped.changed.update(found.changed)
        result = found.text if not found.refused else "".join(c for c in found.text if c not in found.refused)
        if result == text:
            return text
        text = result


def _allowed(run: Run, told: Dropped) -> Iterator[Run]:
    """The run with only what a text may hold; a footnote loses the footnotes in it but not their words."""
    if run.br:
        yield Run("", br=True)
        return
    if run.note:
        inner = [part for one in run.note for part in (one.note or (one,))]
        note = normal_runs((replace(one, note=()) for one in inner), told)
        if note:
            yield Run("", note=note)
        return
    href = run.href.replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
    if href and not is_address(href):
        told.links.add(run.href)
        href = ""
    way = run.dir if run.dir in ("ltr", "rtl") else ""
    tag = run.lang if LANGUAGE.fullmatch(run.lang) else ""
    yield Run(run.text, run.em, run.strong, tag, way, run.isolate or bool(way), href)


def _spaces_outside(runs: list[Run]) -> Iterator[Run]:
    """Spaces at the ends of emphasised words leave the emphasis, unless it goes on after them."""
    parts = [part for run in runs for part in _split(run)]
    words = [(part.em, part.strong) for part in parts if _is_word(part)]
    seen = 0
    for part in parts:
        if _is_word(part):
            seen += 1
        elif part.text:
            before = words[seen - 1] if seen else (False, False)
            after = words[seen] if seen < len(words) else (False, False)
            part = replace(part, em=before[0] and after[0], strong=before[1] and after[1])
        yield part


def is_span(run: Run) -> bool:
    """Whether the run has a language or a direction of its own."""
    return bool(run.lang or run.dir or run.isolate)


def _is_word(run: Run) -> bool:
    return bool(run.text) and (is_span(run) or run.text != " ")


def _split(run: Run) -> Iterator[Run]:
    """The run as its opening space, its words and its closing space."""
    words = run.text.strip(" ")
    if not words or len(words) == len(run.text) or is_span(run):
        yield run if words or not run.text or is_span(run) else replace(run, text=" ")
        return
    if run.text.startswith(" "):
        yield replace(run, text=" ")
    yield replace(run, text=words)
    if run.text.endswith(" "):
        yield replace(run, text=" ")


def _marked(block: Block) -> Block:
    """The block with a language and a direction that mean something."""
    tag = block.lang if LANGUAGE.fullmatch(block.lang) else ""
    return replace(block, lang=tag, dir=block.dir if block.dir in ("ltr", "rtl") else "")


def _lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """List items with levels without a gap and numbers from 1; an item inherits from the one it stands in."""
    open_: list[tuple[int, Block]] = []  # the level as it was given, and the item as it was passed on
    for block in blocks:
        if block.kind != "li":
            open_.clear()
            yield replace(block, ordered=False, number=0, level=0)
            continue
        given = max(block.level, 1)
        while open_ and open_[-1][0] > given:
            open_.pop()
        before = open_.pop()[1] if open_ and (open_[-1][0] == given or len(open_) == DEEPEST_LIST) else None
        goes_on = before is not None and before.ordered and block.ordered and block.number != 1
        number = (before.number + 1 if before and goes_on else 1) if block.ordered else 0
        parent = open_[-1][1] if open_ else None
        item = replace(
            block,
            level=len(open_) + 1,
            number=number,
            lang=block.lang or (parent.lang if parent else ""),
            dir=block.dir or (parent.dir if parent else ""),
        )
        open_.append((given, item))
        yield item
