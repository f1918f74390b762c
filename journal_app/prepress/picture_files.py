"""Step 1f: a picture file -> its size, judged by its header. It never decodes the pixels: step 4 does.

One of the picture modules, the only ones that import Pillow.
"""

import hashlib
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from journal_app.prepress.characters import shown
from journal_app.prepress.svg import unprintable
from journal_app.prepress.svg_files import inspect_svg
from journal_app.problems import Problem, blocking

MOST_BYTES = 25_000_000  # a camera's picture is 4 to 15 MB
MOST_PIXELS = 50_000_000
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF", ".webp": "WEBP"}
TYPES = (*FORMATS, ".svg")
WHO = "pictures"
_ORIENTATION = 0x0112  # EXIF tag
_TURNED = range(5, 9)  # orientations that exchange width and height (EXIF 2.32, 4.6.4)
_STRIPS = ((273, 279), (324, 325))  # TIFF 6.0: offsets and byte counts of strips, of tiles


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """What a picture file says of itself: pixels after orientation, (0, 0) for SVG; SHA-256 of its bytes."""

    size: tuple[int, int]
    sha256: str


def inspect_picture(path: Path, where: str, title: str = "") -> tuple[PictureHeader | None, list[Problem]]:
    """The header of a picture file within 25 MB, or why it may not be used. The caller has checked the path."""
    try:
        stat = path.stat()
        if stat.st_size > MOST_BYTES:
            return None, [
                blocking("picture-too-large", where, f"{stat.st_size / 1e6:.1f} MB", f"{MOST_BYTES / 1e6:g} MB", WHO)
            ]
        found, wrong = _inspected(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError as error:
        return None, [blocking("picture-broken", where, shown(error.strerror or ""), who=WHO, title=title)]
    return found, [blocking(code, where, said, allowed, WHO, title) for code, said, allowed in wrong]


_Wrong = tuple[tuple[str, str, str], ...]  # code, found, allowed


@lru_cache(maxsize=1024)
def _inspected(path: Path, size: int, mtime_ns: int, inode: int) -> tuple[PictureHeader | None, _Wrong]:
    """Judged once for each state of the file: an unchanged picture costs one stat."""
    suffix = path.suffix.lower()
    if suffix not in TYPES:
        return None, (("picture-type-unknown", shown(suffix or path.name), " ".join(TYPES)),)
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".svg":
        wrong = inspect_svg(data) or unprintable(data)
        return (None if wrong else PictureHeader((0, 0), digest)), wrong
    header, wrong = _raster(data, FORMATS[suffix])
    return (PictureHeader(header, digest) if header else None), wrong


def _raster(data: bytes, wanted: str) -> tuple[tuple[int, int] | None, _Wrong]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=sorted({*FORMATS.values(), "GIF", "BMP"})) as image:
                if image.format != wanted:
                    return None, (("picture-type-differs", str(image.format), wanted),)
                width, height = image.size
                if width * height > MOST_PIXELS:
                    return None, (
                        ("picture-too-many-pixels", f"{width * height / 1e6:.0f} MP", f"{MOST_PIXELS / 1e6:g} MP"),
                    )
                if width < 1 or height < 1:
                    return None, (("picture-broken", f"{width} x {height} px", ""),)
                if broken := _incomplete(image, data):
                    return None, (("picture-broken", broken, ""),)
                if getattr(image, "n_frames", 1) > 1 and wanted != "JPEG":  # a MPO's second picture is a preview
                    return None, (("picture-animated", str(image.n_frames), "1"),)  # type: ignore[attr-defined]
                turned = _orientation(image, data) in _TURNED
                return ((height, width) if turned else (width, height)), ()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        pixels = re.search(r"\((\d+) pixels", str(error))
        found = f"{int(pixels[1]) / 1e6:.0f} MP" if pixels else ""
        return None, (("picture-too-many-pixels", found, f"{MOST_PIXELS / 1e6:g} MP"),)
    except Exception as error:  # what Pillow raises on hostile bytes is not one family: SyntaxError, struct.error...
        return None, (("picture-broken", type(error).__name__, ""),)


def _incomplete(image: Image.Image, data: bytes) -> str:
    """Why the file's data cannot be whole, found without decoding it; empty when nothing speaks against it."""
    if image.format == "PNG":
        return _png(data)
    if image.format == "JPEG" and b"\xff\xd9" not in data[-65536:]:  # EOI; cameras add a little after it
        return "JPEG: no end"
    if image.format == "WEBP" and int.from_bytes(data[4:8], "little") + 8 > len(data):
        return "WebP: no end"
    if image.format == "TIFF":
        tags = image.tag_v2  # type: ignore[attr-defined]
        for offsets, counts in _STRIPS:
            if any(a + b > len(data) for a, b in zip(tags.get(offsets, ()), tags.get(counts, ()), strict=False)):
                return "TIFF: no end"
    return ""


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG by name (the first of each), their checksums compared; raises on a broken one."""
    found: dict[bytes, bytes] = {}
    place = 8
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", data, place + 8 + length)
        if zlib.crc32(kind + body) != check:
            raise ValueError("PNG: " + kind.decode("latin-1"))
        found.setdefault(kind, body)
        place += 12 + length
        if kind == b"IEND":
            break
    return found


def _png(data: bytes) -> str:
    try:
        found = _chunks(data)
    except (struct.error, ValueError):
        return "PNG: CRC"
    return "" if b"IEND" in found and b"IDAT" in found else "PNG: no end"


def _orientation(image: Image.Image, data: bytes) -> int:
    """The EXIF orientation; of a PNG from its own chunk, since Pillow would decode the whole picture to find it."""
    if image.format == "PNG":
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + _chunks(data).get(b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0"))
    else:
        exif = image.getexif()
    found = exif.get(_ORIENTATION, 1)
    return found if isinstance(found, int) else 1
