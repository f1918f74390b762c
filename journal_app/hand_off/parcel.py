"""Hand-off, the parcel: a signed folder -> the very bytes that were signed, one by one or in one zip. It signs nothing.

What is sent is copied aside while it is hashed, and sent from that copy: no byte can change between the judgement and
the line. A file that is not as it was when its link was made is never sent.
"""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from journal_app.bat.store import Sealed

CHUNK = 256 * 1024
SUMS = "SHA256SUMS"
WHOLE = "tout"  # what the zip of everything is asked for by
# What a printer gets of a signed folder; who signed it (bat.toml) and where what stands (places.json) stay here.
_HANDED = re.compile(r"[A-Za-z0-9._-]+\.pdf|[A-Za-z0-9._-]+_preflight\.(html|json)")
TYPES = {".pdf": "application/pdf", ".html": "text/html", ".json": "application/json", ".zip": "application/zip"}


class Differs(Exception):
    """A file is gone, or is not what was signed; its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Ready:
    """A file to send: the copy that was judged, how many bytes it has, what it is called."""

    file: IO[bytes]
    size: int
    name: str

    @property
    def media_type(self) -> str:
        return TYPES.get(Path(self.name).suffix, "text/plain")


def handed(sealed: Sealed) -> list[str]:
    """The files of a signed folder that a printer gets, the press file first; the sums are made of their hashes."""
    named = [name for name in sealed.files if _HANDED.fullmatch(name) and name != sealed.pdf]
    return [sealed.pdf, *sorted(named)]


def inventory(folder: Path, sealed: Sealed, signed: Mapping[str, str]) -> dict[str, str]:
    """Name and SHA-256 of each file that is handed out. `signed`: the hashes that the version itself keeps.

    Raises Differs when a file is not what was signed.
    """
    found = {}
    for name in handed(sealed):
        wanted = sealed.sha256 if name == sealed.pdf else signed.get(name)
        try:
            with _plain(folder, name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise Differs(name) from None
        if wanted is not None and digest != wanted:
            raise Differs(name)
        found[name] = digest
    return found


def sums(files: Mapping[str, str]) -> bytes:
    """SHA256SUMS as `sha256sum -c` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in files.items()).encode("ascii")


def ready(folder: Path, files: Mapping[str, str], name: str, aside: Path, whole: str) -> Ready:
    """One file of a parcel, or all in a zip called `whole`, judged and copied aside. KeyError: there is no such file.

    Raises Differs, and OSError when there is no room for the copy.
    """
    if name == WHOLE:
        return _zip(folder, files, aside, whole)
    if name == SUMS:
        data = sums(files)
        file = _aside(aside)
        file.write(data)
    else:
        digest = files[name]
        file = _aside(aside)
        with _closing(file):
            _copy(_plain(folder, name), file, name, digest)
    size = file.tell()
    file.seek(0)
    return Ready(file, size, name)


def _zip(folder: Path, files: Mapping[str, str], aside: Path, whole: str) -> Ready:
    """Everything in one folder of a zip, stored: the same parcel is the same bytes whenever it is asked for."""
    file = _aside(aside)
    with _closing(file), zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for name, digest in files.items():
            with out.open(_entry(f"{whole}/{name}"), "w", force_zip64=True) as into:
                _copy(_plain(folder, name), into, name, digest)
        out.writestr(_entry(f"{whole}/{SUMS}"), sums(files))
    size = file.seek(0, 2)
    file.seek(0)
    return Ready(file, size, f"{whole}.zip")


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says of nobody when and on what it was made."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _copy(path: Path, into: IO[bytes], name: str, digest: str) -> None:
    seen = hashlib.sha256()
    try:
        file = path.open("rb")
    except OSError:
        raise Differs(name) from None
    with file:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
            into.write(chunk)
    if seen.hexdigest() != digest:
        raise Differs(name)


def _plain(folder: Path, name: str) -> Path:
    """A file of the folder itself: no link leads out of it."""
    path = folder / name
    if path.is_symlink() or folder.is_symlink():
        raise Differs(name)
    return path


def _aside(folder: Path) -> IO[bytes]:
    """A file without a name: gone when it is closed, whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


class _closing:
    """Close a file when the block raises, and only then."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.file.close()
