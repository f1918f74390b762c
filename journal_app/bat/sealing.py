"""BAT, the sealing: the signed parcel's bytes into issues/<slug>/bat/vNN/, durably, once. It never overwrites them.

The order: the files are copied aside and made durable, hashed again inside the transaction of the
signature, then renamed in one step; only then the row says that it is signed. A kill leaves files without a row, which
nobody is shown and the next sealing takes away, and never a row without its files.
"""

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from journal_app.bat.parcel import hash_of
from journal_app.durable import sync_folder
from journal_app.freeze.toml import toml
from journal_app.problems import Refused

TOLD = "bat.toml"
ASIDE = ".new-"
READ_ONLY = 0o444
SAID = (
    "Ce que des personnes nommées ont signé, octet pour octet : `sha256sum -c SHA256SUMS` le vérifie. "
    "C’est l’état à la signature ; un refus ou un retrait venus après se lisent sur le desk."
)


def place_of(slug: str, number: int) -> Path:
    """Where a version's signed parcel stands, relative to the issues' folder."""
    return Path(slug) / "bat" / f"v{number:02d}"


def prepare(parcel: Path, files: Mapping[str, str], top: Path) -> Path:
    """A durable copy of the parcel beside its place, under a name nobody looks at. `top` is issues/<slug>/bat.

    Refused (`bat-bytes-changed`) when a file is not what its hash says.
    """
    _folder(top)
    aside = top / f"{ASIDE}{secrets.token_hex(8)}"
    aside.mkdir()
    try:
        for name in files:
            _copied(parcel / name, aside / name)
        _compared(aside, files)
        sync_folder(aside)
    except BaseException:
        discard(aside)
        raise
    return aside


def seal(aside: Path, files: Mapping[str, str], told: Mapping[str, Any], place: Path) -> None:
    """Put the copy at its place with bat.toml, in one step. In the transaction that signs; its row is not signed yet.

    What stands there without a signed row was left by a sealing that was killed.
    """
    _compared(aside, files)
    _written(aside / TOLD, toml(told, SAID).encode())
    sync_folder(aside)
    discard(place)
    aside.rename(place)
    sync_folder(place.parent)


def discard(folder: Path) -> None:
    """Take away a copy that was never signed."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(top: Path, signed: Iterable[str]) -> None:
    """Take away what sealings that were killed left: copies aside, and places whose version was never signed."""
    kept = set(signed)
    for path in top.glob("*") if top.is_dir() else ():
        if path.name not in kept and (path.name.startswith(ASIDE) or path.name.startswith("v")) and path.is_dir():
            discard(path)


def intact(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether every signed file still has its bytes."""
    return all(hash_of(folder / name) == mark for name, mark in files.items())


def _compared(folder: Path, files: Mapping[str, str]) -> None:
    if not intact(folder, files):
        raise Refused("bat-bytes-changed")


def _copied(source: Path, place: Path) -> None:
    try:
        with source.open("rb") as read, place.open("xb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
            _kept(write)
    except FileNotFoundError as gone:
        raise Refused("bat-bytes-changed") from gone


def _written(place: Path, data: bytes) -> None:
    with place.open("xb") as write:
        write.write(data)
        _kept(write)


def _kept(file: Any) -> None:
    file.flush()
    os.fchmod(file.fileno(), READ_ONLY)
    os.fsync(file.fileno())


def _folder(top: Path) -> None:
    """The folder and its parents, each name durable."""
    missing = [one for one in (top, *top.parents) if not one.exists()]
    top.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)
