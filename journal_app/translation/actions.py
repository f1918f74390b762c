"""Translation, what is done: rows are translated, judged, reviewed; a translation is taken in hand. It never commits.

Each row is saved by itself: two people may work on one translation. What somebody typed on a row that another person
changed meanwhile is kept aside and told, and never written over the other's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.issues import store as issues
from journal_app.media import actions as media
from journal_app.media import store as media_store
from journal_app.memory import actions as memory
from journal_app.memory.finding import exact
from journal_app.problems import Problem, Refused
from journal_app.review.actions import may_write, revise
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Stale
from journal_app.submissions.cleaning import clean_content
from journal_app.submissions.model import Moment, Piece
from journal_app.submissions.store import lock
from journal_app.translation import store
from journal_app.translation.beads import Blocks, Stage
from journal_app.translation.counting import counts, key
from journal_app.translation.model import Rendering
from journal_app.translation.reading import Opened, opened, source_of, whole
from journal_app.translation.rows import Change, Row, done, judged, said
from journal_app.translation.teaching import asked, lessons
from journal_app.translation.typing import before_of, mark_of, read_row


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody typed on a row. `had`: the mark of the words that its field held when they opened the page."""

    typed: str
    had: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a save: the rows as they are now, what was typed but could not be put anywhere, by row's name."""

    opened: Opened
    problems: tuple[Problem, ...] = ()
    aside: Mapping[str, str] = ()  # type: ignore[assignment]  # an empty one is falsy either way


def open_translation(db: Session, actor: Actor, piece: Piece, language: str) -> Opened:
    """The translation, kept from others until the transaction ends. Refused for who may not write it."""
    found = opened(whole(db, actor, piece), language)
    if found is None or not may_write(actor, piece, language):
        raise Refused("not-yours")
    lock(db, found.target.text)
    again = opened(whole(db, actor, piece), language)
    assert again is not None
    return again


def translate(
    db: Session, actor: Actor, now: datetime, piece: Piece, language: str, edits: Mapping[str, Edit],
    finished: Sequence[str] = (), *, autosave: bool = False,
) -> Told:  # fmt: skip
    """Save what was typed on some rows; those in `finished` are said to be translated, the others are in progress."""
    here = open_translation(db, actor, piece, language)
    rows = named(here.rows)
    aside: dict[str, str] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys([*edits, *finished]):
        row = rows.get(name)
        edit = edits.get(name)
        typed = edit.typed if edit and mark_of(edit.typed) != edit.had else None
        if row is None:
            aside |= {name: typed} if typed and typed.strip() else {}
            continue
        now_says = before_of(row)
        if edit and typed is not None and mark_of(now_says) not in (edit.had, mark_of(typed)):
            aside[name] = typed
            continue
        targets, found = read_row(row, now_says if typed is None else typed)
        problems += found
        if targets == row.targets and (name not in finished or _stands(row)):
            continue
        stage = Stage.TRANSLATED if name in finished and not broken(found) else Stage.IN_PROGRESS
        rows[name] = _with(here, row, targets, stage, actor, now)
    told = keep(db, actor, now, here, list(rows.values()), Moment.NONE if autosave else Moment.SAVED)
    return replace(told, problems=(*problems, *told.problems), aside=aside)


def _stands(row: Row) -> bool:
    """Whether a row is reviewed and in line: who passes it by with "save and next" takes no reviewer's word away."""
    return row.bead.stage >= Stage.REVIEWED and row.change is Change.FRESH and not row.upstream


def typed_over(here: Opened, edits: Mapping[str, Edit]) -> list[Row]:
    """The rows as they would read with what is typed on them: for a look, not to be kept."""
    return [
        replace(row, bead=replace(row.bead, targets=read_row(row, edits[name].typed)[0])) if name in edits else row
        for name, row in named(here.rows).items()
    ]


def broken(problems: Sequence[Problem]) -> bool:
    """Whether a row cannot be called done as it was typed."""
    return any(one.severity.value == "blocking" for one in problems)


def named(rows: Sequence[Row]) -> dict[str, Row]:
    """The rows by the names that a form gives them; of two that say the same the second is another one."""
    found: dict[str, Row] = {}
    for row in rows:
        name, number = f"{row.key}-{row.name}".replace(":", "-"), 1
        while (one := name if number == 1 else f"{name}-{number}") in found:
            number += 1
        found[one] = row
    return found


def _with(here: Opened, row: Row, targets: Blocks, stage: Stage, actor: Actor, now: datetime) -> Row:
    seen = here.source.head.id if here.source.head else ""
    return done(row, targets, stage, actor.account_id or "", now.isoformat(timespec="seconds"), seen)


