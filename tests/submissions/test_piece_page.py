"""What a piece is, said on its page: the form changes it, the language its original is written in included."""

from journal_app.flatplan.model import Page, Placement
from journal_app.submissions import store
from tests.desk import TestDesk
from tests.submissions.room import Room


def test_a_language_that_was_guessed_wrong_is_put_right_and_the_text_stays_on_its_page(desk: TestDesk) -> None:
    room = Room(desk)
    visitor = desk.visit(room.mina)
    with desk.database.write() as db:
        piece = store.piece(db, visitor.actor, room.piece_id)
        assert piece is not None
        page = Page(issue_id=piece.issue_id, number=1, layout="article-2")
        db.add(page)
        db.flush()
        db.add(Placement(page_id=page.id, slot="main", piece_id=piece.id, languages=["fr", "en"]))
    facts = {"title": piece.title, "version": str(piece.version), "kind": "testimony", "author": "Une plume"}
    where = f"/contributions/{room.piece_id}"
    assert visitor.post(where, facts | {"original": "ps"}).status_code == 303
    told = visitor.get(where).text
    assert "pachto <span class=\"chip\">original</span>" in told
    assert "a dit en quelle langue elle est écrite" in told
    assert visitor.get(f"{where}/ps").status_code == 200
    with desk.database.read() as db:
        assert db.query(Placement).one().languages == ["ps", "en"]
    assert visitor.post(where, facts | {"original": "xx", "version": "2"}).status_code == 400
