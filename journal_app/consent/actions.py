"""Consent, what people do: note an author's answers, or that the author takes the work back. Append-only."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.consent import store
from journal_app.consent.model import Consent, How, Use
from journal_app.facts import AnswerTakenBack, PictureWithdrawn, PieceBroughtBack, PieceWithdrawn, Reaction, tell
from journal_app.problems import Refused

WORDING = "1"  # of the questions as they stand on the desk's page, to be read aloud; a new wording gets the next number
PLAIN_WORDING = "plain-1"  # of the questions as an author reads them, on a phone or on the sheet to be ticked
# What is asked of a work. A picture is neither translated nor edited; a text shows no face.
ASKED = {
    "piece": (Use.PRINT, Use.PDF, Use.WEB, Use.ARCHIVE, Use.TRANSLATION, Use.EDITS, Use.NAME),
    "picture": (Use.PRINT, Use.PDF, Use.WEB, Use.ARCHIVE, Use.NAME, Use.FACE),
}
# What a printed page rests on: what the press asks for (freeze.readiness), and the name and the face that are on it.
ON_PAPER = {
    "piece": (Use.PRINT, Use.PDF, Use.TRANSLATION, Use.NAME),
    "picture": (Use.PRINT, Use.PDF, Use.NAME, Use.FACE),
}
GUARDIANS = ("", "guardian", "referent")
READERS = ("", "self", "team", "friend")  # who read the questions: the author alone, the team, somebody they trust


def note_answers(
    db: Session,
    actor: Actor,
    now: datetime,
    work: store.Work,
    issue_id: str,
    given: Mapping[Use, bool],
    *,
    how: How,
    read_in: str = "",
    read_by: str = "",
    guardian: str = "",
    language: str = "*",
    piece_id: str | None = None,
    wording: str = WORDING,
    reactions: Iterable[Reaction] = (),
) -> list[Use]:
    """Note what the author answered; returns the uses whose answer is new. What is as before adds no row.

    A no to something that a printed page rests on is told to `reactions`. Whoever may note a no hands them in; what
    notes the answers of a piece that is not built yet has nobody to tell.
    """
    if guardian not in GUARDIANS or read_by not in READERS or any(use not in ASKED[work[0]] for use in given):
        raise Refused("consent-unknown-use")
    before = store.answers(db, [work])[work]
    changed = [use for use, yes in given.items() if before.get((use, language)) is not yes]
    for use in changed:
        store.add(
            db,
            Consent(
                issue_id=issue_id, work_kind=work[0], work_id=work[1], use=use, language=language, yes=given[use],
                how=how, read_in=read_in, read_by=read_by, guardian=guardian, wording=wording,
                noted_by=actor.account_id, at=now,
            ),
        )  # fmt: skip
    if changed:
        told = {"yes": [use for use in changed if given[use]], "no": [use for use in changed if not given[use]]}
        record(db, actor, now, "consent-noted", issue_id=issue_id, piece_id=piece_id, object_id=work[1], detail=told)
    if no := tuple(use.value for use in changed if not given[use] and use in ON_PAPER[work[0]]):
        kind: Literal["piece", "picture"] = "piece" if work[0] == "piece" else "picture"
        tell(db, AnswerTakenBack(kind, work[1], issue_id, no, language), now, reactions)
    return changed


def withdraw_piece(
    db: Session, actor: Actor, now: datetime, piece_id: str, issue_id: str, reactions: Iterable[Reaction]
) -> None:
    """The author takes the piece back: every use is no from now on, and every room lets go of it at once."""
    _say_no(db, actor, now, ("piece", piece_id), issue_id)
    tell(db, PieceWithdrawn(piece_id, issue_id), now, reactions)
    record(db, actor, now, "piece-withdrawn", issue_id=issue_id, piece_id=piece_id)


def bring_piece_back(
    db: Session, actor: Actor, now: datetime, piece_id: str, issue_id: str, reactions: Iterable[Reaction]
) -> None:
    """The author changed their mind within the hours of grace. Every use is asked for anew: none is a yes again."""
    tell(db, PieceBroughtBack(piece_id, issue_id), now, reactions)
    record(db, actor, now, "piece-brought-back", issue_id=issue_id, piece_id=piece_id)


def withdraw_picture(
    db: Session, actor: Actor, now: datetime, picture_id: str, issue_id: str, reactions: Iterable[Reaction],
    reason: str = "",
) -> None:  # fmt: skip
    """The same for one picture."""
    _say_no(db, actor, now, ("picture", picture_id), issue_id)
    tell(db, PictureWithdrawn(picture_id, issue_id), now, reactions)
    record(db, actor, now, "picture-withdrawn", issue_id=issue_id, object_id=picture_id, reason=reason)


def _say_no(db: Session, actor: Actor, now: datetime, work: store.Work, issue_id: str) -> None:
    before = store.answers(db, [work])[work]
    asked = {(use.value, "*") for use in ASKED[work[0]]}
    for use, language in sorted(asked | {key for key, yes in before.items() if yes}):
        row = Consent(issue_id=issue_id, work_kind=work[0], work_id=work[1], use=use, language=language, yes=False,
                      how=How.CODE if actor.card_id else How.SPOKEN, wording=WORDING, noted_by=actor.account_id,
                      at=now)  # fmt: skip
        store.add(db, row)
