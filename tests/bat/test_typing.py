"""What changes while somebody types on a page of the BAT: they are told what, and what they typed is never lost."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from journal_app.bat.model import State
from journal_app.bat.signing import sign_and_seal
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.flatplan import store as plan
from journal_app.problems import Problem, warning
from journal_app.proofs.model import PageRemark
from journal_app.reactions import REACTIONS
from journal_app.review.model import Comment
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from tests.bat.signing_room import LATER, SLUG, SigningRoom
from tests.bat.test_answers import picture
from tests.bat.test_pages import BAT, form
from tests.bat.test_whole import not_good

WHY = {"reason-bat-mentions-nowhere": "L’ours est dans le texte.", "reason-bat-remarks-open": "C’est voulu, p. 1."}


def remark(room: SigningRoom, words: str) -> None:
    with room.desk.database.write() as db:
        page = plan.pages(db, room.issue_id)[0]
        db.add(PageRemark(issue_id=room.issue_id, page_id=page.id, body=words, made_at=LATER))


def withdraw(room: SigningRoom) -> None:
    with room.desk.database.write() as db:
        withdraw_piece(db, room.ana, LATER, room.piece().id, room.issue_id, REACTIONS)


def new_version(room: SigningRoom) -> None:
    room.edit("Une autre fin.")
    room.press()


# --- warnings that nobody read ---------------------------------------------------------------------------------------


def test_a_remark_that_comes_while_reasons_are_typed_is_shown_before_anything_is_signed(room: SigningRoom) -> None:
    """One of the same kind as a warning that has its reason already."""
    room.sign_all()
    remark(room, "Sombre.")
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    filled = form(page[: page.index('id="pas-bon"')]) | WHY | {"conditions": "Papier épais."}
    assert "Nouveau" not in page
    remark(room, "Le nom est faux.")
    again = coralie.post(f"{BAT}/controle", filled)
    assert again.status_code == 422 and room.bat().state == State.OPEN
    _, news = again.text.split("Nouveau</strong>")
    assert "Pages et images</bdi>" in news[:200]
    assert all(f'value="{words}"' in again.text for words in WHY.values()) and "Papier épais.</textarea>" in again.text
    done = coralie.post(f"{BAT}/controle", form(again.text[: again.text.index('id="pas-bon"')]) | WHY)
    assert (done.status_code, room.bat().state) == (303, State.SIGNED)


Change = Callable[[SigningRoom], None]


def closed(room: SigningRoom) -> None:
    """The page remarks that are open are answered."""
    with room.desk.database.write() as db:
        db.execute(update(PageRemark).values(resolved_at=LATER))


def on_text(room: SigningRoom, words: str, answers: str = "") -> str:
    """A remark on a text; its id. `answers`: the id of one that it answers."""
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, room.piece().id)
        text = submissions.text(db, piece.id, "fr")
        assert text is not None and text.head_id is not None
        made = Comment(text_id=text.id, revision_id=text.head_id, body=words, parent_id=answers or None, made_at=LATER)
        db.add(made)
        db.flush()
        return made.id


def close_texts(room: SigningRoom) -> None:
    with room.desk.database.write() as db:
        db.execute(update(Comment).values(resolved_at=LATER))


def answered(room: SigningRoom) -> None:
    with room.desk.database.read() as db:
        (first,) = db.scalars(select(Comment.id))
    on_text(room, "Non, c’est le nom qui est faux.", first)


def headed(room: SigningRoom, words: str) -> None:
    with room.desk.database.write() as db:
        plan.pages(db, room.issue_id)[2].head = {"fr": words}


SWAPPED: dict[str, tuple[Change, Change]] = {
    "a remark on a page is closed, another comes": (
        lambda room: remark(room, "Sombre."),
        lambda room: (closed(room), remark(room, "Le nom est faux."))[0],
    ),
    "a remark on a text is closed, another comes": (
        lambda room: on_text(room, "Sombre.") and None,
        lambda room: (close_texts(room), on_text(room, "Le nom est faux."))[0],
    ),
    "a remark is answered": (lambda room: on_text(room, "Sombre.") and None, answered),
    "a text that changed changes again": (lambda room: room.edit("Une fin."), lambda room: room.edit("Une autre fin.")),
    "a page has other words again": (lambda room: headed(room, "Ici"), lambda room: headed(room, "Là")),
}  # fmt: skip


@pytest.mark.parametrize("case", SWAPPED)
def test_what_reads_like_what_was_listed_and_is_something_else_is_shown_first(room: SigningRoom, case: str) -> None:
    """The same kind at the same place, and as many of them."""
    first, then = SWAPPED[case]
    first(room)
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    why = dict.fromkeys(re.findall('name="(reason-[^"]*)"', page), "C’est voulu.")
    filled = form(page[: page.index('id="pas-bon"')]) | why
    then(room)
    again = coralie.post(f"{BAT}/controle", filled)
    assert again.status_code == 422 and room.bat().state == State.OPEN and room.sealed() is None
    assert again.text.count("Nouveau</strong>") == 1
    assert again.text.count("cette raison vaudra aussi") == 1 and 'value="C’est voulu."' in again.text
    done = coralie.post(f"{BAT}/controle", form(again.text[: again.text.index('id="pas-bon"')]) | why)
    assert (done.status_code, room.bat().state) == (303, State.SIGNED)


def test_a_remark_that_is_closed_meanwhile_stops_nobody_who_signs_the_rest(room: SigningRoom) -> None:
    room.sign_all()
    remark(room, "Sombre.")
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    closed(room)
    assert coralie.post(f"{BAT}/controle", form(page[: page.index('id="pas-bon"')]) | WHY).status_code == 303
    (whole,) = [one for one in room.signatures() if not one.folio]
    assert list(whole.reasons) == ["bat-mentions-nowhere"], "no reason is kept of what is no more"


def test_no_id_of_a_remark_can_be_read_in_the_form(room: SigningRoom) -> None:
    key = on_text(room, "Sombre.")
    assert key not in room.desk.visit(room.coordinator).get(f"{BAT}/controle").text


def test_a_no_without_words_marks_nothing_as_new(room: SigningRoom) -> None:
    room.sign_all()
    remark(room, "Sombre.")
    coralie = room.desk.visit(room.coordinator)
    filled = not_good(coralie.get(f"{BAT}/controle").text) | {"verdict": "refused"}
    shown = coralie.post(f"{BAT}/controle", filled)
    assert shown.status_code == 422 and "Nouveau</strong>" not in shown.text


def test_what_stands_against_the_file_is_looked_for_when_nobody_else_writes_any_more(room: SigningRoom) -> None:
    """Copying the files takes its time, and so does waiting for one's turn: a look before it would be an old one."""
    room.sign_all()
    asked, order = room.asked(), []
    headed(room, "Ici")

    def look() -> list[Problem]:
        order.append("look")
        return [*room.of_file(), warning("bat-plan-filled", "flatplan", "3")]

    answer = sign_and_seal(room.desk.database, room.place, room.coordinator, LATER, SLUG, asked, look,
                           lambda _: order.append("my turn"))  # fmt: skip
    assert isinstance(answer, list) and {one.where for one in answer} == {"bat-plan-filled"}
    assert order == ["my turn", "look"]


