"""Withdrawals raced against readers; `python -m tests.faults.races 10000` does it in full."""

import pytest

from journal_app.submissions import store
from tests.faults.races import run


def test_what_was_taken_back_is_read_by_nobody_after_the_answer() -> None:
    count = run(40)
    assert count.leaks == [] and count.races == 40 and count.late >= 160 and count.shown > 20


def test_a_desk_that_only_says_so_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same measure finds a desk that notes the withdrawal and goes on showing the piece."""
    monkeypatch.setattr(store, "withdraw", lambda *given: None)
    assert run(2).leaks
