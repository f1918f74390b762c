"""A person's forms when the desk cannot keep anything: a clear sentence, nothing half there, and then all goes on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("full")
    asked = subprocess.run([sys.executable, "-m", "tests.faults.forms", folder], cwd=ROOT, capture_output=True,
                           text=True, timeout=120)  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


@pytest.mark.parametrize(("when", "status"), [("full", 507), ("locked", 503)])
def test_each_form_is_answered_with_a_sentence_and_keeps_nothing(said: dict[str, Any], when: str, status: int) -> None:
    assert set(said[when]) == {"save", "autosave", "piece", "picture", "heavy picture", "freeze"}
    assert {name: (one["status"], one["told"]) for name, one in said[when].items()} == dict.fromkeys(
        said[when], (status, True)
    )


def test_reading_goes_on(said: dict[str, Any]) -> None:
    assert said["full_read"] == said["locked_read"] == [200, 200, 200]


def test_nothing_is_half_there(said: dict[str, Any]) -> None:
    before, *after = said["states"]
    for state in after:
        assert state["rows"] == before["rows"]
        assert state["integrity"] == "ok" and state["aside"] == []


def test_the_same_forms_are_taken_when_there_is_room_again(said: dict[str, Any]) -> None:
    assert {one["status"] for one in said["again"].values()} <= {200, 303}
    assert said["at last"]["rows"] == {"Piece": 2, "Revision": 3, "Picture": 2, "Freeze": 1}
