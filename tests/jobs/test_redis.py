"""The queue on a real Redis: it carries the job's id, and nothing is lost when it is killed with all it held."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from journal_app.db import Database
from journal_app.jobs import queue
from tests.jobs.test_worker import Workplace

PATIENCE_S = 10


class Server:
    """A Redis that keeps nothing on disk, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        # Debian's redis-tools holds the server under the name of its checker (one program, told apart by how it is
        # called) and starts no service on the machine
        program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
        assert program, "make test installs redis-tools; elsewhere install redis-server"
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self.folder)],
            executable=program, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                redis.Redis(port=self.port).ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < end and self.process.poll() is None
                time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    queue._sender.cache_clear()
    made = Server(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def place(server: Server, tmp_path: Path, database: Database, database_url: str) -> Iterator[Workplace]:
    made = Workplace(tmp_path, database, database_url)
    made.config = replace(made.config, queue=server.url)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


def test_it_carries_ids_to_the_worker(place: Workplace, server: Server) -> None:
    jobs = {place.ask(f"job-{number}") for number in range(3)}
    assert queue.carried(queue.open_queue(server.url)) == jobs
    place.start()
    place.wait(done=3)
    assert place.shown() == 3
    assert queue.carried(queue.open_queue(server.url)) == set()


def test_killed_with_its_messages_it_only_makes_them_later(place: Workplace, server: Server) -> None:
    """Before the worker comes, and while it works."""
    place.ask("one")
    server.kill()
    place.ask("two")
    server.start()
    assert queue.carried(queue.open_queue(server.url)) == set()
    place.start()
    place.wait(done=2)
    server.kill()
    place.ask("three")
    server.start()
    place.wait(done=3)
    assert place.shown() == 3
