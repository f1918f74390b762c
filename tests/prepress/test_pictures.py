"""A picture file becomes an image of the right size, colour and weight for its box, or a sentence says why not."""

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile

from journal_app.prepress.colour import colour_for
from journal_app.prepress.model import Picture
from journal_app.prepress.pages import half_of
from journal_app.prepress.pictures import Prepared, crop_box, good_up_to, prepare
from journal_app.prepress.sheet import PrinterSheet, preset
from journal_app.problems import Problem, Severity
from tests.prepress.printed import PROFILE, decoded, described, noise, patches, picture, seen

SHEET = preset("tabloid-offset")
RED, GREEN, BLUE = (220, 30, 30), (30, 140, 60), (30, 60, 160)
BLACK, GREY, WHITE = (0, 0, 0), (128, 128, 128), (255, 255, 255)


def prepared(of: Picture, frame: tuple[float, float], tmp_path: Path, *, sheet: PrinterSheet = SHEET,
             colour: bool = True, purpose: str = "press", half: str | None = None) -> tuple[Prepared, list[Problem]]:
    made, problems = prepare(of, frame, sheet, PROFILE, colour, purpose, tmp_path / "cache", half)  # type: ignore[arg-type]
    assert made is not None, problems
    return made, problems


def close(a: tuple[int, ...], b: tuple[int, ...], by: int) -> bool:
    return all(abs(x - y) <= by for x, y in zip(a, b, strict=True))


# --- size and crop -------------------------------------------------------------------------------------------------


def test_brought_down_to_the_press_resolution(tmp_path: Path) -> None:
    made, problems = prepared(picture(tmp_path, noise(1000, 800)), (50.8, 25.4), tmp_path)
    assert (made.width, made.height, made.ppi) == (600, 300, 500.0)
    assert problems == []


def test_never_brought_up_and_the_shortfall_is_told(tmp_path: Path) -> None:
    made, problems = prepared(picture(tmp_path, noise(454, 300)), (120, 70), tmp_path)
    assert made.width == 454 and made.height == pytest.approx(265, abs=1)
    (problem,) = problems
    assert (problem.severity, problem.code) == (Severity.BLOCKING, "picture-below-ppi")
    assert problem.where == "picture:la-file"
    assert (problem.detail.found, problem.detail.allowed) == ("96 ppi, 12 cm", "7.7 cm")
    assert (problem.detail.title, problem.detail.who) == ("La file d'attente", "pictures")


def test_between_the_two_limits_is_a_warning(tmp_path: Path) -> None:
    _, problems = prepared(picture(tmp_path, noise(400, 400)), (50.8, 50.8), tmp_path)
    assert [(p.severity, p.detail.found, p.detail.allowed) for p in problems] == [
        (Severity.WARNING, "200 ppi, 5.1 cm", "4.5 cm")]


def test_how_wide_a_picture_may_be() -> None:
    assert good_up_to(replace(_unread(), size=(2240, 1000)), SHEET) == (25.4, 38.1)


def test_the_crop_covers_and_follows_the_focal_point() -> None:
    assert crop_box((400, 200), (10, 10), (0.5, 0.5)) == (100, 0, 300, 200)
    assert crop_box((400, 200), (10, 10), (0.0, 0.0)) == (0, 0, 200, 200)
    assert crop_box((400, 200), (10, 10), (0.6, 1.0)) == (140, 0, 340, 200)


def test_the_halves_of_a_spread_overlap_by_the_bleed_at_the_fold() -> None:
    whole = crop_box((2000, 1000), (200, 100), (0.5, 0.5))
    left = crop_box((2000, 1000), (103, 100), (0.5, 0.5), 3, "verso")
    right = crop_box((2000, 1000), (103, 100), (0.5, 0.5), 3, "recto")
    assert whole == (0, 0, 2000, 1000)
    assert left == pytest.approx((0, 0, 1030, 1000)) and right == pytest.approx((970, 0, 2000, 1000))


