"""Whatever is done in whatever order: allocations sum to the whole, and a euro is in one state in one plan."""

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from journal_app.costing.model import FundState
from journal_app.db import open_database
from journal_app.funding import actions, matching, store
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund, FundStep
from journal_app.issues.model import Issue
from journal_app.migrations import upgrade
from journal_app.problems import Refused
from journal_app.statements.model import Kind, StatementLine
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
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "journal.db"
        path.write_bytes(empty_desk())
        self.database = open_database(f"sqlite:///{path}")
        with self.database.write() as db:
            self.lea = scene.person(db)
            self.issues = [scene.issue(db, f"{n}-numero", n).id for n in (12, 13, 14)]

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
            label = f"VIR {db.query(StatementLine).count()}"
            scene.bring(db, self.lea, Kind.BANK, [credit(amount, date(2027, 3, 5), label)])
            matching.confirm(db, self.lea, NOW, [scene.bank_line(db, label).id], [f"fund:{row.id}"])

        self.do(what)

    @rule(pick=PICK)
    def part(self, pick: int) -> None:
        def what(db: Any) -> None:
            if rows := store.matches(db, 100):
                matching.part(db, self.lea, NOW, rows[pick % len(rows)].group_id)

        self.do(what)

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
            for line in db.query(StatementLine):
                assert 0 <= line.settled_cents <= line.cents
            plans = [scene.planned(db.get_one(Issue, one)) for one in self.issues]
            waits = sum(held.get(row.id, {}).get(None, 0) for row in rows)
            assert sum(sum(plan.values()) for plan in plans) + waits == sum(
                row.cents for row in rows if not row.gone_at
            )
            assert db.query(FundStep).count() >= len(rows)


Money.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestMoney = Money.TestCase
