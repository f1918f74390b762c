"""A text that goes on on another page: where it leads, moving its parts, and what is said when it leads astray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal_app.flatplan import actions, leases, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.jumps import Link, Place, links, onward
from journal_app.flatplan.moving import Taken, change_layout, go_on, move
from journal_app.problems import Refused
from tests.desk import NOW
from tests.flatplan.plan import ALIGNED, TWO, Plan

FR = ("fr",)


def part(number: int, piece: str = "", *, rest: bool = False, slot: str = "main", way: str = "ltr") -> Place:
    """A slot of page `number`, with a text in it, or the rest of one, or nothing."""
    filling = Filling(piece, languages=FR, continues=rest) if piece else Filling()
    return Place(f"id{number}", number, way, slot, "article", filling)


def told(*all_: Place) -> dict[int, Link]:
    return {int(key.removeprefix("id")): link for (key, _), link in links(all_).items()}


def test_each_part_says_where_it_goes_on_and_where_it_comes_from() -> None:
    found = told(part(3, "a"), part(4, "b"), part(6, "a", rest=True), part(9, "a", rest=True))
    assert found == {3: Link(6, 0), 6: Link(9, 3), 9: Link(0, 6)}


def test_what_goes_on_on_its_own_page_leads_nowhere() -> None:
    assert told(part(3, "a"), part(3, "a", rest=True, slot="short")) == {}


def test_a_rest_before_its_beginning_or_without_one_is_astray() -> None:
    assert told(part(3, "a", rest=True), part(6, "a")) == {3: Link(astray=True, begins=6)}
    assert told(part(3, "a", rest=True)) == {3: Link(astray=True)}


def test_a_text_goes_on_in_free_slots_behind_it_the_nearest_first_and_in_its_own_direction() -> None:
    all_ = [part(1), part(2, "a"), part(3, way="rtl"), part(4), part(5, "b"), part(6)]
    assert [one.number for one in onward(all_, "id2", "main")] == [4, 6]
    assert onward(all_, "id4", "main") == [], "nothing stands there"


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.booleans()), max_size=8))
def test_links_lead_forward_and_back_to_one_another(told_: list[tuple[str, bool]]) -> None:
    all_ = [part(number, piece, rest=rest) for number, (piece, rest) in enumerate(told_, 1)]
    found = told(*all_)
    for number, link in found.items():
        assert not link.onward or found[link.onward].origin == number < link.onward
        assert not link.origin or found[link.origin].onward == number > link.origin
        assert not link.astray or all_[number - 1].filling.continues


# --- the plan's steps ------------------------------------------------------------------------------------------------


def where(plan: Plan) -> list[str]:
    """Each page's text: `La file`, `… La file` for the rest of it."""
    with plan.desk.database.read() as db:
        held = store.placements(db, plan.issue_id)
        rest = [any(row.continues for row in held.get(page.id, [])) for page in store.pages(db, plan.issue_id)]
    return [("… " if more else "") + one.partition("=")[2] for one, more in zip(plan.told(), rest, strict=True)]


def jump(plan: Plan, came: int = 1, goes: int = 3) -> None:
    """The text of a page goes on on another, whose own is taken off first."""
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, goes), "main", Filling())
    with plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, came), plan.spot(db, goes))


def shift(plan: Plan, piece: int, came: int, goes: int | None) -> None:
    with plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[piece]), plan.spot(db, came),
             plan.spot(db, goes) if goes else None, plan.spoken)  # fmt: skip


def undo(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        undoing.undo(db, plan.ana, NOW, plan.issue(db), store.steps(db, plan.issue_id, 1)[0].id)


def test_a_text_goes_on_and_stays_where_it_is_and_that_is_undone(plan: Plan) -> None:
    jump(plan)
    assert where(plan) == ["La file", "Le pain", "… La file", "La valise"]
    with plan.desk.database.read() as db:
        row = store.placement(db, plan.page(db, 3).id, "main")
        assert row is not None and row.languages == ["fr"], "the languages of its beginning"
        assert store.steps(db, plan.issue_id, 1)[0].what == "jumped"
    undo(plan)
    assert where(plan) == ["La file", "Le pain", "", "La valise"]


def test_the_rest_is_moved_and_changes_places_with_what_stands_there(plan: Plan) -> None:
    jump(plan)
    shift(plan, 0, 3, 4)
    assert where(plan) == ["La file", "Le pain", "La valise", "… La file"]
    undo(plan)
    assert where(plan) == ["La file", "Le pain", "… La file", "La valise"]


def test_the_rest_is_taken_off_and_its_beginning_stays(plan: Plan) -> None:
    jump(plan)
    shift(plan, 0, 3, None)
    assert where(plan) == ["La file", "Le pain", "", "La valise"]


def test_who_takes_the_beginning_off_takes_the_rest_along_in_one_step(plan: Plan) -> None:
    jump(plan)
    shift(plan, 0, 1, None)
    assert where(plan) == ["", "Le pain", "", "La valise"]
    undo(plan)
    assert where(plan) == ["La file", "Le pain", "… La file", "La valise"]


@pytest.mark.parametrize(("came", "goes"), [(1, 3), (3, 1)])
def test_two_parts_that_come_together_are_one_again(plan: Plan, came: int, goes: int) -> None:
    jump(plan)
    shift(plan, 0, came, goes)
    assert where(plan) == ["La file" if goes == 1 else "", "Le pain", "La file" if goes == 3 else "", "La valise"]


def test_a_rest_stands_where_texts_of_its_kind_run_and_nowhere_else(plan: Plan) -> None:
    jump(plan)
    with pytest.raises(Refused, match="slot-takes-other"), plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 3),
             plan.spot(db, 4, "quote", "quote"), plan.spoken)  # fmt: skip
    with pytest.raises(Refused, match="slot-takes-other"), plan.desk.database.write() as db:
        move(db, plan.ana, NOW, plan.issue(db), Filling(plan.pieces[0]), plan.spot(db, 3),
             plan.spot(db, 4, "main", "aligned"), plan.spoken)  # fmt: skip


