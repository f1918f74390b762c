"""Hostile pictures and recordings, the same ones each time: damaged, lying about their size, two things at once.

`damaged` breaks any file in six ways; `picture_lies` and `voice_lies` are files that were made to do harm. What they
carry that tells of somebody is the canary of tests/media/files.py or voices.py; where they ask for something from
elsewhere they name `home`, an address at which a test may listen.
"""

import random
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

import av
import numpy as np
from PIL import Image

from tests.media.files import CANARY, CARRIERS, XMP, bomb, drawing, exif, photo, saved, segment
from tests.media.voices import PHONES, voice
from tests.prepress.conftest import chunk

HOME = "127.0.0.1:9"
_BEGINNINGS = (b"\xff\xd8\xff", b"II*\0", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypavif",
               b"\x89PNG\r\n\x1a\n", b"GIF89a")  # fmt: skip


def damaged(way: int, rng: random.Random, whole: bytes, others: Sequence[bytes]) -> bytes:
    """A file that something happened to; `way` 0 to 5."""
    data = bytearray(whole)
    match way:
        case 0:  # some bytes anywhere
            for _ in range(rng.randint(1, 40)):
                data[rng.randrange(len(data))] = rng.randrange(256)
        case 1:  # the header: sizes, counts, offsets
            for _ in range(rng.randint(1, 12)):
                data[rng.randrange(4, 200)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))
        case 2:
            del data[rng.randrange(4, len(data)) :]
        case 3:  # a piece out of the middle, or twice
            start = rng.randrange(4, len(data))
            piece = data[start : start + rng.randrange(1, 3000)]
            data[start : start + rng.choice((0, len(piece)))] = piece * rng.choice((0, 2, 50))
        case 4:  # the beginning of this kind with the rest of another
            data[rng.randrange(12, 400) :] = rng.choice(others)[rng.randrange(400) :]
        case 5:  # a number blown up
            struct.pack_into(">I", data, rng.randrange(4, 300), rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 65535, 2**24)))
    return bytes(data)


@cache
def whole_pictures() -> dict[str, bytes]:
    return {kind: make() for kind, make in CARRIERS.items()}


@cache
def whole_voices() -> dict[str, bytes]:
    return {container: voice(container, 1) for container in PHONES}


def mutants(kind: str, count: int) -> Iterator[bytes]:
    """So many damaged pictures of one kind."""
    rng, wholes = random.Random(kind), whole_pictures()
    for number in range(count):
        yield damaged(number % 6, rng, wholes[kind], list(wholes.values()))


