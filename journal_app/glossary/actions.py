"""Glossary, what people do: note a concept, change it, take it out, put it back, take a file in. Never commits.

Coordinators, editors and translators do; nobody else. What is taken out is kept and can be put back as it was. The
activity log names the concept and never repeats a word of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.db import new_id
from journal_app.glossary import store
from journal_app.glossary.concepts import Concept, Term, wrong
from journal_app.glossary.model import GlossaryConcept, GlossaryTerm
from journal_app.problems import Refused
from journal_app.search.folding import words as folded

CHANGES = (Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR)


def may_change(actor: Actor) -> bool:
    """Whether this person's word counts for the words of the house."""
    return actor.has(*CHANGES)


def make(db: Session, actor: Actor, now: datetime, told: Concept) -> GlossaryConcept:
    """A new concept with its terms. Refused (`glossary-wrong`) when `concepts.wrong` has something to say of them."""
    return _make(db, actor, now, [told])[0]


def _make(db: Session, actor: Actor, now: datetime, every: Sequence[Concept]) -> list[GlossaryConcept]:
    """New concepts, written together: a file may bring thousands."""
    _allowed(actor)
    rows: list[GlossaryConcept] = []
    terms: list[GlossaryTerm] = []
    for told in every:
        _whole(told)
        row = GlossaryConcept(id=new_id(), created_at=now, created_by=actor.account_id, changed_at=now, version=1)
        _put(row, told, now)
        rows.append(row)
        terms += [_made(row.id, term, place) for place, term in enumerate(told.terms)]
        record(db, actor, now, "concept-made", object_id=row.id, detail={"terms": len(told.terms)})
    store.add(db, rows, terms)
    return rows


def change(db: Session, actor: Actor, now: datetime, told: Concept) -> None:
    """The concept says this from now on. `told.version` is the one it was read in: `glossary-moved-on` when it is not.

    Terms without an id are new; those that are not told any more are taken out and kept. One that comes again in the
    same words is the one that was taken out.
    """
    _allowed(actor)
    _whole(told)
    row = _there(db, told.id)
    if not store.next_version(db, row.id, told.version):
        raise Refused("glossary-moved-on")
    db.refresh(row)
    _put(row, told, now)
    rows = store.rows_of(db, row.id)
    out = {Term(one.language, one.text).key: one for one in rows.values() if one.removed_at is not None}
    kept: set[str] = set()
    for place, term in enumerate(told.terms):
        mine = rows.get(term.id) or out.get(term.key)
        if mine is None or mine.id in kept:
            store.add(db, terms=[_made(row.id, term, place)])
            continue
        kept.add(mine.id)
        mine.language, mine.text, mine.status = term.language, term.text, term.status
        mine.folded, mine.place, mine.removed_at = _folded(term.text), place, None
    for one in rows.values():
        if one.id not in kept and one.removed_at is None:
            one.removed_at = now
    record(db, actor, now, "concept-changed", object_id=row.id, detail={"terms": len(told.terms)})


def take_out(db: Session, actor: Actor, now: datetime, concept_id: str, version: int) -> None:
    """Take a concept out of the glossary: nothing is checked against it any more. It can be put back."""
    _allowed(actor)
    row = _there(db, concept_id)
    if not store.next_version(db, row.id, version):
        raise Refused("glossary-moved-on")
    db.refresh(row)
    row.removed_at = row.changed_at = now
    record(db, actor, now, "concept-removed", object_id=row.id)


def put_back(db: Session, actor: Actor, now: datetime, concept_id: str) -> str:
    """Put a concept back as it was; its id. One that is there already stays as it is."""
    _allowed(actor)
    row = store.row(db, concept_id)
    if row is None:
        raise Refused("glossary-unknown")
    if row.removed_at is not None:
        row.removed_at, row.changed_at, row.version = None, now, row.version + 1
        record(db, actor, now, "concept-restored", object_id=row.id)
    return row.id


def put_term_back(db: Session, actor: Actor, now: datetime, concept_id: str, term_id: str) -> None:
    """Put a term back that was taken out of its concept, unless somebody noted the same words again since."""
    _allowed(actor)
    row, rows = _there(db, concept_id), store.rows_of(db, concept_id)
    term = rows.get(term_id)
    if term is None:
        raise Refused("glossary-unknown")
    here = {Term(one.language, one.text).key for one in rows.values() if one.removed_at is None}
    if term.removed_at is None or Term(term.language, term.text).key in here:
        return
    term.removed_at, term.place = None, len(here)
    row.version, row.changed_at = row.version + 1, now
    record(db, actor, now, "term-restored", object_id=row.id, detail={"language": term.language})


def take_in(db: Session, actor: Actor, now: datetime, told: Sequence[Concept]) -> None:
    """All that a file brings, as `importing.plan` decided: new concepts, and those that are there as they will be."""
    _allowed(actor)
    for one in told:
        if one.id:
            change(db, actor, now, one)
    _make(db, actor, now, [one for one in told if not one.id])
    record(db, actor, now, "glossary-imported", detail={"concepts": len(told)})


def _allowed(actor: Actor) -> None:
    if not may_change(actor):
        raise Refused("not-yours")


def _whole(told: Concept) -> None:
    if wrong(told.terms, told.id):
        raise Refused("glossary-wrong")


def _there(db: Session, concept_id: str) -> GlossaryConcept:
    row = store.row(db, concept_id)
    if row is None or row.removed_at is not None:
        raise Refused("glossary-unknown")
    return row


def _put(row: GlossaryConcept, told: Concept, now: datetime) -> None:
    row.definition, row.note, row.changed_at = told.definition, told.note, now
    row.folded = _folded(f"{told.definition} {told.note}")


def _made(concept_id: str, term: Term, place: int) -> GlossaryTerm:
    return GlossaryTerm(concept_id=concept_id, language=term.language, text=term.text, folded=_folded(term.text),
                        status=term.status, place=place)  # fmt: skip


def _folded(text: str) -> str:
    return " ".join(folded(text))
