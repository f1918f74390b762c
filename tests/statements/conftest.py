"""The statements' desk for each test."""

import pytest

from tests.desk import TestDesk
from tests.statements.room import Till


@pytest.fixture
def till(desk: TestDesk) -> Till:
    return Till(desk)
