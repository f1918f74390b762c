"""The compiler's memory: files named by the hash of what made them. Disposable; losing it only costs time."""

import hashlib
import os
from pathlib import Path


def key_of(*parts: str | bytes) -> str:
    """The name of something made from these parts."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Cache:
    """A folder of files by key and ending. Written aside, then renamed: a reader never sees half a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str, ending: str) -> Path:
        return self.folder / key[:2] / f"{key}.{ending}"

    def get(self, key: str, ending: str) -> bytes | None:
        try:
            return self.path(key, ending).read_bytes()
        except OSError:
            return None

    def has(self, key: str, ending: str) -> bool:
        """Whether it is there. Its date becomes today's: what nobody asks for any more is known by its age."""
        try:
            os.utime(self.path(key, ending))
        except OSError:
            return False
        return True

    def put(self, key: str, ending: str, data: bytes) -> Path:
        path = self.path(key, ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.write_bytes(data)
        aside.replace(path)
        return path
