"""Review, what is done: a text is changed, a piece is decided on, an author's answer is noted. It never commits.

Where a verb leads and who may say it is in stages.py, and nowhere else.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import WRITE, Actor
from journal_app.accounts.model import Role
from journal_app.accounts.store import with_roles
from journal_app.activity.actions import record
from journal_app.consent.model import How
from journal_app.problems import Problem, Refused, blocking
from journal_app.review import stages, store
from journal_app.review.model import Answer, AuthorAnswer, Decision
from journal_app.review.stages import Verb
from journal_app.submissions.actions import Saved, Stale, keep, save
from journal_app.submissions.cleaning import clean_line
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Stage, Text
from journal_app.submissions.store import lock, lock_piece
from journal_app.tasks.actions import notify

REASON = 1000  # characters of a reason or a note
UNDO = "undo"


def roles_for(actor: Actor, piece: Piece) -> frozenset[Role]:
    """The actor's roles as far as they hold for this piece: a facilitator's in the own residency, an author's with
    the card that opens it."""
    if actor.card_id and actor.card_id != piece.card_id:
        return frozenset()
    return actor.roles_in(piece.residency_id)


def may_write(actor: Actor, piece: Piece, language: str) -> bool:
    """Whether the actor may change this text: translators change translations only, nobody what was withdrawn."""
    allowed = WRITE if language == piece.original else WRITE | {Role.TRANSLATOR}
    return bool(roles_for(actor, piece) & allowed) and piece.stage != Stage.WITHDRAWN


def hold(db: Session, piece: Piece) -> None:
    """The piece as it is now, kept until the transaction ends; an archived issue's stays as it is."""
    lock_piece(db, piece)
    if not store.issue_open(db, piece):
        raise Refused("issue-archived")


# --- texts -----------------------------------------------------------------------------------------------------------


def revise(
    db: Session,
    actor: Actor,
    now: datetime,
    piece: Piece,
    text: Text,
    content: Content,
    base_id: str | None,
    *,
    moment: Moment = Moment.SAVED,
    minor: bool = False,
    note: str = "",
    key: str = "",
    source_id: str | None = None,
) -> Saved | Stale:
    """Save a text, with what that does to the piece: a contributor's text that changed waits for the author's yes.

    `source_id`: for a translation, the revision of the original it is now in line with. An autosave only saves.
    """
    hold(db, piece)
    if not may_write(actor, piece, text.language):
        raise Refused("not-yours")
    answer = save(db, actor, now, text, content, base_id, moment=moment, minor=minor, note=note, key=key)
    if isinstance(answer, Saved):
        took_effect(db, actor, now, piece, text, answer)
        if source_id and moment != Moment.NONE and text.language != piece.original:
            text.source_id = source_id
    return answer


def took_effect(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text, saved: Saved) -> None:
    """What a version that entered the history does to its text and its piece."""
    if not saved.named:
        return
    minor = saved.revision.minor or saved.revision.moment == Moment.TYPOGRAPHY
    record(db, actor, now, "text-saved", issue_id=piece.issue_id, piece_id=piece.id, object_id=saved.revision.id,
           detail={"language": text.language, "minor": minor, "moment": saved.revision.moment})  # fmt: skip
    if minor:
        return
    text.reviewed = False
    if text.language == piece.original and piece.by_contributor and saved.revision.number > 1:
        _go(db, actor, now, piece, Verb.EDIT, "")


def mark_reviewed(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text, base_id: str, yes: bool) -> None:
    """Note that somebody who reads the language proofread the text as it now stands, or take that back."""
    hold(db, piece)
    if not may_write(actor, piece, text.language):
        raise Refused("not-yours")
    if base_id != lock(db, text).head_id:
        raise Refused("text-moved-on")
    keep(db, text, base_id)
    text.reviewed = yes
    record(db, actor, now, "text-reviewed" if yes else "text-unreviewed", issue_id=piece.issue_id, piece_id=piece.id,
           object_id=text.id, detail={"language": text.language})  # fmt: skip


# --- decisions -------------------------------------------------------------------------------------------------------


def decide(
    db: Session, actor: Actor, now: datetime, piece: Piece, verb: str, reason: str = "", version: int | None = None
) -> Decision | Problem:
    """Decide on a piece. A missing reason is a Problem; what the table does not allow is Refused.

    `version`: the piece's as the form showed it; another one by now is refused, so that nobody decides unseen.
    """
    if verb not in stages.BY_HAND:
        raise Refused("verb-unknown")
    hold(db, piece)
    if version is not None and version != piece.version:
        raise Refused("piece-moved-on")
    if not stages.may(roles_for(actor, piece), Verb(verb)):
        raise Refused("not-yours")
    if stages.leads_to(piece.stage, Verb(verb)) is None:
        raise Refused("stage-not-possible")
    line, problem = _reason(reason, stages.TABLE[Verb(verb)].reason)
    return problem or _go(db, actor, now, piece, Verb(verb), line)


