"""The list of places, kept over all issues: codes that are nobody else's, two who change one, the specimens."""

import pytest

from journal_app.distribution import store
from journal_app.distribution.model import PlaceKind
from journal_app.distribution.places import next_code
from journal_app.distribution.specimens import add_associations
from tests.desk import NOW
from tests.distribution.store_room import StoreRoom

FORM = {"kind": "association", "name": "La Dune", "way": "driver", "usual": "40", "stop": "3", "language": "ar"}


def _by_name(room: StoreRoom, name: str):  # type: ignore[no-untyped-def]
    with room.desk.database.read() as db:
        return next(one for one in store.places(db) if one.name == name)


def test_a_new_place_gets_the_next_code_and_stands_in_the_plan(room: StoreRoom) -> None:
    assert room.at_desk.post("/lieux/nouveau", FORM).status_code == 303
    place = _by_name(room, "La Dune")
    assert (place.code, place.language, place.usual) == ("A-26", "ar", 40)
    assert "La Dune" in room.page("/plan")
    room.at_desk.post("/lieux/nouveau", FORM | {"name": "La Butte", "sensitive": "1"})
    assert _by_name(room, "La Butte").code == "L-05"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("usual", "beaucoup"), ("way", "pigeon"), ("language", "xx"), ("stop", "-1")]
)
def test_what_cannot_be_is_said(room: StoreRoom, field: str, value: str) -> None:
    answer = room.at_desk.post("/lieux/nouveau", FORM | {field: value})
    assert answer.status_code == 400 and 'class="error"' in answer.text


def test_a_code_is_one_places_alone(room: StoreRoom) -> None:
    assert "Un autre lieu a ce code" in room.at_desk.post("/lieux/nouveau", FORM | {"code": "a-01"}).text
    assert "Ce code ne va pas" in room.at_desk.post("/lieux/nouveau", FORM | {"code": "Rue 5"}).text
    assert next_code({"A-01", "A-03"}, PlaceKind.ASSOCIATION, False) == "A-02"


def test_of_two_who_change_a_place_the_second_is_told(room: StoreRoom) -> None:
    key = room.places["A-01"]
    form = FORM | {"name": "Autre nom", "code": "A-01", "version": "1"}
    assert room.at_desk.post(f"/lieux/{key}", form).status_code == 303
    answer = room.at_desk.post(f"/lieux/{key}", form | {"name": "Encore un autre"})
    assert answer.status_code == 409 and "Quelqu’un d’autre" in answer.text
    assert room.place("A-01").name == "Autre nom"


def test_a_place_that_is_served_no_more_keeps_its_past(room: StoreRoom) -> None:
    room.ready()
    room.send("A-01")
    key = room.places["A-01"]
    room.at_desk.post(f"/lieux/{key}", {"retire": "stop"})
    assert room.look().balances[key] == 300 and "A-01" in room.page()
    assert "Ne sont plus servis" in room.at_desk.get("/lieux").text
    room.at_desk.post(f"/lieux/{key}", {"retire": "back"})
    assert room.place("A-01").retired_at is None
    assert room.at_desk.post("/lieux/stock", {"retire": "stop"}).status_code == 409


def test_the_specimens_are_marked_and_come_once(room: StoreRoom) -> None:
    page = room.at_desk.get("/lieux").text
    assert page.count("(spécimen)") >= 29 and page.count('class="stamp small"') == 29
    with room.desk.database.write() as db:
        assert add_associations(db, None, NOW) == []
