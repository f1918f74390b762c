"""Exchange, what goes along: what memory and glossary know of a translation's rows. It changes nothing."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bitext.model import Match, Term
from journal_app.exchange.outgoing import Beside
from journal_app.glossary.concepts import Status
from journal_app.glossary.matching import Find, found
from journal_app.glossary.reading import terms
from journal_app.memory.finding import matches
from journal_app.translation.beads import words
from journal_app.translation.reading import Opened
from journal_app.translation.rows import Row
from journal_app.translation.teaching import asked

MOST, LEAST = 3, 70  # matches of a row, and per cent that they are worth a look outside
TOLD = (Status.PREFERRED, Status.ADMITTED, Status.SPOKEN, Status.FORBIDDEN)


def beside(db: Session, actor: Actor, here: Opened, with_matches: bool) -> Beside:
    """The matches of the rows that wait, and the terms that each source has."""
    source, target = here.source.language, here.target.language
    known = terms(db, (source, target))
    rows = [row for row in here.rows if row.sources]
    waiting = [row for row in rows if row.open] if with_matches else []
    return Beside(
        {row.name: tuple(_matches(db, actor, here, row)) for row in waiting},
        {row.name: tuple(_terms(found(known, words(row.sources), source), target)) for row in rows},
    )


def _matches(db: Session, actor: Actor, here: Opened, row: Row) -> Iterable[Match]:
    source, target = here.source.language, here.target.language
    near = matches(db, actor, source, target, asked(row), most=MOST, least=LEAST, besides=here.target.text.id)
    return (Match(one.source, one.target, one.percent, one.origin) for one in near)


def _terms(finds: Iterable[Find], language: str) -> Iterable[Term]:
    """Each concept once. A term that is kept is to be written as it is."""
    for find in {find.concept.id: find for find in finds}.values():
        kept = ((find.term.text, "kept"),) if find.term.status is Status.KEPT else ()
        said = tuple((word, status.value) for status in TOLD for word in find.concept.said(language, status))
        if kept or said:
            yield Term(find.term.text, (*kept, *said), find.concept.definition)
