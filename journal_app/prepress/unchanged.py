"""Step 0 of a whole build: has anything that makes it changed since the last one? It only reads and hashes."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journal_app.prepress import faces
from journal_app.prepress.house_files import OWN
from journal_app.problems import Detail, Problem, Severity

CODE = Path(__file__).resolve().parents[1]
DISPOSABLE = ("build", "atelier", "bat", "__pycache__")


def made_from(folder: Path, layouts: Path) -> str:
    """One SHA-256 over all that makes a build: issue, layouts and house, faces and profile, the compiler itself."""
    digest = hashlib.sha256(faces.digest().encode())
    for root in (folder, layouts, OWN, CODE, faces.PROFILES):
        for path in _files(root):
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and not set(path.relative_to(root).parts) & set(DISPOSABLE):
            yield path


def last_build(folder: Path, key: str) -> tuple[dict[str, str], list[Problem]] | None:
    """The files and problems of the build in `folder`, when it was made from `key` and each file is still as it was."""
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
        files = {row["kind"]: (folder / row["path"], row["sha256"]) for row in report["files"]}
        pages = [folder / page[kind] for page in report["pages"] for kind in ("reading", "thumb")]
        same = report.get("made_from") == key and all(path.is_file() for path in pages)
        same = same and all(hashlib.sha256(path.read_bytes()).hexdigest() == known for path, known in files.values())
        problems = [
            Problem(Severity(p["severity"]), p["code"], p["where"], Detail(**p["detail"])) for p in report["problems"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no report, or not one of ours: build anew
    return ({kind: str(path) for kind, (path, _) in files.items()}, problems) if same else None
