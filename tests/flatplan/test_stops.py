"""What stands against printing stands where it is: at the pages that show it, by its name, with the way to mend it."""

import re
from html import unescape

import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.flatplan import actions
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.costs import costs, weight
from journal_app.flatplan.ways_looks import Ways
from journal_app.media.model import Picture
from journal_app.problems import Problem, blocking, warning
from journal_app.proofs.model import BuiltFit
from journal_app.proofs.spreads import Stands, by_page, on_pages, pages_of, stands_of
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece
from journal_app.submissions.pieces import want
from tests.desk import NOW, Visitor
from tests.flatplan.plan import Plan

AT = "/numeros/12-essai/chemin-de-fer"
TOML = """\
[[page]]
layout = "front"
[page.slots]
lead = { article = "la-file", picture = "quai", language = "fr" }

[[page]]
layout = "bilingual"
[page.slots.main]
article = "la-file"
languages = ["fr", "ar"]

[[page]]
layout = "wall"
[page.slots]
one = { picture = "quai" }
two = { picture = "port" }
"""
ROLES = {"front": {"lead": "teaser"}, "bilingual": {"main": "aligned"}, "wall": {"one": "picture", "two": "picture"}}
STANDS = stands_of(TOML, lambda layout: ROLES[layout])


@pytest.fixture
def ana(plan: Plan) -> Visitor:
    return plan.desk.visit(plan.ana)


def cards(visitor: Visitor, address: str = AT) -> dict[int, str]:
    """What the plan says of each page, once all are set; under 0 what stands above them."""
    while "Les pages se composent" in (text := unescape(visitor.get(address).text)):
        pass
    first, *rest = re.split(r'id="p(\d+)" ', text)
    last = rest[-1].partition("</article>")[0] if rest else ""
    return {0: first, **dict(zip(map(int, rest[::2]), [*rest[1:-1:2], last], strict=True))}


@pytest.mark.parametrize(("where", "told"), [
    ("p3/one", (3,)), ("picture:quai", (1, 3)), ("picture:quai#ar", (1, 3)), ("pictures/port.toml:4", (3,)),
    ("pictures/port.jpg", (3,)), ("picture:none", ()), ("article:la-file", (2,)), ("article:la-file#ar", (2,)),
    ("articles/la-file/fr.html:7", (2,)), ("articles/la-file/article.toml:2", (2,)), ("article:none", ()),
    ("layout:wall", (3,)), ("flatplan.toml", ()), ("flatplan.toml:4", (1,)), ("flatplan.toml:11", (2,)),
    ("flatplan.toml:99", (3,)), ("issue.toml:3", ()), ("document", ()), ("profile:x.icc", ()),
])  # fmt: skip
def test_a_place_is_on_the_pages_that_show_it(where: str, told: tuple[int, ...]) -> None:
    assert pages_of(where, (), STANDS) == told


def test_what_was_measured_says_where_a_text_begins() -> None:
    fit = [BuiltFit(article="la-file", title="", language="fr", over=0, under=0, size_pt=9, pages=[4, 5])]
    assert pages_of("article:la-file#fr", fit, STANDS) == (4,)
    assert pages_of("article:la-file#ar", fit, STANDS) == (4,), "in a language that stands nowhere, beside the others"


def test_a_plan_that_cannot_be_read_leaves_all_to_the_whole_issue() -> None:
    broken = stands_of("[[page", lambda layout: {})
    assert broken == Stands() and set(by_page([blocking("face-unanswered", "picture:quai")], (), broken)) == {0}


def test_a_line_of_the_plan_is_told_as_its_page() -> None:
    found = on_pages([blocking("picture-unknown", "flatplan.toml:11", "x"), blocking("x", "flatplan.toml")], STANDS)
    assert [one.where for one in found] == ["p2", "flatplan.toml"]


def test_a_picture_says_at_its_pages_what_stops_it_by_its_name_and_leads_there(plan: Plan, ana: Visitor) -> None:
    quay = plan.picture("le-quai")
    with plan.desk.database.write() as db:
        db.get_one(Picture, quay).alt = {"fr": "Le quai"}
        db.get_one(Picture, quay).caption = {"fr": "Le quai"}
        for number in (2, 4):
            filling = Filling(picture_id=quay, languages=("fr",))
            actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, number), "photo", filling)
    told = cards(ana)
    stop = "Image «\u00a0Le quai\u00a0»\u00a0: personne n’a dit si un visage s’y reconnaît"
    assert [number for number, words in told.items() if stop in words] == [2, 4]
    assert f'class="plan-remedy" href="/images/{quay}"' in told[2].partition(stop)[2]
    page = unescape(ana.get(f"{AT}/2").text)
    assert f'class="plan-remedy" href="/images/{quay}"' in page.partition(stop)[2]


def lone(plan: Plan, *yes: Use) -> tuple[str, str]:
    """A picture of a contributor's text that stands on page 3 without the text."""
    with plan.desk.database.write() as db:
        for piece_id in plan.pieces[1:]:
            db.get_one(Piece, piece_id).by_contributor = False
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 1), "main", Filling())
    key = plan.picture("le-dessin", plan.pieces[0])
    with plan.desk.database.write() as db:
        filling = Filling(picture_id=key, languages=("fr",))
        actions.place(db, plan.ana, NOW, plan.issue(db), plan.page(db, 3), "photo", filling)
        note_answers(db, plan.ana, NOW, ("picture", key), plan.issue_id, dict.fromkeys(yes, True), how=How.SPOKEN,
                     read_in="fr", piece_id=plan.pieces[0])  # fmt: skip
    return key, f'href="/images/{key}/accords"'


