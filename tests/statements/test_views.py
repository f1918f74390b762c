"""The pages of statements: brought, asked, shown, taken, found again, undone; and nobody's name anywhere."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal_app.accounts.model import Role
from journal_app.messages import catalogue
from journal_app.statements import actions, store, waiting
from journal_app.statements.model import Kind
from journal_app.web.desk import Desk
from tests.statements.files import GIFT, LILO, MOVES, bank_two_columns, cfonb, csv, gift, helloasso
from tests.statements.room import BRING, TAKE, Till, hidden, words

PAID, PAID_ON = GIFT[5], GIFT[6]


def waits(till: Till) -> list[Path]:
    running: Desk = till.desk.app.extensions["desk"]
    return list((running.config.instance / waiting.FOLDER).glob("*"))


def test_a_bank_file_is_shown_and_then_taken(till: Till) -> None:
    preview = till.bring(bank_two_columns())
    assert preview.status_code == 200
    assert "+1 412,00 €" in words(preview) and till.lines() == []
    taken = till.take(preview)
    assert taken.status_code == 303
    assert sorted(one.cents for one in till.lines()) == sorted(cents for _, _, cents in MOVES)
    page = till.treasurer.get(taken.headers["Location"])
    assert "C’est importé." in words(page) and "PAPETERIE" in words(page)
    assert waits(till) == []


def test_the_same_form_twice_is_one_import(till: Till) -> None:
    form = hidden(till.bring(bank_two_columns())) | {"once": "a-word"}
    first, second = (till.treasurer.post(TAKE, form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(till.imports()) == 1


def test_the_same_file_again_says_when_it_came(till: Till) -> None:
    import_id = till.bring_and_take(bank_two_columns())
    again = till.bring(bank_two_columns(), "autre-nom.csv")
    assert again.status_code == 422
    assert "déjà importé" in words(again) and f"/imports/{import_id}" in again.get_data(as_text=True)
    assert till.take(again).status_code == 409
    assert len(till.imports()) == 1


def test_lines_to_look_at_are_not_taken_and_want_a_tick(till: Till) -> None:
    data = bank_two_columns(below="31/02/2026;;PAS UNE DATE;;12,00\r\n")
    preview = till.bring(data)
    assert "31/02/2026" in words(preview) and "Ligne 7" in words(preview)
    assert till.take(preview).status_code == 422
    assert till.lines() == []
    assert till.take(preview, looked="1").status_code == 303
    assert len(till.lines()) == 5
    left = till.imports()[0].left_out
    assert left == [["statement-day", "line:7"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (csv(("Date", "Libellé", "Montant"), [("46329", "x", "1,00")]).encode(), "Aucune ligne de ce fichier"),
        (csv(("Date", "Libellé", "Montant"), []).encode(), "Aucune ligne de ce fichier"),
        (bank_two_columns(below="31/02/2026;;PAS UNE DATE;;12,00\r\n"), "Ce qui se comprend de ce fichier"),
        (bank_two_columns(below="\r\n"), "Tout ce que dit ce fichier"),
    ],
)
def test_why_there_is_nothing_to_take_is_said_as_it_is(till: Till, data: bytes, said: str) -> None:
    """A file of which no line is understood is not "already here"."""
    till.bring_and_take(bank_two_columns())
    page = words(till.bring(data))
    assert said in page and ("déjà là" in page) == (said[:6] != "Aucune")


def test_what_is_asked_is_taken_when_ticked(till: Till) -> None:
    till.bring_and_take(bank_two_columns(MOVES[2:3]))
    preview = till.bring(bank_two_columns(MOVES[2:4]))
    assert "plus souvent" in words(preview)
    assert till.take(preview).status_code == 409  # nothing was ticked: there is nothing to take
    assert till.take(till.bring(bank_two_columns(MOVES[2:4])), take="3").status_code == 303
    assert len(till.lines()) == 2


def test_what_changed_meanwhile_is_shown_again_before_it_is_taken(till: Till) -> None:
    preview = till.bring(bank_two_columns())
    till.bring_and_take(bank_two_columns(MOVES[:2]))
    answer = till.take(preview)
    assert answer.status_code == 409 and "entre-temps" in words(answer)
    assert len(till.lines()) == 2
    assert till.take(answer).status_code == 303
    assert len(till.lines()) == 5


def test_a_file_that_was_cut_is_not_half_taken(till: Till) -> None:
    answer = till.bring(cfonb()[:-300], "releve.txt")
    assert answer.status_code == 422
    assert "Le fichier est coupé" in words(answer)
    assert waits(till) == [] and till.lines() == []


UNKNOWN = csv(
    ("Jour", "Ce que c’est", "Somme", "Prénom"),
    [("02/11/2026", "COTISATION", "12,00", "Camille"), ("03/11/2026", "DON", "7,50", "Camille")],
).encode()


def test_columns_that_are_not_known_are_asked_once(till: Till) -> None:
    question = till.bring(UNKNOWN)
    assert question.status_code == 200 and "Quelle colonne dit quoi" in words(question)
    assert "COTISATION" in words(question) and "Camille" not in words(question)
    answer = {"said": "1", "kind": "bank", "column-dated": "0", "column-label": "1", "column-amount": "2"}
    lacking = till.treasurer.post("/argent/releves/colonnes", hidden(question) | answer | {"column-amount": "1"})
    assert lacking.status_code == 422
    preview = till.treasurer.post("/argent/releves/colonnes", hidden(question) | answer)
    assert till.take(preview).status_code == 303
    assert till.said() == [("2026-11-02", 1200, ""), ("2026-11-03", 750, "")]
    again = UNKNOWN.replace(b"12,00", b"15,00")
    assert "Avant d’importer" in words(till.bring(again))


def test_columns_without_names_are_asked_each_time(till: Till) -> None:
    """What was said of one such file is not said of the next, whose columns may be others."""
    rows = [("02/11/2026", "COTISATION", "12,00", "512,00"), ("03/11/2026", "DON", "7,50", "519,50")]
    question = till.bring(csv(rows[0], rows[1:]).encode())
    assert "Quelle colonne dit quoi" in words(question)
    answer = {"said": "1", "kind": "bank", "column-dated": "0", "column-label": "1", "column-amount": "2"}
    preview = till.treasurer.post("/argent/releves/colonnes", hidden(question) | answer)
    assert till.take(preview).status_code == 303
    assert till.said() == [("2026-11-02", 1200, ""), ("2026-11-03", 750, "")]
    assert till.imports()[0].dropped == ["Colonne 4"]
    assert "Quelle colonne dit quoi" in words(till.bring(csv(rows[1], rows[:1] * 2).encode()))


def test_columns_that_were_understood_can_be_corrected(till: Till) -> None:
    data = csv(("Date", "Libellé", "Montant"), [("02/11/2026", "x", "1,234"), ("03/11/2026", "y", "2,500")]).encode()
    preview = till.bring(data)
    assert "se lit de deux façons" in words(preview)
    question = till.treasurer.post("/argent/releves/colonnes", {"ticket": hidden(preview)["ticket"]})
    answer = {"said": "1", "kind": "bank", "column-dated": "0", "column-label": "1", "column-amount": "2", "sign": "."}
    assert till.take(till.treasurer.post("/argent/releves/colonnes", hidden(question) | answer)).status_code == 303
    assert [cents for _, cents, _ in till.said()] == [123_400, 250_000]


def test_lilo_is_pasted(till: Till) -> None:
    preview = till.treasurer.post(BRING, {"pasted": LILO, "read": "2025-03-20"})
    assert preview.status_code == 200 and "7,87" in words(preview)
    assert till.take(preview).status_code == 303
    assert till.said() == [("2025-03-20", 787, "estimation"), ("2025-03-20", 1348, "reste à payer")]
    another_day = till.treasurer.post(BRING, {"pasted": LILO, "read": "2025-03-21"})
    assert till.take(another_day).status_code == 303


NAMES = ("Inventée", "Camille", "exemple.invalid")


def test_nobody_who_gave_is_kept_anywhere(till: Till) -> None:
    """Not in a page but by the column's name, not in what waits, not in the database."""
    preview = till.bring(helloasso([gift(1), gift(2, **{PAID: "Oui", PAID_ON: "10/11/2026"})]), "export.csv")
    page = preview.get_data(as_text=True)
    assert "Email payeur" in page and not any(name in page for name in NAMES)
    (sealed,) = waits(till)
    assert not any(name.encode() in sealed.read_bytes() for name in NAMES)
    running: Desk = till.desk.app.extensions["desk"]
    values = waiting.get(running.config.instance, hidden(preview)["ticket"], running_now())
    assert values is not None and not any(name in str(values) for name in NAMES)
    till.take(preview)
    assert len(till.lines()) == 2
    database = (running.config.instance / "journal.db").read_bytes()
    assert not any(name.encode() in database for name in NAMES)
    assert b"Soutenir" in database