def picture_lies(number: int, rng: random.Random, home: str = HOME) -> bytes:
    """A picture that says what it is not, or that is something else as well."""
    big = rng.choice((65_535, 50_000, 2**24, 2**31 - 1, 7_000))
    makers = (
        lambda: bomb(big, rng.choice((1, 7_000, big))),
        lambda: b"GIF89a" + struct.pack("<HH", big & 0xFFFF, 65_535) + saved(drawing("P"), "GIF")[10:],
        lambda: _jpeg_that_says(big & 0xFFFF, 65_535 - rng.randrange(3)),
        lambda: _looping_tiff(rng),
        lambda: _webp_that_says(rng.choice((16_383, 2**24 - 1))),
        lambda: _png_with(chunk(rng.choice((b"zTXt", b"iCCP", b"iTXt")), b"a\0\0" + zlib.compress(bytes(60_000_000)))),
        lambda: _png_with(chunk(b"tEXt", b"Comment\0" + CANARY.encode()) * rng.randrange(1_000, 20_000)),
        lambda: _many_frames(rng.randrange(200, 1_200)),
        lambda: _two_at_once(rng),
        lambda: _jpeg_with_exif(_looping_exif(rng)),
        lambda: _elsewhere(rng, home),
        lambda: saved(photo(), rng.choice(("BMP", "ICO", "PCX", "EPS", "PPM", "TGA", "SGI", "PDF", "JPEG2000"))),
        lambda: _jpeg_with_exif(rng.randbytes(60_000)),
        lambda: rng.choice(_BEGINNINGS) + rng.randbytes(rng.randrange(4_000)),
        lambda: largest(("RGB", "RGBA", "P", "L", "1", "CMYK", "I;16")[number // 16 % 7]),
        lambda: saved(Image.new("1", (rng.randrange(1, 65_000), 1)), "PNG"),  # one pixel high
    )  # fmt: skip
    return makers[number % len(makers)]()


@cache
def largest(mode: str) -> bytes:
    """As many pixels as may be, in a file of a few kilobytes: what one picture takes at most."""
    form, more = ("TIFF", {"compression": "tiff_adobe_deflate"}) if mode == "CMYK" else ("PNG", {})
    return saved(Image.new(mode, (8_000, 6_250)), form, **more)


def _png_with(more: bytes) -> bytes:
    plain = saved(drawing(), "PNG")
    return plain[:33] + more + plain[33:]


def _jpeg_that_says(width: int, height: int) -> bytes:
    data = bytearray(saved(photo(), "JPEG", progressive=True))
    struct.pack_into(">HH", data, data.index(b"\xff\xc2") + 5, height, width)
    return bytes(data)


def _webp_that_says(side: int) -> bytes:
    size = (side - 1).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x04\0\0\0" + size + saved(photo(), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _looping_tiff(rng: random.Random) -> bytes:
    """Its directories lead to one another, or to themselves, and some are larger than the file."""
    tags, counts = (256, 257, 259, 273, 279, 330, 34665, 700), (1, 2, 2**31 - 1, 2**32 - 1)
    entries = b"".join(
        struct.pack("<HHII", rng.choice(tags), rng.choice((3, 4, 13)), rng.choice(counts), rng.choice((8, 64, 10**6)))
        for _ in range(12)
    )
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 12) + entries + struct.pack("<I", 8) + bytes(300)


def _looping_exif(rng: random.Random) -> bytes:
    tags = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005, 0x014A))
    tags += struct.pack("<HHII", 0x010E, 2, rng.choice((2**32 - 1, 2**20)), 8)
    return b"II*\0" + struct.pack("<IH", 8, 5) + tags + struct.pack("<I", 8)


def _jpeg_with_exif(body: bytes) -> bytes:
    plain = saved(photo(), "JPEG")
    return plain[:2] + segment(0xE1, b"Exif\0\0" + body) + plain[2:]


def _many_frames(count: int) -> bytes:
    frame = drawing("P", (60, 45))
    return saved(frame, "GIF", save_all=True, append_images=[frame.rotate(turn) for turn in range(count)])


def _two_at_once(rng: random.Random) -> bytes:
    """A picture that is also an archive, a page with a script, a PDF or a program."""
    other = rng.choice((b"PK\x03\x04evil.exe", b"<script>alert(1)</script>", b"%PDF-1.7 /JavaScript", b"MZ\0\0"))
    told = CANARY.encode() + other
    return saved(photo(), "JPEG", comment=told, exif=exif()) + told + rng.randbytes(200)


