"""Media, the pixels: a stranger's picture -> new pixels and nothing else; covers burnt in. It stores nothing.

Runs only in the cage (confined.py calls `child`): the desk's own process never decodes a picture. What the file says
beside its pixels (EXIF, XMP, IPTC, comments, thumbnails, text, names, dates, profiles) is read for turning it upright
and to sRGB, and is not written again: the pixels are pasted into a new image, and that one is encoded.
"""

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from typing import IO, Any

import pillow_heif
from PIL import Image, ImageCms

from journal_app.media.beside import beside
from journal_app.media.covers import Box, boxes_in_pixels
from journal_app.media.model import COPY, THUMB, VIEW
from journal_app.prepress import raster
from journal_app.prepress.picture_files import MOST_BYTES, MOST_PIXELS
from journal_app.problems import Problem, blocking, note

pillow_heif.register_heif_opener(thumbnails=False)
Image.init()  # every decoder is loaded now: later no file can be opened
Image.MAX_IMAGE_PIXELS = 4 * MOST_PIXELS  # counted below, before anything is decoded; this is the second lock

TYPES = "JPEG PNG WebP TIFF GIF HEIC AVIF"
_MAGIC = (  # the beginning of a file decides who reads it, never its name
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"RIFF....WEBP", "WEBP"),
    (rb"II\*\0|MM\0\*", "TIFF"),
    (rb"GIF8[79]a", "GIF"),
    (rb"....ftyp(?:.{4})*?avi[fs]", "AVIF"),  # the brand, or one it is compatible with
    (rb"....ftyp(?:hei[cxms]|hev[cms]|mif1|msf1)", "HEIF"),
)
_SVG = re.compile(rb"(?i)\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!doctype svg|<svg|<!--)")
_QUALITIES = (92, 85, 75)  # the first that stays below 25 MB, which is what the press compiler reads
_COVER = 24  # of 255: dark, and below colour.INK_BLACK, so that it is black ink alone in print
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one file: its parts by name (`copy`, `view`, `thumb`), and what they are."""

    parts: dict[str, bytes]
    media_type: str
    width: int
    height: int
    kind: str  # a guess: photo, drawing or line
    cleaned: tuple[str, ...] = ()  # kinds of what the file held beside its pixels (beside.py)


def child(arguments: Sequence[str], source: IO[bytes], out: IO[bytes]) -> None:
    """The cage's door: `{"do": "clean"}` or `{"do": "cover", "boxes": [...]}`; answers a line of JSON and the parts."""
    asked = json.loads(arguments[0])
    data = source.read(MOST_BYTES + 1)
    made, problems = clean(data) if asked["do"] == "clean" else cover(data, [Box(*box) for box in asked["boxes"]])
    head: dict[str, Any] = {"problems": [asdict(problem) for problem in problems]}
    if made is not None:
        head |= {"media_type": made.media_type, "width": made.width, "height": made.height, "kind": made.kind}
        head["cleaned"] = made.cleaned
        head["parts"] = [[name, len(part)] for name, part in made.parts.items()]
    out.write(json.dumps(head).encode() + b"\n")
    for part in made.parts.values() if made else ():
        out.write(part)


def clean(data: bytes) -> tuple[Made | None, list[Problem]]:
    """A picture with nothing of the file but its pixels, upright, in sRGB, 8 bits, without alpha; or why not."""
    if refused := _refused(data):
        return None, [refused]
    image, problems = _opened(data, _format(data))
    if image is None:
        return None, problems
    lossy = image.format in ("JPEG", "MPO", "HEIF", "AVIF")
    told = beside(image, data)
    try:
        pixels, found = _plain(image)
    except MemoryError:
        raise
    except Exception as error:  # a profile or a size that contradicts the pixels: it is the file that is wrong
        return None, [blocking("upload-broken", "", type(error).__name__)]
    del image  # a picture is large: never held twice
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    del pixels
    flat = fresh.mode == "1" or raster.is_flat(fresh)
    kind = "line" if fresh.mode == "1" else "drawing" if flat else "photo"
    return replace(_made(fresh, kind, lossless=flat and not lossy), cleaned=told), problems + found


def cover(data: bytes, boxes: Sequence[Box]) -> tuple[Made | None, list[Problem]]:
    """One of our own pictures with solid covers over these boxes, in every size; nothing of what was below is left."""
    image, problems = _opened(data, _format(data))
    if image is None:
        return None, problems
    lossless = image.format == "PNG"
    covered = Image.new(image.mode, image.size)
    covered.paste(image)
    dark = {"1": 0, "L": _COVER}.get(image.mode, (_COVER,) * 3)
    for box in boxes_in_pixels(boxes, image.size):
        covered.paste(dark, box)
    return _made(covered, "", lossless), []


