"""Damaged and malicious pictures by the hundred: each is cleaned or refused, in bounded time, and none crashes a thing.

Made from one file of each kind by a fixed seed: bytes changed, pieces cut, doubled, swapped between kinds, sizes blown
up (tests/media/hostile.py). They run in one process under the cage's own limits, so that the few that break a decoder
are seen as such; `python -m tests.faults.hostile 3000` puts many more, each by itself, through the doors of the desk.
"""

import json
from io import BytesIO

import pytest

from journal_app.media import pictures
from journal_app.media.bare import foreign
from journal_app.media.confined import Why, run
from journal_app.media.intake import clean_picture
from tests.media.files import CANARY, CARRIERS, bomb, photo
from tests.media.hostile import mutants

EACH = 36  # by seven kinds: 252 files


def child(arguments: list[str], source: BytesIO, out: BytesIO) -> None:
    """In the cage: clean every file of the heap; says for each what came out."""
    sizes, told = json.loads(arguments[0]), []
    for size in sizes:
        made, problems = pictures.clean(source.read(size))
        parts = made.parts.values() if made else ()
        left = [name for part in parts for name in foreign(part)] + [CANARY for p in parts if CANARY.encode() in p]
        told.append([made is not None, [p.code for p in problems], left])
    out.write(json.dumps(told).encode())


@pytest.mark.parametrize("kind", CARRIERS)
def test_damaged_files_are_cleaned_or_refused(kind: str) -> None:
    heap = list(mutants(kind, EACH))
    ended = run("tests.media.test_hostile_files", [json.dumps([len(data) for data in heap])], b"".join(heap))
    assert ended.why is Why.DONE
    told = json.loads(ended.output)
    assert len(told) == EACH
    for kept, codes, left in told:
        assert left == []
        assert kept or codes[-1] in ("upload-broken", "upload-type-unknown", "upload-too-many-pixels")
    assert any(kept for kept, *_ in told) and not all(kept for kept, *_ in told)


def test_the_cage_holds_what_breaks_a_decoder() -> None:
    """Whatever happens in there, here it is a problem with a sentence."""
    for data in (bomb(2**31 - 1, 2**31 - 1), b"\x89PNG\r\n\x1a\n" + bytes(1000), b"GIF89a" + b"\xff" * 1000):
        made, problems = clean_picture(data, "piège")
        assert made is None and len(problems) == 1


def test_what_is_two_files_at_once_comes_out_as_one_picture() -> None:
    """A picture that is also an archive, a page with a script, or a PDF: only its pixels are kept."""
    for other in (b"PK\x03\x04evil.exe", b"<script>alert(1)</script>", b"%PDF-1.7 /JavaScript"):
        out = BytesIO()
        photo().save(out, "JPEG", comment=other)
        made, _ = clean_picture(out.getvalue() + other, "deux")
        assert made is not None
        assert all(other not in part and foreign(part) == [] for part in (made.data, made.view, made.thumb))
