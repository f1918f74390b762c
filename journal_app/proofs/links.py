"""Proofs, the links: a round's light PDF for somebody without an account; made, taken, ended. They never commit.

A token is told once and kept as its hash alone. What is absent, guessed, over its day, used up or ended is the same
nothing here, but for one thing: whoever held a link to pages that were taken back is told so, and to let the file go.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.consent import store as consents
from journal_app.consent.actions import ON_PAPER
from journal_app.consent.model import Use
from journal_app.facts import AnswerTakenBack
from journal_app.freeze.holding import begins
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.lasting import lasts
from journal_app.problems import Problem, Refused, blocking
from journal_app.proofs import store
from journal_app.proofs.builds import Proof, proof
from journal_app.proofs.folder import built_file, is_as_listed
from journal_app.proofs.model import BuiltFile, Ended, ProofLink, Round
from journal_app.tasks.actions import notify

LASTS = timedelta(days=7)  # when nobody says otherwise
LONGEST = timedelta(days=31)  # a proof that is a month old is read for nothing
MOST_TAKEN = 20  # as a printer's link
LIGHT = "proof"  # the file of a build that is made for reading
READ = (Use.PRINT, Use.PDF)
GONE = (Ended.WITHDRAWN, Ended.ANSWER)


@dataclass(frozen=True, slots=True)
class Light:
    """The file that a link gives, as it lies there now, and of which proof."""

    proof: Proof
    file: BuiltFile
    path: Path


def new_token() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def light(db: Session, instance: Path, issue: Issue, row: Round) -> Light | None:
    """The light PDF of a round; None when its pages are not kept, or something on them was taken back."""
    found = proof(db, instance, issue.slug, store.build(db, issue.id, row.build_id))
    listed = next((file for file in found.report.files if file.kind == LIGHT), None) if found else None
    path = built_file(found.shown.build, listed.path) if found and listed else None
    if found is None or listed is None or path is None or not is_as_listed(path, listed):
        return None
    return Light(found, listed, path)


def refused(db: Session, issue_id: str, build_id: str) -> bool:
    """Whether an author said no to what these pages carry: to being read at all, or since they were frozen to anything
    that print rests on. Who signed in sees them still, to know what has to change."""
    since = store.frozen_at(db, build_id)
    facts = [
        AnswerTakenBack("picture" if row.work_kind == "picture" else "piece", row.work_id, issue_id, (row.use,),
                        row.language)
        for row in consents.noes(db, issue_id)
        if row.use in READ or (row.use in ON_PAPER[row.work_kind] and (since is None or row.at >= since))
    ]  # fmt: skip
    begun = tuple(start for fact in facts for start in begins(db, fact))
    return bool(begun) and any(path.startswith(begun) for path in store.manifest(db, build_id))


def make(
    db: Session, actor: Actor, now: datetime, issue: Issue, row: Round, there: Light | None, label: str,
    expires_at: datetime, token: str,
) -> ProofLink | Problem:  # fmt: skip
    """A link to the light PDF of a round, bound to its bytes. Refused: `issue-archived`.

    A Problem: there is no such PDF, no name for whom it is, a day that is past or too far.
    """
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    if there is None:
        return blocking("proof-missing", "build")
    if refused(db, issue.id, row.build_id):
        return blocking("proof-link-refused", "build")
    if not label:
        return blocking("proof-link-unnamed", "label")
    if not now < expires_at < now + LONGEST + timedelta(days=1):  # the last day is one of them
        return blocking("proof-link-days", "expires", "", LONGEST.days)
    made = ProofLink(
        issue_id=issue.id, round_id=row.id, token_hash=accounts.hash_of(token), label=label, sha256=there.file.sha256,
        made_by=actor.account_id, made_at=now, expires_at=expires_at,
    )  # fmt: skip
    store.add(db, made)
    record(db, actor, now, "proof-link-made", issue_id=issue.id, object_id=made.id, detail={"number": row.number})
    return made


def known(db: Session, token: str) -> ProofLink | None:
    """The link of this token, whatever became of it: for who counts guesses."""
    return store.link_by_hash(db, accounts.hash_of(token))


def lives(row: ProofLink, now: datetime) -> bool:
    """Whether a link opens its page now."""
    return row.ended_at is None and lasts(row, now) and row.taken < MOST_TAKEN


def taken_back(row: ProofLink, now: datetime) -> bool:
    """Whether it would open, had nothing on its pages been taken back."""
    return row.ended_why in GONE and now < row.expires_at


def given(db: Session, instance: Path, row: ProofLink) -> tuple[Issue, Round, Light] | None:
    """What a link gives now; None when that is not there any more, has other bytes, or its issue is archived."""
    issue, of = issues.any_issue(db, row.issue_id), store.round_by_id(db, row.round_id)
    there = light(db, instance, issue, of) if issue and of else None
    if issue is None or issue.state != IssueState.OPEN:
        return None  # the paper is out: its proofs are nobody's any more
    if of is None or there is None or there.file.sha256 != row.sha256 or refused(db, issue.id, of.build_id):
        return None
    return issue, of, there


def take(db: Session, now: datetime, row: ProofLink) -> bool:
    """Count one more download, of those that are left; False when the link lives no more."""
    held = store.hold_link(db, row.id)
    if not lives(held, now):
        return False
    held.taken += 1
    return True


def revoke(db: Session, actor: Actor, now: datetime, row: ProofLink) -> None:
    """End a link at once; ended twice is ended once."""
    if store.end_link(db, row.id, Ended.REVOKED, now):
        record(db, actor, now, "proof-link-ended", issue_id=row.issue_id, object_id=row.id)


def end_all(db: Session, now: datetime, issue_id: str, begins: Iterable[str], why: Ended) -> None:
    """End the links to proofs that hold a file whose path begins so; who made them is told.

    For good, also when the author changes their mind: a new one is quickly made, a page in the wrong hands is not
    called back.
    """
    begun, told = tuple(begins), set()
    for row in store.live_links(db, issue_id):
        of = store.round_by_id(db, row.round_id)
        if of is None or any(path.startswith(begun) for path in store.manifest(db, of.build_id)):
            store.end_link(db, row.id, why, now)
            told.add(row.made_by)
    notify(db, now, told, f"proof-link-{why}", issue_id=issue_id)
