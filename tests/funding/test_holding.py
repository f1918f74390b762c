"""What the bank has seen stays as it was seen: whoever takes it back undoes the match first, at the same moment too."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from threading import Event, Thread

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget import spending
from journal_app.budget.model import Expense, Spending
from journal_app.budget.spending import Bill
from journal_app.db import Database, open_database
from journal_app.funding import matching
from journal_app.funding.model import Match
from journal_app.issues.model import Issue
from journal_app.migrations import config, upgrade
from journal_app.problems import Refused
from journal_app.statements.model import Import, Kind, StatementLine
from tests.funding import scene
from tests.funding.scene import NOW, credit, payment

DAY = date(2027, 3, 5)
BEHIND_S = 0.3  # how long the first one keeps its transaction open, so that the second one stands behind it


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def bill(cents: int, state: Spending = Spending.COMMITTED) -> Bill:
    return Bill("other", "Train", cents, date(2027, 3, 1), "62", state=state)


def train(db: Session, lea: Actor, issue: Issue, cents: int = 38_000) -> Expense:
    return spending.note(db, lea, NOW, issue.id, bill(cents))


def pays(db: Session, lea: Actor, cents: int, label: str = "VERT") -> StatementLine:
    scene.bring(db, lea, Kind.BANK, [credit(-cents, DAY, label)])
    return scene.bank_line(db, label)


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        what()
    return told.value.code


def test_what_the_bank_saw_of_an_expense_is_not_typed_away_and_undoing_the_match_frees_it(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    row = train(db, lea, issue)
    made = matching.confirm(db, lea, NOW, [pays(db, lea, 30_000).id], [f"expense:{row.id}"])
    assert (row.settled_cents, row.state) == (30_000, "committed")
    assert refused(lambda: spending.change(db, lea, NOW, row, row.version, bill(29_999))) == "expense-below"
    assert refused(lambda: spending.remove(db, lea, NOW, row)) == "expense-settled"
    spending.change(db, lea, NOW, row, row.version, bill(30_000))
    assert (row.state, row.cents) == ("spent", 30_000), "the bank has seen every cent of it"
    assert refused(lambda: spending.paid(db, lea, NOW, row, None)) == "expense-settled"
    assert refused(lambda: spending.paid(db, lea, NOW, row, date(2027, 3, 9))) == "expense-settled"
    spending.change(db, lea, NOW, row, row.version, bill(31_000))
    assert row.state == "committed", "there is a rest that nobody has paid"
    matching.part(db, lea, NOW, made.group_id)
    assert row.settled_cents == 0
    spending.change(db, lea, NOW, row, row.version, bill(100))
    spending.remove(db, lea, NOW, row)
    assert row.gone_at == NOW


def test_a_form_that_was_made_before_the_match_is_stale(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    row = train(db, lea, issue)
    seen = row.version
    matching.confirm(db, lea, NOW, [pays(db, lea, 1_000).id], [f"expense:{row.id}"])
    assert refused(lambda: spending.change(db, lea, NOW, row, seen, bill(500))) == "row-moved-on"


Doing = Callable[[Session], object]


def one_behind_the_other(database: Database, first: Doing, second: Doing) -> list[str]:
    """The first one's transaction is still open when the second one begins; what became of each."""
    told, inside = ["done", "done"], Event()

    def leads() -> None:
        try:
            with database.write() as db:
                first(db)
                db.flush()
                inside.set()
                time.sleep(BEHIND_S)
        except Refused as one:
            told[0] = one.code
        finally:
            inside.set()

    def follows() -> None:
        inside.wait()
        try:
            with database.write() as db:
                second(db)
        except Refused as one:
            told[1] = one.code

    threads = [Thread(target=leads), Thread(target=follows)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


@pytest.mark.parametrize("match_first", [True, False])
@pytest.mark.parametrize(("doing", "with_match", "without"), [
    ("remove", "expense-settled", "match-moved-on"), ("lower", "row-moved-on", "match-moved-on"),
    ("undo", "statement-settled", "match-moved-on"),
])  # fmt: skip
def test_a_match_and_its_opposite_at_once_leave_no_drift(
    database: Database, doing: str, with_match: str, without: str, match_first: bool
) -> None:
    with database.write() as db:
        lea, issue = scene.person(db), scene.issue(db)
        row = train(db, lea, issue)
        row_id, version, line_id = row.id, row.version, pays(db, lea, 38_000).id
        made_id = db.query(Import).one().id

    def match(db: Session) -> None:
        matching.confirm(db, lea, NOW, [line_id], [f"expense:{row_id}"], 38_000)

    def other(db: Session) -> None:
        there = db.get_one(Expense, row_id)
        if doing == "remove":
            spending.remove(db, lea, NOW, there)
        elif doing == "lower":
            spending.change(db, lea, NOW, there, version, bill(10_000))
        else:
            scene.take_out(db, lea, db.get_one(Import, made_id))

    told = one_behind_the_other(database, *((match, other) if match_first else (other, match)))
    assert told == ["done", with_match if match_first else without]
    with database.read() as db:
        there, line = db.get_one(Expense, row_id), db.get(StatementLine, line_id)
        settled = sum(one.cents for one in db.query(Match).filter_by(undone_at=None))
        assert settled == there.settled_cents == -(line.settled_cents if line else 0) == (38_000 if match_first else 0)
        assert there.settled_cents <= there.cents and not (there.gone_at and there.settled_cents)


@pytest.mark.parametrize("match_first", [True, False])
def test_a_payout_that_is_matched_and_its_import_taken_out_at_once_leave_no_drift(
    database: Database, match_first: bool
) -> None:
    with database.write() as db:
        lea = scene.person(db)
        gifts = scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, date(2027, 2, 20), DAY)])
        scene.bring(db, lea, Kind.BANK, [credit(2_000, DAY, "HELLOASSO")])
        line_id, gifts_id = scene.bank_line(db, "HELLOASSO").id, gifts.id
        [target] = [one.key for one in matching.waiting(db).targets]

    def match(db: Session) -> None:
        matching.confirm(db, lea, NOW, [line_id], [target], 2_000)

    def take_out(db: Session) -> None:
        scene.take_out(db, lea, db.get_one(Import, gifts_id))

    told = one_behind_the_other(database, *((match, take_out) if match_first else (take_out, match)))
    assert told == ["done", "statement-settled" if match_first else "match-moved-on"]
    with database.read() as db:
        assert db.get_one(StatementLine, line_id).settled_cents == (2_000 if match_first else 0)


