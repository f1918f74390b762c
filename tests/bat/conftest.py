"""The signing room, for tests of the BAT: one press build is made, and each test has a copy of the whole desk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal_app.app import create_app
from journal_app.config import Config
from tests.bat.signing_room import SigningRoom
from tests.desk import TestDesk


def opened(folder: Path) -> TestDesk:
    return TestDesk(create_app(Config(issues_folder=folder / "issues", instance=folder / "instance")))


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SigningRoom]:
    """A desk whose issue was frozen for press and built: its BAT is open, and nobody has signed."""
    folder = tmp_path_factory.mktemp("pressed")
    (folder / "issues").mkdir()
    desk = opened(folder)
    room = SigningRoom(desk)
    room.press()
    desk.database.close()
    return folder, room


@pytest.fixture
def room(pressed: tuple[Path, SigningRoom], tmp_path: Path) -> Iterator[SigningRoom]:
    """That desk, for one test."""
    folder, first = pressed
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    desk = opened(tmp_path)
    yield SigningRoom.again(desk, first)
    desk.database.close()
