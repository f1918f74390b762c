"""BAT, the answer to a withdrawal: the version that holds it is void, and those concerned are told. It erases no file.

Before printing its files go with the piece (upkeep's erasing takes them away); after, they are archived and handed out
no more.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.bat import actions, store
from journal_app.bat.model import Why
from journal_app.bat.standing import on_paper
from journal_app.facts import Fact, PictureErased, PieceErased
from journal_app.freeze.holding import begins
from journal_app.issues import store as issues


def react(db: Session, fact: Fact, now: datetime) -> None:
    """In the transaction of what happened."""
    begun = begins(db, fact)
    if not begun:
        return
    rows = store.holding(db, fact.issue_id, begun)
    issue = issues.any_issue(db, fact.issue_id)
    printed_on = issue.printed_on if issue else None
    if isinstance(fact, PieceErased | PictureErased):
        actions.erased(db, now, [row for row in rows if not on_paper(row, printed_on)])
        return
    for row in rows:
        held = store.hold(db, row.id) or row
        actions.void(db, now, held, Why.WITHHELD if on_paper(held, printed_on) else Why.WITHDRAWN)
