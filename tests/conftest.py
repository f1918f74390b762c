"""Fixtures that tests of every room may ask for, and a fair share of the cores for tests that run side by side."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browser import browser as browser
from tests.canaries import Wire
from tests.databases import _server as _server
from tests.databases import database as database
from tests.databases import database_url as database_url
from tests.databases import postgresql as postgresql
from tests.desk import desk as desk

LONGEST_FIRST = [
    "test_to_print", "test_money", "test_every_page", "test_matrix", "test_bad_requests", "test_press", "test_layouts",
    "test_presets", "test_browser", "test_bad_input", "test_faults",
]  # fmt: skip
CORES = os.cpu_count() or 1

# Properties meet the same examples in every run, so that a change is judged by what it changed; `make faults` explores.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def a_share_of_the_cores() -> Iterator[None]:
    """Test processes side by side (`make test`) divide the cores, so that a compiler started in one of them does not
    start as many workers as if the machine were its own. Alone (`python -m pytest`) a test has them all."""
    beside = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: max(1, CORES // beside))
        yield


@pytest.fixture(scope="session", autouse=True)
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a desk keeps its own in this test process: never the folder of the person who runs the tests."""
    folder = tmp_path_factory.mktemp("instance")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNAL_INSTANCE", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_canary_in_any_log() -> Iterator[None]:
    """What the tests plant (tests/canaries.py) is in no record that this test process logs, from first test to last."""
    wire = Wire()
    logging.getLogger().addHandler(wire)
    yield
    logging.getLogger().removeHandler(wire)
    assert wire.heard == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no test process is left alone with one at the end."""
    rank = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
