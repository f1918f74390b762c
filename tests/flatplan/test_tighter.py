"""The remedy of a tighter setting on a page's screen: each way shown tried, taken with one click, given back with
another; it stays with its text and goes with it."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from journal_app.accounts.model import Role
from journal_app.flatplan import actions, leases, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import change_layout, filling_of, mark_of
from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.prepress.model import FlatplanFile, Tighter
from journal_app.prepress.tables import Source
from journal_app.problems import Refused
from tests.desk import NOW, Visitor
from tests.flatplan.plan import AT, Plan, long_text, shown
from tests.flatplan.test_lower import form, undo

ROLES = {"main": "article"}
BUTTON = "Serrer ainsi"


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    """Page 1 has columns without a picture, and a text some lines longer than they are."""
    with plan.desk.database.write() as db:
        change_layout(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "letters", ROLES, ROLES, plan.spoken)
    visitor = plan.desk.visit(plan.ana)
    for paragraphs in range(10, 40):
        plan.says(long_text(paragraphs))
        if "Trop long" in shown(visitor):
            return visitor
    raise AssertionError("no text is too long")


def tighter(plan: Plan, page: int = 1) -> dict[str, Any]:
    with plan.desk.database.read() as db:
        row = store.placement(db, plan.page(db, page).id, "main")
        return dict(row.tighter) if row else {}


def ways(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What each proposed way would leave, and what the form behind its button would send."""
    rows = [one for one in re.findall(r"<li>.*?</li>", text, re.S) if BUTTON in one]
    told = [(form(one, BUTTON), re.search(r"<strong[^>]*>([^<]+)<", one)) for one in rows]
    return {sent["how"].partition("=")[0]: (says[1], sent) for sent, says in told if says}


def test_each_way_is_tried_taken_and_given_back(plan: Plan, ana: Visitor) -> None:
    first = shown(ana)
    found = ways(first)
    assert found and any(says == "le texte tient" for says, _ in found.values())
    assert first.count('button-main">Serrer ainsi') == 1 == first.count("button-main"), "one thing is proposed first"
    sent = next(sent for says, sent in found.values() if says == "le texte tient")
    ana.post(f"{AT}/1/resserrer", sent)
    way, _, value = sent["how"].partition("=")
    assert tighter(plan) == {way: float(value)}
    taken = shown(ana)
    assert "Trop long" not in taken and "en trop" not in taken, "what was tried is what is there now"
    assert "Texte plus serré que son gabarit" in taken
    ana.post(f"{AT}/1/resserrer", form(taken, "Rendre son réglage au texte"))
    assert tighter(plan) == {} and BUTTON in shown(ana)


def test_two_ways_add_up(plan: Plan, ana: Visitor) -> None:
    found = ways(shown(ana))
    for _, sent in found.values():
        ana.post(f"{AT}/1/resserrer", sent)
    assert set(tighter(plan)) == set(found)