def running_now() -> datetime:
    return datetime.now(UTC)


def test_what_waits_goes_after_an_hour_and_opens_for_no_other_key(till: Till) -> None:
    running: Desk = till.desk.app.extensions["desk"]
    ticket = hidden(till.bring(bank_two_columns()))["ticket"]
    other = ticket[:-4] + ("0000" if ticket[-4:] != "0000" else "1111")
    assert till.treasurer.post(TAKE, {"ticket": other}).status_code == 409
    (path,) = waits(till)
    assert path.stat().st_mode & 0o077 == 0
    an_hour_ago = time.time() - 3700
    os.utime(path, (an_hour_ago, an_hour_ago))
    assert till.treasurer.post(TAKE, {"ticket": ticket}).status_code == 409
    assert waiting.sweep(running.config.instance, running_now()) == 1
    assert waits(till) == []


def test_leaving_takes_away_what_waits(till: Till) -> None:
    ticket = hidden(till.bring(bank_two_columns()))["ticket"]
    assert till.treasurer.post("/argent/releves/laisser", {"ticket": ticket}).status_code == 303
    assert waits(till) == []


def test_an_import_is_undone_whole_unless_a_line_is_reconciled(till: Till) -> None:
    import_id = till.bring_and_take(bank_two_columns())
    with till.desk.database.write() as db:
        line = store.open_lines(db, Kind.BANK)[0]
        actions.settle(db, line, line.cents)
    refused = till.undo(import_id)
    assert refused.status_code == 409 and line.label in words(refused) and len(till.lines()) == 5
    with till.desk.database.write() as db:
        actions.settle(db, store.line(db, line.id), 0)  # type: ignore[arg-type]
    assert till.undo(import_id).status_code == 303
    assert till.lines() == []
    assert till.undo(import_id).status_code == 409
    assert "défait" in words(till.treasurer.get(f"/argent/releves/imports/{import_id}"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 7),
        ("?source=bank", 5),
        ("?source=helloasso", 2),
        ("?mots=papetérie", 2),
        ("?mots=mairie+SUBVENTION", 1),
        ("?mois=2026-11", 7),
        ("?mois=2026-10", 0),
        ("?ouvertes=1", 6),
        ("?mots=zzz", 0),
        ("?mois=nimporte&source=x", 7),
    ],
)
def test_lines_are_found(till: Till, asked: str, found: int) -> None:
    till.bring_and_take(bank_two_columns())
    till.bring_and_take(helloasso([gift(1), gift(2)]))
    with till.desk.database.write() as db:
        line = store.open_lines(db, Kind.BANK)[0]
        actions.settle(db, line, line.cents)
    page = till.treasurer.get(f"/argent/releves{asked}").get_data(as_text=True)
    assert page.count('href="/argent/releves/lignes/') == found


