"""`journal serve` on an address that something else holds says so; it does not end in a traceback."""

import json
import socket

from click.testing import CliRunner

from journal_app.cli import main


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
