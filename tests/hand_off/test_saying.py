"""What the printer says: received, plates made, delivered, a problem; once, in order, and nothing is taken away."""

import re

import pytest

from journal_app.bat.model import Bat
from journal_app.hand_off import saying
from journal_app.hand_off.model import PrinterEvent
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, NAME, Shop


@pytest.fixture
def path(shop: Shop) -> str:
    shop.sign()
    return shop.hand()[0]


def say(shop: Shop, path: str, kind: str, **more: str) -> int:
    return shop.outside.post(f"{path}/dire", data={"kind": kind} | more).status_code


def said(shop: Shop) -> list[str]:
    with shop.desk.database.read() as db:
        return [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number) if one.kind != "made"]


def notices(shop: Shop) -> set[str]:
    with shop.desk.database.read() as db:
        return {row.code for row in db.query(Notice) if row.code.startswith("printer-")}


def test_from_received_to_delivered(shop: Shop, path: str) -> None:
    assert say(shop, path, "received") == say(shop, path, "plates") == 303
    assert say(shop, path, "delivered", quantity="4 120", overs="+120") == 303
    assert said(shop) == ["received", "plates", "delivered"]
    assert notices(shop) == {"printer-received", "printer-plates", "printer-delivered"}
    page = shop.at_desk.get(DESK).text
    assert "4\u202f120 exemplaires" in page and "passe 120" in page
    with shop.desk.database.read() as db:
        assert db.query(Bat).one().printed_at is None, "the printer's word alone puts nothing on paper"


def test_what_is_delivered_is_archived_and_handed_out_no_more(shop: Shop, path: str) -> None:
    say(shop, path, "delivered", quantity="4000")
    answer = shop.outside.post(f"{path}/fichiers/{NAME}.pdf")
    assert answer.status_code == 409 and b"%PDF" not in answer.data
    assert "Tout télécharger" not in shop.outside.get(path).text


def test_a_problem_with_its_page_becomes_a_task(shop: Shop, path: str) -> None:
    assert say(shop, path, "problem", page="3", words="Une image\nest floue.") == 303
    assert notices(shop) == {"printer-problem"}
    page = shop.at_desk.get(DESK).text
    assert "page 3" in page and "Une image\nest floue." in page
    assert say(shop, path, "problem") == 409, "without a word nobody can answer"


def test_nobody_goes_back_without_saying_so(shop: Shop, path: str) -> None:
    say(shop, path, "plates")
    refused = shop.outside.post(f"{path}/dire", data={"kind": "received"})
    assert refused.status_code == 409 and "Une étape plus avancée" in refused.text
    assert said(shop) == ["plates"]
    assert say(shop, path, "received", back="1") == 303
    assert said(shop) == ["plates", "received"], "both stand"
    assert "revient sur ce qui avait été dit" in shop.at_desk.get(DESK).text
    assert say(shop, path, "plates") == 303, "from there it goes on"


def test_the_same_form_twice_says_it_once(shop: Shop, path: str) -> None:
    first = shop.outside.post(f"{path}/dire", data={"kind": "problem", "words": "flou", "once": "one-form"})
    again = shop.outside.post(f"{path}/dire", data={"kind": "problem", "words": "flou", "once": "one-form"})
    assert (first.status_code, again.status_code) == (303, 303) and "dit=twice" in again.location
    assert said(shop) == ["problem"]


@pytest.mark.parametrize("more", [{}, {"quantity": "beaucoup"}, {"quantity": "-5"}, {"quantity": "9" * 30}])
def test_delivered_needs_its_copies(shop: Shop, path: str, more: dict[str, str]) -> None:
    answer = shop.outside.post(f"{path}/dire", data={"kind": "delivered"} | more)
    assert answer.status_code in (400, 409) and "combien d’exemplaires" in answer.text
    assert said(shop) == []


def test_fewer_copies_than_ordered_can_be_said(shop: Shop, path: str) -> None:
    assert say(shop, path, "delivered", quantity="3.920", overs="−80") == 303
    assert "passe -80" in shop.at_desk.get(DESK).text


@pytest.mark.parametrize(("kind", "more", "words"), [
    ("delivered", {"quantity": "4000", "overs": "9000"}, "La passe ne peut pas dépasser ce qui est livré."),
    ("delivered", {"quantity": "0"}, "Zéro exemplaire n’est pas une livraison."),
    ("problem", {"page": "99", "words": "flou"}, "Cette page n’est pas dans le fichier signé."),
])  # fmt: skip
def test_what_cannot_be_is_not_noted(shop: Shop, path: str, kind: str, more: dict[str, str], words: str) -> None:
    answer = shop.outside.post(f"{path}/dire", data={"kind": kind} | more)
    assert answer.status_code == 409 and words in answer.text and said(shop) == []


def test_many_more_copies_than_ordered_can_be_said(shop: Shop, path: str) -> None:
    assert say(shop, path, "delivered", quantity="9000", overs="9000") == 303


def test_a_page_that_is_no_number_is_told(shop: Shop, path: str) -> None:
    answer = shop.outside.post(f"{path}/dire", data={"kind": "problem", "page": "la une", "words": "flou"})
    assert answer.status_code == 400 and "un nombre" in answer.text and said(shop) == []


