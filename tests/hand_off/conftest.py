"""The hand-off's desk for each test."""

import pytest

from tests.desk import TestDesk
from tests.hand_off.room import Shop


@pytest.fixture
def shop(desk: TestDesk) -> Shop:
    return Shop(desk)
