"""Hand-off, the work: a printer's proof is compared with the signed file, and its pictures shown. Job `printer-proof`.

The bytes lie under `instance/returned/` until then and are gone after; what stays is one picture for each page that
differs, in `instance/compared/`, which goes when something on the pages is taken back. The whole has a limit in time:
what is not compared then is said, and the bytes stay for two weeks, so that the desk can ask for it again.
"""

import os
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import IO, Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.bat import store as bats
from journal_app.db import Database
from journal_app.durable import make_folder, write_durably
from journal_app.hand_off import comparing, door, store
from journal_app.hand_off.model import PrinterLink, PrinterProof, ProofState, Told
from journal_app.jobs import actions as jobs
from journal_app.jobs import store as store_of_jobs
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job, JobState
from journal_app.jobs.runner import utc_now
from journal_app.problems import Problem, Refused, blocking
from journal_app.uploads.files import Incoming
from journal_app.workshop import Workshop

KIND, TIDY = "printer-proof", "printer-tidy"
OUT_OF_TIME = "proof-out-of-time"  # of a page that nobody came to
MOST_PROOFS = 10  # of one link: more is no proof any more
# Seconds for one proof: 64 pages take two minutes on a small machine. A file made to be slow does not hold the worker,
# which has pages to build, for 200 pages times 45 s.
MOST_S = 600.0
MOST_BROKEN = 3  # pages that could not be drawn, before the rest is left alone
DAY = timedelta(days=1)
UNFINISHED_KEPT = timedelta(days=14)  # as long as a printer's link lasts


def incoming(instance: Path) -> Incoming:
    """The proofs that came and were not opened yet."""
    make_folder(instance)
    return Incoming(instance / "returned")


def pictures(instance: Path, proof_id: str) -> Path:
    """Where the pictures of a compared proof lie."""
    return instance / "compared" / proof_id


def may_bring(db: Session, row: PrinterLink) -> None:
    """Refused before anything is taken in: `printer-no-file`, `printer-proofs-many`, `printer-proof-waits`."""
    if row.bat_id is None:
        raise Refused("printer-no-file")
    mine = [one for one in store.proofs(db, row.issue_id) if one.link_id == row.id]
    if len(mine) >= MOST_PROOFS:
        raise Refused("printer-proofs-many")
    if any(one.state == ProofState.WHOLE and not gave_up(db, one) for one in mine):
        raise Refused("printer-proof-waits")


def gave_up(db: Session, row: PrinterProof) -> bool:
    """Whether a proof that is not compared never will be by itself: its job broke too often, or was cancelled."""
    if row.state != ProofState.WHOLE:
        return False
    job = store_of_jobs.job(db, row.job_id or "")
    return job is None or job.state in (JobState.FAILED, JobState.CANCELLED)


def standing(db: Session, row: PrinterProof) -> ProofState:
    """How far a proof has come, for people: one whose job gave up does not wait, it is unfinished."""
    return ProofState.UNFINISHED if gave_up(db, row) else ProofState(row.state)


def again(db: Session, actor: Actor, now: datetime, row: PrinterProof, there: bool) -> str:
    """Compare once more; the job's id. `there`: its bytes still are. Refused: `printer-proof-not-again`."""
    if not there or standing(db, row) is not ProofState.UNFINISHED:
        raise Refused("printer-proof-not-again")
    row.state, row.result, row.problem = ProofState.WHOLE, {}, ""
    row.job_id = jobs.enqueue(db, actor, now, KIND, row.id, {"proof": row.id}, row.issue_id).id
    record(db, actor, now, "printer-proof-again", issue_id=row.issue_id, object_id=row.id)
    return row.job_id


def forget_refused(database: Database, instance: Path, proof_id: str) -> None:
    """Take the bytes of an upload away that no row is about: it was refused after it had come."""
    with database.read() as db:
        kept = store.proof(db, proof_id) is not None
    if not kept:
        incoming(instance).remove(proof_id)


def brought(db: Session, now: datetime, row: PrinterLink, proof_id: str, size: int, sha256: str) -> PrinterProof:
    """A proof that is here, durably; its comparison is asked for."""
    store.hold(db, row.id)
    may_bring(db, row)
    made = PrinterProof(id=proof_id, issue_id=row.issue_id, link_id=row.id, bat_id=row.bat_id or "", size=size,
                        sha256=sha256, state=ProofState.WHOLE, given_at=now)  # fmt: skip
    made.job_id = jobs.enqueue(db, None, now, KIND, proof_id, {"proof": proof_id}, row.issue_id).id
    store.add(db, made)
    door.tell(db, row, now, Told.PROOF)
    door.tell_desk(db, now, row.issue_id, "printer-proof")
    return made


