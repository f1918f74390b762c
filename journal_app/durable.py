"""Durable files: a file that is there after this returns is whole and stays, whatever is unplugged. It decides no name.

The order: fsync the file, rename it to its name, fsync the folder. Measured: without the last step a power cut takes
every file that was acknowledged.
"""

import os
import secrets
from pathlib import Path

ASIDE = ".new-"  # how a file is called while it is written; what a crash leaves under such a name is nobody's


def write_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put these bytes at this path, in place of what was there. OSError when the disk is full: nothing changed."""
    aside = path.parent / f"{ASIDE}{secrets.token_hex(8)}"
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, for its owner alone, and its name durable; nothing is done where it stands."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(folder.parent)
