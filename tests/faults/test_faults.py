"""Kill -9 at random over save, upload, freeze and build; a full disk.

Power cuts are played in tests/media/test_blobs.py: a kill leaves what was written to the system, a power cut does not.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def faults(*arguments: str) -> dict[str, Any]:
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert said.returncode in (0, 1), said.stderr
    counted: dict[str, Any] = json.loads(said.stdout)
    return counted


def test_three_hundred_kills_take_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """In two pieces, as ten thousand are done by hand: the second goes on where the first stopped."""
    state = tmp_path / "count.json"
    assert faults("150", "--state", str(state))["cycles"] == 150
    counted = faults("300", "--state", str(state))
    assert counted["faults"] == []
    assert counted["cycles"] == 300 and counted["acknowledged"] > 100  # on a busy machine a life does little
    assert set(counted["kinds"]) == {"revision", "picture", "job", "freeze", "build"}
    assert counted["orphans"] > 0, "no kill ever fell between a file and its row: they come too late or too early"


def test_a_full_disk_takes_nothing_and_is_told_as_such() -> None:
    counted = faults("1", "--full")
    assert counted["faults"] == []
    assert counted["kinds"]["full"] > 20 and counted["kinds"]["revision"] > 20 and counted["kinds"]["picture"] > 20
    assert set(counted["kinds"]) == {"full", "revision", "picture"}, "an error that the desk would answer with 500"
