"""A picture made lower for its text: where a layout can, what moves then, what `check` refuses, and that it helps."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.messages import sentence
from journal_app.prepress import build, engine
from journal_app.prepress.boxes import LEAST, Boxes, Places, able, boxes_of
from journal_app.prepress.column import measure
from journal_app.prepress.layouts import LINE_MM, Layout
from journal_app.prepress.model import PlannedPage
from journal_app.prepress.pictures import crop_box
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.trial import Lower, lines_over, lower_pictures, try_page
from journal_app.problems import blocking
from journal_app.units import Rect
from tests.prepress.real_issue import RealIssue, picture

ROOT = Path(__file__).parents[2]
CAN = {
    "article-2": "photo", "article-3": "photo", "back": "photo", "bilingual": "photo", "chart": "chart",
    "editorial": "photo", "interview": "below", "letters": "photo", "long": "photo", "poem": "photo",
    "trilingual": "photo",
}  # fmt: skip
CANNOT = {"front", "glossary", "spread-recto", "spread-verso", "suite", "trilingual-2", "wall"}


@cache
def specimen() -> build.Source:
    source, problems = build.read(ROOT / "issues" / "00-specimen")
    assert source is not None, problems
    return source


def layout(name: str) -> Layout:
    return specimen().layouts[name]


def sheet() -> PrinterSheet:
    return specimen().issue.sheet


def page(name: str, lines: int = 0, direction: str = "ltr") -> PlannedPage:
    shorter = {CAN[name]: lines} if lines else {}
    return PlannedPage.model_validate({"layout": name, "direction": direction, "shorter": shorter})


def pictures(one: Layout) -> list[str]:
    return [name for name, slot in one.file.slots.items() if slot.role == "picture"]


def parts(places: Places) -> list[Rect]:
    """Every box of a page; what lies over a whole page is no neighbour."""

    def of(one: Boxes) -> list[Rect]:
        return [rect for rect in (one.at, one.head, one.caption, *one.frames) if rect]

    return [rect for one in places.values() for rect in of(one)]


def overlap(one: Rect, other: Rect) -> bool:
    return (min(one.x + one.w, other.x + other.w) - max(one.x, other.x) > 0.1
            and min(one.y + one.h, other.y + other.h) - max(one.y, other.y) > 0.1)  # fmt: skip


def room(places: Places) -> float:
    """The area of all columns, in mm2."""
    return sum(rect.w * rect.h for one in places.values() for rect in one.frames)


def test_a_layout_whose_text_would_gain_nothing_does_not_offer_it() -> None:
    found = {name: [slot for slot in pictures(one) if able(one, PlannedPage(layout=name, language="fr"), slot, sheet())]
             for name, one in specimen().layouts.items()}  # fmt: skip
    assert {name: slots for name, slots in found.items() if slots} == {name: [slot] for name, slot in CAN.items()}
    assert {name for name, slots in found.items() if not slots} == CANNOT


@given(st.sampled_from(sorted(CAN)), st.data(), st.sampled_from(["ltr", "rtl"]))
def test_the_picture_loses_whole_lines_and_the_text_has_them(name: str, data: st.DataObject, direction: str) -> None:
    slot, one = CAN[name], layout(name)
    lines = data.draw(st.sampled_from(able(one, page(name), slot, sheet())))
    before = boxes_of(one, page(name, 0, direction), sheet())
    after = boxes_of(one, page(name, lines, direction), sheet())
    was, now = before[slot].at, after[slot].at
    assert was and now and (now.x, now.w) == (was.x, was.w), "never squeezed: as wide as it was"
    assert was.h - now.h == pytest.approx(lines * LINE_MM), "whole lines of the grid"
    assert now.h >= LEAST * was.h - 0.1
    assert room(after) > room(before)
    met = [(a, b) for n, a in enumerate(parts(after)) for b in parts(after)[n + 1 :] if overlap(a, b)]
    assert met == [], "nothing lies on anything else"
    foot = max(rect.y + rect.h for rect in parts(before))
    assert max(rect.y + rect.h for rect in parts(after)) <= foot + 0.1, "nothing leaves the page"


@pytest.mark.parametrize("name", sorted(CAN))
def test_each_line_more_is_more_room_for_the_text(name: str) -> None:
    lines = able(layout(name), page(name), CAN[name], sheet())
    rooms = [room(boxes_of(layout(name), page(name, n), sheet())) for n in lines]
    assert rooms == sorted(set(rooms)), rooms


@pytest.mark.parametrize("name", sorted(CAN))
def test_read_from_the_right_it_is_the_mirror(name: str) -> None:
    lines = able(layout(name), page(name), CAN[name], sheet())[-1]
    there, back = (parts(boxes_of(layout(name), page(name, lines, way), sheet())) for way in ("ltr", "rtl"))
    width = sheet().page[0]
    for one, other in zip(there, back, strict=True):
        assert other == pytest.approx(one.mirrored(width))


def test_the_point_to_keep_stays_in_a_lower_picture_and_no_pixel_is_stretched() -> None:
    size, focal = (3000, 2000), (0.9, 0.1)
    for height in (150.0, 120.0, 90.0):
        left, top, right, bottom = crop_box(size, (261.0, height), focal)
        assert left <= focal[0] * size[0] <= right and top <= focal[1] * size[1] <= bottom
        assert (right - left) / (bottom - top) == pytest.approx(261.0 / height)


# --- the folder ------------------------------------------------------------------------------------------------------

LONG = "<p>Pétrir la pâte, longtemps, et attendre que la mer se retire du sable.</p>\n"


def baked(folder: Path, paragraphs: int = 9) -> RealIssue:
    """The small issue; on its page 3 two languages side by side under a picture, more than the page takes."""
    issue = RealIssue(folder / "01-la-mer")
    for tag in ("fr", "ar"):
        issue.write(f"articles/le-pain/{tag}.html", LONG * paragraphs)
    return issue


def shorter(issue: RealIssue, told: str) -> None:
    """What the flatplan says of page 3."""
    plan = (issue.path / "flatplan.toml").read_text("utf-8")
    issue.write("flatplan.toml", plan.replace('layout = "bilingual"', f'layout = "bilingual"\n{told}'))


@pytest.fixture
def overset(tmp_path: Path) -> RealIssue:
    """With the fewest paragraphs that are too many."""
    for paragraphs in range(4, 60):
        issue = baked(tmp_path, paragraphs)
        trial = try_page(issue.path, 3)
        if trial and any(one.over for one in trial):
            return issue
    raise AssertionError("no text is too long")


def lowered(issue: RealIssue) -> list[Lower]:
    """What is proposed for page 3."""
    now = lines_over(try_page(issue.path, 3) or [])
    return lower_pictures(issue.path, 3, now) or []


def test_what_is_proposed_fits_and_one_line_less_does_not(overset: RealIssue) -> None:
    (one,) = lowered(overset)
    assert (one.slot, one.over) == ("photo", 0) and one.lines == one.wanted
    plan = (overset.path / "flatplan.toml").read_text("utf-8")
    for lines, fits in ((one.wanted - 1, False), (one.wanted, True)):
        overset.write("flatplan.toml", plan)
        if lines:
            shorter(overset, f"shorter = {{ photo = {lines} }}")
        assert [not any(trial.over.values()) for trial in try_page(overset.path, 3) or []] == [fits]
    assert lowered(overset) == [], "a text that fits asks for nothing"


def test_where_it_would_hardly_help_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of several pages on one is slow to set: the desk's other pages would wait for it."""
    issue = baked(tmp_path, 90)
    now = lines_over(try_page(issue.path, 3) or [])
    monkeypatch.setattr(engine, "typeset", None)
    assert now and lower_pictures(issue.path, 3, now) == []


