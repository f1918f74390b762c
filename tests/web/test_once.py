"""The same form twice makes one thing: by a double click, the back button, or a browser that tries again."""

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from journal_app.accounts.model import Invitation, Role
from journal_app.db import Base, Database
from journal_app.flatplan.model import Page
from journal_app.issues.model import Issue, PenName, Residency
from journal_app.media.model import Picture
from journal_app.review.model import AuthorAnswer, Comment, Decision, Suggestion
from journal_app.submissions import store
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from tests.desk import NOW, TestDesk, Visitor
from tests.issues.test_pages import ISSUE, PIECE
from tests.media import files


@dataclass
class Room:
    """An issue with a piece, and somebody who may do everything."""

    desk: TestDesk
    boss: Visitor
    piece: str
    base: str
    residency: str

    def count(self, table: type[Base], *where: Any) -> int:
        with self.desk.database.read() as db:
            return db.scalar(select(func.count()).select_from(table).where(*where)) or 0


@pytest.fixture
def room(desk: TestDesk) -> Room:
    residency = desk.residency().id
    issue = desk.issue(residency=residency)
    boss = desk.visitor(Role.ADMINISTRATOR, Role.COORDINATOR)
    with desk.database.write() as db:
        made = create_piece(db, boss.actor, NOW, db.get_one(Issue, issue.id), Facts("La mer", author="A. (spécimen)"),
                            original="fr", content=Content("La mer", body="<p>La mer est froide.</p>"),
                            residency_id=residency)  # fmt: skip
        text = store.text(db, made.id, "fr")
        assert text is not None and text.head_id is not None
        base = text.head_id
    return Room(desk, boss, made.id, base, residency)


def upload(name: str, data: bytes) -> Callable[[Room], dict[str, Any]]:
    """A form that brings a file; each sending reads it anew."""
    return lambda room: {"files": [(io.BytesIO(data), name)], "original": "fr"}


def typed(**fields: Any) -> Callable[[Room], dict[str, Any]]:
    return lambda room: {name: room.base if said == "BASE" else said for name, said in fields.items()}


PIECE_AT, TEXT_AT, ISSUE_AT = "/contributions/{piece}", "/contributions/{piece}/fr", "/numeros/12-traverser"
STAY = {"name": "Mars", "place": "Calais", "precision": "town", "starts": "2027-03-01", "ends": "2027-03-03"}
# where a form is sent, what is typed in it, what it makes
CREATING: list[tuple[str, Callable[[Room], dict[str, Any]], type[Base]]] = [
    ("/numeros/nouveau", typed(**ISSUE), Issue),
    ("/residences", typed(**STAY), Residency),
    ("/residences/{residency}/noms", typed(pen_name="Zohra", language="ps"), PenName),
    (f"{ISSUE_AT}/contributions/nouvelle", typed(**PIECE), Piece),
    (f"{ISSUE_AT}/importer", upload("lettre.txt", b"Une lettre."), Piece),
    (f"{ISSUE_AT}/images", upload("digue.png", files.png(files.drawing())), Picture),
    (f"{ISSUE_AT}/chemin-de-fer/pages", typed(layout="article-2", count="1"), Page),
    (f"{TEXT_AT}/remarques", typed(base="BASE", comment="Vraiment ?"), Comment),
    (f"{TEXT_AT}/propositions", typed(base="BASE", block="0", passage="froide", words="grise"), Suggestion),
    (f"{TEXT_AT}/oui", typed(base="BASE", answer="yes", how="spoken"), AuthorAnswer),
    (f"{PIECE_AT}/decision", typed(verb="take-up"), Decision),
    (f"{PIECE_AT}/etape", typed(verb="take-up", version="1"), Decision),
    ("/equipe/invitations", typed(name="Une amie", roles=["translator"]), Invitation),
]


@pytest.mark.parametrize(("address", "fields", "made"), CREATING, ids=[one[0] for one in CREATING])
def test_the_same_form_twice_makes_one_thing(
    room: Room, address: str, fields: Callable[[Room], dict[str, Any]], made: type[Base]
) -> None:
    where = address.format(piece=room.piece, residency=room.residency)
    alive = (Invitation.revoked_at.is_(None),) if made is Invitation else ()
    before = room.count(made, *alive)
    first, second = (room.boss.post(where, fields(room) | {"once": "a-word"}) for _ in range(2))
    assert first.status_code in (200, 303), first.text
    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert room.count(made, *alive) == before + 1


@pytest.mark.parametrize("address", [f"{TEXT_AT}/remarques", "/residences"])
def test_other_words_or_a_fresh_page_make_another_thing(room: Room, address: str) -> None:
    """The back button, then something else typed in the same form: that is not the same form."""
    where, made = address.format(piece=room.piece), Comment if "remarques" in address else Residency
    fields = STAY | {"base": room.base, "comment": "Vraiment ?"}
    room.boss.post(where, fields | {"once": "a-word"})
    room.boss.post(where, fields | {"once": "a-word", "comment": "Ah bon ?", "place": "Dunkerque"})
    room.boss.post(where, fields | {"once": "another"})
    before = 1 if made is Residency else 0
    assert room.count(made) == before + 3


def test_what_was_missing_can_be_filled_in_and_sent_again(room: Room) -> None:
    where = f"/contributions/{room.piece}/fr/remarques"
    empty = [room.boss.post(where, {"base": room.base, "comment": "", "once": "a-word"}) for _ in range(2)]
    assert [answer.status_code for answer in empty] == [422, 422]
    assert room.boss.post(where, {"base": room.base, "comment": "Ah.", "once": "a-word"}).status_code == 303


def test_a_page_removed_twice_is_one_page_less(room: Room) -> None:
    """The page after it has taken its number by then."""
    room.boss.post(f"{ISSUE_AT}/chemin-de-fer/pages", {"layout": "article-2", "count": "4"})
    for _ in range(2):
        room.boss.post(f"{ISSUE_AT}/chemin-de-fer/2", {"remove": "1", "once": "a-word"})
    assert room.count(Page) == 3


def test_every_form_of_a_page_has_its_word(room: Room) -> None:
    pages = ("/residences", "/numeros/nouveau", "/equipe", f"/contributions/{room.piece}/fr", f"{ISSUE_AT}/importer",
             f"{ISSUE_AT}/chemin-de-fer", f"{ISSUE_AT}/gel")  # fmt: skip
    words = [room.boss.get(page).text.split('name="once" value="')[1].split('"')[0] for page in pages]
    assert len(set(words)) == len(pages)


def test_of_one_form_sent_four_times_at_once_one_thing_comes(room: Room) -> None:
    ready, places = threading.Barrier(4), []

    def send() -> None:
        ready.wait()
        places.append(room.desk.visit(room.boss.actor).post("/residences", STAY | {"once": "a-word"}).location)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(places) == 4 and len(set(places)) == 1
    assert room.count(Residency) == 2


def test_who_comes_second_waits_for_the_first_ones_answer(database: Database) -> None:
    """On SQLite and on PostgreSQL."""
    ready, told = threading.Barrier(2), []

    def claim(name: str) -> None:
        ready.wait()
        with database.write() as db:
            row = store.claim_receipt(db, "a-form", NOW)
            told.append(dict(row.answer))
            row.answer = {"made": row.answer.get("made", name)}

    threads = [threading.Thread(target=claim, args=(name,)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told[0] == {} and told[1]["made"] in ("one", "other")
