"""Step 7d: a whole document in reading order -> a tagged PDF, and what its tags stand for. It mends no tag.

The engine's tags tell neither the language of an element nor which element they came from, and a page break cuts each
element in two. So the walk that makes the tags is listened to: every tag leaves with the number (JNode) and the name
(JTag) of its HTML element and with its own language, and the words of every marked text are kept beside.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from journal_app.prepress import engine

ENGINE: Any = vars(engine)["weasyprint"]  # which the engine alone imports
TAGS, DRAWING = ENGINE.pdf.tags, ENGINE.draw.text  # private: WeasyPrint 70
Letters = list[str]  # for each glyph of a line, from left to right, what it stands for

EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY: nothing is drawn


@dataclass(slots=True)
class Tagged:
    """A tagged PDF as the engine leaves it; `words`: by page (from 0) and mark (MCID), what is written there.

    `ends` are the marks that end a line which the paragraph goes on after; `letters`, by mark too, tell what each glyph
    stands for. `said` are the engine's warnings.
    """

    pdf: bytes = b""
    words: dict[tuple[int, int], str] = field(default_factory=dict)
    ends: set[tuple[int, int]] = field(default_factory=set)
    letters: dict[tuple[int, int], Letters] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def typeset_tagged(html: str, css: Sequence[str], folder: Path) -> Tagged:
    """The document as PDF/UA-1, by one render. Pictures are read from `folder` only; one at a time in a process."""
    made = Tagged()
    with _listening(made), _hearing(made):
        made.pdf = engine.whole_document(html, css, folder, pdf_variant="pdf/ua-1")
    return made


@contextmanager
def _listening(made: Tagged) -> Iterator[None]:
    """The engine's walk through its boxes, with what each tag came from noted on it, and its drawing of lines."""
    build, draw = TAGS._build_box_tree, DRAWING.draw_first_line
    numbers: dict[Any, int] = {}
    drawn: dict[int, Letters] = {}

    def noting(box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, tags: Any) -> Iterator[Any]:
        if type(box).__name__ == "PageBox":
            _note_words(made, box, page, tags, drawn)
        element = getattr(getattr(box, "_box", box), "element", None)
        for tag in build(box, parent, pdf, page, nums, annotations, tags):
            if element is not None and "JNode" not in tag:
                tag["JNode"] = numbers.setdefault(element, len(numbers))
                tag["JTag"] = f"/{element.tag}" if str(element.tag).isalnum() else "/other"
                if language := element.get("lang"):
                    tag["Lang"] = f"({language})"  # checked: letters, digits and hyphens
            yield tag

    def drawing(stream: Any, textbox: Any, *rest: Any) -> Any:
        drawn[id(textbox)] = list(_letters(textbox.pango_layout))
        return draw(stream, textbox, *rest)

    TAGS._build_box_tree, DRAWING.draw_first_line = noting, drawing
    try:
        yield
    finally:
        TAGS._build_box_tree, DRAWING.draw_first_line = build, draw


def _letters(layout: Any) -> Iterator[str]:
    """What each glyph of a line stands for: of those that make a letter together, the widest for all of it.

    The others (a dot, an accent) stand for nothing. Runs and clusters are Pango's.
    """
    text = layout.text.encode()
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ENGINE.text.ffi.ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        starts = [glyphs.log_clusters[at] for at in range(glyphs.num_glyphs)]
        after = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], item.length], strict=True))
        for start, group in groupby(range(glyphs.num_glyphs), key=lambda at: starts[at]):
            drawn = [glyphs.glyphs[at] for at in group if glyphs.glyphs[at].glyph != EMPTY]
            widths = [glyph.geometry.width for glyph in drawn]
            letters = text[item.offset + start : item.offset + after[start]].decode()
            yield from (letters if at == widths.index(max(widths)) else "" for at in range(len(drawn)))


def _note_words(made: Tagged, page_box: Any, page: int, tags: Any, drawn: dict[int, Letters]) -> None:
    ends = {id(box) for box in _line_ends(page_box)}
    for box, mark in tags.items():
        made.words[page, mark["mcid"]] = getattr(box, "text", "")
        made.letters[page, mark["mcid"]] = drawn.get(id(box), [])
        if id(box) in ends:
            made.ends.add((page, mark["mcid"]))


def _line_ends(box: Any) -> Iterator[Any]:
    """The last text of every line that another one follows."""
    children = list(getattr(getattr(box, "_box", box), "children", ()))
    lines = [child for child in children if type(child).__name__ == "LineBox"]
    for line in lines[:-1]:
        texts = [one for one in line.descendants() if type(one).__name__ == "TextBox"]
        yield from texts[-1:]
    for child in children:
        if not getattr(child, "children", None) or child in lines:
            continue
        yield from _line_ends(child)


@contextmanager
def _hearing(made: Tagged) -> Iterator[None]:
    """What the engine says of the document: missing glyphs and alternatives, each once."""
    log = engine._Log()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(log)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(log)
        logger.propagate = before
        made.said = list(dict.fromkeys(engine._brief(message) for _, message in log.said))
