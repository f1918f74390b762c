"""A desk under kill -9, the press side: a draft is really frozen and built, and what may be seen of both.

A page of one text. What a job was at when it was killed is begun again by the next life, whose clock is past the lease.
"""

import hashlib
import json
import random
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.db import Database
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.freeze import begun, store
from journal_app.freeze.building import KINDS, drafts
from journal_app.freeze.freezing import Tools, freeze
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.issues.model import Issue
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.submissions.model import Text
from journal_app.workshop import Workshop
from tests.faults.place import Place, now, revise

KIND = f"build-{FreezeKind.DRAFT}"
MASTHEAD = {
    "association": "Association de l’exemple", "seat": "Calais", "director": "D. Exemple",
    "representative": "R. Exemple", "editor": "E. Exemple", "printer": "Imprimerie de l’exemple, Lille",
    "legal_deposit": "mars 2027",
}  # fmt: skip


def lay_out(db: Session, place: Place) -> None:
    """A page with the first text on it."""
    issue, text = db.get_one(Issue, place.issue_id), db.get_one(Text, place.text_ids[0])
    issue.printer, issue.masthead, issue.theme = {"preset": "a4-booklet-k"}, MASTHEAD, {"fr": "Essai"}
    page = flatplan.add_page(db, place.actor, now(), issue, "article-2")
    flatplan.place(db, place.actor, now(), issue, page, "main", Filling(text.piece_id, languages=("fr",)))


def tools(shop: Workshop) -> Tools:
    """What a freeze needs of this desk; it guards no name, so no key is asked for."""
    config = shop.config
    return Tools(shop.database, shop.blobs.get, lambda words: words, drafts(config.instance), config.issues_folder)


def freeze_it(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Change the text on the page, and freeze it; the job that will build it. A desk that calls its own files foreign
    says `stuck`."""
    revise(shop, place, place.text_ids[0], chance, most=40)
    job_id, _ = freeze(tools(shop), place.actor, now(), place.slug, FreezeKind.DRAFT)
    return f"freeze {job_id}" if job_id else "stuck freeze"


def build_it(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Build what was frozen last; the job, when it is done."""
    with shop.database.read() as db:
        asked = select(Job.id).where(Job.kind == KIND, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        job_id = db.scalar(asked.order_by(Job.made_at.desc(), Job.id).limit(1))
    if job_id is None:
        return freeze_it(shop, place, chance)
    done = runner.run(shop, KINDS, job_id, now) == JobState.DONE
    return f"build {job_id}" if done else ""


def wrong(database: Database, place: Place) -> list[str]:
    """What is seen of frozen folders and builds that may not be seen."""
    with database.read() as db:
        shown = store.current_build(db, place.issue_id, FreezeKind.DRAFT)
        of = db.get_one(Freeze, shown.freeze_id) if shown else None
        frozen = db.scalars(select(Freeze.manifest)).all()
        swapped = set(db.scalars(select(Build.job_id)))
        done = set(db.scalars(select(Job.id).where(Job.kind == KIND, Job.state == JobState.DONE)))
    found = [] if swapped <= done else ["a build that is shown of a job that is not done"]
    if shown and of:
        found += _unbuilt(place.config.instance / shown.folder, {str(k): str(v) for k, v in of.manifest.items()})
    note = begun.recall(begun.note_path(drafts(place.config.instance), place.slug, FreezeKind.DRAFT))
    ours = {str(mark) for manifest in frozen for mark in manifest.values()}
    ours |= {mark for marks in note.values() for mark in marks}
    folder = drafts(place.config.instance) / place.slug
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return found + [f"half a frozen file: {path.name}" for path in files if digest_of(path) not in ours]


def _unbuilt(folder: Path, manifest: dict[str, str]) -> list[str]:
    """What a build that is shown lacks."""
    try:
        if {path: digest_of(folder / path) for path in manifest} != manifest:
            return ["a build that is not of its freeze"]
        report = json.loads((folder / "build" / "report.json").read_bytes())
        pdf = (folder / "build" / "proof" / "epreuve.pdf").read_bytes()
    except (OSError, ValueError) as error:
        return [f"a build that is shown and not whole: {type(error).__name__}"]
    whole = report["pages"] and pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF")
    return [] if whole else ["a build that is shown and not whole"]


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
