"""The flatplan's screen without a browser: what it says, what its forms do, and what they refuse with a sentence."""

import re
from html import unescape

import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.flatplan import actions, leases, looks, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.moving import filling_of, mark_of
from journal_app.messages import sentence, slot_name
from journal_app.problems import Problem, blocking, note, warning
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece, save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment
from journal_app.submissions.pieces import want
from tests.desk import NOW, Visitor
from tests.flatplan.plan import Plan

AT = "/numeros/12-essai/chemin-de-fer"


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    return plan.desk.visit(plan.ana)


def page_id(plan: Plan, number: int) -> str:
    with plan.desk.database.read() as db:
        return plan.page(db, number).id


def slot(plan: Plan, number: int, name: str = "main") -> str:
    """A slot as forms name it."""
    return f"slot:{page_id(plan, number)}/{name}"


def seen(plan: Plan, number: int) -> str:
    """The same with what its reader saw there, as the forms of the page that is shown now carry it."""
    with plan.desk.database.read() as db:
        return f"{slot(plan, number)}={mark_of(filling_of(store.placement(db, plan.page(db, number).id, 'main')))}"


def flashed(visitor: Visitor) -> str:
    """What the plan says was done or refused last."""
    return (re.findall(r'<p class="flash[^>]*>([^<]*)<', visitor.get(AT).text) or [""])[-1]


