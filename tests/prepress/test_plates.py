"""The plates of a page: how much of which ink lies where, in numbers, and how it looks."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from journal_app.prepress import plates
from journal_app.prepress.plates import STEPS, TONES, heat_picture, page_inks, plate_picture, tally, window_inks
from journal_app.units import Rect, mm_to_pt

SIDE = 60.0  # mm


def page(folder: Path, *drawn: str, bleed: float = 3) -> Path:
    """Pages of one square trim; what is drawn is in mm from its bottom left."""
    made, k = pikepdf.new(), mm_to_pt(1)
    for content in drawn:
        side = (SIDE + 2 * bleed) * k
        one = made.add_blank_page(page_size=(side, side))
        one.obj.TrimBox = pikepdf.Array([bleed * k, bleed * k, side - bleed * k, side - bleed * k])
        one.obj.Contents = made.make_stream(f"{k} 0 0 {k} {bleed * k} {bleed * k} cm {content}".encode())
    made.save(folder / "plates.pdf")
    return folder / "plates.pdf"


def test_each_ink_is_on_its_own_plate_and_they_add_up(tmp_path: Path) -> None:
    path = page(tmp_path, "0 0 0 0 k 0 0 1 1 re f", "1 0.5 0 0 k 0 0 30 60 re f 0 0 0 1 k 30 0 30 60 re f")
    inks = page_inks(path, 2, 50)
    assert inks is not None and list(inks.planes) == list(plates.PROCESS)
    left, right = (slice(20, 100), slice(10, 50)), (slice(20, 100), slice(70, 110))
    for name, values in {"cyan": (100, 0), "magenta": (50, 0), "yellow": (0, 0), "black": (0, 100)}.items():
        assert inks.planes[name][left].mean() == pytest.approx(values[0], abs=1), name
        assert inks.planes[name][right].mean() == pytest.approx(values[1], abs=1), name
    assert inks.total.shape == (118, 118)  # the trim alone: 60 mm at 50 ppi
    found = tally(inks, 140)
    assert found.worst == pytest.approx(150, abs=1) and found.over == pytest.approx(0.5, abs=0.02)
    assert found.means["cyan"] == pytest.approx(50, abs=1)


def test_the_heaviest_place_is_told_from_the_top_left(tmp_path: Path) -> None:
    inks = page_inks(page(tmp_path, "1 1 1 1 k 40 50 8 8 re f"), 1, 100)
    assert inks is not None
    at = tally(inks, 300).at
    pixel = 25.4 / 100
    assert at.x >= 40 - pixel and at.right <= 48 + pixel and at.y >= 2 - pixel and at.bottom <= 10 + pixel


def test_where_it_is_too_much_is_told_place_by_place_and_nothing_where_it_is_not(tmp_path: Path) -> None:
    inks = page_inks(page(tmp_path, "1 1 1 1 k 40 50 8 8 re f 5 5 8 8 re f 0.5 0.5 0.5 0 k 20 20 10 10 re f"), 1, 100)
    assert inks is not None
    places = tally(inks, 300).places
    assert len(places) == 2
    for found, (x, y) in zip(sorted(places), ((5, 47), (40, 2)), strict=True):
        assert found.x == pytest.approx(x, abs=1.5) and found.y == pytest.approx(y, abs=1.5)
        assert found.w == pytest.approx(8, abs=2.5) and found.h == pytest.approx(8, abs=2.5)
    assert tally(inks, 400).places == ()


@pytest.mark.parametrize("ppi", [96, 2400])
def test_a_window_of_the_plates_is_that_part_of_the_page_however_fine(tmp_path: Path, ppi: float) -> None:
    """A square of 2 mm whose left half is cyan; what is asked for begins 1 mm to its left, in the bleed."""
    path = page(tmp_path, "1 0 0 0 k -1 58 1 2 re f")
    side = 300 / ppi * 25.4
    wide = Rect(-2, 0, 4, 2) if ppi < 100 else Rect(-side / 2, 0.2, side, side / 2)
    inks = window_inks(path, 1, wide, ppi)
    assert inks is not None
    cyan = inks.planes["cyan"]
    assert cyan.shape == pytest.approx((wide.h / 25.4 * ppi, wide.w / 25.4 * ppi), abs=1)
    middle = cyan.shape[1] // 2
    assert cyan[2:-2, middle - 2].mean() == pytest.approx(100, abs=1), "left of the trim's edge"
    assert cyan[2:-2, middle + 2].mean() == pytest.approx(0, abs=1), "right of it"


def test_a_window_of_too_many_dots_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    path = page(tmp_path, "")
    for box, ppi in ((Rect(0, 0, 60, 60), 2400), (Rect(0, 0, 0, 10), 96), (Rect(0, 0, 1e9, 1e9), 96)):
        with pytest.raises(ValueError, match="pixels"):
            window_inks(path, 1, box, ppi)


def test_a_page_that_is_not_there_has_no_window(tmp_path: Path) -> None:
    assert window_inks(page(tmp_path, ""), 2, Rect(0, 0, 10, 10), 96) is None


def test_what_is_no_pdf_has_no_plates(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    assert page_inks(tmp_path / "a.pdf", 1, 50) is None
    assert window_inks(tmp_path / "a.pdf", 1, Rect(0, 0, 10, 10), 96) is None


def test_without_ghostscript_there_are_no_plates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert page_inks(page(tmp_path, ""), 1, 50) is None


def pixels(data: bytes) -> list[tuple[int, ...]]:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    return [picture.getpixel((x, 8)) for x in range(8, picture.width, 16)]  # type: ignore[misc]


def test_a_plate_is_shown_in_its_ink() -> None:
    plane = np.repeat(np.array([[0, 100]], dtype=np.float32), 16, axis=1).repeat(16, axis=0)
    paper, full = pixels(plate_picture(plane, "cyan"))
    assert paper == pytest.approx((255, 255, 255), abs=3) and full == pytest.approx(TONES["cyan"], abs=6)


def test_heavier_ink_is_always_darker() -> None:
    values = np.array([[0, 60, 200, 290, 330]], dtype=np.float32).repeat(16, axis=1).repeat(16, axis=0)
    found = pixels(heat_picture(values, 280, 300))
    for seen, step in zip(found, STEPS, strict=True):
        assert seen == pytest.approx(step, abs=8)
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in STEPS]
    assert light == sorted(light, reverse=True)
