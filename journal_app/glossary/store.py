"""Glossary, the rows: finds concepts with their terms, and what was done to one. It decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from journal_app.activity.model import Activity
from journal_app.glossary.concepts import Concept, Status, Term
from journal_app.glossary.model import GlossaryConcept, GlossaryTerm

_LIVE = GlossaryConcept.removed_at.is_(None)
_LIVE_TERM = GlossaryTerm.removed_at.is_(None)
LAST = 20  # changes of one concept that its page tells


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed by. `words` are folded; each must stand in the concept or in one of its terms."""

    words: tuple[str, ...] = ()
    language: str = ""
    status: str = ""


def concepts(db: Session) -> list[Concept]:
    """All of them, in two statements."""
    return _with_terms(db, db.scalars(select(GlossaryConcept).where(_LIVE).order_by(GlossaryConcept.id)).all())


def concept(db: Session, concept_id: str) -> Concept | None:
    """One that is there."""
    row = db.get(GlossaryConcept, concept_id)
    return _with_terms(db, [row])[0] if row is not None and row.removed_at is None else None


def page(db: Session, asked: Asked, screen: str, first: int, many: int) -> tuple[list[Concept], int]:
    """A page of the list in the alphabet of the asked or the screen's language, and how many there are in all."""
    where = [_LIVE, *_narrowed(asked)]
    sorted_by = func.coalesce(_first_term(asked.language or screen), _first_term("fr"), _first_term(""), "")
    rows = db.scalars(
        select(GlossaryConcept).where(*where).order_by(sorted_by, GlossaryConcept.id).offset(first).limit(many)
    ).all()
    total = db.scalar(select(func.count()).select_from(GlossaryConcept).where(*where)) or 0
    return _with_terms(db, rows), total


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in asked.words:
        term = _has_term(GlossaryTerm.folded.contains(word, autoescape=True))
        found.append(or_(GlossaryConcept.folded.contains(word, autoescape=True), term))
    kind = [GlossaryTerm.language == asked.language] if asked.language else []
    kind += [GlossaryTerm.status == asked.status] if asked.status else []
    return [*found, _has_term(and_(*kind))] if kind else found


def _has_term(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(GlossaryTerm.id).where(GlossaryTerm.concept_id == GlossaryConcept.id, _LIVE_TERM, condition).exists()


def _first_term(language: str) -> ColumnElement[str]:
    """The first term of a concept that the house does say, in its alphabet; of any language when none is given."""
    asked = select(func.min(GlossaryTerm.folded)).where(
        GlossaryTerm.concept_id == GlossaryConcept.id, _LIVE_TERM, GlossaryTerm.status != Status.FORBIDDEN,
    )  # fmt: skip
    return (asked.where(GlossaryTerm.language == language) if language else asked).scalar_subquery()


def _with_terms(db: Session, rows: Sequence[GlossaryConcept]) -> list[Concept]:
    terms: dict[str, list[Term]] = {}
    for term in _terms(db, [row.id for row in rows]):
        one = Term(term.language, term.text, Status(term.status), term.id)
        terms.setdefault(term.concept_id, []).append(one)
    return [Concept(row.id, row.definition, tuple(terms.get(row.id, ())), row.note, row.version) for row in rows]


def _terms(db: Session, ids: Sequence[str]) -> Sequence[GlossaryTerm]:
    asked = select(GlossaryTerm).where(_LIVE_TERM).order_by(GlossaryTerm.concept_id, GlossaryTerm.place)
    if len(ids) <= 500:  # a database takes so many values at least; of more, all are wanted anyway
        asked = asked.where(GlossaryTerm.concept_id.in_(ids))
    return db.scalars(asked).all()


def row(db: Session, concept_id: str) -> GlossaryConcept | None:
    """A concept's row, whether it is still there or was taken out."""
    return db.get(GlossaryConcept, concept_id)


def rows_of(db: Session, concept_id: str) -> dict[str, GlossaryTerm]:
    """The terms of a concept by id, with those that were taken out."""
    asked = select(GlossaryTerm).where(GlossaryTerm.concept_id == concept_id).order_by(GlossaryTerm.place)
    return {one.id: one for one in db.scalars(asked)}


def taken_out(db: Session, many: int) -> list[Concept]:
    """The concepts that were taken out, the last first, with the terms they had."""
    gone = GlossaryConcept.removed_at.is_not(None)
    rows = db.scalars(select(GlossaryConcept).where(gone).order_by(GlossaryConcept.removed_at.desc()).limit(many)).all()
    return _with_terms(db, rows)


def gone(db: Session) -> set[str]:
    """The ids of the concepts that were taken out."""
    return set(db.scalars(select(GlossaryConcept.id).where(GlossaryConcept.removed_at.is_not(None))))


def stamp(db: Session) -> tuple[int, int]:
    """Something that is another after each change of the glossary: how many there ever were, their versions."""
    count, versions = db.execute(select(func.count(), func.sum(GlossaryConcept.version))).one()
    return int(count), int(versions or 0)


def next_version(db: Session, concept_id: str, version: int) -> bool:
    """Raise a concept's version; False when somebody else did meanwhile."""
    mine = (GlossaryConcept.id == concept_id, GlossaryConcept.version == version)
    done = db.execute(update(GlossaryConcept).where(*mine).values(version=version + 1))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def add(db: Session, concepts: Iterable[GlossaryConcept] = (), terms: Iterable[GlossaryTerm] = ()) -> None:
    """Add concepts, then terms, which need them to be there."""
    db.add_all(concepts)
    db.flush()
    db.add_all(terms)


def history(db: Session, concept_id: str) -> Sequence[Activity]:
    """What was done to a concept, the last first."""
    asked = select(Activity).where(Activity.object_id == concept_id)
    return db.scalars(asked.order_by(Activity.number.desc()).limit(LAST)).all()
