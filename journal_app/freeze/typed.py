"""Freeze, one text as it is typed: its issue's pages with its piece alone -> how it fits on them. Nothing is saved.

The desk's screens ask the process that measures (columns); the worker measures what was saved by itself (watching).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal_app.flatplan import store as flatplan
from journal_app.freeze.columns import MOST_SIGNS, asked
from journal_app.freeze.folder import Gathered, PieceRows
from journal_app.issues.model import Issue
from journal_app.prepress.column import Fitted
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one language of a piece stands: on a page or not, and the folder it is measured in. No folder for a text of
    more than `MOST_SIGNS`, which would keep everybody waiting."""

    placed: bool
    folder: Mapping[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a text's fit: that it stands on no page, how it fits, or nothing of one that does. `late`: asked
    again, it may be told."""

    placed: bool
    fitted: Fitted | None = None
    late: bool = False


def standing(db: Session, piece: Piece, language: str, content: Content | None = None) -> Standing:
    """Where the text stands, saying `content`; what was saved when that is not given."""
    placements = flatplan.placements(db, piece.issue_id)
    if not any(one.piece_id == piece.id and language in one.languages for all_ in placements.values() for one in all_):
        return Standing(False)
    texts = submissions.texts(db, [piece.id]).get(piece.id, [])
    heads = submissions.heads(db, [text.id for text in texts])
    says = {text.language: heads[text.id][1] if text.id in heads else Content() for text in texts}
    content = content or says.get(language, Content())
    if len(content.body) > MOST_SIGNS:
        return Standing(True)
    issue = db.get_one(Issue, piece.issue_id)
    alone = {piece.id: PieceRows(piece, tuple((text, says[text.language]) for text in texts), {})}
    rows = Gathered(issue, flatplan.pages(db, issue.id), placements, alone)
    return Standing(True, asked(rows, piece.id, language, content))


def told(stands: Standing, fit: Callable[[Mapping[str, bytes]], Fitted | None]) -> Told:
    """How it fits, as `fit` measures a folder."""
    if stands.folder is None:
        return Told(stands.placed)
    fitted = fit(stands.folder)
    return Told(stands.placed, fitted, late=fitted is None)
