"""Two PDFs compared page by page: what a person would call a change is one, how a program rounds is none."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from journal_app.prepress.pixels import CAME, LEFT, MOST_REGIONS, differing, overlay, piece, regions
from journal_app.units import Rect, mm_to_pt, pt_to_mm

WIDTH, HEIGHT = 100.0, 140.0  # mm
POINT = 0.3  # mm: a full stop of 8 pt text
Mark = tuple[float, float, float, float]  # x, y, width, height in mm from the trim's top left
LINES: tuple[Mark, ...] = tuple((10, 20 + 5 * n, 80 - 7 * (n % 3), 1.4) for n in range(20))  # like text, far away


SIZE = (WIDTH, HEIGHT)


def pdf(
    path: Path,
    *pages: tuple[Mark, ...],
    around: float = 0,
    trim: bool = True,
    size: tuple[float, float] = SIZE,
    moved: float = 0,
    grey: float = 0,
    turned: int = 0,
) -> Path:
    """Black marks on white; `around` the trim as much paper, with crop marks in it, on every side."""
    made = pikepdf.new()
    width, height = size
    for marks in pages:
        box = (width + 2 * around, height + 2 * around)
        page = made.add_blank_page(page_size=tuple(map(mm_to_pt, box)))
        k = mm_to_pt(1)
        drawn = [f"{k:.6f} 0 0 {-k:.6f} {around * k + moved * k:.6f} {(around + height) * k:.6f} cm {grey} g"]
        drawn += [f"{x:.4f} {y:.4f} {w:.4f} {h:.4f} re f" for x, y, w, h in marks]
        if around:
            drawn += [f"{-around} -0.1 {around - 1} 0.2 re f", f"{width + 1} {height} {around - 1} 0.2 re f"]
        page.obj.Contents = made.make_stream("\n".join(drawn).encode())
        if trim:
            edges = [around * k, around * k, (around + width) * k, (around + height) * k]
            page.obj.TrimBox = pikepdf.Array(edges)
        if turned:
            page.obj.Rotate = turned
    made.save(path)
    return path


def test_the_same_page_does_not_differ(tmp_path: Path) -> None:
    one, two = pdf(tmp_path / "1.pdf", LINES), pdf(tmp_path / "2.pdf", LINES)
    assert differing(one, two, 1, 1) == differing(one, one, 1, 1)
    assert differing(one, two, 1, 1).changed == 0 and differing(one, two, 1, 1).boxes == ()


@given(x=st.floats(5, 90), y=st.floats(2, 15))
def test_a_lost_full_stop_is_a_change_wherever_it_was(
    tmp_path_factory: pytest.TempPathFactory, x: float, y: float
) -> None:
    folder = tmp_path_factory.mktemp("stop")
    found = differing(pdf(folder / "1.pdf", (*LINES, (x, y, POINT, POINT))), pdf(folder / "2.pdf", LINES), 1, 1)
    assert found.changed > 0
    (box,) = found.boxes
    assert box.x - 0.6 <= x <= box.right and box.y - 0.6 <= y <= box.bottom


@given(moved=st.floats(-0.03, 0.03), grey=st.floats(0, 0.1))
def test_how_a_program_rounds_is_no_change(tmp_path_factory: pytest.TempPathFactory, moved: float, grey: float) -> None:
    folder = tmp_path_factory.mktemp("noise")
    theirs = pdf(folder / "2.pdf", LINES, moved=moved, grey=grey)
    assert differing(pdf(folder / "1.pdf", LINES), theirs, 1, 1).changed == 0


@pytest.mark.parametrize("around", [3, 15])
@pytest.mark.parametrize("trim", [True, False])
def test_bleed_and_crop_marks_are_left_aside(tmp_path: Path, around: float, trim: bool) -> None:
    ours = pdf(tmp_path / "1.pdf", LINES, around=3)
    theirs = pdf(tmp_path / "2.pdf", LINES, around=around, trim=trim)
    assert differing(ours, theirs, 1, 1).changed == 0
    theirs = pdf(tmp_path / "3.pdf", LINES[1:], around=around, trim=trim)
    (box,) = differing(ours, theirs, 1, 1).boxes
    x, y, w, h = LINES[0]
    assert (box.x, box.y, box.right, box.bottom) == pytest.approx((x, y, x + w, y + h), abs=0.6)


def test_a_page_lying_on_its_side_is_read_as_it_is_seen(tmp_path: Path) -> None:
    """A program may keep a page turned and say so: what one sees is compared."""
    straight = pdf(tmp_path / "1.pdf", LINES)
    lying = pdf(
        tmp_path / "2.pdf", tuple((y, WIDTH - x - w, h, w) for x, y, w, h in LINES), size=(HEIGHT, WIDTH), turned=90
    )
    assert differing(straight, lying, 1, 1).changed == 0


def test_another_trim_or_no_such_page_differs_wholly(tmp_path: Path) -> None:
    ours = pdf(tmp_path / "1.pdf", LINES, LINES)
    whole = (Rect(0, 0, pytest.approx(WIDTH), pytest.approx(HEIGHT)),)
    for theirs, page, other in (
        (pdf(tmp_path / "2.pdf", LINES, size=(WIDTH + 2, HEIGHT)), 1, 1),
        (pdf(tmp_path / "3.pdf", LINES, size=(WIDTH - 2, HEIGHT), trim=False), 1, 1),
        (pdf(tmp_path / "4.pdf", LINES), 2, 2),
    ):
        found = differing(ours, theirs, page, other)
        assert found.changed == 1 and found.boxes == whole


def test_a_file_that_is_no_pdf_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "2.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(pypdfium2.PdfiumError):
        differing(pdf(tmp_path / "1.pdf", LINES), tmp_path / "2.pdf", 1, 1)


def test_changes_far_apart_are_told_apart_and_near_ones_together(tmp_path: Path) -> None:
    ours = pdf(tmp_path / "1.pdf", LINES)
    word = ((30, 5, 4, 2), (35, 5, 4, 2))
    far = ((80, 130, 5.5, 2.5),)
    found = differing(ours, pdf(tmp_path / "2.pdf", (*LINES, *word, *far)), 1, 1).boxes
    assert [tuple(map(round, box)) for box in found] == [(30, 5, 9, 2), (80, 130, 6, 3)]


@given(st.lists(st.tuples(st.integers(0, 199), st.integers(0, 149)), max_size=120))
def test_regions_hold_all_that_is_true_and_are_few(places: list[tuple[int, int]]) -> None:
    mask = np.zeros((200, 150), dtype=np.bool_)
    for row, column in places:
        mask[row, column] = True
    boxes = regions(mask, 0.5)
    assert len(boxes) <= MOST_REGIONS
    for row, column in places:
        assert any(b.x <= column / 2 and column / 2 + 0.5 <= b.right and b.y <= row / 2 and row / 2 + 0.5 <= b.bottom
                   for b in boxes)  # fmt: skip
    for index, one in enumerate(boxes):
        for two in boxes[index + 1 :]:
            assert one.right <= two.x or two.right <= one.x or one.bottom <= two.y or two.bottom <= one.y


def colours(data: bytes) -> tuple[Image.Image, set[tuple[int, ...]]]:
    picture = Image.open(io.BytesIO(data))
    return picture, {colour for _, colour in picture.getcolors(1 << 24)}


def test_the_picture_says_what_left_and_what_came_by_colour_and_by_line(tmp_path: Path) -> None:
    old, new = pdf(tmp_path / "1.pdf", LINES, LINES[1:]), pdf(tmp_path / "2.pdf", LINES[1:], LINES)
    picture, seen = colours(overlay(old, new, 1, 1))
    assert LEFT in seen and CAME not in seen and picture.size == (394, 552)
    assert framed(picture, LEFT) == {"dashed"}
    picture, seen = colours(overlay(old, new, 2, 2))
    assert CAME in seen and LEFT not in seen
    assert framed(picture, CAME) == {"whole"}


def framed(picture: Image.Image, colour: tuple[int, int, int]) -> set[str]:
    """How the box around the first line is drawn: its uppermost row of that colour."""
    drawn = (np.asarray(picture) == colour).all(axis=2)
    row = drawn[np.flatnonzero(drawn.any(axis=1))[0]]
    columns = np.flatnonzero(row)
    return {"whole" if row[columns[0] : columns[-1] + 1].all() else "dashed"}


def test_a_page_that_is_in_one_only_is_all_come_or_all_gone(tmp_path: Path) -> None:
    short, long = pdf(tmp_path / "1.pdf", LINES), pdf(tmp_path / "2.pdf", LINES, LINES)
    assert CAME in colours(overlay(short, long, 2, 2))[1]
    assert LEFT in colours(overlay(long, short, 2, 2))[1]


def test_a_piece_of_a_page_begins_where_it_was_asked(tmp_path: Path) -> None:
    made = pdf(tmp_path / "1.pdf", ((50, 60, 10, 10),), around=5)
    picture = Image.open(io.BytesIO(piece(made, 1, Rect(45, 55, 20, 20), 254))).convert("L")
    assert picture.size == (200, 200)
    dark = np.argwhere(np.asarray(picture) < 128)
    assert dark.min(axis=0) == pytest.approx([50, 50], abs=1) and dark.max(axis=0) == pytest.approx([149, 149], abs=1)


def test_a_piece_is_never_more_than_the_memory_bears(tmp_path: Path) -> None:
    made = pdf(tmp_path / "1.pdf", LINES)
    with pytest.raises(ValueError):
        piece(made, 1, Rect(0, 0, WIDTH, HEIGHT), 10_000)
    with pytest.raises(ValueError):
        piece(made, 1, Rect(500, 0, 10, 10), 100)
    with pytest.raises(IndexError):
        piece(made, 2, Rect(0, 0, 10, 10), 100)


def test_the_size_of_a_page_is_told_in_mm() -> None:
    assert pt_to_mm(mm_to_pt(WIDTH)) == pytest.approx(WIDTH)
