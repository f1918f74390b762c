"""An association without an account: it orders, confirms, says what it handed out. A label's link knows codes alone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from journal_app.distribution import door, store
from journal_app.distribution.model import CopyAnswer, Link, Rights, Source
from journal_app.tasks.model import Notice
from tests.distribution.store_room import COPIES, StoreRoom

ORDER = {280: 1, 8000: 2, 90: 3}


def test_an_order_is_what_the_place_asks_for_and_the_desk_is_told(room: StoreRoom) -> None:
    (path,) = room.hand("A-01")
    page = room.outside.get(path).text
    assert "Le Refuge de la Digue" in page and "1 rue de l’Exemple" in page
    room.say(path, "commande", {"wanted": "280", "way": "pickup", "due": "2027-03-22", "words": "après 14 h"})
    assert "Vous en avez demandé 280." in room.outside.get(path).text
    line = next(one for one in room.look().plan if one.place.code == "A-01")
    assert (line.asked, line.given, line.source, line.way) == (280, 0, Source.ORDER, "pickup")
    assert "après 14 h" in room.page("/commandes")
    with room.desk.database.read() as db:
        assert [one.code for one in db.query(Notice)] == ["copies-ordered"]


def test_received_and_handed_out_are_confirmed_and_people_counted_apart(room: StoreRoom) -> None:
    room.ready()
    (path,) = room.hand("A-01")
    room.say(path, "distribues", {"copies": "5"}, 409)  # nothing has come yet
    room.send("A-01")
    assert "300 exemplaires" in room.outside.get(path).text
    room.say(path, "recu", {"bundles": "3", "damaged": "1"})
    room.say(path, "distribues", {"copies": "120", "people": "300"})
    room.say(path, "distribues", {"people": "40"})
    assert "Il n’y a pas autant d’exemplaires" in room.say(path, "distribues", {"copies": "181"}, 409)
    room.say(path, "distribues", {"copies": "180"})
    with room.desk.database.read() as db:
        told = store.totals(db, room.issue.id)
    assert (told.at("handed-out"), told.people, told.delivered) == (300, 340, 4000)  # type: ignore[arg-type]
    assert "paquets partis\u00a0: 3, reçus\u00a0: 3, abîmés\u00a0: 1" in room.page()


def test_the_last_word_on_what_came_is_the_one_that_counts(room: StoreRoom) -> None:
    room.ready()
    room.send("A-01")
    (path,) = room.hand("A-01")
    room.say(path, "recu", {"bundles": "2"})
    assert "À regarder" in room.page()
    room.say(path, "recu", {"bundles": "3"})
    assert "À regarder" not in room.page()
    assert "Pas plus de paquets abîmés" in room.say(path, "recu", {"bundles": "1", "damaged": "2"}, 400)


def test_once_the_bundles_have_left_nothing_is_ordered(room: StoreRoom) -> None:
    room.ready()
    (path,) = room.hand("A-01")
    room.send("A-01")
    assert "Combien d’exemplaires voulez-vous" not in room.outside.get(path).text
    assert "Vos paquets sont déjà partis" in room.say(path, "commande", {"wanted": "500", "way": "driver"}, 409)


def test_looking_changes_nothing_and_the_same_form_says_nothing_twice(room: StoreRoom) -> None:
    room.ready()
    room.send("A-01")
    (path,) = room.hand("A-01")
    for _ in range(3):
        assert room.outside.get(path).status_code == 200
        assert room.outside.get(f"{path}/recu").status_code in (404, 405)
    form = {"copies": "10", "people": "12", "once": "one-word"}
    room.say(path, "distribues", form)
    room.say(path, "distribues", form)
    assert room.look().balances["handed-out"] == 10
    with room.desk.database.read() as db:
        assert db.query(CopyAnswer).count() == 1


def test_whatever_opens_nothing_answers_with_the_same_bytes(room: StoreRoom) -> None:
    room.ready()
    revoked, expired = room.hand("A-01", "A-02")
    link = re.findall(r"commandes/liens/(\w+)/revoquer", room.page("/commandes"))
    with room.desk.database.write() as db:
        rows = {one.place_id: one for one in store.links(db, room.issue.id) if one.rights == Rights.ORDER}
        assert set(link) == {one.id for one in rows.values()}
        rows[room.places["A-02"]].expires_at = datetime.now(UTC) - timedelta(seconds=1)
    room.post(f"/commandes/liens/{rows[room.places['A-01']].id}/revoquer")
    told = {room.outside.get(path).data for path in (revoked, expired, "/exemplaires/guessed", "/exemplaires/é")}
    assert len(told) == 1
    for path in (revoked, expired, "/exemplaires/guessed"):
        for what in ("commande", "recu", "distribues"):
            assert room.outside.post(f"{path}/{what}", data={"wanted": "1", "bundles": "1", "copies": "1"}).data in told


def test_of_a_token_only_a_hash_is_kept(room: StoreRoom) -> None:
    room.ready()
    (path,) = room.hand("A-01")
    token = path.rpartition("/")[2]
    with room.desk.database.read() as db:
        kept = [repr(vars(one)) for one in db.query(Link)]
    keys = room.desk.app.extensions["desk"].keys
    assert not any(token in words for words in kept)
    assert not any(door.label_token(keys, one) in words for one, words in
                   ((re.search(r"'id': '(\w+)'", words)[1], words) for words in kept))  # type: ignore[index]  # fmt: skip


def _label(room: StoreRoom, code: str) -> str:
    """Where the label of a place leads."""
    with room.desk.database.read() as db:
        row = next(one for one in store.links(db, room.issue.id)
                   if one.place_id == room.places[code] and one.rights == Rights.CONFIRM)  # fmt: skip
    return f"/exemplaires/{door.label_token(room.desk.app.extensions['desk'].keys, row.id)}"


@pytest.mark.parametrize("code", ["A-01", "L-01"])
def test_who_reads_a_label_learns_a_code_and_orders_nothing(room: StoreRoom, code: str) -> None:
    room.ready()
    room.send(code)
    path, place = _label(room, code), room.place(code)
    page = room.outside.get(path).text
    assert code in page and "Les paquets sont-ils arrivés" in page
    for secret in (
        place.name.removesuffix(" (spécimen)"),
        place.address.splitlines()[0] if place.address else "",
        place.note,
    ):
        assert not secret or secret not in page
    assert "Commander" not in page
    assert room.outside.post(f"{path}/commande", data={"wanted": "900", "way": "driver"}).status_code == 404
    room.say(path, "recu", {"bundles": "2"})
    assert next(row for row in room.look().rows if row.line.place.code == code).received == 2


def test_bundles_made_again_keep_the_links_of_their_labels(room: StoreRoom) -> None:
    room.ready()
    before = _label(room, "A-01")
    room.post("/paquets")
    assert _label(room, "A-01") == before


def test_a_sheet_of_paper_is_typed_in_and_a_slip_taken_back(room: StoreRoom) -> None:
    room.ready()
    room.send("A-02")
    key = room.places["A-02"]
    form: dict[str, Any] = {"bundles": "2", "damaged": "0", "copies": "90", "people": "150"}
    room.post(f"/commandes/{key}/papier", form)
    assert room.look().balances["handed-out"] == 90 and room.look().people == 150
    page = room.page(f"/commandes/{key}/papier")
    assert "sur papier" in page
    *_, handed = re.findall(r"reponses/(\w+)/reprendre", page)[::-1]
    with room.desk.database.read() as db:
        handed = next(one.id for one in store.answers(db, room.issue.id) if one.kind == "handed-out")
    room.post(f"/reponses/{handed}/reprendre")
    assert "handed-out" not in room.look().balances and room.look().people == 0
    room.post(f"/reponses/{handed}/reprendre", status=409)
    assert room.post(f"/commandes/{key}/papier", {"bundles": "", "copies": ""}, 400)


def test_an_order_that_is_taken_back_leaves_the_last_one_that_stands(room: StoreRoom) -> None:
    def line() -> tuple[int, str, str]:
        found = next(one for one in room.look().plan if one.place.code == "A-01")
        return found.asked, found.source, found.way

    (path,) = room.hand("A-01")
    usual = line()
    for copies, way in (("280", "pickup"), ("8000", "driver"), ("90", "carrier")):
        room.say(path, "commande", {"wanted": copies, "way": way, "due": "", "words": ""})
    with room.desk.database.read() as db:
        first, slip, last = (
            one.id for one in sorted(store.answers(db, room.issue.id), key=lambda one: ORDER[one.copies])
        )
    room.post(f"/reponses/{slip}/reprendre")
    assert line() == (90, Source.ORDER, "carrier"), "it was not the last word"
    room.post(f"/reponses/{last}/reprendre")
    assert line() == (280, Source.ORDER, "pickup")
    room.post(f"/reponses/{first}/reprendre")
    assert line() == usual and usual[1] == Source.USUAL


def test_what_a_coordinator_typed_over_an_order_outlives_it(room: StoreRoom) -> None:
    (path,) = room.hand("A-01")
    room.say(path, "commande", {"wanted": "8000", "way": "driver", "due": "", "words": ""})
    line = next(one for one in room.look().plan if one.place.code == "A-01")
    key = line.place.id
    room.post("/plan", {f"asked-{key}": "400", f"given-{key}": "0", f"way-{key}": "pickup", f"mark-{key}": line.mark})
    with room.desk.database.read() as db:
        (order,) = store.answers(db, room.issue.id)
    room.post(f"/reponses/{order.id}/reprendre")
    line = next(one for one in room.look().plan if one.place.code == "A-01")
    assert (line.asked, line.source, line.way) == (400, Source.TYPED, "pickup")


def test_undoing_its_movement_takes_the_people_with_it(room: StoreRoom) -> None:
    room.ready()
    room.send("A-02")
    (path,) = room.hand("A-02")
    room.say(path, "distribues", {"copies": "10", "people": "30"})
    number = re.findall(r"mouvements/(\d+)/annuler", room.page())[0]
    room.post(f"/mouvements/{number}/annuler")
    assert room.look().people == 0 and "handed-out" not in room.look().balances


@pytest.mark.parametrize("words", ["²", "-5", "1e9", "9" * 20, "\x00", "１２", "<script>", ""])
def test_odd_numbers_are_answered_and_move_nothing(room: StoreRoom, words: str) -> None:
    room.ready()
    room.send("A-01")
    (path,) = room.hand("A-01")
    for what, field in (("recu", "bundles"), ("distribues", "copies"), ("distribues", "people")):
        assert room.outside.post(f"{path}/{what}", data={field: words}).status_code in (303, 400, 409)
    balances = room.look().balances
    assert balances[room.places["A-01"]] + balances.get("handed-out", 0) == 300


@pytest.mark.parametrize(("language", "way"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_visitors_language(room: StoreRoom, language: str, way: str) -> None:
    (path,) = room.hand("A-01")
    visitor: FlaskClient = room.outside
    page = visitor.get(path, headers={"Accept-Language": language}).text
    assert f'<html lang="{language}" dir="{way}">' in page
    assert "<script" not in page
    assert visitor.get(path).headers["Content-Security-Policy"].startswith("default-src 'none'; img-src 'self'")


def test_links_are_shown_once(room: StoreRoom) -> None:
    form = {"place": [room.places["A-01"]], "once": "word"}
    assert "/exemplaires/" in room.post("/commandes/liens", form, 200)
    answer = room.at_desk.post(f"{COPIES}/commandes/liens", form)
    assert answer.status_code == 303
    room.post("/commandes/liens", {"place": ["stock"]}, 404)
