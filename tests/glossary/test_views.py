"""The glossary's pages: searched, added to, changed and taken out without a script; who may, and what is never lost."""

import re

import pytest
from sqlalchemy import select

from journal_app.accounts.model import Role
from journal_app.activity.model import Activity
from journal_app.glossary import store
from journal_app.glossary.concepts import Concept, Status
from tests.desk import TestDesk, Visitor, desk  # noqa: F401

EXILE = {
    "definition": "Une personne qui a dû quitter son pays.", "note": "Le mot que les gens choisissent.", "rows": "4",
    "text-0": "exilé·e", "language-0": "fr", "status-0": "preferred",
    "text-1": "clandestin", "language-1": "fr", "status-1": "forbidden",
    "text-2": "منفي", "language-2": "ar", "status-2": "preferred",
    "text-3": "", "language-3": "fr", "status-3": "preferred",
}  # fmt: skip
LIST = "/glossaire"


@pytest.fixture
def ana(desk: TestDesk) -> Visitor:  # noqa: F811
    return desk.visitor(Role.TRANSLATOR)


def noted(visitor: Visitor, fields: dict[str, str] = EXILE) -> str:
    """The address of a concept that was just noted."""
    answer = visitor.post(f"{LIST}/nouveau", fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def all_of(desk: TestDesk) -> list[Concept]:  # noqa: F811
    with desk.database.read() as db:
        return store.concepts(db)


def form_of(page: str) -> dict[str, str]:
    """The fields of the concept's form as a browser would send them back."""
    form = page.split('<form method="post" class="fields concept"')[1].split("</form>")[0]
    fields = dict(re.findall(r'<input (?:type="hidden" )?name="([\w-]+)" value="([^"]*)"', form))
    fields |= {name: text for name, text in re.findall(r'name="(\w+)"[^>]*>\n([^<]*)</textarea>', form)}
    for name, options in re.findall(r'<select name="([\w-]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: text for name, text in fields.items() if name not in ("csrf", "once")}


def test_a_concept_is_noted_and_read(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    page = ana.get(noted(ana)).text
    assert '<bdi lang="ar" dir="rtl">' not in page and 'lang="ar" dir="auto"' in page, "a form, for who may change it"
    assert "exilé·e" in ana.get(LIST).text
    (one,) = all_of(desk)
    assert [(term.text, term.status) for term in one.terms][1] == ("clandestin", Status.FORBIDDEN)
    with desk.database.read() as db:
        done = db.scalars(select(Activity).where(Activity.object_id == one.id)).one()
    assert done.verb == "concept-made" and "exil" not in str(done.detail), "the log repeats no word"


def test_who_facilitates_reads_and_changes_nothing(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    where = noted(ana)
    fac = desk.visitor(Role.FACILITATOR, residency=desk.residency().id)
    page = fac.get(where).text
    assert '<bdi lang="ar" dir="rtl">منفي</bdi>' in page and "<textarea" not in page and "interdit" in page
    assert "Ajouter un concept" not in fac.get(LIST).text
    for address in (f"{LIST}/nouveau", where, f"{where}/retirer", f"{LIST}/importer", f"{LIST}/remettre"):
        assert fac.post(address, EXILE).status_code == 404, address
    assert desk.visitor(Role.ADMINISTRATOR).get(LIST).status_code == 404


def test_it_is_found_by_any_script_without_accents_and_narrowed_by_language(ana: Visitor) -> None:
    noted(ana)
    noted(ana, {"definition": "Un papier.", "rows": "1", "text-0": "OQTF", "language-0": "fr", "status-0": "kept"})
    for asked, there in (
        ("mots=EXILE", True), ("mots=منفى", True), ("mots=quitter+pays", True), ("mots=papier", False),
        ("langue=ar", True), ("langue=so", False), ("statut=forbidden", True), ("langue=ar&statut=forbidden", False),
        ("mots=%25", True), ("mots=_", True),
    ):  # fmt: skip
        assert ("exilé·e" in ana.get(f"{LIST}?{asked}").text) is there, asked


def test_a_list_of_many_has_pages_in_the_alphabet(ana: Visitor) -> None:
    for number in range(60):
        noted(ana, {"definition": "x", "rows": "1", "text-0": f"mot {number:02}", "language-0": "fr",
                    "status-0": "preferred"})  # fmt: skip
    first, last = ana.get(LIST).text, ana.get(f"{LIST}?de=50").text
    assert "60 concepts" in first and first.index("mot 00") < first.index("mot 49") and "mot 50" not in first
    assert "mot 59" in last and "Concepts précédents" in last and "Concepts suivants" not in last


@pytest.mark.parametrize(("fields", "said"), [
    ({"definition": ""}, "À remplir."),
    ({"text-1": "Exilé·e"}, "Ce terme est déjà là"),
    ({"text-0": "!!"}, "Un terme a une lettre"),
    ({"text-0": "x" * 130}, "Un terme a une lettre"),
    ({"rows": "0"}, "Il faut au moins un terme."),
    ({"language-0": "klingon"}, "Choisir dans la liste."),
    ({"status-0": "wonderful"}, "Choisir dans la liste."),
])  # fmt: skip
def test_what_cannot_be_taken_stays_on_the_page(
    desk: TestDesk, ana: Visitor, fields: dict[str, str], said: str  # noqa: F811
) -> None:  # fmt: skip
    answer = ana.post(f"{LIST}/nouveau", EXILE | fields)
    assert answer.status_code == 400 and said in answer.text
    assert "منفي" in answer.text or fields.get("rows") == "0"
    assert all_of(desk) == []


def test_terms_change_are_taken_out_and_come_back(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    where = noted(ana)
    fields = form_of(ana.get(where).text)
    assert fields["text-0"] == "exilé·e" and fields["status-1"] == "forbidden" and fields["language-2"] == "ar"
    assert fields["text-3"] == "" and fields["rows"] == "6", "three more lines"
    changed = fields | {"drop-1": "1", "text-3": "exiled person", "language-3": "en"}
    assert ana.post(where, changed).status_code == 303
    assert [term.text for term in all_of(desk)[0].terms] == ["exilé·e", "منفي", "exiled person"]
    page = ana.get(where).text
    gone = re.search(r'name="term" value="(\w{12})"', page)
    assert "Termes retirés" in page and gone
    ana.post(f"{where}/termes", {"term": gone[1]})
    assert [term.text for term in all_of(desk)[0].terms][-1] == "clandestin"
    assert all_of(desk)[0].terms[-1].status is Status.FORBIDDEN
    for verb in ("a noté ce concept", "a changé ce concept", "a remis un terme"):
        assert verb in ana.get(where).text


def test_an_emptied_term_is_asked_about(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    where = noted(ana)
    answer = ana.post(where, form_of(ana.get(where).text) | {"text-0": ""})
    assert answer.status_code == 400 and "ou cocher" in answer.text
    assert len(all_of(desk)[0].terms) == 3


def test_a_concept_that_is_taken_out_can_be_put_back(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    where = noted(ana)
    before = all_of(desk)[0]
    assert ana.post(f"{where}/retirer", {"version": "1"}).status_code == 303
    assert all_of(desk) == [] and ana.get(where).status_code == 404
    page = ana.get(LIST).text
    assert "Concepts retirés" in page
    back = re.search(r'name="concept" value="(\w{12})"', page)
    assert back and ana.post(f"{LIST}/remettre", {"concept": back[1]}).location == where
    after = all_of(desk)[0]
    assert after.terms == before.terms and after.definition == before.definition


def test_of_two_who_change_one_concept_nobody_loses_a_word(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    bo, where = desk.visitor(Role.EDITOR), noted(ana)
    hers, his = form_of(ana.get(where).text), form_of(bo.get(where).text)
    assert bo.post(where, his | {"text-3": "banni·e"}).status_code == 303
    answer = ana.post(where, hers | {"text-3": "réfugié·e"})
    assert answer.status_code == 409
    assert 'value="réfugié·e"' in answer.text and "<bdi" in answer.text and "banni·e" in answer.text
    assert "réfugié·e" not in [term.text for term in all_of(desk)[0].terms]
    again = form_of(answer.text)
    assert again["version"] == "2" and ana.post(where, again).status_code == 303
    assert "réfugié·e" in [term.text for term in all_of(desk)[0].terms]
    assert ana.post(f"{where}/retirer", {"version": "1"}).status_code == 409, "taken out only as it was seen"


def test_the_same_form_twice_makes_one_concept(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    first, second = (ana.post(f"{LIST}/nouveau", EXILE | {"once": "a-word"}) for _ in range(2))
    assert first.location == second.location and len(all_of(desk)) == 1


def test_a_form_cannot_reach_into_another_concept(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    one, other = noted(ana), noted(ana, EXILE | {"text-0": "autre"})
    stolen = form_of(ana.get(other).text)["term-0"]
    ana.post(one, form_of(ana.get(one).text) | {"term-0": stolen, "text-0": "volé"})
    with desk.database.read() as db:
        found = store.concept(db, other.rsplit("/", 1)[1])
    assert found and "autre" in [term.text for term in found.terms]


def test_the_page_is_in_english_too(ana: Visitor) -> None:
    where = noted(ana)
    assert "Concepts" not in ana.get(f"{where}?lang=en").text and "What it is" in ana.get(f"{where}?lang=en").text
    assert "1 concept" in ana.get(f"{LIST}?lang=en").text
