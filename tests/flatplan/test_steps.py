"""The flatplan by its actions: moving, layouts, sections, undo, and two people at once, on a real database."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.consent.actions import withdraw_piece
from journal_app.flatplan import actions, leases, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.fitting import unspoken
from journal_app.flatplan.moving import change_layout, move
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from tests.desk import NOW
from tests.flatplan.plan import ALIGNED, TWO, Plan

BEFORE = ["article-2 main=La file", "article-2 main=Le pain", "article-2 main=Le phare", "article-2 main=La valise"]


def shift(plan: Plan, came: int, goes: int) -> None:
    """The text of one page to another."""
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[came - 1]), plan.spot(db, came),
             plan.spot(db, goes), plan.spoken)  # fmt: skip


def undo(plan: Plan, by: object = None) -> None:
    """Take the last step back."""
    with plan.desk.database.write() as db:
        last = store.steps(db, plan.issue_id, 1)[0]
        undoing.undo(db, plan.ana, NOW, plan.issue(db), last.id)


def test_two_texts_change_places_and_back(plan: Plan) -> None:
    shift(plan, 1, 3)
    assert plan.told()[:3] == ["article-2 main=Le phare", "article-2 main=Le pain", "article-2 main=La file"]
    undo(plan)
    assert plan.told() == BEFORE
    undo(plan)  # taking back is a step, too
    assert plan.told()[0] == "article-2 main=Le phare"


def test_a_text_is_taken_off_its_page_and_placed_again(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[1]), plan.spot(db, 2), None, plan.spoken)
    assert plan.told()[1] == "article-2"
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[1]), None, plan.spot(db, 2), plan.spoken)
    assert plan.told() == BEFORE


def test_a_text_is_not_put_where_pictures_go(plan: Plan) -> None:
    with pytest.raises(Refused, match="slot-takes-other"), plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 1),
             plan.spot(db, 2, "photo", "picture"), plan.spoken)  # fmt: skip
    assert plan.told() == BEFORE


def test_who_moves_what_somebody_else_has_moved_is_told_and_moves_nothing(plan: Plan) -> None:
    shift(plan, 1, 3)
    with pytest.raises(Refused, match="slot-moved-on"):
        shift(plan, 1, 2)
    assert plan.told()[1] == "article-2 main=Le pain"


def test_another_layout_takes_the_text_along_in_its_languages(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        left = change_layout(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "bilingual", TWO, ALIGNED,
                             plan.spoken)  # fmt: skip
        assert left == []
        row = store.placement(db, plan.page(db, 1).id, "main")
        assert row is not None and row.languages == ["fr", "en"]
    undo(plan)
    assert plan.told() == BEFORE
    with plan.desk.database.read() as db:
        row = store.placement(db, plan.page(db, 1).id, "main")
        assert row is not None and row.languages == ["fr"]


def test_a_language_that_a_layout_has_no_room_for_is_known() -> None:
    both, one = Filling("phare", languages=("fr", "en")), Filling("phare", languages=("fr",))
    assert unspoken({"main": both}, {"main": one}) == [("phare", "en")]
    assert unspoken({"main": both}, {"left": one, "right": Filling("phare", languages=("en",))}) == []
    assert unspoken({"main": both}, {}) == []  # the text itself is gone: that is told


def test_a_section_comes_and_goes_as_one_step(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        actions.add_pages(db, plan.ana, NOW, plan.issue(db), ["bilingual"] * 4, number=3)
    assert len(plan.told()) == 8 and plan.told()[6] == "article-2 main=Le phare"
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        actions.remove_pages(db, plan.ana, NOW, issue, [plan.page(db, n) for n in (1, 2, 3, 8)])
    assert plan.told() == ["bilingual", "bilingual", "bilingual", "article-2 main=Le phare"]
    undo(plan)
    with plan.desk.database.write() as db:
        added = store.steps(db, plan.issue_id, 3)[2]
        undoing.undo(db, plan.ana, NOW, plan.issue(db), added.id)
    assert plan.told() == BEFORE


def test_a_step_whose_page_was_changed_since_stays(plan: Plan) -> None:
    shift(plan, 1, 3)
    with plan.desk.database.read() as db:
        first = store.steps(db, plan.issue_id, 1)[0].id
    shift(plan, 2, 3)  # the text of page 3 has moved on
    with pytest.raises(Refused, match="plan-moved-on"), plan.desk.database.write() as db:
        undoing.undo(db, plan.ana, NOW, plan.issue(db), first)


def test_a_step_on_other_pages_is_taken_back_all_the_same(plan: Plan) -> None:
    shift(plan, 1, 2)
    with plan.desk.database.read() as db:
        first = store.steps(db, plan.issue_id, 1)[0].id
    with plan.desk.database.write() as db:
        actions.place(db, plan.ben, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    with plan.desk.database.write() as db:
        undoing.undo(db, plan.ana, NOW, plan.issue(db), first)
    assert plan.told() == [*BEFORE[:3], "article-2"]


def test_what_its_author_took_back_does_not_come_back_by_undo(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 1), None, plan.spoken)
    with plan.desk.database.write() as db:
        withdraw_piece(db, plan.ana, NOW, plan.pieces[0], plan.issue_id, REACTIONS)
    undo(plan)
    assert plan.told()[0] == "article-2 main=trou"


def test_while_one_is_at_a_page_another_waits(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, NOW, plan.page(db, 3))
    with pytest.raises(Refused, match="page-held"):
        shift(plan, 1, 3)
    with pytest.raises(Refused, match="page-held"), plan.desk.database.write() as db:
        leases.take(db, plan.ana, NOW, plan.page(db, 3))
    with plan.desk.database.write() as db:
        leases.take(db, plan.ana, NOW + leases.LASTS, plan.page(db, 3))  # ben has gone without a word
    assert plan.told() == BEFORE


@pytest.mark.parametrize("page", [1, 3])
def test_a_step_is_not_taken_back_while_somebody_is_at_one_of_its_pages(plan: Plan, page: int) -> None:
    shift(plan, 1, 3)
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, NOW, plan.page(db, page))
    with pytest.raises(Refused, match="page-held"):
        undo(plan)
    assert plan.told()[2] == "article-2 main=La file"
    with plan.desk.database.write() as db:
        leases.give_back(db, plan.ben, plan.page(db, page))
        leases.take(db, plan.ben, NOW, plan.page(db, 2))  # of which the step knows nothing
    undo(plan)
    assert plan.told() == BEFORE


def test_a_page_that_was_moved_is_not_moved_back_under_somebodys_hands(plan: Plan) -> None:
    """Those that only made room for it may be held: a move asks nothing of them either."""
    with plan.desk.database.write() as db:
        actions.move_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), 1)
        leases.take(db, plan.ben, NOW, plan.page(db, 3))  # was page 2
    undo(plan)
    assert plan.told() == BEFORE
    with plan.desk.database.write() as db:
        actions.move_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), 1)
        leases.take(db, plan.ben, NOW, plan.page(db, 1))
    with pytest.raises(Refused, match="page-held"):
        undo(plan)


def test_nobody_waits_for_a_lease_of_a_clock_that_was_wrong(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, NOW + timedelta(days=400), plan.page(db, 3))
    shift(plan, 1, 3)


def test_a_page_that_is_taken_away_takes_its_lease_along(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        leases.take(db, plan.ana, NOW, plan.page(db, 2))
        actions.remove_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 2))
        assert leases.held(db, plan.issue_id, NOW) == {}
    undo(plan)
    assert plan.told() == BEFORE


WAYS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 4), st.integers(1, 4)),
        st.tuples(st.just("page"), st.integers(1, 4), st.integers(1, 4)),
        st.tuples(st.just("add"), st.integers(1, 4), st.integers(1, 3)),
        st.tuples(st.just("remove"), st.integers(1, 4), st.just(0)),
        st.tuples(st.just("layout"), st.integers(1, 4), st.just(0)),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WAYS)
def test_whatever_was_done_taken_back_step_by_step_is_as_before(plan: Plan, ways: list[tuple[str, int, int]]) -> None:
    with plan.desk.database.write() as db:
        before, issue = store.plan(db, plan.issue_id), plan.issue(db)
        begun = store.last_step(db, plan.issue_id)
        for what, one, other in ways:
            last = store.last_number(db, plan.issue_id)
            if one > last:
                continue
            page = plan.page(db, one)
            row = store.placement(db, page.id, "main")
            if what == "move" and other <= last and row is not None:
                roles = {"article-2": "article", "bilingual": "aligned"}
                came, goes = (plan.spot(db, n, "main", roles[plan.page(db, n).layout]) for n in (one, other))
                move(db, plan.ana, NOW, issue, Filling(row.piece_id), came, goes, plan.spoken)
            elif what == "page":
                actions.move_page(db, plan.ana, NOW, issue, page, other)
            elif what == "add":
                actions.add_pages(db, plan.ana, NOW, issue, ["bilingual"] * other, number=one)
            elif what == "remove":
                actions.remove_page(db, plan.ana, NOW, issue, page)
            elif what == "layout" and page.layout == "article-2":
                change_layout(db, plan.ana, NOW, issue, page, "bilingual", TWO, ALIGNED, plan.spoken)
        assert [page.number for page in store.pages(db, plan.issue_id)] == [
            *range(1, store.last_number(db, plan.issue_id) + 1)
        ]
        made = store.last_step(db, plan.issue_id) - begun
        for step in list(store.steps(db, plan.issue_id, made)):
            undoing.undo(db, plan.ana, NOW, issue, step.id)
        assert store.plan(db, plan.issue_id) == before
