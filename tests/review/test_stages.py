"""The states as one table: the docstring of review/stages.py is the table, and every cell of it is tried."""

import pytest

from journal_app.accounts.model import Role
from journal_app.review import stages
from journal_app.review.stages import BY_HAND, TABLE, Verb, leads_to, may, offered
from journal_app.submissions.model import Stage

SHORT = {"needs-ch.": "needs-changes", "needs-co.": "needs-confirmation"}
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (stages.__doc__ or "").splitlines()
    if line.startswith("|") and "---" not in line
]
HEAD, *BODY = ROWS
CELLS = [
    (Verb(row[0].replace("(r)", "").strip()), Stage(stage), SHORT.get(cell, cell))
    for row in BODY
    for stage, cell in zip(HEAD[1:], row[1:], strict=True)
]


def test_the_table_has_every_verb_and_every_stage_but_withdrawn() -> None:
    assert {verb for verb, _, _ in CELLS} == set(Verb) == set(TABLE)
    assert {stage for _, stage, _ in CELLS} == set(Stage) - {Stage.WITHDRAWN}
    assert len(CELLS) == len(Verb) * (len(Stage) - 1)


@pytest.mark.parametrize(("verb", "stage", "to"), CELLS, ids=[f"{stage}-{verb}" for verb, stage, _ in CELLS])
def test_every_cell(verb: Verb, stage: Stage, to: str) -> None:
    assert leads_to(stage, verb) == (None if to == "." else Stage(to))


def test_which_verbs_need_a_reason() -> None:
    told = {Verb(row[0].replace("(r)", "").strip()) for row in BODY if "(r)" in row[0]}
    assert told == {verb for verb, rule in TABLE.items() if rule.reason} == {Verb.ASK_CHANGES, Verb.NO, Verb.REJECT}


@pytest.mark.parametrize("verb", Verb)
def test_nothing_leads_out_of_withdrawn(verb: Verb) -> None:
    assert leads_to(Stage.WITHDRAWN, verb) is None


def test_who_may_say_what() -> None:
    everybody = {verb for verb in Verb if may(frozenset({Role.EDITOR}), verb)}
    assert everybody == set(Verb) == {verb for verb in Verb if may(frozenset({Role.COORDINATOR}), verb)}
    facilitator = {verb for verb in Verb if may(frozenset({Role.FACILITATOR}), verb)}
    assert facilitator == {Verb.RESUBMIT, Verb.EDIT, Verb.YES, Verb.NO, Verb.TALK, Verb.WITHDRAW}
    for role in (Role.TRANSLATOR, Role.ADMINISTRATOR, Role.TREASURER):
        assert not any(may(frozenset({role}), verb) for verb in Verb)


def test_what_is_offered_is_what_is_possible() -> None:
    assert offered(Stage.NEEDS_CONFIRMATION, frozenset({Role.EDITOR})) == [
        Verb.TAKE_UP, Verb.ASK_CHANGES, Verb.REJECT,
    ]  # fmt: skip
    assert offered(Stage.NEEDS_CHANGES, frozenset({Role.FACILITATOR})) == [Verb.RESUBMIT]
    assert offered(Stage.WITHDRAWN, frozenset(Role)) == []
    assert not {Verb.EDIT, Verb.YES, Verb.NO, Verb.TALK, Verb.WITHDRAW} & set(BY_HAND)


def test_accepted_is_reached_from_everywhere_but_never_over_the_authors_head() -> None:
    assert leads_to(Stage.NEEDS_CONFIRMATION, Verb.ACCEPT) is None
    for stage in Stage:
        if stage in (Stage.WITHDRAWN, Stage.ACCEPTED):
            continue
        steps = [leads_to(stage, verb) for verb in Verb]
        assert Stage.ACCEPTED in steps or Stage.IN_REVIEW in steps
