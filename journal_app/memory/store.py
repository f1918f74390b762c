"""Memory, the rows: keeps segments, and finds them by number, by likeness and by phrase. It decides nothing.

Whatever gives words out goes through `_shown`: no segment of a piece that its author took back, whatever else is known
of it. Numbers grow in the order in which transactions are committed, so that who knows all up to one misses none.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, false, func, insert, or_, select, update
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.consent.model import Consent, Use
from journal_app.issues.model import Issue
from journal_app.memory.forms import family
from journal_app.memory.model import Found, Segment
from journal_app.memory.model import Stage as How
from journal_app.submissions.model import Piece, Stage, Text

LOCK = 6_001_947  # any number: who holds it on PostgreSQL learns, the others wait
PART = 500  # values of one statement
_WRITES = "memory"  # in a session's own notes: the transaction in which it changed something here
_GIVEN = (
    Segment.number, Segment.source_language, Segment.target_language, Segment.source_words, Segment.target_words,
    Segment.file, Segment.key, Segment.stage, Segment.day, Issue.slug,
)  # fmt: skip
One = TypeVar("One")


def is_sqlite(db: Session) -> bool:
    return bool(db.get_bind().dialect.name == "sqlite")


# --- writing ---------------------------------------------------------------------------------------------------------


def begin(db: Session) -> None:
    """Before this transaction's first change: stand in line (SQLite's writers do already), and note that it changes."""
    if not changed(db):
        if not is_sqlite(db):
            db.execute(select(func.pg_advisory_xact_lock(LOCK)))
        db.info[_WRITES] = db.get_transaction()


def changed(db: Session) -> bool:
    """Whether this transaction may see what nobody else does, and what may yet be rolled back."""
    noted = db.info.get(_WRITES)
    return noted is not None and noted is db.get_transaction()


def last(db: Session) -> int:
    """The highest number that there is."""
    return db.scalar(select(func.max(Segment.number))) or 0


def add(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep these, in this order."""
    if rows:
        begin(db)
        db.execute(insert(Segment), rows)


def forget(db: Session, numbers: Iterable[int]) -> None:
    for some in _parts(sorted(numbers)):
        begin(db)
        db.execute(delete(Segment).where(Segment.number.in_(some)))


def restage(db: Session, numbers: Iterable[int], **told: Any) -> None:
    """Note another stage, and the day of it: what they are found by stays."""
    for some in _parts(sorted(numbers)):
        db.execute(update(Segment).where(Segment.number.in_(some)).values(**told))


def of_text(db: Session, text_id: str) -> list[tuple[int, bytes, int]]:
    """What is kept of a text: number, digest, stage."""
    asked = select(Segment.number, Segment.digest, Segment.stage).where(Segment.text_id == text_id)
    return [(number, bytes(told), stage) for number, told, stage in db.execute(asked)]


def of_file(db: Session, name: str, digests: Collection[bytes]) -> set[bytes]:
    """Which of these are kept of a file."""
    found: set[bytes] = set()
    for some in _parts(sorted(digests)):
        asked = select(Segment.digest).where(Segment.file == name, Segment.digest.in_(some))
        found |= {bytes(told) for told in db.scalars(asked)}
    return found


def numbers_of_file(db: Session, name: str) -> list[int]:
    return list(db.scalars(select(Segment.number).where(Segment.file == name)))


def numbers_of_keys(db: Session, issue_id: str, keys: Sequence[str]) -> list[int]:
    """What is kept of some parts (the captions of a picture) in an issue."""
    here = select(Text.id).join(Piece, Text.piece_id == Piece.id).where(Piece.issue_id == issue_id)
    return list(db.scalars(select(Segment.number).where(Segment.text_id.in_(here), Segment.key.in_(keys))))


def numbers_of_piece(db: Session, piece_id: str) -> list[int]:
    """What is kept of a piece's translations."""
    here = select(Text.id).where(Text.piece_id == piece_id)
    return list(db.scalars(select(Segment.number).where(Segment.text_id.in_(here))))


def made_from(db: Session, piece_id: str, language: str) -> list[Segment]:
    """What is kept of a piece's translations that were made from one language, in the order it was learnt."""
    here = Segment.text_id.in_(select(Text.id).where(Text.piece_id == piece_id))
    return list(db.scalars(select(Segment).where(here, Segment.source_language == language).order_by(Segment.number)))


# --- finding ---------------------------------------------------------------------------------------------------------


def signs(db: Session, source: str, target: str, after: int, limit: int) -> list[tuple[int, bytes]]:
    """The signatures of a pair of languages, of the numbers after one, in order."""
    asked = select(Segment.number, Segment.signs).where(
        Segment.source == source, Segment.target == target, Segment.number > after
    )
    return [(number, told) for number, told in db.execute(asked.order_by(Segment.number).limit(limit))]


def still(db: Session, numbers: Sequence[int]) -> set[int]:
    """Which of these are kept at all, whoever may read them."""
    found: set[int] = set()
    for some in _parts(numbers):
        found |= set(db.scalars(select(Segment.number).where(Segment.number.in_(some))))
    return found