def test_a_text_does_not_go_on_before_it_begins_nor_over_another(plan: Plan) -> None:
    with pytest.raises(Refused, match="jump-backward"), plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 3), plan.spot(db, 1))
    with pytest.raises(Taken), plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
    assert where(plan) == ["La file", "Le pain", "Le phare", "La valise"]


@pytest.mark.parametrize("held", [1, 3])
def test_while_somebody_is_at_one_of_its_pages_it_waits(plan: Plan, held: int) -> None:
    jump(plan)
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, NOW, plan.page(db, held))
    with pytest.raises(Refused, match="page-held"):
        shift(plan, 0, 1, None)  # the rest would go along
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    with pytest.raises(Refused, match="page-held"), plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, held), plan.spot(db, 4))


# --- a beginning that goes takes the rest along -----------------------------------------------------------------------


def away(plan: Plan, how: str) -> None:
    """The beginning on page 1 goes, or comes to stand there in other languages, which makes it another text."""
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        told = {"direction": "ltr", "language": "fr", "head": {}}
        if how == "page":
            actions.remove_page(db, plan.ana, NOW, issue, page)
        elif how == "languages":
            change_layout(db, plan.ana, NOW, issue, page, "bilingual", TWO, ALIGNED, plan.spoken)
        elif how == "no room":
            change_layout(db, plan.ana, NOW, issue, page, "wall", TWO, {"one": "picture"}, plan.spoken)
        elif how == "set":
            actions.set_page(db, plan.ana, NOW, issue, page, 1, layout="wall", slots=["one"], **told)  # type: ignore[arg-type]
        elif how == "form":
            actions.place(db, plan.ana, NOW, issue, page, "main", Filling(plan.pieces[2], languages=("fr",)))
        elif how == "undo":
            undoing.undo(db, plan.ana, NOW, issue, placed(db, plan))


def placed(db: Session, plan: Plan) -> str:
    """The step that brought the first text to its page."""
    return next(one.id for one in store.steps(db, plan.issue_id, 99)
                if one.what == "placed" and one.detail["page"] == 1)  # fmt: skip


@pytest.mark.parametrize("how", ["page", "languages", "no room", "set", "form", "undo"])
def test_who_takes_the_beginning_away_takes_the_rest_along_and_one_undo_brings_both_back(plan: Plan, how: str) -> None:
    jump(plan)
    before = plan.told()
    with plan.desk.database.read() as db:
        steps = store.last_step(db, plan.issue_id)
    away(plan, how)
    with plan.desk.database.read() as db:
        assert store.last_step(db, plan.issue_id) == steps + 1
        rows = [row for rows in store.placements(db, plan.issue_id).values() for row in rows]
        assert not [row for row in rows if row.continues], "nothing goes on with a text that has not begun"
    undo(plan)
    assert plan.told() == before and where(plan) == ["La file", "Le pain", "… La file", "La valise"]


def test_a_layout_that_keeps_the_text_in_its_languages_keeps_the_rest(plan: Plan) -> None:
    jump(plan)
    with plan.desk.database.write() as db:
        change_layout(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "article-3", TWO,
                      {"photo": "picture", "main": "article"}, plan.spoken)  # fmt: skip
    assert where(plan) == ["La file", "Le pain", "… La file", "La valise"]


@pytest.mark.parametrize("how", ["page", "languages", "set"])
def test_a_beginning_does_not_go_while_somebody_is_at_the_page_of_its_rest(plan: Plan, how: str) -> None:
    jump(plan)
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, NOW, plan.page(db, 3))
    with pytest.raises(Refused, match="page-held"):
        away(plan, how)
    assert where(plan) == ["La file", "Le pain", "… La file", "La valise"]


def test_a_text_does_not_go_on_on_a_page_of_the_other_direction(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 3), "main", Filling())
        plan.page(db, 3).direction = "rtl"
    with pytest.raises(Refused, match="jump-direction"), plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
    assert where(plan) == ["La file", "Le pain", "", "La valise"]
