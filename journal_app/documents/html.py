"""Step 6 of reading a document: its blocks -> the restricted fragment, every word escaped. It reads no file."""

from html import escape
from itertools import groupby

from journal_app.documents.model import Block, Run

_TAGS = {"p": "p", "h2": "h2", "li": "li", "quote": "p"}


def _attributes(lang: str, direction: str) -> str:
    said = f' lang="{escape(lang)}"' if lang else ""
    return said + (f' dir="{direction}"' if direction else "")


def run_html(run: Run) -> str:
    """A run with its marks; a note is a `small` at its call."""
    if run.br:
        return "<br>"
    if run.note:
        return f"<small>{''.join(run_html(one) for one in run.note if not one.note)}</small>"
    text = escape(run.text, quote=False)
    if run.em:
        text = f"<em>{text}</em>"
    if run.strong:
        text = f"<strong>{text}</strong>"
    if run.lang or run.dir:
        name = "bdi" if run.dir else "span"
        text = f"<{name}{_attributes(run.lang, run.dir)}>{text}</{name}>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


def _block(block: Block) -> str:
    name = _TAGS[block.kind]
    return f"<{name}{_attributes(block.lang, block.dir)}>{''.join(map(run_html, block.runs))}</{name}>"


def _list(items: list[Block]) -> str:
    """Items of one list; a deeper level is said flat, since the fragment has one level of lists."""
    parts = []
    for ordered, group in groupby(items, key=lambda item: item.ordered):
        name = "ol" if ordered else "ul"
        parts.append(f"<{name}>{''.join(map(_block, group))}</{name}>")
    return "".join(parts)


def fragment(blocks: tuple[Block, ...]) -> str:
    """All blocks as the fragment that an article takes."""
    parts: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        found = list(group)
        if kind == "li":
            parts.append(_list(found))
        elif kind == "quote":
            parts.append(f"<blockquote>{''.join(map(_block, found))}</blockquote>")
        else:
            parts += map(_block, found)
    return "\n".join(parts)


def plain(blocks: tuple[Block, ...]) -> str:
    """The words alone, a block a line, notes where they are called."""

    def words(run: Run) -> str:
        return " [" + "".join(map(words, run.note)) + "]" if run.note else "\n" if run.br else run.text

    return "\n".join("".join(map(words, block.runs)) for block in blocks)
