"""Processes beside ours: none stays behind, however the one that began it ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.served import ROOT, alive, children, soon

PROGRAM = """
import os, sys
from journal_app.processes import pool
if __name__ == "__main__":
    with pool(2) as beside:
        print(*{beside.submit(os.getpid).result() for _ in range(20)}, flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def program() -> Iterator["subprocess.Popen[str]"]:
    """It has two processes beside it that wait for work, and says who they are."""
    made = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, text=True, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE)  # fmt: skip
    yield made
    made.kill()
    made.wait()
    for end in (made.stdin, made.stdout):
        assert end is not None
        end.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, None], ids=str)
def test_they_end_with_the_one_that_began_them(program: "subprocess.Popen[str]", how: signal.Signals | None) -> None:
    assert program.stdout is not None and program.stdin is not None
    beside = [int(number) for number in program.stdout.readline().split()]
    assert beside and all(alive(one) for one in beside) and {*beside} <= {*children(program.pid)}
    if how is None:
        program.stdin.close()
    else:
        program.send_signal(how)
    soon(lambda: not alive(program.pid) or program.poll() is not None)
    soon(lambda: not any(alive(one) for one in beside))
