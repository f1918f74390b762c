"""Hostile files through the doors of the desk: each is cleaned or refused, in bounded time, and nothing is asked for.

`python -m tests.faults.hostile FILES [--state FILE] [--more FOLDER]`: the count as JSON; exit 1 on a fault. Pictures of
every format, recordings, documents and texts, damaged or made to do harm, go one by one the way of uploads, each
parsed in a cage of its own. Nothing may be raised, nothing may last longer or take more memory than the cage says, what
is kept may hold nothing but pixels, sound or words, and nobody may knock at the address that the files name: a listener
stands there. `--more` puts the files of a folder through the door of pictures beside (Pillow's own test images, say).
"""

import json
import random
import socket
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from journal_app.media.confined import run as confine
from tests.faults.doors import put_through

PICTURES = ("jpeg", "png", "webp", "tiff", "gif", "heic", "avif")
VOICES = ("ipod", "3gp", "ogg", "webm", "mp3", "wav", "flac", "adts")
MADE = {"picture-lies": "picture", "voice-lies": "sound", "docx": "docx", "odt": "odt", "zip": "docx", "xml": "docx",
        "text": "text"}  # fmt: skip
DOORS = dict.fromkeys(PICTURES, "picture") | dict.fromkeys(VOICES, "sound") | MADE
KINDS = (*PICTURES, *VOICES, *MADE, "picture-lies", "zip", "xml")  # the last three twice: 25 kinds of turn
BATCH, AT_ONCE = 250, 2
GUARDED = ("network", "name")  # what a prisoner tries and may not


@dataclass
class Count:
    """What was done and found. `kinds`: name -> [kept, refused]. `asked`: connections to the address the files name."""

    files: int = 0
    kinds: dict[str, list[int]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    longest_s: float = 0
    longest: str = ""
    cage_mb: int = 0
    largest: str = ""
    desk_mb: int = 0
    guarded: int = 0  # prisoners that tried the network from the same cage, and were refused
    asked: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, kind: str, came: dict[str, Any]) -> None:
        self.files += 1
        kept = self.kinds.setdefault(kind, [0, 0])
        kept[0 if came["kept"] else 1] += 1
        for code in {*came["codes"]} if not came["kept"] else ():
            self.codes[code] = self.codes.get(code, 0) + 1
        if came["seconds"] > self.longest_s:
            self.longest_s, self.longest = round(came["seconds"], 1), name
        if came["cage_mb"] > self.cage_mb:
            self.cage_mb, self.largest = came["cage_mb"], f"{name} or before"
        self.desk_mb = max(self.desk_mb, came["own_mb"])
        self.faults += [f"{name}: {fault}" for fault in came["faults"]]


def made(number: int, home: str) -> tuple[str, bytes]:
    """The kind and the bytes of file `number`: the same each time."""
    from tests.documents import hostile as documents  # here: it loads decoders, and who hands the files over must not
    from tests.media import hostile as media

    kind, nth = KINDS[number % len(KINDS)], number  # two turns of one kind differ
    rng = random.Random(f"{kind} {number}")
    if kind in PICTURES:
        wholes = media.whole_pictures()
        return kind, media.damaged(nth // len(KINDS) % 6, rng, wholes[kind], list(wholes.values()))
    if kind in VOICES:
        voices = media.whole_voices()
        return kind, media.damaged(nth // len(KINDS) % 6, rng, voices[kind], list(voices.values()))
    make = {"picture-lies": media.picture_lies, "voice-lies": media.voice_lies, "docx": documents.broken_docx,
            "odt": documents.broken_odt, "zip": documents.zip_lies, "xml": documents.xml_lies,
            "text": documents.texts}[kind]  # fmt: skip
    turn = nth // len(KINDS) * KINDS.count(kind) + (number % len(KINDS) >= len(DOORS))
    return kind, make(turn, rng, home)


@contextmanager
def listener() -> Iterator[tuple[str, list[Any]]]:
    """An address on the loopback, and who came to it."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as last:
        last.bind(("127.0.0.1", 0))  # it comes after everybody else, and is not counted

        def listen() -> None:
            while True:
                visitor, address = server.accept()
                visitor.close()
                if address == last.getsockname():
                    return
                came.append(address)

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", came
        finally:
            last.connect(server.getsockname())
            thread.join()


def run(files: int, first: int = 0, more: list[Path] | None = None) -> Count:
    """So many files from the first on, and those of a folder if one is given."""
    count = Count()
    with listener() as (home, came), ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        given: Iterator[tuple[str, str, bytes]] = (
            (f"{kind} {number}", kind, data)
            for number in range(first, first + files)
            for kind, data in [made(number, home)]
        )
        if more is not None:
            given = ((path.name, "more", path.read_bytes()) for path in more)
        waiting: deque[tuple[str, str, Future[dict[str, Any]]]] = deque()
        for name, kind, data in given:
            waiting.append((name, kind, pool.submit(put_through, DOORS.get(kind, "picture"), data)))
            if len(waiting) > 8 * AT_ONCE:  # few wait: some are large
                count.add(waiting[0][0], waiting[0][1], waiting.popleft()[2].result())
        for name, kind, end in waiting:
            count.add(name, kind, end.result())
        count.guarded = sum(confine("tests.media.prisoners", [what], b"").output != b"possible" for what in GUARDED)
        count.asked = len(came)
    if count.guarded != len(GUARDED):
        count.faults.append("the cage lets out: the network is reached from it")
    if count.asked:
        count.faults.append(f"{count.asked} connections to the address the files name")
    return count


def together(kept: dict[str, Any], more: Count) -> dict[str, Any]:
    """Two counts as one."""
    both = asdict(more)
    for name, (taken, refused) in kept["kinds"].items():
        here = both["kinds"].setdefault(name, [0, 0])
        both["kinds"][name] = [here[0] + taken, here[1] + refused]
    for code, times in kept["codes"].items():
        both["codes"][code] = both["codes"].get(code, 0) + times
    for value, name in (("longest_s", "longest"), ("cage_mb", "largest")):
        if kept[value] > both[value]:
            both[value], both[name] = kept[value], kept[name]
    both["desk_mb"] = max(both["desk_mb"], kept["desk_mb"])
    for name in ("files", "guarded", "asked", "faults"):
        both[name] = kept[name] + both[name]
    return both


@click.command()
@click.argument("files", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
@click.option("--more", type=click.Path(path_type=Path), help="a folder of pictures to put through beside")
def main(files: int, state: Path | None, more: Path | None) -> None:
    """Put so many through."""
    kept = json.loads(state.read_text("utf-8")) if state and state.exists() else asdict(Count())
    while kept["files"] < files and not kept["faults"]:
        kept = together(kept, run(min(BATCH, files - kept["files"]), kept["files"]))
        if state:
            state.parent.mkdir(parents=True, exist_ok=True)
            state.write_text(json.dumps(kept), "utf-8")
        print(json.dumps({name: kept[name] for name in ("files", "longest_s")}), file=sys.stderr, flush=True)
    beside = run(0, more=sorted(path for path in more.rglob("*") if path.is_file())) if more else Count()
    print(json.dumps(kept | ({"more": asdict(beside)} if more else {}), indent=1))
    sys.exit(1 if kept["faults"] or beside.faults else 0)


if __name__ == "__main__":
    main()
