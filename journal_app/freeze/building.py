"""Freeze, the work after it: a frozen folder -> its pages, proof or parcel, in a folder of its own. Kinds of jobs.

The frozen files are copied first and compared with the freeze's manifest, so that what is built is of one moment. The
folder is new for each run; one transaction at the end makes it the one that is shown. What was not finished is swept.
"""

import json
import os
import secrets
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.freeze import overset, store
from journal_app.freeze.disk import copied
from journal_app.freeze.model import Build, FreezeKind
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job
from journal_app.messages import as_json
from journal_app.prepress import build as compiler
from journal_app.prepress.outputs import build_all, build_draft
from journal_app.problems import Problem, any_blocking
from journal_app.workshop import Workshop


def drafts(instance: Path) -> Path:
    """Where draft freezes are written."""
    return instance / "drafts"


def builds(instance: Path) -> Path:
    """Where builds are kept, a folder each."""
    return instance / "builds"


def build(kind: FreezeKind, workshop: Workshop, job: Job, progress: Progress, version: int = 1) -> Made:
    """Build what was frozen. A folder that moved on meanwhile is left to the freeze that changed it.

    `version` is in the names of the parcel's files.
    """
    with workshop.database.read() as db:
        frozen = store.freeze(db, str(job.arguments["freeze"]))
        slug = store.slug(db, frozen.issue_id) if frozen else None
    if frozen is None or slug is None:
        return Made({"moved_on": True})
    top = drafts(workshop.config.instance) if kind is FreezeKind.DRAFT else workshop.config.issues_folder
    folder = builds(workshop.config.instance) / f"{slug}-{kind}-{secrets.token_hex(4)}"
    if not copied(top / slug, folder, frozen.manifest):
        shutil.rmtree(folder, ignore_errors=True)
        return Made({"moved_on": True})
    cache = workshop.config.instance / "cache" / frozen.issue_id
    problems = _built(kind, folder, cache, progress, version, f"{frozen.made_at:%d.%m.%Y %H:%M} UTC")
    if kind is FreezeKind.PRESS and any_blocking(problems):
        shutil.rmtree(folder, ignore_errors=True)
        return Made({"problems": [as_json(problem) for problem in problems]})
    _durable(folder)
    row = Build(issue_id=frozen.issue_id, freeze_id=frozen.id, job_id=job.id,
                folder=str(folder.relative_to(workshop.config.instance)), made_at=frozen.made_at)  # fmt: skip

    def swap(db: Session, _: Job, now: datetime) -> None:
        row.made_at = now
        store.swap(db, row.issue_id, kind, row)
        overset.tell(db, now, row.issue_id, _fits(folder))

    return Made({"build": row.folder, "problems": [as_json(problem) for problem in problems]}, swap)


def _fits(folder: Path) -> list[dict[str, Any]]:
    """The report's rows of how each text sits in its slots."""
    report: dict[str, Any] = json.loads((folder / "build" / "report.json").read_text("utf-8"))
    return list(report["fit"])


def _built(kind: FreezeKind, folder: Path, cache: Path, progress: Progress, version: int, dated: str) -> list[Problem]:
    """Pages, proof and report, and for press the parcel, into `folder/build`; what was found on the way. `dated`: when
    it was frozen, for the light proof to say."""
    made = folder / "build"
    source, problems = compiler.read(folder)
    if source is None:
        made.mkdir(exist_ok=True)
        empty = {"pages": [], "fit": [], "files": [], "seconds": {}, "slug": folder.name, "title": "", "number": 0,
                 "date": "1970-01-01", "specimen": False}  # fmt: skip
        report = empty | {"problems": [as_json(problem) for problem in problems]}
        (made / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
        return problems
    if kind is FreezeKind.PRESS and any_blocking(problems):
        return problems
    make = build_draft if kind is FreezeKind.DRAFT else partial(build_all, version=version)
    _, found = make(source, made, progress, cache, dated=dated)
    return list(dict.fromkeys([*problems, *found]))


def _durable(folder: Path) -> None:
    """Every file and every name in the folder on the disk, before a row says that they are there."""
    for path in sorted((folder, *folder.rglob("*")), key=lambda one: -len(one.parts)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


KINDS: dict[str, Kind] = {f"build-{kind}": partial(build, kind) for kind in FreezeKind}
