"""A text that waits for a place: how it would stand in a layout, where it fits, and that one click brings it there."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.flatplan import actions, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.bundles import Bundle, Offer, Where, best_first, laid, unplaced
from journal_app.flatplan.fitting import WHOLE
from journal_app.flatplan.looks import layouts
from journal_app.flatplan.model import Placement
from journal_app.flatplan.remedies import Fitting
from journal_app.submissions.actions import Facts, create_piece, save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from journal_app.submissions.pieces import want
from tests.desk import NOW, Visitor
from tests.flatplan.plan import Plan

AT = "/numeros/12-essai/chemin-de-fer"
THREE = Bundle("le-phare", ("uk", "fr", "en"), ("bateau", "mer"))


def slots(name: str) -> set[str]:
    return set(layouts()[name].file.slots)


def told(name: str, bundle: Bundle = THREE) -> dict[str, str]:
    """Where everything would stand on an empty page with that layout, as one may read it."""
    put = laid(bundle, layouts()[name], slots(name))
    return {slot: one.picture_id or " ".join(one.languages) for slot, one in put.items()}


def test_three_languages_stand_side_by_side_with_their_picture() -> None:
    assert told("trilingual") == {"main": "uk fr en", "photo": "bateau"}


def test_one_language_takes_columns_of_text() -> None:
    assert told("article-2", Bundle("x", ("fr",), ("bateau",))) == {"main": "fr", "photo": "bateau"}


def test_a_second_language_goes_where_the_layout_has_its_echo() -> None:
    assert told("editorial") == {"main": "uk", "second": "fr", "photo": "bateau"}


def test_what_finds_no_room_is_named() -> None:
    put = laid(THREE, layouts()["article-3"], slots("article-3"))
    assert unplaced(THREE, put) == (["fr", "en"], 1)


def test_a_layout_of_pictures_takes_no_text() -> None:
    assert laid(THREE, layouts()["wall"], slots("wall")) == {}


@given(name=st.sampled_from(sorted(layouts())), data=st.data())
def test_only_free_slots_are_used_and_each_thing_once(name: str, data: st.DataObject) -> None:
    free = set(data.draw(st.lists(st.sampled_from(sorted(slots(name))))) if slots(name) else [])
    tags = data.draw(st.lists(st.sampled_from(["fr", "en", "ar", "ti"]), unique=True))
    bundle = Bundle("x", tuple(tags), tuple(data.draw(st.lists(st.sampled_from("abc"), unique=True))))
    put = laid(bundle, layouts()[name], free)
    assert set(put) <= free
    stands = [tag for one in put.values() if one.piece_id for tag in one.languages]
    shown = [one.picture_id for one in put.values() if one.picture_id]
    assert len(set(stands)) == len(stands) and len(set(shown)) == len(shown)
    assert bool(put) == bool(tags and any(layouts()[name].file.slots[slot].role in WHOLE for slot in free))


def test_the_best_place_fits_leaves_nothing_out_and_needs_no_page_more() -> None:
    def offer(
        layout: str, over: int = 0, under: int = 0, left: tuple[str, ...] = (), page: str = "p", unsaid: str = ""
    ) -> Offer:
        return Offer(Fitting(layout, over, 9.4, under, left, (unsaid,) if unsaid else ()), (Where(page, 7),))

    found = best_first([
        offer("over", over=4), offer("new", page=""), offer("roomy", under=60), offer("leaves", left=("une image",)),
        offer("mute", unsaid="anglais"), offer("best", under=3), offer("far-over", over=90),
    ])  # fmt: skip
    assert [one.fitting.layout for one in found] == ["best", "roomy", "new", "leaves", "over", "far-over", "mute"]
    assert [one.fitting.layout for one in found if one.fitting.fits] == ["best", "roomy", "new", "leaves"]


# --- the screen ------------------------------------------------------------------------------------------------------


class Waits:
    """A short text in two languages, with a picture, that waits for a place."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        with plan.desk.database.write() as db:
            issue = plan.issue(db)
            issue.printer = {"preset": "tabloid-offset"}
            body = "<p>Une phrase, et la mer.</p>" * 12
            piece = create_piece(db, plan.ana, NOW, issue, Facts("Le vent"), original="fr",
                                 content=Content(headline="Le vent", body=body), slug="le-vent")  # fmt: skip
            text = want(db, plan.ana, NOW, piece, "en")
            content = Content(headline="The wind", body=body)
            save(db, plan.ana, NOW, text, content, text.head_id, moment=Moment.SAVED)
            self.id = piece.id
        plan.picture("digue", self.id)
        self.at = f"{AT}/textes/{self.id}"

    def seen(self, ana: Visitor) -> str:
        """The page when every place was tried."""
        while "http-equiv" in (text := ana.get(self.at).text):
            pass
        return unescape(text)

    def take(self, ana: Visitor, **fields: str) -> str:
        return unescape(ana.post(self.at, fields, follow_redirects=True).text)

    def stands(self) -> list[str]:
        """Where it stands: `5 bilingual main=fr en`."""
        with self.plan.desk.database.read() as db:
            held = store.placements(db, self.plan.issue_id)
            return [f"{page.number} {page.layout} " + " ".join(
                        f"{row.slot}={'image' if row.picture_id else ' '.join(row.languages)}" for row in held[page.id])
                    for page in store.pages(db, self.plan.issue_id)
                    if any(row.piece_id == self.id for row in held.get(page.id, []))]  # fmt: skip


