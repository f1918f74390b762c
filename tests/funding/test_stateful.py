"""Whatever is done in whatever order: allocations sum to the whole, a euro is in one state in one plan, and a line of
the bank is settled by what was confirmed of it."""

import tempfile
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from journal_app.budget.model import Expense
from journal_app.costing.model import FundState
from journal_app.db import open_database
from journal_app.funding import actions, cancelling, matching, store
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund, FundStep, Match
from journal_app.issues.model import Issue
from journal_app.migrations import upgrade
from journal_app.problems import Refused
from journal_app.statements.model import Import, Kind, StatementLine
from tests.funding import scene
from tests.funding.scene import NOW, credit

CENTS = st.integers(1, 100_000)
PICK = st.integers(0, 10**6)
STATES = st.sampled_from(actions.BY_HAND)


@cache
def empty_desk() -> bytes:
    """A database with the desk's tables, made once."""
    with tempfile.TemporaryDirectory() as folder:
        made = open_database(f"sqlite:///{folder}/journal.db")
        upgrade(made)
        made.close()
        return (Path(folder) / "journal.db").read_bytes()


class Money(RuleBasedStateMachine):
    """A treasurer at work on three issues."""

    @initialize()
    def begin(self) -> None:
        self.numbers = count()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "journal.db"
        path.write_bytes(empty_desk())
        self.database = open_database(f"sqlite:///{path}")
        with self.database.write() as db:
            self.lea = scene.person(db)
            self.issues = [scene.issue(db, f"{n}-numero", n).id for n in (12, 13, 14)]
            told = Told("Fonds", 5_000, FundState.DUE, date(2027, 3, 1))
            fund = actions.add_fund(db, self.lea, NOW, self.issues[0], told)
            lines = [credit(cents, date(2027, 3, day), f"REJET {day}")
                     for cents, day in ((5_000, 1), (-5_000, 2), (-8_000, 3), (8_000, 4))]  # fmt: skip
            scene.bring(db, self.lea, Kind.BANK, lines)
            matching.confirm(db, self.lea, NOW, [scene.bank_line(db, "REJET 1").id], [f"fund:{fund.id}"])

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()

    def do(self, what: Any) -> None:
        """Try it in a transaction of its own: what is refused changes nothing."""
        try:
            with self.database.write() as db:
                what(db)
        except Refused:
            pass

    def fund(self, db: Any, pick: int) -> Fund | None:
        rows = db.query(Fund).order_by(Fund.id).all()
        return rows[pick % len(rows)] if rows else None

    @rule(cents=CENTS, state=STATES, pick=PICK)
    def note(self, cents: int, state: FundState, pick: int) -> None:
        holder = [None, *self.issues][pick % 4]
        self.do(lambda db: actions.add_fund(db, self.lea, NOW, holder, Told("Fonds", cents, state, date(2027, 3, 1))))

    @rule(cents=CENTS, state=STATES, pick=PICK)
    def change(self, cents: int, state: FundState, pick: int) -> None:
        def what(db: Any) -> None:
            if row := self.fund(db, pick):
                told = Told(row.label, cents, state, row.dated)
                actions.change_fund(db, self.lea, NOW, self.issues[pick % 3], row.id, row.version, told)

        self.do(what)

    @rule(cents=CENTS, pick=PICK, other=PICK)
    def move(self, cents: int, pick: int, other: int) -> None:
        def what(db: Any) -> None:
            giver = db.get(Issue, self.issues[pick % 3])
            row = self.fund(db, pick)
            chosen = row.id if row and other % 2 else ""
            actions.move(db, self.lea, NOW, giver, [None, *self.issues][other % 4], cents, "Pour la suite", chosen)

        self.do(what)

    @rule(cents=CENTS, pick=PICK)
    def allocate(self, cents: int, pick: int) -> None:
        def what(db: Any) -> None:
            if row := self.fund(db, pick):
                actions.allocate(db, self.lea, NOW, row.id, self.issues[pick % 3], cents)

        self.do(what)

    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        def what(db: Any) -> None:
            if row := self.fund(db, pick):
                actions.remove_fund(db, self.lea, NOW, row.id, row.version)

        self.do(what)

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        def what(db: Any) -> None:
            if (row := self.fund(db, pick)) and (last := store.last_step(db, row.id)):
                actions.undo(db, self.lea, NOW, row.id, last.number)

        self.do(what)

    @rule(cents=CENTS, pick=PICK)
    def bank_sees(self, cents: int, pick: int) -> None:
        """A credit of any amount, or of exactly what a fund lacks, confirmed to be it."""

        def what(db: Any) -> None:
            row = self.fund(db, pick)
            if row is None:
                return
            amount = row.cents - row.settled_cents if pick % 2 and row.cents > row.settled_cents else cents
            label = f"VIR {next(self.numbers)}"
            scene.bring(db, self.lea, Kind.BANK, [credit(amount, date(2027, 3, 5), label)])
            matching.confirm(db, self.lea, NOW, [scene.bank_line(db, label).id], [f"fund:{row.id}"])

        self.do(what)

    @rule(pick=PICK)
    def part(self, pick: int) -> None:
        def what(db: Any) -> None:
            if rows := store.matches(db, 100):
                matching.part(db, self.lea, NOW, rows[pick % len(rows)].group_id)

        self.do(what)

    @rule(cents=CENTS, pick=PICK)
    def pay(self, cents: int, pick: int) -> None:
        """A debit, confirmed to be an expense of any amount."""

        def what(db: Any) -> None:
            owed = Expense(issue_id=self.issues[pick % 3], line="other", label="Train", cents=cents,
                           dated=date(2027, 3, 1), account="62", made_at=NOW)  # fmt: skip
            db.add(owed)
            label = f"CB {next(self.numbers)}"
            scene.bring(db, self.lea, Kind.BANK, [credit(-cents if pick % 2 else -1, date(2027, 3, 5), label)])
            matching.confirm(db, self.lea, NOW, [scene.bank_line(db, label).id], [f"expense:{owed.id}"])

        self.do(what)

    @rule(pick=PICK, rest=st.booleans())
    def comes_back(self, pick: int, rest: bool) -> None:
        """A line of another statement: as much as one that is there, or as what of it is open, the other way round."""

        def what(db: Any) -> None:
            if row := self.line(db, pick):
                cents = (row.settled_cents if rest else 0) - row.cents
                if cents:
                    day = row.dated + timedelta(days=pick % 70)
                    back = credit(cents, day, f"REJET {next(self.numbers)}")
                    scene.bring(db, self.lea, Kind.BANK, [back])

        self.do(what)

    @rule(pick=PICK)
    def say_yes(self, pick: int) -> None:
        """To something that is proposed for an open line, as the page would send it."""

        def what(db: Any) -> None:
            there = matching.waiting(db)
            found = [one for some in cancelling.proposed(db, there.lines, there.lines).values() for one in some]
            if found:
                one = sorted(found, key=lambda each: (each.key, each.line.id))[pick % len(found)]
                told = [was.group_id for was in one.parting]
                cancelling.cancel_out(db, self.lea, NOW, [each.id for each in one.lines], one.cents, told)

        self.do(what)

    @rule(pick=PICK, other=PICK, cents=CENTS, told=st.booleans())
    def say_anything(self, pick: int, other: int, cents: int, told: bool) -> None:
        """Any two lines, knowing or not knowing what they stand for: mostly refused."""

        def what(db: Any) -> None:
            one, two = self.line(db, pick), self.line(db, other)
            if one and two:
                rest = abs(one.cents if told else one.cents - one.settled_cents) or cents
                groups = {row.group_id for row in store.groups_of(db, [one.id, two.id])} if told else set()
                cancelling.cancel_out(db, self.lea, NOW, [one.id, two.id], rest, groups)

        self.do(what)

    @rule(pick=PICK)
    def take_out(self, pick: int) -> None:
        def what(db: Any) -> None:
            rows = db.query(Import).filter_by(undone_at=None).order_by(Import.id).all()
            if rows:
                scene.take_out(db, self.lea, rows[pick % len(rows)])

        self.do(what)

    def line(self, db: Any, pick: int) -> StatementLine | None:
        rows = db.query(StatementLine).order_by(StatementLine.id).all()
        return rows[pick % len(rows)] if rows else None

    @invariant()
    def a_line_is_settled_by_what_was_confirmed_of_it(self) -> None:
        """Never beyond its amount; and a pair that cancels out is two lines, and nothing together."""
        if not hasattr(self, "database"):
            return
        with self.database.read() as db:
            lines = {line.id: line for line in db.query(StatementLine)}
            rows = db.query(Match).filter_by(undone_at=None).all()
            said = dict.fromkeys(lines, 0)
            pairs: dict[str, list[int]] = {}
            for row in rows:
                signed = row.cents if lines[row.line_id].cents > 0 else -row.cents
                said[row.line_id] += signed
                if row.cancels:
                    pairs.setdefault(row.group_id, []).append(signed)
            for line in lines.values():
                assert min(0, line.cents) <= line.settled_cents <= max(0, line.cents)
                assert line.settled_cents == said[line.id]
            assert all(len(pair) == 2 and sum(pair) == 0 for pair in pairs.values())
            raised = sum(row.cents for row in rows if row.fund_id)
            paid = sum(row.cents for row in rows if row.expense_id)
            assert sum(line.settled_cents for line in lines.values()) == raised - paid
            assert sum(row.settled_cents for row in db.query(Fund)) == raised
            assert sum(row.settled_cents for row in db.query(Expense)) == paid
            plans = [scene.planned(db.get_one(Issue, one))[FundState.RECONCILED] for one in self.issues]
            assert sum(plans) <= raised

    @invariant()
    def allocations_sum_to_the_whole(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.read() as db:
            rows = db.query(Fund).all()
            held = store.held_of(db, [row.id for row in rows])
            for row in rows:
                assert sum(held.get(row.id, {}).values()) == (0 if row.gone_at else row.cents)
                assert all(cents > 0 for cents in held.get(row.id, {}).values())
                assert 0 <= row.settled_cents <= row.cents
                assert row.settled_cents == sum(one.cents for one in store.matches_of(db, row.id))
            plans = [scene.planned(db.get_one(Issue, one)) for one in self.issues]
            waits = sum(held.get(row.id, {}).get(None, 0) for row in rows)
            assert sum(sum(plan.values()) for plan in plans) + waits == sum(
                row.cents for row in rows if not row.gone_at
            )
            assert db.query(FundStep).count() >= len(rows)


Money.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestMoney = Money.TestCase