def test_a_picture_without_its_text_says_which_consent_is_missing_and_leads_there(plan: Plan, ana: Visitor) -> None:
    _, way = lone(plan)
    told = cards(ana)
    assert [number for number, words in told.items() if "accord\u00a0: " in words] == [3]
    assert told[3].count(f'class="chip lack plan-way" {way}') == 2, "to print it, and the PDF"
    assert f'class="plan-remedy" {way}' in told[3].partition("pas d’accord noté pour l’imprimer")[2]


def test_a_consent_that_was_given_is_not_asked_for(plan: Plan, ana: Visitor) -> None:
    lone(plan, Use.PRINT, Use.PDF)
    assert not [number for number, words in cards(ana).items() if "accord\u00a0: " in words]


def test_who_may_not_note_consents_is_not_led_there(plan: Plan) -> None:
    key, way = lone(plan)
    noor = cards(plan.desk.visit(plan.desk.account(Role.TRANSLATOR, name="noor")))
    assert "accord\u00a0: " in noor[3] and way not in noor[3]
    assert f'class="plan-remedy" href="/images/{key}"' in noor[3]


@pytest.mark.parametrize(("problem", "ways"), [
    (blocking("text-overset", "p1/main#fr", "6"), ["text", "cut"]),
    (blocking("slot-empty", "p1/photo", "photo"), ["page", "layout"]),
    (blocking("page-overset", "p1"), ["layout"]),
    (blocking("picture-not-for-print", "picture:le-quai"), ["consent", "picture"]),
    (blocking("face-unanswered", "picture:le-quai"), ["picture"]),
    (warning("picture-below-ppi", "p2/photo"), ["picture"]),
    (blocking("picture-missing", "pictures/le-quai.toml:2"), ["picture"]),
    (blocking("text-empty", "articles/texte-1/fr.html"), ["text"]),
    (blocking("article-unplaced", "article:texte-1"), ["place", "text"]),
    (blocking("picture-unknown", "p2", "x"), ["page"]),
    (blocking("pages-not-multiple", "flatplan.toml", "5", "4"), ["sections"]),
    (warning("masthead-missing", "issue.toml"), ["settings"]),
    (blocking("pdf-structure", "document"), []),
])  # fmt: skip
def test_each_stop_leads_to_its_remedy(plan: Plan, problem: Problem, ways: list[str]) -> None:
    key, stands = plan.picture("le-quai"), stands_of(
        '[[page]]\nlayout = "article-2"\n[page.slots]\nmain = { article = "texte-1", language = "fr" }\n'
        '[[page]]\nlayout = "article-2"\n[page.slots]\nphoto = { picture = "le-quai" }\n',
        lambda layout: {"main": "article", "photo": "picture"},
    )  # fmt: skip
    with plan.desk.database.read() as db, plan.desk.app.test_request_context("/"):
        pieces = {one.slug: one for one in submissions.pieces(db, plan.ana, plan.issue_id)}
        all_ = Ways("12-essai", pieces, {"le-quai": db.get_one(Picture, key)}, True, True, stands)
        folio = next(iter(pages_of(problem.where, (), stands)), 0)
        found = all_.of(problem, folio)
    assert [one.name for one in found] == ways
    ana = plan.desk.visit(plan.ana)
    assert [ana.get(one.address.partition("#")[0]).status_code for one in found] == [200] * len(ways)


def test_a_plan_that_is_too_short_leads_to_its_sections(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        actions.remove_page(db, plan.ana, NOW, plan.issue(db), plan.page(db, 4))
    above = cards(ana)[0]
    assert f'class="plan-remedy" href="{AT}#cahiers"' in above and 'id="cahiers"' in above


def test_pages_and_weight_are_said_without_a_price_and_to_who_sees_none(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        issue.printer, issue.costing = {"preset": "tabloid-offset"}, ""
        told, sixteen = weight(issue, 4), weight(issue, 16)
        assert told is not None and sixteen is not None and costs(issue, 4) is None
    assert round(told.more, 2) == -round(sixteen.less, 2) and round(sixteen.grams, 2) == round(4 * told.grams, 2)
    words = f"{round(told.grams)} g l’exemplaire"
    seen = cards(ana)[0]
    assert "4 pages" in seen and words in seen and f"+{round(told.more)} g</span>" in seen and "€" not in seen
    noor = plan.desk.visit(plan.desk.account(Role.TRANSLATOR, name="noor"))
    assert words in cards(noor)[0] and words in unescape(noor.get(f"{AT}/affiche").text)


def test_free_lines_are_told_of_each_language(plan: Plan, ana: Visitor) -> None:
    with plan.desk.database.write() as db:
        piece = submissions.piece(db, plan.ana, plan.pieces[0])
        assert piece is not None
        text = want(db, plan.ana, NOW, piece, "en")
        body = "<p>The queue, and the sea behind it, and all that people say to one another while they wait.</p>" * 6
        save(db, plan.ana, NOW, text, Content(headline="The queue", body=body), text.head_id, moment=Moment.SAVED)
        page = plan.page(db, 1)
        page.layout = "bilingual"
        actions.place(db, plan.ana, NOW, plan.issue(db), page, "main", Filling(piece.id, languages=("fr", "en")))
    told = cards(ana)[1]
    assert re.search(r"pt · lignes libres\u00a0: français \d+, anglais \d+<", told)