def test_the_plan_shows_each_page_and_what_waits_for_a_place(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    text = ana.get(AT).text
    assert [text.count(f'id="p{n}"') for n in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]
    assert re.search(r'class="chip loose[^>]*data-drag="piece:[^"]+"><bdi>La valise', text)
    assert "reçue" in text, "a piece that nobody has accepted says so on its page"


def test_a_translation_that_the_press_waits_for_is_told_though_it_stands_on_no_page(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        content = Content(headline="Le vent", body="<p>Le vent.</p>")
        piece = create_piece(db, plan.ana, NOW, plan.issue(db), Facts("Le vent"), original="fr", content=content,
                             languages=("en",))  # fmt: skip
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling(piece.id, languages=("fr",)))
    last = ana.get(AT).text.partition('id="p4"')[2]
    assert "anglais\u00a0: à traduire" in last
    assert "anglais\u00a0: à traduire" not in ana.get(AT).text.partition('id="p4"')[0]


def test_a_translation_that_is_written_and_stands_on_no_page_is_told(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        piece = submissions.piece(db, plan.ana, plan.pieces[1])
        assert piece is not None
        text = want(db, plan.ana, NOW, piece, "en")
        content = Content(headline="Bread", body="<p>Bread, and the sea.</p>")
        save(db, plan.ana, NOW, text, content, text.head_id, moment=Moment.SAVED)
    told = "anglais\u00a0: sur aucune page"
    assert told not in ana.get(AT).text, "it is not finished, which is told"
    with plan.desk.database.write() as db:
        head = submissions.text(db, piece.id, "en")
        assert head is not None
        head.reviewed = True
    parts = re.split(r'id="p\d"', ana.get(AT).text)
    assert [told in part for part in parts] == [False, False, True, False, False]
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling(piece.id, languages=("en",)))
    assert told not in ana.get(AT).text


def test_where_something_can_go_is_a_list(plan: Plan, ana: Visitor) -> None:
    text = ana.get(f"{AT}?deplacer=slot:{page_id(plan, 1)}/main").text
    assert "Où mettre «\u00a0La file\u00a0»" in text
    assert re.findall(r'<option value="slot:[^"]+/main=[^"]+">([^<]+)<', text) == [
        "page 2 · texte · «\u00a0Le pain\u00a0»", "page 3 · texte · «\u00a0Le phare\u00a0»",
        "page 4 · texte · «\u00a0La valise\u00a0»",
    ]  # fmt: skip
    assert '<option value="out">sans place' in text
    assert not re.search(r'<option value="slot:[^"]+/photo', text), "a text does not go where pictures go"


def test_a_form_moves_a_text_and_another_takes_it_back(plan: Plan, ana: Visitor) -> None:
    what, to = slot(plan, 1), seen(plan, 3)
    assert ana.post(f"{AT}/deplacer", {"what": what, "to": to}).status_code == 303
    assert plan.told()[2] == "article-2 main=La file"
    with plan.desk.database.read() as db:
        step = store.steps(db, plan.issue_id, 1)[0].id
    ana.post(f"{AT}/annuler/{step}")
    assert plan.told()[2] == "article-2 main=Le phare" and flashed(ana) == "C’est annulé."


def button(text: str, words: str) -> list[str]:
    """Where the buttons with these words lead, in order."""
    return [one[0] for one in re.findall(r'action="([^"]+/annuler/[^"]+)"[^>]*>(.*?)</form>', text, re.S)
            if re.search(rf"<button[^>]*>{words}\b", one[1])]  # fmt: skip


def test_the_main_button_goes_back_step_by_step_and_the_list_does_again(plan: Plan, ana: Visitor) -> None:
    before = plan.told()
    for goes in (3, 2, 4):
        ana.post(f"{AT}/deplacer", {"what": slot(plan, 1), "to": seen(plan, goes)})
    after = plan.told()
    for _ in range(3):
        ana.post(button(ana.get(AT).text, "Annuler")[0])
        assert flashed(ana) == "C’est annulé."
    assert plan.told() == before, "each press goes one step further back"
    for _ in range(3):
        ana.post(button(ana.get(AT).text, "Refaire")[0])
        assert flashed(ana) == "C’est refait."
    assert plan.told() == after and not button(ana.get(AT).text, "Refaire")
    for _ in range(3):
        ana.post(button(ana.get(AT).text, "Annuler")[0])
    assert plan.told() == before, "and back again"


def test_the_list_tells_places_by_their_names(plan: Plan, ana: Visitor) -> None:
    ana.post(f"{AT}/deplacer", {"what": slot(plan, 1), "to": seen(plan, 3)})
    text = unescape(ana.get(AT).text).partition('class="steps"')[2]
    assert "page 1 · texte principal → page 3 · texte principal" in text and "p1/main" not in text


def test_what_somebody_else_has_moved_is_told_and_stays(plan: Plan, ana: Visitor) -> None:
    what, to = slot(plan, 1), seen(plan, 3)
    plan.desk.visit(plan.ben).post(f"{AT}/deplacer", {"what": what, "to": seen(plan, 4)})
    ana.post(f"{AT}/deplacer", {"what": what, "to": to, "seen": f"piece:{plan.pieces[0]}"})
    assert "déplacé entre-temps" in flashed(ana)
    assert plan.told()[2] == "article-2 main=Le phare"


def test_a_page_somebody_is_at_says_who_and_waits(plan: Plan, ana: Visitor) -> None:
    assert plan.desk.visit(plan.ben).post(f"{AT}/main/{page_id(plan, 2)}").status_code == 204
    assert "ben y est en ce moment" in ana.get(AT).text
    ana.post(f"{AT}/deplacer", {"what": f"page:{page_id(plan, 2)}", "to": "page:1"})
    assert "Quelqu’un d’autre est à cette page" in flashed(ana)
    assert ana.post(f"{AT}/main/{page_id(plan, 2)}").status_code == 409
    plan.desk.visit(plan.ben).post(f"{AT}/main/{page_id(plan, 2)}", {"leave": "1"})
    ana.post(f"{AT}/deplacer", {"what": f"page:{page_id(plan, 2)}", "to": "page:1"})
    assert plan.told()[0] == "article-2 main=Le pain"


def test_a_section_comes_and_goes(plan: Plan, ana: Visitor) -> None:
    ana.post(f"{AT}/pages", {"layout": "bilingual", "count": "4"})
    assert len(plan.told()) == 8
    last = re.findall(r'<option value="(5-[0-9a-f]+)"', ana.get(AT).text)[0]
    ana.post(f"{AT}/cahier", {"count": "4", "from": last})
    ana.post(f"{AT}/cahier", {"count": "4", "from": last})  # somebody took the same four away
    assert len(plan.told()) == 4 and "changé ces pages" in flashed(ana)
    ana.post(f"{AT}/pages", {"layout": "bilingual", "count": "1"})
    assert "il en manque 3 pour que ce plan s’imprime" in ana.get(AT).text


def test_the_plan_alone_is_sent_again_only_when_it_changed(plan: Plan, ana: Visitor) -> None:
    while "Les pages se composent" in (first := ana.get(AT, headers={"X-Part": "plan"})).text:
        pass
    again = {"X-Part": "plan", "If-None-Match": first.headers["ETag"]}
    assert "<html" not in first.text and ana.get(AT, headers=again).status_code == 304
    ana.post(f"{AT}/deplacer", {"what": f"page:{page_id(plan, 4)}", "to": "page:1"})
    assert ana.get(AT, headers=again).status_code == 200


@pytest.mark.parametrize("told", [
    {"what": "slot:nobody/main", "to": "out"}, {"what": "slot:../../x", "to": "page:1"}, {"what": "page:nobody"},
    {"what": "piece:nobody", "to": "out"}, {"to": "slot:x/y"}, {}, {"what": "slot:{1}/main", "to": "page:2"},
    {"what": "page:{1}", "to": "page:zwei"}, {"what": "page:{1}", "to": "page:²"},
    {"what": "slot:{1}/nix", "to": "out"},
])  # fmt: skip
def test_a_form_that_makes_no_sense_moves_nothing(plan: Plan, ana: Visitor, told: dict[str, str]) -> None:
    before = plan.told()
    answer = ana.post(f"{AT}/deplacer", {key: words.replace("{1}", page_id(plan, 1)) for key, words in told.items()})
    assert answer.status_code in (303, 400, 404) and plan.told() == before


def test_translators_see_the_plan_and_change_nothing(plan: Plan) -> None:
    noor = plan.desk.visit(plan.desk.account(Role.TRANSLATOR))
    text = noor.get(AT).text
    assert 'id="p1"' in text and 'data-drag="' not in text and "?deplacer=" not in text
    assert noor.post(f"{AT}/deplacer", {"what": f"page:{page_id(plan, 1)}", "to": "page:2"}).status_code == 404


def test_a_page_of_its_own_shows_slots_and_takes_another_layout(plan: Plan, ana: Visitor) -> None:
    text = ana.get(f"{AT}/1").text
    assert 'name="what"' in text and re.search(r'value="piece:[^"]+" selected>La file', text)
    tried = ana.get(f"{AT}/1/gabarits").text
    assert "le texte tient" in tried and 'value="article-3"' in tried
    ana.post(f"{AT}/1/gabarit", {"layout": "article-3", "version": "1"})
    assert plan.told()[0] == "article-3 main=La file"
    ana.post(f"{AT}/1/gabarit", {"layout": "article-2", "version": "1"})
    assert plan.told()[0] == "article-3 main=La file" and "changé cette page" in flashed(ana)


def test_a_layout_that_leaves_a_language_without_a_place_never_counts_as_fitting(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        piece = create_piece(db, plan.ana, NOW, plan.issue(db), Facts("Le quai"), original="fr", languages=["en"],
                             content=Content(headline="Le quai", body="<p>Le quai.</p>"), slug="le-quai")  # fmt: skip
        text = submissions.text(db, piece.id, "en")
        assert text is not None
        content = Content(headline="The quay", body="<p>The quay.</p>")
        save(db, plan.ana, NOW, text, content, text.head_id, moment=Moment.SAVED)
        page = actions.add_page(db, plan.ana, NOW, plan.issue(db), "bilingual")
        actions.place(db, plan.ana, NOW, plan.issue(db), page, "main", Filling(piece.id, languages=("fr", "en")))
    while 'http-equiv="refresh"' in (text_now := unescape(ana.get(f"{AT}/5/gabarits").text)):
        pass
    tried = re.findall(r'<li class="panel.*?</li>', text_now, re.S)
    mute = [one for one in tried if "Le quai (anglais)" in one]
    assert mute and len(mute) < len(tried), "some layouts hold both languages, others one"
    for one in mute:
        assert "le texte tient" not in one and "fine" not in one and "button-main" not in one
    assert tried.index(mute[0]) == len(tried) - len(mute), "they come last"
    assert "le texte tient" in tried[0] and "button-main" in tried[0]


def test_a_text_that_is_too_long_brings_what_can_be_done(plan: Plan, ana: Visitor) -> None:
    long = "".join(f"<p>Paragraphe {n} : {'on attend, et la mer reste là. ' * 17}</p>" for n in range(25))
    with plan.desk.database.write() as db:
        text = submissions.text(db, plan.pieces[0], "fr")
        assert text is not None
        save(db, plan.ana, NOW, text, Content(headline="La file", body=long), text.head_id, moment=Moment.SAVED)
    while "La page se compose" in (page := ana.get(f"{AT}/1").text):
        pass
    assert "lignes en trop" in page and "Déjà essayé" in page
    found = re.search(r'name="place" value="(\d+)"><input type="hidden" name="begins" value="([^"]+)"', page)
    assert found and int(found[1]) > 0, "a paragraph that could go, never the first"
    ana.post(f"{AT}/1/coupe", {"piece": plan.pieces[0], "language": "fr", "place": found[1], "begins": found[2]})
    assert "C’est proposé" in flashed(ana)
    assert re.search(r'class="[^"]*\bsuggestion\b', ana.get(f"/contributions/{plan.pieces[0]}/fr").text)


def test_of_texts_side_by_side_the_same_paragraph_is_proposed_in_each_language(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        piece = create_piece(db, plan.ana, NOW, plan.issue(db), Facts("Le quai"), original="fr", languages=["en"],
                             content=Content(headline="Le quai", body=_long("On attend")), slug="le-quai")  # fmt: skip
        text = submissions.text(db, piece.id, "en")
        assert text is not None
        content = Content(headline="The quay", body=_long("We wait"))
        save(db, plan.ana, NOW, text, content, text.head_id, moment=Moment.SAVED)
        page = actions.add_page(db, plan.ana, NOW, plan.issue(db), "bilingual")
        actions.place(db, plan.ana, NOW, plan.issue(db), page, "main", Filling(piece.id, languages=("fr", "en")))
    while "La page se compose" in (page_now := ana.get(f"{AT}/5").text):
        pass
    form = page_now[page_now.index('class="cuts"') :].partition("</form>")[0]
    sent = re.findall(r'name="(piece|language|place|begins|begins-en)" value="([^"]*)"', form)
    told = {name: [value for key, value in sent if key == name] for name, _ in sent}
    assert told["language"] == ["fr", "en"] and "chaque langue" in form
    assert told["begins"][0].startswith("On attend") and told["begins-en"][0].startswith("We wait")
    assert "cela ne suffira pas" in form, "none of many short paragraphs is enough by itself"
    wrong = told | {"begins-en": ["Something else"]}
    ana.post(f"{AT}/5/coupe", wrong)
    assert "C’est proposé" not in flashed(ana)
    ana.post(f"{AT}/5/coupe", told)
    assert "C’est proposé" in flashed(ana)
    for tag in ("fr", "en"):
        assert re.search(r'class="[^"]*\bsuggestion\b', ana.get(f"/contributions/{piece.id}/{tag}").text), tag


def _long(begins: str) -> str:
    return "".join(f"<p>{begins}, {n}. {'La mer reste là. ' * 6}</p>" for n in range(60))


def test_the_wall_sheet_holds_all_pages(plan: Plan, ana: Visitor) -> None:
    text = ana.get(f"{AT}/affiche").text
    assert text.count("<figure ") == 4 and "La valise" in text


def test_leases_are_as_short_as_they_say(plan: Plan) -> None:
    assert leases.LASTS.total_seconds() <= 30


def test_a_text_that_somebody_has_just_begun_leaves_the_other_pages_there(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        text = submissions.text(db, plan.pieces[0], "fr")
        assert text is not None
        save(db, plan.ana, NOW, text, Content(headline="La file", body=""), text.head_id, moment=Moment.SAVED)
    while "Les pages se composent" in (page := ana.get(AT).text):
        pass
    assert page.count("/thumb") == 4 and "texte-1" in page, "which text it is stands above the plan"


def test_the_picture_of_a_page_is_gone_with_what_its_author_takes_back(plan: Plan, ana: Visitor) -> None:
    while "Les pages se composent" in (page := ana.get(AT).text):
        pass
    pictures = re.findall(r'src="([^"]+/thumb)"', page)
    assert len(pictures) == 4 and {ana.get(one).status_code for one in pictures} == {200}
    with plan.desk.database.write() as db:
        withdraw_piece(db, plan.ana, NOW, plan.pieces[0], plan.issue_id, REACTIONS)
    assert {ana.get(one).status_code for one in pictures} == {404}, "not even from an address that was known before"


def test_what_somebody_has_placed_meanwhile_is_not_placed_twice(plan: Plan, ana: Visitor) -> None:
    ana.post(f"{AT}/deplacer", {"what": f"piece:{plan.pieces[0]}", "to": seen(plan, 2)})
    assert "déplacé entre-temps" in flashed(ana) and plan.told()[1] == "article-2 main=Le pain"


@pytest.fixture
def free(plan: Plan) -> Plan:
    """Nothing stands on page 4; its text and that of page 1 are wished for there by two people."""
    with plan.desk.database.write() as db:
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    return plan


def chosen(text: str, words: str) -> dict[str, str]:
    """The form behind a button of the page, as it would be sent."""
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if words in one)
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


@pytest.mark.parametrize("how", ["a place chosen in the list", "a drop of the mouse"])
def test_of_two_who_fill_the_same_free_place_the_second_is_asked(free: Plan, ana: Visitor, how: str) -> None:
    """The first has lost nothing: their text stands where they put it until the second says what to do."""
    ben = free.desk.visit(free.ben)
    shown = {key: ben.get(f"{AT}?deplacer={key}").text for key in (slot(free, 2),)}
    options = re.findall(r'<option value="(slot:[^"]+)"', shown[slot(free, 2)])
    goes = next(one for one in options if one.startswith(slot(free, 4)))
    if how == "a drop of the mouse":
        held = re.search(f'data-drop="{slot(free, 4)}" data-role="article" data-held="([^"]*)"', ben.get(AT).text)
        assert held is not None and f"{slot(free, 4)}={held[1]}" == goes
    ana.post(f"{AT}/deplacer", {"what": slot(free, 1), "to": goes})
    answer = ben.post(f"{AT}/deplacer", {"what": slot(free, 2), "to": goes, "seen": f"piece:{free.pieces[1]}"})
    assert free.told() == ["article-2", "article-2 main=Le pain", "article-2 main=Le phare", "article-2 main=La file"]
    told = ben.get(answer.location).text
    assert "quelqu’un a mis « La file » à cette place (page 4 · texte). Rien n’a bougé." in told
    assert "Ou ailleurs" in told
    ben.post(f"{AT}/deplacer", chosen(told, "Échanger avec « La file »"))
    assert free.told()[1] == "article-2 main=La file" and free.told()[3] == "article-2 main=Le pain"


def test_who_places_a_waiting_text_where_another_has_come_learns_who_would_wait(free: Plan, ana: Visitor) -> None:
    goes = seen(free, 4)
    ana.post(f"{AT}/deplacer", {"what": slot(free, 1), "to": goes})
    answer = ana.post(f"{AT}/deplacer", {"what": f"piece:{free.pieces[3]}", "to": goes})
    told = ana.get(answer.location).text
    assert "Mettre là ; « La file » attendra une place" in told and free.told()[3] == "article-2 main=La file"
    ana.post(f"{AT}/deplacer", chosen(told, "attendra une place"))
    assert free.told()[3] == "article-2 main=La valise"


def test_a_swap_with_what_has_left_meanwhile_is_asked_again(plan: Plan, ana: Visitor) -> None:
    goes = seen(plan, 3)
    with plan.desk.database.write() as db:
        actions.place(db, plan.ben, NOW, plan.issue(db), plan.page(db, 3), "main", Filling())
    answer = ana.post(f"{AT}/deplacer", {"what": slot(plan, 1), "to": goes})
    told = ana.get(answer.location).text
    assert "quelqu’un a changé ce qui est à cette place (page 3 · texte)" in told and plan.told()[2] == "article-2"
    ana.post(f"{AT}/deplacer", chosen(told, "Mettre là quand même"))
    assert plan.told()[2] == "article-2 main=La file"


def test_the_form_of_a_slot_changes_only_what_its_reader_saw(free: Plan, ana: Visitor) -> None:
    """On the page's own screen: two editors had the free place open, and both chose a text."""
    form = chosen(ana.get(f"{AT}/4").text, "Placer")
    assert form["held"] == ""
    with free.desk.database.write() as db:
        actions.place(db, free.ben, NOW, free.issue(db), free.page(db, 4), "main", Filling(free.pieces[3]))
    ana.post(f"{AT}/4/main", form | {"what": f"piece:{free.pieces[0]}"})
    assert "quelqu’un a mis « La valise » à cette place (page 4) : rien n’a bougé" in flashed(ana)
    assert free.told()[3] == "article-2 main=La valise"
    again = [one for one in re.findall(r"<form.*?</form>", ana.get(f"{AT}/4").text, re.S) if f"{AT}/4/main" in one]
    held = re.search(r'name="held" value="([^"]+)"', again[0])
    assert held is not None
    ana.post(f"{AT}/4/main", {"held": held[1], "what": f"piece:{free.pieces[0]}"})
    assert free.told()[3] == "article-2 main=La file"


def test_languages_side_by_side_keep_their_order_whoever_ticks_them(plan: Plan, ana: Visitor) -> None:
    """Ticks come in the issue's order: the columns would change places, and the rest of a text be another text."""
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        page, _ = (actions.add_page(db, plan.ana, NOW, issue, layout) for layout in ("bilingual", "trilingual"))
        actions.place(db, plan.ana, NOW, issue, plan.page(db, 1), "main", Filling())
        actions.place(db, plan.ana, NOW, issue, page, "main", Filling(plan.pieces[0], languages=("en", "fr")))
    told = {"what": f"piece:{plan.pieces[0]}", "languages": ["fr", "en"]}
    ana.post(f"{AT}/6/main", {**told, "continues": "1"})
    with plan.desk.database.read() as db:
        begins = store.placement(db, plan.page(db, 5).id, "main")
    assert begins is not None
    ana.post(f"{AT}/5/main", {**told, "held": mark_of(filling_of(begins))})
    with plan.desk.database.read() as db:
        rows = [store.placement(db, plan.page(db, number).id, "main") for number in (5, 6)]
    assert [row and (row.languages, row.continues) for row in rows] == [(["en", "fr"], False), (["en", "fr"], True)]


@pytest.mark.parametrize(("languages", "way"), [(["fr", "ar"], "ltr"), (["ar", "fr"], "rtl")])
def test_spreads_lie_as_the_issue_is_read_and_words_as_the_screen(
    plan: Plan, ana: Visitor, languages: list[str], way: str
) -> None:
    with plan.desk.database.write() as db:
        plan.issue(db).languages = languages
    wall = f"{AT}/affiche"  # where the last page is beside the first
    for place, spreads, holds in ((AT, 3, 'class="plan-page" dir="ltr"'), (wall, 2, '<figure dir="ltr"')):
        text = ana.get(place).text
        assert text.count(f'class="pair" dir="{way}"') == spreads and text.count(holds) == 4


def test_what_stops_the_whole_issue_stands_open_above_the_plan(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        actions.remove_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4))
    text = ana.get(AT).text
    at, folded = text.index("empêche"), text.find('<details class="whole">')
    assert at < text.index('class="summary"') and (folded < 0 or at < folded)
    assert "il en faut un multiple de 4" in text[at : text.index('class="summary"')]


def test_a_slot_and_a_language_are_told_by_their_names(plan: Plan, ana: Visitor) -> None:
    page = ana.get(f"{AT}/1").text
    assert "texte principal" in page and ">main<" not in page
    assert re.search(r'value="en"[^>]*> anglais</label>', page)
    english = ana.get(f"{AT}/1?lang=en").text
    assert "main text" in english and re.search(r'value="fr"[^>]*> French</label>', english)


def test_a_problem_names_languages_places_and_slots_as_people_do() -> None:
    def told(problem: Problem) -> str:
        return sentence(problem, "fr", desk=True)

    over = told(blocking("text-overset", "p4/main#uk", "+6", "0", "editor", "La file"))
    assert "La file (ukrainien)" in over and "p. 4" in over and "main" not in over
    unread = told(note("text-unreviewed", "article:la-file#uk", "uk", "", "editor", "La file"))
    assert "en ukrainien" in unread and "rédaction" in unread
    empty = told(warning("slot-empty", "p2/photo2", "photo2", "", "layout", "trilingual-2"))
    assert "« image 2 »".replace("« ", "«\u00a0").replace(" »", "\u00a0»") in empty
    alt = told(warning("alt-missing", "picture:quai#uk", "p2/below", "uk", "translator", "Le quai"))
    assert "placée p. 2" in alt and "en ukrainien" in alt and "below" not in alt


def test_every_slot_of_the_house_has_a_name_in_both_languages() -> None:
    slots = {name for one in looks.layouts().values() for name in one.file.slots}
    for tag in ("fr", "en"):
        assert not [name for name in slots if name == slot_name(name, tag) and name not in ENGLISH_TOO], tag


ENGLISH_TOO = ("contents", "masthead", "map", "chart", "lead")  # are their own English names
