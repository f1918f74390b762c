"""What is withdrawn before printing voids the BAT at once and is erased with its files; after, it is archived."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from journal_app.bat import actions
from journal_app.bat.model import State, Why
from journal_app.consent.actions import withdraw_piece
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.tasks.model import Notice
from journal_app.upkeep import erasing, janitor, ledger
from tests.bat.signing_room import LATER, SLUG, SigningRoom


def withdraw(room: SigningRoom, title: str = "La file") -> str:
    key = room.piece(title).id
    with room.desk.database.write() as db:
        withdraw_piece(db, room.ana, datetime.now(UTC), key, room.issue_id, REACTIONS)
    return key


def erase(room: SigningRoom) -> int:
    at = datetime.now(UTC) + timedelta(hours=27)
    return erasing.erase(room.workshop, at, erasing.due(room.workshop, at), REACTIONS)


def test_a_withdrawal_voids_the_signed_version_in_its_own_transaction_and_tells_everyone(room: SigningRoom) -> None:
    room.signed()
    key = room.piece().id
    with pytest.raises(ZeroDivisionError), room.desk.database.write() as db:
        withdraw_piece(db, room.ana, LATER, key, room.issue_id, REACTIONS)
        raise ZeroDivisionError  # what fails after it takes the void back, too: it is one transaction
    assert room.bat().state == State.SIGNED
    withdraw(room)
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.WITHDRAWN)
    assert room.sealed() is None
    with room.desk.database.read() as db:
        told = set(db.scalars(select(Notice.account_id).where(Notice.code == "bat-withdrawn")))
    assert {room.editor.account_id, room.coordinator.account_id, room.ana.account_id} <= told
    with pytest.raises(Refused, match="bat-moved-on"):
        room.sign(2)


def test_its_files_are_erased_with_it_and_their_hashes_are_kept(room: SigningRoom) -> None:
    row = room.signed()
    folder, build = room.place.issues / SLUG / "bat/v01", room.build(row)
    leftover = folder.parent / ".new-0123456789abcdef"  # of a sealing that was killed
    leftover.mkdir()
    (leftover / "a.pdf").write_bytes(b"x")
    key = withdraw(room)
    assert (folder / row.pdf).exists()  # the author may still change their mind
    assert erase(room) == 1
    assert [path.name for path in folder.iterdir()] == ["bat.toml"] and not leftover.exists() and not build.exists()
    row = room.bat()
    assert row.erased_at is not None and len(row.digests) == 4 and row.files[row.pdf] == row.sha256
    kept = [one for one in ledger.read(room.place.instance / ledger.NAME) if one.id == key]
    assert kept and kept[0].files[row.pdf] == row.sha256
    assert room.sealed() is None


def test_an_erasure_that_was_killed_is_ended_by_the_janitor(room: SigningRoom) -> None:
    row = room.signed()
    withdraw(room)
    at = datetime.now(UTC) + timedelta(hours=27)
    with room.desk.database.write() as db:
        for one in erasing.due(room.workshop, at):
            erasing.tell(db, one.fact, at, tuple(reversed(REACTIONS)))  # the rows, and then it died
    folder = room.place.issues / SLUG / "bat/v01"
    assert (folder / row.pdf).exists()
    janitor.tidy(room.workshop, at)
    assert [path.name for path in folder.iterdir()] == ["bat.toml"]


def test_after_printing_the_files_are_archived_and_handed_out_no_more(room: SigningRoom) -> None:
    row = room.signed()
    with room.desk.database.write() as db:
        actions.printed(db, room.coordinator, LATER, row.id)
    assert room.sealed() is not None
    withdraw(room)
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.WITHHELD) and room.sealed() is None
    erase(room)
    folder = room.place.issues / SLUG / "bat/v01"
    assert (folder / row.pdf).exists() and room.bat().erased_at is None


def test_a_version_without_what_is_withdrawn_stands(room: SigningRoom) -> None:
    room.signed()
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        create_piece(db, room.ana, LATER, issue, Facts("Ailleurs"), original="fr",
                     content=Content(headline="Ailleurs", body="<p>Rien.</p>"))  # fmt: skip
    withdraw(room, "Ailleurs")
    assert room.bat().state == State.SIGNED and room.sealed() is not None


def test_pages_of_a_withdrawn_piece_are_shown_no_more(room: SigningRoom) -> None:
    coralie = room.desk.visit(room.coordinator)
    picture = f"/numeros/{SLUG}/bat/v1/pages/1/image"
    assert coralie.get(picture).status_code == 200
    room.edit("Une autre fin.")
    room.press()
    moved = f"/numeros/{SLUG}/bat/v2/pages/1/ecart"
    assert coralie.get(moved).status_code == 200
    withdraw(room)
    for address in (picture, moved, picture.replace("v1", "v2"), f"/numeros/{SLUG}/bat/pages/1"):
        assert coralie.get(address).status_code == 404, address
    page = coralie.get(f"/numeros/{SLUG}/bat").text
    assert "Cette version ne vaut plus" in page and "image" not in page.split("<h1>")[1].split("</h1>")[0]
