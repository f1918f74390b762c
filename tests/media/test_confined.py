"""The cage of strangers' files: what is inside reaches nothing, takes no more than its share, and always ends."""

import platform
import sys
from io import BytesIO
from pathlib import Path

import pytest

from journal_app.media.confined import Why, run

PRISONERS = "tests.media.prisoners"
FILTERED = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def test_the_file_goes_in_and_the_answer_comes_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"on disk")
    with (tmp_path / "file").open("rb") as file:
        file.read(3)  # somebody looked at its beginning
        assert run(PRISONERS, ["echo"], file).output == b"on disk"
    assert run(PRISONERS, ["echo"], BytesIO(b"in memory")).output == b"in memory"
    assert run(PRISONERS, ["echo"], b"bytes").output == b"bytes"


@pytest.mark.parametrize("attempt", ["network", "name", "program", "file", "write"])
def test_nothing_outside_is_reached(attempt: str) -> None:
    ended = run(PRISONERS, [attempt], b"")
    assert ended.why is Why.DONE
    refused = ended.output in (b"PermissionError", b"gaierror")  # not: the port was closed, the file was not there
    assert refused is FILTERED, ended.output


@pytest.mark.parametrize(("attempt", "why"), [("memory", Why.MEMORY), ("time", Why.TIME), ("crash", Why.CRASH)])
def test_it_always_ends_and_says_why(attempt: str, why: Why) -> None:
    ended = run(PRISONERS, [attempt], b"", wall_s=3)
    assert (ended.why, ended.output) == (why, b"")
