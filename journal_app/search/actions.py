"""Search, what is done: an entry is put in, changed or forgotten, in the transaction that changes what it is of."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from journal_app.search import index as table
from journal_app.search import store
from journal_app.search.folding import words as folded
from journal_app.search.model import SearchEntry


def index(
    db: Session,
    kind: str,
    object_id: str,
    *,
    issue_id: str,
    piece_id: str | None,
    residency_id: str | None,
    language: str,
    words: str,
) -> None:
    """Make something found by these words and no others. `kind` is "text" or "picture"."""
    plain = " ".join(dict.fromkeys(folded(words)))
    entry = store.entry(db, kind, object_id)
    if entry is None:
        entry = SearchEntry(kind=kind, object_id=object_id, issue_id=issue_id, piece_id=piece_id,
                            residency_id=residency_id, language=language, words=plain)  # fmt: skip
        db.add(entry)
    else:
        table.take_out(db, [(entry.number, entry.words)])
        entry.words, entry.residency_id, entry.language = plain, residency_id, language
    db.flush()
    table.put(db, entry.number, plain)


def forget(db: Session, kind: str, object_ids: Iterable[str]) -> None:
    """Make them found no more, and leave nothing of their words."""
    entries = store.entries(db, kind, list(object_ids))
    table.take_out(db, [(entry.number, entry.words) for entry in entries])
    for entry in entries:
        db.delete(entry)
    db.flush()
    table.purge(db)