def test_what_had_drifted_before_is_seen_and_can_be_parted(db: Session) -> None:
    """An older desk let an expense be removed that was matched."""
    lea, issue = scene.person(db), scene.issue(db)
    row = train(db, lea, issue)
    made = matching.confirm(db, lea, NOW, [pays(db, lea, 38_000).id], [f"expense:{row.id}"])
    row.gone_at = NOW
    matching.part(db, lea, NOW, made.group_id)
    assert (row.settled_cents, row.state, scene.bank_line(db, "VERT").settled_cents) == (0, "committed", 0)


def test_an_older_database_learns_what_its_matches_say(database_url: str) -> None:
    opened = open_database(database_url)
    before = ScriptDirectory.from_config(config()).get_revision("0017").down_revision
    with opened.write() as db:
        settings = config()
        settings.attributes["connection"] = db.connection()
        command.upgrade(settings, str(before))
    with opened.write() as db:
        for name, cents in (("a", 38_000), ("b", 500)):
            db.execute(text(
                "INSERT INTO expense (id, line, label, supplier, cents, vat_cents, dated, state, account, version, "
                "made_at) VALUES (:id, 'other', '', '', :cents, 0, '2027-03-01', 'spent', '62', 1, '2027-03-01')"
            ), {"id": name, "cents": cents})  # fmt: skip
        for name, cents, undone in (("1", 30_000, None), ("2", 8_000, None), ("3", 400, "2027-03-02")):
            db.execute(text(
                "INSERT INTO fund_match (id, group_id, line_id, expense_id, cents, line_dated, made_at, undone_at) "
                "VALUES (:id, 'g', 'l', 'a', :cents, '2027-03-05', '2027-03-05', :undone)"
            ), {"id": name, "cents": cents, "undone": undone})  # fmt: skip
    upgrade(opened)
    with opened.read() as db:
        assert dict(db.execute(text("SELECT id, settled_cents FROM expense")).all()) == {"a": 38_000, "b": 0}
    opened.close()
