"""What a photo would have given away: its kinds are told, its values never, and none of them is left in the picture."""

from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from journal_app.media.beside import KINDS
from journal_app.media.intake import CleanPicture, clean_picture

CANARIES = ("CANARYPHONE", "CANARYNAME", "CANARYNOTE", "2027:03:01 09:00:00")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>CANARYNAME</dc:creator>exif:GPSLatitude="50,59N"</x:xmpmeta>'


def exif(*, gps: bool = True) -> Image.Exif:
    found = Image.Exif()
    found[0x0110], found[0x013B], found[0x010E], found[0x0132] = CANARIES
    if gps:
        found.get_ifd(0x8825).update({1: "N", 2: (50.0, 59.0, 12.0), 3: "E", 4: (2.0, 18.0, 4.0)})
    return found


def image() -> Image.Image:
    return Image.effect_noise((320, 240), 50).convert("RGB")


def saved(shape: str, **more: Any) -> bytes:
    out = BytesIO()
    image().save(out, shape, **more)
    return out.getvalue()


def cleaned(data: bytes) -> CleanPicture:
    found, problems = clean_picture(data)
    assert found is not None, problems
    for canary in CANARIES:
        for part in (found.data, found.view, found.thumb):
            assert canary.encode() not in part and canary.encode("utf-16-le") not in part
    assert set(found.cleaned) <= set(KINDS)
    return found


@pytest.mark.parametrize("shape", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_place_a_date_a_phone_a_name_and_a_note_are_told_of(shape: str) -> None:
    told = cleaned(saved(shape, exif=exif().tobytes())).cleaned
    assert {"gps", "date", "camera", "name", "comment"} <= set(told)
    assert list(told) == sorted(told, key=KINDS.index)


def test_a_phones_heic_too() -> None:
    out = BytesIO()
    pillow_heif.from_pillow(image()).save(out, exif=exif().tobytes(), xmp=XMP)
    told = set(cleaned(out.getvalue()).cleaned)
    assert {"gps", "camera", "name", "xmp"} <= told


@pytest.mark.parametrize("shape", ["JPEG", "WEBP"])
def test_what_an_editor_wrote_into_xmp(shape: str) -> None:
    assert {"xmp", "gps", "name"} <= set(cleaned(saved(shape, xmp=XMP)).cleaned)


def test_words_in_a_png_and_comments_in_a_jpeg_and_a_gif() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "CANARYNAME")
    assert {"name", "comment"} <= set(cleaned(saved("PNG", pnginfo=words)).cleaned)
    assert "comment" in cleaned(saved("JPEG", comment=b"CANARYNOTE")).cleaned
    assert "comment" in cleaned(saved("GIF", comment=b"CANARYNOTE")).cleaned


def test_a_film_behind_a_photo() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"CANARYNOTE" + b"\0" * 500
    assert "motion" in cleaned(saved("JPEG", exif=exif()) + film).cleaned


def test_a_second_picture_in_the_file() -> None:
    out = BytesIO()
    image().save(out, "MPO", save_all=True, append_images=[image()])
    assert "motion" in cleaned(out.getvalue()).cleaned


def test_a_segment_nobody_knows() -> None:
    plain = saved("JPEG")
    told = cleaned(plain[:2] + b"\xff\xe9\x00\x0cCANARYNOTE" + plain[2:]).cleaned
    assert told == ("other",)


def test_a_picture_that_is_only_a_picture_tells_nothing() -> None:
    for shape in ("JPEG", "PNG", "WEBP", "GIF"):
        assert cleaned(saved(shape)).cleaned == ()
