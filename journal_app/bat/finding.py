"""BAT, the finding: a version's build and the desk as it is now -> what stands against the file. It writes nothing.

What people have not answered is not here: `gate.of_rows` reads that.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bat import gate, names, store
from journal_app.bat.model import Bat
from journal_app.flatplan.looks import roles
from journal_app.freeze import store as freezes
from journal_app.freeze.freezing import Tools, look
from journal_app.freeze.model import FreezeKind
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.prepress.reading import Folder
from journal_app.problems import Problem
from journal_app.proofs.model import Report
from journal_app.proofs.since import planned
from journal_app.proofs.within import PLAN

WORDS = (".html", ".toml")


def against_file(tools: Tools, actor: Actor, issue: Issue, row: Bat, build: Path, report: Report) -> list[Problem]:
    """What was found in the file, and what the desk says otherwise since it was made. `build`: the version's folder."""
    seen = look(tools, actor, issue.slug, FreezeKind.PRESS)
    with tools.database.read() as db:
        frozen = store.manifest(db, row)
        called = titles(db, issue.id)
        listed = issues.guarded(db, issue.residency_id)
    texts = {path: read(build, path) for path in (frozen if listed else ()) if path.endswith(WORDS)}
    there = planned(read(build, PLAN))
    plan = gate.of_plan(there, planned(seen.wanted[PLAN].decode()))
    wanted = seen.hashes | seen.aside | ({PLAN: frozen.get(PLAN, "")} if plan else {})  # its pages say it better
    rows = gate.about_rows(seen.problems)
    told = [one.where for one in rows if one.code in gate.NAMED]
    return [
        *plan, *gate.of_texts(there, frozen, issue.languages, roles, called), *gate.of_file(report, roles), *rows,
        *names.of_frozen(texts, listed, tools.digest, told), *gate.of_desk(wanted, frozen),
    ]  # fmt: skip


def read(build: Path, path: str) -> str:
    """What one file of a version's frozen folder says; nothing of one that cannot be read."""
    return Folder(build).text(build / path)[0] or ""


def titles(db: Session, issue_id: str) -> Mapping[str, str]:
    """What the texts of an issue are called, by their folder."""
    texts = [at.removeprefix("article:") for at in freezes.places(db, issue_id) if at.startswith("article:")]
    return {one.slug: one.title for one in store.pieces_in(db, issue_id, texts)}
