"""BAT, the answer to a withdrawal: the version that holds it is void, and those concerned are told. It erases no file.

A yes that became a no voids it, too. Before printing the files of what was withdrawn go with it (upkeep's erasing takes
them away); after, they are archived and handed out no more.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.bat import actions, store
from journal_app.bat.model import State, Why
from journal_app.bat.standing import on_paper
from journal_app.facts import AnswerTakenBack, Fact, PictureErased, PictureWithdrawn, PieceErased, PieceWithdrawn
from journal_app.freeze.holding import begins
from journal_app.issues import store as issues


def react(db: Session, fact: Fact, now: datetime) -> None:
    """In the transaction of what happened."""
    if not isinstance(fact, PieceWithdrawn | PictureWithdrawn | AnswerTakenBack | PieceErased | PictureErased):
        return
    begun = begins(db, fact)
    if not begun:  # a no to translations of a piece that has none
        return
    rows = store.holding(db, fact.issue_id, begun)
    issue = issues.any_issue(db, fact.issue_id)
    printed_on = issue.printed_on if issue else None
    if isinstance(fact, PieceErased | PictureErased):
        actions.erased(db, now, [row for row in rows if not on_paper(row, printed_on)])
        return
    for row in rows:
        held = store.hold(db, row.id) or row
        if isinstance(fact, AnswerTakenBack):
            if held.state != State.VOID:  # what is void for another reason keeps it
                actions.void(db, now, held, Why.ANSWER_LATE if on_paper(held, printed_on) else Why.ANSWER)
            continue
        actions.void(db, now, held, Why.WITHHELD if on_paper(held, printed_on) else Why.WITHDRAWN)
