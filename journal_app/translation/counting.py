"""Translation, the counting: how far each translation of many pieces has come, without reading their words anew.

A translation's row keeps how many of its paragraphs stood where, and of which versions that was counted; only where
something moved on since is it counted again, from the words.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.review import store as review
from journal_app.review.diff import count_words
from journal_app.review.standing import State
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Text
from journal_app.translation import store
from journal_app.translation.model import Rendering
from journal_app.translation.reading import opened, wholes
from journal_app.translation.rows import DRAFT, Row, count

Counts = Mapping[str, int]
States = dict[str, dict[str, State]]  # by piece and language


WORDS = "words"  # beside the counts: words of the source on the rows that wait


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many rows stand where, and how many words wait; rows that need no translation are not counted."""
    waiting = sum(count_words(block.runs) for row in rows if row.open for block in row.sources)
    return dict(count(row for row in rows if row.targets or row.open)) | {WORDS: waiting}


def key(
    piece: Piece, language: str, texts: Mapping[str, Text], rows: Mapping[str, Rendering], pictures: Sequence[Picture]
) -> str:
    """The versions that a translation's counts are true of: its own, its source's, its pictures', and its pivot's."""
    told, seen = [f"{one.id}.{one.version}" for one in pictures], set[str]()
    while language != piece.original and language in texts and language not in seen:
        seen.add(language)
        text = texts[language]
        told.append(f"{text.head_id}|{text.source_id}|{text.reviewed:d}")
        language = rows[text.id].source if text.id in rows else piece.original
    told.append(str(texts[piece.original].head_id) if piece.original in texts else "")
    return " ".join(told)


def states(db: Session, actor: Actor, pieces: Sequence[Piece]) -> tuple[dict[str, str], States, dict[str, Counts]]:
    """The authors' yes and the translations' states as review.store.standing gives them, by paragraphs where a
    translation was opened here; and those translations' counts, by text."""
    ids = [piece.id for piece in pieces]
    yes, found = review.standing(db, ids)
    texts = submissions.texts(db, ids)
    rows = store.renderings(db, [text.id for all_ in texts.values() for text in all_])
    if not rows:
        return yes, found, {}
    pictures = media.of_pieces(db, actor, ids)
    told, stale = _kept(pieces, texts, rows, pictures)
    if stale:
        told |= _anew(db, actor, [piece for piece in pieces if piece.id in {text.piece_id for text in stale}], stale)
    for piece in pieces:
        for text in texts.get(piece.id, []):
            if text.id in told and text.wanted and text.head_id:
                found[piece.id][text.language] = state(told[text.id], text, yes.get(text.id) == text.head_id)
    return yes, found, told


def _kept(
    pieces: Sequence[Piece], texts: Mapping[str, list[Text]], rows: Mapping[str, Rendering],
    pictures: Mapping[str, Sequence[Picture]],
) -> tuple[dict[str, Counts], list[Text]]:  # fmt: skip
    """The counts that still hold, and the texts whose do not."""
    told: dict[str, Counts] = {}
    stale: list[Text] = []
    for piece in pieces:
        mine = {text.language: text for text in texts.get(piece.id, [])}
        given = media.to_print(list(pictures.get(piece.id, [])))
        for text in mine.values():
            if (row := rows.get(text.id)) is None:
                continue
            if row.counted_for == key(piece, text.language, mine, rows, given):
                told[text.id] = row.counted
            else:
                stale.append(text)
    return told, stale


def _anew(db: Session, actor: Actor, pieces: Sequence[Piece], stale: Sequence[Text]) -> dict[str, Counts]:
    all_ = wholes(db, actor, pieces)
    found: dict[str, Counts] = {}
    for text in stale:
        here = opened(all_[text.piece_id], text.language)
        if here is not None:
            found[text.id] = counts(here.rows)
    return found


def state(told: Counts, text: Text, agreed: bool) -> State:
    """One word for a translation; what asks for somebody comes first."""
    if told.get("stale"):
        return State.STALE
    if told.get("needs-work"):
        return State.NEEDS_WORK
    if told.get("missing") or told.get("in-progress") or told.get(DRAFT):
        return State.IN_PROGRESS
    if not text.reviewed:
        return State.TRANSLATED
    return State.APPROVED if agreed else State.REVIEWED
