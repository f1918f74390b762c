"""Hand-off, a printer's profile: bytes -> what an ICC file says of itself, read in the cage. It keeps nothing.

Only an output profile (class prtr) for CMYK or grey is one that a press can have (ICC.1:2010, 7.2).
"""

import re
import struct
from collections.abc import Sequence
from io import BytesIO
from typing import IO

from pydantic import BaseModel, Field

from journal_app.media import confined
from journal_app.prepress import raster  # noqa: F401 - brings what Pillow would look for once nothing may be opened
from journal_app.prepress.colour import Colour
from journal_app.problems import Problem, blocking

MOST_BYTES = 5_000_000  # the largest CMYK profiles of printers are under 5 MB
MOST_TAGS = 100
HEADER = 128
SPACES = {b"CMYK": "CMYK", b"GRAY": "GRAY"}
WALL_S = 20
_NEEDS = {"CMYK": {b"A2B0", b"B2A0"}, "GRAY": {b"kTRC"}}


class Profile(BaseModel):
    """What a profile says. `space` is CMYK or GRAY; `label` its own description, cleaned."""

    space: str = Field(pattern="^(CMYK|GRAY)$")
    label: str = Field(max_length=120)
    version: str = Field(max_length=12)
    size: int = Field(ge=HEADER, le=MOST_BYTES)


class Told(BaseModel):
    """What the child says."""

    profile: Profile | None = None
    code: str = Field(default="", pattern="^[a-z-]*$", max_length=40)
    found: str = Field(default="", max_length=40)


def read(data: bytes, where: str = "profile") -> tuple[Profile | None, list[Problem]]:
    """The profile, or why it is none that can be used: `icc-too-large`, `icc-none`, `icc-class`, `icc-space`,
    `icc-broken`."""
    if len(data) > MOST_BYTES:
        return None, [blocking("icc-too-large", where, f"{len(data) / 1e6:.1f} MB", f"{MOST_BYTES / 1e6:g} MB")]
    ended = confined.run(__name__, [], data, WALL_S)
    if ended.why is not confined.Why.DONE:
        return None, [blocking("icc-broken", where)]
    told = Told.model_validate_json(ended.output)
    return told.profile, _problems(told, where)


def _problems(told: Told, where: str) -> list[Problem]:
    match told.code:
        case "":
            return []
        case "icc-class":
            return [blocking("icc-class", where, told.found)]
        case "icc-space":
            return [blocking("icc-space", where, told.found)]
        case "icc-none":
            return [blocking("icc-none", where)]
        case _:
            return [blocking("icc-broken", where)]


def child(arguments: Sequence[str], source: IO[bytes], out: BytesIO) -> None:
    """The work inside the cage."""
    out.write(judged(source.read(MOST_BYTES + 1)).model_dump_json().encode())


def judged(data: bytes) -> Told:
    """What these bytes are; colours are then tried with them, as the press file will."""
    if len(data) < HEADER + 4 or data[36:40] != b"acsp":
        return Told(code="icc-none")
    if data[12:16] != b"prtr":
        return Told(code="icc-class", found=_word(data[12:16]))
    space = SPACES.get(data[16:20])
    if space is None:
        return Told(code="icc-space", found=_word(data[16:20]))
    tags = _tags(data)
    if tags is None or not tags.keys() >= _NEEDS[space]:
        return Told(code="icc-broken")
    if space == "CMYK":
        try:
            Colour(data)
        except Exception:  # whatever littleCMS says of it
            return Told(code="icc-broken")
    label = _label(data, tags.get(b"desc"))
    profile = Profile(space=space, label=label, version=f"{data[8]}.{data[9] >> 4}", size=len(data))
    return Told(profile=profile)


def _tags(data: bytes) -> dict[bytes, tuple[int, int]] | None:
    """Where each tag lies; None when the table does not fit the file."""
    if struct.unpack_from(">I", data)[0] != len(data) or data[20:24] not in (b"Lab ", b"XYZ "):
        return None
    (count,) = struct.unpack_from(">I", data, HEADER)
    if not 1 <= count <= MOST_TAGS or HEADER + 4 + 12 * count > len(data):
        return None
    found = {}
    for number in range(count):
        name, begin, length = struct.unpack_from(">4sII", data, HEADER + 4 + 12 * number)
        if begin < HEADER + 4 or length < 8 or begin + length > len(data):
            return None
        found[name] = (begin, length)
    return found


def _label(data: bytes, where: tuple[int, int] | None) -> str:
    """The description: `desc` of version 2 in ASCII, `mluc` of version 4 in UTF-16."""
    if where is None:
        return ""
    tag = data[where[0] : where[0] + min(where[1], 4096)]
    if tag[:4] == b"desc" and len(tag) > 12:
        text = tag[12:].split(b"\0")[0].decode("latin-1")
    elif tag[:4] == b"mluc" and len(tag) >= 28:
        length, begin = struct.unpack_from(">II", tag, 20)
        text = tag[begin : begin + length].decode("utf-16-be", "replace")
    else:
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:120]


def _word(four: bytes) -> str:
    return re.sub(r"[^A-Za-z0-9 ]", "?", four.decode("latin-1")).strip()


def file_name(label: str, digest: str) -> str:
    """What the profile's file is called in the issue's printer/ folder: plain letters, and a mark of its bytes."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-")[:40] or "profile"
    return f"{plain}-{digest[:8]}.icc"
