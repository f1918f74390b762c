"""A file is looked at, taken in one transaction, known again, and taken out again, in whatever order files come."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account
from journal_app.db import Database
from journal_app.problems import Refused
from journal_app.statements import actions, store
from journal_app.statements.comparing import Fate, Why
from journal_app.statements.model import Import, Kind, StatementLine, Telling
from tests.statements.files import (
    GIFT,
    LILO,
    MOVES,
    TODAY,
    Gift,
    Move,
    bank_signed,
    bank_two_columns,
    gift,
    helloasso,
    ofx,
)
from tests.statements.readings import reading

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
AMOUNT, STATE, PAID, PAID_ON = GIFT[2], GIFT[4], GIFT[5], GIFT[6]
WHERE = "Compte courant"


@pytest.fixture
def actor(database: Database) -> Actor:
    with database.write() as db:
        row = Account(login="caisse", name="Caisse", password_hash="-", created_at=NOW)
        db.add(row)
        db.flush()
        return Actor(row.id, frozenset(), frozenset())


class Book:
    """A database with what was taken into it."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database, self.actor = database, actor

    def take(
        self, data: bytes, taken: set[int] | None = None, read: date = TODAY, account: str = WHERE
    ) -> Import | None:
        """Take a file; None when it says nothing new."""
        told = reading(data)
        try:
            with self.database.write() as db:
                plan = actions.plan(db, told, account, read)
                return actions.take(db, self.actor, NOW, "f", f"{hash(data)}", account, told, plan, taken)
        except Refused as refused:
            assert refused.code in ("statement-nothing-new", "statement-same-file")
            return None

    def fates(self, data: bytes) -> list[tuple[Fate, Why | None]]:
        with self.database.read() as db:
            return [(one.fate, one.why) for one in actions.plan(db, reading(data), WHERE, TODAY).judged]

    def undo(self, made: Import) -> int:
        with self.database.write() as db:
            return actions.undo(db, self.actor, NOW, db.get_one(Import, made.id))

    def lines(self) -> list[StatementLine]:
        with self.database.read() as db:
            return list(db.scalars(select(StatementLine)))

    def said(self) -> list[tuple[object, ...]]:
        """Everything that counts of what is there."""
        return sorted(
            (
                one.kind,
                one.dated.isoformat(),
                str(one.valued),
                one.cents,
                one.label,
                one.reference,
                one.state,
                str(one.paid_out_on),
                one.purpose,
                one.fingerprint,
            )
            for one in self.lines()
        )

    def clear(self) -> None:
        with self.database.write() as db:
            for table in (Telling, StatementLine, Import):
                db.execute(delete(table))


@pytest.fixture
def book(database: Database, actor: Actor) -> Book:
    return Book(database, actor)


def test_two_equal_lines_of_one_file_are_two(book: Book) -> None:
    made = book.take(bank_two_columns())
    assert made is not None and (made.lines, made.known) == (5, 0)
    assert sorted(one.cents for one in book.lines()) == sorted(cents for _, _, cents in MOVES)


def test_the_same_file_again_is_refused_until_it_was_undone(book: Book) -> None:
    made = book.take(bank_two_columns())
    before = book.said()
    assert book.take(bank_two_columns()) is None
    assert book.said() == before
    assert made is not None and book.undo(made) == 5
    assert book.lines() == []
    assert book.take(bank_two_columns()) is not None
    assert book.said() == before


def test_periods_that_overlap_bring_only_what_is_new(book: Book) -> None:
    book.take(bank_two_columns(MOVES[:4]))
    assert [fate for fate, _ in book.fates(bank_two_columns(MOVES[2:]))] == [Fate.KNOWN, Fate.KNOWN, Fate.NEW]
    second = book.take(bank_two_columns(MOVES[2:]))
    assert second is not None and (second.lines, second.known) == (3, 2)
    assert len(book.lines()) == 5


def test_a_line_that_comes_more_often_than_it_is_here_is_asked(book: Book) -> None:
    book.take(bank_two_columns(MOVES[2:3]))
    assert book.fates(bank_two_columns(MOVES[2:4])) == [(Fate.KNOWN, None), (Fate.ASKED, Why.OFTEN)]
    assert book.take(bank_two_columns(MOVES[2:4]), taken=set()) is None
    assert book.take(bank_two_columns(MOVES[2:4]), taken={3}) is not None
    assert [one.cents for one in book.lines()] == [-1250, -1250]


