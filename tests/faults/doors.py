"""The doors that strangers' files come in by, and what must hold of each file that went through one.

Loads no decoder of its own: what a cage takes at most is read from the system, which counts the memory of who started
it as well. Run in a process of its own.
"""

import re
import resource
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from journal_app.media.bare import foreign
from journal_app.media.confined import MEMORY, WALL_S
from journal_app.media.hearing import CPU_S, clean_sound
from journal_app.media.intake import clean_picture
from journal_app.problems import any_blocking
from journal_app.submissions.bringing import Brought, read_upload
from journal_app.submissions.cleaning import clean_fragment

CANARIES = (b"CANARY", b"Ahmad", b"50.9871", b"+50.98", b"root:x:0:0", b"root:*:0:0")
ENDINGS = {"picture": "", "sound": "", "docx": ".docx", "odt": ".odt", "text": ".txt"}
LONGEST_S = {"picture": WALL_S, "sound": 2 * CPU_S, "docx": 10, "odt": 10, "text": 10}  # what each cage says of itself
STARTING_S = 5  # of a process, on a busy machine
MP3_FRAME, MP3_BEGINS = 144, b"\xff\xf3"  # bytes of a frame of ours (MPEG-2 Layer III, 32 kbit/s, 16 kHz); its sync
_RUNS = re.compile(r"(?i)<(script|img|iframe|svg|object|style|link)|<[^>]*\s(on\w+=|href=.?(javascript|data|file):)")


@dataclass
class Came:
    """What became of one file. `cage_mb`: the most memory that any cage of this process took so far."""

    kept: bool = False
    codes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0
    cage_mb: int = 0
    own_mb: int = 0


def put_through(door: str, data: bytes) -> dict[str, Any]:
    """One file through its door: kept or refused, and each thing that is not as it must be."""
    came, began = Came(), time.monotonic()
    before_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    try:
        made, problems = _opened(door, data)
        came.seconds = time.monotonic() - began
        came.kept, came.codes = made is not None, [problem.code for problem in problems]
        came.faults = _left(made, data) if made else []
        if made is None and not any_blocking(problems):
            came.faults.append("refused without a sentence")
    except Exception as error:  # the desk would answer 500: whatever it is, it is a fault
        came.seconds = time.monotonic() - began
        came.faults.append(f"raised {type(error).__name__}: {error}"[:300])
    came.cage_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    came.own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if came.seconds > LONGEST_S[door] + STARTING_S:
        came.faults.append(f"took {came.seconds:.0f} s")
    # Linux counts the most that any child so far had, and a child has its parent's memory until it runs a program.
    if came.cage_mb > max(MEMORY >> 20, before_mb, came.own_mb):
        came.faults.append(f"took {came.cage_mb} MiB")
    return asdict(came)


def _opened(door: str, data: bytes) -> tuple[Any, list[Any]]:
    if door == "picture":
        return clean_picture(data, "une photo")
    if door == "sound":
        return clean_sound(data)
    return read_upload(data, f"un texte{ENDINGS[door]}")


def _left(made: Any, data: bytes) -> list[str]:
    """What came out and may not be there."""
    if isinstance(made, Brought):
        return _left_of_text(made)
    if hasattr(made, "seconds"):
        return _told(made.data) + _not_sound(made.data)
    parts = (made.data, made.view, made.thumb)
    return [left for part in parts for left in (*foreign(part), *_told(part))]


def _told(part: bytes) -> list[str]:
    return [f"holds {canary.decode()}" for canary in CANARIES if canary in part]


def _not_sound(data: bytes) -> list[str]:
    whole = len(data) % MP3_FRAME == 0 and all(
        data[place : place + 2] == MP3_BEGINS for place in range(0, len(data), MP3_FRAME))  # fmt: skip
    return [] if whole else ["more than frames of sound"]


def _left_of_text(made: Brought) -> list[str]:
    """Words alone, in the one form; its pictures go through the next door, as on the desk."""
    body = made.content.body
    told = f"{made.title}{made.content}{made.remarks}{[alt for _, alt in made.pictures]}"
    left = _told(told.encode("utf-8", "replace"))
    if _RUNS.search(body):
        left.append("can run")
    if clean_fragment(body)[0] != body:
        left.append("not in the one form")
    for picture, _ in made.pictures[:2]:
        cleaned, _ = clean_picture(picture)
        left += _left(cleaned, picture) if cleaned else []
    return left
