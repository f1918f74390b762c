"""Freeze, the judgement: exactly what a piece still lacks before it may be printed. Pure values; it reads nothing.

The board shows it while people work; the gates of the press freeze refuse by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from journal_app.consent.model import Use
from journal_app.consent.store import Answers, allows
from journal_app.review.standing import State
from journal_app.submissions.model import Stage

PRINTED = (Use.PRINT, Use.PDF)  # every issue is printed and handed on as a PDF


# A translation that has to be worked on before it may be printed.
UNDONE = (State.MISSING, State.IN_PROGRESS, State.NEEDS_WORK, State.STALE, State.TRANSLATED)


class What(StrEnum):
    """What can be missing."""

    TEXT = "text"
    TRANSLATION = "translation"
    CONSENT = "consent"
    AUTHORS_YES = "authors-yes"
    CREDIT = "credit"
    FACE = "face"
    FIT = "fit"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing; `language` when it is of one, `detail` a use, a translation's state or lines over."""

    what: What
    language: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """One language of a piece. `over`: lines too many in the last proof; None: it stands on no page yet."""

    language: str
    original: bool
    empty: bool
    state: State | None = None  # of a translation
    author_agrees: bool = True  # the yes holds for what it says now
    over: int | None = None


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """One picture of a piece. `lacks` are media.needs codes."""

    slug: str
    lacks: tuple[str, ...]
    consent: Answers


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """All that the judgement looks at."""

    id: str
    slug: str
    title: str
    kind: str
    stage: Stage
    original: str
    author: str
    by_contributor: bool
    holder_id: str | None
    version: int
    texts: tuple[TextFacts, ...]
    consent: Answers
    pictures: tuple[PictureFacts, ...] = ()


def missing(piece: PieceFacts) -> tuple[Missing, ...]:
    """What is to be done, in the order in which people do it; empty: it may be printed."""
    wanted = [text for text in piece.texts if text.state is not State.GIVEN_UP]
    found = [one for text in wanted for one in _of_text(piece, text)]
    if piece.by_contributor:
        found += [Missing(What.CONSENT, "", use) for use in _not_allowed(piece, wanted)]
    for picture in piece.pictures:
        found += _of_picture(piece, picture)
    return tuple(dict.fromkeys(found))


def _of_text(piece: PieceFacts, text: TextFacts) -> Iterator[Missing]:
    if text.original and text.empty:
        yield Missing(What.TEXT, text.language)
    elif text.original and piece.by_contributor and not text.author_agrees:
        yield Missing(What.AUTHORS_YES, text.language)
    elif not text.original and (text.empty or text.state in UNDONE):
        yield Missing(What.TRANSLATION, text.language, text.state or State.MISSING)
    if not text.empty and text.over is None:
        yield Missing(What.FIT, text.language)
    elif text.over:
        yield Missing(What.FIT, text.language, f"+{text.over}")


def _not_allowed(piece: PieceFacts, wanted: list[TextFacts]) -> Iterator[Use]:
    uses = [*PRINTED]
    if any(not text.original for text in wanted):
        uses.append(Use.TRANSLATION)
    if piece.author:
        uses.append(Use.NAME)
    for use in uses:
        if not allows(piece.consent, use):
            yield use


def _of_picture(piece: PieceFacts, picture: PictureFacts) -> Iterator[Missing]:
    for lack in picture.lacks:
        if lack in (What.CREDIT, What.FACE):
            yield Missing(What(lack), "", picture.slug)
    if piece.by_contributor:
        for use in PRINTED:
            if not allows(picture.consent, use):
                yield Missing(What.CONSENT, "", f"{use} {picture.slug}")
