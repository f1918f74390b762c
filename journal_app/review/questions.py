"""Review, questions: what the team asks an author, and what the author answers with the return code. It never commits.

A question is a remark on the whole of the original that is marked for its author to read; nothing else of what the team
says among itself is ever shown to an author.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.prepress.normal import Dropped, clean_text
from journal_app.problems import Problem, Refused, blocking
from journal_app.review import store
from journal_app.review.actions import hold, roles_for
from journal_app.review.model import Comment
from journal_app.review.stages import ANSWER
from journal_app.submissions.model import Piece, Stage, Text
from journal_app.tasks.actions import notify

MOST = 2000  # characters of an answer from a phone


def answer(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text, question_id: str, words: str,
           tell: frozenset[str] = frozenset()) -> Comment | Problem:  # fmt: skip
    """The author's answer to a question; it waits for nothing more. `tell`: who else hears of it (accounts)."""
    hold(db, piece)
    asked = store.comment(db, text.id, question_id)
    if asked is None or not asked.to_author or piece.stage == Stage.WITHDRAWN or not roles_for(actor, piece) & ANSWER:
        raise Refused("not-yours")
    said = clean_text(words.replace("\r\n", "\n"), Dropped()).strip()
    if not said:
        return blocking("comment-empty", "comment")
    if len(said) > MOST:
        return blocking("text-too-long", "comment", len(said), MOST)
    row = Comment(text_id=text.id, revision_id=asked.revision_id, body=said, parent_id=asked.parent_id or asked.id,
                  by_author=True, made_by=actor.account_id, made_at=now)  # fmt: skip
    db.add(row)
    record(db, actor, now, "author-answered", issue_id=piece.issue_id, piece_id=piece.id, object_id=text.id)
    told = {piece.holder_id, asked.made_by, *tell} - {actor.account_id}
    notify(db, now, told, "author-answered", issue_id=piece.issue_id, piece_id=piece.id)
    return row