def test_a_form_that_lists_nothing_signs_no_warning(room: SigningRoom) -> None:
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    filled = form(page[: page.index('id="pas-bon"')]) | WHY
    assert coralie.post(f"{BAT}/controle", filled | {"listed": ""}).status_code == 422
    assert room.bat().state == State.OPEN


def test_each_of_many_things_of_a_kind_can_be_read_and_reached(room: SigningRoom) -> None:
    works = [picture(room, f"quai-{number:02}") for number in range(1, 16)]
    with room.desk.database.write() as db:  # before the file was made: it voids nothing
        for work in works:
            note_answers(db, room.ana, LATER, work, room.issue_id, {Use.NAME: False}, how=How.SPOKEN)
    page = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    kept = '<details class="bat-rest"><summary>et 3 autres du même genre</summary>(.*?)</details>'
    rests = re.findall(kept, page, re.DOTALL)
    assert rests and all(sum(work_id in rest for _, work_id in works) == 3 for rest in rests)


# --- words -----------------------------------------------------------------------------------------------------------


def test_words_about_a_page_are_in_the_form_of_the_version_that_came_meanwhile(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    filled = form(edith.get(f"{BAT}/pages/1").text) | {"verdict": "after", "conditions": "La légende du phare."}
    new_version(room)
    shown = edith.post(f"{BAT}/pages/1", filled)
    assert shown.status_code == 409 and "une autre a pris sa place" in shown.text
    assert "La légende du phare.</textarea>" in shown.text and room.signatures() == []
    assert " checked" not in shown.text, "the new page was not looked at"
    done = edith.post(f"{BAT}/pages/1", form(shown.text) | {"verdict": "after", "conditions": "La légende du phare."})
    assert done.status_code == 303
    assert [one.conditions for one in room.signatures()] == ["La légende du phare."]


@pytest.mark.parametrize("said", ["good", "after"])
def test_words_about_a_page_that_was_withdrawn_meanwhile_are_shown(room: SigningRoom, said: str) -> None:
    edith = room.desk.visit(room.editor)
    filled = form(edith.get(f"{BAT}/pages/1").text) | {"verdict": said, "conditions": "La légende du phare."}
    withdraw(room)
    shown = edith.post(f"{BAT}/pages/1", filled)
    assert shown.status_code == 409 and "La légende du phare.</blockquote>" in shown.text
    assert "Page 1" in shown.text and f'href="{BAT}"' in shown.text and "<textarea" not in shown.text


def test_reasons_and_words_about_the_whole_outlive_a_new_version(room: SigningRoom) -> None:
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    good = form(page[: page.index('id="pas-bon"')]) | WHY
    no = not_good(page) | {"verdict": "refused", "conditions": "Trop sombre."}
    new_version(room)
    shown = coralie.post(f"{BAT}/controle", no)
    assert shown.status_code == 409 and "Trop sombre.</textarea>" in shown.text
    for folio in range(1, 5):
        room.sign(folio)
    shown = coralie.post(f"{BAT}/controle", good)
    assert shown.status_code == 409 and f'value="{WHY["reason-bat-mentions-nowhere"]}"' in shown.text
    assert [one for one in room.signatures() if not one.folio] == []


@pytest.mark.parametrize("words", [WHY, {"verdict": "refused", "conditions": "Trop sombre."}])
def test_reasons_and_words_about_the_whole_outlive_a_withdrawal(room: SigningRoom, words: dict[str, str]) -> None:
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(f"{BAT}/controle").text
    filled = form(page[: page.index('id="pas-bon"')]) | words
    withdraw(room)
    shown = coralie.post(f"{BAT}/controle", filled)
    assert shown.status_code == 409
    for typed in set(words.values()) - {"refused"}:
        assert f">{typed}</" in shown.text


def test_a_no_without_words_to_what_was_withdrawn_meanwhile_is_told_so(room: SigningRoom) -> None:
    coralie = room.desk.visit(room.coordinator)
    filled = not_good(coralie.get(f"{BAT}/controle").text) | {"verdict": "refused", "conditions": ""}
    withdraw(room)
    shown = coralie.post(f"{BAT}/controle", filled)
    assert shown.status_code == 409 and "<h1>Rien n’est signé</h1>" in shown.text


def test_what_was_signed_in_spite_of_is_named_in_words(room: SigningRoom) -> None:
    remark(room, "Sombre.")
    room.signed()
    page = room.desk.visit(room.coordinator).get(BAT).text
    assert "Remarques encore sans réponse\u00a0: …" in page and "bat-remarks-open" not in page
