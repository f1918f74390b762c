"""Kills over handing in, in a process of their own; `python -m tests.faults.submitting 10000` does it in full."""

import json
import subprocess
import sys

FORGETFUL = """
import json, secrets
from dataclasses import asdict
from journal_app.gathering import forms
right = forms.number_of
forms.number_of = lambda *given: right(*given) + secrets.token_hex(4)
from tests.faults.submitting import run
print(json.dumps(asdict(run(60))))
"""


def test_what_was_answered_is_there_after_a_kill() -> None:
    said = subprocess.run([sys.executable, "-m", "tests.faults.submitting", "40"], capture_output=True, check=False)
    count = json.loads(said.stdout)
    assert (count["cycles"], count["faults"]) == (40, []) and count["forms"] > 20 and count["again"] > 20


def test_a_desk_that_forgets_what_it_answered_is_caught() -> None:
    """A form that a kill fell on after its commit, sent again, becomes a second piece: the measure sees it."""
    said = subprocess.run([sys.executable, "-c", FORGETFUL], capture_output=True, check=True)
    assert any("pieces of one form" in fault for fault in json.loads(said.stdout)["faults"])
