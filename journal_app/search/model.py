"""Search, the nouns: the folded words of one text or picture. The index itself is the database's own kind.

SQLite: an FTS5 table beside it; PostgreSQL: a tsvector with the `simple` configuration. Both get the same folded words
(search/folding.py), so that both find the same.
"""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class SearchEntry(Base):
    """What can be found. `kind` is "text" or "picture"; `object_id` its id."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_object", "kind", "object_id", unique=True),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # FTS5 wants a whole number
    id: Mapped[str] = mapped_column(default=new_id)
    kind: Mapped[str]
    object_id: Mapped[str]
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("piece.id"), index=True)
    residency_id: Mapped[str | None]
    language: Mapped[str]
    words: Mapped[str]  # folded
