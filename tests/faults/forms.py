"""`python -m tests.faults.forms FOLDER`: the real forms on a disk that takes nothing, then on a locked database. JSON.

A process of its own: a limit on the size of its files (RLIMIT_FSIZE) stands for the full disk, since a small file
system of its own cannot be mounted everywhere.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from journal_app import db as storage
from journal_app.accounts.model import Role
from journal_app.app import create_app
from journal_app.config import Config
from journal_app.db import open_database
from journal_app.freeze.model import Freeze
from journal_app.media.blobs import FolderBlobs
from journal_app.media.model import Picture
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Revision
from tests.desk import TestDesk, Visitor
from tests.prepress.conftest import chunk, png

SLUG = "12-traverser"
NEW = f"/numeros/{SLUG}/contributions/nouvelle"
READ = ("/accueil", f"/numeros/{SLUG}/tableau", f"/numeros/{SLUG}/gel")
BUSY_MS = 300


def pieces(desk: TestDesk) -> list[Piece]:
    with desk.database.read() as db:
        return list(db.scalars(select(Piece)))


Ready = dict[str, tuple[str, bytes, str]]  # what -> address, the bytes a browser sends, their type


def forms(desk: TestDesk, visitor: Visitor) -> Ready:
    """What a person can send, made ready while there is room."""
    (first, *_) = pieces(desk)
    with desk.database.read() as db:
        head = next(iter(submissions.texts(db, [first.id])[first.id])).head_id
    place = f"/contributions/{first.id}/fr"
    body = "\n\n".join(" ".join(os.urandom(4).hex() for _ in range(100)) for _ in range(150))
    pixels = png(400, 300)
    heavy = png(500, 300, chunk(b"juNk", os.urandom(2_000_000)))  # more than a form keeps in memory
    ready: dict[str, tuple[str, dict[str, Any]]] = {
        "save": (place, {"base": head, "headline": "La file", "body": body}),
        "autosave": (f"{place}/brouillon", {"base": head, "headline": "La file", "body": body}),
        "piece": (NEW, {"title": "Le pain", "headline": "Le pain", "original": "fr", "body": body}),
        "picture": (f"/numeros/{SLUG}/images", {"files": FileStorage(BytesIO(pixels), "digue.png")}),
        "heavy picture": (f"/numeros/{SLUG}/images", {"files": FileStorage(BytesIO(heavy), "digue.png")}),
        "freeze": (f"/numeros/{SLUG}/gel/epreuve", {}),
    }
    found: Ready = {}
    for name, (address, fields) in ready.items():
        edge, sent = encode_multipart({"csrf": visitor.csrf} | fields)
        found[name] = address, sent, f"multipart/form-data; boundary={edge}"
    return found


def send(visitor: Visitor, ready: Ready) -> dict[str, dict[str, Any]]:
    """Each form once: its status, and whether a sentence says what happened."""
    found = {}
    for name, (address, sent, kind) in ready.items():
        answer = visitor.client.post(address, data=sent, content_type=kind)
        page = answer.get_data(as_text=True)
        found[name] = {"status": answer.status_code, "told": "Pas enregistré" in page or "Pas encore enreg" in page}
    return found


def read(visitor: Visitor) -> list[int]:
    return [visitor.get(address).status_code for address in READ]


@contextmanager
def no_room() -> Iterator[None]:
    """No file takes a byte beyond its first thousand."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def state(desk: TestDesk) -> dict[str, Any]:
    """What the desk holds: rows, blobs and files half written, and the database's own check."""
    config: Config = desk.app.extensions["journal"]
    with desk.database.read() as db:
        rows = {kind.__name__: db.scalar(select(func.count()).select_from(kind)) for kind in
                (Piece, Revision, Picture, Freeze)}  # fmt: skip
        said = db.execute(text("PRAGMA integrity_check")).scalar()
    blobs = FolderBlobs(Path(config.blobs_url))
    whole = [len(blobs.get(name)) for name, _ in blobs.names()]  # raises for half a one
    aside = [path.name for path in config.instance.rglob(".new-*")]
    return {"rows": rows, "integrity": said, "blobs": len(whole), "aside": aside}


def main(folder: Path) -> dict[str, Any]:
    storage.BUSY_MS = BUSY_MS
    (folder / "issues").mkdir()
    desk = TestDesk(create_app(Config(folder / "issues", instance=folder / "instance")))
    visitor = desk.visitor(Role.COORDINATOR, Role.EDITOR)
    desk.issue(SLUG)
    visitor.post(NEW, {"title": "La file", "headline": "La file", "original": "fr", "body": "On attend."})
    before, ready = state(desk), forms(desk, visitor)
    with no_room():
        full, full_read = send(visitor, ready), read(visitor)
    after_full = state(desk)
    other = open_database(desk.app.extensions["journal"].database_url)
    with other.write() as db:
        db.execute(text("DELETE FROM notice"))
        locked, locked_read = send(visitor, ready), read(visitor)
        db.rollback()
    after_locked = state(desk)
    again = send(visitor, ready)
    return {
        "full": full, "full_read": full_read, "locked": locked, "locked_read": locked_read, "again": again,
        "states": [before, after_full, after_locked], "at last": state(desk),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