def test_no_crop_leaves_the_picture() -> None:
    for width in range(1000, 4000, 37):
        for frame in ((120, 120 * 1999 / width), (77.3, 91.1), (294.6, 416)):
            for half in (None, "verso", "recto"):
                box = crop_box((width, 1999), frame, (0.31, 0.97), 3, half)
                assert 0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= 1999


@pytest.mark.parametrize(("language", "shown"), [("fr", RED), ("ar", BLUE)])
def test_a_spread_is_whole_as_the_issue_is_read(tmp_path: Path, language: str, shown: tuple[int, int, int]) -> None:
    """The verso has the half that lies where the verso lies: left, or right where one reads from right to left."""
    spread = picture(tmp_path, patches(RED, BLUE, side=400))
    verso, _ = prepared(spread, (20, 20), tmp_path, half=half_of("verso", language))
    recto, _ = prepared(spread, (20, 20), tmp_path, half=half_of("recto", language))
    red = [seen(one).getpixel((40, 40))[0] > seen(one).getpixel((40, 40))[2] for one in (verso, recto)]
    assert red == ([True, False] if shown == RED else [False, True])
    assert half_of(None, language) is None


def test_verso_is_left_and_recto_right(tmp_path: Path) -> None:
    spread = picture(tmp_path, patches(RED, BLUE, side=400))
    left, _ = prepared(spread, (20, 20), tmp_path, sheet=SHEET.model_copy(update={"bleed": 1.0}), half="verso")
    right, _ = prepared(spread, (20, 20), tmp_path, sheet=SHEET.model_copy(update={"bleed": 1.0}), half="recto")
    assert close(seen(left).getpixel((20, 100)), RED, 40) and close(seen(right).getpixel((180, 100)), BLUE, 40)
    assert seen(left).getpixel((198, 100)) == seen(right).getpixel((180, 100))  # beyond the fold: the other page


def test_a_proof_is_the_same_picture_with_fewer_pixels(tmp_path: Path) -> None:
    image = picture(tmp_path, noise(1000, 1000, 30))
    press, _ = prepared(image, (50.8, 50.8), tmp_path)
    proof, problems = prepared(image, (50.8, 50.8), tmp_path, purpose="proof")
    assert (proof.width, proof.colourspace, proof.ppi) == (200, press.colourspace, press.ppi) and problems == []
    assert close(seen(proof).resize((1, 1)).getpixel((0, 0)), seen(press).resize((1, 1)).getpixel((0, 0)), 4)


# --- colour --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["photo", "chart"])
def test_colours_come_out_as_they_went_in(kind: str, tmp_path: Path) -> None:
    """pdfium shows CMYK by its own rule, not by the profile: near is all that can be asked; inverted would be far."""
    made, _ = prepared(picture(tmp_path, patches(RED, GREEN, BLUE, WHITE), kind=kind), (60, 15), tmp_path)
    assert made.filter == ("DCTDecode" if kind == "photo" else "FlateDecode") and made.colourspace == "DeviceCMYK"
    page = seen(made, 400, 100)
    for number, colour in enumerate((RED, GREEN, BLUE, WHITE)):
        assert close(page.getpixel((50 + 100 * number, 50)), colour, 45), colour


def test_greys_of_a_drawing_are_black_ink_alone(tmp_path: Path) -> None:
    made, _ = prepared(picture(tmp_path, patches(RED, BLACK, GREY), kind="map"), (45, 15), tmp_path)
    pixels = decoded(made)
    third = made.width // 6
    assert pixels.getpixel((3 * third, 50)) == (0, 0, 0, 255)
    assert pixels.getpixel((5 * third, 50))[:3] == (0, 0, 0)


