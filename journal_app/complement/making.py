"""Complement, the work behind the desk: the frozen folder of an issue -> its site in one zip. A kind of job.

What is frozen is copied and compared with the freeze's manifest; what its author does not, or no longer, let be on the
web stays out, whatever the folder says. The zip is disposable: the janitor takes it away after a day, as every folder
of builds that no row names, and it is made again from the same folder.
"""

import io
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.complement import site, store
from journal_app.complement.building import answer, built
from journal_app.durable import make_folder, write_durably
from journal_app.freeze import store as freezes
from journal_app.freeze.building import builds
from journal_app.freeze.disk import copied, sha256
from journal_app.jobs import store as jobs
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job
from journal_app.messages import as_json
from journal_app.prepress import build as compiler
from journal_app.problems import any_blocking
from journal_app.workshop import Workshop

KIND = "web"
ASIDE = "web"  # under instance/: what a site is made of, while it is made; what a kill left there the janitor takes


def key(issue_id: str) -> str:
    """What a job of this kind makes."""
    return f"{KIND}:{issue_id}"


def work(workshop: Workshop, job: Job, progress: Progress) -> Made:
    """Make the zip. A folder that moved on since the job was asked for is left alone."""
    with workshop.database.read() as db:
        frozen = freezes.freeze(db, str(job.arguments["freeze"]))
        slug = freezes.slug(db, frozen.issue_id) if frozen else None
        may = store.agreed(db, frozen) if frozen else set()
    if frozen is None or slug is None:
        return Made({"moved_on": True})
    told = site.Told(str(job.arguments.get("host", "")), str(job.arguments.get("licence", "")))
    place = workshop.config.instance / ASIDE  # on the disk that is looked after, not in a folder of the system's
    place.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as aside:
        folder = Path(aside) / slug
        if not copied(workshop.config.issues_folder / slug, folder, frozen.manifest):
            return Made({"moved_on": True})
        source, problems = compiler.read(folder)
        if source is None or any_blocking(problems):
            return Made({"problems": [as_json(problem) for problem in problems]})
        there = {f"article:{one}" for one in source.issue.articles} | {f"picture:{p}" for p in source.issue.pictures}
        (selection, files), found = built(source, told, progress, there - may, place)
    if any_blocking(found):
        return Made({"problems": [as_json(problem) for problem in found]})
    data = zipped(files, selection.issue.file.date)
    made = builds(workshop.config.instance) / f"{KIND}-{slug}-{secrets.token_hex(4)}"
    make_folder(made.parent)
    make_folder(made)
    write_durably(made / f"{slug}-web.zip", data)
    said = answer(selection, files, Path())
    holds = [f"article:{piece.article.slug}" for piece in selection.pieces]
    holds += [f"picture:{picture.slug}" for picture in selection.pictures]
    return Made({
        "build": f"{made.name}/{slug}-web.zip", "sha256": sha256(data), "bytes": len(data), "holds": holds,
        "articles": said["articles"], "pages": said["pages"], "languages": said["languages"],
        "problems": [as_json(problem) for problem in found],
    })  # fmt: skip


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """The files as a zip: the same files, the same bytes. What is pressed already is not pressed again."""
    out = io.BytesIO()
    moment = (max(day.year, 1980), day.month, day.day, 0, 0, 0)  # the first year a zip can tell
    with zipfile.ZipFile(out, "w") as made:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, moment)
            entry.external_attr = 0o644 << 16
            small = path.endswith((".html", ".css", ".svg", ".xml", "SUMS"))
            made.writestr(entry, files[path], zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED)
    return out.getvalue()


def last(db: Session, issue_id: str) -> Job | None:
    """The job that was asked for last."""
    return jobs.latest(db, KIND, key(issue_id))


def zip_of(instance: Path, db: Session, job: Job) -> Path | None:
    """The zip of a finished job, if it is still there, whole, and all that it holds may still be on the web."""
    told: dict[str, Any] = job.result or {}
    path = builds(instance) / str(told.get("build") or "-")
    if "build" not in told or not job.issue_id or not path.is_file():
        return None
    frozen = freezes.freeze(db, str(job.arguments["freeze"]))
    if frozen is None or set(told["holds"]) - store.agreed(db, frozen):
        shutil.rmtree(path.parent, ignore_errors=True)  # taken back since: nobody gets it any more
        return None
    return path if sha256(path.read_bytes()) == told["sha256"] else None


KINDS: dict[str, Kind] = {KIND: work}
