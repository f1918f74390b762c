"""Review, the standing: what its steps say of an author's yes and of a translation. Pure; it reads no words.

A yes holds for the revision it was given to and for those after it that are only minor (a typing mistake, typography).
The words as they were received are the author's own, and need none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal_app.review.model import Answer
from journal_app.submissions.model import Moment, Origin


class State(StrEnum):
    """Where a translation stands, in the words people know."""

    MISSING = "missing"
    IN_PROGRESS = "in-progress"
    NEEDS_WORK = "needs-work"  # somebody who read it said so
    STALE = "stale"  # the original moved on since it was last brought in line
    TRANSLATED = "translated"  # every paragraph is, and nobody has proofread it
    REVIEWED = "reviewed"  # somebody who reads the language has proofread it
    APPROVED = "approved"  # and its author said yes
    GIVEN_UP = "given-up"  # not wanted for this issue


@dataclass(frozen=True, slots=True)
class Step:
    """A revision without its words."""

    id: str
    moment: str
    origin: str
    minor: bool
    made_by: str | None


def light(steps: Sequence[Step]) -> list[bool]:
    """For each step, whether it changes nothing that asks anybody anew: an autosave is as minor as what it became."""
    out: list[bool] = []
    after: Step | None = None
    after_is = False
    for step in reversed(steps):
        if step.moment == Moment.NONE:
            mine = after is not None and after.made_by == step.made_by and after_is
        else:
            mine = step.minor or step.moment == Moment.TYPOGRAPHY
        out.append(mine)
        after, after_is = step, mine
    return out[::-1]


def yes_holds(steps: Sequence[Step], answers: dict[str, str], original: bool) -> str:
    """The last revision the author's yes holds for, or nothing. `answers`: the latest of each revision."""
    holds, last = False, ""
    for place, (step, minor) in enumerate(zip(steps, light(steps), strict=True)):
        own = original and place == 0 and step.moment in (Moment.RECEIVED, Moment.IMPORTED)
        if own or step.origin in (Origin.CONTRIBUTOR, Origin.FOLDER):
            holds = True
        elif not minor:
            holds = False
        if step.id in answers:
            holds = answers[step.id] == Answer.YES
        last = step.id if holds else last
    return last


def moved_on(steps: Sequence[Step], since: str | None) -> bool:
    """Whether a text says something else than at that revision: a step after it that is more than minor."""
    places = [place for place, step in enumerate(steps) if step.id == since]
    return not places or not all(light(steps)[places[0] + 1 :])


def translation(
    head: str | None, wanted: bool, reviewed: bool, source: str | None, original: Sequence[Step], yes: str
) -> State:
    """Where a translation stands. `yes`: the revision its author's yes holds for."""
    if not wanted:
        return State.GIVEN_UP
    if head is None:
        return State.MISSING
    if source is None:
        return State.REVIEWED if reviewed else State.IN_PROGRESS
    if moved_on(original, source):
        return State.STALE
    if not reviewed:
        return State.IN_PROGRESS
    return State.APPROVED if yes == head else State.REVIEWED


def count(states: Iterable[State]) -> dict[State, int]:
    """How many of each."""
    found = list(states)
    return {state: found.count(state) for state in State}
