"""Submissions, the words a text is found by: everything it says, as plain words, told to the index."""

from sqlalchemy.orm import Session

from journal_app.search.actions import index
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Text


def plain_words(content: Content) -> str:
    """What a revision says without its marks, notes in it too: headline first, a line for each block."""
    body = []
    for block in blocks_of(content.body) if content.body else ():
        body.append(block.plain)
        body += ["".join(run.text for run in run.note) for run in block.runs if run.note]
    lines = (content.headline, content.kicker, content.standfirst, content.short, content.byline, *content.quotes)
    return "\n".join(line for line in (*lines, *body) if line)


def index_text(db: Session, piece: Piece, text: Text, content: Content) -> None:
    """Let the text be found by what it says now, by its working title and its pen name."""
    told = "\n".join((piece.title, piece.author, plain_words(content)))
    index(db, "text", text.id, issue_id=piece.issue_id, piece_id=piece.id, residency_id=piece.residency_id,
          language=text.language, words=told)  # fmt: skip
