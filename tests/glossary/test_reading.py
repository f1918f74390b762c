"""The terms ready to be looked up, for other rooms: made once, and again after each change."""

from journal_app.accounts.model import Role
from journal_app.glossary import actions, reading
from journal_app.glossary.concepts import Concept, Term
from journal_app.glossary.matching import found
from tests.desk import NOW, TestDesk, desk  # noqa: F401


def test_terms_are_made_anew_only_when_something_changed(desk: TestDesk) -> None:  # noqa: F811
    ana = desk.account(Role.EDITOR)

    def finds(text: str) -> int:
        with desk.database.read() as db:
            return len(found(reading.terms(db, ("fr", "en")), text, "fr"))

    assert finds("La file.") == 0
    with desk.database.write() as db:
        row = actions.make(db, ana, NOW, Concept("", "Des gens qui attendent.", (Term("fr", "file"),)))
    assert finds("La file.") == 1
    with desk.database.read() as db:
        assert reading.terms(db, ("fr", "en")) is reading.terms(db, ["en", "fr"])
    with desk.database.write() as db:
        actions.change(db, ana, NOW, Concept(row.id, "x", (Term("fr", "queue"),), version=1))
    assert (finds("La file."), finds("La queue.")) == (0, 1)
    with desk.database.write() as db:
        actions.take_out(db, ana, NOW, row.id, 2)
    assert finds("La queue.") == 0
    with desk.database.write() as db:
        actions.put_back(db, ana, NOW, row.id)
    assert finds("La queue.") == 1