def test_a_text_measured_before_is_measured_anew_in_its_new_frames(overset: RealIssue) -> None:
    """Where it ended last time is remembered; never for other frames."""
    plan, fits = (overset.path / "flatplan.toml").read_text("utf-8"), []
    lines = lowered(overset)[0].wanted
    for told in ("", f"shorter = {{ photo = {lines} }}", ""):
        overset.write("flatplan.toml", plan)
        shorter(overset, told)
        fitted = measure(overset.path, "le-pain", "fr", drawn=False)
        assert fitted is not None
        fits.append(fitted.over)
    assert fits[1] == 0 < fits[0] == fits[2]


def test_it_is_printed_lower_and_the_text_after_it(tmp_path: Path) -> None:
    issue = baked(tmp_path, 3)
    found = []
    for told in ("", "shorter = { photo = 4 }"):
        shorter(issue, told)
        assert issue.press().code == 0
        items = json.loads((issue.out / "places.json").read_text("utf-8"))["pages"][2]["items"]
        found.append({item["kind"]: item["rect"] for item in items if item["kind"] == "picture" or item["blocks"]})
    (drawn, lower), by = found, 4 * LINE_MM
    assert lower["picture"][3] == pytest.approx(drawn["picture"][3] - by, abs=0.02)
    assert lower["article"][1] == pytest.approx(drawn["article"][1] - by, abs=0.02)
    assert lower["article"][3] == pytest.approx(drawn["article"][3] + by, abs=0.02)


@pytest.mark.parametrize(("told", "code", "found"), [
    ("shorter = { photo = 190 }", "picture-too-low", "190"), ("shorter = { main = 2 }", "picture-too-low", "2"),
    ("shorter = { foto = 2 }", "slot-unknown", "foto"), ("shorter = { photo = 0 }", "toml-value-wrong", ""),
    ("shorter = { photo = -3 }", "toml-value-wrong", ""), ('shorter = { photo = "trois" }', "toml-value-wrong", ""),
    ("shorter = { photo = 2.5 }", "toml-value-wrong", ""), ("shorter = 3", "toml-value-wrong", ""),
])  # fmt: skip
def test_check_refuses_what_cannot_be(tmp_path: Path, told: str, code: str, found: str) -> None:
    issue = baked(tmp_path, 2)
    shorter(issue, told)
    answer = issue.check()
    assert answer.code == 1
    problem = answer.problem(code)
    assert problem["severity"] == "blocking" and found in problem["detail"]["found"]
    if code != "toml-value-wrong":
        assert problem["where"].startswith("p3/")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_what_is_refused_is_said_in_three_languages(language: str) -> None:
    problem = blocking("picture-too-low", "p3/photo", 60, "1–10", "layout", "bilingual")
    told = sentence(problem, language)
    assert "60" in told and "1–10" in told and "picture-too-low" not in told
    assert "flatplan.toml" not in sentence(problem, language, desk=True)


def test_a_picture_of_enough_pixels_is_still_one_when_it_is_lower(tmp_path: Path) -> None:
    issue = RealIssue(tmp_path / "01-la-mer")
    plan = (issue.path / "flatplan.toml").read_text("utf-8")
    issue.write("pictures/la-digue.png", picture("RGB"))
    issue.write("flatplan.toml", plan.replace('layout = "article-2"', 'layout = "article-2"\nshorter = { photo = 5 }'))
    assert "picture-below-ppi" not in issue.press().codes("blocking") + issue.press().codes("warning")
