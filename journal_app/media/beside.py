"""Media, what a file told beside its pixels: kinds of facts, never the facts. It runs in the cage and decodes nothing.

It looks before the pixels are pasted into a new image, which is what takes all of it out; so a person can be told what
the photo would have given away. A kind that is not known by name is "other": nothing is passed over in silence.
"""

import re
import struct
from collections.abc import Iterable
from typing import Any

KINDS = ("gps", "date", "camera", "name", "comment", "thumbnail", "motion", "xmp", "iptc", "profile", "other")

_GPS, _DETAILS, _SMALL = 0x8825, 0x8769, 1  # the IFDs of a place, of the moment, of the thumbnail (Exif 2.32, 4.6.3)
_TAGS = {
    **dict.fromkeys((0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA420, 0xA431, 0xA432, 0xA433, 0xA434, 0xA435), "camera"),
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292), "date"),
    **dict.fromkeys((0x013B, 0x8298, 0xA430, 0x9C9D), "name"),
    **dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), "comment"),
}
_XMP = ((rb"GPS(?:Lat|Long)|photoshop:City|Iptc4xmpCore:Location", "gps"),
        (rb"(?:Create|Modify|Created)Date|DateCreated", "date"),
        (rb"dc:creator|aux:OwnerName|dc:rights", "name"), (rb"dc:description|dc:title", "comment"),
        (rb"tiff:M(?:ake|odel)|CreatorTool|aux:SerialNumber", "camera"),
        (rb"MotionPhoto|MicroVideo", "motion"))  # fmt: skip
# what Pillow and pillow-heif say of the pixels themselves, or of what is judged above by name
_PLAIN = frozenset({
    "exif", "xmp", "icc_profile", "photoshop", "comment", "dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density",
    "adobe", "adobe_transform", "progressive", "progression", "gamma", "srgb", "chromaticity", "transparency",
    "interlace", "background", "loop", "duration", "timestamp", "version", "extension", "compression", "primary",
    "bit_depth", "chroma", "thumbnails", "aux", "depth_images", "metadata", "mp", "mpoffset", "default_image", "blend",
    "disposal", "bbox", "nclx_profile", "tiled", "xmp_data", "heif", "resolution", "XML:com.adobe.xmp",
})  # fmt: skip


def beside(image: Any, data: bytes) -> tuple[str, ...]:
    """The kinds of what a file holds besides pixels, in the order of KINDS. `image`: an opened picture of Pillow."""
    found = {*_of_exif(image), *_of_info(dict(image.info)), *_of_bytes(image, data)}
    return tuple(kind for kind in KINDS if kind in found)


def _of_exif(image: Any) -> Iterable[str]:
    try:
        exif = image.getexif()
        details, place, small = exif.get_ifd(_DETAILS), exif.get_ifd(_GPS), exif.get_ifd(_SMALL)
    except Exception:  # damaged: nobody can say what it held
        return ["other"]
    found = [_TAGS[tag] for tag in (*exif, *details) if tag in _TAGS]
    return [*found, *(["gps"] if place or _GPS in exif else []), *(["thumbnail"] if small else [])]


def _of_info(info: dict[Any, Any]) -> Iterable[str]:
    xmp = b"".join(_bytes(info.get(name)) for name in ("xmp", "XML:com.adobe.xmp"))
    if xmp:
        yield "xmp"
        yield from (kind for words, kind in _XMP if re.search(words, xmp))
    if info.get("photoshop"):
        yield "iptc"
    if info.get("comment"):
        yield "comment"
    if info.get("icc_profile"):
        yield "profile"
    if info.get("thumbnails") or info.get("depth_images"):
        yield "thumbnail"
    if info.get("metadata") or info.get("aux"):
        yield "other"
    others = {str(name) for name, value in info.items() if name not in _PLAIN and value}
    if any(re.search(r"(?i)date|time", name) for name in others):
        yield "date"
    if any(re.search(r"(?i)author|artist|copyright", name) for name in others):
        yield "name"
    if others:
        yield "comment"  # PNG's words, under whatever key


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value or "").encode("utf-8", "replace")


def _of_bytes(image: Any, data: bytes) -> Iterable[str]:
    """What only the bytes tell: a film after a JPEG's end, further pictures, segments that Pillow does not name."""
    if image.format == "MPO" or getattr(image, "n_frames", 1) > 1:
        yield "motion"
    if image.format in ("JPEG", "MPO"):
        yield from _of_jpeg(data)


def _of_jpeg(data: bytes) -> Iterable[str]:
    place = 2
    try:
        while data[place] == 0xFF and data[place + 1] != 0xDA:
            kind, (length,) = data[place + 1], struct.unpack_from(">H", data, place + 2)
            if 0xE3 <= kind <= 0xEF and kind not in (0xED, 0xEE):  # but Photoshop's and Adobe's own
                yield "other"
            place += 2 + length
    except (IndexError, struct.error):
        return
    end = data.rfind(b"\xff\xd9")
    if end >= 0 and len(data) - end > 2 + 64:  # more than a phone's padding
        yield "motion" if b"ftyp" in data[end : end + 4096] else "other"
    elif b"ftypmp42" in data[place:] or b"ftypisom" in data[place:]:
        yield "motion"
