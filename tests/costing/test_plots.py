"""The plots: SVG that a screen reader can say, with no number of its own making, mirrored from right to left."""

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.costing.plots import (
    Bar,
    Frame,
    Level,
    Mark,
    Point,
    Series,
    Tick,
    bars_plot,
    lines_plot,
    ticks,
)  # fmt: skip

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>&\"'"


def drawn(text: str) -> ElementTree.Element:
    """The picture as a reader of SVG sees it: it has to be well-formed."""
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def words(text: str) -> list[str]:
    return ["".join(one.itertext()).strip("\u2068\u2069") for one in drawn(text).iter(f"{SVG}text")]


def plot(rtl: bool = False, points: tuple[tuple[int, int], ...] = ((0, 0), (1000, 100000), (4000, 200000))) -> str:
    return lines_plot(
        Frame("prix", "Prix et tirage", "De 0 à 2 000 € pour 4 000 exemplaires.", rtl),
        [Series("quote", [Point(*point) for point in points])],
        [Tick(0, "0"), Tick(2000, "2 000"), Tick(4000, "4 000")],
        [Tick(0, "0 €"), Tick(100000, "1 000 €"), Tick(200000, "2 000 €")],
        [Mark(Point(1000, 100000), "mille")],
        [Level(150000, "objectif")],
    )


def test_it_has_a_name_and_says_what_it_shows() -> None:
    root = drawn(plot())
    assert root.get("role") == "img" and root.get("aria-labelledby") == "prix-title prix-desc"
    assert root.findtext(f"{SVG}title") == "Prix et tirage"
    assert root.findtext(f"{SVG}desc") == "De 0 à 2 000 € pour 4 000 exemplaires."
    assert {root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")} == {"prix-title", "prix-desc"}  # type: ignore[union-attr]


def test_it_carries_no_style_and_no_colour_of_its_own() -> None:
    for text in (plot(), bars_plot(Frame("b", "t", "d"), [Bar("Repas", [3, 2], "5 €")])):
        assert "style" not in text and "script" not in text and "#" not in text
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', text)) == {"currentColor"}


def test_only_given_words_are_written() -> None:
    assert sorted(words(plot())) == sorted(["0", "2 000", "4 000", "0 €", "1 000 €", "2 000 €", "mille", "objectif"])


def test_what_is_hostile_stays_words() -> None:
    text = bars_plot(Frame('x"><script>', HOSTILE, HOSTILE), [Bar(HOSTILE, [1], HOSTILE)])
    assert words(text) == [HOSTILE, HOSTILE] and drawn(text).findtext(f"{SVG}title") == HOSTILE
    assert not list(drawn(text).iter(f"{SVG}script"))


def test_right_to_left_is_the_mirror() -> None:
    def across(rtl: bool) -> list[Fraction]:
        lines = [one for one in drawn(plot(rtl)).iter(f"{SVG}line") if "plot-quote" in (one.get("class") or "")]
        return [Fraction((one.get(end) or "").rstrip("%")) for one in lines for end in ("x1", "x2")]

    assert [100 - share for share in across(True)] == across(False) and len(across(True)) == 4


def test_a_level_too_near_to_a_tick_silences_the_tick_and_not_its_line() -> None:
    with_level = lines_plot(
        Frame("p", "t", "d"),
        [],
        [Tick(0, "0"), Tick(1, "1")],
        [Tick(0, "bas"), Tick(100, "haut")],
        levels=[Level(98, "but")],
    )
    assert words(with_level) == ["bas", "0", "1", "but"]
    assert sum(one.get("class") == "plot-grid" for one in drawn(with_level).iter(f"{SVG}line")) == 2


def test_a_straight_line_of_many_points_is_one_line_and_a_step_stays() -> None:
    straight = plot(points=tuple((copies, copies * 50) for copies in range(0, 4001, 100)))
    assert straight.count("plot-line plot-quote") == 1
    stepped = plot(points=((0, 0), (1000, 0), (1001, 150000), (4000, 150000)))
    assert stepped.count("plot-line plot-quote") == 3


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    text = bars_plot(Frame("b", "t", "d"), [Bar("a", [100, 50], "150"), Bar("b", [75], "75")])
    widths = [one.get("width") for one in drawn(text).iter(f"{SVG}rect")]
    assert widths == ["66.67%", "33.33%", "50%"]


def test_nothing_to_show_is_an_empty_picture() -> None:
    assert words(bars_plot(Frame("b", "t", "d"), [])) == []
    assert "plot-quote" not in plot(points=())


@pytest.mark.parametrize(
    ("most", "last", "many"), [(0, 1, 2), (1, 1, 2), (5, 5, 6), (7, 8, 5), (6000, 6000, 4), (209000, 250000, 6)]
)
def test_ticks_are_round_and_reach_the_top(most: int, last: int, many: int) -> None:
    found = ticks(most, str)
    assert (found[0].at, found[-1].at, len(found)) == (0, last, many)


@given(st.integers(0, 10**12))
def test_ticks_are_few_equal_and_enough(most: int) -> None:
    found = [tick.at for tick in ticks(most, str)]
    assert found[-1] >= most and 2 <= len(found) <= 7 and len({b - a for a, b in pairwise(found)}) == 1


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(-10, 10**7)), max_size=20), st.booleans())
def test_any_points_stay_in_the_picture(points: list[tuple[int, int]], rtl: bool) -> None:
    for one in drawn(plot(rtl, tuple(sorted(points)))).iter(f"{SVG}line"):
        for end in ("x1", "x2"):
            assert 0 <= Fraction((one.get(end) or "0").rstrip("%")) <= 100
        assert all(0 <= int(one.get(end) or 0) <= 260 for end in ("y1", "y2"))