@pytest.mark.parametrize("key", ["F1", "20261103000000001234"])
def test_the_same_key_of_the_bank_with_other_words_or_of_another_day_is_asked(book: Book, key: str) -> None:
    """A bank renames what is under way, and moves its day."""

    def told(day: str, words: str, cents: int = 150_000, key: str = key) -> bytes:
        return ofx([(day, words, cents)]).replace(b"<FITID>0", b"<FITID>" + key.encode())

    book.take(told("2026-11-03", "VIR EN COURS FONDATION"))
    assert book.fates(told("2026-11-03", "VIR SEPA FONDATION X")) == [(Fate.ASKED, Why.REFERENCE)]
    assert book.fates(told("2026-11-04", "VIR EN COURS FONDATION")) == [(Fate.ASKED, Why.REFERENCE)]
    assert book.fates(told("2026-11-03", "VIR SEPA FONDATION X", 150_001)) == [(Fate.NEW, None)]
    other = "F2" if key == "F1" else "20261103000000001235"
    assert book.fates(told("2026-11-03", "VIR SEPA FONDATION X", key=other)) == [(Fate.NEW, None)]
    assert book.fates(told("2026-11-03", "VIR EN COURS FONDATION")) == [(Fate.KNOWN, None)]


def test_another_value_date_is_asked_and_so_is_the_same_told_by_another_kind_of_file(book: Book) -> None:
    book.take(bank_two_columns(MOVES[:1]))
    assert book.fates(bank_signed(MOVES[:1])) == [(Fate.ASKED, Why.VALUE)]  # it has no value date
    other = [("2026-11-03", "VIREMENT HELLOASSO", 41_200)]
    assert book.fates(ofx(other)) == [(Fate.ASKED, Why.ELSEWHERE)]
    assert book.fates(bank_two_columns(other)) == [(Fate.NEW, None)]  # two transfers of one file's kind are two


@pytest.mark.parametrize("words", ["VIR HELLOASSO", "VIR HELLOASSO 2026-11 SUITE", "HELLOASSO VIR", "vir héllo"])
def test_the_same_day_and_amount_in_shortened_words_is_asked(book: Book, words: str) -> None:
    """Of two exports of one bank the one cuts its words."""
    book.take(bank_two_columns(MOVES[:1]))
    told = book.fates(bank_two_columns([("2026-11-03", words, 41_200), ("2026-11-06", words, 41_200)]))
    assert told == [(Fate.ASKED, Why.SHORTER), (Fate.NEW, None)]


def test_the_same_words_every_month_are_no_question(book: Book) -> None:
    book.take(bank_two_columns([("2026-10-03", "FRAIS DE TENUE", -250)]))
    assert book.fates(bank_two_columns([("2026-11-03", "FRAIS DE TENUE", -250)])) == [(Fate.NEW, None)]


def test_two_accounts_do_not_know_each_other(book: Book) -> None:
    book.take(bank_two_columns(MOVES[:1]))
    with book.database.read() as db:
        plan = actions.plan(db, reading(bank_two_columns(MOVES[:1])), "Livret", TODAY)
    assert [one.fate for one in plan.judged] == [Fate.NEW]


PAID_OUT = {PAID: "Oui", PAID_ON: "10/11/2026"}


def test_a_payment_moves_on_and_back_when_its_import_is_undone(book: Book) -> None:
    book.take(helloasso([gift(1), gift(2)]))
    assert [fate for fate, _ in book.fates(helloasso([gift(1, **PAID_OUT), gift(2)]))] == [Fate.MOVED, Fate.KNOWN]
    later = book.take(helloasso([gift(1, **PAID_OUT), gift(2)]))
    assert [one.paid_out_on for one in book.lines() if one.paid_out_on] == [date(2026, 11, 10)]
    with book.database.read() as db:
        assert [(one.day, one.payments, one.cents) for one in store.payouts(db)] == [(date(2026, 11, 10), 1, 2000)]
    assert later is not None and book.undo(later) == 0
    assert [one.paid_out_on for one in book.lines()] == [None, None]


def test_what_another_import_says_too_stays_when_one_is_undone(book: Book) -> None:
    first = book.take(bank_two_columns(MOVES[:4]))
    second = book.take(bank_two_columns(MOVES[2:]))
    assert first is not None and second is not None and book.undo(first) == 2
    assert len(book.lines()) == 3
    assert {one.import_id for one in book.lines()} == {second.id}


def test_a_reconciled_line_keeps_its_import(book: Book) -> None:
    made = book.take(bank_two_columns())
    with book.database.write() as db:
        line = store.open_lines(db, Kind.BANK)[0]
        actions.settle(db, line, line.cents)
    assert made is not None
    with pytest.raises(Refused, match="statement-settled"):
        book.undo(made)
    assert len(book.lines()) == 5
    with book.database.write() as db:
        actions.settle(db, db.get_one(StatementLine, line.id), 0)
    assert book.undo(made) == 5


def test_a_reconciled_payment_keeps_its_amount(book: Book) -> None:
    book.take(helloasso([gift(1, **PAID_OUT)]))
    with book.database.write() as db:
        actions.settle(db, store.open_lines(db, Kind.HELLOASSO)[0], 2000)
    assert book.fates(helloasso([gift(1, **PAID_OUT, **{AMOUNT: "10,00", STATE: "Remboursé"})])) == [(Fate.HELD, None)]


