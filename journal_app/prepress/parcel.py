"""Step 9: what is handed to the printer: the press PDF, a one-page job ticket, the preflight report and SHA256SUMS."""

import hashlib
import os
import shutil
from errno import ENOTDIR
from pathlib import Path
from typing import Any

from journal_app.prepress.build import Progress, Source
from journal_app.prepress.naming import file_name
from journal_app.prepress.outputs import make_press
from journal_app.prepress.preflight import inspect, report
from journal_app.prepress.preflight.places import read_places
from journal_app.prepress.ticket import ticket
from journal_app.problems import Problem, any_blocking


def make_parcel(
    source: Source, cache: Path, out: Path, tell: Progress, version: int = 1
) -> tuple[dict[str, Any], list[Problem]]:
    """The parcel in `out`, made aside and swapped in whole; a blocking problem leaves the previous one untouched."""
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(out))
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        made, problems = _fill(source, cache, aside, tell, version)
        if any_blocking(problems):
            return made | {"files": [], "kinds": []}, problems
        _swap(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    name = file_name(source.issue, version)
    kinds = [("press", f"{name}.pdf"), ("preflight", f"{name}_preflight.html"),
             ("preflight-json", f"{name}_preflight.json"), ("ticket", f"{name}_fiche.pdf"), ("sums", "SHA256SUMS")]
    return made | {"files": [str(out / p) for _, p in kinds] + [str(out / "places.json")],
                   "kinds": [(kind, str(out / p)) for kind, p in kinds]}, problems


def _fill(
    source: Source, cache: Path, aside: Path, tell: Progress, version: int
) -> tuple[dict[str, Any], list[Problem]]:
    """Every file of the parcel in the folder `aside`; only the press file's problems when there is none."""
    made, problems = make_press(source, cache, aside, tell, version)
    if not made["files"]:
        return made, problems
    pdf = Path(made["files"][0])
    judged = inspect(pdf, source.issue.sheet, read_places(aside / "places.json")[0])
    name = file_name(source.issue, version)
    report.write(judged, aside / f"{name}_preflight.html", aside / f"{name}_preflight.json")
    (aside / f"{name}_fiche.pdf").write_bytes(ticket(source, pdf.name, made["sha256"]))
    kept = sorted(p for p in aside.iterdir() if p.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in kept)
    (aside / "SHA256SUMS").write_text(sums, "ascii")
    return made, list(dict.fromkeys([*problems, *judged.problems]))


def _swap(aside: Path, out: Path) -> None:
    """Put the new parcel where the previous one was."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    aside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
