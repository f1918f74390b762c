"""Two judges of metadata that share no code with us, and what of their findings is allowed (allowed_metadata.toml).

exiftool names every tag it knows, of the file and of files inside it; mat2 names what it would take out. Both are
Debian packages that the set-up for tests installs.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ALLOWED = Path(__file__).with_name("allowed_metadata.toml")
MAT2_READS = ("jpg", "jpeg", "png", "gif", "tif", "heic", "mp3", "ogg", "flac", "wav", "mp4", "docx", "odt", "pdf")
# where it lies here; how a .docx is packed
_OF_THE_DISK = ("SourceFile", "System:", "ExifTool:ExifToolVersion", "ZIP:")
_AT_ONCE = 200  # files that one process of a judge is given


@dataclass(frozen=True, slots=True)
class Finding:
    """One name that a judge says of a file, and what it says there."""

    judge: str
    path: Path
    tag: str
    value: str


@cache
def _allowed() -> dict[tuple[str, str, str], str]:
    """(judge, ending, tag) -> what its value may be."""
    rows = tomllib.loads(ALLOWED.read_text("utf-8"))["allow"]
    return {(row["judge"], ending, tag): row.get("value", "(?s:.*)")
            for row in rows for ending in row["of"] for tag in row["tags"]}  # fmt: skip


def not_allowed(found: Sequence[Finding]) -> list[Finding]:
    """What may not be there."""
    return [one for one in found if not _is_allowed(one)]


def _is_allowed(one: Finding) -> bool:
    value = _allowed().get((one.judge, one.path.suffix[1:], one.tag))
    return value is not None and re.fullmatch(value, one.value) is not None


def named(found: Sequence[Finding]) -> set[Path]:
    """The files of which the canary is said."""
    return {one.path for one in found if "CANARY" in one.value}


def exiftool(paths: Sequence[Path]) -> list[Finding]:
    """Every name it finds: unknown and doubled ones, and those of embedded files too."""
    found = []
    for some in _some(paths):
        said = _run("exiftool", "-j", "-G1", "-a", "-u", "-ee", *map(str, some))
        told = json.loads(said)
        assert {Path(one["SourceFile"]) for one in told} == set(some), "exiftool did not look at every file"
        for one in told:
            path = Path(one["SourceFile"])
            found += [Finding("exiftool", path, name, str(value)) for name, value in one.items()
                      if not name.startswith(_OF_THE_DISK)]  # fmt: skip
    return found


def mat2(paths: Sequence[Path]) -> list[Finding]:
    """What it would take out of the files whose kinds it knows; their names must differ."""
    found: list[Finding] = []
    for some in _some([path for path in paths if path.suffix[1:] in MAT2_READS]):
        by_name, seen = {str(path): path for path in some}, set()
        path = some[0]
        for line in _run("mat2", "--show", *map(str, some)).splitlines():
            if begins := re.match(r"(?:\[\+\] Metadata for (.+):|  No metadata found in (.+)\.)$", line):
                path = by_name[begins[1] or begins[2]]
                seen.add(path)
            elif tag := re.match(r" {4,}(\S+): (.*)", line):
                found.append(Finding("mat2", path, tag[1], tag[2]))
        assert seen == set(some), "mat2 did not look at every file"
    return found


def judged(paths: Sequence[Path]) -> list[Finding]:
    """What either judge finds that is not allowed."""
    return not_allowed([*exiftool(paths), *mat2(paths)])


def _some(paths: Sequence[Path]) -> list[list[Path]]:
    return [list(paths[begin : begin + _AT_ONCE]) for begin in range(0, len(paths), _AT_ONCE)]


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.stdout
