"""Funding, the answer to an import: what follows from the lines that came or went is worked out anew, at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, StatementsChanged
from journal_app.funding.imports import follow


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Let the funds follow."""
    if isinstance(fact, StatementsChanged):
        follow(db, None, now, fact.kind)
