"""The ink limit holds in what a printer will decode, and costs no colour where it need not."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from journal_app.prepress import ink
from journal_app.prepress.colour import colour_for
from journal_app.prepress.encode import QUALITY, encode
from journal_app.prepress.pictures import prepare
from journal_app.prepress.sheet import preset
from tests.prepress.printed import PROFILE, decoded, noise, patches, picture


def test_what_is_within_the_limit_is_not_touched() -> None:
    image = patches((255, 255, 100, 0), (0, 0, 0, 255), mode="CMYK")
    assert ink.limit(image, 240) is image


@pytest.mark.parametrize("percent", [220, 240, 300])
def test_no_pixel_is_over_the_limit(percent: float) -> None:
    bands = [Image.effect_noise((300, 200), 200) for _ in range(4)]
    limited = ink.limit(Image.merge("CMYK", bands), percent)
    assert ink.measure(limited, 300).most <= percent


def test_black_is_kept_and_grey_gives_way_to_it() -> None:
    limited = ink.limit(Image.new("CMYK", (1, 1), (200, 180, 160, 100)), 220)
    c, m, y, k = limited.getpixel((0, 0))  # type: ignore[misc]
    assert k > 100
    assert c - m == pytest.approx(20, abs=1) and m - y == pytest.approx(20, abs=1)


def test_colour_without_grey_keeps_its_hue() -> None:
    c, m, y, k = ink.limit(Image.new("CMYK", (1, 1), (255, 255, 0, 200)), 200).getpixel((0, 0))  # type: ignore[misc]
    assert (y, k) == (0, 200) and c == m


def test_flat_colours_are_limited_alike() -> None:
    limited = ink.limit_flat((1, 1, 1, 1), 240)
    assert sum(limited) == pytest.approx(2.4) and limited[3] == 1
    assert ink.limit_flat((0.1, 0.2, 0.3, 0), 240) == (0.1, 0.2, 0.3, 0)


def test_the_mean_is_over_fifteen_square_millimetres() -> None:
    dot = Image.new("CMYK", (200, 200))
    dot.paste((255, 255, 255, 255), (90, 90, 110, 110))
    found = ink.measure(dot, 300)
    assert found.most == 400 and 0 < found.mean < 120


@pytest.mark.parametrize("percent", [220, 240, 300])
def test_the_limit_holds_after_jpeg(percent: float) -> None:
    dark = ImageChops.darker(noise(600, 400), Image.new("RGB", (600, 400), (90, 70, 60)))
    inks = Image.merge("CMYK", [*ImageChops.invert(dark).split(), Image.effect_noise((600, 400), 120)])
    stream = encode(inks, percent, 300, "press", flat=False)
    assert stream.filter == "DCTDecode"
    assert stream.ink <= percent and percent - 30 < stream.ink


@pytest.mark.parametrize("name", ["tabloid-offset", "tabloid-newsprint"])
def test_a_prepared_photo_keeps_to_its_sheet(name: str, tmp_path: Path) -> None:
    sheet = preset(name)
    dark = ImageChops.darker(noise(700, 700), Image.new("RGB", (700, 700), (80, 60, 70)))
    prepared, _ = prepare(picture(tmp_path, dark), (60, 50), sheet, PROFILE, True, "press", tmp_path / "cache")
    assert prepared and ink.measure(decoded(prepared), 300).most <= min(sheet.ink_warn, sheet.ink_limit)


def test_flat_colours_of_a_drawing_keep_to_the_sheet() -> None:
    press, problems = colour_for(PROFILE, 220)
    assert not problems
    for colour in ((20, 0, 30), (0, 30, 10), (60, 0, 0), (0, 0, 0), (255, 255, 255), (10, 60, 90)):
        assert sum(press.cmyk_of(*colour)) <= 2.2


@pytest.mark.parametrize(("width", "height"), [(1200, 1900), (3000, 1041), (5000, 3)])
def test_a_large_picture_is_judged_in_strips_as_it_is_whole(width: int, height: int) -> None:
    image = Image.merge("CMYK", [Image.effect_noise((width, height), 60).point([v // 3 for v in range(256)])] * 4)
    made = encode(image, 300, 300, "press", False)
    whole = ink.measure(Image.open(io.BytesIO(made.data)), 300)
    assert (made.ink, made.ink_mean) == (whole.most, whole.mean)
    assert QUALITY["press"] > 90  # lower, noise would fit the buffer that Pillow guesses, and prove nothing