@pytest.mark.parametrize(("cents", "fine"), [(0, True), (41_200, True), (1, True), (41_201, False), (-1, False)])
def test_no_more_than_a_line_is_reconciled(book: Book, cents: int, fine: bool) -> None:
    book.take(bank_two_columns(MOVES[:1]))
    with book.database.write() as db:
        line = store.open_lines(db, Kind.BANK)[0]
        if fine:
            actions.settle(db, line, cents)
            return
        with pytest.raises(Refused, match="statement-over"):
            actions.settle(db, line, cents)


def test_only_what_counts_is_open(book: Book) -> None:
    book.take(helloasso([gift(1), gift(2, **{STATE: "En attente"}), gift(3, **{STATE: "Remboursé"})]))
    book.take(LILO.replace("Mois en cours", "Octobre 2026 5.6185 $\nMois en cours").encode())
    with book.database.read() as db:
        assert [one.reference for one in store.open_lines(db, Kind.HELLOASSO)] == ["5000001"]
        assert [one.cents for one in store.open_lines(db, Kind.LILO)] == [787, 1348]


# --- properties: whatever statements, in whatever order ---------------------------------------------------------------

words = st.sampled_from(["VIR HELLOASSO", "PRLV ASSURANCE", "CB PAPETERIE"])
histories = st.lists(
    st.tuples(
        st.dates(date(2026, 11, 1), date(2026, 11, 6)).map(lambda day: day.isoformat()),
        words,
        st.sampled_from([-1250, 500, 41_200]),
    ),
    min_size=1,
    max_size=14,
).map(sorted)
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


def periods(moves: Sequence[Move], cuts: Sequence[tuple[int, int]]) -> list[bytes]:
    """Exports of one account over whole days, which may overlap."""
    found = []
    for begin, end in cuts:
        some = [one for one in moves if min(begin, end) <= int(one[0][8:]) <= max(begin, end)]
        if some:
            found.append(bank_two_columns(some))
    return list(dict.fromkeys(found))


@slow
@given(
    moves=histories,
    cuts=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=4),
    data=st.data(),
)
def test_bank_exports_in_any_order_make_the_same_book(
    book: Book, moves: list[Move], cuts: list[tuple[int, int]], data: st.DataObject
) -> None:
    files = periods(moves, cuts)
    ends = []
    for order in (files, data.draw(st.permutations(files))):
        book.clear()
        for file in order:
            book.take(file)
            once = book.said()
            assert book.take(file) is None and book.said() == once
        ends.append(book.said())
    assert ends[0] == ends[1]
    days = {int(one[0][8:]) for one in moves if any(min(cut) <= int(one[0][8:]) <= max(cut) for cut in cuts)}
    assert len(ends[0]) == sum(int(one[0][8:]) in days for one in moves)  # nothing twice, nothing lost


stages: list[Gift] = [{STATE: "En attente"}, {}, PAID_OUT, PAID_OUT | {STATE: "Remboursé"}]


@slow
@given(
    exports=st.lists(st.dictionaries(st.integers(1, 4), st.integers(0, 3), min_size=1), min_size=1, max_size=4),
    data=st.data(),
)
def test_payments_end_at_the_furthest_that_any_export_said(
    book: Book, exports: list[dict[int, int]], data: st.DataObject
) -> None:
    files = [helloasso([gift(number, **stages[stage]) for number, stage in one.items()]) for one in exports]
    ends = []
    for order in (files, data.draw(st.permutations(files))):
        book.clear()
        for file in order:
            book.take(file)
            assert book.take(file) is None
        ends.append(book.said())
    assert ends[0] == ends[1]
    furthest = {number: max(one[number] for one in exports if number in one) for one in exports for number in one}
    assert {(one.reference, one.state, bool(one.paid_out_on)) for one in book.lines()} == {
        (str(5_000_000 + number), stages[stage].get(STATE, "Validé"), stage > 1) for number, stage in furthest.items()
    }


@slow
@given(
    moves=histories,
    cuts=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=2, max_size=3),
    data=st.data(),
)
def test_undoing_an_import_is_as_if_it_had_never_been(
    book: Book, moves: list[Move], cuts: list[tuple[int, int]], data: st.DataObject
) -> None:
    """But for a file that said nothing new and was not taken: of those there is nothing to fall back on."""
    files = periods(moves, cuts)
    book.clear()
    made = [one for one in (book.take(file) for file in files) if one is not None]
    assume(made)
    gone = data.draw(st.sampled_from(made))
    kept = (
        {file for file, one in zip(files, made, strict=False) if one.id != gone.id} if len(made) == len(files) else None
    )
    book.undo(gone)
    after = book.said()
    if kept is not None:
        book.clear()
        for file in files:
            if file in kept:
                book.take(file)
        assert book.said() == after
