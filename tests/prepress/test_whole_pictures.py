"""A chart or a map says something to its very edge: it is printed whole. A photo fills its box."""

import json
from pathlib import Path

import pytest

from journal_app.prepress.pages import contained
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
