"""Translation, the asking: a translator's remark on a row becomes one on the words of its source. It never commits."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.problems import Problem, Refused
from journal_app.review.anchors import Passage, words_of
from journal_app.review.model import Comment
from journal_app.review.remarks import comment
from journal_app.review.store import comments
from journal_app.translation.reading import Opened
from journal_app.translation.rows import Row


def ask(
    db: Session, actor: Actor, now: datetime, here: Opened, row: Row | None, body: str, *, to_author: bool = False
) -> Comment | Problem:
    """Remark on the original's words of a row, or on the whole text; `to_author`: its author reads it, too."""
    if here.source.head is None:
        raise Refused("row-moved-on")
    place = _passage(here, row) if row else Passage()
    return comment(db, actor, now, here.piece, here.source.text, here.source.head.id, place, body, to_author=to_author)


def asked_before(db: Session, here: Opened) -> set[str]:
    """What was remarked on the source so far: the same again is no new remark."""
    return {one.body.strip() for one in comments(db, here.source.text.id)}


def _passage(here: Opened, row: Row) -> Passage:
    """The first of the source's paragraphs of a row."""
    if not row.places:
        return Passage()
    whole_block = words_of(here.source.content, row.places[0])
    return Passage(row.places[0], 0, len(whole_block), whole_block)
