"""Every layout with its sample: real texts of the specimen issue in its slots. A copied layout is tested at once.

The sample must fit and fill every slot; a text far too long must be seen; both directions and three scripts must work.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from journal_app.prepress import build, engine
from journal_app.prepress.compose import page_job, text_job
from journal_app.prepress.furniture import facts
from journal_app.prepress.job import Typeset
from journal_app.prepress.layouts import Slot
from journal_app.prepress.model import Fill, FlatplanFile, Issue, PlannedPage
from journal_app.prepress.threads import Thread, threads

ROOT = Path(__file__).parents[2]
NAMES = sorted(p.name for p in (ROOT / "layouts").iterdir() if p.is_dir() and not p.name.startswith("_"))
FLOWING = ("article", "aligned")
SCRIPTS = {"Latin": ("cafe", "fr"), "Arabic": ("fenetre", "ps"), "Ethiopic": ("cafe", "ti")}  # short: for any slot


@cache
def specimen() -> build.Source:
    source, problems = build.read(ROOT / "issues" / "00-specimen")
    assert source is not None, problems
    return source


def sample(name: str) -> tuple[PlannedPage, ...]:
    path = ROOT / "layouts" / name / "sample" / "flatplan.toml"
    assert path.is_file(), f"layouts/{name} has no sample/flatplan.toml: plan a page with it, from the specimen's texts"
    return tuple(FlatplanFile.model_validate(tomllib.loads(path.read_text("utf-8"))).page)


def issue_of(pages: tuple[PlannedPage, ...]) -> Issue:
    return replace(specimen().issue, pages=pages)


def typeset(issue: Issue) -> list[tuple[Thread, Typeset]]:
    """Each text of the issue in its frames."""
    source = specimen()
    return [
        (thread, engine.typeset(text_job(issue, thread, source.house)[0])) for thread in threads(issue, source.layouts)
    ]


def typeset_one(issue: Issue, thread: Thread) -> Typeset:
    """One text at the tightest setting alone, which is quick."""
    job, _ = text_job(issue, thread, specimen().house)
    return engine.typeset(replace(job, ladder=job.ladder[-1:], wished=0, grow=False))


def flowing(name: str) -> list[tuple[str, Slot]]:
    return [(slot, s) for slot, s in specimen().layouts[name].file.slots.items() if s.role in FLOWING]


WITH_TEXT = [name for name in NAMES if flowing(name)]


def with_fills(
    pages: tuple[PlannedPage, ...], name: str, fills: Mapping[str, Fill], direction: str = "ltr"
) -> tuple[PlannedPage, ...]:
    """The sample's pages of this layout alone, with these texts instead of its own."""
    return tuple(
        page.model_copy(update={"slots": dict(page.slots) | dict(fills), "direction": direction})
        for page in pages
        if page.layout == name
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_fills_every_slot_and_fits(name: str) -> None:
    pages = sample(name)
    mine = [page for page in pages if page.layout == name]
    slots = specimen().layouts[name].file.slots
    assert mine, f"layouts/{name}/sample uses another layout"
    assert set().union(*(page.slots for page in mine)) == set(slots)
    issue = issue_of(pages)
    for thread, made in typeset(issue):
        assert made.over == {}, (thread.article, thread.languages)
        assert not made.head_over, thread.article
        assert not made.log, made.log
    source = specimen()
    known = facts(issue, source.layouts, threads(issue, source.layouts), source.house.words)
    for folio in range(1, len(pages) + 1):
        furniture = engine.typeset(page_job(issue, specimen().layouts, specimen().house, folio, known))
        assert furniture.over == {}
        assert not furniture.log, furniture.log


@pytest.mark.parametrize("name", WITH_TEXT)
def test_a_text_far_too_long_is_counted_in_each_of_its_languages(name: str) -> None:
    source = specimen()
    issue = issue_of(sample(name))
    for thread in threads(issue, source.layouts):
        article = issue.articles[thread.article]
        longer = {tag: replace(text, blocks=text.blocks * 9) for tag, text in article.texts.items()}
        swollen = replace(issue, articles=dict(issue.articles) | {thread.article: replace(article, texts=longer)})
        made = typeset_one(swollen, thread)
        assert set(made.over) == set(thread.languages)
        assert all(lines > 20 for lines in made.over.values()), made.over


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", WITH_TEXT)
def test_three_scripts_fit_each_way(name: str, script: str) -> None:
    article, language = SCRIPTS[script]
    fills = {}
    for slot, found in flowing(name):
        one = found.role == "article"
        fills[slot] = Fill(
            article=article,
            language=language if one else None,
            languages=None if one else list(dict.fromkeys([language, "en"])),
        )
    for direction in ("ltr", "rtl"):
        for slot, fill in fills.items():  # one at a time: a text stands in an issue once
            page = with_fills(sample(name), name, {slot: fill}, direction)[0]
            kept = {key: value for key, value in page.slots.items() if key == slot}
            issue = issue_of((page.model_copy(update={"slots": kept}),))
            (thread,) = threads(issue, specimen().layouts)
            made = typeset_one(issue, thread)
            assert made.over == {}, (slot, direction)
            assert not made.log, made.log


@pytest.mark.parametrize("name", WITH_TEXT)
def test_a_page_read_from_the_right_is_the_mirror_of_the_other(name: str) -> None:
    source = specimen()
    width = source.issue.sheet.page[0]
    there = threads(issue_of(with_fills(sample(name), name, {})), source.layouts)
    back = threads(issue_of(with_fills(sample(name), name, {}, "rtl")), source.layouts)
    assert there and len(there) == len(back)
    for one, other in zip(there, back, strict=True):
        for left, right in zip(one.frames, other.frames, strict=True):
            assert right.rect.x == pytest.approx(width - left.rect.x - left.rect.w)
            assert (right.rect.y, right.rect.w, right.rect.h) == (left.rect.y, left.rect.w, left.rect.h)
