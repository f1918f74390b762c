"""Search, the rows: entries, and which of them hold all the words, within the asker's reach. It marks no passage."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, column, select, table, text
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.search.folding import words
from journal_app.search.index import is_sqlite, query
from journal_app.search.model import SearchEntry

MOST_WORDS = 12  # of a query


def entry(db: Session, kind: str, object_id: str) -> SearchEntry | None:
    return db.scalar(select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.object_id == object_id))


def entries(db: Session, kind: str, object_ids: Sequence[str]) -> Sequence[SearchEntry]:
    return db.scalars(
        select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.object_id.in_(object_ids))
    ).all()


def find(
    db: Session,
    actor: Actor,
    asked: str,
    *,
    issue_id: str | None = None,
    language: str = "",
    pieces: Select[str] | None = None,
    limit: int = 50,
) -> Sequence[SearchEntry]:
    """The entries in which every word asked for begins a word, the latest first; of what the actor may read.

    `pieces` is a select of piece ids that the finds must be among (a stage, a holder).
    """
    wanted = words(asked)[:MOST_WORDS]
    if not wanted or not (actor.reads_all or actor.residencies):
        return []
    condition, parameter = query(db, wanted)
    hits: Any = table("search_words", column("rowid"), column("number"))
    key: ColumnElement[int] = hits.c.rowid if is_sqlite(db) else hits.c.number
    told = select(SearchEntry).join(hits, key == SearchEntry.number).where(text(condition))
    if not actor.reads_all:
        told = told.where(SearchEntry.residency_id.in_(actor.residencies))
    if issue_id:
        told = told.where(SearchEntry.issue_id == issue_id)
    if language:
        told = told.where(SearchEntry.language == language)
    if pieces is not None:
        told = told.where(SearchEntry.piece_id.in_(pieces))
    # by the index's own number, so that it stops at the limit: six thousand finds are not sorted for the first few
    return db.scalars(told.order_by(key.desc()).limit(limit), {"query": parameter}).all()


def of_piece(db: Session, piece_id: str) -> dict[str, list[str]]:
    """The ids of what can be found of a piece, by kind."""
    found: dict[str, list[str]] = {}
    for row in db.scalars(select(SearchEntry).where(SearchEntry.piece_id == piece_id)):
        found.setdefault(row.kind, []).append(row.object_id)
    return found
