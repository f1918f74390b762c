"""The rooms of pictures, through the desk: many files at once, faces answered, and who sees what."""

import re
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from journal_app.accounts.model import Role
from journal_app.media.model import Picture
from journal_app.submissions.model import Piece
from tests.desk import NOW, TestDesk, Visitor
from tests.media import files
from tests.media.test_pictures import image

WALL = "/numeros/12-traverser/images"


class Room:
    """An issue of a residency, an editor at a browser, and what they see."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk, self.residency = desk, desk.residency().id
        self.issue = desk.issue(residency=self.residency)
        self.editor = desk.visitor(Role.EDITOR)

    def send(self, *sent: tuple[str, bytes], by: Visitor | None = None, **more: str) -> TestResponse:
        data = {"files": [(BytesIO(content), name) for name, content in sent]}
        return (by or self.editor).post(WALL, data, content_type="multipart/form-data", headers=more)

    def one(self) -> str:
        """A picture's address, kept from a phone's photo."""
        told = self.send(("IMG_1.jpg", files.jpeg(files.photo(800, 600))), Accept="application/json").get_json()
        return str(told["lines"][0]["address"])

    def words(self, address: str) -> str:
        answer = self.editor.get(address)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def version(self, address: str) -> str:
        found = re.search(r'name="version" value="(\d+)"', self.words(address))
        assert found
        return found[1]

    def change(self, address: str, what: str, **values: str) -> TestResponse:
        return self.editor.post(f"{address}/{what}", {"version": self.version(address)} | values)


@pytest.fixture
def room(desk: TestDesk) -> Room:
    return Room(desk)


def test_each_file_of_many_has_its_own_line(room: Room) -> None:
    answer = room.send(
        ("plage.heic", files.heic()), ("vide.jpg", b""), ("note.jpg", b"%PDF-1.7"), ("plage.heic", files.heic()),
        ("<b>dessin</b>.png", files.png(files.drawing())),
    )  # fmt: skip
    words = answer.get_data(as_text=True)
    lines = re.findall(r'<li class="(there|missing)"><bdi>(.*?)</bdi> — (.*?)(?:<a|</li>)', words)
    assert answer.status_code == 200
    assert [state for state, *_ in lines] == ["there", "missing", "missing", "there", "there"]
    assert "vide" in lines[1][2] and "JPEG PNG" in lines[2][2] and "déjà" in lines[3][2]
    assert lines[4][1] == "&lt;b&gt;dessin&lt;/b&gt;.png"
    assert room.words(WALL).count("loading=") == 2  # sent twice, kept once; no name was stored
    assert "plage" not in room.words(WALL)


def test_when_nothing_can_be_kept_the_answer_says_so(room: Room) -> None:
    assert room.send(("a.jpg", b"no picture")).status_code == 422
    assert room.send().status_code == 400
    assert room.editor.post(WALL, {"files": "no file"}).status_code == 400
    assert room.editor.client.post(WALL, data={"csrf": "wrong"}).status_code == 403


def test_a_request_beyond_all_measure_is_refused_before_it_is_read(room: Room) -> None:
    answer = room.editor.client.post(
        WALL, content_type="multipart/form-data; boundary=x", environ_overrides={"CONTENT_LENGTH": "250000000"}
    )
    assert answer.status_code == 413
    assert "Envoi trop lourd" in answer.get_data(as_text=True)
    too_large = room.send(("grande.jpg", b"\xff\xd8\xff" + bytes(26_000_000)))
    assert too_large.status_code == 422 and "25" in too_large.get_data(as_text=True)


def test_a_facilitator_of_another_residency_finds_nothing(room: Room) -> None:
    address = room.one()
    other = room.desk.visitor(Role.FACILITATOR, residency=room.desk.residency("Une autre").id)
    own = room.desk.visitor(Role.FACILITATOR, residency=room.residency)
    translator = room.desk.visitor(Role.TRANSLATOR)
    administrator = room.desk.visitor(Role.ADMINISTRATOR)
    for path in (address, f"{address}/vignette", f"{address}/entiere", WALL):
        assert [v.get(path).status_code for v in (own, translator)] == [200, 200], path
        assert [v.get(path).status_code for v in (other, administrator)] == [404, 404], path
    for what in ("fiche", "visages", "cadrage", "retrait"):
        assert translator.post(f"{address}/{what}", {"version": "1"}).status_code == 404
        assert other.post(f"{address}/{what}", {"version": "1", "reason": "x", "sure": "1"}).status_code == 404
    assert translator.post(f"{address}/legendes", {"version": "1", "alt-en": "A dyke."}).status_code == 303
    assert room.send(("a.png", files.png()), by=other).status_code == 404


def test_a_translator_words_a_picture_in_other_languages_than_its_own(room: Room) -> None:
    """The original's words are the editors'; with a piece, its language is the original."""
    address = room.one()
    assert room.change(address, "legendes", **{"caption-fr": "La digue", "alt-fr": "Une digue."}).status_code == 303
    translator = room.desk.visitor(Role.TRANSLATOR)

    def words(**told: str) -> int:
        fields = {name.replace("_", "-"): said for name, said in told.items()}
        return translator.post(f"{address}/legendes", {"version": room.version(address)} | fields).status_code

    page = translator.get(address).get_data(as_text=True)
    assert "La digue" in page and 'name="caption-en"' in page and 'name="caption-fr"' not in page
    assert words(caption_en="The dyke", caption_fr="La mer") == 403
    assert words(alt_fr="") == 403, "taking words away changes them"
    assert "The dyke" not in room.words(address), "all of it or nothing"
    assert words(caption_en="The dyke", caption_fr="La digue", alt_ar="سد") == 303
    with room.desk.database.write() as db:
        db.add(Piece(id="p", issue_id=room.issue.id, residency_id=room.residency, slug="the-sea", title="The sea",
                     original="en", created_at=NOW, changed_at=NOW))  # fmt: skip
    assert room.change(address, "fiche", credit="", kind="photo", piece="p").status_code == 303
    assert words(caption_fr="La mer") == 303
    assert words(caption_en="The sea") == 403


def test_a_covered_face_is_covered_in_every_size_and_for_everybody(room: Room) -> None:
    address = room.one()
    before = room.editor.get(f"{address}/ecran")
    box = {"x-0": "10", "y-0": "10", "w-0": "20,5", "h-0": "20", "answer-0": "cover"}
    assert room.change(address, "visages", **box).status_code == 303
    for size in ("entiere", "ecran", "vignette"):
        answer = room.editor.get(f"{address}/{size}", headers={"If-None-Match": before.headers["ETag"]})
        assert answer.status_code == 200  # the old copy is not the present one
        shown = image(answer.data).convert("L")
        assert shown.getpixel((int(shown.width * 0.2), int(shown.height * 0.2))) < 40  # type: ignore[operator]
    assert "couvrir le sont" in room.words(address)
    with room.desk.database.read() as db:
        row = db.get_one(Picture, address.rsplit("/", 1)[1])
        names = {row.blob, row.press, row.view, row.thumb}
    kept = {name for name, _ in room.desk.app.extensions["desk"].blobs.names()}
    assert kept == names  # the uncovered copies for the screen are gone from the disk
    assert room.change(address, "visages", none="1").status_code == 303
    assert "personne n’est reconnaissable." in room.words(address)


def test_a_form_that_is_wrong_or_too_late_comes_back_with_what_was_typed(room: Room) -> None:
    address = room.one()
    wrong = room.change(address, "visages", **{"x-0": "abc", "y-0": "10", "w-0": "20", "h-0": "20"})
    assert wrong.status_code == 400 and 'value="abc"' in wrong.get_data(as_text=True)
    both = room.change(address, "visages", none="1", **{"x-0": "1", "y-0": "1", "w-0": "20", "h-0": "20"})
    assert both.status_code == 409 and "pas les deux" in both.get_data(as_text=True)
    assert room.change(address, "fiche", credit="Amal (spécimen)", kind="drawing").status_code == 303
    late = room.editor.post(f"{address}/legendes", {"version": "1", "caption-fr": "Le phare, au matin"})
    assert late.status_code == 409 and "Le phare, au matin" in late.get_data(as_text=True)
    assert "Amal" in late.get_data(as_text=True)


def test_what_is_missing_goes_away_one_by_one(room: Room) -> None:
    address = room.one()
    assert room.words(WALL).count('class="chip missing"') == 3  # credit, faces, alternative texts
    room.change(address, "fiche", credit="Amal (spécimen)", kind="photo")
    room.change(address, "visages", none="1")
    room.change(address, "legendes", **{"alt-fr": "Un phare.", "alt-en": "A lighthouse.", "alt-ar": "منارة."})
    assert 'class="chip missing"' not in room.words(WALL)
    assert "Rien ne manque" in room.words(WALL + "?manque")


def test_a_picture_goes_with_its_piece(room: Room) -> None:
    address = room.one()
    with room.desk.database.write() as db:
        db.add(Piece(id="p", issue_id=room.issue.id, residency_id=room.residency, slug="la-mer", title="La mer",
                     original="fr", created_at=NOW, changed_at=NOW))  # fmt: skip
    assert room.change(address, "fiche", credit="", kind="photo", piece="p").status_code == 303
    assert "La mer" in room.words(WALL)
    assert room.change(address, "fiche", credit="", kind="photo", piece="elsewhere").status_code == 404


def test_the_point_to_keep_by_click_or_by_one_of_nine_places(room: Room) -> None:
    address = room.one()
    room.change(address, "cadrage", focal_x="31.5", focal_y="80")
    assert "M32 76V84" in room.words(address)
    room.change(address, "cadrage", field="2")
    assert re.search(r'value="2" checked', room.words(address))


def test_a_withdrawn_picture_is_nowhere_even_for_a_browser_that_kept_it(room: Room) -> None:
    address = room.one()
    tag = room.editor.get(f"{address}/vignette").headers["ETag"]
    assert room.editor.get(f"{address}/vignette", headers={"If-None-Match": tag}).status_code == 304
    assert room.change(address, "retrait", reason="").status_code == 400
    assert room.change(address, "retrait", reason="à sa demande", sure="1").status_code == 303
    assert room.editor.get(f"{address}/vignette", headers={"If-None-Match": tag}).status_code == 404
    assert room.editor.get(address).status_code == 404
    again = room.send(("IMG_1.jpg", files.jpeg(files.photo(800, 600))))
    assert again.status_code == 422 and "retirée" in again.get_data(as_text=True)


def test_a_page_of_many_pictures_asks_the_database_no_more_often(room: Room) -> None:
    def statements() -> int:
        from sqlalchemy import event

        count: list[str] = []
        engine = room.desk.database.engine
        note = lambda *told: count.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        room.words(WALL)
        event.remove(engine, "before_cursor_execute", note)
        return len(count)

    room.one()
    few = statements()
    room.send(*((f"{n}.png", files.png(files.drawing(size=(200 + n, 150)))) for n in range(5)))
    assert room.words(WALL).count("loading=") == 6
    assert statements() == few
