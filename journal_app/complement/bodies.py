"""Complement, step 2: a text's blocks -> escaped HTML with its meaning, for the site and for the tagged PDF. Pure.

Unlike the paper's markup (prepress/markup.py) lists are lists and notes are links: a screen reader and a keyboard go
through them. Every word is escaped; an address is one that reading the folder has accepted, or it is no link.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from journal_app.prepress.fragments import is_address
from journal_app.prepress.markup import direction
from journal_app.prepress.model import Block, Run, Text
from journal_app.prepress.typography import set_block


@dataclass(slots=True)
class Body:
    """A text being written. `name` begins its ids; `level` is that of its headings; `notes`: HTML of each, in order."""

    language: str
    name: str
    level: int
    notes: list[str] = field(default_factory=list)

    def runs(self, runs: Iterable[Run]) -> str:
        """Phrasing HTML; runs that lead to the same address are one link."""
        html = ""
        for href, group in groupby(runs, key=lambda run: run.href):
            inner = "".join(self._run(run) for run in group)
            if is_address(href) and inner:
                html += f'<a href="{escape(href)}" rel="noopener noreferrer">{inner}</a>'
            else:
                html += inner
        return html

    def _run(self, run: Run) -> str:
        if run.br:
            return "<br>"
        if run.note:
            self.notes.append(self.runs(run.note))
            at = len(self.notes)
            here, there = f"{self.name}-c{at}", f"{self.name}-n{at}"
            return f'<sup><a class="call" id="{here}" href="#{there}" role="doc-noteref">{at}</a></sup>'
        html = escape(run.text, quote=False)
        if run.em:
            html = f"<em>{html}</em>"
        if run.strong:
            html = f"<strong>{html}</strong>"
        if run.nobreak:
            html = f'<span class="whole">{html}</span>'
        if run.lang and run.lang != self.language:
            return f'<bdi lang="{escape(run.lang)}" dir="{run.dir or direction(run.lang)}">{html}</bdi>'
        if run.dir:
            return f'<bdi dir="{run.dir}">{html}</bdi>'
        return f"<bdi>{html}</bdi>" if run.isolate else html

    def blocks(self, blocks: Sequence[Block]) -> str:
        """The body: paragraphs, headings, quotations and lists."""
        html = ""
        for kind, group in groupby(blocks, key=lambda item: item.kind):
            items = list(group)
            if kind == "li":
                html += self._list(items)
            elif kind == "quote":
                html += f"<blockquote>{''.join(self._element('p', item) for item in items)}</blockquote>"
            else:
                tag = f"h{self.level}" if kind == "h2" else "p"
                html += "".join(self._element(tag, item, "question" if _asks(item) else "") for item in items)
        return html

    def _element(self, tag: str, item: Block, name: str = "") -> str:
        return f"<{tag}{self._own(item)}{f' class={name}' if name else ''}>{self.runs(item.runs)}</{tag}>"

    def _own(self, item: Block) -> str:
        """The block's own language and direction, where they are not the text's."""
        own = f' lang="{escape(item.lang)}"' if item.lang and item.lang != self.language else ""
        way = item.dir or (direction(item.lang) if own else "")
        return own + (f' dir="{way}"' if way else "")

    def _list(self, items: Sequence[Block]) -> str:
        """Items of one level, each with the deeper ones that follow it."""
        level = min(max(item.level, 1) for item in items)
        html, at = "", 0
        for ordered, group in groupby(self._branches(items, level), key=lambda branch: branch[0].ordered):
            tag = "ol" if ordered else "ul"
            inner = ""
            for first, deeper in group:
                at += 1
                number = f' value="{first.number}"' if ordered and first.number else ""
                below = self._list(deeper) if deeper else ""
                inner += f"<li{number}{self._own(first)}>{self.runs(first.runs)}{below}</li>"
            html += f"<{tag}>{inner}</{tag}>"
        return html

    def _branches(self, items: Sequence[Block], level: int) -> list[tuple[Block, list[Block]]]:
        found: list[tuple[Block, list[Block]]] = []
        for item in items:
            if found and max(item.level, 1) > level:
                found[-1][1].append(item)
            else:
                found.append((item, []))
        return found


def _asks(item: Block) -> bool:
    """A paragraph all in bold: the question of an interview."""
    words = [run for run in item.runs if run.text.strip()]
    return item.kind == "p" and bool(words) and all(run.strong for run in words)


def body(text: Text, name: str, level: int, inclusive: str) -> tuple[str, list[str]]:
    """A text's HTML with the spaces and isolation of its language, and that of its notes."""
    writer = Body(text.language, name, level)
    html = writer.blocks([set_block(block, text.language, inclusive)[0] for block in text.blocks])
    return html, writer.notes