def work(tools: Workshop, job: Job, told: Progress) -> Made:
    """Compare one proof. One whose BAT is void, or that is gone, is not opened."""
    instance, proof_id = tools.config.instance, str(job.arguments["proof"])
    with tools.database.read() as db:
        row = store.proof(db, proof_id)
        sealed = bats.sealed(db, row.issue_id) if row else None
    if row is None or row.state != ProofState.WHOLE:
        return Made()
    result: dict[str, Any] = {}
    problems = [blocking("proof-bat-gone", "proof")]
    if sealed and sealed.bat_id == row.bat_id:
        ours = tools.config.issues_folder / sealed.folder / sealed.pdf
        result, problems = _compared(instance, row, ours, told, Patience())
    left = any(one["problem"] == OUT_OF_TIME for one in result.get("rows", []))
    state = ProofState.REFUSED if problems else ProofState.UNFINISHED if left else ProofState.COMPARED
    said = {"found": problems[0].detail.found, "allowed": problems[0].detail.allowed} if problems else result

    def show(db: Session, job: Job, now: datetime) -> None:
        found = store.proof(db, proof_id)
        if found is not None and found.state == ProofState.WHOLE:
            found.state, found.result = state, said
            found.problem = problems[0].code if problems else ""

    gone = None if state is ProofState.UNFINISHED else lambda: incoming(instance).remove(proof_id)
    return Made({"pages": len(result.get("rows", []))}, show, gone)


class Patience:
    """How long one proof may still take, in seconds; 0 when it is over."""

    def __init__(self) -> None:
        self.begun = monotonic()

    @property
    def left(self) -> float:
        return max(0.0, self.begun + MOST_S - monotonic())


def _compared(
    instance: Path, row: PrinterProof, ours: Path, told: Progress, patience: Patience
) -> tuple[dict[str, Any], list[Problem]]:
    told("Ouvrir l’épreuve")
    path = instance / "returned" / row.id
    with path.open("r+b") as both, ours.open("rb") as signed:
        both.truncate(row.size)  # an attempt that was killed may have put ours behind it before
        both.seek(0, os.SEEK_END)
        shutil.copyfileobj(signed, both, 1 << 20)
        both.flush()
        looked, problems = comparing.look(both, row.size)  # 45 s at most; what cannot be opened is refused, not left
        if looked is None:
            return {}, problems
        mine, _ = _look_at_ours(ours)
        rows = _pages(instance, row, both, max(mine, looked.pages), told, patience)
    return {"ours": mine, "theirs": looked.pages, "javascript": looked.javascript, "rows": rows,
            "sizes": [list(size) for size in looked.sizes]}, []  # fmt: skip


def _look_at_ours(ours: Path) -> tuple[int, list[Problem]]:
    with ours.open("rb") as file:
        looked, problems = comparing.look(file, ours.stat().st_size)
    return (looked.pages if looked else 0), problems


def _pages(
    instance: Path, row: PrinterProof, both: IO[bytes], pages: int, told: Progress, patience: Patience
) -> list[dict[str, Any]]:
    """Each page with how it differs; its picture is durable before it is named."""
    folder = pictures(instance, row.id)
    make_folder(folder.parent)
    make_folder(folder)
    rows: list[dict[str, Any]] = []
    broken = 0
    for page in range(1, pages + 1):
        told("Comparer les pages", page - 1, pages)
        if broken >= MOST_BROKEN:
            rows.append({"page": page, "changed": None, "problem": "proof-left"})
            continue
        if not patience.left:
            rows.append({"page": page, "changed": None, "problem": OUT_OF_TIME})
            continue
        found, picture, problems = comparing.compare(both, row.size, page, patience.left)
        if found is None and not patience.left:
            rows.append({"page": page, "changed": None, "problem": OUT_OF_TIME})
            continue
        if picture:
            write_durably(folder / f"{page}.png", picture)
        broken += found is None
        rows.append({
            "page": page, "changed": found.changed if found else None, "places": found.places if found else 0,
            "picture": bool(picture), "problem": problems[0].code if problems else "",
        })  # fmt: skip
    return rows


def tidy(tools: Workshop, job: Job, told: Progress) -> Made:
    """Daily: take away what came and nobody waits for, pictures of proofs that are gone, copies that left."""
    instance = tools.config.instance
    with tools.database.read() as db:
        waiting = {one.id for one in store.proofs_in(db, ProofState.WHOLE) if not gave_up(db, one)}
        left = {one.id for one in store.proofs_in(db, ProofState.WHOLE, ProofState.UNFINISHED)} - waiting
        shown = {one.id for one in store.proofs_in(db, *(state for state in ProofState if state != ProofState.GONE))}
    came = incoming(instance)
    old = set(came.left(utc_now() - UNFINISHED_KEPT))
    gone = [name for name in came.left(utc_now() - DAY) if name not in waiting and (name not in left or name in old)]
    for name in gone:
        came.remove(name)
    folders = [path for path in (instance / "compared").glob("*") if path.name not in shown]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return Made({"files": len(gone), "folders": len(folders)})


KINDS: Mapping[str, Kind] = {KIND: work, TIDY: tidy}
