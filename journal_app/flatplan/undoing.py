"""Flatplan, undo: each change is noted as a step that can be taken back while nobody has changed its pages since.

A step that is taken back is a step itself, so that this can be taken back too. What was withdrawn meanwhile never comes
back: a hole stands in its place. A text that a step leaves without its beginning takes its rest along, in that step.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.flatplan import store
from journal_app.flatplan.house import roles
from journal_app.flatplan.leases import free
from journal_app.flatplan.model import Step
from journal_app.flatplan.steps import changed, left_behind, pictures_in, pieces_in, put_back, touched, untouched_since
from journal_app.issues.model import Issue, IssueState
from journal_app.media import store as media
from journal_app.problems import Refused
from journal_app.submissions import store as submissions

KEPT = 200  # steps of an issue: more than a long afternoon
UNDONE, REDONE = "plan-undone", "plan-redone"
EMPTY: dict[str, Any] = {
    "piece": None, "picture": None, "languages": [], "continues": False, "quote": None, "words": {},
}  # fmt: skip


@contextmanager
def step(
    db: Session, actor: Actor, now: datetime, issue: Issue, what: str, detail: dict[str, Any],
    piece_id: str | None = None,
) -> Iterator[None]:  # fmt: skip
    """Note what the block does to the plan, if it does anything. Refused when the issue is archived, and while somebody
    else is at a page on which a text goes on that the block takes away."""
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    before = store.plan(db, issue.id)
    yield
    rest = _take_along(db, actor, now, issue, before)
    _note(db, actor, now, issue, what, detail | ({"rest": rest} if rest else {}), before, piece_id)


def _take_along(db: Session, actor: Actor, now: datetime, issue: Issue, before: Mapping[str, Any]) -> list[int]:
    """Take the rest of each text off its page that has lost its beginning since: the numbers of these pages."""
    left = left_behind(before, store.plan(db, issue.id), roles)
    at_hand = {key for key, _ in left}
    pages = [page for page in store.pages(db, issue.id) if page.id in at_hand]
    free(db, actor, now, pages)
    for key, slot in left:
        if (row := store.placement(db, key, slot)) is not None:
            store.remove(db, row)
    return [page.number for page in pages]


def taken_along(db: Session, issue_id: str, since: int) -> list[int]:
    """The pages off which the rest of a text went with its beginning, in the steps behind that number."""
    steps = [one for one in store.standing(db, issue_id, 1) if one.number > since and one.what not in (UNDONE, REDONE)]
    return [number for one in steps for number in one.detail.get("rest", ())]


def _note(
    db: Session, actor: Actor, now: datetime, issue: Issue, what: str, detail: dict[str, Any],
    before: Mapping[str, Any], piece_id: str | None = None,
) -> None:  # fmt: skip
    was, became = touched(before, store.plan(db, issue.id))
    if not was:
        return
    number = store.last_step(db, issue.id) + 1
    store.add(db, Step(issue_id=issue.id, number=number, account_id=actor.account_id, made_at=now, what=what,
                       detail=detail, before=was, after=became))  # fmt: skip
    store.forget_steps(db, issue.id, number - KEPT)
    record(db, actor, now, what, issue_id=issue.id, piece_id=piece_id, detail=detail)


def undo(db: Session, actor: Actor, now: datetime, issue: Issue, step_id: str) -> Step:
    """Take a step back; what was taken back is done again. Refused when it was, when one of its pages was changed
    since, or somebody else is at one."""
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    one = store.step(db, issue.id, step_id)
    if one is None or one.undone:
        raise Refused("step-undone")
    at_hand = changed(one.before, one.after)
    free(db, actor, now, [page for page in store.pages(db, issue.id) if page.id in at_hand])
    before = store.plan(db, issue.id)
    if not untouched_since(one.after, before):
        raise Refused("plan-moved-on")
    wanted = put_back(one.before, before)
    if sorted(page["number"] for page in wanted.values()) != list(range(1, len(wanted) + 1)):
        raise Refused("plan-moved-on")  # pages came or went since, and the others' numbers with them
    store.write_plan(db, issue.id, _readable(db, actor, issue, one.before, wanted))
    one.undone = True
    _take_along(db, actor, now, issue, before)
    what = REDONE if one.what == UNDONE else UNDONE
    _note(db, actor, now, issue, what, {"what": one.what, **one.detail}, before)
    return one


def next_back(db: Session, issue_id: str) -> Step | None:
    """The step that going back once more takes back: the last one that stands and took nothing back itself."""
    return next(iter(store.standing(db, issue_id, 1, UNDONE)), None)


def _readable(
    db: Session, actor: Actor, issue: Issue, back: Mapping[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """The plan, with a hole for each piece or picture that comes back and that nobody may print any more."""
    gone = {key for key in pieces_in(back) if submissions.piece(db, actor, key) is None}
    there = {one.id for one in media.pictures(db, actor, issue.id)}
    gone |= pictures_in(back) - there
    if not gone:
        return wanted
    return {key: _holed(page, gone) if key in back else page for key, page in wanted.items()}


def _holed(page: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    slots = {
        name: {**EMPTY, "hole": True} if {said["piece"], said["picture"]} & gone else said
        for name, said in page["slots"].items()
    }
    return {**page, "slots": slots}
