"""Gathering, the story of a piece: where it stands in plain steps, and what its author is asked for. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal_app.submissions.model import Stage


class Step(StrEnum):
    """A step that everybody understands, in its order."""

    ARRIVED = "arrived"
    READ = "read"  # the team reads it
    AGREED = "agreed"  # its author says yes to the text as it is now
    PLACED = "placed"  # it stands on a page
    PRINTED = "printed"


class When(StrEnum):
    """How a step stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


class Turn(StrEnum):
    """What its author is asked for, the most pressing first."""

    ANSWER = "answer"  # yes, no, or let us talk, to the text as it is now
    QUESTION = "question"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Story:
    """A piece as its author sees it. Without steps it is out: kept for another time, or taken back."""

    steps: tuple[tuple[Step, When], ...]
    turns: tuple[Turn, ...]
    out: str = ""  # Stage.REJECTED or Stage.WITHDRAWN


def story(stage: str, *, placed: bool, printed: bool, asked: bool, questions: int, unanswered: int) -> Story:
    """`asked`: the text waits for the author's answer; `unanswered`: uses that were not answered with yes or no."""
    if stage == Stage.WITHDRAWN:
        return Story((), (), stage)
    turns = tuple(
        turn
        for turn, due in (
            (Turn.ANSWER, asked and not printed), (Turn.QUESTION, questions > 0 and not printed),
            (Turn.CONSENT, unanswered > 0),
        )
        if due
    )  # fmt: skip
    if stage == Stage.REJECTED:
        return Story((), tuple(turn for turn in turns if turn is Turn.QUESTION), stage)
    return Story(_steps(_at(stage, placed, printed)), turns)


def _at(stage: str, placed: bool, printed: bool) -> int:
    """How many of the steps are done."""
    if printed and placed:
        return 5
    if stage == Stage.ACCEPTED:
        return 4 if placed else 3
    return {Stage.RECEIVED: 1, Stage.NEEDS_CONFIRMATION: 2}.get(Stage(stage), 1)


def _steps(done: int) -> tuple[tuple[Step, When], ...]:
    order: Sequence[Step] = list(Step)
    return tuple(
        (step, When.DONE if place < done else When.NOW if place == done else When.LATER)
        for place, step in enumerate(order)
    )