def _refused(data: bytes) -> Problem | None:
    if not data:
        return blocking("upload-empty", "")
    if len(data) > MOST_BYTES:
        return blocking("upload-too-large", "", "", f"{MOST_BYTES / 1e6:g} MB")
    if _format(data):
        return None
    if _SVG.match(data[:200]):
        return blocking("upload-svg", "", "SVG", TYPES)
    return blocking("upload-type-unknown", "", "", TYPES)


def _format(data: bytes) -> str:
    found = (name for magic, name in _MAGIC if re.match(magic, data[:48], re.DOTALL))
    return next(found, "")


def _opened(data: bytes, wanted: str) -> tuple[Image.Image | None, list[Problem]]:
    """The first picture of a file, decoded whole, once its header has been counted."""
    try:
        with raster.strict():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(BytesIO(data), formats=[wanted])
            if image.width * image.height > MOST_PIXELS:
                found = f"{image.width * image.height / 1e6:.0f} MP"
                return None, [_too_many(found)]
            more = getattr(image, "n_frames", 1) > 1 and wanted not in ("JPEG", "HEIF")  # theirs is a small preview
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None, [_too_many("")]
    except MemoryError:
        raise
    except Exception as error:  # what Pillow raises on hostile bytes is not one family: SyntaxError, struct.error...
        return None, [blocking("upload-broken", "", type(error).__name__)]
    return image, [note("upload-first-frame", "")] if more else []


def _plain(image: Image.Image) -> tuple[Image.Image, list[Problem]]:
    """Upright, opaque, in sRGB (mode 1, L or RGB), and what had to be done."""
    try:
        image.getexif()
    except Exception:  # a picture whose EXIF is damaged is still a picture: as it lies
        image.info.pop("exif", None)
        image._exif = None
    upright = raster.normal(image)
    pixels, ignored = _srgb(upright)
    problems = [_note(code) for code in upright.notes]
    return pixels, problems + ([note("picture-profile-ignored", "")] if ignored else [])


def _too_many(found: str) -> Problem:
    return blocking("upload-too-many-pixels", "", found, f"{MOST_PIXELS / 1e6:g} MP")


def _note(code: str) -> Problem:
    """What raster.normal had to do, as far as it matters for a picture that is sRGB from now on."""
    if code == "picture-cmyk-untagged":
        return note("upload-cmyk", "")
    return note(code, "")


def _srgb(read: raster.Raster) -> tuple[Image.Image, bool]:
    """The pixels in sRGB (mode 1, L or RGB), and whether the profile had to be ignored."""
    image, icc = read.image, read.icc
    if image.mode in ("1", "L", "RGB") and icc is None:
        return image, False
    if image.mode == "CMYK" and icc is None:
        return image.convert("RGB"), False
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(icc)) if icc else _LAB
        done = ImageCms.profileToProfile(
            image, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)  # fmt: skip
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("L" if image.mode == "L" else "RGB"), True
    assert done is not None
    return (done.getchannel("G") if image.mode == "L" else done), False


def _made(image: Image.Image, kind: str, lossless: bool) -> Made:
    """Encoded at full size, and twice smaller for the screen."""
    copy, media_type = _png(image) if lossless else (b"", "")
    if not copy or len(copy) > MOST_BYTES:
        copy, media_type = _jpeg_within(image), "image/jpeg"
    parts = {COPY: copy, VIEW: _small(image, 1600), THUMB: _small(image, 480)}  # CSS px of a wide screen, of a card x 2
    return Made(parts, media_type, image.width, image.height, kind)


def _png(image: Image.Image) -> tuple[bytes, str]:
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue(), "image/png"


def _jpeg_within(image: Image.Image) -> bytes:
    grey = image.convert("L") if image.mode == "1" else image
    for quality in _QUALITIES:
        data = _jpeg(grey, quality)
        if len(data) <= MOST_BYTES:
            break
    return data


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """4:4:4, so that red type in a poster stays sharp."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()


def _small(image: Image.Image, side: int) -> bytes:
    """A copy whose longer side has at most that many pixels."""
    if image.mode == "1":
        image = image.convert("L")
    shrink = min(1.0, side / max(image.size))
    size = max(1, round(image.width * shrink)), max(1, round(image.height * shrink))
    return _jpeg(image if shrink == 1 else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), 82)