def test_a_line_shows_how_it_was_written(till: Till) -> None:
    till.bring_and_take(bank_two_columns(MOVES[:1]))
    page = words(till.treasurer.get(f"/argent/releves/lignes/{till.lines()[0].id}"))
    assert "VIR HELLOASSO 2026-11" in page and "412,00" in page and "releve.csv" in page


def test_a_coordinator_looks_and_brings_nothing(till: Till) -> None:
    import_id = till.bring_and_take(bank_two_columns())
    looks = till.desk.visitor(Role.COORDINATOR)
    for address in ("/argent/releves", "/argent/releves/imports", f"/argent/releves/imports/{import_id}"):
        page = looks.get(address)
        assert page.status_code == 200 and "Apporter" not in words(page) and "Défaire" not in words(page)
    assert looks.get(BRING).status_code == 404
    assert till.desk.visitor(Role.EDITOR).get("/argent/releves").status_code == 404


def test_every_word_of_a_state_is_said_in_both_languages() -> None:
    french, english = catalogue("fr", "statements"), catalogue("en", "statements")
    assert {key for key in french if ":" in key and key.islower()} <= english.keys()


def test_a_payment_given_back_in_part_is_shown_and_left_as_it_is(till: Till) -> None:
    """It was counted among the lines, and named nowhere."""
    till.bring_and_take(helloasso([gift(1)]))
    preview = till.bring(helloasso([gift(1, **{GIFT[2]: "-5,00", GIFT[4]: "Remboursé"}), gift(2)]))
    assert "laissées comme elles sont" in words(preview) and "ne sont rendus qu’en partie" in words(preview)
    assert till.take(preview).status_code == 422
    assert till.take(preview, looked="1").status_code == 303
    assert [cents for _, cents, _ in till.said()] == [2_000, 2_000]
