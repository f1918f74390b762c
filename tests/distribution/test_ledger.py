"""The ledger on both databases: the sum is what was delivered, nothing is negative, every movement has its opposite."""

import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from journal_app.db import Database, open_database
from journal_app.distribution import ledger, store
from journal_app.distribution.model import Kind, PlaceKind
from journal_app.migrations import upgrade
from journal_app.problems import Refused
from tests.distribution.stock import NOW, Stock


@pytest.fixture
def stock(database: Database) -> Stock:
    with database.write() as db:
        return Stock(db)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as told:
        act()
    assert told.value.code == code


def test_the_copies_are_where_the_movements_lead(database: Database, stock: Stock) -> None:
    with database.write() as db:
        stock.deliver(db, 4120)
        stock.move(db, "stock", "legal", 2)
        stock.move(db, "stock", stock.calais, 300)
        stock.move(db, stock.calais, "handed-out", 250)
        stock.move(db, stock.calais, "left-over", 30)
        assert store.balances(db, stock.issue_id) == {
            "stock": 3818, "legal": 2, stock.calais: 20, "handed-out": 250, "left-over": 30,
        }  # fmt: skip
        assert [row.kind for row in store.movements(db, stock.issue_id)][::-1] == [
            Kind.DELIVERED, Kind.SENT, Kind.SENT, Kind.HANDED_OUT, Kind.LEFT_OVER,
        ]  # fmt: skip
        told = store.totals(db, stock.issue_id)
        assert (told.delivered, told.at(PlaceKind.ASSOCIATION), told.at(PlaceKind.HANDED_OUT)) == (4120, 20, 250)
        assert sum(told.by_kind.values()) == 4120
        assert store.all_totals(db, [stock.issue_id]) == {stock.issue_id: told}


def test_what_is_not_there_cannot_go(database: Database, stock: Stock) -> None:
    with database.write() as db:
        refused("copies-not-there", lambda: stock.move(db, "stock", stock.calais, 1))
        stock.deliver(db, 100)
        refused("copies-not-there", lambda: stock.move(db, "stock", stock.calais, 101))
        refused("copies-wrong", lambda: stock.move(db, "stock", stock.calais, 0))
        refused("copies-wrong", lambda: stock.move(db, "stock", stock.calais, -5))
        refused("copies-place-wrong", lambda: stock.move(db, "stock", "stock", 5))
        refused("copies-place-wrong", lambda: stock.move(db, "stock", "nowhere", 5))
        refused("copies-place-wrong", lambda: stock.move(db, "stock", "printer", 5))
        stock.move(db, "stock", "handed-out", 100)
        refused("copies-place-wrong", lambda: stock.move(db, "handed-out", "stock", 5))
        assert store.balances(db, stock.issue_id) == {"handed-out": 100}


def test_another_issues_copies_are_another_sum(database: Database, stock: Stock) -> None:
    with database.write() as db:
        other = Stock(db, 13)
        stock.deliver(db, 100)
        refused("copies-not-there", lambda: other.move(db, "stock", other.calais, 1))
        other.deliver(db, 50)
        number = stock.move(db, "stock", stock.calais, 10)
        refused("copies-undone", lambda: ledger.undo(db, other.mina, NOW, other.issue_id, number))
        assert store.balances(db, other.issue_id) == {"stock": 50}


def test_a_correction_leaves_its_trace(database: Database, stock: Stock) -> None:
    with database.write() as db:
        stock.deliver(db, 4000)
        refused("copies-delivered-already", lambda: stock.deliver(db, 4000))

        def correct(total: int, why: str, place: str = "stock") -> object:
            return ledger.correct(db, stock.mina, NOW, stock.issue_id, total, place, why)

        refused("copies-reason-missing", lambda: correct(4080, " "))
        correct(4080, "deux paquets de plus, comptés au déchargement")
        assert correct(4080, "le même nombre ne fait rien") is None
        stock.move(db, "stock", stock.calais, 4000)
        refused("copies-not-there", lambda: correct(3999, "il en manque"))
        correct(4070, "dix abîmés au pliage")
        assert store.delivered(db, stock.issue_id) == 4070
        assert [row.note for row in store.movements(db, stock.issue_id) if row.kind == Kind.CORRECTED] == [
            "dix abîmés au pliage", "deux paquets de plus, comptés au déchargement",
        ]  # fmt: skip


def test_a_movement_is_undone_by_its_opposite_once(database: Database, stock: Stock) -> None:
    with database.write() as db:
        stock.deliver(db, 100)
        number = stock.move(db, "stock", stock.calais, 60)
        gone_on = stock.move(db, stock.calais, "handed-out", 50)
        refused("copies-not-there", lambda: ledger.undo(db, stock.mina, NOW, stock.issue_id, number))
        back = ledger.undo(db, stock.mina, NOW, stock.issue_id, gone_on)
        ledger.undo(db, stock.mina, NOW, stock.issue_id, number)
        refused("copies-undone", lambda: ledger.undo(db, stock.mina, NOW, stock.issue_id, number))
        refused("copies-undone", lambda: ledger.undo(db, stock.mina, NOW, stock.issue_id, back.number))
        assert store.balances(db, stock.issue_id) == {"stock": 100}
        assert len(store.movements(db, stock.issue_id)) == 5  # nothing was taken away


