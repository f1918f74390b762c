"""Exchange, what goes along: what memory and glossary know of a translation's rows. It changes nothing."""

from sqlalchemy.orm import Session

from journal_app.exchange.outgoing import Beside
from journal_app.translation.reading import Opened


def beside(db: Session, here: Opened, matches: bool) -> Beside:
    """The matches of the rows that wait, and the terms that each source has."""
    return Beside()
