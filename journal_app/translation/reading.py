"""Translation, the reading: rows of the database -> a translation opened beside its source. It changes nothing.

A translation that nobody opened here is paired with its source as it came. One whose editor noted elsewhere that it
follows the original is taken at that word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.review import store as review
from journal_app.review.standing import Step, moved_on
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Piece, Revision, Text
from journal_app.translation import store
from journal_app.translation.beads import Bead, Stage, carried, first
from journal_app.translation.beads import from_json as bead
from journal_app.translation.model import Rendering
from journal_app.translation.rows import Change, Row, rows, standing

Old = Callable[[Text, str], Content | None]  # what a text said at a revision; None when it is forgotten


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a piece as it is now. `beside`: captions and alternative texts of its pictures, by key."""

    text: Text
    head: Revision | None
    content: Content
    beside: Mapping[str, str]
    steps: Sequence[Step] = ()

    @property
    def language(self) -> str:
        return self.text.language


@dataclass(frozen=True, slots=True)
class Opened:
    """A translation with its rows, beside what it is made from."""

    piece: Piece
    source: Side
    target: Side
    row: Rendering | None
    rows: tuple[Row, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A piece in all its languages, read once."""

    piece: Piece
    sides: Mapping[str, Side]
    rows: Mapping[str, Rendering]  # by text
    old: Old
    pictures: tuple[Picture, ...] = ()


def wholes(db: Session, actor: Actor, pieces: Sequence[Piece]) -> dict[str, Whole]:
    """Pieces with their texts, their heads, and the words of their pictures; seven statements, however many."""
    texts = submissions.texts(db, [piece.id for piece in pieces])
    all_ = [text for rows in texts.values() for text in rows]
    ids = [text.id for text in all_]
    heads, steps, rows = submissions.heads(db, ids), review.steps(db, ids), store.renderings(db, ids)
    pictures = media.of_pieces(db, actor, list(texts))
    asked = {text.source_id for text in all_ if text.source_id and _asks(rows.get(text.id), text)}
    olds = submissions.revisions(db, (one for one in asked if one))

    def old(text: Text, revision_id: str) -> Content | None:
        found = olds.get(revision_id)
        return from_json(found.content) if found is not None and found.text_id == text.id else None

    found = {}
    for piece in pieces:
        given = tuple(media.to_print(pictures.get(piece.id, [])))
        sides = {}
        for text in texts.get(piece.id, []):
            head, content = heads.get(text.id, (None, Content()))
            sides[text.language] = Side(text, head, content, beside(given, text.language), steps.get(text.id, ()))
        found[piece.id] = Whole(piece, sides, rows, old, given)
    return found


def _asks(row: Rendering | None, text: Text) -> bool:
    """Whether what the source said when the text was last noted as in line is needed."""
    return row is None or not row.beads or row.in_line != text.source_id


def whole(db: Session, actor: Actor, piece: Piece) -> Whole:
    """One piece in all its languages."""
    return wholes(db, actor, [piece])[piece.id]


def beside(pictures: Sequence[Picture], language: str) -> dict[str, str]:
    """Captions and alternative texts in a language, by key."""
    found = {f"caption:{one.id}": str(one.caption.get(language, "")) for one in pictures}
    found |= {f"alt:{one.id}": str(one.alt.get(language, "")) for one in pictures}
    return {name: said for name, said in found.items() if said}


def opened(all_: Whole, language: str, around: tuple[str, ...] = ()) -> Opened | None:
    """A translation beside its source; nothing for the original, or for a language the piece is not wanted in."""
    target = all_.sides.get(language)
    if target is None or language == all_.piece.original:
        return None
    row = all_.rows.get(target.text.id)
    source = all_.sides[source_of(all_, language)]
    beads = _beads(row, source, target, all_)
    upstream = _upstream(all_, source.language, (*around, language))
    said = {**_first_words(all_, language), **source.beside}

    def light(revision: str) -> bool:
        return bool(revision) and not moved_on(source.steps, revision)

    found = rows(beads, source.content, said, light=light, upstream=upstream)
    return Opened(all_.piece, source, target, row, tuple(found), all_.pictures)


def source_of(all_: Whole, language: str) -> str:
    """The language a translation is made from: a pivot that was chosen, unless that leads in a circle."""
    row = all_.rows.get(all_.sides[language].text.id)
    wanted, seen = row.source if row else all_.piece.original, {language}
    here = wanted
    while here != all_.piece.original:
        if here in seen or here not in all_.sides or all_.sides[here].head is None:
            return all_.piece.original
        seen.add(here)
        after = all_.rows.get(all_.sides[here].text.id)
        here = after.source if after else all_.piece.original
    return wanted


def _first_words(all_: Whole, language: str) -> dict[str, str]:
    """Captions that nobody wrote in the source's language, in any other: better than none to translate from."""
    found: dict[str, str] = {}
    for tag in (side.language for side in all_.sides.values() if side.language != language):
        found = beside(all_.pictures, tag) | found
    return found


def _beads(row: Rendering | None, source: Side, target: Side, all_: Whole) -> list[Bead]:
    """The beads as they stand for what the translation says now."""
    text = target.text
    told = all_.old(source.text, text.source_id) if text.source_id and source.language == all_.piece.original else None
    if row is not None and row.beads:
        beads = carried([bead(one) for one in row.beads], target.content, target.beside)
        if told is not None and row.in_line != text.source_id:
            beads = _in_line(beads, told, source.beside, text.source_id or "")
    else:
        stage = Stage.TRANSLATED if text.source_id or text.reviewed else Stage.IN_PROGRESS
        beads = first(told or source.content, target.content, stage, (source.beside, target.beside))
        beads = [replace(one, seen=text.source_id or "") for one in beads]
    return [_reviewed(one) for one in beads] if text.reviewed else beads


def _in_line(beads: list[Bead], source: Content, others: Mapping[str, str], seen: str) -> list[Bead]:
    """The beads as somebody noted them: this translation says what that version of the source said."""
    return [replace(row.bead, sources=row.sources, seen=seen) for row in rows(beads, source, others)]


def _reviewed(one: Bead) -> Bead:
    """A text that was proofread as a whole has no paragraph that was not."""
    return replace(one, stage=Stage.REVIEWED) if Stage.IN_PROGRESS <= one.stage < Stage.REVIEWED else one


def _upstream(all_: Whole, language: str, around: tuple[str, ...]) -> dict[int | str, bool]:
    """Where a pivot is itself stale, by the places of its paragraphs and the keys of its fields."""
    if language == all_.piece.original or language in around:
        return {}
    pivot = opened(all_, language, around)
    found: dict[int | str, bool] = {}
    place = 0
    for row in pivot.rows if pivot else ():
        stale = standing(row) == Change.STALE
        if row.key == "body":
            for _ in row.targets:
                found[place] = stale
                place += 1
        else:
            found[row.key] = stale
    return found
