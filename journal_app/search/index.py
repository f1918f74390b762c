"""Search, the index: the table of words beside `search_entry`, in each database's own way. It is made by migrations.

SQLite: an FTS5 table over the entries' own column, so that the words are kept once; words are runs of letters, numbers
and marks. PostgreSQL: a tsvector made of the words as they are (no parser, no dictionary) under a GIN index.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Text, bindparam, text
from sqlalchemy.orm import Session

SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(words, content='search_entry', content_rowid='number', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\", prefix='2 3')",
)
POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS search_words (number integer PRIMARY KEY REFERENCES search_entry ON DELETE CASCADE, "
    "words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS search_words_gin ON search_words USING gin (words)",
)


def statements(dialect: str) -> Sequence[str]:
    """What makes the table of words, where it is not yet."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL


def is_sqlite(db: Session) -> bool:
    return bool(db.get_bind().dialect.name == "sqlite")


def put(db: Session, number: int, words: str) -> None:
    """Index the words of an entry that is new, or whose old words were taken out."""
    if is_sqlite(db):
        db.execute(text("INSERT INTO search_words(rowid, words) VALUES (:n, :words)"), {"n": number, "words": words})
        return
    told = text("INSERT INTO search_words VALUES (:n, array_to_tsvector(string_to_array(:words, ' ')))")
    db.execute(told.bindparams(bindparam("words", type_=Text)), {"n": number, "words": words})


def take_out(db: Session, entries: Iterable[tuple[int, str]]) -> None:
    """Forget the words of entries that are about to change or go."""
    for number, words in entries:
        if is_sqlite(db):
            told = "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', :n, :words)"
            db.execute(text(told), {"n": number, "words": words})
        else:
            db.execute(text("DELETE FROM search_words WHERE number = :n"), {"n": number})


def purge(db: Session) -> None:
    """Write the index anew, so that no deleted word is left in its pages: after an erasure."""
    if is_sqlite(db):
        db.execute(text("INSERT INTO search_words(search_words) VALUES ('optimize')"))


def query(db: Session, words: Sequence[str]) -> tuple[str, str]:
    """A condition on `search_words` that all the words begin a word of the entry, and its parameter."""
    if is_sqlite(db):
        return "search_words MATCH :query", " AND ".join(f'"{word}"*' for word in words)
    return "search_words.words @@ CAST(:query AS tsquery)", " & ".join(f"'{word}':*" for word in words)
