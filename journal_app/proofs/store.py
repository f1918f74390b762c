"""Proofs, the rows: rounds, who saw what, remarks on pictures and pages, builds to look at. It decides nothing.

A build that holds something which was taken back since is given out to nobody (`withheld`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from journal_app.freeze import store as freezes
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.issues.model import Issue
from journal_app.proofs.model import Ended, PageRemark, ProofLink, Reader, Round, Seen

# --- builds ----------------------------------------------------------------------------------------------------------


def present_build(db: Session, issue_id: str) -> Build | None:
    """The build that is shown: the later of the draft's and the press's."""
    built = [row for kind in FreezeKind if (row := freezes.current_build(db, issue_id, kind))]
    return max(built, key=lambda row: row.made_at) if built else None


def build(db: Session, issue_id: str, build_id: str) -> Build | None:
    """A build of this issue."""
    found = db.get(Build, build_id)
    return found if found is not None and found.issue_id == issue_id else None


def withheld(db: Session, row: Build) -> bool:
    """Whether something that the build was made from was taken back since."""
    return freezes.any_taken_back(db, row.issue_id, manifest(db, row.id))


def manifest(db: Session, build_id: str) -> dict[str, str]:
    """{path: SHA-256} of the frozen folder that a build was made from."""
    asked = select(Freeze.manifest).join(Build, Build.freeze_id == Freeze.id).where(Build.id == build_id)
    return {path: str(mark) for path, mark in (db.scalar(asked) or {}).items()}


def frozen_at(db: Session, build_id: str) -> datetime | None:
    """When what a build was made from was frozen."""
    return db.scalar(select(Freeze.made_at).join(Build, Build.freeze_id == Freeze.id).where(Build.id == build_id))


def kept_builds(db: Session) -> set[str]:
    """The builds that rounds of unprinted issues are about: what is compared later must still be there."""
    asked = select(Round.build_id).join(Issue, Issue.id == Round.issue_id)
    return set(db.scalars(asked.where(Issue.printed_on.is_(None))))


# --- rounds ----------------------------------------------------------------------------------------------------------


def rounds(db: Session, issue_id: str, most: int, until: int = 0) -> Sequence[Round]:
    """An issue's rounds, the latest first, so many of them at most; `until` that number, if one is said."""
    asked = select(Round).where(Round.issue_id == issue_id, *([Round.number <= until] if until else []))
    return db.scalars(asked.order_by(Round.number.desc()).limit(most)).all()


def number_before(db: Session, issue_id: str, number: int) -> int:
    """The number of the round before that one; 0 for the first."""
    asked = select(func.max(Round.number)).where(Round.issue_id == issue_id, Round.number < number)
    return db.scalar(asked) or 0


def kept(db: Session, issue_id: str, rows: Collection[Round]) -> set[int]:
    """The numbers of those of these rounds whose pages can still be looked at: they are kept, and nothing on them was
    taken back. As many statements for many as for one, and no file is opened."""
    builds = {row.build_id for row in rows}
    there = set(db.scalars(select(Build.id).where(Build.id.in_(builds), Build.issue_id == issue_id)))
    asked = select(Build.id, Freeze.manifest).join(Freeze, Build.freeze_id == Freeze.id).where(Build.id.in_(there))
    works = freezes.works_there(db, issue_id)
    there -= {key for key, paths in db.execute(asked) if not freezes.works_of(paths) <= works}
    return {row.number for row in rows if row.build_id in there}


def round_of(db: Session, issue_id: str, number: int) -> Round | None:
    return db.scalar(select(Round).where(Round.issue_id == issue_id, Round.number == number))


def open_round(db: Session, issue_id: str) -> Round | None:
    """The round that is going on."""
    asked = select(Round).where(Round.issue_id == issue_id, Round.closed_at.is_(None))
    return db.scalars(asked.order_by(Round.number.desc()).limit(1)).first()


def lock_issue(db: Session, issue: Issue) -> None:
    """The issue as it is now, kept until the transaction ends: two who open a round stand in line."""
    db.flush()
    db.refresh(issue, with_for_update=True)


def next_number(db: Session, issue_id: str) -> int:
    return (db.scalar(select(func.max(Round.number)).where(Round.issue_id == issue_id)) or 0) + 1


def add(db: Session, row: Round | Reader | PageRemark | ProofLink) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


