"""A power cut, played: a recorder of what a program asked of the disk, and what of it a cut may leave behind.

A disk may keep of a file's bytes only what was fsynced, and of a folder's names only those there at its last fsync;
it may also keep any of the rest. `PowerCut.left` plays one such outcome by a given chance.
"""

import os
import random
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any


class PowerCut:
    """Stands in for the module `os` where files are written; does all that is asked, and remembers its order."""

    def __init__(self, skip_files: bool = False, skip_folders: bool = False) -> None:
        self.skip_files, self.skip_folders = skip_files, skip_folders  # a program that forgot an fsync
        self.opened: dict[int, Path] = {}
        self.names: dict[Path, int] = {}  # what each path names now: a file's number
        self.sure_names: dict[Path, int] = {}  # the same after the last fsync of its folder
        self.bytes: dict[int, bytes] = {}
        self.sure_bytes: dict[int, bytes] = {}
        self.files: dict[int, int] = {}
        self.after: Callable[[], None] = lambda: None  # called after each step: here the power may go

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        handle = os.open(path, flags, mode)
        self.opened[handle] = Path(path)
        if flags & os.O_CREAT:
            number = os.fstat(handle).st_ino
            self.names[Path(path)] = number
            self.bytes[number], self.sure_bytes[number] = b"", b""
            self.files[handle] = number
        else:
            self.files.pop(handle, None)
        return handle

    def write(self, handle: int, data: Any) -> int:
        taken = os.write(handle, data)
        if handle in self.files:
            self.bytes[self.files[handle]] += bytes(data[:taken])
        self.after()
        return taken

    def fsync(self, handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            if not self.skip_folders:
                folder = self.opened[handle]
                self.sure_names = {p: n for p, n in self.sure_names.items() if p.parent != folder}
                self.sure_names |= {p: n for p, n in self.names.items() if p.parent == folder}
        elif not self.skip_files:
            self.sure_bytes[self.files[handle]] = self.bytes[self.files[handle]]
        self.after()

    def replace(self, source: Path, target: Path) -> None:
        os.replace(source, target)
        self.names[Path(target)] = self.names.pop(Path(source))
        self.after()

    def left(self, chance: random.Random) -> dict[str, bytes]:
        """One folder that the cut may leave: name -> bytes. Names and bytes that were not made sure may be lost."""
        names = {p.name: n for p, n in self.sure_names.items()}
        for path, number in self.names.items():
            if chance.random() < 0.5:
                names[path.name] = number
        return {name: self._bytes_left(number, chance) for name, number in names.items()}

    def _bytes_left(self, number: int, chance: random.Random) -> bytes:
        sure, all_of_it = self.sure_bytes[number], self.bytes[number]
        return all_of_it[: chance.randint(len(sure), len(all_of_it))]
