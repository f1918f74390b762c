"""A number in an address that no database keeps: whatever the route, nothing is there, and nothing breaks."""

import re
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from journal_app.web import numbers
from tests.web import matrix
from tests.web.matrix import Kept
from tests.web.matrix_samples import FORMS, SUBJECTS, World

COORDINATOR = SUBJECTS[2]
PLACE = 7_777_777  # stands in an address for the number to come
TOO_LARGE = (str(numbers.MOST + 1), str(2**63), "1" + "0" * 30, "1" + "0" * 5000)  # Python reads 4,300 digits at most


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Kept]]:
    world, kept = matrix.open_world(tmp_path_factory.mktemp("numbers"))
    yield world, kept
    world.desk.database.close()


def counted(world: World) -> list[tuple[Rule, str, str]]:
    """Every route, with each method, and each number in its address."""
    return [(rule, method, name) for rule, method in matrix.routes(world.desk.app)
            for name in re.findall(r"<int:(\w+)>", rule.rule)]  # fmt: skip


@pytest.mark.parametrize("number", TOO_LARGE, ids=["2^31", "2^63", "10^30", "10^5000"])
def test_nothing_is_at_a_number_that_is_too_large(running: tuple[World, Kept], number: str) -> None:
    world, kept = running
    app, wrong = world.desk.app, []
    for rule, method, name in counted(world):
        values = matrix.filled(world, rule, "own", COORDINATOR)
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values | {name: PLACE})  # type: ignore[arg-type]
        fields = FORMS[rule.endpoint](world, COORDINATOR, "own") if rule.endpoint in FORMS else {}
        answer = matrix.ask(world, COORDINATOR, method, address.replace(str(PLACE), number), fields)
        kept.put_back()
        # `/bat/pages/9` is a page; any other word there is a file's name, to be asked for and never written to (405)
        if answer.status_code != 404 and (method, answer.status_code) != ("POST", 405):
            wrong.append(f"{method} {rule.rule}: {answer.status}")
    assert len(counted(world)) > 20 and wrong == []


def test_the_largest_number_is_looked_for(running: tuple[World, Kept]) -> None:
    world = running[0]
    addresses = world.desk.app.url_map.bind("")
    for rule, method, name in counted(world):
        path = addresses.build(rule.endpoint, matrix.filled(world, rule, "own", COORDINATOR) | {name: numbers.MOST})
        assert addresses.match(path, method=method)[1][name] == numbers.MOST
