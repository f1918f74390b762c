"""Freeze, the way through: gather, judge, decide, apply, note. Here alone the wall between desk and press opens.

It takes the desk's parts as arguments; the shell (a view, a command) calls it, and it commits its own two short
transactions, since the writing of files between them must not hold the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.db import Database
from journal_app.flatplan.house import roles
from journal_app.freeze import begun, store
from journal_app.freeze.disk import apply, on_disk, sha256
from journal_app.freeze.folder import files
from journal_app.freeze.gates import gates, warned
from journal_app.freeze.gather import gather
from journal_app.freeze.model import FreezeKind
from journal_app.freeze.plan import Plan, plan_freeze
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.jobs import actions as jobs
from journal_app.media import store as media
from journal_app.messages import as_json
from journal_app.problems import Problem, Refused, any_blocking, blocking

TRIES = 3  # a withdrawal may come while files are written; several in a row are no accident of a second


@dataclass(frozen=True, slots=True)
class Tools:
    """What a freeze needs of the desk: its database, a blob's bytes, keyed hashes, and where the folders stand."""

    database: Database
    read: Callable[[str], bytes]
    digest: Callable[[str], str]
    drafts: Path
    issues: Path

    def folder(self, slug: str, kind: FreezeKind) -> Path:
        return (self.drafts if kind is FreezeKind.DRAFT else self.issues) / slug


@dataclass(frozen=True, slots=True)
class Look:
    """What a freeze would do and what stands against it, at this moment."""

    plan: Plan
    problems: list[Problem]
    wanted: dict[str, bytes]
    hashes: dict[str, str]  # of what is wanted
    aside: dict[str, str]  # what is the desk's in that folder, too, and stays as it is
    issue_id: str
    slug: str
    open: bool


def look(tools: Tools, actor: Actor, slug: str, kind: FreezeKind) -> Look:
    """Gather and decide; writes nothing."""
    return looks(tools, actor, slug, (kind,))[kind]


def looks(tools: Tools, actor: Actor, slug: str, kinds: Iterable[FreezeKind]) -> dict[FreezeKind, Look]:
    """The same for several kinds of freeze, all of one moment and gathered once."""
    with tools.database.read() as db:
        issue = issues.issue(db, actor, slug)
        if issue is None:
            raise Refused("issue-unknown")
        rows = gather(db, actor, issue, tools.read)
        facts = {one.id: one for one in store.facts_of(db, actor, [one.piece for one in rows.pieces.values()], {})}
        guarded = issues.guarded(db, issue.residency_id)
        last = {kind: store.last_freeze(db, issue.id, kind) for kind in kinds}
        drawings = _drawings(db, actor, issue)
    wanted = files(rows)
    problems = gates(rows, facts, guarded, tools.digest, roles)
    hashes = {path: sha256(data) for path, data in wanted.items()}
    found = {}
    for kind, row in last.items():
        manifest = {path: str(mark) for path, mark in row.manifest.items()} if row else {}
        aside = {path: mark for path, mark in manifest.items() if path in drawings and path not in hashes}
        written = {path: mark for path, mark in manifest.items() if path not in aside}
        plan = _plan(tools.folder(slug, kind), hashes, written, begun.recall(begun.note_path(tools.drafts, slug, kind)))
        said = [*(problems if kind is FreezeKind.PRESS else warned(problems)), *_conflicts(plan)]
        found[kind] = Look(plan, said, wanted, hashes, aside, issue.id, slug, issue.state == IssueState.OPEN)
    return found


def _plan(folder: Path, hashes: dict[str, str], manifest: dict[str, str], left: begun.Begun) -> Plan:
    return plan_freeze(hashes, manifest, on_disk(folder, {*hashes, *manifest, *left}), left)


def _drawings(db: Session, actor: Actor, issue: Issue) -> set[str]:
    """Where the drawings in lines stand that an adopted folder came with: the desk prints their pixels, and leaves them
    there until the picture is withdrawn."""
    return {f"pictures/{picture.slug}.svg" for picture in media.pictures(db, actor, issue.id)}


def _conflicts(plan: Plan) -> list[Problem]:
    return [
        blocking("freeze-conflict", one.path, one.found[:12], one.written[:12], "coordinator") for one in plan.conflicts
    ]


def freeze(tools: Tools, actor: Actor, now: datetime, slug: str, kind: FreezeKind) -> tuple[str | None, list[Problem]]:
    """Write the folder and ask for its build: the job's id, and what was found. No id: something refused, nothing done.

    Two at once stand in line: the second looks when the first has written.
    """
    with tools.database.read() as db:
        if issues.issue(db, actor, slug) is None:
            raise Refused("issue-unknown")
    note = begun.note_path(tools.drafts, slug, kind)
    with begun.alone(note):
        for _ in range(TRIES):
            found = look(tools, actor, slug, kind)
            if not found.open:
                raise Refused("issue-archived")
            if any_blocking(found.problems):
                return None, found.problems
            begun.begin(note, begun.recall(note), found.hashes, found.plan.delete)
            apply(found.plan, tools.folder(slug, kind), found.wanted)
            if job_id := _noted(tools, actor, now, found, kind):
                begun.ended(note)
                return job_id, found.problems
    raise Refused("freeze-overtaken")


def _noted(tools: Tools, actor: Actor, now: datetime, found: Look, kind: FreezeKind) -> str | None:
    """The row that says what was written, and the job that builds it. Nothing when some of it was taken back while it
    was gathered and written: it is to be looked at again, and what should not be there goes."""
    with tools.database.write() as db:
        if store.any_taken_back(db, found.issue_id, found.hashes):
            return None
        told = [as_json(problem) for problem in found.problems]
        row = store.add_freeze(db, found.issue_id, kind, found.hashes | found.aside, told, actor, now)
        job = jobs.enqueue(db, actor, now, f"build-{kind}", f"build-{kind}:{row.id}", {"freeze": row.id},
                           issue_id=found.issue_id)  # fmt: skip
        record(db, actor, now, f"frozen-{kind}", issue_id=found.issue_id, object_id=row.id)
        return job.id