def _elsewhere(rng: random.Random, home: str) -> bytes:
    """What would have something fetched, by a reader that follows it."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://{home}/a.png"/></svg>'
    entity = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "http://{home}/a">]><svg>&a;</svg>'
    linked = XMP + f'<a rdf:resource="http://{home}/x" xi:href="file:///etc/passwd"/>'.encode()
    mvg = f"push graphic-context\nimage over 0,0 0,0 'http://{home}/a'\npop graphic-context"
    eps = f"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(http://{home}/a) (r) file\n"
    made = [one.encode() for one in (svg, entity, mvg, eps)]
    made += [saved(photo(), "WEBP", xmp=linked), saved(photo(), "AVIF", xmp=linked)]
    return rng.choice(made)


def voice_lies(number: int, rng: random.Random, home: str = HOME) -> bytes:
    """A recording that leads elsewhere, is longer than it looks, or holds other things than sound."""
    makers = (
        lambda: f"#EXTM3U\n#EXTINF:1,\nhttp://{home}/{rng.randrange(99)}.ts\n".encode(),
        lambda: f"ffconcat version 1.0\nfile {rng.choice((f'http://{home}/a', '/etc/passwd'))}\n".encode(),
        lambda: f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 {home}\nm=audio 9 RTP/AVP 0\n".encode(),
        lambda: f"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>http://{home}/</BaseURL></MPD>".encode(),
        lambda: _wav_that_says(rng),
        lambda: _mov_that_leads(home),
        lambda: _nested(rng.choice((b"moov", b"trak", b"udta", b"meta")), rng.randrange(50, 3_000)),
        lambda: b"\x1a\x45\xdf\xa3" + b"\x18\x53\x80\x67\x01" * rng.randrange(9_999) + rng.randbytes(300),
        lambda: b"ID3\x04\0\0" + bytes(rng.choice((0, 0x7F)) for _ in range(4)) + whole_voices()["mp3"],
        lambda: _with_cover(rng),
        lambda: _film(rng.randrange(2, 20)),
        lambda: rng.choice((b"OggS", b"fLaC", b"\xff\xf1", b"#!AMR\n", b"caff", b"RIFF")) + rng.randbytes(9_000),
        lambda: whole_voices()["ogg"] + b"".join(rng.sample(list(whole_voices().values()), 3)),
        lambda: _looped_ogg(rng),
        lambda: silence() if number < 60 else silence()[: rng.randrange(200, 9_000)],
    )  # fmt: skip
    return makers[number % len(makers)]()


@cache
def silence(hours: int = 2) -> bytes:
    """A few kilobytes a minute that are hours when they are heard."""
    out, rate = BytesIO(), 8_000
    with av.open(out, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=rate, layout="mono")
        quiet = np.zeros((1, rate * 60), np.int16)
        for minute in range(hours * 60):
            frame = av.AudioFrame.from_ndarray(quiet, format="s16", layout="mono")
            frame.sample_rate, frame.pts = rate, minute * rate * 60
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def _wav_that_says(rng: random.Random) -> bytes:
    """More channels, samples a second or bytes than can be."""
    data = bytearray(whole_voices()["wav"])
    at = data.index(b"fmt ") + 8
    struct.pack_into("<HHIIHH", data, at, rng.choice((1, 3, 0xFFFE, 0x55)), rng.choice((0, 1, 8, 65_535)),
                     rng.choice((0, 1, 48_000, 2**31 - 1, 2**32 - 1)), 2**31, rng.choice((0, 2, 65_535)),
                     rng.choice((0, 1, 16, 64, 65_535)))  # fmt: skip
    return bytes(data)


def _mov_that_leads(home: str) -> bytes:
    """Its sound is said to be in another file."""
    data, link = whole_voices()["ipod"], f"http://{home}/a.m4a".encode() + b"\0"
    return data.replace(b"\0\0\0\x0curl \0\0\0\x01", struct.pack(">I", 12 + len(link)) + b"url \0\0\0\0" + link)


def _nested(kind: bytes, levels: int) -> bytes:
    head = struct.pack(">I4s", 20, b"ftyp") + b"M4A \0\0\0\0M4A "
    return head + b"".join(struct.pack(">I4s", 8 * (levels - level), kind) for level in range(levels))


def _with_cover(rng: random.Random) -> bytes:
    """An ID3 picture that is a bomb, and a comment with the canary."""
    cover = b"\0image/png\0\x03\0" + rng.choice((bomb(2**31 - 1, 9), photo().tobytes()))
    frames = b"".join(name + struct.pack(">I", len(body)) + b"\0\0" + body
                      for name, body in ((b"COMM", b"\0eng\0CANARY VOICE"), (b"APIC", cover)))  # fmt: skip
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frames + whole_voices()["mp3"]


def _film(frames: int) -> bytes:
    """Pictures without a sound."""
    out = BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(frames):
            file.mux(stream.encode(av.VideoFrame.from_image(drawing(size=(64, 48)))))
        file.mux(stream.encode(None))
    return out.getvalue()


def _looped_ogg(rng: random.Random) -> bytes:
    """The same pages again and again, with any number in their head."""
    data = bytearray(whole_voices()["ogg"] * 3)
    for place in [at for at in range(len(data)) if data[at : at + 4] == b"OggS"]:
        struct.pack_into("<Q", data, place + 6, rng.choice((0, 2**63, 2**64 - 1, 48_000)))
    return bytes(data)
