"""The board: what is missing, who holds what, many at once, and one's own mistakes taken back."""

import re

import pytest
from sqlalchemy import event, select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.board.rows import Filter, board
from journal_app.freeze.readiness import What
from journal_app.issues.model import Issue
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Stage, Text
from tests.desk import NOW, TestDesk, Visitor
from tests.freeze.test_readiness import READY

PAGE = "/numeros/12-traverser/tableau"


class Wall:
    """An issue with pieces, an editor, a translator and two facilitators, one of them from elsewhere."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.residency, other = desk.residency("mars").id, desk.residency("juin").id
        desk.issue(residency=self.residency)
        self.ana, self.bo = desk.visitor(Role.EDITOR), desk.visitor(Role.EDITOR)
        self.tariq = desk.visitor(Role.TRANSLATOR)
        self.fay = desk.visitor(Role.FACILITATOR, residency=self.residency)
        self.far = desk.visitor(Role.FACILITATOR, residency=other)

    def piece(self, title: str = "La file", actor: Actor | None = None) -> str:
        with self.desk.database.write() as db:
            issue = db.scalars(select(Issue)).one()
            words = Content(headline=title, body="<p>On attend.</p>")
            return create_piece(db, actor or self.ana.actor, NOW, issue, Facts(title), original="fr", content=words).id

    def row(self, piece_id: str) -> Piece:
        with self.desk.database.read() as db:
            return db.get_one(Piece, piece_id)


@pytest.fixture
def wall(desk: TestDesk) -> Wall:
    return Wall(desk)


def stages(wall: Wall, ids: list[str]) -> list[str]:
    return [wall.row(one).stage for one in ids]


def test_the_board_says_what_each_piece_lacks(wall: Wall) -> None:
    wall.piece("La file d’attente")
    page = wall.ana.get(PAGE)
    assert page.status_code == 200 and "La file d’attente" in page.text
    assert "accord" in page.text and "calibrage" in page.text and "Bouclage dans" in page.text


def test_an_empty_board_says_what_to_do(wall: Wall) -> None:
    assert "importer des fichiers Word" in wall.ana.get(PAGE).text


def test_who_reads_it(wall: Wall) -> None:
    wall.piece("La file d’attente")
    for visitor in (wall.ana, wall.tariq, wall.fay):
        assert "La file d’attente" in visitor.get(PAGE).text
    assert wall.far.get(PAGE).status_code == 404
    assert wall.desk.visitor(Role.ADMINISTRATOR).get(PAGE).status_code == 404
    assert wall.desk.app.test_client().get(PAGE).status_code == 302
    assert wall.ana.get("/numeros/99-rien/tableau").status_code == 404


def test_one_tap_claims_and_the_second_person_is_told(wall: Wall) -> None:
    piece = wall.piece()
    assert wall.ana.post(f"{PAGE}/prendre/{piece}").status_code == 303
    assert wall.row(piece).holder_id == wall.ana.actor.account_id
    late = wall.bo.post(f"{PAGE}/prendre/{piece}")
    assert late.status_code == 409 and "prendre en charge" in late.text
    wall.ana.post(f"{PAGE}/rendre/{piece}")
    assert wall.row(piece).holder_id is None
    assert wall.far.post(f"{PAGE}/prendre/{piece}").status_code == 404


def test_many_at_once_and_back_again(wall: Wall) -> None:
    ids = [wall.piece(f"Texte {n}") for n in range(3)]
    answer = wall.ana.post(f"{PAGE}/ensemble", {"action": "take-up", "piece": ids})
    assert stages(wall, ids) == [Stage.IN_REVIEW] * 3
    page = wall.ana.get(answer.location)
    decisions = re.findall(r'name="decision" value="(\w+)"', page.text)
    assert len(decisions) == 3
    wall.ana.post(f"{PAGE}/annuler", {"decision": decisions})
    assert stages(wall, ids) == [Stage.RECEIVED] * 3


def test_what_cannot_be_done_is_counted_and_changes_nothing(wall: Wall) -> None:
    ids = [wall.piece(f"Texte {n}") for n in range(2)]
    answer = wall.ana.post(f"{PAGE}/ensemble", {"action": "reject", "piece": ids})
    assert stages(wall, ids) == [Stage.RECEIVED] * 2
    assert "2 ne le permettaient pas" in wall.ana.get(answer.location).text
    wall.ana.post(f"{PAGE}/ensemble", {"action": "reject", "piece": ids, "reason": "Hors sujet"})
    assert stages(wall, ids) == [Stage.REJECTED] * 2


def test_a_language_is_asked_for_many(wall: Wall) -> None:
    piece = wall.piece()
    wall.ana.post(f"{PAGE}/ensemble", {"action": "want", "language": "ar", "piece": [piece]})
    with wall.desk.database.read() as db:
        assert set(db.scalars(select(Text.language).where(Text.piece_id == piece))) == {"fr", "ar"}
    assert wall.tariq.post(f"{PAGE}/ensemble", {"action": "want", "language": "en"}).status_code == 404


def test_who_may_not_decide_changes_no_stage(wall: Wall) -> None:
    piece = wall.piece()
    for visitor in (wall.tariq, wall.fay):
        visitor.post(f"{PAGE}/ensemble", {"action": "accept", "piece": [piece]})
    wall.far.post(f"{PAGE}/ensemble", {"action": "claim", "piece": [piece]})
    assert (wall.row(piece).stage, wall.row(piece).holder_id) == (Stage.RECEIVED, None)
    assert wall.tariq.post(f"{PAGE}/annuler", {"decision": ["x"]}).status_code == 404


def statements(wall: Wall, visitor: Visitor) -> int:
    """How many SQL statements the page asks."""
    asked: list[str] = []
    engine = wall.desk.database.engine
    listener = lambda c, u, statement, *_: asked.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    visitor.get(PAGE)
    event.remove(engine, "before_cursor_execute", listener)
    return len(asked)


def test_the_page_asks_no_more_of_the_database_for_more_pieces(wall: Wall) -> None:
    counts = []
    for _ in range(2):
        for number in range(6):
            wall.piece(f"Texte {number}")
        counts.append(statements(wall, wall.ana))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        (Filter(), 1), (Filter(stage="accepted"), 1), (Filter(stage="received"), 0), (Filter(language="ps"), 1),
        (Filter(language="en"), 0), (Filter(holder="nobody"), 1), (Filter(holder="x"), 0), (Filter(lack="face"), 0),
    ],
)  # fmt: skip
def test_a_filter_shows_what_it_says(wanted: Filter, seen: int) -> None:
    found = board([READY], wanted)
    assert (found.shown, found.total, found.ready) == (seen, 1, 1)
    assert found.lacking[What.FACE] == 0
