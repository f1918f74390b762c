"""`journal serve`: says what stops it in a sentence, serves beside its worker, and goes gently, taking it along."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from flask import Flask

from journal_app import floors
from journal_app.app import create_app
from journal_app.cli import main
from journal_app.config import Config, ConfigError
from tests.served import PATIENCE_S, Served, alive, answering, children, soon


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = str(held.getsockname()[1])
        said = CliRunner().invoke(main, ["serve", "--port", port])
        machine = CliRunner().invoke(main, ["serve", "--port", port, "--json"])
    assert said.exit_code == machine.exit_code == 1
    assert port in said.output and "--port" in said.output and "Traceback" not in said.output
    assert json.loads(machine.stdout)["problems"][0]["code"] == "address-taken"


def test_an_answer_under_way_is_given_before_the_server_is_closed() -> None:
    began, go_on, said = threading.Event(), threading.Event(), list[bytes]()
    app = Flask("slow")

    @app.get("/")
    def slow() -> str:
        began.set()
        go_on.wait(PATIENCE_S)
        return "fini"

    with answering(app) as port:
        asking = threading.Thread(target=lambda: said.append(urlopen(f"http://127.0.0.1:{port}/").read()))
        asking.start()
        assert began.wait(PATIENCE_S)
        threading.Timer(0.3, go_on.set).start()
    asking.join(PATIENCE_S)
    assert said == [b"fini"]


def test_a_setting_that_cannot_work_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_SECURE", "yes")
    said = CliRunner().invoke(main, ["serve"])
    assert said.exit_code == 1 and "JOURNAL_SECURE" in said.output and "Traceback" not in said.output


def test_what_is_too_old_to_be_safe_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    floors.check_floors()
    monkeypatch.setitem(floors.FLOORS, "pillow", "99.0")
    with pytest.raises(ConfigError, match=r"pillow 1\d.*99\.0"):
        floors.check_floors()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_goes_and_takes_its_worker_along(served: Served, number: signal.Signals) -> None:
    assert served.told == {"address": f"http://127.0.0.1:{served.port}/", "problems": []}
    assert served.get("/") == 200
    worker = served.worker()
    served.process.send_signal(number)
    assert served.process.wait(PATIENCE_S) == 0
    assert not alive(worker)


def test_killed_it_leaves_no_worker_behind(served: Served) -> None:
    worker = served.worker()
    time.sleep(2)  # until it works
    served.process.kill()
    soon(lambda: not alive(worker))


def test_a_worker_that_dies_is_started_again(served: Served) -> None:
    worker = served.worker()
    os.kill(worker, signal.SIGKILL)
    soon(lambda: children(served.process.pid) not in ([], [worker]))


@pytest.mark.parametrize(("proxies", "refused"), [(1, False), (0, True)])
def test_behind_a_proxy_it_knows_its_own_address(tmp_path: Path, proxies: int, refused: bool) -> None:
    """A form of `desk.example` is one of ours there; without a proxy anybody could write that header."""
    app = create_app(Config(tmp_path, instance=tmp_path / "instance", proxies=proxies))
    told = {"X-Forwarded-Host": "desk.example", "X-Forwarded-Proto": "https", "Origin": "https://desk.example"}
    said = app.test_client().post("/connexion", data={"login": "nobody", "password": "nothing"}, headers=told)
    assert (said.status_code == 403) is refused
