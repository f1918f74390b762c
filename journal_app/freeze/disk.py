"""Freeze, the reading and writing end: hashes of what is there, and a plan carried out file by file, durably.

Each file is written aside, made durable and renamed; a folder's name is made durable too. Whoever reads the folder
meanwhile finds whole files, old or new. It never deletes what the desk did not write.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from journal_app.durable import sync_folder
from journal_app.freeze.plan import Plan


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def on_disk(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """The hashes of those paths that are files under the folder; a link is not followed and counts as changed."""
    found = {}
    for path in paths:
        place = folder / path
        if place.is_symlink():
            found[path] = "link"
        elif place.is_file():
            found[path] = sha256(place.read_bytes())
    return found


def copied(source: Path, folder: Path, manifest: Mapping[str, Any]) -> bool:
    """The frozen files, copied; False when one is not what was frozen."""
    for path, mark in manifest.items():
        try:
            data = (source / path).read_bytes()
        except OSError:
            return False
        if sha256(data) != mark:
            return False
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return True


def apply(plan: Plan, folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Carry out a plan that has no conflict."""
    if plan.conflicts:
        raise ValueError("a plan with conflicts is never carried out")
    touched: set[Path] = set()
    for path in plan.write:
        place = folder / path
        _folder(place.parent, folder.parent)
        aside = place.with_name(f".{place.name}.part")
        with aside.open("wb") as file:
            file.write(wanted[path])
            file.flush()
            os.fsync(file.fileno())
        aside.replace(place)
        touched.add(place.parent)
    for path in plan.delete:
        place = folder / path
        place.unlink(missing_ok=True)
        touched.add(place.parent)
    for parent in touched:
        sync_folder(parent)
    for parent in sorted({(folder / path).parent for path in plan.delete}, key=lambda p: -len(p.parts)):
        if parent not in (folder, folder.parent) and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()


def _folder(path: Path, top: Path) -> None:
    """The folder and its parents up to `top`, each name durable."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)
