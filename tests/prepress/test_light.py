"""A proof to be sent: it looks as it did, weighs far less, and nothing but its pictures was touched."""

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from journal_app.prepress.colour import colour_for
from journal_app.prepress.encode import Stream, encode
from journal_app.prepress.light import lighten
from tests.prepress.printed import PROFILE

SIDE = 240
COLOURS = ((225, 60, 40), (20, 90, 90), (240, 235, 215), (25, 25, 25))


def drawn_in_lines() -> Image.Image:
    """Thin lines in four flat colours, as of a linocut: what weighs most as four inks."""
    dice = np.random.default_rng(4)
    lines = dice.integers(0, 4, (SIDE // 4, SIDE // 8)).repeat(4, axis=0).repeat(8, axis=1)
    return Image.fromarray(np.array(COLOURS, dtype=np.uint8)[lines])


def page_with(place: Path, picture: Stream) -> Path:
    """A page of 240 pt that the picture fills, with a black rule across."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(SIDE, SIDE))
    image = pikepdf.Stream(pdf, picture.data)
    image.Type, image.Subtype, image.Width, image.Height = (pikepdf.Name.XObject, pikepdf.Name.Image, picture.width,
                                                            picture.height)  # fmt: skip
    image.BitsPerComponent, image.ColorSpace = picture.bits, pikepdf.Name(f"/{picture.colourspace}")
    image.Filter = pikepdf.Name(f"/{picture.filter}")
    if picture.decode:
        image.Decode = pikepdf.Array(picture.decode)
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    page.Contents = pikepdf.Stream(pdf, b"q 240 0 0 240 0 0 cm /P Do Q 0 0 0 1 k 20 118 200 4 re f")
    pdf.save(place)
    return place


def seen(pdf: Path) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        found: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
    return found


def picture_of(pdf: Path) -> tuple[str, bytes]:
    with pikepdf.open(pdf) as found:
        image = found.pages[0].Resources.XObject.P
        return str(image.ColorSpace), bytes(image.read_raw_bytes())


@pytest.mark.parametrize("profile", [PROFILE, None], ids=["with a profile", "without"])
def test_pictures_in_four_inks_become_light_and_look_the_same(tmp_path: Path, profile: Path | None) -> None:
    inks = colour_for(profile, 300)[0].to_cmyk(drawn_in_lines())
    before = page_with(tmp_path / "encres.pdf", encode(inks, 300, 100, "proof", False))
    lighten(before, tmp_path / "epreuve.pdf", profile)
    kind, data = picture_of(tmp_path / "epreuve.pdf")
    assert kind == "/DeviceRGB" and len(data) < 0.6 * len(picture_of(before)[1])
    far = np.abs(np.asarray(seen(before), dtype=int) - np.asarray(seen(tmp_path / "epreuve.pdf"), dtype=int))
    assert far.mean() < 24, "pdfium shows inks by its own rule: near is all that can be asked; inverted would be far"


def test_the_rule_over_the_picture_is_the_same_ink(tmp_path: Path) -> None:
    inks = colour_for(PROFILE, 300)[0].to_cmyk(drawn_in_lines())
    before = page_with(tmp_path / "encres.pdf", encode(inks, 300, 100, "proof", False))
    lighten(before, tmp_path / "epreuve.pdf", PROFILE)
    with pikepdf.open(tmp_path / "epreuve.pdf") as found:
        assert b"0 0 0 1 k 20 118 200 4 re f" in found.pages[0].Contents.read_bytes()


def test_a_picture_in_black_alone_stays_as_it_is(tmp_path: Path) -> None:
    before = page_with(tmp_path / "encres.pdf", encode(drawn_in_lines().convert("L"), 300, 100, "proof", False))
    lighten(before, tmp_path / "epreuve.pdf", PROFILE)
    assert picture_of(tmp_path / "epreuve.pdf") == picture_of(before)


def test_the_same_proof_is_made_twice_alike(tmp_path: Path) -> None:
    inks = colour_for(PROFILE, 300)[0].to_cmyk(drawn_in_lines())
    before = page_with(tmp_path / "encres.pdf", encode(inks, 300, 100, "proof", False))
    for name in ("one.pdf", "two.pdf"):
        lighten(before, tmp_path / name, PROFILE)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


LINE = "ÉPREUVE, pas pour l’impression · n° 12 · 30.11.2026"


def said_below(pdf: Path, number: int) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[number].get_textpage().get_text_bounded())


def test_a_line_below_each_page_says_that_it_is_not_for_press(tmp_path: Path) -> None:
    inks = colour_for(PROFILE, 300)[0].to_cmyk(drawn_in_lines())
    before = page_with(tmp_path / "encres.pdf", encode(inks, 300, 100, "proof", False))
    with pikepdf.open(before, allow_overwriting_input=True) as pdf:
        pdf.pages.append(pdf.pages[0])  # two pages with the same resources
        pdf.save(before)
    lighten(before, tmp_path / "plain.pdf", PROFILE)
    lighten(before, tmp_path / "told.pdf", PROFILE, LINE)
    assert [said_below(tmp_path / "told.pdf", n) for n in (0, 1)] == [f"{LINE} · 1/2", f"{LINE} · 2/2"]
    assert (tmp_path / "told.pdf").stat().st_size - (tmp_path / "plain.pdf").stat().st_size < 3000
    with pikepdf.open(tmp_path / "told.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pages[0].trimbox.as_list()[1] == 0, "the paper grew below, the page is what it was"


def test_the_line_hides_nothing_of_the_page(tmp_path: Path) -> None:
    inks = colour_for(PROFILE, 300)[0].to_cmyk(drawn_in_lines())
    before = page_with(tmp_path / "encres.pdf", encode(inks, 300, 100, "proof", False))
    lighten(before, tmp_path / "plain.pdf", PROFILE)
    lighten(before, tmp_path / "told.pdf", PROFILE, LINE * 4)  # longer than the page is wide
    plain, told = seen(tmp_path / "plain.pdf"), seen(tmp_path / "told.pdf")
    assert told.height > plain.height and told.width == plain.width
    same = np.asarray(told, dtype=int)[: plain.height - 1] - np.asarray(plain, dtype=int)[: plain.height - 1]
    assert np.abs(same).max() < 8
    below = np.asarray(told.convert("L"))[plain.height + 1 :]
    assert below.min() < 160 and below[:, 0].min() == 255, "the line is there, on paper"
