"""The desk's server: waitress over the pages, and the worker beside it as a child process. It makes no page.

SIGINT and SIGTERM end it gently: what was asked is answered, the job at hand is left to be begun again. A worker that
dies is started anew; a server that dies takes its worker along, because the worker reads the pipe between them.
"""

import gc
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Any

from flask import Flask
from waitress import create_server

from journal_app.web.too_large import Channel

THREADS = 32  # a small server with fewer starves on slow phones
MOST_BYTES = 340_000_000  # above every route's own limit (config.MOST_PROOF); what is larger is answered unread
SLOW_S = 60  # a client that says nothing for so long is let go
AGAIN_S = (1, 2, 5, 10, 30)  # before a worker that died is started again; the last one from then on
WORKER = (sys.executable, "-m", "journal_app.worker", "--with-parent")
PATIENCE_S = 10  # a worker's time to end gently


class WorkerChild:
    """The worker's process, started again when it dies."""

    def __init__(self, command: tuple[str, ...] = WORKER) -> None:
        self.command = command
        self.ended = threading.Event()
        self.process = self._start()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _start(self) -> subprocess.Popen[bytes]:
        # a session of its own: Ctrl+C in a terminal reaches the server alone, which then ends the worker
        return subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)

    def _watch(self) -> None:
        died = 0
        while not self.ended.is_set():
            self.process.wait()
            if self.ended.wait(AGAIN_S[min(died, len(AGAIN_S) - 1)]):
                return
            died += 1
            self.process = self._start()

    def stop(self) -> None:
        """End it: gently, and when it takes too long, at once (its job is begun again later)."""
        self.ended.set()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def open_server(app: Flask, host: str, port: int) -> Any:
    """The server, listening; OSError when the address is taken. `run()` serves."""
    gc.collect()
    gc.freeze()  # what was loaded stays: walking through it took 150 ms in the midst of somebody's page
    server = create_server(
        app, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=MOST_BYTES,
        channel_timeout=SLOW_S, clear_untrusted_proxy_headers=False,
    )  # fmt: skip
    server.channel_class = Channel
    return server


def serve(server: Any, with_worker: bool = True) -> None:
    """Serve until told to stop."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):  # a shell that starts us in the background has SIGINT ignored
        signal.signal(number, end)
    worker = WorkerChild() if with_worker else None
    try:
        server.run()
    finally:
        if worker is not None:
            worker.stop()
        server.close()  # the last: an answer that takes long would write to the pipe's number, another file's by then
