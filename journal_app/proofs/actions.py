"""Proofs, what is done: a round is opened and closed, a page is ticked as seen, a remark is put where it belongs.

A remark on a paragraph is the review room's and goes through later versions of the text; one on a picture or on a page
is kept here. Nothing is noted of who merely looked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.issues.model import Issue, IssueState
from journal_app.media.model import Picture
from journal_app.prepress.normal import Dropped, clean_text
from journal_app.problems import Problem, Refused, blocking
from journal_app.proofs import store
from journal_app.proofs.model import PageRemark, Reader, Round, Seen
from journal_app.review import remarks
from journal_app.review.anchors import WHOLE, Follower, Passage, words_of
from journal_app.review.model import Comment
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Piece, Text
from journal_app.submissions.store import heads, history
from journal_app.tasks.actions import notify

MOST_NOTE = 1000  # characters


def _open(issue: Issue) -> None:
    """An archived issue stays as it is."""
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")


# --- rounds ----------------------------------------------------------------------------------------------------------


def open_round(
    db: Session, actor: Actor, now: datetime, issue: Issue, build_id: str, until: datetime | None,
    account_ids: Collection[str], note: str = "",
) -> Round | Problem:  # fmt: skip
    """Open a round on a build, for these people, who are told; the one before it is closed."""
    _open(issue)
    if not account_ids:
        return blocking("proof-nobody", "readers")
    if until is not None and until <= now:
        return blocking("proof-too-late", "until")
    store.lock_issue(db, issue)
    if (before := store.open_round(db, issue.id)) is not None:
        before.closed_at = now
    row = Round(issue_id=issue.id, number=store.next_number(db, issue.id), build_id=build_id, until=until,
                note=clean_text(note, Dropped()).strip()[:MOST_NOTE], opened_by=actor.account_id,
                opened_at=now)  # fmt: skip
    store.add(db, row)
    for account_id in sorted(set(account_ids)):
        store.add(db, Reader(round_id=row.id, account_id=account_id))
    record(db, actor, now, "proof-round-opened", issue_id=issue.id, object_id=row.id, detail={"number": row.number})
    notify(db, now, set(account_ids) - {actor.account_id}, "proof-round", issue_id=issue.id,
           detail={"number": row.number})  # fmt: skip
    return row


def close_round(db: Session, actor: Actor, now: datetime, row: Round) -> None:
    """End a round; closed twice is closed once."""
    if row.closed_at is None:
        row.closed_at = now
        record(db, actor, now, "proof-round-closed", issue_id=row.issue_id, object_id=row.id,
               detail={"number": row.number})  # fmt: skip


def tick(db: Session, actor: Actor, now: datetime, row: Round, folio: int, page_mark: str, seen: bool) -> None:
    """Note that the actor saw a page as it was then, or take that back. Refused when the round is over."""
    if row.closed_at is not None:
        raise Refused("proof-round-closed")
    if seen:
        store.mark_seen(
            db, Seen(round_id=row.id, account_id=actor.own_account, folio=folio, page_mark=page_mark, at=now)
        )
    else:
        store.unmark_seen(db, row.id, actor.own_account, folio)


# --- remarks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnText:
    """A block of a text as a build printed it: `built` is what that text said there."""

    piece: Piece
    text: Text
    built: Content
    block: int


def remark_on_text(db: Session, actor: Actor, now: datetime, at: OnText, body: str) -> Comment | Problem:
    """Put a remark on the paragraph that was printed. Where the text has moved on, it goes to what became of it; where
    nothing became of it, to the whole text: what somebody wrote is never lost."""
    words = words_of(at.built, at.block)
    passage = Passage(at.block, 0, len(words), words) if words else Passage()
    revision_id, there = at_revision(db, at.text, at.built, passage)
    return remarks.comment(db, actor, now, at.piece, at.text, revision_id, there, body)


def at_revision(db: Session, text: Text, built: Content, passage: Passage) -> tuple[str, Passage]:
    """A revision of the text and where the passage stands in it: the one that was printed, else the head."""
    for row in history(db, text.id):
        if same_printed(from_json(row.content), built):
            return row.id, passage
    head = heads(db, [text.id]).get(text.id)
    if head is None:
        raise Refused("text-moved-on")
    return head[0].id, Follower(built, head[1]).follow(passage) or Passage(WHOLE)


def same_printed(one: Content, other: Content) -> bool:
    """Whether two contents print the same words; spaces at the ends are the file's."""
    return one.headline == other.headline and one.body.strip() == other.body.strip()


def remark_on_page(
    db: Session, actor: Actor, now: datetime, issue: Issue, page_id: str, picture: Picture | None, body: str
) -> PageRemark | Problem:
    """Put a remark on a picture, or on a page as a whole."""
    _open(issue)
    said = clean_text(body.replace("\r\n", "\n"), Dropped()).strip()
    if not said:
        return blocking("comment-empty", "comment")
    if len(said) > remarks.MOST:
        return blocking("text-too-long", "comment", len(said), remarks.MOST)
    row = PageRemark(issue_id=issue.id, picture_id=picture.id if picture else None,
                     page_id="" if picture else page_id, body=said, made_by=actor.account_id,
                     made_at=now)  # fmt: skip
    store.add(db, row)
    record(db, actor, now, "page-remarked", issue_id=issue.id, object_id=row.id)
    if picture is not None:
        notify(db, now, {picture.created_by} - {actor.account_id}, "page-remarked", issue_id=issue.id)
    return row


def resolve(actor: Actor, now: datetime, issue: Issue, row: PageRemark, done: bool) -> None:
    """Close a remark on a picture or a page, or open it again."""
    _open(issue)
    row.resolved_at, row.resolved_by = (now, actor.account_id) if done else (None, None)
