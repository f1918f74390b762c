"""How long a contributor's cold page takes to be usable over one bar of network: 64 kbit/s, 600 ms there and back.

`python -m tests.gathering.slow [RUNS]`: a table of pages and languages, median and worst in seconds, on an emulated
small phone whose processor is four times slower. Usable: painted with its style, and a letter typed into its first
field stands there. The line is a proxy of ours that holds every byte back, for the browser's own throttle would let
connections open for nothing: it opens each after one round trip and shares the 64 kbit/s among them. No packet is
lost, and names are not looked up. Traffic stays on the loopback.
"""

import asyncio
import logging
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from journal_app.app import create_app
from journal_app.config import Config
from tests.browser import CHROMIUM, FLAGS, serving
from tests.desk import TestDesk
from tests.gathering.people import open_camp

BYTES_S, ROUND_TRIP_S, SLOWER = 8_000, 0.6, 4
TONGUES = ("fr", "ps", "ti")
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
PIECE = 256  # bytes that travel together


class Line:
    """A slow line to a port of this machine; `port` is its near end."""

    def __init__(self, far: int) -> None:
        self.far, self.free = far, {"up": 0.0, "down": 0.0}
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), loop).result()

    async def _listen(self) -> int:
        self.server = await asyncio.start_server(self._open, "127.0.0.1", 0, limit=PIECE)
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def _open(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(ROUND_TRIP_S)  # the handshake
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far)
        await asyncio.gather(self._carry(reader, far_writer, "up"), self._carry(far_reader, writer, "down"))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        """Bytes one way, each piece when the line has room for it, half a round trip later at the other end."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.create_task(self._deliver(waiting, writer))
        while data := await reader.read(PIECE):
            self.free[way] = max(time.monotonic(), self.free[way]) + len(data) / BYTES_S
            waiting.put_nowait((self.free[way] + ROUND_TRIP_S / 2, data))
        waiting.put_nowait((0, b""))
        await sender

    async def _deliver(self, waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        while (piece := await waiting.get())[1]:
            await asyncio.sleep(max(0, piece[0] - time.monotonic()))
            if not writer.is_closing():  # a browser that went needs no more
                writer.write(piece[1])
        writer.close()


def usable(browser: Browser, address: str, field: str) -> float:
    """Seconds from the tap to a letter that stands in the field of a painted page; nothing of it was here before."""
    context = browser.new_context(viewport={"width": 320, "height": 568}, is_mobile=True, has_touch=True)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.monotonic()
    page.goto(address, wait_until="commit", timeout=60_000)
    first = page.locator(field).first
    first.press_sequentially("1", timeout=60_000)
    assert first.input_value() == "1"
    while not tools.send("Runtime.evaluate", {"expression": PAINTED})["result"]["value"]:
        time.sleep(0.02)
    took = time.monotonic() - began
    context.close()
    return took


def main(runs: int) -> None:
    """The table."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as started:
        (Path(place) / "issues").mkdir()
        camp = open_camp(TestDesk(create_app(Config(Path(place) / "issues", instance=Path(place) / "instance"))))
        pages = {"the code on the poster": ("/ici", "input[name=code]"),
                 "to give": (f"/ici/{camp.join}", "textarea[name=words]"),
                 "to come back": ("/retour", "input[name=code]")}  # fmt: skip
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(camp.desk.app) as here:
            line = Line(int(here.rsplit(":", 1)[1]))
            for name, (path, field) in pages.items():
                for tongue in TONGUES:
                    address = f"http://127.0.0.1:{line.port}{path}?lang={tongue}"
                    took = [usable(browser, address, field) for _ in range(runs)]
                    told = f"{statistics.median(took):5.2f} s, worst {max(took):5.2f} s"
                    print(f"{name:24} {tongue:3} {told}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)
