"""Submissions, the save: a new version of a text becomes its head, or is merged, or set aside. It never commits.

A save names the revision its maker had before them. If others saved since, what they changed and what is new here go
together block by block; where both changed the same block, the new version is set aside whole and its maker chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.prepress.fragments import MOST_CHARACTERS
from journal_app.problems import Refused
from journal_app.submissions import store
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.finding import index_text
from journal_app.submissions.merging import Choice, Merge, merge
from journal_app.submissions.model import Moment, Origin, Revision, Text

FOLDS = timedelta(minutes=10)  # an autosave takes the place of the same person's last one within this time
KEPT = timedelta(days=1)  # how long a folded autosave stays for a page that was opened on it


@dataclass(frozen=True, slots=True)
class Saved:
    """The text now says this. `added`: by this save; `merged`: together with what others saved meanwhile.

    `named`: it now stands in the history by this save, as a version of its own or as the name of the last autosave.
    """

    revision: Revision
    content: Content
    added: bool = True
    merged: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """Others changed the same blocks: the version was set aside as `mine`; the text still says `theirs`."""

    mine: Revision
    theirs: Revision


def save(
    db: Session,
    actor: Actor,
    now: datetime,
    text: Text,
    content: Content,
    base_id: str | None,
    *,
    moment: Moment = Moment.SAVED,
    origin: Origin = Origin.TYPED,
    minor: bool = False,
    note: str = "",
    key: str = "",
) -> Saved | Stale:
    """Save a cleaned version of a text on the revision it was made from. `moment` NONE is an autosave.

    `key`: the form's own random key; a repeated request is answered like the first. Refused: `base-missing` when the
    text has a head and no base is named, `text-too-long` over 200,000 characters.
    """
    if len(content.body) > MOST_CHARACTERS:
        raise Refused("text-too-long")
    store.lock(db, text)
    key = f"{actor.account_id}:{key}" if key else ""
    if (before := _answered(db, text, key)) is not None:
        return before
    head = store.revision(db, text, text.head_id)
    made = Revision(
        text_id=text.id, base_id=base_id, content={}, digest="", moment=moment, origin=origin, minor=minor, note=note,
        made_by=actor.account_id, made_at=now,
    )  # fmt: skip
    answer = _first(db, text, made, content) if head is None else _next(db, text, made, content, head)
    if key:
        kept = answer.revision if isinstance(answer, Saved) else answer.mine
        store.keep_receipt(db, key, {"revision": kept.id}, now)
    return answer


def _answered(db: Session, text: Text, key: str) -> Saved | Stale | None:
    """What the first request with this key was answered."""
    told = store.receipt(db, key) if key else None
    found = store.revision(db, text, str(told.answer.get("revision"))) if told else None
    if found is None:
        return None
    head = store.revision(db, text, text.head_id)
    if found.moment == Moment.ASIDE and not found.folded_into and head is not None:
        return Stale(found, head)
    return Saved(found, from_json(found.content), added=False)


def _first(db: Session, text: Text, made: Revision, content: Content) -> Saved:
    made.base_id = None
    return Saved(_add(db, text, made, content), content, named=made.moment != Moment.NONE)


def _next(db: Session, text: Text, made: Revision, content: Content, head: Revision) -> Saved | Stale:
    """A version that comes after others."""
    if not made.base_id:
        raise Refused("base-missing")
    now_says = from_json(head.content)
    together = False
    if made.base_id != head.id and content.digest != head.digest:
        base = store.revision(db, text, made.base_id)
        had = from_json(base.content) if base else Content()
        if content.digest == had.digest:
            return Saved(head, now_says, added=False, merged=True)
        both = merge(had, content, now_says)
        if both.open:
            return Stale(_set_aside(db, text, made, content), head)
        content, together = both.content(), True
        made.moment = Moment.MERGED if made.moment == Moment.SAVED else made.moment
    if content.digest == head.digest:
        return Saved(head, now_says, added=False, merged=together, named=_name(head, made))
    made.base_id = head.id
    folds = _folds(head, made)
    _add(db, text, made, content)
    if folds:
        made.base_id = head.base_id
        head.folded_into = made.id
        store.prune(db, text.id, made.made_at - KEPT)
    return Saved(made, content, merged=together, named=made.moment != Moment.NONE)


def _add(db: Session, text: Text, made: Revision, content: Content) -> Revision:
    made.content, made.digest = content.as_json(), content.digest
    store.add_revision(db, made)
    text.head_id = made.id
    piece = store.touch(db, text.piece_id, made.made_at)
    index_text(db, piece, text, content)
    return made


def _folds(head: Revision, made: Revision) -> bool:
    """Whether the head is an unnamed autosave of the same person a moment ago."""
    mine = head.made_by == made.made_by and made.made_at - head.made_at <= FOLDS
    return head.moment == Moment.NONE and mine


def _name(head: Revision, made: Revision) -> bool:
    """A named save that says what the last autosave said gives that one its name."""
    fits = head.moment == Moment.NONE and made.moment != Moment.NONE and head.made_by == made.made_by
    if fits:
        head.moment, head.note, head.minor = made.moment, made.note, made.minor
    return fits


def _set_aside(db: Session, text: Text, made: Revision, content: Content) -> Revision:
    """Keep a version that needs a choice; the same person's next one on the same base takes its place."""
    for row in store.asides(db, text.id):
        if row.made_by == made.made_by and row.base_id == made.base_id:
            row.content, row.digest, row.made_at = content.as_json(), content.digest, made.made_at
            return row
    made.content, made.digest, made.moment = content.as_json(), content.digest, Moment.ASIDE
    return store.add_revision(db, made)


# --- what was set aside ----------------------------------------------------------------------------------------------


def question(db: Session, text: Text, aside: Revision, theirs: Revision) -> Merge:
    """The merge of a version set aside with another one: what its maker has to choose."""
    base = store.revision(db, text, aside.base_id)
    had = from_json(base.content) if base else Content()
    return merge(had, from_json(aside.content), from_json(theirs.content))


def settle(
    db: Session,
    actor: Actor,
    now: datetime,
    text: Text,
    aside: Revision,
    theirs: Revision,
    choices: Mapping[int, Choice],
    key: str = "",
) -> Saved | Stale:
    """Save what was chosen between a version set aside and the one its maker was shown beside it."""
    chosen = question(db, text, aside, theirs).content(choices)
    answer = save(db, actor, now, text, chosen, theirs.id, moment=Moment.MERGED, minor=aside.minor, key=key)
    aside.folded_into = answer.revision.id if isinstance(answer, Saved) else answer.mine.id
    return answer


def restore(db: Session, actor: Actor, now: datetime, text: Text, old: Revision, base_id: str) -> Saved | Stale:
    """Say again what an old revision said, as a new one."""
    if base_id != text.head_id:
        raise Refused("text-moved-on")
    return save(db, actor, now, text, from_json(old.content), base_id, moment=Moment.RESTORED, note=str(old.number))


def keep(db: Session, text: Text, revision_id: str) -> Revision | None:
    """A revision that something points to (a comment, an answer) gets a name: it is never folded away."""
    found = store.revision(db, text, revision_id)
    if found is not None and found.moment == Moment.NONE:
        found.moment, found.folded_into = Moment.SAVED, None
    return found