def test_a_grey_photo_in_rgb_is_black_ink_alone(tmp_path: Path) -> None:
    grey = Image.effect_noise((400, 400), 60)
    made, _ = prepared(picture(tmp_path, grey.convert("RGB")), (30, 30), tmp_path)
    assert (made.colourspace, made.filter, made.decode) == ("DeviceGray", "DCTDecode", ())


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_grey_page_gets_grey(mode: str, tmp_path: Path) -> None:
    image = patches(WHITE, GREY, BLACK).convert(mode)
    made, _ = prepared(picture(tmp_path, image, "tif"), (45, 15), tmp_path, colour=False)
    page = seen(made, 300, 100)
    paper, middle, black = (page.getpixel((x, 50))[0] for x in (50, 150, 250))
    assert made.colourspace == "DeviceGray" and paper > 250 and 90 < middle < 170 and black < 45


def test_lightness_decides_on_a_grey_page(tmp_path: Path) -> None:
    """Yellow is light and blue is dark, though both are one full channel away from white."""
    made, _ = prepared(picture(tmp_path, patches((255, 255, 0), (0, 0, 255))), (30, 15), tmp_path, colour=False)
    page = seen(made)
    assert page.getpixel((50, 100))[0] > 220 > 120 > page.getpixel((150, 100))[0]


def test_a_profile_the_picture_carries_is_honoured(tmp_path: Path) -> None:
    swapped = io.BytesIO(_profile_with_red_and_blue_exchanged())
    made, problems = prepared(picture(tmp_path, patches(RED), icc_profile=swapped.getvalue()), (15, 15), tmp_path)
    red, _, blue = seen(made).getpixel((100, 100))
    assert blue > red and problems == []


def test_a_profile_for_other_pixels_is_ignored_and_said(tmp_path: Path) -> None:
    grey = picture(tmp_path, patches((128,), mode="L"), icc_profile=_srgb())
    _, problems = prepared(grey, (15, 15), tmp_path)
    assert [p.code for p in problems] == ["picture-profile-ignored"]


def test_cmyk_without_a_profile_keeps_its_numbers(tmp_path: Path) -> None:
    made, problems = prepared(picture(tmp_path, patches((0, 200, 0, 40), mode="CMYK"), "tif"), (15, 15), tmp_path)
    assert close(decoded(made).getpixel((50, 50)), (0, 200, 0, 40), 2)
    assert [(p.code, p.severity) for p in problems] == [("picture-cmyk-untagged", Severity.NOTE)]


def test_without_a_profile_there_is_still_a_picture(tmp_path: Path) -> None:
    made, _ = prepare(picture(tmp_path, patches(RED, BLACK)), (30, 15), SHEET, None, True, "press", tmp_path / "cache")
    assert made and made.colourspace == "DeviceCMYK" and close(seen(made).getpixel((50, 100)), RED, 60)


def test_a_profile_that_is_no_press_profile_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "ecran.icc"
    wrong.write_bytes(_srgb())
    (problem,) = colour_for(wrong, 300)[1]
    assert (problem.code, problem.where, problem.detail.found) == ("profile-unusable", "profile:ecran.icc", "RGB")
    wrong.write_bytes(b"not a profile")
    assert [p.code for p in colour_for(wrong, 300)[1]] == ["profile-unusable"]
    assert [p.code for p in colour_for(tmp_path / "none.icc", 300)[1]] == ["profile-unusable"]


# --- encoding ------------------------------------------------------------------------------------------------------


def test_line_art_is_a_stencil(tmp_path: Path) -> None:
    drawing = Image.new("1", (1200, 1200), 1)
    ImageDraw.Draw(drawing).ellipse((300, 300, 900, 900), fill=0)
    made, problems = prepared(picture(tmp_path, drawing, kind="line"), (25.4, 25.4), tmp_path)
    assert (made.bits, made.is_mask, made.filter, made.width) == (1, True, "CCITTFaxDecode", 1000) and problems == []
    page = seen(made)
    assert max(page.getpixel((100, 100))) < 60 and page.getpixel((10, 10)) == WHITE