@pytest.fixture
def waits(plan: Plan) -> Waits:
    return Waits(plan)


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    return plan.desk.visit(plan.ana)


def test_the_plan_leads_there(waits: Waits, ana: Visitor) -> None:
    assert f'href="{waits.at}"' in ana.get(AT).text


def test_layouts_on_a_new_page_are_tried_and_the_best_is_taken_with_one_click(waits: Waits, ana: Visitor) -> None:
    seen = waits.seen(ana)
    assert "Le mieux :" in seen and re.search(r"tient à [0-9]+(,[0-9])? pt", seen)
    assert "Deux langues face à face" in seen and "La page 5 ouvrirait un cahier" not in seen, "no price is known"
    assert "Le vent" in waits.take(ana, page="", slot="", layout="bilingual", last="4")
    assert waits.stands() == ["5 bilingual main=fr en photo=image"]
    assert "Ce texte a déjà une place" in ana.get(waits.at).text


def test_it_is_one_step_that_is_undone(waits: Waits, ana: Visitor) -> None:
    waits.take(ana, page="", slot="", layout="bilingual", last="4")
    with waits.plan.desk.database.read() as db:
        last = store.steps(db, waits.plan.issue_id, 1)[0].id
    ana.post(f"{AT}/annuler/{last}")
    assert waits.stands() == [] and len(waits.plan.told()) == 4


def test_a_free_place_of_the_plan_says_what_it_leaves_out(waits: Waits, ana: Visitor) -> None:
    other = waits.plan.picture("falaise")
    with waits.plan.desk.database.write() as db:
        page = waits.plan.page(db, 3)
        actions.place(db, waits.plan.ana, NOW, waits.plan.issue(db), page, "main", Filling())
        actions.place(db, waits.plan.ana, NOW, waits.plan.issue(db), page, "photo",
                      Filling(picture_id=other, languages=("fr",)))  # fmt: skip
        page_id = page.id
    seen = waits.seen(ana)
    assert "Placer page 3" in seen
    told = next(one for one in re.findall("<li class.*?</li>", seen, re.S) if "sans place : anglais, une image" in one)
    assert "fit-well" not in told and re.search(r"le reste tient, à [0-9,]+ pt", told), "a language is left out"
    waits.take(ana, page=page_id, slot="main", layout="article-2", last="4")
    assert waits.stands() == ["3 article-2 main=fr photo=image"]


def test_a_plan_that_cannot_be_read_says_so(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        waits.plan.issue(db).printer = {}
    assert "Rien n’a pu être essayé" in waits.seen(ana)


def test_an_empty_page_takes_the_layout(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        page = waits.plan.page(db, 2)
        actions.place(db, waits.plan.ana, NOW, waits.plan.issue(db), page, "main", Filling())
        page_id = page.id
    assert "page 2 qui est vide" in waits.seen(ana)
    waits.take(ana, page=page_id, slot="", layout="bilingual", last="4")
    assert waits.stands() == ["2 bilingual main=fr en photo=image"]


@pytest.mark.parametrize("slot", ["main", ""])
def test_what_somebody_has_put_there_meanwhile_stays(waits: Waits, ana: Visitor, slot: str) -> None:
    """The page was empty when it was shown."""
    plan = waits.plan
    with plan.desk.database.read() as db:
        page_id = plan.page(db, 2).id  # holds a text
    assert "entre-temps" in waits.take(ana, page=page_id, slot=slot, layout="bilingual", last="4").lower()
    assert waits.stands() == [] and plan.told()[1] == "article-2 main=Le pain"


def test_a_plan_that_has_grown_meanwhile_takes_no_page_by_itself(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        actions.add_page(db, waits.plan.ben, NOW, waits.plan.issue(db), "long")
    waits.take(ana, page="", slot="", layout="bilingual", last="4")
    assert waits.stands() == []


def test_a_text_that_was_placed_meanwhile_is_not_placed_twice(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        actions.place(db, waits.plan.ben, NOW, waits.plan.issue(db), waits.plan.page(db, 4), "main",
                      Filling(waits.id, languages=("fr",)))  # fmt: skip
    waits.take(ana, page="", slot="", layout="bilingual", last="4")
    assert waits.stands() == ["4 article-2 main=fr"]


def test_a_language_that_is_none_of_the_issues_is_named_and_not_placed(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        waits.plan.issue(db).languages = ["fr", "ar"]
    assert "Pas parmi les langues du numéro : anglais" in waits.seen(ana)
    waits.take(ana, page="", slot="", layout="article-3", last="4")
    assert waits.stands() == ["5 article-3 main=fr photo=image"]


def test_a_hole_is_a_free_place(waits: Waits, ana: Visitor) -> None:
    with waits.plan.desk.database.write() as db:
        actions.place(db, waits.plan.ana, NOW, waits.plan.issue(db), waits.plan.page(db, 2), "main", Filling())
        page = waits.plan.page(db, 2)
        db.add(Placement(page_id=page.id, slot="main", languages=[], hole=True))
        page_id = page.id
    waits.take(ana, page=page_id, slot="", layout="bilingual", last="4")
    assert waits.stands() == ["2 bilingual main=fr en photo=image"]
