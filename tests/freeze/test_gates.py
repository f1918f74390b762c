"""The gates of the freeze: a finished text that stands on no page is told and stops nothing; a listed name stops it,
wherever it was typed."""

import pytest

from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as flatplan_store
from journal_app.flatplan.actions import Filling
from journal_app.freeze.freezing import look
from journal_app.freeze.model import FreezeKind
from journal_app.issues import guarded
from journal_app.issues.model import GuardedName, Issue
from journal_app.problems import Problem, Severity
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Text
from journal_app.submissions.pieces import want
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press


def into_english(press: Press, title: str = "Le pain", languages: tuple[str, ...] = ("fr", "en")) -> None:
    """An issue in these languages, one piece of which is translated and reviewed; nobody has placed the translation."""
    with press.desk.database.write() as db:
        db.get_one(Issue, press.issue_id).languages = list(languages)
        piece = db.get_one(Piece, press.piece(title).id)
        text = want(db, press.ana, NOW, piece, "en")
        save(db, press.ana, NOW, text, Content(headline="Bread", body="<p>Bread, and the sea.</p>"), text.head_id,
             moment=Moment.SAVED)  # fmt: skip
        text.reviewed = True
        note_answers(db, press.ana, NOW, ("piece", piece.id), press.issue_id, {Use.TRANSLATION: True}, how=How.SPOKEN)


def text(press: Press, title: str = "Le pain") -> Text:
    with press.desk.database.read() as db:
        found = submissions.text(db, press.piece(title).id, "en")
    assert found is not None
    return found


def told(press: Press, kind: FreezeKind = FreezeKind.PRESS) -> list[Problem]:
    return [one for one in look(press.tools, press.ana, "12-essai", kind).problems if one.code == "gate-unplaced"]


def place(press: Press, slot: str, filling: Filling) -> None:
    with press.desk.database.write() as db:
        issue = db.get_one(Issue, press.issue_id)
        page = flatplan_store.pages(db, press.issue_id)[3]
        flatplan.place(db, press.ana, NOW, issue, page, slot, filling)


def test_a_finished_translation_on_no_page_is_a_warning_and_the_press_goes_on(desk: TestDesk) -> None:
    press = Press(desk)
    into_english(press)
    (one,) = told(press)
    assert (one.severity, one.where, one.detail.found) == (Severity.WARNING, "article:texte-2#en", "2")
    assert told(press, FreezeKind.DRAFT) == [one]
    assert press.freeze(FreezeKind.PRESS) is not None, "it may be meant for the web alone"


def test_it_leads_to_the_page_beside_which_it_would_stand(desk: TestDesk) -> None:
    press = Press(desk)
    into_english(press)
    page = desk.visit(press.ana).get("/numeros/12-essai/gel").text
    assert "Plus rien ne s’y oppose." in page and "À regarder quand même" in page
    assert '<a href="/numeros/12-essai/chemin-de-fer#p2"><strong><bdi>Le pain</bdi></strong></a> (anglais)' in page
    assert "n’est sur aucune page" in page and "près de la page 2" in page


def test_once_it_stands_on_a_page_or_is_given_up_nothing_is_told(desk: TestDesk) -> None:
    press = Press(desk)
    into_english(press)
    with desk.database.write() as db:
        db.merge(text(press)).wanted = False
    assert told(press) == []
    with desk.database.write() as db:
        db.merge(text(press)).wanted = True
    assert told(press) != []
    place(press, "main", Filling(press.piece("Le pain").id, languages=("en",)))
    assert told(press) == []


def test_an_announcement_of_it_is_not_the_text(desk: TestDesk) -> None:
    press = Press(desk)
    into_english(press)
    place(press, "quote", Filling(press.piece("Le pain").id, languages=("en",), quote=0))
    assert [one.where for one in told(press)] == ["article:texte-2#en"]


def test_what_is_not_finished_is_told_once_as_that_and_a_language_of_no_issue_not_at_all(desk: TestDesk) -> None:
    press = Press(desk)
    into_english(press)
    with desk.database.write() as db:
        db.merge(text(press)).reviewed = False
    assert told(press) == [] and "gate-translation" in press.codes()
    other = Press.__new__(Press)
    vars(other).update(vars(press))
    into_english(other, languages=("fr",))
    assert told(other) == []


# --- names that must never be printed --------------------------------------------------------------------------------


def listed(press: Press, name: str = "Zoé Exemple") -> None:
    """Somebody has said that this name must never be printed."""
    mark, words = guarded.kept(name, press.tools.digest)
    with press.desk.database.write() as db:
        db.add(GuardedName(residency_id=press.residency, digest=mark, words=words, added_at=NOW))


def names(press: Press, kind: FreezeKind = FreezeKind.PRESS) -> list[Problem]:
    found = look(press.tools, press.ana, "12-essai", kind).problems
    return [one for one in found if one.code in ("gate-name-page", "gate-real-name")]


def test_a_listed_name_typed_straight_into_a_slot_stops_the_press(desk: TestDesk) -> None:
    press = Press(desk)
    listed(press)
    place(press, "quote", Filling(words={"fr": "Merci à tous", "en": "Thanks to ZOE EXEMPLE, who drew"}))
    (one,) = names(press)
    assert (one.code, one.severity, one.where, one.detail.found) == (
        "gate-name-page", Severity.BLOCKING, "p4/quote", "4"
    )  # fmt: skip
    assert [each.severity for each in names(press, FreezeKind.DRAFT)] == [Severity.WARNING]
    assert press.freeze(FreezeKind.PRESS) is None
    page = desk.visit(press.ana).get("/numeros/12-essai/gel").text
    assert '<a href="/numeros/12-essai/chemin-de-fer#p4">Des mots écrits à même la page 4' in page
    assert "EXEMPLE, who" not in page, "the words themselves are not repeated"


def test_a_listed_name_in_a_running_head_stops_it_too(desk: TestDesk) -> None:
    press = Press(desk)
    listed(press)
    with desk.database.write() as db:
        flatplan_store.pages(db, press.issue_id)[1].head = {"fr": "Chez Zoé", "en": "At Zoé Exemple’s"}
    assert [one.where for one in names(press)] == ["p2"]


def test_words_of_which_none_is_a_listed_name_are_let_through(desk: TestDesk) -> None:
    press = Press(desk)
    listed(press)
    place(press, "quote", Filling(words={"fr": "Avec Zoé", "en": "Exemple to follow"}))
    assert names(press) == [], "the end of one piece of words and the start of another are no name"
    assert press.freeze(FreezeKind.PRESS) is not None


@pytest.mark.parametrize("what", ["translator", "place"])
def test_a_listed_name_beside_a_text_stops_it_as_one_in_it(desk: TestDesk, what: str) -> None:
    press = Press(desk)
    listed(press)
    with desk.database.write() as db:
        piece = db.get_one(Piece, press.piece().id)
        text = submissions.text(db, piece.id, "fr")
        assert text is not None
        setattr(text if what == "translator" else piece, what, "Zoé Exemple")
    assert [(one.code, one.where) for one in names(press)] == [("gate-real-name", "article:texte-1#fr")]
