"""While an issue is pressed nothing is read outside its folder, the layouts and the faces, and nothing is asked of a
network. The whole press runs in a process of its own whose interpreter reports each opened file and each connection.
"""

import http.server
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepress.real_issue import RealIssue

ROOT = Path(__file__).resolve().parents[2]
# Written in the child: what it opens, resolves and starts. One worker, so that nothing happens in another process.
WATCHED = """
import json, os, sys
os.cpu_count = lambda: 1
seen = {"read": [], "asked": []}
def watch(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        flags = args[2] if isinstance(args[2], int) else 0
        if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen["read"].append(os.path.realpath(os.fsdecode(args[0])))
    elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"):
        seen["asked"].append(event + repr(args)[:200])
from journal_app.cli import main
from journal_app.prepress import outputs  # the engine looks for its libraries as it is imported
sys.addaudithook(watch)
try:
    main(sys.argv[2:])
except SystemExit as left:
    code = left.code
pressed = {key: list(value) for key, value in seen.items()}
open("/etc/hostname").read()  # the control: both kinds are noticed
import socket
try:
    socket.create_connection(("127.0.0.1", 9), 1)
except OSError:
    pass
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "pressed": pressed, "all": seen}, file)
"""


@pytest.fixture
def asked_for() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()


def test_nothing_else_is_read_and_nothing_asked(tmp_path: Path, asked_for: tuple[int, list[str]]) -> None:
    port, asked = asked_for
    issue = RealIssue(tmp_path / "01-la-mer")
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    layouts = tmp_path / "layouts"
    shutil.copytree(ROOT / "layouts", layouts)
    page, sheet = layouts / "back" / "page.html", layouts / "back" / "page.css"
    page.write_text(page.read_text("utf-8") + f'<img src="{secret.as_uri()}"><img src="http://127.0.0.1:{port}/a.png">'
                    f'<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">'
                    f'<object data="{secret.as_uri()}"></object>'
                    f'<link rel="attachment" href="{secret.as_uri()}">', "utf-8")
    sheet.write_text(sheet.read_text("utf-8") + f".back p{{background:url({secret.as_uri()});"
                     f'list-style:url("//127.0.0.1:{port}/b.png")}}', "utf-8")
    told = tmp_path / "told.json"
    words = ["press", str(issue.path), "--layouts", str(layouts), "--out", str(issue.out), "--json"]
    done = subprocess.run([sys.executable, "-c", WATCHED, str(told), *words], cwd=ROOT, capture_output=True, text=True,
                          check=True)
    found = json.loads(told.read_text())
    said = json.loads(done.stdout)["problems"]
    assert found["code"] == 0, [(p["code"], p["detail"]["found"]) for p in said]
    assert {p["where"] for p in said if p["code"] == "engine-said"} == {"p4"}  # the tries were noticed, and named
    assert found["pressed"]["asked"] == [] and asked == []
    ours = [ROOT / name for name in ("journal_app", "layouts", "fonts", "fonts/installed", "fonts/profiles")]
    python = [Path(sys.prefix), Path(sys.base_prefix), Path("/dev"), Path("/proc")]
    allowed = [*ours, *python, issue.path, layouts, issue.out]
    roots = [path.resolve() for path in allowed]
    read = [Path(name) for name in found["pressed"]["read"]]
    assert [path for path in read if not any(path.is_relative_to(root) for root in roots)] == []
    assert str((issue.path / "issue.toml").resolve()) in found["pressed"]["read"]
    assert str(Path("/etc/hostname").resolve()) in found["all"]["read"] and found["all"]["asked"] != []
