"""Pictures as they come from phones, scanners and strangers, made here: each carries the canary where its kind can."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from tests.canaries import CANARY as CANARY
from tests.prepress.conftest import chunk

XMP = f"<x:xmpmeta><rdf:Description dc:creator='{CANARY}'/></x:xmpmeta>".encode()


def photo(width: int = 320, height: int = 240) -> Image.Image:
    """Hardly two pixels alike: slopes and soft noise, the same each time, a red top left corner."""
    slope = Image.linear_gradient("L").resize((width, height))
    noise = Image.frombytes("L", (40, 30), Random(7).randbytes(1200)).resize((width, height))
    made = Image.merge("RGB", [slope, noise, slope.rotate(180)])
    made.paste((230, 20, 20), (0, 0, width // 4, height // 4))
    return made


def drawing(mode: str = "RGB", size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Three flat colours."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).ellipse((20, 20, size[0] // 2, size[1] // 2), fill=(20, 20, 20))
    ImageDraw.Draw(made).rectangle((size[0] // 2, 20, size[0] - 20, 90), fill=(200, 40, 30))
    return made.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = made[0x013B] = made[0x0131] = CANARY  # description, artist, software
    made[0x0132] = "2026:10:02 03:04:05"
    made.get_ifd(0x8825).update({1: "N", 2: (50.0, 59.0, 13.0), 3: "E", 4: (1.0, 48.0, 44.0)})
    return made


def segment(kind: int, body: bytes) -> bytes:
    """One JPEG segment."""
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def jpeg(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    """With EXIF, a thumbnail, XMP, IPTC, a comment, a profile, a Photoshop block, a private segment, a tail."""
    plain = saved(image or photo(), "JPEG", exif=exif(orientation), comment=CANARY.encode(), quality=90)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + len(CANARY)) + b"\x1c\x02\x50"
    iptc += struct.pack(">H", len(CANARY)) + CANARY.encode()
    more = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP) + segment(0xED, iptc)
    more += segment(0xE0, b"JFXX\0\x10" + saved(drawing(size=(64, 48)), "JPEG", comment=CANARY.encode()))
    more += segment(0xEB, CANARY.encode()) + segment(0xE2, b"MPF\0" + CANARY.encode())
    return plain[:2] + more + plain[2:] + CANARY.encode() + b"PK\x05\x06" + bytes(18)


def png(image: Image.Image | None = None) -> bytes:
    told = PngInfo()
    told.add_text("Author", CANARY)
    told.add_text("Comment", CANARY, zip=True)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    plain = saved(image or photo(), "PNG", pnginfo=told, exif=exif(), dpi=(300, 300))
    time = chunk(b"tIME", struct.pack(">HBBBBB", 2026, 10, 2, 3, 4, 5))
    return plain[:33] + time + chunk(b"juNk", CANARY.encode()) + plain[33:] + CANARY.encode()


def webp(image: Image.Image | None = None) -> bytes:
    return saved(image or photo(), "WEBP", exif=exif(), xmp=XMP, quality=90)


def tiff(image: Image.Image | None = None) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = tags[315] = tags[33432] = CANARY
    tags[700] = XMP
    return saved(image or photo(), "TIFF", tiffinfo=tags)


def gif(image: Image.Image | None = None) -> bytes:
    return saved(image or drawing("P"), "GIF", comment=CANARY.encode(), save_all=True,
                 append_images=[drawing("P").rotate(90)])  # fmt: skip


def heic(image: Image.Image | None = None) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(image or photo()).save(out, quality=90, exif=exif().tobytes(), xmp=XMP)
    return out.getvalue()


def avif(image: Image.Image | None = None) -> bytes:
    return saved(image or photo(), "AVIF", exif=exif(), xmp=XMP, quality=80)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has that many pixels."""
    rows = zlib.compress(bytes(10_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


CARRIERS: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg, "png": png, "webp": webp, "tiff": tiff, "gif": gif, "heic": heic, "avif": avif
}  # fmt: skip
