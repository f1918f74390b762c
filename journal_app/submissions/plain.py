"""Submissions, the light writing: a kept fragment <-> plain text that anybody can type in a text field. Pure, exact.

A blank line ends a paragraph, a line end is a line end. `## ` heading, `- ` or `1. ` list (two spaces deeper for a list
in it), `> ` quotation; `*em*`, `**strong**`, `((footnote))`, `[words](https://...)`, `[[ar|words]]` another language,
`[[ar]] ` at the start of a paragraph for all of it; `/rtl`, `/ltr` or `/auto` after the language gives a direction.
A backslash makes the next sign a plain one; a line that ends with one goes on. What is not one of these is words:
nothing typed is ever lost or refused.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import is_span, normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.problems import Problem
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.cleaning import clean_blocks
from journal_app.submissions.light import read_inline

_LEVEL = "  "
_START = re.compile(
    r"(?P<in>[ \t]*)(?:(?P<quote>>)(?:[ \t]+|$)"
    r"|(?:(?P<head>#{1,6})|(?P<item>[-*•])|(?P<number>\d{1,4})[.)])[ \t]+(?=[^ \t]))"
)
_MARK = re.compile(r"\[\[(?=[a-z/])([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?(?:/(ltr|rtl))?\]\][ \t]*")


def to_plain(fragment: str) -> str:
    """A cleaned fragment in the light writing; `from_plain` gives the same fragment back."""
    out: list[str] = []
    before: Block | None = None
    for block in blocks_of(fragment):
        together = before is not None and before.kind == block.kind == "li" and not _begins_again(before, block)
        if before is not None:
            out.append("\n" if together else "\n\n")
        out.append(_written(block))
        before = block
    return "".join(out)


def from_plain(text: str) -> str:
    """The light writing as a cleaned fragment."""
    return fragment_of(normal_blocks(read_plain(text)))


def clean_plain(text: str, where: str = "text") -> tuple[str, list[Problem]]:
    """What somebody typed as a cleaned fragment, with what could not be kept (lone surrogates, controls)."""
    return clean_blocks(read_plain(text), where)


# --- writing ---------------------------------------------------------------------------------------------------------


def _begins_again(before: Block, block: Block) -> bool:
    """Whether a list starts anew right after another one: a blank line and a 1 say so."""
    return block.ordered and block.number == 1 and before.level >= block.level


def _written(block: Block) -> str:
    start = {"p": "", "h2": "## ", "quote": "> ", "li": f"{block.number}. " if block.ordered else "- "}[block.kind]
    indent = _LEVEL * (block.level - 1) if block.kind == "li" else ""
    mark = f"[[{block.lang}{'/' + block.dir if block.dir else ''}]] " if block.lang or block.dir else ""
    lines = _inline(block.runs).split("\n")
    more = {"p": "", "h2": "", "quote": "> ", "li": indent + _LEVEL}[block.kind]
    out = [indent + start + mark + (_escaped_start(lines[0]) if block.kind == "p" and not mark else lines[0])]
    for line in lines[1:]:
        if block.kind == "h2":
            out[-1] += "\\"
            out.append(line)
        elif not line.strip(" \t"):
            out.append(more + "\\")
        else:
            out.append(more + _escaped_start(line))
    return "\n".join(out)


def _escaped_start(line: str) -> str:
    """A line of words that begins like a list, a heading or a quotation, with a backslash that says it is none."""
    found = _START.match(line)
    if found is None:
        return line
    place = found.end("number") if found["number"] else len(found["in"])
    return line[:place] + "\\" + line[place:]


def _inline(runs: Sequence[Run], in_note: bool = False) -> str:
    """The runs of a block, with `\\n` for a line break."""
    out: list[str] = []
    em = strong = False
    texts = [run for run in runs if run.text]
    seen = 0
    for index, run in enumerate(runs):
        if run.br:
            out.append("\n")
        elif run.note:
            out.append(f"(({_inline(run.note, True)}))")
        else:
            seen += 1
            linked = bool(run.href)
            opens = linked and not (index and runs[index - 1].href == run.href)
            closes = linked and not (index + 1 < len(runs) and runs[index + 1].href == run.href)
            out.append("[" if opens else "")
            out.append(("**" if run.strong and not strong else "") + ("*" if run.em and not em else ""))
            words = _escaped(run.text, linked, is_span(run), in_note)
            out.append(f"[[{_spec(run)}|{words}]]" if is_span(run) else words)
            after = texts[seen] if seen < len(texts) else Run("")
            em, strong = run.em and after.em, run.strong and after.strong
            out.append(("**" if run.strong and not strong else "") + ("*" if run.em and not em else ""))
            out.append(f"]({_escaped_address(run.href)})" if closes else "")
    return "".join(out)


def _escaped_address(href: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", href)


def _spec(run: Run) -> str:
    way = run.dir or ("auto" if run.isolate else "")
    return run.lang + (f"/{way}" if way else "")


def _escaped(text: str, in_link: bool, in_span: bool, in_note: bool) -> str:
    """Words whose signs are only signs. Brackets alone stay as they are: they are common, and mean nothing alone."""
    text = text.replace("\\", "\\\\").replace("*", "\\*")
    if in_link:
        text = re.sub(r"([\[\]])", r"\\\1", text)
    else:
        text = re.sub(r"\[(?=\[|$)", r"\\[", text)
        text = re.sub(r"\](?=[\](]|$)" if in_span else r"\](?=\(|$)", r"\\]", text)
    if in_note:
        return text if _balanced(text) else re.sub(r"([()])", r"\\\1", text)
    return re.sub(r"\((?=\(|$)", r"\\(", text)


def _balanced(text: str) -> bool:
    """Whether every bracket in a footnote closes: then none of them can be taken for its end."""
    open_ = 0
    for sign in text:
        open_ += (sign == "(") - (sign == ")")
        if open_ < 0:
            return False
    return not open_


# --- reading ---------------------------------------------------------------------------------------------------------


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of a text in the light writing, before they take their normal form."""
    blocks: list[Block] = []
    lines: list[str] = []
    open_: Block | None = None
    goes_on = False
    blank = True

    def end() -> None:
        nonlocal open_
        if open_ is not None:
            blocks.append(_read(open_, lines))
        open_ = None
        lines.clear()

    for line in re.split(r"\r\n|\r|\n", text.replace("\f", " ")):
        words, unfinished = _unfinished(line)
        in_quote = open_ is not None and open_.kind == "quote"
        found = _START.match(words) if not goes_on or in_quote else None
        quoted = found is not None and bool(found["quote"])
        if not goes_on and not words.strip(" \t") and not unfinished:
            end()
            blank = True
            continue
        if found is not None and quoted and in_quote:
            rest = words[found.end() :]
            if not rest.strip(" \t") and not unfinished:
                end()
            else:
                lines.append(rest)
        elif found is not None and not goes_on:
            end()
            if quoted and not words[found.end() :].strip(" \t") and not unfinished:
                continue
            open_ = _begun(found, blank, blocks[-1] if blocks else None)
            lines.append(words[found.end() :])
        elif open_ is None or (open_.kind in ("h2", "quote") and not goes_on):
            end()
            open_ = Block("p", ())
            lines.append(words)
        else:
            lines.append(words)
        goes_on, blank = unfinished, False
    end()
    return tuple(blocks)


def _unfinished(line: str) -> tuple[str, bool]:
    """The line without the backslash at its end, and whether there was one that is not itself escaped."""
    slashes = len(line) - len(line.rstrip("\\"))
    return (line[:-1], True) if slashes % 2 else (line, False)


def _begun(found: re.Match[str], blank: bool, before: Block | None) -> Block:
    """The block that a line's first signs begin. A list is numbered on, unless a blank line and a 1 say otherwise."""
    if found["head"]:
        return Block("h2", ())
    if found["quote"]:
        return Block("quote", ())
    depth = len(found["in"].replace("\t", _LEVEL))
    if found["item"]:
        return Block("li", (), level=depth + 1)
    number = int(found["number"])
    anew = number == 1 and blank and before is not None
    return Block("li", (), ordered=True, number=1 if anew else max(number, 2) if before else 1, level=depth + 1)


def _read(block: Block, lines: Iterable[str]) -> Block:
    words = "\n".join(line.strip(" \t") for line in lines)
    if mark := _MARK.match(words):
        block = replace(block, lang=mark[1] or "", dir=mark[2] or "")
        words = words[mark.end() :]
    return replace(block, runs=read_inline(words))
