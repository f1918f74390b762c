"""Media, on a page: a recording as browsers play it, from any place in it."""

from io import BytesIO

from flask import Response, abort, send_file

from journal_app.media.hearing import MEDIA_TYPE
from journal_app.web.desk import blobs
from journal_app.web.headers import ASKED_AGAIN

BARS, HIGH = 600, 60  # the wave's width and height, in its own units


def sound(blob: str) -> Response:
    """A recording's bytes; a part of them when the browser asks for one (RFC 9110, 14), as it does to leap."""
    try:
        data = blobs().get(blob)
    except FileNotFoundError:
        abort(404)
    answer = send_file(BytesIO(data), mimetype=MEDIA_TYPE, conditional=True)
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer


def wave(peaks: list[int]) -> str:
    """The loudness along the time as the path of a drawing, BARS wide and HIGH high, the silence at half its height."""
    step, middle = BARS / max(1, len(peaks)), HIGH / 2
    high = [max(0.5, peak / 255 * middle) for peak in peaks]
    return " ".join(f"M{n * step:.1f} {middle - one:.1f}v{2 * one:.1f}" for n, one in enumerate(high))
