"""Why warnings are signed all the same: a reason for each kind, kept with exactly those that it was said of."""

import tomllib

from journal_app.bat import covering
from journal_app.bat.marks import mark, warned
from journal_app.bat.model import Signature
from journal_app.problems import warning
from journal_app.review.model import Comment
from journal_app.submissions import store as submissions
from tests.bat.signing_room import LATER, SLUG, SigningRoom
from tests.bat.test_pages import BAT
from tests.bat.test_typing import on_text
from tests.freeze.test_freezing import TITLES


def remarks(room: SigningRoom, *titles: str) -> None:
    """A remark on each of these texts."""
    for title in titles:
        with room.desk.database.write() as db:
            text = submissions.text(db, room.piece(title).id, "fr")
            assert text is not None and text.head_id is not None
            db.add(Comment(text_id=text.id, revision_id=text.head_id, body="Vraiment ?", made_at=LATER))


def told(room: SigningRoom) -> dict[str, object]:
    return tomllib.loads((room.place.issues / SLUG / "bat/v01/bat.toml").read_text("utf-8"))


def test_one_reason_for_three_texts_says_that_it_is_for_three_and_is_kept_with_them(room: SigningRoom) -> None:
    remarks(room, *TITLES[:3])
    on_text(room, "Et la fin ?")
    page = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "Pourquoi signer malgré cela" not in page, "pages are not signed yet"
    room.sign_all()
    page = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "Pourquoi signer malgré cela (3 points)" in page
    made = room.sign_whole()
    assert isinstance(made, Signature)
    (one,) = [one for one in covering.reasons(made.reasons) if one.code == "bat-remarks-open"]
    assert [(each["where"], each["pages"], each["things"]) for each in one.covers] == [
        ("article#fr", [1], 2), ("article#fr", [2], 1), ("article#fr", [3], 1)
    ]  # fmt: skip
    page = room.desk.visit(room.coordinator).get(BAT).text
    assert "3 points · pages 1, 2, 3</span>" in page


def test_bat_toml_tells_all_that_was_warned_of_and_no_name_of_a_text(room: SigningRoom) -> None:
    """It outlives what an author takes back, and a text's folder is called by its title."""
    remarks(room, *TITLES[:2])
    room.signed()
    read = told(room)
    assert read["reasons"] == {"bat-mentions-nowhere": "Essai.", "bat-remarks-open": "Essai."}
    assert read["warning"] == [
        {"code": "bat-mentions-nowhere", "where": "flatplan", "pages": [], "things": 1},
        {"code": "bat-remarks-open", "where": "article#fr", "pages": [1], "things": 1},
        {"code": "bat-remarks-open", "where": "article#fr", "pages": [2], "things": 1},
    ]
    assert "texte-" not in (room.place.issues / SLUG / "bat/v01/bat.toml").read_text("utf-8")


def test_what_is_kept_of_a_place_is_no_folder_and_no_words() -> None:
    found = [warning("a", "articles/la-file/fr.html:12", "Zoé"), warning("a", "article:la-file#ar"),
             warning("a", "picture:quai"), warning("a", "p3/main#fr"), warning("a", "flatplan.toml:7"),
             warning("a", "article:la-file#Zoé!")]  # fmt: skip
    (one,) = covering.reasons(covering.kept(found, {"a": "Parce que."}, {"picture:quai": [2, 5]}))
    assert [(each["where"], each["pages"]) for each in one.covers] == [
        ("article", []), ("article#ar", []), ("picture", [2, 5]), ("p3/main#fr", [3]), ("flatplan.toml", []),
        ("article", []),
    ]  # fmt: skip
    assert one.pages == [2, 3, 5] and "la-file" not in str(one.covers) and "Zoé" not in str(one.covers)


def test_where_things_stand_is_read_from_the_plan() -> None:
    plan = [{"slots": {"a": {"article": "mer"}, "b": {"picture": "quai"}, "c": {"text": {"fr": "Ici"}}}},
            {"slots": {"a": {"article": "mer"}, "b": {"article": "mer"}}}, {}, {"slots": 3}]  # fmt: skip
    assert covering.standing(plan) == {"article:mer": [1, 2], "picture:quai": [1]}


def test_a_mark_tells_one_thing_from_another_that_reads_the_same() -> None:
    plain = warning("bat-remarks-open", "flatplan", 1)
    assert len({mark(plain), mark(warned(plain, "a")), mark(warned(plain, "b")), mark(warned(plain, "a", "b"))}) == 4
    assert mark(warned(plain, "a")) == mark(warned(plain, "a"))
    assert mark(warning("a", "b", "c\nd")) != mark(warning("a", "b", "c", "d"))


def test_what_came_after_the_signature_is_told_from_what_was_signed(room: SigningRoom) -> None:
    remarks(room, TITLES[0])
    room.signed()
    coralie = room.desk.visit(room.coordinator)
    assert "Nouveau</strong>" not in coralie.get(f"{BAT}/controle").text
    remarks(room, TITLES[1])
    page = coralie.get(f"{BAT}/controle").text
    assert page.count("Nouveau</strong>") == 1
    assert "<bdi>Le pain</bdi>" in page.split("Nouveau</strong>")[1][:200]


def test_a_signature_from_before_its_warnings_were_kept_still_says_why(room: SigningRoom) -> None:
    room.signed()
    with room.desk.database.write() as db:
        (whole,) = [db.merge(one) for one in room.signatures() if not one.folio]
        whole.reasons = {"bat-mentions-nowhere": "Dans le texte."}
    coralie = room.desk.visit(room.coordinator)
    assert "<q>Dans le texte.</q>" in coralie.get(BAT).text
    page = coralie.get(f"{BAT}/controle").text
    assert "<q>Dans le texte.</q>" in page and "Nouveau</strong>" not in page
