"""An author who says no, later, to print, name or face: what holds it loses its BAT; a yes or another no does not."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from journal_app.accounts.model import Role
from journal_app.bat import gate
from journal_app.bat.model import State, Why
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.flatplan import store as flatplan
from journal_app.freeze import store as freezes
from journal_app.freeze.model import Freeze, FreezeKind
from journal_app.media.actions import Covered, Kept, MarkedFace, note_faces, to_cover
from journal_app.media.covers import Box
from journal_app.media.intake import CleanPicture
from journal_app.media.model import Blob, Face, FaceAnswer, Picture
from journal_app.reactions import REACTIONS
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.tasks.model import Notice
from tests.bat.signing_room import LATER, SLUG, SigningRoom


def answer(room: SigningRoom, given: Mapping[Use, bool], work: tuple[str, str] | None = None, tag: str = "*") -> None:
    with room.desk.database.write() as db:
        work = work or ("piece", room.piece().id)
        note_answers(db, room.ana, LATER, work, room.issue_id, given, how=How.SPOKEN, language=tag, reactions=REACTIONS)


def picture(room: SigningRoom, slug: str = "quai") -> tuple[str, str]:
    """A picture that the signed file holds, a face on it that was agreed to."""
    with room.desk.database.write() as db:
        db.merge(Blob(sha256="b" * 64, size=1, media_type="image/png", made_at=LATER))
        db.flush()
        row = Picture(issue_id=room.issue_id, residency_id=room.residency, slug=slug, blob="b" * 64, width=1, height=1,
                      credit="Une plume", caption={}, alt={}, created_at=LATER)  # fmt: skip
        db.add(row)
        db.flush()
        db.add(Face(picture_id=row.id, x=0, y=0, width=1, height=1, answer=FaceAnswer.AGREED))
        frozen = db.scalars(select(Freeze).where(Freeze.kind == FreezeKind.PRESS)).one()
        frozen.manifest = frozen.manifest | {f"pictures/{slug}.png": "0" * 64}
        return "picture", row.id


@pytest.mark.parametrize("use", [Use.PRINT, Use.PDF, Use.NAME])
def test_a_no_to_a_signed_piece_voids_the_bat_and_nothing_is_erased(room: SigningRoom, use: Use) -> None:
    row = room.signed()
    coralie = room.desk.visit(room.coordinator)
    address = f"/numeros/{SLUG}/bat/fichiers/{row.pdf}"
    assert coralie.get(address).status_code == 200
    answer(room, {use: False})
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.ANSWER) and room.sealed() is None
    assert coralie.get(address).status_code == 404, "the signed file is handed out no more"
    assert room.built(FreezeKind.PRESS) is None
    folder = room.place.issues / SLUG / "bat/v01"
    assert (folder / row.pdf).exists() and room.file(row).exists() and room.bat().erased_at is None
    with room.desk.database.read() as db:
        told = set(db.scalars(select(Notice.account_id).where(Notice.code == "bat-answer")))
        assert {room.editor.account_id, room.coordinator.account_id, room.ana.account_id} <= told
        assert len(flatplan.of_piece(db, room.piece().id)) == 1, "it stands where it stood: the author may be asked"
    page = coralie.get(f"/numeros/{SLUG}/bat").text
    assert "Cette version ne vaut plus" in page and "a dit non à quelque chose" in page


@pytest.mark.parametrize("given", [
    {Use.WEB: False}, {Use.ARCHIVE: False}, {Use.EDITS: False}, {Use.PRINT: True, Use.NAME: True}, {Use.WEB: True},
    {Use.TRANSLATION: False},  # nothing of it is printed in another language
], ids=str)  # fmt: skip
def test_a_yes_or_another_answer_changes_nothing(room: SigningRoom, given: dict[Use, bool]) -> None:
    room.signed()
    answer(room, given)
    assert room.bat().state == State.SIGNED and room.sealed() is not None
    assert room.built(FreezeKind.PRESS) is not None
    with room.desk.database.read() as db:
        assert db.scalars(select(Notice).where(Notice.code == "bat-answer")).all() == []


def test_a_no_to_a_piece_that_is_not_in_the_file_changes_nothing(room: SigningRoom) -> None:
    room.signed()
    with room.desk.database.write() as db:
        issue = issues_of(db, room)
        other = create_piece(db, room.ana, LATER, issue, Facts("Ailleurs"), original="fr",
                             content=Content(headline="Ailleurs", body="<p>Rien.</p>")).id  # fmt: skip
    answer(room, {Use.PRINT: False, Use.NAME: False}, ("piece", other))
    assert room.bat().state == State.SIGNED


def issues_of(db, room: SigningRoom):  # type: ignore[no-untyped-def]
    from journal_app.issues import store as issues

    return issues.any_issue(db, room.issue_id)


def test_a_no_in_one_language_is_about_that_language(room: SigningRoom) -> None:
    room.signed()
    answer(room, {Use.PRINT: False}, tag="ar")
    assert room.bat().state == State.SIGNED, "there is no Arabic in the file"
    answer(room, {Use.PRINT: False}, tag="fr")
    assert room.bat().state == State.VOID


@pytest.mark.parametrize("use", [Use.PRINT, Use.NAME, Use.FACE])
def test_a_no_to_a_picture_or_to_a_face_on_it_voids_it_too(room: SigningRoom, use: Use) -> None:
    work = picture(room)
    room.signed()
    answer(room, {Use.WEB: False}, work)
    assert room.bat().state == State.SIGNED
    answer(room, {use: False}, work)
    assert room.bat().void_why == Why.ANSWER and room.sealed() is None


def test_what_was_said_no_to_cannot_be_signed_again_unseen(room: SigningRoom) -> None:
    work = picture(room)
    answer(room, {Use.FACE: True, Use.NAME: True}, work)

    def found() -> list[tuple[str, str]]:
        with room.desk.database.read() as db:
            told = gate.of_rows(db, room.coordinator, room.bat())
        return [(one.code, one.severity.value) for one in told if one.where == "picture:quai"]

    assert found() == []
    answer(room, {Use.FACE: False, Use.NAME: False}, work)
    assert found() == [("bat-face-no", "blocking"), ("bat-credit-no", "warning")]


def test_after_printing_it_is_archived_and_a_withdrawal_still_says_so(room: SigningRoom) -> None:
    row = room.signed()
    with room.desk.database.write() as db:
        issues_of(db, room).printed_on = LATER.date()
    answer(room, {Use.NAME: False})
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.ANSWER_LATE)
    with room.desk.database.write() as db:
        withdraw_piece(db, room.ana, LATER, room.piece().id, room.issue_id, REACTIONS)
    assert room.bat().void_why == Why.WITHHELD
    assert (room.place.issues / SLUG / "bat/v01" / row.pdf).exists()


def test_a_withdrawal_after_a_no_still_erases(room: SigningRoom) -> None:
    room.signed()
    answer(room, {Use.PRINT: False})
    with room.desk.database.write() as db:
        withdraw_piece(db, room.ana, LATER, room.piece().id, room.issue_id, REACTIONS)
    assert room.bat().void_why == Why.WITHDRAWN
    answer(room, {Use.PRINT: True})
    answer(room, {Use.PRINT: False})
    assert room.bat().void_why == Why.WITHDRAWN, "what will be erased keeps its reason"


def test_asked_again_and_pressed_again_the_same_pages_need_no_new_signature(room: SigningRoom) -> None:
    room.signed()
    answer(room, {Use.NAME: False})
    answer(room, {Use.NAME: True})
    again = room.press()
    assert again.number == 2 and again.state == State.OPEN
    with room.desk.database.read() as db:
        assert freezes.current_build(db, room.issue_id, FreezeKind.PRESS) is not None
    assert {one.folio for one in room.signatures(again) if one.carried_from and one.void_at is None} == {1, 2, 3, 4}


def test_the_desks_page_of_consents_tells_the_other_rooms(room: SigningRoom) -> None:
    room.signed()
    key = room.piece().id
    visitor = room.desk.visit(room.desk.account(Role.FACILITATOR, residency=room.residency))
    visitor.post(f"/contributions/{key}/accords", {f"piece-{key}-web": "no", "how": "spoken"})
    assert room.sealed() is not None
    assert visitor.post(f"/contributions/{key}/accords", {f"piece-{key}-name": "no"}).status_code == 303
    assert room.sealed() is None


def test_a_face_that_is_to_be_covered_after_all_voids_what_shows_it(room: SigningRoom) -> None:
    """Somebody on a signed page asks for a cover: it is as much a no as one that is noted among the answers."""
    _, picture_id = picture(room)
    room.signed()
    for answered, state in ((FaceAnswer.AGREED, State.SIGNED), (FaceAnswer.COVER, State.VOID)):
        with room.desk.database.write() as db:
            row = db.get_one(Picture, picture_id)
            marked = [MarkedFace(Box(0, 0, 1, 1), answered)]
            clean = CleanPicture(b"copy", b"view", b"thumb", "image/png", 1, 1)
            kept = Kept("c" * 64, "d" * 64, "e" * 64, clean)
            note_faces(db, room.ana, LATER, row, row.version, marked, Covered(to_cover(marked), kept),
                       reactions=REACTIONS)  # fmt: skip
        assert room.bat().state == state
    assert room.bat().void_why == Why.ANSWER