def test_what_was_said_stands_for_the_file_whatever_link_it_came_by(shop: Shop, path: str) -> None:
    say(shop, path, "plates")
    other, _ = shop.hand(company="Imprimerie, atelier 2")
    assert say(shop, other, "received") == 409
    assert "Plaques faites" in shop.outside.get(other).text


def test_words_of_others_are_shown_as_words(shop: Shop, path: str) -> None:
    say(shop, path, "problem", words="<script>alert(1)</script>")
    for page in (shop.at_desk.get(DESK).text, shop.outside.get(path).text):
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_form_of_another_site_is_refused(shop: Shop, path: str) -> None:
    answer = shop.outside.post(f"{path}/dire", data={"kind": "received"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and said(shop) == []


def test_who_is_signed_in_at_the_desk_opens_the_door_too(shop: Shop, path: str) -> None:
    page = shop.at_desk.get(path)
    assert page.status_code == 200 and "script-src" not in page.headers["Content-Security-Policy"]
    assert shop.at_desk.post(f"{path}/dire", {"kind": "received"}).status_code == 303


@pytest.mark.parametrize("kind", ["received", "plates", "delivered", "problem"])
def test_the_notice_of_what_the_printer_said_opens_the_hand_off_room(shop: Shop, path: str, kind: str) -> None:
    say(shop, path, kind, quantity="4000", words="Une image est floue.")
    with shop.desk.database.read() as db:
        notice = db.query(Notice).filter_by(code=f"printer-{kind}", account_id=shop.mina.account_id).one()
    page = shop.at_desk.get("/boite").text
    assert f'value="{notice.id}">Ouvrir' in page
    assert shop.at_desk.post("/boite/lu", {"notice": notice.id}).location == DESK


def test_the_notice_of_a_signed_bat_opens_the_bat(shop: Shop, path: str) -> None:
    with shop.desk.database.read() as db:
        notice = db.query(Notice).filter_by(code="bat-opened", account_id=shop.mina.account_id).one()
    assert (shop.at_desk.post("/boite/lu", {"notice": notice.id}).location or "").endswith("/bat")


def test_the_rooms_words_are_said_by_one_catalogue_alone() -> None:
    """A sheet's settings, say, have the same names in the settings and at the door."""
    from journal_app.messages import FOLDER, catalogue

    for language in ("fr", "en", "ar"):
        said = {path.stem: catalogue(language, path.stem) for path in (FOLDER / language).glob("*.po")}
        for mine in ("hand_off", "bat", "complement"):
            for other in {*said} - {mine}:
                assert {
                    key for key in said[mine].keys() & said[other].keys() if said[mine][key] != said[other][key]
                } == set(), (language, mine, other)


# --- nothing typed is lost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page, status, why",
    [("la une", 400, "Le numéro de page est un nombre"), ("99", 409, "Cette page n’est pas dans le fichier signé")],
)
def test_a_problem_on_a_page_that_is_none_comes_back_with_its_words(
    shop: Shop, path: str, page: str, status: int, why: str
) -> None:
    filled = {"kind": "problem", "page": page, "words": "La photo est floue,\net le texte aussi."}
    answer = shop.outside.post(f"{path}/dire", data=filled)
    assert answer.status_code == status and '<details class="panel problem" open>' in answer.text
    assert f'value="{page}"' in answer.text and "La photo est floue,\net le texte aussi.</textarea>" in answer.text
    (at_field,) = re.findall('id="page-error">([^<]*)<', answer.text)
    assert why in at_field and 'aria-describedby="page-hint page-error" aria-invalid="true"' in answer.text
    assert "<script" not in answer.text
    assert shop.outside.post(f"{path}/dire", data=filled | {"page": "1"}).status_code == 303


def test_copies_that_are_refused_come_back_at_their_field(shop: Shop, path: str) -> None:
    answer = shop.outside.post(f"{path}/dire", data={"kind": "delivered", "quantity": "4120", "overs": "9000"})
    assert answer.status_code == 409 and 'value="4120"' in answer.text and 'value="9000"' in answer.text
    assert 'id="overs-error"' in answer.text and 'id="quantity-error"' not in answer.text


def test_a_step_back_is_asked_again_where_it_is_ticked(shop: Shop, path: str) -> None:
    assert shop.outside.post(f"{path}/dire", data={"kind": "plates"}).status_code == 303
    answer = shop.outside.post(f"{path}/dire", data={"kind": "received"})
    assert answer.status_code == 409 and 'href="#back-received"' in answer.text
    assert re.search('<details open><summary>Le redire ou corriger</summary><p class="error">', answer.text)


def test_what_one_link_says_ends_somewhere(shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "MOST_SAID", 2)
    other = shop.hand()[0]
    assert [say(shop, path, "problem", words=f"{number}") for number in range(3)] == [303, 303, 409]
    assert say(shop, other, "problem", words="Par un autre lien.") == 303
    assert said(shop) == ["problem"] * 3


def test_signs_that_nobody_sees_are_not_kept(shop: Shop, path: str) -> None:
    say(shop, path, "problem", words="Page\0 blanche.\r\nLe filet aussi.")
    with shop.desk.database.read() as db:
        assert [one.words for one in db.query(PrinterEvent) if one.words] == ["Page blanche.\nLe filet aussi."]