def test_an_arabic_text_is_not_drawn_closer(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        change_layout(db, plan.ana, NOW, issue, page, "letters", ROLES, ROLES, plan.spoken)
        page.direction, page.language = "rtl", "ar"
        actions.place(db, plan.ana, NOW, issue, page, "main", Filling(plan.pieces[0], languages=("ar",)))
    visitor = plan.desk.visit(plan.ana)
    with plan.desk.database.read() as db:
        row = store.placement(db, plan.page(db, 1).id, "main")
        assert row is not None and row.languages == ["ar"]
    sent = {"slot": "main", "how": "tracking=-12", "held": held(plan)}
    visitor.post(f"{AT}/1/resserrer", sent)
    assert tighter(plan) == {}
    visitor.post(f"{AT}/1/resserrer", sent | {"how": "size=8.2"})
    assert tighter(plan) == {"size": 8.2}


def held(plan: Plan) -> str:
    """The mark of what stands on page 1, as its forms send it."""
    with plan.desk.database.read() as db:
        return mark_of(filling_of(store.placement(db, plan.page(db, 1).id, "main")))


@pytest.mark.parametrize("how", ["size=4", "size=12", "leading=2", "tracking=-80", "corps=8", "size", "=", "size=nan"])
def test_a_form_that_asks_for_more_changes_nothing(plan: Plan, ana: Visitor, how: str) -> None:
    answer = ana.post(f"{AT}/1/resserrer", {"slot": "main", "how": how, "held": held(plan)})
    assert answer.status_code == 303 and tighter(plan) == {}
    assert "ne peut pas être serré autant" in ana.get(AT).text


@pytest.mark.parametrize("slot", ["photo", "nix", ""])
def test_a_slot_without_a_text_is_left_alone(plan: Plan, ana: Visitor, slot: str) -> None:
    ana.post(f"{AT}/1/resserrer", {"slot": slot, "how": "size=8.4"})
    assert tighter(plan) == {} and "déplacé entre-temps" in unescape(ana.get(AT).text)


def test_who_saw_another_text_there_changes_nothing(plan: Plan, ana: Visitor) -> None:
    ana.post(f"{AT}/1/resserrer", {"slot": "main", "how": "size=8.4", "held": "0123456789ab"})
    assert tighter(plan) == {}


def test_translators_see_what_was_tried_and_take_nothing(plan: Plan, ana: Visitor) -> None:
    noor = plan.desk.visit(plan.desk.account(Role.TRANSLATOR))
    text = shown(noor)
    assert "Corps" in text and BUTTON not in text
    assert noor.post(f"{AT}/1/resserrer", {"slot": "main", "how": "size=8.4"}).status_code == 404


def allow(plan: Plan, **more: float) -> None:
    with plan.desk.database.write() as db:
        page = plan.page(db, 1)
        row = store.placement(db, page.id, "main")
        assert row is not None
        actions.tighten(db, plan.ana, NOW, plan.issue(db), page, row, more)


def test_it_is_a_step_that_can_be_taken_back(plan: Plan) -> None:
    allow(plan, size=8.4)
    allow(plan, tracking=-12)
    assert tighter(plan) == {"size": 8.4, "tracking": -12}
    undo(plan)
    assert tighter(plan) == {"size": 8.4}
    allow(plan)
    assert tighter(plan) == {}
    undo(plan)
    assert tighter(plan) == {"size": 8.4}


def test_another_text_or_another_layout_is_set_as_laid_out(plan: Plan) -> None:
    allow(plan, size=8.4)
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        actions.place(db, plan.ana, NOW, issue, page, "main", Filling(plan.pieces[0], languages=("fr",)))
    assert tighter(plan) == {"size": 8.4}, "the same text stays as it is"
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        told = {"direction": "ltr", "language": "fr", "head": {}, "slots": ["main"]}
        actions.set_page(db, plan.ana, NOW, issue, page, page.version, layout="article-3", **told)
    assert tighter(plan) == {}
    allow(plan, size=8.4)
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        actions.place(db, plan.ana, NOW, issue, page, "main", Filling(plan.pieces[1], languages=("fr",)))
    assert tighter(plan) == {}


def test_the_frozen_folder_says_it(plan: Plan) -> None:
    allow(plan, size=8.4, tracking=-12)
    with plan.desk.database.read() as db:
        made = files(gather(db, plan.ana, plan.issue(db), lambda name: b""))
    text = made["flatplan.toml"].decode()
    read, problems = Source(text, "flatplan.toml", "layout").model(FlatplanFile)
    assert read is not None and not problems
    assert read.page[0].slots["main"].tighter == Tighter(size=8.4, tracking=-12) and text.count("tighter") == 1


def test_while_somebody_is_at_the_page_its_text_stays(plan: Plan) -> None:
    now = datetime.now(UTC)
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, now, plan.page(db, 1))
    with pytest.raises(Refused, match="page-held"), plan.desk.database.write() as db:
        page = plan.page(db, 1)
        row = store.placement(db, page.id, "main")
        assert row is not None
        actions.tighten(db, plan.ana, now, plan.issue(db), page, row, {"size": 8.4})
    assert tighter(plan) == {}


def test_a_page_whose_text_goes_on_elsewhere_keeps_its_direction(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        page = actions.add_page(db, plan.ana, NOW, issue, "suite")
        first = store.placement(db, plan.page(db, 1).id, "main")
        assert first is not None
        rest = Filling(first.piece_id, languages=tuple(first.languages), continues=True)
        actions.place(db, plan.ana, NOW, issue, page, "rest", rest)
    told = {"layout": "article-2", "language": "fr", "head": {}, "slots": ["main", "photo", "quote"]}
    for number in (1, page.number):
        with pytest.raises(Refused, match="jump-direction"), plan.desk.database.write() as db:
            one = plan.page(db, number)
            actions.set_page(db, plan.ana, NOW, plan.issue(db), one, one.version, direction="rtl", **told)
    with plan.desk.database.write() as db:
        two = plan.page(db, 2)
        actions.set_page(db, plan.ana, NOW, plan.issue(db), two, two.version, direction="rtl", **told)


def test_undoing_is_refused_once_the_page_changed(plan: Plan) -> None:
    allow(plan, size=8.4)
    with plan.desk.database.read() as db:
        step = store.steps(db, plan.issue_id, 1)[0].id
    allow(plan, size=8.2)
    with pytest.raises(Refused), plan.desk.database.write() as db:
        undoing.undo(db, plan.ana, NOW, plan.issue(db), step)
