"""Two lines of the bank that cancel each other out: proposed with reasons, asked when several may be it."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from threading import Barrier, Thread
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal_app.activity.model import Activity
from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import cancelling, matching, store
from journal_app.funding.bouncing import Bounce, Parted, Standing, bounces, kind_of, says_so
from journal_app.funding.model import Done, FundStep, Match
from journal_app.funding.proposing import LIKELY, SHOWN, SURE, Open
from journal_app.problems import Refused
from journal_app.statements.model import Kind, StatementLine
from tests.funding import scene
from tests.funding.scene import NOW, credit
from tests.funding.test_matching import expense, grant

DAY = date(2027, 3, 5)


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def line(id: str, cents: int, label: str, days: int = 0, account: str = "", seen: int = 0) -> Open:
    return Open(id, DAY + timedelta(days=days), cents, label, account, seen)


def codes(one: Bounce) -> list[str]:
    return [reason.code for reason in one.why]


# --- which two -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cents", "label"), [(5_000, "REJET VIR MARTIN"), (-8_000, "VIR REJETE DU 05/03")])
def test_a_movement_and_its_bounce_are_proposed_with_the_words_that_say_so(cents: int, label: str) -> None:
    there = [line("first", cents, "VIREMENT"), line("back", -cents, label, days=4)]
    for one, other in (("first", "back"), ("back", "first")):
        [best] = bounces(there, there)[one]
        assert best.other.id == other and best.cents == abs(cents) and best.score >= SURE
        assert codes(best) == ["opposite-amount", "bank", "word", "back-days-after"]
        assert [each.id for each in best.lines] == ["first", "back"]


def test_without_a_word_the_same_amount_is_only_possible_and_a_shared_name_makes_it_likely() -> None:
    silent = [line("a", 5_000, "VIR RECU"), line("b", -5_000, "VIR EMIS", days=5)]
    assert bounces(silent, silent)["a"][0].score < LIKELY
    named = [line("a", 5_000, "VIR OCEANE"), line("b", -5_000, "OCEANE", days=5)]
    [best] = bounces(named, named)["a"]
    assert LIKELY <= best.score < SURE and "both-say" in codes(best)


def test_of_several_of_one_amount_none_is_guessed() -> None:
    """The bounce may be any of three: each is shown, none is called likely, from whichever side one looks."""
    there = [line(f"in{n}", 5_000, f"VIR {n}", days=n) for n in range(3)] + [line("back", -5_000, "REJET VIR", days=9)]
    found = bounces(there, there)
    assert [one.other.id for one in found["back"]] == ["in0", "in1", "in2"]
    assert all(one.score < LIKELY and "bounce-rivals" in codes(one) for some in found.values() for one in some)


def test_a_line_that_stands_for_something_is_a_rival_like_an_open_one() -> None:
    there = [line("open", 5_000, "VIR"), line("back", -5_000, "REJET VIR", days=3)]
    held = [Standing(line("settled", 5_000, "VIR", seen=5_000), (Parted("g", 5_000, ("Région",)),))]
    found = bounces(there, there, held)
    assert {one.other.id for one in found["back"]} == {"open", "settled"}
    assert all(one.score < LIKELY for some in found.values() for one in some)


def test_what_stands_for_something_is_parted_only_where_a_label_says_that_it_came_back() -> None:
    held = [Standing(line("settled", 5_000, "VIR", seen=5_000), (Parted("g", 5_000, ("Région",)),))]
    back, bought = line("back", -5_000, "IMPAYE", days=3), line("bought", -5_000, "CB PAPETERIE", days=3)
    assert bounces([back], [back], held)["back"][0].parting == held[0].parting
    assert bounces([bought], [bought], held) == {}
    assert bounces([bought], [bought], held, by_hand=True)["bought"][0].parting == held[0].parting


def test_two_accounts_are_a_transfer_between_them_and_no_bounce() -> None:
    there = [line("a", -50_000, "VIR EMIS", account="Courant"), line("b", 50_000, "VIR RETOUR", 1, account="Livret")]
    [best] = bounces(there, there)["a"]
    assert "own-accounts" in codes(best) and "word" not in codes(best) and best.score < LIKELY


def test_too_late_or_not_to_the_cent_is_no_bounce() -> None:
    late = [line("a", 5_000, "VIR"), line("b", -5_000, "REJET", days=61)]
    short = [line("a", 5_000, "VIR"), line("b", -4_999, "REJET", days=1)]
    same = [line("a", 5_000, "VIR"), line("b", 5_000, "REJET", days=1)]
    assert bounces(late, late) == bounces(short, short) == bounces(same, same) == {}
    assert bounces(late, late, by_hand=True) != {}


@pytest.mark.parametrize(("label", "word"), [
    ("REJET VIR", "rejet"), ("PRLV IMPAYÉ", "impaye"), ("ANNUL. OPERATION", "annul"), ("ANNULATION CB", "annulation"),
    ("VIR REJETÉ/RETOUR", "rejete"), ("ABONNEMENT ANNUEL", ""), ("CONTRE-PASSATION", "contre passation"),
])  # fmt: skip
def test_the_words_of_banks(label: str, word: str) -> None:
    assert says_so(label) == word
    assert kind_of(kind_of(f"{label} DUPONT")) == kind_of(label) and bool(kind_of(label)) == bool(word)


AMOUNTS = st.sampled_from([-3_000, -2_000, 2_000, 3_000])
LABELS = st.sampled_from(["VIR OCEANE", "REJET VIR OCEANE", "IMPAYE", "CB"])


@given(st.lists(st.tuples(AMOUNTS, LABELS, st.integers(0, 90)), max_size=14))
def test_a_pair_is_opposite_to_the_cent_seen_from_both_sides_and_one_alone_is_certain(
    told: list[tuple[int, str, int]],
) -> None:
    there = [line(f"l{place:02}", cents, label, days) for place, (cents, label, days) in enumerate(told)]
    found = bounces(there, there)
    for asked, some in found.items():
        assert 0 < len(some) <= SHOWN
        for one in some:
            assert one.line.id == asked and one.line.cents + one.other.cents == 0
            assert abs((one.line.dated - one.other.dated).days) <= 60
        if some[0].score >= LIKELY:
            assert len(some) == 1
            [mirrored] = found[some[0].other.id]
            assert mirrored.key == some[0].key and mirrored.score == some[0].score


# --- what is done ----------------------------------------------------------------------------------------------------


def bring(db: Session, lea: object, *lines: tuple[int, str, int]) -> list[StatementLine]:
    scene.bring(db, lea, Kind.BANK, [credit(cents, DAY + timedelta(days=n), label) for cents, label, n in lines])  # type: ignore[arg-type]
    return [scene.bank_line(db, label) for _, label, _ in lines]


def best(db: Session, row: StatementLine) -> Bounce:
    there = matching.waiting(db)
    here = next(one for one in there.lines if one.id == row.id)
    return cancelling.proposed(db, [here], there.lines)[row.id][0]


def said_yes(db: Session, lea: object, one: Bounce) -> str:
    ids, groups = [each.id for each in one.lines], [was.group_id for was in one.parting]
    return cancelling.cancel_out(db, lea, NOW, ids, one.cents, groups).group_id  # type: ignore[arg-type]


def test_two_lines_cancel_out_and_are_open_again_when_that_is_taken_back(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    paid, back = bring(db, lea, (-8_000, "VIR AUTOCARS", 0), (8_000, "VIR REJETE", 6))
    group = said_yes(db, lea, best(db, back))
    assert (paid.settled_cents, back.settled_cents) == (-8_000, 8_000) and matching.waiting(db).lines == []
    assert [(row.cents, row.cancels) for row in store.group(db, group)] == [(8_000, True)] * 2
    assert sum(scene.planned(issue).values()) == 0 and store.came_in(db) == []
    assert matching.part(db, lea, NOW, group) == 8_000
    assert (paid.settled_cents, back.settled_cents) == (0, 0) and len(matching.waiting(db).lines) == 2
    told = db.query(Activity).filter(Activity.verb.in_(["bank-cancelled", "bank-parted"]))
    assert [one.detail["cents"] for one in told] == [8_000, 8_000]


def test_a_bounce_that_came_in_a_later_statement_parts_what_the_first_stood_for_in_one_decision(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 5_000)
    [came] = bring(db, lea, (5_000, "VIR RECU", 0))
    earlier = matching.confirm(db, lea, NOW, [came.id], [f"fund:{fund.id}"])
    assert scene.planned(issue)[FundState.RECONCILED] == 5_000
    [back] = bring(db, lea, (-5_000, "REJET VIR", 9))
    one = best(db, back)
    assert [(was.group_id, was.cents, was.names) for was in one.parting] == [(earlier.group_id, 5_000, (fund.label,))]
    group = said_yes(db, lea, one)
    assert fund.settled_cents == 0 and scene.planned(issue)[FundState.RECONCILED] == 0
    assert [target.key for target in matching.waiting(db).targets] == [f"fund:{fund.id}"]
    was, step = db.query(Match).filter_by(group_id=earlier.group_id).one(), store.steps(db, fund.id)[0]
    assert was.undone_by == lea.account_id and step.reason == "rejet", "the kind of word, never the bank's own"
    assert cancelling.told_by(db, fund.id, [step]) == {step.number: "REJET VIR"}
    matching.part(db, lea, NOW, group)
    assert matching.confirm(db, lea, NOW, [came.id], [f"fund:{fund.id}"], 5_000).cents == 5_000


def test_once_an_import_is_undone_nothing_of_its_words_stays_with_the_fund(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 5_000)
    [came] = bring(db, lea, (5_000, "VIR RECU DUPONT", 0))
    matching.confirm(db, lea, NOW, [came.id], [f"fund:{fund.id}"])
    made = scene.bring(db, lea, Kind.BANK, [credit(-5_000, DAY + timedelta(days=9), "REJET VIR DUPONT")])
    group = said_yes(db, lea, best(db, scene.bank_line(db, "REJET VIR DUPONT")))
    told = store.steps(db, fund.id)
    assert list(cancelling.told_by(db, fund.id, told).values()) == ["REJET VIR DUPONT"], "its line is still there"
    matching.part(db, lea, NOW, group)
    scene.take_out(db, lea, made)
    told = store.steps(db, fund.id)
    assert list(cancelling.told_by(db, fund.id, told).values()) == ["rejet"]
    assert not any("DUPONT" in repr((step.reason, step.before, step.after)) for step in told)


def test_what_an_earlier_desk_kept_of_a_label_is_shown_as_its_kind_alone(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 5_000)
    store.add(db, FundStep(fund_id=fund.id, what=Done.UNMATCHED, reason="PRLV IMPAYÉ DUPONT", at=NOW))
    assert list(cancelling.told_by(db, fund.id, store.steps(db, fund.id)).values()) == ["impayé"]


def test_our_own_payment_that_comes_back_owes_the_expense_again(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    owed = expense(db, issue, 8_000)
    [paid] = bring(db, lea, (-8_000, "VIR VERT", 0))
    matching.confirm(db, lea, NOW, [paid.id], [f"expense:{owed.id}"])
    assert owed.state == "spent"
    [back] = bring(db, lea, (8_000, "VIR REJETE/RETOUR", 3))
    said_yes(db, lea, best(db, back))
    assert (owed.state, owed.spent_on, owed.settled_cents) == ("committed", None, 0)
    assert (paid.settled_cents, back.settled_cents) == (-8_000, 8_000)


def test_what_was_matched_together_is_parted_together(db: Session) -> None:
    """One grant in two instalments, confirmed at once: the bounce of one opens the whole of it."""
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 100_000)
    first, second = bring(db, lea, (70_000, "REGION 1", 0), (30_000, "REGION 2", 2))
    matching.confirm(db, lea, NOW, [first.id, second.id], [f"fund:{fund.id}"])
    [back] = bring(db, lea, (-30_000, "REJET VIR", 8))
    one = best(db, back)
    assert one.parting[0].cents == 100_000
    said_yes(db, lea, one)
    assert (first.settled_cents, second.settled_cents, fund.settled_cents) == (0, 30_000, 0)


def test_two_open_rests_that_are_alike_cancel_out_too(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 4_000)
    came, back = bring(db, lea, (9_000, "VIR", 0), (-5_000, "RETOUR PARTIEL", 2))
    matching.confirm(db, lea, NOW, [came.id], [f"fund:{fund.id}"])
    said_yes(db, lea, best(db, back))
    assert (came.settled_cents, back.settled_cents, fund.settled_cents) == (9_000, -5_000, 4_000)


def test_an_import_with_a_line_that_cancels_out_stays_until_it_is_parted(db: Session) -> None:
    lea = scene.person(db)
    made = scene.bring(db, lea, Kind.BANK, [credit(5_000, DAY, "VIR"), credit(-5_000, DAY, "REJET")])
    group = said_yes(db, lea, best(db, scene.bank_line(db, "REJET")))
    with pytest.raises(Refused, match="statement-settled"):
        scene.take_out(db, lea, made)
    matching.part(db, lea, NOW, group)
    scene.take_out(db, lea, made)
    assert db.query(StatementLine).count() == 0


def test_a_pair_somebody_said_no_to_is_not_proposed_from_either_side(db: Session) -> None:
    lea = scene.person(db)
    came, back = bring(db, lea, (5_000, "VIR", 0), (-5_000, "REJET", 1))
    key = matching.refuse(db, lea, NOW, [back.id, came.id], [])
    assert {matching.digest(best(db, row).key) for row in (came, back)} == {key}


@pytest.mark.parametrize(("which", "cents", "code"), [
    ("same", 5_000, "match-uneven"), ("uneven", 5_000, "match-uneven"), ("one", 5_000, "match-uneven"),
    ("fine", 4_999, "match-moved-on"), ("settled", 5_000, "match-moved-on"), ("gone", 5_000, "match-moved-on"),
    ("other group", 5_000, "match-moved-on"), ("nothing to part", 5_000, "match-moved-on"),
])  # fmt: skip
def test_what_cannot_cancel_out_is_refused_and_changes_nothing(db: Session, which: str, cents: int, code: str) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 5_000)
    came, more, held, back, less = (row.id for row in bring(
        db, lea, (5_000, "VIR A", 0), (5_000, "VIR B", 1), (5_000, "VIR C", 1), (-5_000, "REJET", 2), (-4_000, "CB", 2),
    ))  # fmt: skip
    group = matching.confirm(db, lea, NOW, [held], [f"fund:{fund.id}"]).group_id
    lines, parting = {
        "same": ([came, more], []), "uneven": ([came, less], []), "one": ([came], []), "fine": ([came, back], []),
        "settled": ([held, back], []), "gone": ([came, "zzz"], []), "other group": ([held, back], ["zzz"]),
        "nothing to part": ([came, back], [group]),
    }[which]  # fmt: skip
    with pytest.raises(Refused, match=code), db.begin_nested():
        cancelling.cancel_out(db, lea, NOW, lines, cents, parting)
    assert fund.settled_cents == 5_000 and len(matching.waiting(db).lines) == 4


def test_of_two_who_say_at_once_what_came_back_one_is_heard(database: Database) -> None:
    with database.write() as db:
        lea = scene.person(db)
        rows = bring(db, lea, (5_000, "VIR A", 0), (5_000, "VIR B", 1), (-5_000, "REJET", 2))
        one, two, back = (row.id for row in rows)
    together, told = Barrier(2), []

    def say(line_id: str) -> None:
        together.wait()
        try:
            with database.write() as db:
                cancelling.cancel_out(db, lea, NOW, [line_id, back], 5_000)
            told.append("settled")
        except Refused as refused:
            told.append(refused.code)

    threads = [Thread(target=say, args=(line_id,)) for line_id in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["match-moved-on", "settled"]
    with database.read() as db:
        assert sum(line.settled_cents for line in db.query(StatementLine)) == 0 and len(matching.waiting(db).lines) == 1


def calls_for(many: int) -> int:
    """How many functions are called to find what so many open lines of one amount may cancel out with."""
    there = [line(f"l{n:04}", 5_000 if n % 2 else -5_000, "VIR", days=n % 50) for n in range(many)]
    called = 0

    def count(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(count)
    try:
        found = bounces(there, there)
    finally:
        sys.setprofile(None)
    assert len(found) == many and all(len(some) == SHOWN for some in found.values())
    return called


def test_lines_of_one_amount_are_not_met_each_with_each() -> None:
    assert calls_for(1_000) < 2.5 * calls_for(500)


def test_names_are_known_of_what_is_removed(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    owed = expense(db, issue, 5_000)
    [paid] = bring(db, lea, (-5_000, "VIR VERT", 0))
    made = matching.confirm(db, lea, NOW, [paid.id], [f"expense:{owed.id}"])
    owed.gone_at = NOW
    db.flush()
    assert cancelling.names_of(db, store.group(db, made.group_id)) == {owed.id: "Train"}
