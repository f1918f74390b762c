"""A desk in a process of its own, as `journal serve` runs it, its worker beside it: for the tests that need both. And
its server alone, in a thread of the tests."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask

from journal_app.web.server import open_server

ROOT = Path(__file__).parents[1]
PATIENCE_S = 30


def children(process: int) -> list[int]:
    told = [path.read_text("ascii") for path in Path(f"/proc/{process}/task").glob("*/children")]
    return [int(number) for number in " ".join(told).split()]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


def soon(true: object) -> None:
    """Wait until this is so."""
    end = time.monotonic() + PATIENCE_S
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def answering(app: Flask) -> Iterator[int]:
    """The port on which the desk's own server answers, as long as the block lasts.

    Its threads end before it is closed: one that is done with an answer wakes the server by writing a byte to the
    number of its pipe, and a closed pipe has left that number to the next file that is opened, whatever it is.
    """
    server = open_server(app, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield int(server.effective_port)
    finally:
        server.task_dispatcher.shutdown(timeout=PATIENCE_S)
        assert not server.task_dispatcher.threads, "an answer takes too long: the server cannot be closed"
        server.close()


class Served:
    """A desk in a process of its own."""

    def __init__(self, folder: Path, errors: Path | None = None, **settings: str) -> None:
        (folder / "issues").mkdir(exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = {"JOURNAL_ISSUES": str(folder / "issues"), "JOURNAL_INSTANCE": str(folder / "instance")}
        told = errors.open("wb") if errors else subprocess.DEVNULL
        self.process = subprocess.Popen(
            [sys.executable, "-m", "journal_app.cli", "serve", "--port", str(self.port), "--json"],
            env=os.environ | own | settings, cwd=ROOT, stdout=subprocess.PIPE, stderr=told,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.told = json.loads(self.process.stdout.readline())

    def get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def worker(self) -> int:
        soon(lambda: children(self.process.pid))
        return children(self.process.pid)[0]
