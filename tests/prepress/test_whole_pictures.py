"""A chart or a map says something to its very edge: it is printed whole. A photo fills its box; so does a drawing, and
what it loses is told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from journal_app.prepress.model import Picture, PictureFile
from journal_app.prepress.pages import contained, cropped
from journal_app.units import Rect
from tests.prepress.real_issue import RealIssue, picture

SIZE = (6000, 1920)  # nothing like the box it is placed in


@pytest.mark.parametrize("kind", ["chart", "map", "photo"])
def test_a_chart_or_a_map_is_never_cropped(tmp_path: Path, kind: str) -> None:
    issue = RealIssue(tmp_path / "01-la-mer")
    told = (issue.path / "pictures/la-digue.toml").read_text("utf-8")
    issue.write("pictures/la-digue.toml", told.replace('kind = "drawing"', f'kind = "{kind}"'))
    issue.write("pictures/la-digue.png", picture("RGB", size=SIZE))
    assert issue.press().code == 0
    pages = json.loads((issue.out / "places.json").read_text("utf-8"))["pages"]
    *_, width, height = next(item["rect"] for item in pages[1]["items"] if item["kind"] == "picture")
    is_whole = abs(width / height - SIZE[0] / SIZE[1]) < 0.01
    assert is_whole == (kind != "photo")


def test_what_is_contained_stands_in_the_middle_of_its_box() -> None:
    assert contained(Rect(10, 20, 100, 50), (100, 100)) == Rect(35, 20, 50, 50)
    assert contained(Rect(10, 20, 100, 50), (400, 100)) == Rect(10, 32.5, 100, 25)
    assert contained(Rect(10, 20, 100, 50), (0, 0)) == Rect(10, 20, 100, 50), "a drawing without pixels fits itself"


@pytest.mark.parametrize(("kind", "size", "told"), [
    ("drawing", (6000, 1920), "warning"), ("line", (6000, 1920), "warning"), ("photo", (6000, 1920), ""),
    ("chart", (6000, 1920), ""), ("drawing", (1000, 2400), ""),
])  # fmt: skip
def test_a_drawing_that_loses_much_of_itself_is_told(
    tmp_path: Path, kind: str, size: tuple[int, int], told: str
) -> None:
    issue = RealIssue(tmp_path / "01-la-mer")
    words = (issue.path / "pictures/la-digue.toml").read_text("utf-8")
    issue.write("pictures/la-digue.toml", words.replace('kind = "drawing"', f'kind = "{kind}"'))
    issue.write("pictures/la-digue.png", picture("RGB", size=size))
    found = [p for p in issue.press().said["problems"] if p["code"].startswith("drawing-cropped")]
    assert [p["severity"] for p in found] == ([told] if told else [])
    for problem in found:
        assert (problem["code"], problem["where"]) == ("drawing-cropped-across", "p2/photo")
        left, right = (int(share.removesuffix(" %")) for share in problem["detail"]["found"].split(" + "))
        assert left == right > 25, "its point to keep is in the middle"


def test_what_a_drawing_loses_is_told_from_the_side_that_loses_it() -> None:
    meta = PictureFile(file="a.png", credit="", kind="drawing", focal=(0.5, 0.9))
    one = Picture("a", meta, Path("a.png"), (1000, 2000), "")
    (found,) = cropped(one, Rect(0, 0, 100, 100), 3.0, False, "p1/photo")
    assert (found.code, found.detail.found) == ("drawing-cropped-down", "50 % + 0 %")
    assert cropped(one, Rect(0, 0, 100, 150), 3.0, False, "p1/photo") == [], "a quarter is a crop like any other"
    assert cropped(replace(one, size=(0, 0)), Rect(0, 0, 100, 100), 3.0, False, "p1/photo") == []


def test_a_drawing_across_the_fold_is_looked_at_as_one() -> None:
    meta = PictureFile(file="a.png", credit="", kind="drawing")
    one = Picture("a", meta, Path("a.png"), (4000, 3000), "")
    assert cropped(one, Rect(0, 0, 103, 153), 3.0, True, "p8/photo") == []
    (found,) = cropped(one, Rect(0, 0, 103, 153), 3.0, False, "p8/photo")
    assert found.code == "drawing-cropped-across"
