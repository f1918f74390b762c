"""Review, the pages: what its views show, gathered from the rows. It changes nothing."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, render_template
from sqlalchemy.orm import Session

from journal_app.accounts.store import names
from journal_app.freeze import fit_looks
from journal_app.freeze.typed import standing
from journal_app.issues.model import Issue
from journal_app.media import store as media
from journal_app.media.looks import wave
from journal_app.messages import sentence
from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.problems import Problem
from journal_app.review import forms, stages, store
from journal_app.review.actions import may_write, roles_for
from journal_app.review.anchors import Passage, field_of, words_of
from journal_app.review.diff import Kind, Span, count_words, spans
from journal_app.review.model import Answer, Comment, Suggestion
from journal_app.review.reading import Shown, reading, way
from journal_app.review.remarks import followed, placed_comments
from journal_app.submissions.actions import question
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.content import Content
from journal_app.submissions.merging import Part
from journal_app.submissions.model import Moment, Piece, Revision, Text
from journal_app.submissions.store import asides, heads, piece, revision, text, texts
from journal_app.translation import counting as translations
from journal_app.web.desk import actor, database
from journal_app.web.screen import language as screen_language

AROUND = 14  # signs before and after a suggestion's passage that its card shows
TEXT = "/contributions/<piece_id>/<language>"


def open_piece(db: Session, piece_id: str) -> Piece:
    """The piece, if the actor may read it; else 404."""
    return piece(db, actor(), piece_id) or abort(404)


def open_text(db: Session, piece_id: str, language: str) -> tuple[Piece, Text]:
    """The piece and its text in a language, if the actor may read them; else 404."""
    found = open_piece(db, piece_id)
    return found, text(db, found.id, language) or abort(404)


def note_problems(problems: list[Problem]) -> None:
    """Say after a save what was cleaned or has to be mended, five at most."""
    for problem in problems[:5]:
        flash(sentence(problem, screen_language()))


def saved_fit(piece_id: str, language: str) -> str:
    """How the text as it was saved fits on its page, in a sentence."""
    with database().read() as db:
        found, _ = open_text(db, piece_id, language)
        stands = standing(db, found, language)
    return fit_looks.sentence(fit_looks.measured(stands, found, language))


# --- the text page ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with the answers to it, and where its passage stands now."""

    comment: Comment
    place: Passage | None
    answers: list[Comment]


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion, where it stands now, and the words around it."""

    row: Suggestion
    place: Passage
    before: str
    after: str


@dataclass(slots=True)
class Remarks:
    """What was said about a text: by block of the body, about the whole text and the fields, and about what is gone."""

    threads: dict[int, list[Thread]] = field(default_factory=dict)
    suggestions: dict[int, list[Offer]] = field(default_factory=dict)
    closed: list[Thread] = field(default_factory=list)
    lost: list[Thread] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """The passages to mark in the text."""
        found = [one.place for threads in self.threads.values() for one in threads if one.place]
        return found + [offer.place for offers in self.suggestions.values() for offer in offers]

    @property
    def open_count(self) -> int:
        """How many remarks and suggestions wait."""
        said = sum(map(len, self.threads.values())) + len(self.lost)
        return said + sum(map(len, self.suggestions.values()))


def remarks_of(db: Session, row: Text, content: Content) -> Remarks:
    """The remarks of a text with their passages carried to its head."""
    found = Remarks()
    placed = placed_comments(db, row)
    threads = {one.id: Thread(one, place, []) for one, place in placed if not one.parent_id}
    for one, _ in placed:
        if one.parent_id in threads:
            threads[one.parent_id].answers.append(one)
    for thread in threads.values():
        if thread.comment.resolved_at:
            found.closed.append(thread)
        elif thread.place is None:
            found.lost.append(thread)
        else:
            found.threads.setdefault(thread.place.block, []).append(thread)
    for suggestion, place in followed(db, row):
        if place is not None:
            said = words_of(content, place.block)
            before, after = said[max(place.start - AROUND, 0) : place.start], said[place.end : place.end + AROUND]
            found.suggestions.setdefault(place.block, []).append(Offer(suggestion, place, before, after))
    return found


def text_page(
    db: Session, found: Piece, row: Text, typed: dict[str, str] | None = None, problems: list[Problem] | None = None
) -> str:
    """The page of a text. `typed`: what stands in the form when it could not be saved."""
    all_texts = texts(db, [found.id])[found.id]
    says = heads(db, [one.id for one in all_texts])
    head, content = says.get(row.id, (None, Content()))
    original = next((one for one in all_texts if one.language == found.original), row)
    source = says.get(original.id)
    before, after = store.neighbours(db, actor(), found, row.language)
    remarks, answers, decisions = remarks_of(db, row, content), store.answers(db, row.id), store.decisions(db, found.id)
    blocks = blocks_of(content.body)
    yes, states, _ = translations.states(db, actor(), [found])
    roles = roles_for(actor(), found)
    is_original = row.language == found.original
    given = media.of_pieces(db, actor(), [found.id]).get(found.id, []) if is_original else []
    people = {found.holder_id, head.made_by if head else None, *(one.noted_by for one in answers)}
    people |= {one.made_by for one in decisions} | _speakers(remarks)
    return render_template(
        "review/text.html",
        piece=found, text=row, head=head, content=content, issue=db.get(Issue, found.issue_id),
        form=forms.written(content) | (typed or {}), typed=bool(typed),
        problems=[sentence(one, screen_language()) for one in problems or []],
        key=secrets.token_urlsafe(12), base=row.head_id or forms.NO_BASE, way=way(row.language),
        languages=[(found.original, "original"), *sorted(states[found.id].items())],
        is_original=is_original, written_pages=[one for one in given if one.page], wave=wave,
        voices=media.recordings(db, actor(), found.id) if is_original else [],
        source=source[0] if source else None, source_content=source[1] if source else None,
        source_language=found.original,
        source_way=way(found.original), source_form=forms.written(source[1])["body"] if source else "",
        source_reading=reading(source[1].body, found.original) if source else [],
        reading=reading(content.body, row.language, remarks.passages), remarks=remarks, field_of=field_of,
        words=sum(count_words(block.runs) for block in blocks), signs=sum(len(block.plain) for block in blocks),
        yes=yes.get(row.id), answers=answers, decisions=decisions,
        verbs=stages.offered(found.stage, roles), table=stages.TABLE, by_hand=stages.BY_HAND,
        may_write=may_write(actor(), found, row.language), may_note=stages.may(roles, stages.Verb.YES),
        may_decide=bool(roles & stages.DECIDE), Answer=Answer, asides=asides(db, row.id), before=before, after=after,
        me=actor().account_id, names=names(db, people),
    )  # fmt: skip


def _speakers(remarks: Remarks) -> set[str | None]:
    threads = [*remarks.closed, *remarks.lost, *(one for rows in remarks.threads.values() for one in rows)]
    said = {one.made_by for thread in threads for one in (thread.comment, *thread.answers)}
    said |= {thread.comment.resolved_by for thread in threads}
    return said | {one.row.made_by for offers in remarks.suggestions.values() for one in offers}


# --- versions --------------------------------------------------------------------------------------------------------


def choice_page(db: Session, found: Piece, row: Text, aside: Revision, theirs: Revision) -> str:
    """Two versions side by side, and for each question whose words are kept."""
    merge = question(db, row, aside, theirs)
    parts = [(place, part, *_sides(part, row.language)) for place, part in enumerate(merge.parts)]
    return render_template(
        "review/choose.html",
        piece=found, issue=db.get(Issue, found.issue_id), text=row, aside=aside, theirs=theirs, parts_=parts,
        way=way(row.language), key=secrets.token_urlsafe(12), names=names(db, {aside.made_by, theirs.made_by}),
    )  # fmt: skip


def _sides(part: Part, language: str) -> tuple[list[Shown], list[Shown]]:
    """Both sides of a part as the page shows them, with the words marked that only one of them has."""
    mine, theirs = _blocks(part.mine), _blocks(part.theirs)
    if part.open and len(mine) == len(theirs) == 1:
        found = spans(full_text(theirs[0]), full_text(mine[0]))
        return _reading(mine, language, _only(found, Kind.NEW)), _reading(theirs, language, _only(found, Kind.GONE))
    return _reading(mine, language, []), _reading(theirs, language, [])


def _blocks(value: Any) -> tuple[Block, ...]:
    """One side of a part as blocks: a field's lines are paragraphs."""
    lines = (value,) if isinstance(value, str) else value
    return tuple(Block("p", (Run(one),)) if isinstance(one, str) else one for one in lines if one)


def _reading(blocks: tuple[Block, ...], language: str, marks: list[Passage]) -> list[Shown]:
    return reading(fragment_of(normal_blocks(blocks)), language, marks)


def _only(found: tuple[Span, ...], kind: Kind) -> list[Passage]:
    """Where the words of one kind stand, counted in the side that has them."""
    marks, here = [], 0
    for span in found:
        if span.kind is kind:
            marks.append(Passage(0, here, here + len(span.text)))
        here += len(span.text) if span.kind in (kind, Kind.SAME) else 0
    return marks


def version(db: Session, row: Text, revision_id: str) -> Revision:
    """A revision of this text; else 404."""
    return revision(db, row, revision_id) or abort(404)


def is_open_aside(one: Revision) -> bool:
    """Whether a version set aside still waits for a choice."""
    return one.moment == Moment.ASIDE and one.folded_into is None


def moment_of(value: str) -> datetime | None:
    """A day and time from a form, as the association's own clock has it (Paris); None when it is none."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo("Europe/Paris"))
    except ValueError:
        return None
