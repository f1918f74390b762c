"""A stranger's recording becomes sound and nothing else; what is no sound is told so, in the cage."""

from io import BytesIO

import av
import pytest

from journal_app.media import sounds
from journal_app.media.hearing import clean_sound
from tests.media.voices import CANARY, PHONES, voice


@pytest.mark.parametrize("container", PHONES)
def test_what_a_phone_records_is_heard_and_tells_of_nobody(container: str) -> None:
    given = voice(container)
    clean, problems = clean_sound(given)
    assert clean is not None and problems == []
    assert clean.seconds == pytest.approx(3, abs=0.2)
    assert CANARY.encode() not in clean.data and b"+50.98" not in clean.data and b"ID3" not in clean.data
    with av.open(BytesIO(clean.data)) as file:
        assert file.metadata == {}
        assert (file.streams[0].codec_context.name, file.streams[0].rate) == ("mp3float", 16_000)


def test_the_wave_swells_as_the_voice_does() -> None:
    clean, _ = clean_sound(voice("wav"))
    assert clean is not None and len(clean.peaks) == pytest.approx(30, abs=2)
    assert 20 < clean.peaks[5] < clean.peaks[15] < clean.peaks[25] <= 255


@pytest.mark.parametrize(
    "given",
    [
        b"", b"RIFF", b"ID3" + b"\0" * 500, voice("ipod")[:400], b"\0" * 10_000,
        b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/one.ts\n",  # playlists would lead elsewhere
        b"ffconcat version 1.0\nfile /etc/passwd\n", b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 9 RTP/AVP 0\n",
        b"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>",
    ],
)  # fmt: skip
def test_what_is_no_recording_is_told_so(given: bytes) -> None:
    clean, problems = clean_sound(given)
    assert clean is None and [one.code for one in problems] == ["sound-unreadable"]


def test_one_that_broke_off_is_heard_as_far_as_it_goes() -> None:
    clean, _ = clean_sound(voice("ogg", 6)[:20_000])
    assert clean is not None and 0.5 < clean.seconds < 6


def test_more_than_an_hour_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound itself, at a size that fits a test: two seconds in the same code."""
    monkeypatch.setattr(sounds, "LONGEST_S", 2)
    out = BytesIO()
    sounds.child((), BytesIO(voice("wav")), out)
    assert b"sound-too-long" in out.getvalue()
