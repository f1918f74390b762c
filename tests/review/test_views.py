"""The text page over HTTP: who may do what, nothing lost, nothing that runs, clear sentences with their status."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from werkzeug.test import TestResponse

from journal_app.accounts.model import Role
from journal_app.review import store as review
from journal_app.submissions import store
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Stage, Text
from journal_app.submissions.plain import to_plain
from tests.desk import NOW, TestDesk, Visitor
from tests.growth import LINEAR, grows
from tests.submissions.room import BASE, Room

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'></textarea><svg/onload=alert(3)>{{7*7}}"


@pytest.fixture
def room(desk: TestDesk) -> Room:
    return Room(desk)


@pytest.fixture
def mina(room: Room) -> Visitor:
    return room.desk.visit(room.mina)


def page(room: Room, language: str = "fr") -> str:
    return f"/contributions/{room.piece_id}/{language}"


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def form(room: Room, body: str = BASE, **more: str) -> dict[str, str]:
    return {"base": room.head, "headline": "La mer", "body": body} | more


def translation(room: Room, language: str = "en") -> str:
    with room.desk.database.write() as db:
        row = Text(piece_id=room.piece_id, language=language)
        db.add(row)
        db.flush()
        return row.id


# --- saving ----------------------------------------------------------------------------------------------------------


def test_a_text_is_read_changed_and_saved(room: Room, mina: Visitor) -> None:
    shown = words(mina.get(page(room)))
    assert "La mer est froide." in shown
    assert f'name="base" value="{room.head}"' in shown
    answer = mina.post(page(room), form(room, BASE.replace("froide", "grise")))
    assert answer.status_code == 303
    assert "grise" in words(mina.get(answer.headers["Location"]))
    assert room.says == BASE.replace("froide", "grise")


def test_the_form_gives_back_every_field_as_it_was(room: Room, mina: Visitor) -> None:
    given = {"kicker": "À Calais", "headline": "L’été & <après>", "standfirst": "Un \"mot\"", "byline": "Zohra A.",
             "short": "Été", "quotes": "un\r\ndeux", "body": "*Un*\r\n\r\n[[ar|سلام]]"}  # fmt: skip
    mina.post(page(room), form(room) | given)
    with room.desk.database.read() as db:
        row, content = store.heads(db, [room.text_id])[room.text_id]
    assert content == Content("L’été & <après>", "À Calais", 'Un "mot"', "Été", "Zohra A.", ("un", "deux"),
                              '<p><em>Un</em></p>\n<p><span lang="ar">سلام</span></p>')  # fmt: skip
    fields = re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', words(mina.get(page(room))))
    again = {key: unescape(value) for key, value in fields}
    again |= {"quotes": "un\ndeux", "standfirst": content.standfirst, "body": to_plain(content.body)}
    assert mina.post(page(room), {key: again[key] for key in [*given, "base"]}).status_code == 303
    assert room.head == row.id  # the same again: nothing was added


def test_two_people_and_the_page_with_both_versions(room: Room, mina: Visitor) -> None:
    omar, base = room.desk.visit(room.omar), room.head
    mina.post(page(room), form(room, BASE.replace("froide", "grise")))
    stale = omar.post(page(room), form(room, BASE.replace("froide", "verte").replace("jour", "soir")) | {"base": base})
    assert stale.status_code == 412
    shown = words(stale)
    assert all(one in shown for one in ("grise", "verte", "Garder les deux"))
    (target,) = re.findall(rf'action="({page(room)}/versions/\w+)"', shown)
    (theirs,) = re.findall(r'name="theirs" value="(\w+)"', shown)
    (question,) = set(re.findall(r'name="(choice-\d+)"', shown))
    assert target in words(omar.get(page(room)))  # one click away, also tomorrow
    assert words(omar.get(target)).count("verte") == shown.count("verte")
    answer = omar.post(target, {"theirs": theirs, question: "mine"})
    assert answer.status_code == 303
    assert room.says == BASE.replace("froide", "verte").replace("jour", "soir")
    assert omar.get(target).status_code == 303  # settled
    assert omar.post(target, {"theirs": theirs, question: "mine"}).status_code == 409


def test_a_save_without_its_base_and_one_of_a_stranger(room: Room, mina: Visitor) -> None:
    assert mina.post(page(room), form(room) | {"base": ""}).status_code == 428
    assert mina.client.post(page(room), data=form(room, "rien")).status_code == 403  # no token
    assert room.desk.app.test_client().post(page(room), data=form(room)).status_code == 404
    assert room.says == BASE


def test_a_repeated_save_is_one_save(room: Room, mina: Visitor) -> None:
    sent = form(room, BASE + " Fin.", key="one-key")
    assert [mina.post(page(room), sent).status_code for _ in range(3)] == [303, 303, 303]
    assert [number for number, _ in room.history] == [2, 1]


def test_a_first_version_by_two_people_loses_neither(room: Room, mina: Visitor) -> None:
    translation(room)
    omar = room.desk.visit(room.omar)
    assert 'name="base" value="none"' in words(mina.get(page(room, "en")))
    mina.post(page(room, "en"), {"base": "none", "headline": "Sea", "body": "One day."})
    stale = omar.post(page(room, "en"), {"base": "none", "headline": "Sea", "body": "Some other day."})
    assert stale.status_code == 412
    assert "One day." in re.sub("<[^>]*>", "", words(stale))


def test_save_and_next_goes_on_to_the_next_piece(room: Room, mina: Visitor) -> None:
    with room.desk.database.write() as db:
        issue = db.get_one(Piece, room.piece_id).issue_id
        later = NOW.replace(year=2028)
        piece = Piece(issue_id=issue, slug="b", title="B", original="fr", created_at=later, changed_at=later)
        db.add(piece)
        db.flush()
        db.add(Text(piece_id=piece.id, language="fr"))
        after = piece.id
    answer = mina.post(page(room), form(room, BASE + " x", next="1"))
    assert answer.headers["Location"].endswith(f"/contributions/{after}/fr")


# --- autosave --------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_unnamed(room: Room, mina: Visitor) -> None:
    answer = mina.post(page(room) + "/brouillon", form(room, BASE + " Et"))
    assert answer.get_json() == {"base": room.head, "merged": None}
    again = mina.post(page(room) + "/brouillon", form(room, BASE + " Et puis"))
    assert again.get_json()["base"] == room.head
    assert [moment for _, moment in room.history] == ["", "received"]


def test_an_autosave_brings_what_others_changed(room: Room, mina: Visitor) -> None:
    base = room.head
    room.desk.visit(room.omar).post(page(room), form(room, BASE.replace("demain", "bientôt")))
    told = mina.post(page(room) + "/brouillon", form(room, BASE.replace("jour", "soir")) | {"base": base}).get_json()
    assert told["merged"]["body"] == BASE.replace("jour", "soir").replace("demain", "bientôt")
    stale = mina.post(page(room) + "/brouillon", form(room, BASE.replace("demain", "jamais")) | {"base": base})
    assert stale.status_code == 412
    assert mina.get(stale.get_json()["choose"]).status_code == 200


@pytest.mark.parametrize(("change", "status"), [({"base": ""}, 428), ({"body": "a " * 150_000}, 422)])
def test_an_autosave_that_cannot_be_says_why(room: Room, mina: Visitor, change: dict[str, str], status: int) -> None:
    answer = mina.post(page(room) + "/brouillon", form(room) | change, content_type="multipart/form-data")
    assert answer.status_code == status
    assert len(answer.get_json()["problem"]) > 20


# --- who -------------------------------------------------------------------------------------------------------------


def test_who_reaches_a_text(room: Room) -> None:
    translation(room)
    away = room.desk.residency("Autre").id
    people: dict[str, Visitor] = {
        "coordinator": room.desk.visitor(Role.COORDINATOR), "translator": room.desk.visitor(Role.TRANSLATOR),
        "facilitator": room.desk.visitor(Role.FACILITATOR, residency=room.residency),
        "stranger": room.desk.visitor(Role.FACILITATOR, residency=away),
        "administrator": room.desk.visitor(Role.ADMINISTRATOR),
    }  # fmt: skip

    def all_of(ask: Callable[[Visitor], TestResponse]) -> dict[str, int]:
        return {name: ask(visitor).status_code for name, visitor in people.items()}

    sent = {"base": room.head, "headline": "La mer", "body": BASE}
    assert all_of(lambda who: who.get(page(room))) == {
        "coordinator": 200, "translator": 200, "facilitator": 200, "stranger": 404, "administrator": 404}  # fmt: skip
    assert all_of(lambda who: who.post(page(room), sent)) == {
        "coordinator": 303, "translator": 403, "facilitator": 303, "stranger": 404, "administrator": 404}  # fmt: skip
    assert all_of(lambda who: who.post(page(room, "en"), {"base": "none", "headline": "x", "body": "x"})) == {
        "coordinator": 303, "translator": 303, "facilitator": 303, "stranger": 404, "administrator": 404}  # fmt: skip
    verdict = f"/contributions/{room.piece_id}/decision"
    assert all_of(lambda who: who.post(verdict, {"verb": "reject", "reason": ""})) == {
        "coordinator": 422, "translator": 404, "facilitator": 403, "stranger": 404, "administrator": 404}  # fmt: skip
    with room.desk.database.write() as db:
        db.get_one(Piece, room.piece_id).stage = Stage.WITHDRAWN
    assert set(all_of(lambda who: who.get(page(room))).values()) == {404}
    assert set(all_of(lambda who: who.get(page(room) + "/historique")).values()) == {404}


@pytest.mark.parametrize("path", ["fr/versions/nothing", "xx", "fr/historique/zzz"])
def test_what_is_not_there(room: Room, mina: Visitor, path: str) -> None:
    address = f"/contributions/{room.piece_id}/{path}"
    answer = mina.post(address) if path.endswith("zzz") else mina.get(address)
    assert answer.status_code == 404
    assert mina.get("/contributions/nothing/fr").status_code == 404


# --- remarks, decisions, history -------------------------------------------------------------------------------------


def test_remarks_and_suggestions_by_forms_alone(room: Room, mina: Visitor) -> None:
    base = room.head
    mina.post(page(room) + "/remarques", {"base": base, "block": "1", "passage": "froide", "comment": "Vraiment ?"})
    shown = words(mina.get(page(room)))
    assert "<mark>froide</mark>" in shown
    (target,) = re.findall(rf'action="({page(room)}/remarques/\w+)"', shown)
    mina.post(page(room) + "/propositions", {"base": base, "block": "1", "passage": "froide", "words": "glaciale"})
    absent = {"base": base, "block": "1", "passage": "absent", "words": "x"}
    assert mina.post(page(room) + "/propositions", absent).status_code == 422
    assert mina.post(page(room) + "/remarques", {"base": base, "comment": " "}).status_code == 422
    (one,) = set(re.findall(r'value="accept:(\w+)"', words(mina.get(page(room)))))
    mina.post(page(room) + "/propositions/reponse", {"answer": f"accept:{one}"})
    assert "glaciale" in room.says
    mina.post(target, {"done": "yes"})
    assert "1 remarque close" in words(mina.get(page(room)))


def test_typography_is_shown_before_it_is_taken(room: Room, mina: Visitor) -> None:
    mina.post(page(room), form(room, "Où aller ?"))
    mina.post(page(room) + "/propositions/typographie")
    assert "\u202f" not in room.says
    assert 'data-sign="⍽"' in words(mina.get(page(room)))
    mina.post(page(room) + "/propositions/reponse", {"answer": "accept"})
    assert room.says == "Où aller\u202f?"


def test_decisions_and_the_authors_yes_by_forms_alone(room: Room, mina: Visitor) -> None:
    verdict = f"/contributions/{room.piece_id}/decision"
    assert mina.post(verdict, {"verb": "accept", "version": "1", "language": "fr"}).status_code == 303
    assert mina.post(verdict, {"verb": "reject", "reason": "x", "version": "1"}).status_code == 409  # decided unseen
    (back,) = re.findall(rf'action="({verdict}/\w+/annuler)"', words(mina.get(page(room))))
    assert mina.post(back).status_code == 303
    mina.post(page(room), form(room, BASE + " Neuf."))
    told = {"base": room.head, "answer": "yes", "read_in": "ps", "how": "spoken", "at": "2026-02-27T18:30"}
    assert mina.post(page(room) + "/oui", told | {"base": room.first}).status_code == 409
    assert mina.post(page(room) + "/oui", told | {"answer": "no"}).status_code == 422
    assert mina.post(page(room) + "/oui", told | {"answer": "maybe"}).status_code == 409
    assert mina.post(page(room) + "/oui", told).status_code == 303
    shown = words(mina.get(page(room)))
    assert "Ce texte est celui auquel l’auteur·rice a dit oui." in shown
    assert "lu en pachto" in shown
    assert "27 févr. 2026, 18:30" in shown
    with room.desk.database.read() as db:
        assert db.get_one(Piece, room.piece_id).stage == Stage.ACCEPTED
        assert review.standing(db, [room.piece_id])[0] == {room.text_id: room.head}


def test_the_history_compares_any_two_and_goes_back(room: Room, mina: Visitor) -> None:
    mina.post(page(room), form(room, BASE.replace("froide", "grise")))
    mina.post(page(room), form(room, BASE.replace("froide", "noire")))
    shown = words(mina.get(page(room) + "/historique"))
    assert re.search(r"<del>.*grise.*</del><ins>.*noire.*</ins>", shown)
    assert "[enlevé" in shown and "[ajouté" in shown  # said aloud, not only coloured
    first = words(mina.get(page(room) + f"/historique?de={room.first}"))
    assert re.search(r"<del>.*froide.*</del><ins>.*noire.*</ins>", first)
    assert mina.post(page(room) + f"/historique/{room.first}", {"base": room.head}).status_code == 303
    assert room.says == BASE
    assert room.history[0][1] == Moment.RESTORED


# --- hostile ---------------------------------------------------------------------------------------------------------


def alive(html: str) -> list[str]:
    """What in a page would run or fetch, but for our own modules."""
    html = re.sub(r'<script type="module" src="/statique/[\w/.]+"></script>', "", html)
    return re.findall(r"<script|<img|<svg|</textarea>&#34;|>49", html)


def test_nothing_typed_runs_anywhere(room: Room, mina: Visitor) -> None:
    names = ("kicker", "headline", "standfirst", "short", "byline", "quotes", "note")
    base = room.head
    mina.post(page(room), form(room, HOSTILE + "\n\n" + BASE) | dict.fromkeys(names, HOSTILE))
    hostile = HOSTILE.replace("alert", "fetch")
    omar = room.desk.visit(room.omar)
    stale = omar.post(page(room), form(room, hostile + "\n\n" + BASE) | dict.fromkeys(names, hostile) | {"base": base})
    assert stale.status_code == 412
    mina.post(page(room) + "/remarques", {"base": room.head, "block": "0", "passage": "alert", "comment": HOSTILE})
    mina.post(page(room) + "/propositions", {"base": room.head, "block": "0", "passage": "alert", "words": HOSTILE})
    mina.post(f"/contributions/{room.piece_id}/decision", {"verb": "ask-changes", "reason": HOSTILE})
    mina.post(page(room) + "/oui", {"base": room.head, "answer": "no", "note": HOSTILE})
    for address in (page(room), page(room) + "/historique"):
        shown = words(mina.get(address))
        assert "alert(1)" in shown
        assert alive(shown) == []
    assert "fetch" in words(stale)
    assert alive(words(stale)) == []
    bad = mina.post(page(room), form(room, "a" * 200_001) | dict.fromkeys(names, HOSTILE))
    assert bad.status_code == 422
    assert alive(words(bad)) == []


@pytest.mark.parametrize("field", ["headline", "body", "quotes", "byline"])
def test_characters_that_cannot_be_kept_are_said(room: Room, mina: Visitor, field: str) -> None:
    answer = mina.post(page(room), form(room) | {field: "a\x00b\u202ec\ufffe"})
    assert answer.status_code == 303
    shown = words(mina.get(page(room)))
    assert "abc" in shown
    assert not {"\x00", "\u202e", "\ufffe"} & set(shown)
    raw = f"csrf={mina.csrf}&base={room.head}&headline=x&body=%ED%A0%80x".encode()
    assert mina.client.post(page(room), data=raw, content_type="application/x-www-form-urlencoded").status_code == 303


def test_a_paste_of_a_hundred_thousand_words(room: Room, mina: Visitor) -> None:
    """Above 200,000 characters: a sentence, and the words stay in the form."""
    paste = "mot à mot, " * 37_000
    answer = mina.post(page(room), form(room, paste), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "407" in words(answer) and "200" in words(answer)
    assert paste[:5000] in words(answer)


def test_a_text_of_two_hundred_thousand_characters_takes_its_share_of_time(room: Room, mina: Visitor) -> None:
    """Saved, changed, read and compared: eight times the text, about eight times the work."""

    def work(paragraphs: int) -> None:
        text = "\n\n".join(["mot à mot, " * 50] * paragraphs)
        assert mina.post(page(room), form(room, text), content_type="multipart/form-data").status_code == 303
        other = form(room, text.replace("mot à mot, mot", "mot à mort, mot", 40))
        assert mina.post(page(room), other, content_type="multipart/form-data").status_code == 303
        assert mina.get(page(room)).status_code == 200
        assert mina.get(page(room) + "/historique").status_code == 200

    assert grows(work, 352) < LINEAR


def test_a_page_asks_the_database_as_often_whatever_is_said(room: Room, mina: Visitor) -> None:
    from sqlalchemy import event

    def asked() -> int:
        count = 0

        def one(*_: object) -> None:
            nonlocal count
            count += 1

        engine = room.desk.database.engine
        event.listen(engine, "before_cursor_execute", one)
        mina.get(page(room))
        event.remove(engine, "before_cursor_execute", one)
        return count

    few = asked()
    for number in range(12):
        mina.post(page(room) + "/remarques", {"base": room.head, "block": str(number % 3), "comment": f"Mot {number}"})
    assert asked() <= few + 1
