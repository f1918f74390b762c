"""Columns under a head: they take the lines a short head leaves, and end equally long where the text ends."""

from dataclasses import replace

import pypdfium2
import pytest

from journal_app.prepress.engine import typeset
from journal_app.prepress.job import Job, Setting
from journal_app.prepress.layouts import LINE_MM

CSS = ("html,body,p{margin:0;padding:0}body{font:9.4pt/13pt 'Noto Serif'}.title{font-size:20pt;line-height:26pt}",)
HEAD = '<html lang="fr"><body><div class=head><p class=title>Attendre</p></div>'
SENTENCE = "La file avance, puis elle attend que quelqu’un se souvienne pourquoi elle avance. "
FRAMES = ((60.0, 40 * LINE_MM),) * 3


def job(sentences: int) -> Job:
    body = f'<div class=body><p data-column="fr">{SENTENCE * sentences}</p></div></body></html>'
    return Job(HEAD + body, CSS, FRAMES, (190.0, 8 * LINE_MM), (Setting(9.4, 13),), head_html=HEAD, line=LINE_MM)


def depths(made: Job) -> list[float]:
    """How far down each frame its paragraph reaches, mm."""
    pdf = pypdfium2.PdfDocument(typeset(made).pdf)
    found = []
    for page in list(pdf)[1:]:
        words = page.get_textpage()
        lowest = min(words.get_rect(n)[1] for n in range(words.count_rects()))
        found.append(round((page.get_height() - lowest) / 72 * 25.4, 1))
    return found


def test_columns_of_a_short_text_end_within_a_line_of_each_other() -> None:
    loose = depths(job(16))
    even = depths(replace(job(16), bands=(0, 0, 0)))
    assert len(loose) == 1, "without bands the first column takes it all"
    assert len(even) == 3
    assert max(even) - min(even) < 1.2 * LINE_MM


def test_a_full_text_is_left_as_it_is() -> None:
    full = replace(job(110), bands=(0, 0, 0))
    assert depths(full) == depths(replace(full, bands=()))


def test_columns_of_another_row_are_not_shortened() -> None:
    """An interview's third column begins lower, beside a picture: a text that ends in the second ends there."""
    made = typeset(replace(job(32), bands=(0, 0, 2)))
    assert made.frames == 2


def test_columns_under_a_short_head_begin_where_it_ends() -> None:
    made = typeset(replace(job(16), rising=(0, 1, 2), bands=(0, 0, 0)))
    assert made.rise == pytest.approx(6 * LINE_MM, abs=0.01)  # 8 lines of room, a title of 2
    assert typeset(job(16)).rise == 0
