"""What of a person is left of what a bank wrote: nothing that a rule can tell, and what it cannot a person hides."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from journal_app.accounts.model import Role
from journal_app.statements import masking
from journal_app.statements.model import Import, StatementLine
from journal_app.statements.readers.discreet import discreet, of_a_file
from journal_app.upkeep.janitor import tidy
from journal_app.web.desk import Desk
from journal_app.workshop import Workshop
from tests.statements.files import bank_two_columns, cfonb, csv, ofx
from tests.statements.readings import reading
from tests.statements.room import Till, words

SAID = "VIR SEPA CAMILLE INVENTEE DON"
MOVE = [("2026-11-03", SAID, 2_000), ("2026-11-04", "VIR MAIRIE DE L EXEMPLE", 5_000)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("VIR M.INVENTE JEAN DON", "VIR … DON"),
        ("VIR MME.INVENTEE", "VIR …"),
        ("M/MME INVENTE JEAN", "…"),
        ("M. & Mme Inventé", "…"),
        ("MME CAMILLE LE GALL LOYER 11", "… LOYER 11"),
        ("M DU BOIS JEAN", "…"),
        ("M INVENTE LE 03/11", "… LE 03/11"),
        ("fr7600000000000000000000123", "…"),
        ("FR76-0000-0000-0000-0000-0000-123", "…"),
        ("30003 03010 00012345678 43", "…"),
        ("20041 01005 0500013M026 06", "…"),
        ("CPTE 00012345678 VERS", "CPTE … VERS"),
        ("CB 4970 1012 3456 7890", "CB …"),
        ("4970-1012-3456-7890", "…"),
        ("CARTE NO 1234 PAPETERIE", "CARTE … PAPETERIE"),
        ("TEL 06 12 34 56 78", "TEL …"),
        ("TEL 06.12.34.56.78", "TEL …"),
        ("+44 7700 900123", "…"),
        ("0044 7700 900123", "…"),
        # what is no person stays: it is what lines are recognised by
        ("S.M.E. DU LITTORAL", "S.M.E. DU LITTORAL"),
        ("FACTURE 2026-11-03 10.20.30", "FACTURE 2026-11-03 10.20.30"),
        ("VIR FACT 2026 0003 0001", "VIR FACT 2026 0003 0001"),
        ("VIREMENT M2 DEVELOPPEMENT", "VIREMENT M2 DEVELOPPEMENT"),
        ("SOLDE 1 234 567,89", "SOLDE 1 234 567,89"),
        ("REF 123456789012", "REF 123456789012"),
    ],
)
def test_what_a_rule_can_tell_of_a_person_is_masked(written: str, kept: str) -> None:
    assert discreet(written) == kept
    assert discreet(kept) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("releve_2026-11.csv", "releve_2026-11.csv"),
        ("export 20261130.csv", "export 20261130.csv"),
        ("FR7600000000000000000000123_nov.csv", "… nov.csv"),
        ("00012345678_nov.ofx", "… nov.ofx"),
        ("CA_30003_03010_00012345678_43.csv", "CA ….csv"),
        ("dons-camille@exemple.invalid.csv", "…"),
    ],
)
def test_a_files_name_holds_no_account_and_no_address(name: str, kept: str) -> None:
    assert of_a_file(name) == kept


def test_an_import_keeps_no_account_number_in_its_name_and_takes_none_for_an_account(till: Till) -> None:
    till.bring_and_take(bank_two_columns(), "FR7600000000000000000000123_nov.csv")
    assert [one.name for one in till.imports()] == ["… nov.csv"]
    refused = till.bring(bank_two_columns(MOVE), account="00012345678")
    assert refused.status_code == 400 and "pas son numéro" in words(refused)


def test_who_is_paid_is_passed_over_in_ofx() -> None:
    payee = b"<PAYEE><NAME>CAMILLE INVENTEE<ADDR1>3 rue Exemple<PHONE>0612345678</PAYEE>\n<MEMO>REMB TRAIN\n</STMTTRN>"
    told = reading(ofx([("2026-11-03", "", -2_000)]).replace(b"<NAME>\n</STMTTRN>", payee))
    assert [one.label for one in told.lines] == ["REMB TRAIN"]
    assert "INVENTEE" not in str(told) and "Exemple" not in str(told) and told.dropped == ("PAYEE",)


def test_words_of_a_cfonb_movement_of_nothing_go_to_no_other_line() -> None:
    free = [("2026-11-03", "FRAIS OFFERTS", 0), ("2026-11-04", "y", 500)]
    first = cfonb([("2026-11-02", "VIR MAIRIE", 100)])
    told = reading(first + cfonb(free, opening=50_100, words=[("LCC", "CAMILLE INVENTEE")]))
    assert [one.label for one in told.lines] == ["VIR MAIRIE", "y"]


def test_a_column_that_holds_addresses_is_dropped_whatever_its_name(till: Till) -> None:
    header = ("Jour", "Quoi", "Combien", "Pour vous joindre", "Virement vers")
    row = ("03/11/2026", "VIR MME INVENTEE", "5,00", "camille@exemple.invalid", "FR7600000000000000000000123")
    page = till.bring(csv(header, [row, ("04/11/2026", "x", "6,00", "", "")]).encode())
    assert "Quelle colonne dit quoi" in words(page)
    assert not any(one in words(page) for one in ("INVENTEE", "exemple.invalid", "FR76", "Pour vous joindre"))


def test_a_name_that_no_rule_can_tell_is_hidden_everywhere_and_stays_so(till: Till) -> None:
    data, later = bank_two_columns(MOVE), bank_two_columns([*MOVE, ("2026-12-01", SAID, 3_000)])
    till.bring_and_take(data)
    till.bring_and_take(later)
    line = next(one for one in till.lines() if "CAMILLE" in one.label)
    page = till.treasurer.post(f"/argent/releves/lignes/{line.id}/masquer", {"name": "Camille  Inventée"})
    assert page.status_code == 303
    assert sorted(one.label for one in till.lines()) == ["VIR MAIRIE DE L EXEMPLE", "VIR SEPA … DON", "VIR SEPA … DON"]
    assert not any("inventee" in f"{one.raw} {one.folded}".casefold() for one in till.lines())
    assert "VIR SEPA" not in words(till.treasurer.get("/argent/releves?mots=inventee"))
    again = till.bring(data.replace(b"Libell", b"libell"))  # other bytes, the same lines
    assert "Rien de nouveau" in words(again)


@pytest.mark.parametrize("name", ["", "VI", "DUPONT", "CAMILLE DON"])
def test_what_is_no_name_of_the_line_is_not_hidden(till: Till, name: str) -> None:
    till.bring_and_take(bank_two_columns(MOVE))
    line = next(one for one in till.lines() if "CAMILLE" in one.label)
    assert till.treasurer.post(f"/argent/releves/lignes/{line.id}/masquer", {"name": name}).status_code == 409
    assert SAID in [one.label for one in till.lines()]


def test_a_coordinator_hides_nothing(till: Till) -> None:
    till.bring_and_take(bank_two_columns(MOVE))
    other = till.desk.visitor(Role.COORDINATOR)
    line = till.lines()[0]
    assert other.post(f"/argent/releves/lignes/{line.id}/masquer", {"name": "VIR"}).status_code in (403, 404)


def test_lines_from_before_a_rule_are_masked_by_the_janitor_and_stay_known(till: Till) -> None:
    """Two lines that were told apart by a name alone are two lines afterwards, too."""
    moves = [("2026-11-03", "VIR M.INVENTE DON", 2_000), ("2026-11-03", "VIR M.IMAGINE DON", 2_000), *MOVE]
    data = bank_two_columns(moves)
    till.bring_and_take(data)
    old = iter(["VIR M.INVENTE DON", "VIR M.IMAGINE DON"])
    with till.desk.database.write() as db:
        for row in [one for one in till.lines() if one.label == "VIR … DON"]:
            label = next(old)
            base = masking.base_of(row.account, row, label)
            told = {"label": label, "raw": row.raw | {"Libellé": label}, "folded": label.casefold()}
            db.execute(update(StatementLine).where(StatementLine.id == row.id).values(fingerprint=f"{base}-0", **told))
        db.execute(update(Import).values(sha256="older", name="00012345678_nov.csv"))
    running: Desk = till.desk.app.extensions["desk"]
    tidy(Workshop(running.config, running.database, running.blobs), datetime.now(UTC))
    assert sorted(one.label for one in till.lines())[2:] == ["VIR … DON", "VIR … DON"]
    assert "INVENTE D" not in str([(one.raw, one.folded) for one in till.lines()])
    assert [one.name for one in till.imports()] == ["… nov.csv"]
    assert "Rien de nouveau" in words(till.bring(data))
