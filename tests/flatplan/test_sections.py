"""A section of four pages comes where one wants it and goes from where one says: what it leaves, and what stays."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.flatplan import actions, leases, sections, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.looks import roles
from journal_app.flatplan.model import Page
from journal_app.problems import Refused
from tests.desk import NOW, Visitor
from tests.flatplan.plan import Plan

AT = "/numeros/12-essai/chemin-de-fer"
HOUSE = ("front", "editorial", "article-2", "spread-verso", "spread-recto", "long", "back")


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    return plan.desk.visit(plan.ana)


@pytest.fixture
def eight(plan: Plan) -> Plan:
    """Eight pages: a front page, the masthead on page 2, texts on the others, a back page."""
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        actions.add_page(db, plan.ana, NOW, issue, "front", number=1)
        actions.add_page(db, plan.ana, NOW, issue, "editorial", number=2)
        actions.add_page(db, plan.ana, NOW, issue, "suite")
        actions.add_page(db, plan.ana, NOW, issue, "back")
    return plan


def drop(plan: Plan, first: int, seen: str = "", count: int = 4) -> None:
    """As the form of a page that is shown now does it."""
    with plan.desk.database.write() as db:
        some = store.pages(db, plan.issue_id)[first - 1 : first + count - 1]
        sections.drop(db, plan.ana, NOW, plan.issue(db), first, count, seen or sections.mark_of(some), roles)


def layouts(plan: Plan) -> list[str]:
    return [row.split()[0] for row in plan.told()]


def lists(visitor: Visitor) -> dict[str, list[tuple[str, str, bool]]]:
    """What the plan's two lists offer: value, words, and whether it is chosen already."""
    text = unescape(visitor.get(AT).text)
    found = {}
    for name in ("behind", "from"):
        some = re.search(rf'<select name="{name}">(.*?)</select>', text)
        rows = re.findall(r'<option value="([^"]+)"( selected)?>([^<]+)<', some[1]) if some else []
        found[name] = [(value, words, bool(chosen)) for value, chosen, words in rows]
    return found


def test_a_section_comes_behind_the_page_one_chooses_and_goes_again(eight: Plan, ana: Visitor) -> None:
    before = eight.told()
    value = next(value for value, words, _ in lists(ana)["behind"] if words.startswith("après la page 3"))
    ana.post(f"{AT}/pages", {"layout": "article-3", "count": "4", "behind": value})
    assert layouts(eight)[2:8] == ["article-2", "article-3", "article-3", "article-3", "article-3", "article-2"]
    assert "Pages ajoutées\u00a0: 4 à 7." in ana.get(AT).text
    value = next(value for value, words, _ in lists(ana)["from"] if words.startswith("pages 4 à 7"))
    ana.post(f"{AT}/cahier", {"count": "4", "from": value})
    assert eight.told() == before


def test_a_back_page_stays_the_last_unless_somebody_says_otherwise(eight: Plan, ana: Visitor) -> None:
    found = lists(ana)
    assert [words for _, words, chosen in found["behind"] if chosen] == ["après la page 7"]
    assert [words for _, words, chosen in found["from"] if chosen] == ["pages 4 à 7 · Le pain +2"]
    assert found["behind"][-1][1] == "à la fin, après la page 8"


def test_the_front_page_and_the_only_masthead_are_not_offered_and_do_not_go(eight: Plan, ana: Visitor) -> None:
    assert [words.partition(" ·")[0] for _, words, _ in lists(ana)["from"]] == [
        "pages 3 à 6", "pages 4 à 7", "pages 5 à 8",
    ]  # fmt: skip
    before = eight.told()
    for first, code in ((1, "section-front"), (2, "section-masthead")):
        with pytest.raises(Refused, match=code):
            drop(eight, first)
    assert eight.told() == before


def test_what_stood_there_waits_for_a_place_and_comes_back_by_undo(eight: Plan, ana: Visitor) -> None:
    before = eight.told()
    drop(eight, 3)
    assert layouts(eight) == ["front", "editorial", "suite", "back"]
    text = ana.get(AT).text
    assert all(f"<bdi>{title}</bdi>" in text.partition('id="p1"')[0] for title in ("La file", "La valise"))
    with eight.desk.database.write() as db:
        undoing.undo(db, eight.ana, NOW, eight.issue(db), store.steps(db, eight.issue_id, 1)[0].id)
    assert eight.told() == before