def readers(db: Session, round_id: str) -> set[str]:
    """Whom a round is for."""
    return set(db.scalars(select(Reader.account_id).where(Reader.round_id == round_id)))


def seen(db: Session, round_id: str) -> dict[tuple[str, int], Seen]:
    """Who said that they saw what: (account, folio) -> the row."""
    return {(row.account_id, row.folio): row for row in db.scalars(select(Seen).where(Seen.round_id == round_id))}


def mark_seen(db: Session, row: Seen) -> None:
    """Note that a page was seen, again or for the first time."""
    db.merge(row)


def unmark_seen(db: Session, round_id: str, account_id: str, folio: int) -> None:
    mine = (Seen.round_id == round_id, Seen.account_id == account_id, Seen.folio == folio)
    db.execute(delete(Seen).where(*mine))


# --- links to a round's light PDF ------------------------------------------------------------------------------------


def round_by_id(db: Session, round_id: str) -> Round | None:
    return db.get(Round, round_id)


def links(db: Session, round_id: str) -> Sequence[ProofLink]:
    """Every link to a round, the latest first, those that are over too."""
    asked = select(ProofLink).where(ProofLink.round_id == round_id)
    return db.scalars(asked.order_by(ProofLink.made_at.desc(), ProofLink.id)).all()


def link(db: Session, round_id: str, link_id: str) -> ProofLink | None:
    found = db.get(ProofLink, link_id)
    return found if found is not None and found.round_id == round_id else None


def link_by_hash(db: Session, token_hash: str) -> ProofLink | None:
    return db.scalar(select(ProofLink).where(ProofLink.token_hash == token_hash))


def hold_link(db: Session, link_id: str) -> ProofLink:
    """The link, for this transaction alone: two who take the last download stand in line."""
    asked = select(ProofLink).where(ProofLink.id == link_id).with_for_update()
    return db.scalars(asked.execution_options(populate_existing=True)).one()


def live_links(db: Session, issue_id: str) -> Sequence[ProofLink]:
    """The links of an issue that were not ended; the clock may have ended some."""
    return db.scalars(select(ProofLink).where(ProofLink.issue_id == issue_id, ProofLink.ended_at.is_(None))).all()


def end_link(db: Session, link_id: str, why: Ended, now: datetime) -> bool:
    """End a link; False when it had ended before."""
    change = update(ProofLink).where(ProofLink.id == link_id, ProofLink.ended_at.is_(None))
    done = db.execute(change.values(ended_at=now, ended_why=why))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def run_out(db: Session, now: datetime) -> int:
    """End the links whose day is past, for good: a clock set back does not bring them back. How many."""
    gone = (ProofLink.ended_at.is_(None), ProofLink.expires_at <= now)
    change = update(ProofLink).where(*gone).values(ended_at=ProofLink.expires_at, ended_why=Ended.EXPIRED)
    return db.execute(change).rowcount  # type: ignore[attr-defined,no-any-return]


def forget_links(db: Session, before: datetime) -> None:
    """Take away the links that were over before: for whom they were is kept no longer than that."""
    over = (ProofLink.expires_at < before) | (ProofLink.ended_at < before)
    db.execute(delete(ProofLink).where(over))


# --- remarks on pictures and pages -----------------------------------------------------------------------------------


def page_remarks(db: Session, issue_id: str) -> Sequence[PageRemark]:
    """What was said of an issue's pictures and pages, oldest first."""
    asked = select(PageRemark).where(PageRemark.issue_id == issue_id)
    return db.scalars(asked.order_by(PageRemark.made_at, PageRemark.id)).all()


def remarks_of(db: Session, picture_id: str) -> Sequence[PageRemark]:
    """What was said of a picture on the pages it stands on: what is open first, then the oldest first."""
    asked = select(PageRemark).where(PageRemark.picture_id == picture_id)
    return db.scalars(asked.order_by(PageRemark.resolved_at.is_not(None), PageRemark.made_at, PageRemark.id)).all()


def page_remark(db: Session, issue_id: str, remark_id: str) -> PageRemark | None:
    found = db.get(PageRemark, remark_id)
    return found if found is not None and found.issue_id == issue_id else None


def forget_remarks(db: Session, picture_ids: Collection[str]) -> None:
    """Forget what was said of these pictures."""
    db.execute(delete(PageRemark).where(PageRemark.picture_id.in_(list(picture_ids))))