def test_noisy_line_art_is_a_stencil_too(tmp_path: Path) -> None:
    drawing = Image.effect_noise((600, 600), 100).point([0 if v < 128 else 255 for v in range(256)], "1")
    drawing.paste(0, (0, 0, 300, 600))
    made, _ = prepared(picture(tmp_path, drawing, kind="line"), (25.4, 25.4), tmp_path)
    assert made.filter == "FlateDecode" and made.is_mask
    assert max(seen(made).getpixel((40, 100))) < 60


def test_line_art_has_its_own_limits(tmp_path: Path) -> None:
    image = picture(tmp_path, Image.new("1", (400, 400), 1), kind="line")
    for purpose in ("press", "proof"):
        made, problems = prepared(image, (25.4, 25.4), tmp_path, purpose=purpose)
        assert made.is_mask == (purpose == "press")
        assert [(p.severity, p.detail.found, p.detail.allowed) for p in problems] == [
            (Severity.BLOCKING, "400 ppi, 2.5 cm", "1.8 cm")]


def test_nothing_of_the_file_goes_with_the_pixels(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Nom Vrai"  # artist
    image = picture(tmp_path, noise(400, 400), "jpg", exif=exif, comment=b"Nom Vrai", dpi=(72, 72), icc_profile=_srgb())
    for colour in (True, False):
        made, _ = prepared(image, (30, 30), tmp_path, colour=colour)
        assert not any(word in made.data for word in (b"Nom Vrai", b"Exif", b"ICC_PROFILE"))


def test_the_dictionary_is_all_a_writer_needs(tmp_path: Path) -> None:
    made, _ = prepared(picture(tmp_path, noise(400, 400)), (30, 30), tmp_path)
    keys = pikepdf.Object.parse(made.dictionary)
    assert (keys.Subtype, keys.Width, keys.Height) == ("/Image", made.width, made.height)
    assert (keys.ColorSpace, keys.Filter) == ("/DeviceCMYK", "/DCTDecode")
    assert list(keys.Decode) == [1, 0] * 4


def test_the_same_bytes_twice_and_cheaply_from_the_cache(tmp_path: Path) -> None:
    image = picture(tmp_path, noise(400, 400))
    first, _ = prepared(image, (30, 30), tmp_path)
    again, _ = prepared(image, (30, 30), tmp_path)
    fresh, _ = prepare(image, (30, 30), SHEET, PROFILE, True, "press", tmp_path / "other")
    assert first == again == fresh
    (stored,) = (tmp_path / "cache").rglob("*.picture")
    stored.write_bytes(b"half a fi")
    assert prepared(image, (30, 30), tmp_path)[0] == first


# --- whatever people send --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "ending"), [
    ("1", "png"), ("L", "png"), ("LA", "png"), ("P", "png"), ("RGB", "png"), ("RGBA", "png"), ("I;16", "png"),
    ("I;16", "tif"), ("I", "tif"), ("F", "tif"), ("CMYK", "tif"), ("CMYK", "jpg"), ("LAB", "tif"), ("YCbCr", "tif"),
    ("RGBA", "webp"), ("L", "jpg"), ("PA", "tif"),
])
@pytest.mark.parametrize("colour", [True, False])
def test_every_kind_of_pixel(mode: str, ending: str, colour: bool, tmp_path: Path) -> None:
    image = _in_mode(mode)
    if mode == "PA":
        image = image.convert("LA")
    made, problems = prepared(picture(tmp_path, image, ending), (25, 25), tmp_path, colour=colour)
    assert not any(p.severity is Severity.BLOCKING for p in problems if p.code != "picture-below-ppi")
    page = seen(made)
    assert page.getpixel((20, 100))[1] < 80 < 200 < page.getpixel((180, 100))[1], mode


def test_transparency_becomes_paper_and_is_said(tmp_path: Path) -> None:
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    made, problems = prepared(picture(tmp_path, image), (25, 25), tmp_path)
    assert seen(made).getpixel((100, 100)) == WHITE and [p.code for p in problems] == ["picture-flattened"]


