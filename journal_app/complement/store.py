"""Complement, the rows: which pieces and pictures may be on the web now, whoever asks. It writes nothing."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.consent import store as consents
from journal_app.consent.model import Consent, Use
from journal_app.consent.store import Answers, allows
from journal_app.facts import AnswerTakenBack
from journal_app.freeze.holding import begins
from journal_app.freeze.model import Freeze
from journal_app.media.model import Picture
from journal_app.submissions.model import Piece, Stage

# What a site is made with: the tagged PDF, translations, bylines and credits, faces. NEVER: what no frozen file may be,
# whenever the no was said. LATER: what the freeze heeded, so that only a no since then stands against what it wrote.
NEVER: Mapping[str, tuple[Use, ...]] = {"piece": (Use.PDF, Use.TRANSLATION), "picture": ()}
LATER: Mapping[str, tuple[Use, ...]] = {"piece": (Use.NAME,), "picture": (Use.PDF, Use.NAME, Use.FACE)}


def agreed(db: Session, frozen: Freeze) -> set[str]:
    """`article:slug` and `picture:slug` of what may be on the web as it was frozen: also no name, face, translation or
    PDF is in it that somebody said no to since. A no leaves the whole work out, as it makes the BAT void."""
    begun = tuple(start for row in consents.noes(db, frozen.issue_id) for start in _against(db, row, frozen))
    held = (path.split("/") for path in frozen.manifest if begun and path.startswith(begun))
    return allowed(db, frozen.issue_id) - {
        f"article:{parts[1]}" if parts[0] == "articles" else f"picture:{parts[1].partition('.')[0]}" for parts in held
    }


def _against(db: Session, row: Consent, frozen: Freeze) -> tuple[str, ...]:
    """How the paths begin of what a no keeps from the web."""
    kind: Literal["piece", "picture"] = "picture" if row.work_kind == "picture" else "piece"
    if row.use not in NEVER[kind] and not (row.use in LATER[kind] and row.at >= frozen.made_at):
        return ()
    return begins(db, AnswerTakenBack(kind, row.work_id, row.issue_id, (row.use,), row.language))


def allowed(db: Session, issue_id: str) -> set[str]:
    """`article:slug` and `picture:slug` of what may be there in every language and was not taken back.

    The team's own pieces and pictures need no answer, as at the freeze.
    """
    pieces = db.scalars(select(Piece).where(Piece.issue_id == issue_id)).all()
    pictures = db.scalars(select(Picture).where(Picture.issue_id == issue_id)).all()
    works = [("piece", row.id) for row in pieces] + [("picture", row.id) for row in pictures]
    given = consents.answers(db, works)
    own = {row.id for row in pieces if not row.by_contributor}
    gone = {row.id for row in pieces if row.stage == Stage.WITHDRAWN}
    found = {
        f"article:{row.slug}"
        for row in pieces
        if row.id not in gone and (row.id in own or _everywhere(given["piece", row.id]))
    }
    return found | {
        f"picture:{row.slug}"
        for row in pictures
        if row.withdrawn_at is None
        and row.piece_id not in gone
        and (row.piece_id is None or row.piece_id in own or _everywhere(given["picture", row.id]))
    }


def _everywhere(given: Answers) -> bool:
    """A yes for the web that no language takes back."""
    return allows(given, Use.WEB) and all(yes for (use, _), yes in given.items() if use == Use.WEB)
