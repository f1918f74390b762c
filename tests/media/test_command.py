"""`journal clean-picture`: a copy of a photo with nothing but its pixels."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from journal_app.cli import main
from journal_app.media.bare import foreign
from tests.media import files


def asked(*words: str) -> tuple[int, dict[str, Any]]:
    ran = CliRunner().invoke(main, ["clean-picture", *words, "--json"])
    return ran.exit_code, json.loads(ran.stdout) if ran.exit_code != 2 else {}


def test_a_safe_copy_of_a_photo(tmp_path: Path) -> None:
    phone, copy = tmp_path / "IMG_0001.HEIC", tmp_path / "copie.jpg"
    phone.write_bytes(files.heic())
    code, told = asked(str(phone), "--out", str(copy))
    assert (code, told["problems"]) == (0, [])
    assert foreign(copy.read_bytes()) == [] and files.CANARY.encode() not in copy.read_bytes()
    assert (told["width"], told["height"], told["kind"], told["bytes"]) == (320, 240, "photo", copy.stat().st_size)


def test_what_cannot_be_cleaned_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    wrong, copy = tmp_path / "a.jpg", tmp_path / "b.jpg"
    wrong.write_bytes(b"%PDF-1.7")
    code, told = asked(str(wrong), "--out", str(copy))
    assert (code, told["problems"][0]["code"]) == (1, "upload-type-unknown")
    code, told = asked(str(tmp_path / "absent.jpg"), "--out", str(copy))
    assert (code, told["problems"][0]["code"]) == (1, "file-unreadable")
    assert not copy.exists()


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(files.png())
    assert asked(str(photo), "--out", str(photo))[0] == 2
    assert photo.read_bytes() == files.png()
