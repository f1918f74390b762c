"""What part of which pages is looked at: every address leads to a place on the page, and to itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.sheet import preset
from journal_app.proofs.drawn import INKS, ZOOMS
from journal_app.proofs.model import BuiltPage
from journal_app.proofs.scene import BLOCKS, LAYERS, SAFE, TOTAL, TRIM, VEIL, Look, astray, look_of, scene
from journal_app.units import Rect

SHEET = preset("tabloid-offset")
WIDTH, HEIGHT = SHEET.page
PAGES = [
    BuiltPage(folio=n, colour=True, reading=f"p{n}.webp", thumb=f"t{n}.webp", width=WIDTH, height=HEIGHT)
    for n in range(1, 9)
]
NOWHERE = Rect(0, 0, 0, 0)


@st.composite
def looks(draw: st.DrawFn) -> Look:
    zoom = draw(st.sampled_from(ZOOMS))
    place = st.integers(0, 2 * zoom - 2)
    inks = frozenset(draw(st.sets(st.sampled_from(INKS))))
    return Look(zoom, draw(place), draw(place), draw(st.booleans()) and zoom == 1,
                frozenset(draw(st.sets(st.sampled_from(LAYERS)))), inks & {TOTAL} or inks, draw(st.integers(1, 100)),
                draw(st.integers(0, 99)), draw(st.booleans()))  # fmt: skip


def as_asked(query: dict[str, object]) -> dict[str, list[str]]:
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])] for name, value in query.items()
    }


@given(looks())
def test_an_address_says_all_of_a_look(look: Look) -> None:
    assert look_of(as_asked(look.query())) == look


@given(
    st.dictionaries(
        st.sampled_from(["zoom", "x", "y", "vue", "calque", "encre", "voile", "tour"]), st.lists(st.text(), min_size=1)
    )
)
def test_whatever_an_address_says_it_leads_onto_the_page(values: dict[str, list[str]]) -> None:
    look = look_of(values)
    assert look.zoom in ZOOMS and 0 <= look.across <= 2 * look.zoom - 2 and 0 <= look.down <= 2 * look.zoom - 2
    assert look.inks <= set(INKS) and look.layers <= set(LAYERS) and 0 < look.veil <= 100


HOSTILE = ("zoom=300", "zoom=99999", "zoom=-1", "zoom=200&x=3", "zoom=100&y=1", "zoom=200&x=no", "zoom=" + "9" * 5000)


@pytest.mark.parametrize("asked", HOSTILE)
def test_an_address_of_no_place_is_told_from_one_of_a_place(asked: str) -> None:
    values = {name: [value] for name, _, value in (part.partition("=") for part in asked.split("&"))}
    assert astray(values)
    assert not astray(as_asked(look_of(values).query()))


def test_inks_lie_over_one_another_and_total_ink_alone() -> None:
    look = Look().inked("cyan").inked("black")
    assert look.inks == {"cyan", "black"} and look.inked("cyan").inks == {"black"}
    assert look.inked(TOTAL).inks == {TOTAL} and look.inked(TOTAL).inked("cyan").inks == {"cyan"}
    assert look.veil == VEIL and look.bare().inks == frozenset()


@given(looks(), st.sampled_from(ZOOMS))
def test_closer_and_further_stay_on_the_page_and_keep_the_middle(look: Look, zoom: int) -> None:
    there = look.at(zoom)
    assert 0 <= there.across <= 2 * zoom - 2 and 0 <= there.down <= 2 * zoom - 2
    if zoom >= look.zoom:  # what was in the middle is still seen
        middle = (look.across / 2 + 0.5) / look.zoom
        assert there.across / 2 / zoom <= middle <= (there.across / 2 + 1) / zoom


@given(looks(), st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]))
def test_moving_ends_at_the_edge_and_leads_back(look: Look, step: tuple[int, int]) -> None:
    there = look.moved(*step)
    if there is not None:
        assert there.moved(-step[0], -step[1]) == look
    assert Look().moved(*step) is None


@given(st.floats(0, WIDTH - 1), st.floats(0, HEIGHT - 1))
def test_from_near_the_place_asked_for_is_in_view(x: float, y: float) -> None:
    look = Look().on(Rect(x, y, 20, 5), SHEET)
    width, height = (side + 2 * SHEET.bleed for side in SHEET.page)
    left, top = look.across * width / 8 - SHEET.bleed, look.down * height / 8 - SHEET.bleed
    assert left <= x + 0.01 <= left + width / 4 and top <= y + 0.01 <= top + height / 4


@pytest.mark.parametrize(("bound", "folios"), [("ltr", [4, 5]), ("rtl", [5, 4])])
def test_what_is_read_first_lies_on_the_side_the_issue_is_read_from(bound: str, folios: list[int]) -> None:
    found = scene(PAGES, 4, Look(double=True), SHEET, bound, NOWHERE)
    assert [leaf.page.folio for leaf in found.leaves] == folios
    assert [leaf.x for leaf in found.leaves] == [0, WIDTH] and found.view.w == 2 * WIDTH


@pytest.mark.parametrize("folio", [1, 8])
def test_the_first_and_the_last_page_lie_alone(folio: int) -> None:
    assert [leaf.page.folio for leaf in scene(PAGES, folio, Look(double=True), SHEET, "ltr", NOWHERE).leaves] == [folio]


def test_with_the_trim_lines_one_sees_what_is_cut_off_and_no_page_hides_the_other() -> None:
    look = Look(double=True, layers=frozenset({TRIM, SAFE, BLOCKS}))
    left, right = scene(PAGES, 4, look, SHEET, "ltr", NOWHERE).leaves
    assert left.view.x == -SHEET.bleed and left.x + left.view.right == WIDTH == right.x + right.view.x
    assert right.view.right == WIDTH + SHEET.bleed
