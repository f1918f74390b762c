"""The distribution's desk for each test."""

import pytest

from tests.desk import TestDesk
from tests.distribution.store_room import StoreRoom


@pytest.fixture
def room(desk: TestDesk) -> StoreRoom:
    return StoreRoom(desk)
