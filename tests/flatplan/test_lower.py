"""The remedy of a lower picture on a page's screen: shown tried, taken with one click, given back with another."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from journal_app.accounts.model import Role
from journal_app.flatplan import actions, leases, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import change_layout
from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.prepress.model import FlatplanFile
from journal_app.prepress.tables import Source
from journal_app.problems import Refused
from tests.desk import NOW, Visitor
from tests.flatplan.plan import AT, Plan, long_text, shown

ROLES = {"photo": "picture", "main": "article"}  # of article-3
ABLE = range(1, 15)


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    """Page 1 has three columns under a picture, and a text some lines longer than they are."""
    with plan.desk.database.write() as db:
        page = plan.page(db, 1)
        change_layout(db, plan.ana, NOW, plan.issue(db), page, "article-3", ROLES, ROLES, plan.spoken)
    plan.says(long_text(14))
    return plan.desk.visit(plan.ana)


def form(text: str, words: str) -> dict[str, str]:
    """What the form behind a button would send."""
    found = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if words in one)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found))


def lower(plan: Plan) -> dict[str, Any]:
    with plan.desk.database.read() as db:
        return dict(plan.page(db, 1).shorter)


def test_it_is_tried_taken_and_given_back(plan: Plan, ana: Visitor) -> None:
    first = shown(ana)
    told = re.search(r"Image moins haute de (\d+) lignes?.*?(\d+) mm de haut.*?<strong>([^<]+)<", first, re.S)
    assert told and told[3] == "le texte tient" and "en trop" in first
    ana.post(f"{AT}/1/image", form(first, "Prendre cette hauteur"))
    assert lower(plan) == {"photo": int(told[1])}
    taken = shown(ana)
    assert "Trop long" not in taken and "en trop" not in taken, "what was tried is what is there now"
    assert f"Image moins haute de {told[1]} lignes, pour le texte" in taken
    ana.post(f"{AT}/1/image", form(taken, "Rendre sa hauteur à l’image"))
    assert lower(plan) == {} and "Prendre cette hauteur" in shown(ana)


def test_where_the_text_would_not_gain_it_is_not_offered(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        change_layout(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "suite", ROLES, {"rest": "article"},
                      plan.spoken)  # fmt: skip
    text = shown(ana)
    assert "Trop long" in text and "Image moins haute" not in text


@pytest.mark.parametrize("told", [
    {"slot": "photo", "lines": "60"}, {"slot": "main", "lines": "2"}, {"slot": "nix", "lines": "2"}, {"lines": "2"},
])  # fmt: skip
def test_a_form_that_asks_for_more_changes_nothing(plan: Plan, ana: Visitor, told: dict[str, str]) -> None:
    with plan.desk.database.read() as db:
        version = str(plan.page(db, 1).version)
    ana.post(f"{AT}/1/image", told | {"version": version})
    assert lower(plan) == {} and "ne peut pas être moins haute" in unescape(ana.get(AT).text)


def test_who_saw_another_page_changes_nothing(plan: Plan, ana: Visitor) -> None:
    ana.post(f"{AT}/1/image", {"slot": "photo", "lines": "3", "version": "1"})
    assert lower(plan) == {} and "changé cette page" in unescape(ana.get(AT).text)


def test_translators_see_what_was_tried_and_take_nothing(plan: Plan, ana: Visitor) -> None:
    noor = plan.desk.visit(plan.desk.account(Role.TRANSLATOR))
    assert "Prendre cette hauteur" not in shown(noor)
    assert noor.post(f"{AT}/1/image", {"slot": "photo", "lines": "3", "version": "2"}).status_code == 404


def set_lower(plan: Plan, lines: int) -> None:
    with plan.desk.database.write() as db:
        page = plan.page(db, 1)
        actions.lower(db, plan.ana, NOW, plan.issue(db), page, page.version, "photo", lines, ABLE)


def undo(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        undoing.undo(db, plan.ana, NOW, plan.issue(db), store.steps(db, plan.issue_id, 1)[0].id)


def test_it_is_a_step_that_can_be_taken_back(plan: Plan) -> None:
    set_lower(plan, 4)
    set_lower(plan, 6)
    undo(plan)
    assert lower(plan) == {"photo": 4}
    undo(plan)  # taking back is a step, too: taken back, it is done again
    assert lower(plan) == {"photo": 6}
    with plan.desk.database.read() as db:
        assert [one.what for one in store.steps(db, plan.issue_id, 2)] == ["plan-redone", "plan-undone"]


def test_a_step_from_before_there_were_lower_pictures_can_still_be_taken_back(plan: Plan) -> None:
    """Steps that were noted then say nothing of it; a page that has none is the same page."""
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "main", Filling())
        step = store.steps(db, plan.issue_id, 1)[0]
        assert all("shorter" not in page for page in (*step.before.values(), *step.after.values()))
    undo(plan)
    assert plan.told()[0] == "article-2 main=La file"


@pytest.mark.parametrize("way", ["the form of the page", "a layout that was tried"])
def test_another_layout_draws_its_pictures_as_they_are(plan: Plan, way: str) -> None:
    set_lower(plan, 4)
    with plan.desk.database.write() as db:
        issue, page = plan.issue(db), plan.page(db, 1)
        if way == "a layout that was tried":
            change_layout(db, plan.ana, NOW, issue, page, "article-3", ROLES, ROLES, plan.spoken)
        else:
            told = {"direction": "ltr", "language": "fr", "head": {}, "slots": list(ROLES)}
            actions.set_page(db, plan.ana, NOW, issue, page, page.version, layout="article-3", **told)
    assert lower(plan) == {}


def test_a_new_head_leaves_the_picture_as_low_as_it_was(plan: Plan) -> None:
    set_lower(plan, 4)
    with plan.desk.database.write() as db:
        page = plan.page(db, 1)
        actions.set_page(db, plan.ana, NOW, plan.issue(db), page, page.version, layout=page.layout, direction="ltr",
                         language="fr", head={"fr": "Marcher"}, slots=["main", "photo", "quote"])  # fmt: skip
    assert lower(plan) == {"photo": 4}


def test_the_frozen_folder_says_it(plan: Plan) -> None:
    set_lower(plan, 4)
    with plan.desk.database.read() as db:
        made = files(gather(db, plan.ana, plan.issue(db), lambda name: b""))
    text = made["flatplan.toml"].decode()
    read, problems = Source(text, "flatplan.toml", "layout").model(FlatplanFile)
    assert read is not None and not problems
    assert [page.shorter for page in read.page] == [{"photo": 4}, {}, {}, {}] and text.count("shorter") == 1


def test_while_somebody_is_at_the_page_its_picture_stays(plan: Plan) -> None:
    now = datetime.now(UTC)
    with plan.desk.database.write() as db:
        leases.take(db, plan.ben, now, plan.page(db, 1))
    with pytest.raises(Refused, match="page-held"), plan.desk.database.write() as db:
        page = plan.page(db, 1)
        actions.lower(db, plan.ana, now, plan.issue(db), page, page.version, "photo", 4, ABLE)
    assert lower(plan) == {}
