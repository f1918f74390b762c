"""Exchange, the limits: where a translation stands on the pages -> how many signs its body may have there.

Before the first word of it is written: the frames are filled with the like of what will stand in them, a text of the
same language, in their own face.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from journal_app.flatplan import store as flatplan
from journal_app.freeze.columns import Columns, asked
from journal_app.freeze.folder import Gathered, PieceRows
from journal_app.issues.model import Issue
from journal_app.submissions.blocks import plain_of
from journal_app.submissions.content import Content
from journal_app.translation.reading import Opened, Whole

LEAST = 3_000  # signs that the frames are filled with: more than a column, so that lines count, not their last words
MORE = 1.5  # of the source's signs


@dataclass(frozen=True, slots=True)
class Asked:
    """What the measuring process is asked: the files of the text alone, its names, the signs of its body."""

    folder: Mapping[str, bytes]
    slug: str
    language: str
    signs: int


def pages_of(db: Session, issue: Issue) -> Gathered:
    """The issue's pages with what stands where, read once for all its texts."""
    return Gathered(issue, flatplan.pages(db, issue.id), flatplan.placements(db, issue.id))


def ask(pages: Gathered, all_: Whole, here: Opened, like: str) -> Asked | None:
    """The question about a translation; nothing while it stands on no page. `like`: a body in its language, the longer
    the better."""
    content = here.target.content
    measure = _filled(content.body if len(content.body) > len(like) else like or here.source.content.body,
                      max(LEAST, int(MORE * len(plain_of(here.source.content.body)))))  # fmt: skip
    headline = content.headline or here.source.content.headline
    told = replace(content if content.headline else here.source.content, headline=headline, body=measure)
    texts = tuple((side.text, side.content) for side in all_.sides.values())
    rows = replace(pages, pieces={here.piece.id: PieceRows(here.piece, texts, {})})
    folder = asked(rows, here.piece.id, here.target.language, told)
    return Asked(folder, here.piece.slug, here.target.language, _signs(told)) if folder is not None else None


def answered(columns: Columns, question: Asked | None) -> int | None:
    """The signs; slow (a tenth of a second), so never inside a transaction."""
    if question is None:
        return None
    return columns.room(question.folder, question.slug, question.language, question.signs)


def _filled(body: str, signs: int) -> str:
    """A body of at least so many signs, by saying the same again."""
    once = len(plain_of(body))
    return body if not once else body * max(1, -(-signs // once))


def _signs(content: Content) -> int:
    return len(plain_of(content.body))
