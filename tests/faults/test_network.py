"""Photos over a network that breaks; `python -m tests.faults.network 1000` does it in full."""

import secrets
from typing import Any

import pytest

from journal_app.gathering import forms
from tests.faults.network import run


def test_all_arrive_whole_and_none_twice() -> None:
    count = run(16, size=1_000_000)
    assert count.faults == [] and count.uploads == 16 and count.cuts > 10


def test_a_desk_that_forgets_what_it_answered_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same measure finds a desk without receipts: an announcement whose answer was lost becomes two pieces."""
    right = forms.number_of

    def forgetful(*given: Any) -> str:
        return right(*given) + secrets.token_hex(4)

    monkeypatch.setattr(forms, "number_of", forgetful)
    count = run(200, size=500)
    assert any("pieces of" in fault for fault in count.faults)
