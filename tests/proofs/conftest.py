"""The booklet that tests of proofs look at: one of their own for those that change it, one a module for the others."""

from collections.abc import Iterator

import pytest

from journal_app.app import create_app
from journal_app.config import Config
from tests.desk import TestDesk
from tests.proofs.shop import THREE, Shop


@pytest.fixture
def shop(desk: TestDesk) -> Shop:
    return Shop(desk)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A booklet with its first proof, three paragraphs on its first page."""
    folder = tmp_path_factory.mktemp("proofs")
    (folder / "issues").mkdir()
    app = create_app(Config(issues_folder=folder / "issues", instance=folder / "instance"))
    found = Shop(TestDesk(app))
    found.write(*THREE)
    found.build()
    yield found
    app.extensions["desk"].database.close()
