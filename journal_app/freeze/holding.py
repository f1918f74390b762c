"""Freeze, what a fact is about: a piece or picture taken back, or a yes to it -> how its frozen files' paths begin.

A piece's own pictures go with it, also where only the picture stands on a page.
"""

from sqlalchemy.orm import Session

from journal_app.consent.model import Use
from journal_app.facts import AnswerTakenBack, Fact, PictureErased, PictureWithdrawn, PieceErased, PieceWithdrawn
from journal_app.freeze import store
from journal_app.media import store as media


def begins(db: Session, fact: Fact) -> tuple[str, ...]:
    """For `path.startswith`; nothing for a fact that takes nothing back."""
    match fact:
        case PieceWithdrawn() | PieceErased():
            pictures = (f"pictures/{row.slug}." for row in media.all_of_piece(db, fact.piece_id))
            return (f"articles/{store.piece_slug(db, fact.piece_id)}/", *pictures)
        case PictureWithdrawn() | PictureErased():
            return (f"pictures/{store.picture_slug(db, fact.picture_id)}.",)
        case AnswerTakenBack(kind="picture"):
            return (f"pictures/{store.picture_slug(db, fact.work_id)}.",)
        case AnswerTakenBack():
            folder = f"articles/{store.piece_slug(db, fact.work_id)}/"
            if fact.language != "*":
                return (f"{folder}{fact.language}.",)
            if fact.uses == (Use.TRANSLATION,):  # what is printed in the author's own words stays
                return tuple(f"{folder}{tag}." for tag in store.translated_into(db, fact.work_id))
            return (folder,)
        case _:
            return ()
