"""Review, the truth table: stage x verb -> stage, for whom, and whether a reason is needed. Pure; it writes nothing.

| verb \\ stage    | received  | in-review | needs-changes | needs-confirmation | accepted  | rejected  |
|------------------|-----------|-----------|---------------|--------------------|-----------|-----------|
| take-up          | in-review | .         | in-review     | in-review          | in-review | in-review |
| accept           | accepted  | accepted  | accepted      | .                  | .         | .         |
| ask-changes  (r) | needs-ch. | needs-ch. | .             | needs-ch.          | needs-ch. | .         |
| resubmit         | .         | .         | in-review     | .                  | .         | .         |
| ask-yes          | needs-co. | needs-co. | needs-co.     | .                  | needs-co. | .         |
| edit             | received  | needs-co. | needs-ch.     | needs-co.          | needs-co. | rejected  |
| yes              | received  | in-review | needs-ch.     | accepted           | accepted  | .         |
| no           (r) | needs-ch. | needs-ch. | needs-ch.     | needs-ch.          | needs-ch. | .         |
| talk             | needs-ch. | needs-ch. | needs-ch.     | needs-ch.          | needs-ch. | .         |
| reject       (r) | rejected  | rejected  | rejected      | rejected           | rejected  | .         |
| withdraw         | withdrawn | withdrawn | withdrawn     | withdrawn          | withdrawn | withdrawn |

A dot: not possible there. (r): needs a reason. Nothing leads out of withdrawn. Editors and coordinators decide
(take-up, accept, ask-changes, ask-yes, reject); facilitators too may send a piece back to review (resubmit), change a
text (edit), note what its author said (yes, no, talk) and withdraw it for them; its author does the latter too. `edit`
is a change of a contributor's text that is more than a typing mistake: what was in review or accepted waits for the
author's yes again; a piece that still arrives, or is being taken up again, stays where it is. Nobody accepts over an
author who has yet to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from journal_app.accounts.actor import WRITE
from journal_app.accounts.model import Role
from journal_app.submissions.model import Stage


class Verb(StrEnum):
    """What can be decided about a piece, and what happens to it."""

    TAKE_UP = "take-up"
    ACCEPT = "accept"
    ASK_CHANGES = "ask-changes"
    RESUBMIT = "resubmit"
    ASK_YES = "ask-yes"
    EDIT = "edit"
    YES = "yes"
    NO = "no"
    TALK = "talk"
    REJECT = "reject"
    WITHDRAW = "withdraw"


DECIDE = frozenset({Role.COORDINATOR, Role.EDITOR})
ANSWER = WRITE | {Role.AUTHOR}  # by the author with the return code, or by staff who note what the author said


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a verb leads from each stage, who may say it, and whether a reason is needed."""

    to: Mapping[Stage, Stage]
    roles: frozenset[Role]
    reason: bool = False


_ALIVE = (Stage.RECEIVED, Stage.IN_REVIEW, Stage.NEEDS_CHANGES, Stage.NEEDS_CONFIRMATION, Stage.ACCEPTED)


def _from(stages: tuple[Stage, ...], to: Stage) -> dict[Stage, Stage]:
    return dict.fromkeys(stages, to)


def _without(*stages: Stage) -> tuple[Stage, ...]:
    return tuple(stage for stage in _ALIVE if stage not in stages)


_NEW, _REVIEW, _CHANGES, _CONFIRM, _ACCEPTED = _ALIVE
_OUT, _GONE = Stage.REJECTED, Stage.WITHDRAWN

TABLE: Mapping[Verb, Rule] = MappingProxyType(
    {
        Verb.TAKE_UP: Rule(_from((*_without(_REVIEW), _OUT), _REVIEW), DECIDE),
        Verb.ACCEPT: Rule(_from((_NEW, _REVIEW, _CHANGES), _ACCEPTED), DECIDE),
        Verb.ASK_CHANGES: Rule(_from(_without(_CHANGES), _CHANGES), DECIDE, reason=True),
        Verb.RESUBMIT: Rule({_CHANGES: _REVIEW}, WRITE),
        Verb.ASK_YES: Rule(_from(_without(_CONFIRM), _CONFIRM), DECIDE),
        Verb.EDIT: Rule(
            {_NEW: _NEW, _REVIEW: _CONFIRM, _CHANGES: _CHANGES, _CONFIRM: _CONFIRM, _ACCEPTED: _CONFIRM, _OUT: _OUT},
            WRITE,
        ),
        Verb.YES: Rule(
            {_NEW: _NEW, _REVIEW: _REVIEW, _CHANGES: _CHANGES, _CONFIRM: _ACCEPTED, _ACCEPTED: _ACCEPTED}, ANSWER
        ),
        Verb.NO: Rule(_from(_ALIVE, _CHANGES), ANSWER, reason=True),
        Verb.TALK: Rule(_from(_ALIVE, _CHANGES), ANSWER),
        Verb.REJECT: Rule(_from(_ALIVE, _OUT), DECIDE, reason=True),
        Verb.WITHDRAW: Rule(_from((*_ALIVE, _OUT), _GONE), ANSWER),
    }
)
# What is chosen from a list; the others follow from a change, an answer noted, or a consent taken back.
BY_HAND = (Verb.TAKE_UP, Verb.ACCEPT, Verb.ASK_CHANGES, Verb.RESUBMIT, Verb.ASK_YES, Verb.REJECT)


def leads_to(stage: str, verb: Verb) -> Stage | None:
    """The stage after the verb; None when it is not possible there."""
    return TABLE[verb].to.get(Stage(stage))


def may(roles: frozenset[Role], verb: Verb) -> bool:
    """Whether one of these roles may say the verb."""
    return bool(roles & TABLE[verb].roles)


def offered(stage: str, roles: frozenset[Role]) -> list[Verb]:
    """The verbs a person can choose from for a piece at this stage, in the table's order."""
    return [verb for verb in BY_HAND if may(roles, verb) and leads_to(stage, verb) is not None]
