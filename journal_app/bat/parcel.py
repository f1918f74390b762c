"""BAT, the reading end: the parcel of a press build -> its files' hashes and each page's digest. It writes nothing."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from journal_app.prepress.page_digest import page_digests
from journal_app.proofs.folder import load_report
from journal_app.proofs.model import Report

FOLDER = Path("build/parcel")  # inside a build's folder
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was built for the printer. `files` is {name: SHA-256}, SHA256SUMS itself included."""

    pdf: str
    sha256: str
    digests: tuple[str, ...]
    files: dict[str, str]


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as they are on the disk now; empty when it is not there, or is a link."""
    if path.is_symlink():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


def read_parcel(build: Path) -> Parcel:
    """The parcel of a build folder. ValueError when its files are not what its SHA256SUMS says: nobody signs that."""
    folder = build / FOLDER
    pdf = press_name(report_of(build))
    files = {line[66:]: line[:64] for line in (folder / SUMS).read_text("ascii").splitlines()}
    there = {path.name for path in folder.iterdir()}
    same = there == {*files, SUMS} and all(hash_of(folder / name) == mark for name, mark in files.items())
    if pdf not in files or not same:
        raise ValueError("the parcel is not what its SHA256SUMS says")
    return Parcel(pdf, files[pdf], page_digests(folder / pdf), files | {SUMS: hash_of(folder / SUMS)})


def report_of(build: Path) -> Report:
    """The compiler's report of a build. ValueError when there is none."""
    report, _ = load_report(build / "build")
    if report is None:
        raise ValueError("no report")
    return report


def press_name(report: Report) -> str:
    """How the press file is called. ValueError when none was built."""
    name = next((file.name for file in report.files if file.kind == "press"), "")
    if not name:
        raise ValueError("no press file")
    return name
