"""Media, in the cage: a stranger's recording -> its sound alone, encoded anew. The desk's own process never loads it.

Samples are copied into new frames of 16 kHz, one channel, and written as MP3 (MPEG-2 Layer III, 32 kbit/s), which every
browser plays: titles, places, devices, covers and chapters of the file go nowhere. Sound is read as it streams: an hour
of it never stands in the memory.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import IO, Any

import av
import av.subtitles.codeccontext  # loaded now: in the cage no file is opened later, and a file may hold any of these
import av.subtitles.stream
import av.video.codeccontext
import av.video.stream
import numpy as np
from av.audio.resampler import AudioResampler

RATE = 16_000  # samples a second: speech is below 8 kHz
BIT_RATE = 32_000
LONGEST_S = 60 * 60  # of a recording
PEAKS = 600  # most bars of the drawn wave
# the containers in which phones record and messengers send (FFmpeg's names of their readers)
KINDS = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "aac", "amr", "mp3", "ogg", "matroska", "webm", "wav", "flac", "caf")
HEAD = 8  # bytes: the length of what is told before the sound
_BIN = RATE // 10  # samples of a loudness


class TooLong(Exception):
    """It goes on for more than LONGEST_S."""


def child(arguments: Sequence[str], source: IO[bytes], out: IO[bytes]) -> None:
    """One recording: eight bytes of length, what is told of it as JSON, then the MP3; or a problem's code alone."""
    try:
        told, data = _encoded(source)
    except TooLong:
        told, data = {"problem": "sound-too-long"}, b""
    except (av.error.FFmpegError, ValueError, EOFError, OSError):
        told, data = {"problem": "sound-unreadable"}, b""
    words = json.dumps(told).encode()
    out.write(len(words).to_bytes(HEAD, "big") + words + data)


def _encoded(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    made, loud, samples = BytesIO(), _Loudness(), 0
    with (
        av.open(source, "r", metadata_errors="ignore", options=ONLY) as given,
        av.open(made, "w", format="mp3", options=BARE) as kept,
    ):
        if not given.streams.audio:
            raise ValueError("no sound in it")
        stream = kept.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        for frame in _frames(given):
            values = frame.to_ndarray()
            samples += values.shape[1]
            if samples > LONGEST_S * RATE:
                raise TooLong
            loud.add(values[0])
            bare = av.AudioFrame.from_ndarray(np.ascontiguousarray(values), format="s16p", layout="mono")
            bare.sample_rate = RATE
            kept.mux(stream.encode(bare))
        kept.mux(stream.encode(None))
    if samples < RATE // 5:
        raise ValueError("no sound in it")
    return {"seconds": round(samples / RATE, 1), "peaks": loud.peaks()}, made.getvalue()


ONLY = {"format_whitelist": ",".join(KINDS), "protocol_whitelist": ""}  # no playlist that leads elsewhere
BARE = {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0"}  # frames of sound, and not a word around them


def _frames(given: Any) -> Iterator[Any]:
    """The sound at our rate; one that breaks off in the midst is heard as far as it goes."""
    resampler = AudioResampler(format="s16p", layout="mono", rate=RATE)
    with suppress(av.error.InvalidDataError, av.error.EOFError):
        for frame in given.decode(given.streams.audio[0]):
            frame.pts = None
            yield from resampler.resample(frame)
    yield from resampler.resample(None)


class _Loudness:
    """The loudest sample of each tenth of a second, and of the bars of a wave in the end."""

    def __init__(self) -> None:
        self.bins: list[int] = []
        self.rest = np.zeros(0, np.int16)

    def add(self, values: Any) -> None:
        all_of_it = np.concatenate([self.rest, values])
        whole = len(all_of_it) // _BIN * _BIN
        if whole:
            parts = np.abs(all_of_it[:whole].astype(np.int32)).reshape(-1, _BIN).max(axis=1)
            self.bins += parts.tolist()
        self.rest = all_of_it[whole:]

    def peaks(self) -> list[int]:
        """0 to 255 along the time."""
        found = self.bins or [0]
        groups = np.array_split(np.array(found), min(PEAKS, len(found)))
        return [int(min(255, group.max() >> 7)) for group in groups]
