"""Jumps on the screens: the chips of a text's parts, going on by the menu, and the remedy tried for a text too long."""

import re
from html import unescape

import pytest

from journal_app.accounts.model import Role
from journal_app.flatplan import actions, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import change_layout, go_on
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from journal_app.submissions.pieces import want
from tests.desk import NOW, Visitor
from tests.flatplan.plan import AT, Plan, long_text, shown

ROLES = {"photo": "picture", "main": "article"}  # of article-3
LONG = long_text(14)


def emptied(plan: Plan, *numbers: int) -> None:
    with plan.desk.database.write() as db:
        for number in numbers:
            actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, number), "main", Filling())


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    """Page 1 has three columns under a picture, and a text some lines longer than they are; page 3 is free."""
    with plan.desk.database.write() as db:
        change_layout(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "article-3", ROLES, ROLES, plan.spoken)
    plan.says(LONG)
    emptied(plan, 3)
    return plan.desk.visit(plan.ana)


def form(text: str, words: str) -> dict[str, str]:
    """What the form behind a button would send, with the button's own value."""
    found = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if words in one)
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', found))


def rests(plan: Plan) -> list[str]:
    """Where a text goes on: `3/main fr`."""
    with plan.desk.database.read() as db:
        held = store.placements(db, plan.issue_id)
        return [f"{page.number}/{row.slot} {' '.join(row.languages)}" for page in store.pages(db, plan.issue_id)
                for row in held.get(page.id, []) if row.continues]  # fmt: skip


def spot(plan: Plan, number: int, slot: str = "main") -> str:
    with plan.desk.database.read() as db:
        return f"slot:{plan.page(db, number).id}/{slot}"


def chips(text: str) -> list[str]:
    """What the parts of texts say of one another, in the order of the pages."""
    return [one.replace("\u00a0", " ") for one in re.findall(r'<a class="plan-jump"[^>]*>([^<]*)<', text)]


def test_a_text_too_long_is_tried_on_the_next_free_place_and_goes_on_there_with_one_click(
    plan: Plan, ana: Visitor
) -> None:
    first = shown(ana)
    assert "en trop" in first
    told = re.search(r"Suite page 3 .*?<strong>le texte tient</strong> à [0-9,]+ pt, (\d+) lignes y vont", first, re.S)
    assert told and int(told[1]) > 0
    assert "Continuer page 4" not in first, "something stands there"
    done = ana.post(f"{AT}/suite", form(first, "Continuer page 3"), follow_redirects=True)
    assert "« La file » continue page 3." in unescape(done.text).replace("\u00a0", " ")
    assert rests(plan) == ["3/main fr"]
    taken = shown(ana)
    assert "Trop long" not in taken and "en trop" not in taken, "what was tried is what is there now"
    assert chips(taken) == ["suite p. 3"]
    with plan.desk.database.read() as db:
        last = store.steps(db, plan.issue_id, 1)[0].id
    ana.post(f"{AT}/annuler/{last}")
    assert rests(plan) == [] and "Continuer page 3" in shown(ana)


def test_both_parts_say_so_on_the_plan_on_their_pages_and_on_the_wall(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
    assert chips(ana.get(AT).text) == ["suite p. 3", "de la p. 1"]
    assert chips(ana.get(f"{AT}/3").text) == ["de la p. 1"]
    wall = ana.get(f"{AT}/affiche").text.replace("\u00a0", " ")
    assert "(suite p. 3)" in wall and "(de la p. 1)" in wall
    with plan.desk.database.write() as db:
        actions.move_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), 2)
    assert chips(ana.get(AT).text) == ["suite p. 3", "de la p. 2"], "the numbers are those of the pages now"


