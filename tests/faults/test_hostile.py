"""Hostile files through the doors of the desk; `python -m tests.faults.hostile 3000` does it in full."""

import json
import socket
from dataclasses import asdict
from pathlib import Path

from click.testing import CliRunner

from tests.faults.doors import put_through
from tests.faults.hostile import DOORS, Count, listener, made, main, run, together
from tests.media.files import CANARY, photo, saved


def test_each_is_cleaned_or_refused_and_nothing_is_asked_for() -> None:
    """Two turns of every kind."""
    count = run(50)
    assert count.faults == [] and count.files == 50 and count.asked == 0 and count.guarded == 2
    assert set(count.kinds) == set(DOORS)
    kept, refused = (sum(row[which] for row in count.kinds.values()) for which in (0, 1))
    assert kept > 5 and refused > 10 and kept + refused == 50


def test_the_same_files_each_time_and_no_two_alike() -> None:
    again = [made(number, "127.0.0.1:9") for number in range(75)]
    assert again == [made(number, "127.0.0.1:9") for number in range(75)]
    assert len({data for _, data in again}) > 70


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    state = tmp_path / "count.json"
    one = Count(files=5, kinds={"jpeg": [3, 2]}, longest_s=9.5, longest="jpeg 3", faults=[])
    state.write_text(json.dumps(asdict(one)), "utf-8")
    said = CliRunner().invoke(main, ["7", "--state", str(state)])
    told = json.loads(state.read_text("utf-8"))
    assert said.exit_code == 0 and (told["files"], told["longest"]) == (7, "jpeg 3")
    assert set(told["kinds"]) == {"jpeg", "heic", "avif"}  # 5 and 6
    assert together(asdict(one), one)["kinds"] == {"jpeg": [6, 4]}


def test_what_is_wrong_would_be_found() -> None:
    """The listener hears who knocks; a door that raises, and what is left in a file, are faults."""
    with listener() as (home, came):
        host, _, port = home.partition(":")
        socket.create_connection((host, int(port))).close()
    assert len(came) == 1
    assert put_through("picture", saved(photo(), "JPEG"))["faults"] == []
    assert "raised" in put_through("picture", None)["faults"][0]  # type: ignore[arg-type]
    assert put_through("text", CANARY.encode())["faults"]
