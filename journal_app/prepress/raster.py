"""Step 4a: a picture file -> pixels in memory, upright, 8 bits, without alpha. Writes nothing, decides no colour.

Reading the folder (picture_files.py) has judged the header; it is judged again here, since this is where the memory
is spent: only four formats are opened and the pixels are counted first, so that a few bytes cannot ask for gigabytes.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from journal_app.prepress import colour
from journal_app.prepress.picture_files import MOST_PIXELS
from journal_app.problems import Problem, blocking, note

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")  # never EPS or PDF: Pillow hands them to other programs
FLAT_COLOURS = 12  # a drawing is flat when this many colours fill...
FLAT_SHARE = 0.80  # ...this much of it; edges are the rest
_TRANSPARENT = ("RGBA", "LA", "PA", "La", "RGBa")

Crop = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Raster:
    """The pixels of a picture: mode 1, L, RGB, LAB or CMYK. `icc` is its own profile, if it carries a usable one."""

    image: Image.Image
    icc: bytes | None
    notes: tuple[str, ...] = ()  # codes of what had to be done


def read(path: Path, where: str, title: str, smallest: tuple[int, int] = (0, 0)) -> tuple[Raster | None, list[Problem]]:
    """The pixels of a file. A JPEG is decoded smaller where `smallest` (width, height in pixels) allows."""
    try:
        with strict(), Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None, [_too_large(where, title, f"{image.width * image.height / 1e6:.0f} MP")]
            image.draft(None, _draft_size(image, smallest))
            image.load()
            return normal(image), []
    except Image.DecompressionBombError:
        return None, [_too_large(where, title, "> 170 MP")]
    except MemoryError:
        return None, [_too_large(where, title, "")]
    except Exception as error:  # decoders raise anything on a broken file: it is the file that is wrong
        return None, [blocking("picture-broken", where, type(error).__name__, "", "pictures", title)]


@contextmanager
def strict() -> Iterator[None]:
    """Half a picture is an error; a warning (odd metadata, many pixels) is no news: MOST_PIXELS is the limit here.

    WeasyPrint 70 tells Pillow to accept truncated files, for the whole process, as soon as it is imported.
    """
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def notes(raster_notes: tuple[str, ...], where: str, title: str) -> list[Problem]:
    """What had to be done to a picture, for the record."""
    return [note(code, where, who="pictures", title=title) for code in raster_notes]


def _too_large(where: str, title: str, found: str) -> Problem:
    return blocking("picture-too-many-pixels", where, found, f"{MOST_PIXELS / 1e6:g} MP", "pictures", title)


def _draft_size(image: Image.Image, smallest: tuple[int, int]) -> tuple[int, int]:
    """What to ask of a JPEG decoder, in the file's own orientation; the whole picture when nothing smaller will do."""
    if not all(smallest):
        return image.size
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    width, height = smallest[::-1] if turned else smallest
    return min(width, image.width), min(height, image.height)


def normal(image: Image.Image) -> Raster:
    """A decoded picture upright, opaque, 8 bits a channel."""
    done: list[str] = []
    transparent = image.mode in _TRANSPARENT or "transparency" in image.info
    icc, ignored = colour.embedded(image if image.mode not in ("P", "RGBA", "1", "LA") else _like(image))
    if ignored:
        done.append("picture-profile-ignored")
    ImageOps.exif_transpose(image, in_place=True)
    upright = image
    if transparent:
        upright = _opaque(upright)
        done.append("picture-flattened")
    elif upright.mode.startswith("I;16"):
        upright = upright.convert("F").point(lambda v: v * (1 / 257) + 0).convert("L")
    elif upright.mode in ("I", "F"):
        upright = _scaled(upright)
    elif upright.mode not in ("1", "L", "RGB", "CMYK", "LAB"):
        upright = upright.convert("RGB")
    if upright.mode == "CMYK" and icc is None:
        done.append("picture-cmyk-untagged")
    return Raster(upright, icc, tuple(done))


def is_flat(image: Image.Image) -> bool:
    """Whether a few colours fill most of it; asked of a sample, uninterpolated."""
    sample = image.resize((min(200, image.width), min(200, image.height)), Image.Resampling.NEAREST)
    counts = sorted((count for count, _ in sample.getcolors(40_000) or []), reverse=True)
    return sum(counts[:FLAT_COLOURS]) >= FLAT_SHARE * sample.width * sample.height


def _like(image: Image.Image) -> Image.Image:
    """One pixel in the mode `image` will be converted to, with its profile."""
    mode = {"P": "RGB", "RGBA": "RGB", "1": "L", "LA": "L"}[image.mode]
    pixel = Image.new(mode, (1, 1))
    pixel.info["icc_profile"] = image.info.get("icc_profile")
    return pixel


def _opaque(image: Image.Image) -> Image.Image:
    """On white paper. Grey stays grey."""
    grey = image.mode in ("L", "LA", "La", "1")
    layered = image if image.mode == "RGBA" else image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper.getchannel("G") if grey else paper


def _scaled(image: Image.Image) -> Image.Image:
    """32-bit samples to 8: 16-bit integers that Pillow holds in 32, or floats from 0 to 1."""
    most = float(image.getextrema()[1])  # type: ignore[arg-type]
    factor = 255.0 if image.mode == "F" and most <= 1 else 1.0 if most <= 255 else 1 / 257
    return image.convert("F").point(lambda v: v * factor + 0).convert("L")
