"""Media, the hand-over of sound: a file -> a clean recording, or problems, by way of the cage. It decodes nothing.

Slow: an hour of speech takes some 25 s of a processor. Never inside a transaction.
"""

import json
from dataclasses import dataclass
from typing import IO

from journal_app.media.confined import Why, run
from journal_app.problems import Problem, blocking

MEDIA_TYPE = "audio/mpeg"
CPU_S = 100  # five times a picture's: an hour is decoded and encoded
_SOUNDS = "journal_app.media.sounds"  # by name: the desk's own process does not load it
_ENDED = {Why.TIME: "sound-too-long", Why.MEMORY: "sound-unreadable", Why.CRASH: "sound-unreadable"}
_HEAD = 8


@dataclass(frozen=True, slots=True)
class CleanSound:
    """Speech and nothing else: an MP3, its seconds, and its loudness along the time (0 to 255)."""

    data: bytes
    seconds: float
    peaks: list[int]


def clean_sound(source: IO[bytes] | bytes) -> tuple[CleanSound | None, list[Problem]]:
    """A stranger's recording as clean sound; or None and why not: `sound-unreadable`, `sound-too-long` (an hour)."""
    ended = run(_SOUNDS, (), source, wall_s=2 * CPU_S, cpu_s=CPU_S)
    if ended.why != Why.DONE:
        return None, [blocking(_ENDED[ended.why], "sound")]
    length = _HEAD + int.from_bytes(ended.output[:_HEAD], "big")
    told = json.loads(ended.output[_HEAD:length])
    if "problem" in told:
        return None, [blocking(told["problem"], "sound")]
    return CleanSound(ended.output[length:], float(told["seconds"]), told["peaks"]), []
