"""Pages that are signed, on the plan: they are told before a section gives them another number, and stay signed."""

from journal_app.flatplan import actions as flatplan
from journal_app.issues.model import Issue
from tests.bat.signing_room import LATER, SLUG, SigningRoom

PLAN = f"/numeros/{SLUG}/chemin-de-fer"


def test_signed_pages_are_told_where_a_section_comes_and_goes(room: SigningRoom) -> None:
    editor = room.desk.visit(room.editor)
    assert "Pages déjà signées" not in editor.get(PLAN).text
    room.sign(1)
    room.sign(3)
    assert "Pages déjà signées\u00a0: 1, 3." in editor.get(PLAN).text
    with room.desk.database.write() as db:
        flatplan.add_pages(db, room.editor, LATER, db.get_one(Issue, room.issue_id), ["article-2"] * 4, number=2)
    assert {one.folio for one in room.signatures() if one.void_at is None} == {1, 3}, "a signature is of a file"
