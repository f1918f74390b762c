"""Step 1b: files of one folder -> text, or the problem that keeps it from being read. It never leaves the folder.

Every path is resolved before it is opened, so that neither `..` nor a symbolic link leads out; pipes and devices are
not files; nothing larger than its limit is read.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking

TEXT_BYTES = 1_000_000  # 200,000 characters of up to 4 bytes, and markup
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")  # names of articles, pictures and layouts
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")  # a file's name: no slash, no leading dot


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that nothing may be read outside of."""

    root: Path

    def where(self, path: Path) -> str:
        """The path as problems name it: relative, printable."""
        return shown(path.relative_to(self.root).as_posix(), 200)

    def inside(self, path: Path) -> bool:
        """Whether the path, links followed, is still in the folder."""
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):  # a loop of links, a null byte in a name
            return False

    def names(self, relative: str) -> list[Path]:
        """What a sub-folder holds, sorted, hidden files left out; nothing when it is absent or leads out."""
        path = self.root / relative
        if not self.inside(path) or not path.is_dir():
            return []
        try:
            return sorted(p for p in path.iterdir() if not p.name.startswith((".", "__")))
        except OSError:
            return []

    def refuse(self, path: Path, limit: int, who: str) -> Problem | None:
        """Why the file may not be read, if so: it leads out, is missing, is no file or is too large (bytes)."""
        where = self.where(path)
        if not self.inside(path):
            return blocking("path-outside", where, shown(path.name), who=who)
        try:
            if not path.is_file():
                return blocking("file-missing" if not path.exists() else "file-unreadable", where, who=who)
            size = path.stat().st_size
        except (OSError, ValueError):
            return blocking("file-unreadable", where, who=who)
        if size > limit:
            return blocking("file-too-large", where, f"{size / 1e6:.1f} MB", f"{limit / 1e6:g} MB", who)
        return None

    def text(self, path: Path, who: str = "editor") -> tuple[str | None, list[Problem]]:
        """A UTF-8 text file, its byte order mark left out."""
        if problem := self.refuse(path, TEXT_BYTES, who):
            return None, [problem]
        try:
            data = path.read_bytes()
        except OSError as error:
            return None, [blocking("file-unreadable", self.where(path), shown(error.strerror or ""), who=who)]
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), []
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            found = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else f"0x{data[error.start]:02X}"
            return None, [blocking("file-not-utf8", f"{self.where(path)}:{line}", found, "UTF-8", who)]
