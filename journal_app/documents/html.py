"""Step 6 of reading a document: its blocks -> the restricted fragment, every word escaped. It reads no file."""

from journal_app.documents.model import Block, Run
from journal_app.prepress import model as page
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of


def fragment(blocks: tuple[Block, ...]) -> str:
    """All blocks as the fragment that an article takes, in its normal form."""
    return fragment_of(normal_blocks([_block(block) for block in blocks]))


def _block(block: Block) -> page.Block:
    runs, level = tuple(map(_run, block.runs)), block.level if block.kind == "li" else 0
    return page.Block(block.kind, runs, block.lang, block.dir, block.ordered, block.number, level)


def _run(run: Run) -> page.Run:
    note = tuple(_run(one) for one in run.note if not one.note)
    return page.Run(run.text, run.em, run.strong, run.lang, run.dir, bool(run.dir), run.href, run.br, note=note)


def plain(blocks: tuple[Block, ...]) -> str:
    """The words alone, a block a line, notes where they are called."""

    def words(run: Run) -> str:
        return " [" + "".join(map(words, run.note)) + "]" if run.note else "\n" if run.br else run.text

    return "\n".join("".join(map(words, block.runs)) for block in blocks)
