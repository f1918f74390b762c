"""Upkeep, the erasure's second half: which bytes go with rows that are gone, noted until they are. It judges nothing.

Rows go in one transaction, bytes one by one, and a disk may fail or the desk be killed in between. What was to go is
noted durably before, and taken away at the next round if it is still there. The note itself goes last.
"""

import json
import logging
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from journal_app.durable import make_folder, sync_folder, write_durably
from journal_app.media import store as media
from journal_app.sober import sober
from journal_app.submissions import store as submissions
from journal_app.upkeep import store
from journal_app.uploads.files import Incoming
from journal_app.workshop import Workshop

log = logging.getLogger(__name__)
FOLDER = "erasing"  # under instance/
_NAME = re.compile(r"(piece|picture)-([0-9a-z]{1,40})\.json")


@dataclass(frozen=True, slots=True)
class Bytes:
    """What goes: blobs by name, if nothing else needs them; files on their way in by id; files and folders."""

    blobs: tuple[str, ...]
    incoming: tuple[str, ...]
    paths: tuple[Path, ...]


def note(instance: Path, key: str, kind: str, gone: Bytes) -> None:
    """Before the rows of this piece or picture go."""
    make_folder(instance / FOLDER)
    told = {"blobs": gone.blobs, "incoming": gone.incoming, "paths": [str(path) for path in gone.paths]}
    write_durably(instance / FOLDER / f"{kind}-{key}.json", json.dumps(told).encode())


def end(shop: Workshop, key: str) -> None:
    """The rows are gone: take each of the bytes away, whatever becomes of the others. Raises the first failure."""
    for path in _notes(shop.config.instance, key):
        told = json.loads(path.read_bytes())
        failures = list(_failures(shop, Bytes(tuple(told["blobs"]), tuple(told["incoming"]),
                                              tuple(map(Path, told["paths"])))))  # fmt: skip
        if failures:
            raise failures[0]
        path.unlink()
        sync_folder(path.parent)


def end_all(shop: Workshop, but: Collection[str]) -> None:
    """What earlier rounds left. `but`: what is due again by its rows, which must go first."""
    for path in _notes(shop.config.instance):
        kind, key = _NAME.fullmatch(path.name).groups()  # type: ignore[union-attr]  # _notes looked
        with shop.database.read() as db:
            there = submissions.has_words(db, key) if kind == "piece" else media.known(db, key)
        if there or key in but:
            continue
        try:
            end(shop, key)
        except Exception as error:
            log.error("files of %s %s are not erased yet; they are tried again\n%s", kind, key, sober(error))


def _notes(instance: Path, key: str = "") -> list[Path]:
    found = [path for path in sorted((instance / FOLDER).glob("*.json")) if (match := _NAME.fullmatch(path.name))
             and (not key or match[2] == key)]  # fmt: skip
    return found


def _failures(shop: Workshop, gone: Bytes) -> Iterator[Exception]:
    """Take each away; what could not be."""
    with shop.database.read() as db:
        kept = store.with_a_row(db, gone.blobs)
    incoming = Incoming(shop.config.instance / "incoming")
    steps: list[Callable[[], object]] = [partial(shop.blobs.delete, name) for name in gone.blobs if name not in kept]
    steps += [partial(incoming.remove, key) for key in gone.incoming]
    steps += [partial(_remove, path) for path in gone.paths]
    for step in steps:
        try:
            step()
        except Exception as error:
            yield error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
