"""Complement, the last step: files by path -> a folder, swapped in whole. What is not a site of ours is never replaced.

Everything is written beside it first and made durable; then two names change places in one step where the system can,
in two where it cannot (and the next run puts back what a crash between the two left aside).
"""

import ctypes
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from journal_app.complement.site import SUMS
from journal_app.durable import sync_folder
from journal_app.problems import Problem, blocking

ASIDE = ".journal-web-"
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
AT_FDCWD, EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h: RENAME_EXCHANGE


def foreign(out: Path) -> list[Problem]:
    """Why a folder may not be replaced: it holds what no earlier run wrote there, or what was changed since."""
    recover(out)
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        return [blocking("web-out-foreign", out.name, out.name, "", "technician")]
    ours = _written(out)
    for path in sorted(out.rglob("*")) if out.is_dir() else []:
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(out).as_posix()
        if path.is_symlink() or (name != SUMS and ours.get(name) != hashlib.sha256(path.read_bytes()).hexdigest()):
            return [blocking("web-out-foreign", out.name, name, "", "technician")]
    return []


def swap_in(made: Mapping[str, bytes], out: Path) -> None:
    """Put exactly these files at `out`. OSError: nothing changed."""
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.parent / f"{ASIDE}{out.name}-{secrets.token_hex(4)}"
    try:
        for path in sorted(made):
            place = aside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                file.write(made[path])
                file.flush()
                os.fsync(file.fileno())
        for folder in (aside, *(one for one in aside.rglob("*") if one.is_dir())):
            sync_folder(folder)
        if out.exists():
            _exchange(aside, out)
        else:
            aside.rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def recover(out: Path) -> None:
    """Put back what a crash between two renames left aside."""
    before = _before(out)
    if before.is_dir() and not out.exists():
        before.rename(out)


def _before(out: Path) -> Path:
    return out.parent / f"{ASIDE}{out.name}-before"


def _exchange(aside: Path, out: Path) -> None:
    """The two folders take each other's names."""
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename and rename(AT_FDCWD, os.fsencode(aside), AT_FDCWD, os.fsencode(out), EXCHANGE) == 0:
        return
    before = _before(out)
    shutil.rmtree(before, ignore_errors=True)
    out.rename(before)
    try:
        aside.rename(out)
    except OSError:
        before.rename(out)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _written(out: Path) -> dict[str, str]:
    """What the last run wrote, path -> SHA-256; nothing where it wrote nothing."""
    try:
        lines = (out / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {found[2]: found[1] for line in lines if (found := LINE.fullmatch(line))}
