"""The budget's desk for each test."""

import pytest

from tests.budget.room import Till
from tests.desk import TestDesk
from tests.hand_off.room import Shop


@pytest.fixture
def till(desk: TestDesk) -> Till:
    return Till(desk)


@pytest.fixture
def shop(desk: TestDesk) -> Shop:
    return Shop(desk)
