"""A real browser, and an application on the loopback for it to visit: for the tests that look at a screen."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright import sync_api
from werkzeug.serving import make_server

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), "")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--host-resolver-rules=MAP desk.camp 127.0.0.1",  # a name that is no secure context over plain http
]  # fmt: skip
PATIENCE_MS = 20_000  # for something to be seen, on a machine that does other work too

sync_api.expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    if not CHROMIUM:
        pytest.fail("no Chromium here: `make test` installs it where apt is; elsewhere put one on the PATH")
    with sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of `app` on a free port, for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
