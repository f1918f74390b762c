"""Complement, step 3: a picture file -> WebP of several widths and a JPEG for screens, of nothing but pixels.

Never larger than the file; the same file gives the same bytes with the same Pillow. A drawing is for drawings.py, and
comes back when it weighs more as lines than as pixels.
"""

import io
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageCms

from journal_app.prepress import engine, raster
from journal_app.prepress.model import Picture
from journal_app.problems import Problem

WIDTHS = (400, 800, 1400)  # px: a phone; its dense screen, or a column; the head of a wide screen
PLAIN = 800  # px: the one JPEG, for a browser that does not know WebP, and for the PDF
TALLEST = 2400  # px; a strip as high as ten screens helps nobody
QUALITY = {"webp": 60, "jpeg": 64}  # lino prints: their grain is what weighs; below, it begins to swim
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Size:
    """One width of a picture: (ending, bytes) of each kind of file."""

    width: int
    height: int
    files: tuple[tuple[str, bytes], ...]


def sizes(picture: Picture) -> tuple[tuple[Size, ...], list[Problem]]:
    """The picture, whole and upright, in each width up to its own; nothing, and why, when it cannot be decoded."""
    return _sizes(picture.path, picture.sha256, picture.slug, picture.title())


@lru_cache(maxsize=64)
def _sizes(path: Path, sha256: str, slug: str, title: str) -> tuple[tuple[Size, ...], list[Problem]]:
    read, problems = raster.read(path, f"picture:{slug}", title, (WIDTHS[-1], TALLEST))
    if read is None:
        return (), problems
    return _each(_in_srgb(read)), []


def sizes_of_drawing(
    svg: bytes, size: tuple[int, int], place: Path | None = None
) -> tuple[tuple[Size, ...], list[Problem]]:
    """A clean drawing of that size in px as pixels, its words in the faces of the press. `place` as in building.py."""
    across = WIDTHS[-1]
    with tempfile.TemporaryDirectory(prefix="journal-web-", dir=place) as folder:
        (Path(folder) / "drawing.svg").write_bytes(svg)
        css = f"@page{{size:{size[0]}px {size[1]}px;margin:0}}body{{margin:0}}img{{display:block;width:{size[0]}px}}"
        pdf = engine.whole_document("<body><img src=drawing.svg>", (css,), Path(folder), pdf_variant=None)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image = page.render(scale=across / page.get_width()).to_pil().convert("RGB")
    return _each(image.crop((0, 0, across, min(image.height, max(1, round(across * size[1] / size[0])))))), []


def _each(image: Image.Image) -> tuple[Size, ...]:
    widths = sorted({min(width, image.width) for width in WIDTHS})
    plain = min(PLAIN, widths[-1])
    return tuple(_size(image, width, width == plain) for width in widths)


def _in_srgb(read: raster.Raster) -> Image.Image:
    """Pixels in sRGB or grey, as every screen takes them without a profile."""
    image = read.image
    if read.icc and image.mode in ("RGB", "CMYK", "LAB", "L"):
        source = ImageCms.ImageCmsProfile(io.BytesIO(read.icc))
        mode = "L" if image.mode == "L" else "RGB"
        if mode == "RGB":
            converted = ImageCms.profileToProfile(image, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, mode)
            image = converted or image
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def _size(image: Image.Image, width: int, is_plain: bool) -> Size:
    height = max(1, round(image.height * width / image.width))
    pixels = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if width < image.width else image
    clean = Image.new(pixels.mode, pixels.size)  # a picture that was opened carries its comments along
    clean.paste(pixels)
    webp, jpeg = io.BytesIO(), io.BytesIO()
    clean.save(webp, "WEBP", quality=QUALITY["webp"], method=4)
    clean.save(jpeg, "JPEG", quality=QUALITY["jpeg"], optimize=True, progressive=True)
    found = (("webp", webp.getvalue()), ("jpg", jpeg.getvalue()))
    return Size(width, height, found if is_plain else found[:1])