def test_a_text_that_began_there_leaves_the_page_on_which_it_goes_on(eight: Plan) -> None:
    with eight.desk.database.write() as db:
        rest = Filling(eight.pieces[0], languages=("fr",), continues=True)
        actions.place(db, eight.ana, NOW, eight.issue(db), eight.page(db, 7), "rest", rest)
    before = eight.told()
    assert before[6] == "suite rest=La file"
    drop(eight, 3)
    assert eight.told()[2] == "suite", "a part without its beginning is nowhere"
    with eight.desk.database.write() as db:
        undoing.undo(db, eight.ana, NOW, eight.issue(db), store.steps(db, eight.issue_id, 1)[0].id)
    assert eight.told() == before


def test_pages_that_have_changed_meanwhile_are_not_taken_for_those_one_saw(eight: Plan, ana: Visitor) -> None:
    value = next(value for value, words, _ in lists(ana)["from"] if words.startswith("pages 4 à 7"))
    with eight.desk.database.write() as db:
        actions.move_page(db, eight.ben, NOW, eight.issue(db), eight.page(db, 3), 5)
    before = eight.told()
    ana.post(f"{AT}/cahier", {"count": "4", "from": value})
    assert eight.told() == before and "Quelqu’un a changé ces pages" in ana.get(AT).text


@pytest.mark.parametrize(("way", "more"), [
    ("", {"layout": "article-3", "version": "1", "number": "3"}), ("/photo", {"held": "", "what": "{3}"}),
    ("/gabarit", {"layout": "article-3", "version": "1"}), ("/image", {"slot": "photo", "lines": "2", "version": "1"}),
])  # fmt: skip
def test_a_page_that_was_open_is_not_taken_for_the_one_that_has_come_to_its_number(
    eight: Plan, ana: Visitor, way: str, more: dict[str, str]
) -> None:
    shown = re.search(r'name="leaf" value="([^"]+)"', ana.get(f"{AT}/3").text)
    assert shown is not None
    with eight.desk.database.write() as db:
        actions.add_pages(db, eight.ben, NOW, eight.issue(db), ["article-2"] * 4, number=3)
    before, quay = eight.told(), eight.picture("le-quai")
    told = {key: words.replace("{3}", f"picture:{quay}") for key, words in more.items()}
    ana.post(f"{AT}/3{way}", {**told, "leaf": shown[1]})
    assert eight.told() == before and "Quelqu’un a changé cette page" in ana.get(AT).text


def test_who_is_at_one_of_them_keeps_it(eight: Plan) -> None:
    with eight.desk.database.write() as db:
        leases.take(db, eight.ben, NOW, eight.page(db, 5))
    with pytest.raises(Refused, match="section-held"):
        drop(eight, 4)


@pytest.mark.parametrize("told", ["", "4", "4-", "0-x", "4-nobody", "٤-x", "999-x", "-4-x"])
def test_a_form_that_makes_no_sense_takes_nothing_away(eight: Plan, ana: Visitor, told: str) -> None:
    before = eight.told()
    ana.post(f"{AT}/cahier", {"count": "4", "from": told})
    ana.post(f"{AT}/pages", {"count": "4", "layout": "article-3", "behind": "nobody"})
    assert eight.told() == before


@given(st.lists(st.sampled_from(HOUSE), min_size=1, max_size=20))
def test_whatever_is_offered_keeps_the_front_the_masthead_and_pictures_whole(names: list[str]) -> None:
    pages = [Page(id=str(n), number=n, layout=name) for n, name in enumerate(names, 1)]
    halves = sections.SPREAD

    def torn(all_: list[str]) -> int:
        """Halves of a picture that do not lie beside the other."""
        whole = sum(pair == halves for pair in pairwise(all_))
        return sum(name in halves for name in all_) - 2 * whole

    for first in sections.runs(pages, 4, roles):
        left = names[: first - 1] + names[first + 3 :]
        assert left[:1] == names[:1] and len(left) == len(names) - 4
        assert ("editorial" in left) == ("editorial" in names)
        assert torn(left) <= torn(names)
    for number in sections.behind(pages):
        more = [*names[:number], *["article-3"] * 4, *names[number:]]
        assert more[0] == names[0] and torn(more) == torn(names)