def keep(db: Session, actor: Actor, now: datetime, here: Opened, rows: list[Row], moment: Moment) -> Told:
    """Write the words that changed, then the beads, then whether the text as a whole is reviewed and in line."""
    text, piece = here.target.text, here.piece
    content, words = said(rows)
    problems: list[Problem] = []
    before, _ = said(here.rows)
    if content != before:
        content, problems = clean_content(content)
        answer = revise(db, actor, now, piece, text, content, text.head_id, moment=moment)
        assert not isinstance(answer, Stale), "the text is locked, and its head is the base"
    _keep_words(db, actor, now, here, words)
    keep_beads(db, actor, now, here, rows)
    return Told(replace(here, rows=tuple(rows)), tuple(problems))


def keep_beads(db: Session, actor: Actor, now: datetime, here: Opened, rows: Sequence[Row]) -> Rendering:
    """Note how the rows stand. A text of which every paragraph is reviewed is reviewed; one that is in line says so."""
    text = here.target.text
    row = rendering_of(db, now, here)
    text.reviewed = bool(rows) and all(one.bead.stage >= Stage.REVIEWED or not _asked(one) for one in rows)
    moved_on = any(one.change in (Change.STALE, Change.NEW, Change.GONE) or one.upstream for one in rows if _asked(one))
    if not moved_on and here.source.language == here.piece.original and here.source.head:
        text.source_id = here.source.head.id
    row.beads = [one.bead.as_json() for one in rows if one.was or one.targets]
    row.in_line, row.changed_at = text.source_id, now
    memory.learn(db, now, text.id, lessons(here.source.language, here.target.language, rows))
    _count(db, actor, here, row, rows)
    return row


def _count(db: Session, actor: Actor, here: Opened, row: Rendering, rows: Sequence[Row]) -> None:
    """Keep how many rows stand where, for the pages that show many translations."""
    db.flush()
    texts = {text.language: text for text in submissions.texts(db, [here.piece.id])[here.piece.id]}
    renderings = store.renderings(db, [text.id for text in texts.values()])
    pictures = media_store.to_print(media_store.of_pieces(db, actor, [here.piece.id]).get(here.piece.id, []))
    row.counted = counts(rows)
    row.counted_for = key(here.piece, here.target.language, texts, renderings, pictures)


def _asked(row: Row) -> bool:
    """Whether the row has to be translated at all."""
    return bool(row.targets) or row.open


def rendering_of(db: Session, now: datetime, here: Opened) -> Rendering:
    """The translation's row, made when there is none."""
    row = here.row or store.rendering(db, here.target.text.id)
    if row is None:
        row = Rendering(text_id=here.target.text.id, source=here.source.language, beads=[], changed_at=now)
        store.add(db, row)
    return row


def _keep_words(db: Session, actor: Actor, now: datetime, here: Opened, words: Mapping[str, str]) -> None:
    """Captions and alternative texts that changed."""
    tag = here.target.language
    for picture in here.pictures:
        told = {kind: words.get(f"{kind}:{picture.id}", "") for kind in ("caption", "alt")}
        had = {kind: str(getattr(picture, kind).get(tag, "")) for kind in told}
        if told != had:
            media.say(db, actor, now, picture, picture.version, {tag: told["caption"]}, {tag: told["alt"]},
                      here.piece.original)  # fmt: skip


# --- drafts ----------------------------------------------------------------------------------------------------------


def draft(
    db: Session, actor: Actor, now: datetime, piece: Piece, language: str, said: Mapping[str, str],
    origin: str = "memory",
) -> Opened:  # fmt: skip
    """Put words where a row has none, by the row's name, as a draft: somebody has to read it before it is anything."""
    here = open_translation(db, actor, piece, language)
    rows = named(here.rows)
    for name, typed in said.items():
        row = rows.get(name)
        if row is None or row.targets or not row.sources:
            continue
        targets, _ = read_row(row, typed)
        made = _with(here, row, targets, Stage.IN_PROGRESS, actor, now)
        rows[name] = replace(made, bead=replace(made.bead, by="", drafted=origin)) if targets else row
    kept = keep(db, actor, now, here, list(rows.values()), Moment.SAVED).opened
    record(db, actor, now, "translation-drafted", issue_id=piece.issue_id, piece_id=piece.id,
           object_id=here.target.text.id, detail={"language": language})  # fmt: skip
    return kept


def draft_from_memory(db: Session, actor: Actor, now: datetime, piece: Piece, language: str) -> int:
    """Fill the empty rows whose very words the memory has, all in one statement; how many."""
    here = open_translation(db, actor, piece, language)
    empty = {name: asked(row) for name, row in named(here.rows).items() if row.sources and not row.targets}
    known = exact(db, actor, here.source.language, language, empty.values(), besides=here.target.text.id)
    said = {name: known[words].target for name, words in empty.items() if words in known}
    if said:
        draft(db, actor, now, piece, language, said)
    return len(said)


# --- what is said of rows --------------------------------------------------------------------------------------------


