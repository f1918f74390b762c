"""Media, the proof: whether a JPEG or PNG holds its pixels and nothing else, byte by byte. It decodes no pixels.

The desk asks this of everything the cage hands out before it is stored, and the freeze may ask it again.
"""

import struct

_JPEG_PLAIN = {0xDB, 0xC4, 0xDD, *range(0xC0, 0xC4)}  # DQT, DHT, DRI, SOF0-3 (ITU-T T.81, table B.1)
_PNG_PLAIN = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_JFIF = 16  # length of an APP0 segment without a thumbnail (JFIF 1.02)


def foreign(data: bytes) -> list[str]:
    """What the file holds besides its pixels, by name (`APP1`, `COM`, `tEXt`, `after the end`); empty: nothing."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
    except (struct.error, IndexError):
        return ["broken"]
    return ["not a picture of ours"]


def _jpeg(data: bytes) -> list[str]:
    found: list[str] = []
    place = 2
    while True:
        if data[place] != 0xFF:
            return [*found, "broken"]
        kind = data[place + 1]
        if kind == 0xD9:
            return found + (["after the end"] if place + 2 != len(data) else [])
        (length,) = struct.unpack_from(">H", data, place + 2)
        body = data[place + 4 : place + 2 + length]
        plain = kind in _JPEG_PLAIN or kind == 0xDA or (kind == 0xE0 and body[:5] == b"JFIF\0" and length == _JFIF)
        if not plain:
            found.append("COM" if kind == 0xFE else f"APP{kind - 0xE0}" if 0xE0 <= kind <= 0xEF else f"{kind:02X}")
        place += 2 + length
        if kind == 0xDA:
            place = _after_scan(data, place)


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker stands: in coded data FF is followed by 00 or by a restart (FF D0 to D7)."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0:
            raise IndexError
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2


def _png(data: bytes) -> list[str]:
    found, place = [], 8
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind not in _PNG_PLAIN:
            found.append(kind.decode("latin-1"))
        place += 12 + length
        if kind == b"IEND":
            return found + (["after the end"] if place != len(data) else [])
