"""A stranger's picture comes out as its pixels and nothing else, upright, in sRGB; or it is refused with a sentence."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms

from journal_app.media.bare import foreign
from journal_app.media.covers import Box, boxes_in_pixels
from journal_app.media.intake import CleanPicture, clean_picture, cover_picture
from journal_app.messages import sentence
from tests.media import files
from tests.media.files import CANARY, CARRIERS


def cleaned(data: bytes) -> CleanPicture:
    made, problems = clean_picture(data, "essai")
    assert made is not None, problems
    return made


def codes(data: bytes) -> list[str]:
    made, problems = clean_picture(data, "essai")
    assert made is None
    assert all(sentence(problem, "fr") and "{" not in sentence(problem, "fr") for problem in problems)
    return [problem.code for problem in problems]


def image(data: bytes) -> Image.Image:
    found = Image.open(BytesIO(data))
    found.load()
    return found


def pixel(data: bytes, x: int, y: int) -> tuple[int, int, int]:
    """Red, green and blue there."""
    found = image(data).convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def converted(source: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """An sRGB picture in LAB."""
    done = ImageCms.profileToProfile(source, ImageCms.createProfile("sRGB"), profile, outputMode="LAB")
    assert done is not None
    return done


def near(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    assert one.size == other.size
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L")
    return sum(value * count for value, count in enumerate(difference.histogram())) / (one.width * one.height)


@pytest.mark.parametrize("kind", CARRIERS)
def test_nothing_but_pixels_comes_out(kind: str) -> None:
    data = CARRIERS[kind]()
    assert CANARY.encode() in data or kind == "heic"  # the file does carry it
    made = cleaned(data)
    for part in (made.data, made.view, made.thumb):
        assert foreign(part) == []
        assert CANARY.encode() not in part and b"2026:10:02" not in part
        assert set(image(part).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image(part).getexif()
    assert (made.width, made.height) == image(made.data).size == (320, 240)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "heic", "avif"])
def test_the_pixels_are_those_of_the_file(kind: str) -> None:
    shown = files.photo()
    made = cleaned(CARRIERS[kind]())
    assert near(image(made.data), shown) < 5
    assert (made.kind, made.media_type) == ("photo", "image/jpeg")


def test_the_proof_sees_each_thing_that_does_not_belong() -> None:
    plain = files.saved(files.photo(), "JPEG")
    assert foreign(plain) == []
    assert foreign(plain + b"x") == ["after the end"]
    assert foreign(plain[:2] + files.segment(0xFE, b"x") + plain[2:]) == ["COM"]
    assert set(foreign(files.jpeg())) == {"APP0", "APP1", "APP13", "APP11", "APP2", "COM", "after the end"}
    assert foreign(plain[:-2]) == ["broken"] and foreign(plain[:40]) == ["broken"]
    assert {"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "juNk", "after the end"} <= set(foreign(files.png()))
    assert foreign(b"GIF89a") == ["not a picture of ours"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright(orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that lays an upright picture as the phone did
    laid = files.photo() if orientation == 1 else files.photo().transpose(Image.Transpose(back[orientation]))
    made = cleaned(files.jpeg(laid, orientation))
    assert (made.width, made.height) == (320, 240)
    red, green, _ = pixel(made.data, 20, 20)
    assert red > 180 and green < 80


def test_a_drawing_stays_sharp_and_a_one_bit_drawing_stays_one_bit() -> None:
    flat = cleaned(files.png(files.drawing()))
    assert (flat.kind, flat.media_type) == ("drawing", "image/png")
    assert near(image(flat.data), files.drawing()) == 0
    line = cleaned(files.tiff(files.drawing("1")))
    assert (line.kind, image(line.data).mode) == ("line", "1")
    assert cleaned(files.jpeg(files.drawing())).media_type == "image/jpeg"  # it has been lossy before


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "PA", "I;16", "I", "F", "CMYK", "LAB", "YCbCr"])
def test_every_kind_of_pixel_becomes_grey_or_rgb(mode: str) -> None:
    grey = files.photo().convert("L")
    form = "PNG" if mode in ("L", "LA", "RGBA", "P", "I;16") else "TIFF"
    if mode in ("I;16", "I"):
        source = grey.convert("I").point(lambda v: v * 257 + 0)
        source = source.convert("I;16") if mode == "I;16" else source
    elif mode == "LAB":
        source = converted(files.photo(), ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    else:
        source = (grey if mode in ("F", "LA") else files.photo()).convert(mode)
    if mode == "PA":
        source, form = files.photo().convert("RGBA"), "WEBP"
    made = cleaned(files.saved(source, form))
    assert image(made.data).mode in ("L", "RGB")
    wanted = grey if mode in ("I;16", "I", "F", "L", "LA") else source.convert("RGB") if mode == "P" else files.photo()
    assert near(image(made.data), wanted) < 6


def test_transparent_parts_are_paper() -> None:
    clear = files.drawing("RGBA")
    clear.putalpha(0)
    made, problems = clean_picture(files.saved(clear, "PNG"), "essai")
    assert made is not None and [problem.code for problem in problems] == ["picture-flattened"]
    assert image(made.data).convert("L").getextrema() == (255, 255)


def test_colours_are_brought_to_srgb_by_the_files_profile() -> None:
    """LAB numbers, taken for colours, would be anything but this grey."""
    grey = Image.new("RGB", (64, 64), (100, 100, 100))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000))
    made = cleaned(files.saved(converted(grey, lab), "TIFF", icc_profile=lab.tobytes()))
    assert max(abs(value - 100) for value in pixel(made.data, 30, 30)) <= 2
    broken, problems = clean_picture(files.saved(grey, "PNG", icc_profile=b"not a profile"), "essai")
    assert broken is not None and [problem.code for problem in problems] == ["picture-profile-ignored"]


def test_of_an_animation_the_first_picture_is_kept_and_said() -> None:
    made, problems = clean_picture(files.gif(), "essai")
    assert made is not None and [problem.code for problem in problems] == ["upload-first-frame"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "upload-empty"),
        (b"\xff\xd8\xff" + bytes(25_000_001), "upload-too-large"),
        (b"%PDF-1.7\n", "upload-type-unknown"),
        (b"PK\x03\x04", "upload-type-unknown"),
        (b"MZ", "upload-type-unknown"),
        (b"%!PS-Adobe-3.0 EPSF", "upload-type-unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "upload-svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "upload-svg"),
        (files.bomb(100_000, 100_000), "upload-too-many-pixels"),
        (files.bomb(9000, 6000), "upload-too-many-pixels"),
        (files.jpeg()[:4000], "upload-broken"),
        (files.png()[:9000], "upload-broken"),
        (files.heic()[:-3000], "upload-broken"),
        (b"\xff\xd8\xff" + b"<?php system($_GET['x']); ?>", "upload-broken"),
        (b"II*\0" + struct.pack("<I", 8) + b"\xff" * 400, "upload-broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_picture_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert codes(data) == [code]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "I;16", "1"])
def test_the_largest_picture_allowed_fits_in_the_cage(mode: str) -> None:
    """50 MP of each kind of pixel: cleaned, or (16-bit and the like) refused with a sentence; never a crash."""
    large = Image.new(mode, (8000, 6250))
    form = {"CMYK": "TIFF"}.get(mode, "PNG")
    made = cleaned(files.saved(large, form, **({"compression": "tiff_lzw"} if form == "TIFF" else {})))
    assert (made.width, made.height) == (8000, 6250)


def test_a_cover_is_solid_in_every_size_and_nothing_of_the_face_is_left() -> None:
    """The same cover over two different faces gives the same bytes there, at every size."""
    box = Box(0.3, 0.3, 0.2, 0.25)
    one, other = files.photo(2000, 1500), files.photo(2000, 1500)
    other.paste((0, 255, 0), (600, 450, 1000, 825))
    for data in (files.saved(one, "JPEG", quality=95), files.saved(other, "JPEG", quality=95)):
        made = cover_picture(cleaned(data).data, [box])
        for part in (made.data, made.view, made.thumb):
            assert foreign(part) == []
            shown = image(part).convert("L")
            left, top = int(0.305 * shown.width) + 2, int(0.305 * shown.height) + 2
            right, bottom = int(0.495 * shown.width) - 2, int(0.545 * shown.height) - 2
            tones = set(shown.crop((left, top, right, bottom)).tobytes())
            assert min(tones) >= 10 and max(tones) <= 40  # one dark tone, but for what JPEG does to an edge
    edges = boxes_in_pixels([box, Box(0.9, 0.9, 0.1, 0.1)], (2000, 1500))
    assert edges[0][0] <= 600 - 0.06 * 400 and edges[0][2] >= 1000 + 0.06 * 400  # larger than what was drawn
    assert edges[1][2:] == (2000, 1500)


def test_a_covered_drawing_stays_a_drawing() -> None:
    line = cleaned(files.tiff(files.drawing("1")))
    made = cover_picture(line.data, [Box(0, 0, 0.1, 0.1)])
    assert image(made.data).mode == "1" and image(made.data).getpixel((5, 5)) == 0