def judge(
    db: Session, actor: Actor, now: datetime, piece: Piece, language: str, name: str, as_minor: bool
) -> Opened:
    """Say that the change of a row's source does not touch the translation (minor), or that it does (stale)."""
    here = open_translation(db, actor, piece, language)
    rows = named(here.rows)
    if name not in rows or rows[name].change not in (Change.STALE, Change.MINOR):
        raise Refused("row-moved-on")
    rows[name] = judged(rows[name], as_minor, actor.account_id or "", now.isoformat(timespec="seconds"))
    keep_beads(db, actor, now, here, list(rows.values()))
    record(db, actor, now, "change-minor" if as_minor else "change-counts", issue_id=piece.issue_id,
           piece_id=piece.id, object_id=here.target.text.id, detail={"language": language})  # fmt: skip
    return replace(here, rows=tuple(rows.values()))


def review(
    db: Session, actor: Actor, now: datetime, piece: Piece, language: str, name: str, stage: Stage
) -> Opened:
    """Say that a row is right (REVIEWED), that it needs work, or that it is to be reviewed again (TRANSLATED).

    Where the issue asks for a second pair of eyes, nobody reviews what they translated themselves: `same-eyes`.
    """
    here = open_translation(db, actor, piece, language)
    rows = named(here.rows)
    row = rows.get(name)
    if row is None or not row.targets or stage not in (Stage.REVIEWED, Stage.NEEDS_WORK, Stage.TRANSLATED):
        raise Refused("row-moved-on")
    if stage is Stage.REVIEWED:
        if row.bead.drafted:
            raise Refused("draft-unread")
        if row.change in (Change.STALE, Change.GONE) or row.upstream:
            raise Refused("row-stale")
        if row.bead.by == actor.account_id and second_eyes(db, piece):
            raise Refused("same-eyes")
    by = row.bead.by if not row.bead.drafted else actor.account_id or ""
    rows[name] = replace(row, bead=replace(row.bead, stage=stage, by=by, drafted=""))
    keep_beads(db, actor, now, here, list(rows.values()))
    record(db, actor, now, "row-reviewed" if stage is Stage.REVIEWED else "row-unreviewed", issue_id=piece.issue_id,
           piece_id=piece.id, object_id=here.target.text.id, detail={"language": language})  # fmt: skip
    return replace(here, rows=tuple(rows.values()))


def second_eyes(db: Session, piece: Piece) -> bool:
    """Whether this issue wants each translation to be read by somebody who did not make it."""
    issue = issues.any_issue(db, piece.issue_id)
    return issue is not None and issue.second_eyes


# --- whose it is -----------------------------------------------------------------------------------------------------


def take(db: Session, actor: Actor, now: datetime, piece: Piece, language: str, due: date | None = None) -> None:
    """Take a translation in hand. Of two at the same moment one gets it and the other is told."""
    here = open_translation(db, actor, piece, language)
    row = rendering_of(db, now, here)
    if not store.hold(db, row.text_id, actor.own_account, now):
        raise Refused("translation-in-other-hands")
    db.refresh(row)
    row.due = due or row.due
    record(db, actor, now, "translation-claimed", issue_id=piece.issue_id, piece_id=piece.id,
           object_id=row.text_id, detail={"language": language})  # fmt: skip


def give_back(db: Session, actor: Actor, now: datetime, piece: Piece, language: str) -> None:
    """Give a translation back; who decides may free one that somebody forgot."""
    here = open_translation(db, actor, piece, language)
    row = here.row
    if row is None or row.holder_id is None:
        return
    if row.holder_id != actor.account_id and not actor.has(Role.COORDINATOR, Role.EDITOR):
        raise Refused("translation-in-other-hands")
    row.holder_id = row.held_since = None
    record(db, actor, now, "translation-released", issue_id=piece.issue_id, piece_id=piece.id,
           object_id=row.text_id, detail={"language": language})  # fmt: skip


def make_from(db: Session, actor: Actor, now: datetime, piece: Piece, language: str, source: str) -> None:
    """Say which language a translation is made from: the original, or a pivot that is not made from it.

    What is there already is paired with the other language's paragraphs as they stand: a person looks at it again.
    """
    here = open_translation(db, actor, piece, language)
    row = rendering_of(db, now, here)
    if row.source == source:
        return
    row.source, row.beads, row.changed_at = source, [], now
    db.flush()
    if source != source_of(whole(db, actor, piece), language):
        raise Refused("pivot-in-a-circle")
    again = opened(whole(db, actor, piece), language)
    assert again is not None
    drafts = {one.targets: one.bead.drafted for one in here.rows if one.bead.drafted}
    keep_beads(db, actor, now, again, [_looked_at_again(one, drafts.get(one.targets, "")) for one in again.rows])


def _looked_at_again(row: Row, drafted: str) -> Row:
    """A row of a new pairing: nobody has reviewed it, and what nobody has read is still a draft."""
    stage = Stage.IN_PROGRESS if drafted else min(row.bead.stage, Stage.TRANSLATED)
    return replace(row, bead=replace(row.bead, stage=stage, drafted=drafted))
