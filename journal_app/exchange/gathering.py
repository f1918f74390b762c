"""Exchange, the gathering: an issue's translations into one language -> articles for files. It changes nothing.

Each piece is read in a transaction of its own, so that nobody who saves waits for a whole issue; what takes long, the
measuring of pages, happens beside them, in a process of its own.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bitext.model import Article
from journal_app.consent import store as consent
from journal_app.consent.model import Use
from journal_app.db import Database
from journal_app.exchange.beside import beside
from journal_app.exchange.limits import Asked, Limits, ask, pages_of
from journal_app.exchange.outgoing import article, limited
from journal_app.freeze.columns import Columns
from journal_app.freeze.folder import Gathered
from journal_app.issues.model import Issue
from journal_app.review import store as reviews
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Stage
from journal_app.translation.reading import opened, whole

OUT = frozenset({Stage.REJECTED, Stage.WITHDRAWN})
AHEAD = 2  # articles that are read while an earlier one is measured
Tell = Callable[[int, int], None]  # done, of all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an issue's pieces into a language; with what memory and glossary know, with limits."""

    issue: Issue
    language: str
    matches: bool = True
    columns: Columns | None = None


def sendable(db: Session, actor: Actor, issue: Issue, language: str) -> list[Piece]:
    """The pieces whose translation into a language may leave as a file: wanted, and not refused by their authors."""
    return sorted(may_leave(db, submissions.pieces(db, actor, issue.id), language), key=lambda piece: piece.slug)


def may_leave(db: Session, pieces: Sequence[Piece], language: str) -> list[Piece]:
    """Those of some pieces that are wanted in a language, and whose authors did not say no to being translated."""
    texts = submissions.texts(db, [piece.id for piece in pieces])
    given = consent.answers(db, [("piece", piece.id) for piece in pieces])
    return [
        piece for piece in pieces
        if piece.stage not in OUT and language != piece.original
        and any(text.language == language and text.wanted for text in texts.get(piece.id, []))
        and given["piece", piece.id].get((Use.TRANSLATION, "*"), True)
        and given["piece", piece.id].get((Use.TRANSLATION, language), True)
    ]  # fmt: skip


def gathered(
    database: Database, actor: Actor, wanted: Wanted, ids: Sequence[str], tell: Tell = lambda done, all_: None
) -> Iterator[Article]:
    """The articles of these pieces, one after the other; one that was taken back meanwhile is left out."""
    limits = Limits(wanted.columns) if wanted.columns else None
    with database.read() as db:
        pages = pages_of(db, db.get_one(Issue, wanted.issue.id)) if limits else None
        like = _longest(db, actor, wanted) if limits else ""
    waiting: deque[tuple[Article, Callable[[], int | None]]] = deque()  # for their limits, while others are read
    for number, piece_id in enumerate(ids):
        tell(number, len(ids))
        with database.read() as db:
            found = _one(db, actor, wanted, piece_id, pages, like)
        if found is not None:
            made, question = found
            waiting.append((made, limits.ask(question) if limits and question else lambda: None))
        if len(waiting) > AHEAD:
            yield _limited(*waiting.popleft())
    while waiting:
        yield _limited(*waiting.popleft())
    tell(len(ids), len(ids))


def _limited(made: Article, limit: Callable[[], int | None]) -> Article:
    return limited(made, limit())


def _one(
    db: Session, actor: Actor, wanted: Wanted, piece_id: str, pages: Gathered | None, like: str
) -> tuple[Article, Asked | None] | None:
    piece = submissions.piece(db, actor, piece_id)
    all_ = whole(db, actor, piece) if piece and may_leave(db, [piece], wanted.language) else None
    here = opened(all_, wanted.language) if all_ else None
    if piece is None or all_ is None or here is None or here.source.head is None:
        return None
    yes, _ = reviews.standing(db, [piece.id])
    agreed = here.target.head is not None and yes.get(here.target.text.id) == here.target.head.id
    known = beside(db, actor, here, wanted.matches)
    made = article(here, wanted.issue.slug, known, agreed)
    return made, ask(pages, all_, here, like) if pages else None


def _longest(db: Session, actor: Actor, wanted: Wanted) -> str:
    """The longest body that the issue has in the language: what its columns look like."""
    pieces = submissions.pieces(db, actor, wanted.issue.id)
    texts = submissions.texts(db, [piece.id for piece in pieces])
    mine = [text.id for rows in texts.values() for text in rows if text.language == wanted.language]
    bodies = [content.body for _, content in submissions.heads(db, mine).values()]
    return max(bodies, key=len, default="")
