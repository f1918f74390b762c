"""Step 1g: blocks in their normal form -> the fragment they came from, exactly; everything is escaped here. Pure.

`normal_blocks(parse_fragment(fragment_of(blocks))) == blocks` for blocks in their normal form (normal.py).
"""

from collections.abc import Iterable, Sequence
from html import escape

from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import is_span

TAGS = {"p": "p", "h2": "h2", "quote": "blockquote"}
Wrap = tuple[str, str]  # an element's name and its attributes, escaped


def fragment_of(blocks: Iterable[Block]) -> str:
    """Blocks in their normal form as a fragment, one block a line."""
    out: list[str] = []
    lists: list[str] = []  # the tags of the lists that are open, each with an open item
    for block in blocks:
        if block.kind == "li":
            out.append(_item_opening(block, lists))
        else:
            out.append(_close(lists, 0) + "\n")
            tag = TAGS[block.kind]
            out.append(f"<{tag}{_attributes(block.lang, block.dir)}>{inline(block.runs)}</{tag}>")
    out.append(_close(lists, 0))
    return "".join(out).lstrip("\n")


def _item_opening(block: Block, lists: list[str]) -> str:
    """What ends before a list item, and the item up to its words; it stays open for a list inside it."""
    tag = "ol" if block.ordered else "ul"
    start = "\n" if not lists else ""
    html = _close(lists, block.level)
    if len(lists) == block.level and (lists[-1] != tag or block.number == 1):
        html += _close(lists, block.level - 1)
    if len(lists) < block.level:
        lists.append(tag)
        html += f"{start}<{tag}>"
    else:
        html += "</li>"
    return f"{html}<li{_attributes(block.lang, block.dir)}>{inline(block.runs)}"


def _close(lists: list[str], level: int) -> str:
    html = ""
    while len(lists) > level:
        html += f"</li></{lists.pop()}>"
    return html


def inline(runs: Sequence[Run]) -> str:
    """Runs as phrasing HTML; elements that neighbours share are shared."""
    out: list[str] = []
    open_: list[Wrap] = []
    before: Run | None = None
    for index, run in enumerate(runs):
        if run.br or run.note:
            after = runs[index + 1] if run.br and index + 1 < len(runs) else Run("")
            _shut(out, open_, _shared(open_, _wraps(after)) if not after.isolate else 0)
            out.append("<br>" if run.br else f"<small>{inline(run.note)}</small>")
            before = None
            continue
        wraps = _wraps(run)
        same = _shared(open_, wraps)
        if run.isolate and before is not None and wraps == open_:
            same = next(i for i, (tag, _) in enumerate(wraps) if tag in ("bdi", "span"))
        _shut(out, open_, same)
        for tag, attributes in wraps[same:]:
            out.append(f"<{tag}{attributes}>")
            open_.append((tag, attributes))
        out.append(escape(run.text, quote=False))
        before = run
    _shut(out, open_, 0)
    return "".join(out)


def _wraps(run: Run) -> list[Wrap]:
    """The elements around a run's words, outermost first."""
    wraps: list[Wrap] = []
    if run.href:
        wraps.append(("a", f' href="{escape(run.href, quote=False)}"'))
    if is_span(run):
        wraps.append(("bdi" if run.isolate and not run.dir else "span", _attributes(run.lang, run.dir)))
    if run.strong:
        wraps.append(("strong", ""))
    if run.em:
        wraps.append(("em", ""))
    return wraps


def _attributes(lang: str, way: str) -> str:
    return (f' lang="{lang}"' if lang else "") + (f' dir="{way}"' if way else "")


def _shared(open_: list[Wrap], wraps: list[Wrap]) -> int:
    count = 0
    for one, other in zip(open_, wraps, strict=False):
        if one != other:
            break
        count += 1
    return count


def _shut(out: list[str], open_: list[Wrap], level: int) -> None:
    while len(open_) > level:
        out.append(f"</{open_.pop()[0]}>")
