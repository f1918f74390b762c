"""exiftool and mat2 find nothing in what the desk serves; `python -m tests.faults.judges 200` does it in full."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from tests.media.judged import MAT2_READS, exiftool, judged, mat2, named
from tests.media.phones import ENDINGS, MAKERS, sample
from tests.media.served import printed, served
from tests.media.voices import PHONES

EACH = 1


def test_what_comes_from_a_phone_is_told_by_both_judges(tmp_path: Path) -> None:
    """Before it is cleaned, so that they can be believed afterwards: a place, a maker, a name."""
    raw = []
    for kind in MAKERS:
        path = tmp_path / f"raw-{kind}.{ENDINGS.get(kind, kind)}"
        path.write_bytes(sample(kind, 0))
        raw.append(path)
    photo = tmp_path / "raw-jpg.jpg"
    first, second = exiftool(raw), mat2(raw)
    for found in (first, second):
        names = {one.tag.split(":")[-1] for one in found if one.path == photo}
        assert {"GPSLatitude", "GPSLongitude", "Make", "Model", "Artist", "Creator", "SerialNumber"} <= names
        assert any("CANARY" in one.value for one in found if one.path == photo)
    assert named(first) == set(raw) - {tmp_path / "raw-adts.aac"}  # a bare stream has no place for tags
    assert named(second) == {path for path in raw if path.suffix[1:] in MAT2_READS}


def test_what_the_desk_keeps_of_it_tells_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:  # as many cages as the desk lends
        made = pool.map(lambda asked: list(served(*asked, tmp_path)), product(MAKERS, range(EACH)))
    files = [path for some in made for path in some]
    assert len(files) > EACH * (3 * 7 + len(PHONES) + 2)  # three of each picture, and those of the documents
    assert judged(files) == []


def test_what_is_printed_tells_of_the_issue_alone(tmp_path: Path) -> None:
    files = printed(tmp_path)
    assert {path.suffix for path in files} == {".pdf", ".png", ".webp", ".jpeg"}
    assert judged(files) == []
