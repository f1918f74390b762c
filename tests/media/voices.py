"""Recordings as phones make them: a tone that swells, with everything in the file that tells of its maker."""

from io import BytesIO

import av
import numpy as np

from tests.canaries import SPOKEN as CANARY

# container -> codec: what Android, iOS, WhatsApp, browsers and older phones write
PHONES = {"ipod": "aac", "3gp": "aac", "ogg": "libopus", "webm": "libopus", "mp3": "libmp3lame", "wav": "pcm_s16le",
          "flac": "flac", "adts": "aac"}  # fmt: skip


def voice(container: str = "ipod", seconds: int = 3, rate: int = 48_000, tags: dict[str, str] | None = None) -> bytes:
    """A recording in this container, with a title, a place and a maker in its tags, and whatever else is given."""
    out = BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(PHONES[container], rate=rate, layout="mono")
        file.metadata.update({"title": CANARY, "artist": CANARY, "location": "+50.9850+002.1280/", "comment": CANARY})
        file.metadata.update(tags or {})
        for second in range(seconds):
            at = (np.arange(rate) + second * rate) / rate
            values = (np.sin(2 * np.pi * 220 * at) * 12_000 * (second + 1) / seconds).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(values[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts = rate, second * rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()