def _reason(given: str, needed: bool) -> tuple[str, Problem | None]:
    line, problems = clean_line(given, "reason", REASON)
    if needed and not line:
        return line, blocking("reason-missing", "reason")
    return line, next((one for one in problems if one.code == "text-too-long"), None)


def _go(db: Session, actor: Actor, now: datetime, piece: Piece, verb: Verb, reason: str) -> Decision:
    """The piece goes where the table says, and people are told. What stays where it is leaves no decision."""
    after = stages.leads_to(piece.stage, verb) or Stage(piece.stage)
    row = Decision(piece_id=piece.id, verb=verb, before=piece.stage, after=after, reason=reason,
                   made_by=actor.account_id, made_at=now)  # fmt: skip
    if after == piece.stage:
        return row
    db.add(row)
    _move(db, actor, now, piece, after, f"piece-{verb}", reason)
    return row


def _move(db: Session, actor: Actor, now: datetime, piece: Piece, after: str, told: str, reason: str) -> None:
    piece.stage, piece.version, piece.changed_at = after, piece.version + 1, now
    record(db, actor, now, told, issue_id=piece.issue_id, piece_id=piece.id, detail={"after": after}, reason=reason)
    around = {piece.holder_id, piece.created_by}
    if piece.residency_id:
        around |= set(with_roles(db, [Role.FACILITATOR], piece.residency_id))
    notify(db, now, around - {actor.account_id}, told, issue_id=piece.issue_id, piece_id=piece.id)


def undo(db: Session, actor: Actor, now: datetime, piece: Piece, decision_id: str) -> Decision:
    """Take the last decision back. Only what was decided by hand, and only while nothing else happened since."""
    hold(db, piece)
    if not roles_for(actor, piece) & stages.DECIDE:
        raise Refused("not-yours")
    last = next(iter(store.decisions(db, piece.id)), None)
    taken_back = last is None or last.id != decision_id or last.verb not in stages.BY_HAND
    if last is None or taken_back or piece.stage != last.after:
        raise Refused("decision-moved-on")
    row = Decision(piece_id=piece.id, verb=UNDO, before=piece.stage, after=last.before, undoes=last.id,
                   made_by=actor.account_id, made_at=now)  # fmt: skip
    db.add(row)
    _move(db, actor, now, piece, last.before, "piece-undo", "")
    return row


# --- the author's yes ------------------------------------------------------------------------------------------------


def note_answer(
    db: Session,
    actor: Actor,
    now: datetime,
    piece: Piece,
    text: Text,
    revision_id: str,
    answer: Answer,
    *,
    how: How = How.SPOKEN,
    read_in: str = "",
    note: str = "",
    at: datetime | None = None,
) -> AuthorAnswer | Problem:
    """Note what the author said to the text as it now stands; a yes holds for this revision.

    `at`: when it was said, not after now. A no that staff note needs a reason; its author may say no without one.
    Answers to the original move the piece.
    """
    verb = Verb(answer.value)
    hold(db, piece)
    if not stages.may(roles_for(actor, piece), verb) or piece.stage == Stage.WITHDRAWN:
        raise Refused("not-yours")
    if revision_id != lock(db, text).head_id:
        raise Refused("text-moved-on")
    line, problem = _reason(note, stages.TABLE[verb].reason and not actor.card_id)
    if problem:
        return problem
    keep(db, text, revision_id)
    row = AuthorAnswer(text_id=text.id, revision_id=revision_id, answer=answer, read_in=read_in, how=how, note=line,
                       noted_by=actor.account_id, at=min(at or now, now))  # fmt: skip
    db.add(row)
    record(db, actor, now, f"author-{answer}", issue_id=piece.issue_id, piece_id=piece.id, object_id=text.id,
           detail={"language": text.language, "read_in": read_in, "how": how}, reason=line)  # fmt: skip
    if text.language == piece.original:
        _go(db, actor, now, piece, verb, line)
    elif answer is not Answer.YES:
        text.reviewed = False
        notify(db, now, {piece.holder_id} - {actor.account_id}, f"author-{answer}", issue_id=piece.issue_id,
               piece_id=piece.id)  # fmt: skip
    return row
