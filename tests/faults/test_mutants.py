"""Desks that are wrong on purpose, one way each: the kills of test_faults.py would see it."""

from tests.faults.mutants import MUTANTS
from tests.faults.test_faults import faults


def test_every_desk_that_is_wrong_is_caught() -> None:
    caught = faults("1000", "--mutants")
    assert list(caught) == list(MUTANTS)
    assert [name for name, found in caught.items() if not found] == []
