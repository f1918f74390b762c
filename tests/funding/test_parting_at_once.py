"""Two at one match at the same moment, on both databases: no cent is parted or counted twice, each is told what was."""

import html
import random
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, matching
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund, Match
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.statements.model import Kind, StatementLine
from tests.desk import TestDesk
from tests.funding import scene
from tests.funding.scene import NOW, credit
from tests.funding.test_holding import Doing, one_behind_the_other

DAY = date(2027, 3, 5)
FIRST, SECOND = 20_000, 30_000  # what one credit of 50,000 cents is, to two funds


class Matched:
    """A credit of the bank that is two funds, each confirmed by itself; a third fund waits for the same credit."""

    def __init__(self, db: Session, actor: Actor | None = None) -> None:
        self.lea = actor or scene.person(db)
        self.issue_id = scene.issue(db).id
        self.funds = [self.fund(db, cents, name) for cents, name in
                      ((FIRST, "Région"), (SECOND, "Ville"), (FIRST, "Mairie"))]  # fmt: skip
        scene.bring(db, self.lea, Kind.BANK, [credit(FIRST + SECOND, DAY, "IN")])
        self.line_id = scene.bank_line(db, "IN").id
        self.groups = [matching.confirm(db, self.lea, NOW, [self.line_id], [f"fund:{fund}"]).group_id
                       for fund in self.funds[:2]]  # fmt: skip

    def fund(self, db: Session, cents: int, name: str) -> str:
        return actions.add_fund(db, self.lea, NOW, self.issue_id, Told(name, cents, FundState.DUE, DAY)).id

    def part(self, group: str) -> Doing:
        return lambda db: matching.part(db, self.lea, NOW, group)

    def confirm(self, fund: str, cents: int | None = None) -> Doing:
        return lambda db: matching.confirm(db, self.lea, NOW, [self.line_id], [f"fund:{fund}"], cents)


def settled(database: Database) -> int:
    """How many cents are reconciled: the bank's lines, the funds, what was confirmed and the plan must agree."""
    with database.read() as db:
        holding = db.query(Match).filter_by(undone_at=None).all()
        for line in db.query(StatementLine):
            assert sum(one.cents for one in holding if one.line_id == line.id) == line.settled_cents <= line.cents
        for fund in db.query(Fund):
            assert sum(one.cents for one in holding if one.fund_id == fund.id) == fund.settled_cents <= fund.cents
        whole = sum(one.cents for one in holding)
        assert sum(scene.planned(issue)[FundState.RECONCILED] for issue in db.query(Issue)) == whole
        return whole


def at_once(database: Database, *doings: Doing) -> list[str]:
    """Each in a thread and a transaction of its own, all let go together; what became of each."""
    together, told = Barrier(len(doings)), [""] * len(doings)

    def run(place: int, doing: Doing) -> None:
        together.wait()
        try:
            with database.write() as db:
                doing(db)
            told[place] = "done"
        except Refused as refused:
            told[place] = refused.code

    threads = [Thread(target=run, args=one) for one in enumerate(doings)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def test_of_two_who_part_one_match_one_parts_it_and_the_other_is_told_that_it_was(database: Database) -> None:
    with database.write() as db:
        here = Matched(db)
    assert settled(database) == FIRST + SECOND
    told = one_behind_the_other(database, here.part(here.groups[0]), here.part(here.groups[0]))
    assert told == ["done", "match-over"]
    assert settled(database) == SECOND, "the other match of the same line stays"


def test_of_many_who_part_one_match_at_once_one_parts_it(database: Database) -> None:
    with database.write() as db:
        here = Matched(db)
    told = at_once(database, *[here.part(here.groups[1])] * 6)
    assert sorted(told) == ["done", *["match-over"] * 5]
    assert settled(database) == FIRST


@pytest.mark.parametrize("part_first", [True, False])
def test_what_one_parts_another_gives_to_a_fund_only_after_it_is_open(database: Database, part_first: bool) -> None:
    with database.write() as db:
        here = Matched(db)
    part, confirm = here.part(here.groups[0]), here.confirm(here.funds[2], FIRST)
    told = one_behind_the_other(database, *((part, confirm) if part_first else (confirm, part)))
    assert told == (["done", "done"] if part_first else ["match-nothing", "done"])
    assert settled(database) == (FIRST + SECOND if part_first else SECOND)


def test_two_who_give_what_was_parted_to_two_funds_do_not_give_it_twice(database: Database) -> None:
    with database.write() as db:
        here = Matched(db)
        matching.part(db, here.lea, NOW, here.groups[0])
    told = at_once(database, here.confirm(here.funds[0], FIRST), here.confirm(here.funds[2], FIRST))
    assert sorted(told) == ["done", "match-nothing"]
    assert settled(database) == FIRST + SECOND


@pytest.mark.parametrize("seed", range(4))
def test_whatever_several_do_to_one_line_at_once_every_cent_is_counted_once(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    with database.write() as db:
        here = Matched(db)
    answers = set()
    for _ in range(6):
        with database.read() as db:
            groups = sorted({one.group_id for one in db.query(Match).filter_by(undone_at=None)})
        chosen = [here.part(dice.choice(groups)) for _ in range(2) if groups]
        chosen += [here.confirm(dice.choice(here.funds)) for _ in range(2)]
        dice.shuffle(chosen)
        answers |= set(at_once(database, *chosen))
        assert 0 <= settled(database) <= FIRST + SECOND
    assert "done" in answers and answers <= {"done", "match-over", "match-nothing"}


def test_at_the_desk_the_second_of_two_reads_that_it_was_undone_already(desk: TestDesk) -> None:
    people = [desk.visitor(Role.COORDINATOR, Role.TREASURER) for _ in range(2)]
    with desk.database.write() as db:
        here = Matched(db, people[0].actor)
    together, answers = Barrier(2), []

    def press(who: int) -> None:
        together.wait()
        answers.append(people[who].post(f"/argent/rapprochement/{here.groups[0]}/defaire"))

    threads = [Thread(target=press, args=(who,)) for who in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    first, second = sorted(answers, key=lambda one: one.status_code)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Ce rapprochement est déjà défait." in html.unescape(second.text)
    assert settled(desk.database) == SECOND