def by_number(db: Session, actor: Actor, source: str, target: str, numbers: Sequence[int], besides: str) -> list[Found]:
    """These segments, as far as the actor may read them; without those of the text `besides`.

    Their languages are looked at here: PostgreSQL, asked for both, reads all of the pair while it has no statistics.
    """
    found: list[Found] = []
    for some in _parts(numbers):
        found += _found(db, _shown(actor, "", "").where(Segment.number.in_(some), *_not_of(besides)))
    return [one for one in found if (family(one.source_language), family(one.target_language)) == (source, target)]


def alike(
    db: Session, actor: Actor, source: str, target: str, likenesses: Collection[int], besides: str = "", each: int = 5
) -> list[Found]:
    """The segments with the same bare words, of each way to write them the furthest and latest `each`."""
    found: list[Found] = []
    for some in _parts(sorted(likenesses)):
        place = func.row_number().over(
            partition_by=(Segment.likeness, Segment.source_words),
            order_by=(Segment.stage.desc(), Segment.number.desc()),
        )
        asked = _shown(actor, source, target).where(Segment.likeness.in_(some), *_not_of(besides))
        ranked = asked.with_only_columns(Segment.number, place.label("place")).subquery()
        best = select(ranked.c.number).where(ranked.c.place <= each)
        found += _found(db, _shown(actor, source, target).where(Segment.number.in_(best)))
    return found


def with_phrase(
    db: Session, actor: Actor, source: str, target: str, phrase: str, before: int | None, most: int
) -> list[Found]:
    """The latest segments (before a number) that have a folded phrase on either side. Looks through all of them."""
    there = func.instr(Segment.plain, phrase) if is_sqlite(db) else func.strpos(Segment.plain, phrase)
    asked = _shown(actor, source, target).where(there > 0, *([] if before is None else [Segment.number < before]))
    return _found(db, asked.order_by(Segment.number.desc()).limit(most))


def after(db: Session, source: str, target: str, number: int, limit: int) -> list[Found]:
    """The segments that come after a number, in order, of every residency: for who takes the whole memory out."""
    asked = _shown(None, source, target).where(Segment.number > number)
    return _found(db, asked.order_by(Segment.number).limit(limit))


def counted(db: Session) -> dict[tuple[str, str], int]:
    """How many segments of each pair of languages may be shown."""
    pair = (Segment.source, Segment.target)
    found = {(source, target): many for source, target, many in db.execute(select(*pair, func.count()).group_by(*pair))}
    gone = select(Text.id).join(Piece, Text.piece_id == Piece.id).where(Piece.stage == Stage.WITHDRAWN)
    hidden = select(*pair, func.count()).where(Segment.text_id.in_(gone)).group_by(*pair)
    for source, target, many in db.execute(hidden):
        found[source, target] -= many
    return {both: many for both, many in found.items() if many}


def files(db: Session) -> dict[str, int]:
    """The files that were learnt from, and how many segments of each are kept."""
    asked = select(Segment.file, func.count()).where(Segment.file.is_not(None)).group_by(Segment.file)
    return {str(name): many for name, many in db.execute(asked.order_by(Segment.file))}


def _found(db: Session, asked: Select[*tuple[Any, ...]]) -> list[Found]:
    return [
        Found(number, 0, ours, theirs, source, target, file or slug or "", bool(file), key, How(stage), day)
        for number, ours, theirs, source, target, file, key, stage, day, slug in db.execute(asked)
    ]


def _shown(actor: Actor | None, source: str, target: str) -> Select[*tuple[Any, ...]]:
    """Segments of a pair of languages (either may be empty: any) that may be read. Without an actor: of every
    residency."""
    asked: Select[*tuple[Any, ...]] = select(*_GIVEN).outerjoin(Text, Segment.text_id == Text.id)
    asked = asked.outerjoin(Piece, Text.piece_id == Piece.id).outerjoin(Issue, Piece.issue_id == Issue.id)
    asked = asked.where(or_(Segment.text_id.is_(None), and_(Piece.stage != Stage.WITHDRAWN, ~Piece.id.in_(_refused()))))
    if source:
        asked = asked.where(Segment.source == source)
    if target:
        asked = asked.where(Segment.target == target)
    if actor is None or actor.reads_all:
        return asked
    own = or_(Segment.text_id.is_(None), Piece.residency_id.in_(actor.residencies))
    return asked.where(own if actor.residencies else false())


def _refused() -> Select[str]:
    """The pieces whose authors last said no to being translated, into one language or all."""
    about = and_(Consent.work_kind == "piece", Consent.use == Use.TRANSLATION)
    latest = select(func.max(Consent.number)).where(about).group_by(Consent.work_id, Consent.language)
    return select(Consent.work_id).where(Consent.number.in_(latest), Consent.yes.is_(False))


def _not_of(text_id: str) -> list[ColumnElement[bool]]:
    return [or_(Segment.text_id.is_(None), Segment.text_id != text_id)] if text_id else []


def _parts(all_: Sequence[One]) -> Iterable[Sequence[One]]:
    return (all_[start : start + PART] for start in range(0, len(all_), PART))