def test_of_two_at_once_nobody_gives_away_what_is_gone(database: Database, stock: Stock) -> None:
    """Twelve people give 10 of the 50 copies away at the same moment: five of them do."""
    with database.write() as db:
        stock.deliver(db, 50)
    told: list[str] = []
    ready = threading.Barrier(12)

    def give(place: str) -> None:
        ready.wait()
        try:
            with database.write() as db:
                stock.move(db, "stock", place, 10)
            told.append("gone")
        except Refused as refusal:
            told.append(refusal.code)

    threads = [threading.Thread(target=give, args=((stock.calais, stock.dunkirk)[n % 2],)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["copies-not-there"] * 7 + ["gone"] * 5
    with database.read() as db:
        there = store.balances(db, stock.issue_id)
    assert "stock" not in there and sum(there.values()) == 50


def test_of_two_who_deliver_or_undo_at_once_one_does(database: Database, stock: Stock) -> None:
    def both(act: Callable[[], object]) -> list[str]:
        told: list[str] = []

        def one() -> None:
            try:
                act()
                told.append("done")
            except Refused as refusal:
                told.append(refusal.code)

        threads = [threading.Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(told)

    def deliver() -> None:
        with database.write() as db:
            stock.deliver(db, 50)

    assert both(deliver) == ["copies-delivered-already"] * 3 + ["done"]
    with database.write() as db:
        number = stock.move(db, "stock", stock.calais, 10)

    def undo() -> None:
        with database.write() as db:
            ledger.undo(db, stock.mina, NOW, stock.issue_id, number)

    assert both(undo) == ["copies-undone"] * 3 + ["done"]
    with database.read() as db:
        assert store.balances(db, stock.issue_id) == {"stock": 50}


FIXED = ("printer", "stock", "legal", "archive", "authors", "handed-out", "left-over", "recycled", "lost")
COPIES = st.integers(-3, 60)


class Ledger(RuleBasedStateMachine):
    """Anybody does anything in any order; a plain dictionary keeps the same books beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = open_database(f"sqlite:///{Path(self.folder.name) / 'journal.db'}")
        upgrade(self.database)
        with self.database.write() as db:
            self.stock = Stock(db)
        self.places = (*FIXED, self.stock.calais, self.stock.dunkirk)
        self.books: dict[str, int] = {}
        self.done: list[tuple[int, str | None, str | None, int]] = []
        self.numbers = 0

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    def _act(self, here: str | None, there: str | None, copies: int, act: Callable[..., object]) -> bool:
        """Do it in the desk, and in the books if the desk did not refuse; they must agree on whether it could."""
        try:
            with self.database.write() as db:
                number = getattr(act(db), "number", 0)
        except Refused:
            return False
        assert here is None or self.books.get(here, 0) >= copies > 0, "more than there was"
        for place, many in ((here, -copies), (there, copies)):
            if place:
                self.books[place] = self.books.get(place, 0) + many
        self.numbers += 1
        self.done.append((number, here, there, copies))
        return True

    @initialize(copies=st.integers(1, 200), place=st.sampled_from(("stock", "printer")))
    def deliver(self, copies: int, place: str) -> None:
        stock = self.stock
        assert self._act(None, place, copies,
                         lambda db: ledger.delivered(db, stock.mina, NOW, stock.issue_id, copies, place))  # fmt: skip

    @rule(here=st.integers(0, 10), there=st.integers(0, 10), copies=COPIES)
    def move(self, here: int, there: int, copies: int) -> None:
        ends = self.places[here], self.places[there]
        could = self.books.get(ends[0], 0) >= copies > 0 and ends[0] != ends[1]
        could = could and ends[0] != "handed-out" and ends[1] != "printer"
        stock = self.stock
        did = self._act(*ends, copies, lambda db: ledger.move(db, stock.mina, NOW, stock.issue_id, *ends, copies))
        assert did == could

    @rule(which=st.integers(0, 40))
    def undo(self, which: int) -> None:
        if self.done:
            number, here, there, copies = self.done[which % len(self.done)]
            self._act(there, here, copies,
                      lambda db: ledger.undo(db, self.stock.mina, NOW, self.stock.issue_id, number))  # fmt: skip

    @rule(total=st.integers(-2, 260), place=st.integers(0, 10), why=st.sampled_from(("", "recompté")))
    def correct(self, total: int, place: int, why: str) -> None:
        there = sum(self.books.values())
        at, stock = self.places[place], self.stock
        ends = (None, at) if total > there else (at, None)
        if total != there:
            self._act(*ends, abs(total - there),
                      lambda db: ledger.correct(db, stock.mina, NOW, stock.issue_id, total, at, why))  # fmt: skip

    @invariant()
    def the_books_agree(self) -> None:
        with self.database.read() as db:
            there, delivered = store.balances(db, self.stock.issue_id), store.delivered(db, self.stock.issue_id)
            written = len(store.movements(db, self.stock.issue_id, 10_000))
        assert there == {place: copies for place, copies in self.books.items() if copies}
        assert min(there.values(), default=0) >= 0
        assert sum(there.values()) == delivered
        assert written == self.numbers, "a movement was lost or written twice"


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