def test_a_transparent_colour_of_a_palette(tmp_path: Path) -> None:
    image = patches(RED, BLUE).convert("P", palette=Image.Palette.ADAPTIVE)
    made, problems = prepared(picture(tmp_path, image, transparency=image.getpixel((10, 10))), (30, 15), tmp_path)
    assert seen(made).getpixel((50, 100)) == WHITE and [p.code for p in problems] == ["picture-flattened"]


@pytest.mark.parametrize("purpose", ["press", "proof"])
def test_a_photo_taken_sideways_stands_upright(purpose: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it
    lying = patches(BLUE, RED, side=600)  # 1200 x 600; upright: 600 x 1200, blue on top
    path = tmp_path / "x.jpg"
    lying.save(path, exif=exif, quality=95)
    made, _ = prepared(described(path, (600, 1200)), (20, 40), tmp_path, purpose=purpose)
    assert made.height == pytest.approx(2 * made.width, abs=1)
    page = seen(made)
    assert page.getpixel((100, 40))[2] > 100 > page.getpixel((100, 40))[0]
    assert page.getpixel((100, 160))[0] > 150
    assert made.ppi == pytest.approx(762, abs=1)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n",
                                     b"\xff\xd8\xff\xe0\0\x10JFIF"])
def test_a_broken_file_is_a_problem(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(content)
    made, (problem,) = prepare(described(path, (10, 10)), (25, 25), SHEET, None, True, "press", tmp_path / "cache")
    assert made is None and (problem.code, problem.severity) == ("picture-broken", Severity.BLOCKING)


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp"])
def test_a_file_cut_short_is_a_problem(ending: str, tmp_path: Path) -> None:
    whole = picture(tmp_path, noise(300, 300), ending)
    whole.path.write_bytes(whole.path.read_bytes()[:-2000])
    made, (problem,) = prepare(whole, (25, 25), SHEET, None, True, "press", tmp_path / "cache")
    assert made is None and problem.code == "picture-broken"


def test_what_weasyprint_tells_pillow_does_not_hide_half_a_picture(tmp_path: Path) -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as importing weasyprint does
    try:
        test_a_file_cut_short_is_a_problem("jpg", tmp_path)
        assert ImageFile.LOAD_TRUNCATED_IMAGES
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    made, (problem,) = prepare(_unread(), (25, 25), SHEET, None, True, "press", tmp_path / "cache")
    assert made is None and problem.code == "picture-broken"


@pytest.mark.parametrize("side", [9000, 60000])
def test_a_bomb_is_not_opened(side: int, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(_png_claiming(side))
    made, (problem,) = prepare(described(path, (side, side)), (25, 25), SHEET, None, True, "press", tmp_path / "cache")
    assert made is None and problem.code == "picture-too-many-pixels"


# --- made here -------------------------------------------------------------------------------------------------------


def _unread() -> Picture:
    return described(Path(__file__), (100, 100)).__class__(
        "la-file", described(Path(__file__), (1, 1)).meta, Path("/nonexistent/x.png"), (100, 100), "0" * 64)


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _profile_with_red_and_blue_exchanged() -> bytes:
    """sRGB whose rXYZ and bXYZ tags (ICC.1:2010, 7.3: signature, offset, size) point at each other's values."""
    data = _srgb()
    return data.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


def _in_mode(mode: str) -> Image.Image:
    """Black on the left, white on the right."""
    base = Image.new("L", (400, 400), 255)
    base.paste(0, (0, 0, 200, 400))
    if mode in ("I;16", "I"):
        return base.convert("I").point(lambda v: v * 257).convert(mode)
    if mode == "F":
        return base.convert("F").point(lambda v: v * (1 / 255) + 0)
    if mode == "CMYK":
        return Image.merge("CMYK", [Image.new("L", base.size)] * 3 + [base.point([255 - v for v in range(256)])])
    if mode == "LAB":
        return Image.merge("LAB", [base, Image.new("L", base.size, 128), Image.new("L", base.size, 128)])
    return base.convert("RGB").convert("LA" if mode == "PA" else mode) if mode not in ("1", "L") else base.convert(mode)


def _png_claiming(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