def test_a_layout_that_changes_the_languages_takes_the_rest_off_and_says_so(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        piece = plan.pieces[0]
        text = want(db, plan.ana, NOW, submissions.some(db, plan.ana, [piece])[0], "en")
        save(db, plan.ana, NOW, text, Content(headline="The line", body=LONG), text.head_id, moment=Moment.SAVED)
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
        version = plan.page(db, 1).version
    done = ana.post(f"{AT}/1/gabarit", {"layout": "bilingual", "version": str(version)}, follow_redirects=True)
    assert "La suite, page 3, est enlevée avec son début." in unescape(done.text) and rests(plan) == []
    with plan.desk.database.read() as db:
        last = store.steps(db, plan.issue_id, 1)[0].id
    back = ana.post(f"{AT}/annuler/{last}", follow_redirects=True)
    assert "est enlevée avec son début" not in unescape(back.text) and rests(plan) == ["3/main fr"]


def test_the_menu_offers_the_free_places_behind(plan: Plan, ana: Visitor) -> None:
    menu = unescape(ana.get(f"{AT}?deplacer={spot(plan, 1)}").text)
    goes = form(menu, "Continuer là")
    assert goes["what"] == spot(plan, 1) and re.findall(r'<option value="(slot:[^"=]*)"', menu) == [spot(plan, 3)]
    ana.post(f"{AT}/suite", {"what": goes["what"], "to": spot(plan, 3)})
    assert rests(plan) == ["3/main fr"]
    rest = unescape(ana.get(f"{AT}?deplacer={spot(plan, 3)}").text)
    places = "".join(re.findall(r"<option[^>]*>([^<]*)<", rest.partition('id="moving-title"')[2]))
    assert "page 4 · texte · «\u00a0La valise\u00a0»" in places and "exergue" not in places, "a rest is no quote"


def test_a_page_moved_before_the_beginning_says_so_where_it_happens(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
        actions.move_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 3), 1)
    plan_now, page = shown(ana, AT).replace("\u00a0", " "), shown(ana).replace("\u00a0", " ")
    assert "suite avant son début, p. 2" in plan_now
    for text in (plan_now, page):
        assert "p. 1 : « La file » continue ici, mais ne commence que p. 2." in text
        assert "est déjà imprimé" not in text, "its beginning is no second one"


def test_a_rest_at_which_the_text_does_not_arrive_is_named(plan: Plan, ana: Visitor) -> None:
    plan.says("<p>Une phrase, et la mer.</p>")
    with plan.desk.database.write() as db:
        go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
    text = shown(ana, f"{AT}/3").replace("\u00a0", " ")
    assert "p. 3 : « La file » finit déjà page 1, et la ligne « suite » envoie ici, où rien n’est écrit." in text


@pytest.mark.parametrize(("what", "to", "words"), [(3, 1, "page d’après"), (1, 2, "à cette place"), (2, 1, "d’après")])
def test_what_cannot_be_is_refused_in_words(plan: Plan, ana: Visitor, what: int, to: int, words: str) -> None:
    if what == 3:
        with plan.desk.database.write() as db:
            go_on(db, plan.ana, NOW, plan.issue(db), plan.spot(db, 1), plan.spot(db, 3))
    before = rests(plan)
    ana.post(f"{AT}/suite", {"what": spot(plan, what), "to": spot(plan, to)})
    assert rests(plan) == before and words in unescape(ana.get(AT).text)


def test_a_form_that_names_no_slot_is_none(plan: Plan, ana: Visitor) -> None:
    assert ana.post(f"{AT}/suite", {"what": "page:1", "to": spot(plan, 3)}).status_code == 400
    assert rests(plan) == []


def test_translators_see_the_parts_and_let_nothing_go_on(plan: Plan, ana: Visitor) -> None:
    noor = plan.desk.visit(plan.desk.account(Role.TRANSLATOR))
    assert "Continuer page" not in shown(noor)
    assert noor.post(f"{AT}/suite", {"what": spot(plan, 1), "to": spot(plan, 3)}).status_code == 404
    assert rests(plan) == []
