"""The whole, with each of the three words of the trade: good to print, good after corrections, refused."""

import hashlib
import re
import shutil
import tomllib
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bat import actions, store
from journal_app.bat.model import Signature, State, Verdict, Why
from journal_app.bat.signing import say_of_whole
from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.issues.model import Issue
from journal_app.problems import Problem, Refused
from journal_app.tasks.model import Notice
from tests.bat.signing_room import LATER, SLUG, SigningRoom
from tests.bat.test_pages import BAT, form


def say(
    room: SigningRoom, said: Verdict, words: str = "La légende de la page 3.", who: Actor | None = None,
    seen: State | None = None,
) -> Signature | list[Problem]:  # fmt: skip
    """What the form of the last gate does, when the whole is not good to print. `seen`: as it was when it was shown."""
    asked = room.asked(reasons={})
    asked = type(asked)(asked.bat_id, asked.sha256, {}, words, said, seen or State(room.bat().state))
    return say_of_whole(room.desk.database, room.place, who or room.coordinator, LATER, asked, room.of_file)


def codes(found: Signature | list[Problem]) -> list[tuple[str, str]]:
    assert isinstance(found, list)
    return [(one.code, one.where) for one in found]


def told(room: SigningRoom, code: str) -> set[str]:
    with room.desk.database.read() as db:
        return set(db.scalars(select(Notice.account_id).where(Notice.code == code)))


@pytest.mark.parametrize("said", [Verdict.AFTER, Verdict.REFUSED])
def test_what_is_not_good_to_print_is_handed_to_nobody(room: SigningRoom, said: Verdict) -> None:
    room.sign_all()
    made = say(room, said)
    assert isinstance(made, Signature) and (made.folio, made.verdict, made.digest) == (0, said, room.bat().sha256)
    assert (room.bat().state, room.sealed()) == (State.OPEN, None)
    assert not (room.place.issues / SLUG / "bat/v01").exists()
    assert {room.editor.account_id, room.ana.account_id} <= told(room, f"bat-whole-{said}")
    assert room.coordinator.account_id not in told(room, f"bat-whole-{said}")


@pytest.mark.parametrize("said", [Verdict.AFTER, Verdict.REFUSED])
def test_it_takes_words_and_the_version_that_was_shown(room: SigningRoom, said: Verdict) -> None:
    room.sign_all()
    assert codes(say(room, said, "")) == [("bat-conditions-missing", "whole")]
    with pytest.raises(Refused, match="not-yours"):
        say(room, said, who=room.editor)
    asked = replace(room.asked(reasons={}), sha256="0" * 64, conditions="Non.", verdict=said)
    with pytest.raises(Refused, match="bat-moved-on"):
        say_of_whole(room.desk.database, room.place, room.coordinator, LATER, asked, room.of_file)
    assert [one for one in room.signatures() if not one.folio] == []


def damage(room: SigningRoom, how: str) -> None:
    file = room.file()
    if how == "damaged":
        file.chmod(0o644)
        file.write_bytes(file.read_bytes() + b" ")
    elif how == "missing":
        file.unlink()
    else:
        shutil.rmtree(room.build())


def test_corrections_are_asked_for_over_the_bytes_that_were_shown(room: SigningRoom) -> None:
    room.sign_all()
    damage(room, "damaged")
    with pytest.raises(Refused, match="bat-bytes-changed"):
        say(room, Verdict.AFTER)
    assert [one for one in room.signatures() if not one.folio] == []


@pytest.mark.parametrize("how", ["damaged", "missing", "the whole folder"])
def test_a_file_that_is_damaged_can_be_refused(room: SigningRoom, how: str) -> None:
    """Signed, it can be handed out: who finds it damaged must be able to stop it."""
    room.signed()
    damage(room, how)
    coralie = room.desk.visit(room.coordinator)
    control = coralie.get(f"{BAT}/controle")
    assert control.status_code == 200
    said = coralie.post(f"{BAT}/controle", not_good(control.text) | {"conditions": "Le fichier est abîmé."})
    assert (said.status_code, said.location) == (303, BAT)
    assert (room.bat().state, room.bat().void_why, room.sealed()) == (State.VOID, Why.REFUSED, None)


def test_a_no_can_be_said_at_any_time_and_corrections_once_every_page_was_looked_at(room: SigningRoom) -> None:
    for folio in (1, 2, 3):
        room.sign(folio)
    assert codes(say(room, Verdict.AFTER)) == [("bat-page-unsigned", "p4")]
    room.sign(4, verdict=Verdict.AFTER, words="Un blanc.")
    assert isinstance(say(room, Verdict.AFTER), Signature)  # which asks for that very thing
    with room.desk.database.write() as db:
        note_answers(db, room.ana, LATER, ("piece", room.piece().id), room.issue_id, {Use.PRINT: False}, how=How.SPOKEN)
    assert codes(say(room, Verdict.AFTER)) == [("gate-consent", "article:texte-1")], "nothing that blocks is signed"
    assert isinstance(say(room, Verdict.REFUSED, "L’autrice ne veut plus."), Signature)


def test_who_changes_their_mind_signs_again_and_bat_toml_tells_all_of_it(room: SigningRoom) -> None:
    room.sign_all()
    say(room, Verdict.REFUSED, "Le titre est faux.")
    say(room, Verdict.AFTER, "Le titre suffit à peine.")
    assert isinstance(room.sign_whole(), Signature)
    assert room.bat().state == State.SIGNED and room.sealed() is not None
    read = tomllib.loads((room.place.issues / SLUG / "bat/v01/bat.toml").read_text("utf-8"))
    assert read["verdict"] == "good"
    assert [(one["verdict"], one["conditions"], one["name"], one["sha256"] == read["sha256"]) for one in read["whole"]
            ] == [("refused", "Le titre est faux.", "Coralie", True),
                  ("after", "Le titre suffit à peine.", "Coralie", True),
                  ("good", "", "Coralie", True)]  # fmt: skip


def test_anothers_no_is_a_no_until_they_change_their_mind_or_it_is_set_aside(room: SigningRoom) -> None:
    room.sign_all()
    second = room.desk.account(Role.COORDINATOR, name="Colin")
    no = say(room, Verdict.REFUSED, "Trop sombre.", second)
    assert isinstance(no, Signature)
    found = room.sign_whole()
    assert codes(found) == [("bat-whole-refused", "whole")] and isinstance(found, list)
    assert "Colin : Trop sombre." in found[0].detail.found.replace("\u00a0", " ")
    with room.desk.database.write() as db:
        lacking = actions.take_back(db, room.coordinator, LATER, room.bat().id, no.number, "")
        assert isinstance(lacking, Problem) and lacking.where == "whole"
        actions.take_back(db, room.coordinator, LATER, room.bat().id, no.number, "Vu à l’écran seulement.")
    assert isinstance(room.sign_whole(), Signature)


def test_a_no_holds_when_the_same_bytes_are_made_again(room: SigningRoom) -> None:
    say(room, Verdict.REFUSED, "Le titre est faux.")
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        issue.printer = {**issue.printer, "quantity": 3000}  # in the ticket, and in no page
    second = room.press()
    assert (second.number, second.sha256) == (2, room.bat(1).sha256)
    (no,) = [one for one in room.signatures(second) if not one.folio]
    assert (no.verdict, no.conditions, bool(no.carried_from)) == (Verdict.REFUSED, "Le titre est faux.", True)


def test_a_no_does_not_hold_for_new_bytes(room: SigningRoom) -> None:
    room.sign_all()
    say(room, Verdict.REFUSED, "Le titre est faux.")
    first = room.bat()
    room.edit("Une autre fin.")
    second = room.press()
    assert second.number == 2 and [one for one in room.signatures(second) if not one.folio] == []
    (old,) = [one for one in room.signatures(first) if not one.folio]
    assert (old.verdict, old.void_why, old.conditions) == (Verdict.REFUSED, Why.FILE, "Le titre est faux.")
    room.sign_all()
    assert isinstance(room.sign_whole(), Signature)
    read = tomllib.loads((room.place.issues / SLUG / "bat/v02/bat.toml").read_text("utf-8"))
    assert [(one["version"], one["verdict"], one["void"]) for one in read["whole"]] == [
        (1, "refused", "file"), (2, "good", "")
    ]  # fmt: skip


def test_a_no_that_was_carried_and_set_aside_is_void_in_bat_toml(room: SigningRoom) -> None:
    say(room, Verdict.REFUSED, "Le titre est faux.")
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        issue.printer = {**issue.printer, "quantity": 3000}
    second = room.press()
    (no,) = [one for one in room.signatures(second) if not one.folio]
    with room.desk.database.write() as db:
        actions.take_back(db, room.coordinator, LATER, second.id, no.number, "Le titre est juste.")
    room.signed()
    read = tomllib.loads((room.place.issues / SLUG / "bat/v02/bat.toml").read_text("utf-8"))
    assert [(one["version"], one["verdict"], one["void"]) for one in read["whole"]] == [
        (1, "refused", "taken-back"), (2, "good", "")
    ]  # fmt: skip


def test_what_was_signed_can_still_be_refused_before_it_is_printed(room: SigningRoom) -> None:
    row = room.signed()
    folder = room.place.issues / SLUG / "bat/v01"
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    with pytest.raises(Refused, match="bat-signed"):
        say(room, Verdict.AFTER)
    assert isinstance(say(room, Verdict.REFUSED, "Une page est à l’envers."), Signature)
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.REFUSED) and room.sealed() is None
    assert before == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert room.editor.account_id in told(room, "bat-refused")
    again = room.press()  # the very same bytes, in a version that can be signed
    assert (again.number, again.digests) == (2, row.digests)
    assert isinstance(room.sign_whole(), Signature), "the same person changed their mind"
    assert before == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("how", ["by the hand-off", "in the settings"])
def test_what_is_on_paper_is_refused_no_more(room: SigningRoom, how: str) -> None:
    row = room.signed()
    with room.desk.database.write() as db:
        if how == "in the settings":
            db.execute(update(Issue).values(printed_on=LATER.date()))
        else:
            actions.printed(db, room.coordinator, LATER, row.id)
    with pytest.raises(Refused, match="bat-printed"):
        say(room, Verdict.REFUSED)
    assert room.bat().state == State.SIGNED and room.sealed() is not None


def test_who_says_the_same_no_again_has_said_it_once(room: SigningRoom) -> None:
    room.sign_all()
    first, again = say(room, Verdict.REFUSED, "Trop sombre."), say(room, Verdict.REFUSED, "Trop sombre.")
    assert isinstance(first, Signature) and isinstance(again, Signature) and first.number == again.number
    other = say(room, Verdict.REFUSED, "Trop sombre, et de travers.")
    assert isinstance(other, Signature) and other.number != first.number
    with room.desk.database.write() as db:
        actions.take_back(db, room.coordinator, LATER, room.bat().id, other.number, "Vu à l’écran seulement.")
    assert isinstance(room.sign_whole(), Signature)
    read = tomllib.loads((room.place.issues / SLUG / "bat/v01/bat.toml").read_text("utf-8"))
    assert [(one["verdict"], one["void"]) for one in read["whole"]] == [
        ("refused", "taken-back"), ("refused", "taken-back"), ("good", "")
    ]  # fmt: skip


# --- its pages -------------------------------------------------------------------------------------------------------


def not_good(page: str) -> dict[str, str]:
    return form(page[page.index('id="pas-bon"') :])


def test_the_page_says_it_and_leads_to_what_comes_next(room: SigningRoom) -> None:
    room.sign_all()
    coralie, edith = room.desk.visit(room.coordinator), room.desk.visit(room.editor)
    control = coralie.get(f"{BAT}/controle").text
    empty = coralie.post(f"{BAT}/controle", not_good(control) | {"verdict": "after"})
    assert empty.status_code == 422 and "Écrire ce qui doit changer." in empty.text
    said = coralie.post(f"{BAT}/controle", not_good(control) | {"verdict": "after", "conditions": "La légende, p. 3."})
    assert (said.status_code, said.location) == (303, BAT)
    for visitor in (coralie, edith):
        page = visitor.get(BAT).text
        assert "Le tout est bon après corrections" in page and "La légende, p. 3." in page
        assert "Corriger, puis geler de nouveau" in page
    control = coralie.get(f"{BAT}/controle").text
    assert "Votre dernier mot sur le tout" in control and "Signer\u00a0: bon à tirer" in control
    assert "Refuser" not in edith.get(f"{BAT}/controle").text
    said = coralie.post(f"{BAT}/controle", not_good(control) | {"verdict": "refused", "conditions": "À l’envers."})
    assert said.status_code == 303 and "Le tout est refusé" in edith.get(BAT).text


def test_a_no_is_undone_on_the_page_with_a_reason(room: SigningRoom) -> None:
    room.sign_all()
    no = say(room, Verdict.REFUSED, "Trop sombre.")
    assert isinstance(no, Signature)
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(BAT).text
    (address,) = re.findall(r'action="([^"]*/retrait)"', page)
    done = coralie.post(address, form(page) | {"why": "Mal vu."})
    assert (done.status_code, done.location) == (303, BAT)
    page = coralie.get(BAT).text
    assert "Le tout est refusé" not in page and "Toutes les pages sont bonnes à tirer" in page
    with room.desk.database.read() as db:
        assert [one.void_why for _, one in store.of_the_whole(db, room.issue_id)] == [Why.TAKEN_BACK]


def test_while_something_blocks_the_whole_can_still_be_refused_there(room: SigningRoom) -> None:
    coralie = room.desk.visit(room.coordinator)
    control = coralie.get(f"{BAT}/controle").text
    assert "Refuser le tout" in control and "Signer\u00a0: bon à tirer" not in control
    said = coralie.post(f"{BAT}/controle", not_good(control) | {"verdict": "refused", "conditions": "Mauvais papier."})
    assert said.status_code == 303 and "Le tout est refusé" in coralie.get(BAT).text


# --- forms that come again, or late ----------------------------------------------------------------------------------


def test_a_refusal_that_was_taken_back_is_not_said_again_by_its_form(room: SigningRoom) -> None:
    """A form of yesterday's tab, or one that the network sends twice: what came after it stands."""
    room.sign_all()
    second = room.desk.visit(room.desk.account(Role.COORDINATOR, name="Colin"))
    filled = not_good(second.get(f"{BAT}/controle").text) | {"verdict": "refused", "conditions": "Non."}
    assert second.post(f"{BAT}/controle", filled).status_code == 303
    (no,) = [one for one in room.signatures() if not one.folio]
    taken = second.post(f"{BAT}/signatures/{no.number}/retrait", {"why": "Mal vu."})
    assert taken.status_code == 303
    again = second.post(f"{BAT}/controle", filled)
    assert (again.status_code, again.location) == (303, BAT)
    assert len([one for one in room.signatures() if not one.folio]) == 1
    assert isinstance(room.sign_whole(), Signature)
    again = second.post(f"{BAT}/controle", filled)
    assert (again.status_code, again.location) == (303, BAT)
    assert room.bat().state == State.SIGNED and room.sealed() is not None


def test_the_form_that_refused_what_was_signed_is_answered_as_the_first_time(room: SigningRoom) -> None:
    room.signed()
    coralie = room.desk.visit(room.coordinator)
    filled = not_good(coralie.get(f"{BAT}/controle").text) | {"conditions": "Une page est à l’envers."}
    for _ in range(2):
        said = coralie.post(f"{BAT}/controle", filled)
        assert (said.status_code, said.location) == (303, BAT)
    assert room.bat().void_why == Why.REFUSED


@pytest.mark.parametrize("then", [None, State.VOID])
def test_the_form_that_signed_is_answered_as_the_first_time(room: SigningRoom, then: State | None) -> None:
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    reasons = {f"reason-{code}": why for code, why in room.reasons().items()}
    page = coralie.get(f"{BAT}/controle").text
    filled = form(page[: page.index('id="pas-bon"')]) | reasons
    assert filled["verdict"] == "good"
    first = coralie.post(f"{BAT}/controle", filled)
    assert (first.status_code, first.location) == (303, BAT)
    if then:
        say(room, Verdict.REFUSED)
    again = coralie.post(f"{BAT}/controle", filled)
    assert (again.status_code, again.location) == (303, BAT)
    assert room.bat().state == (then or State.SIGNED)
    other = coralie.post(f"{BAT}/controle", filled | {"once": "another"})
    assert other.status_code == 409, "another form finds that it is too late"


@pytest.mark.parametrize("said", ["refused", "after"])
def test_who_had_not_seen_that_it_was_signed_is_shown_it_with_their_words(room: SigningRoom, said: str) -> None:
    room.sign_all()
    second = room.desk.visit(room.desk.account(Role.COORDINATOR, name="Colin"))
    control = second.get(f"{BAT}/controle").text
    filled = not_good(control) | {"verdict": said, "conditions": "La légende, p. 3."}
    assert isinstance(room.sign_whole(), Signature)
    shown = second.post(f"{BAT}/controle", filled)
    assert shown.status_code == 409 and room.bat().state == State.SIGNED
    assert "Le BAT est déjà signé. Rien n’a changé." in shown.text
    assert "Le refuser maintenant l’annule" in shown.text and "La légende, p. 3.</textarea>" in shown.text
    knowing = second.post(f"{BAT}/controle", not_good(shown.text) | {"conditions": "La légende, p. 3."})
    assert (knowing.status_code, knowing.location) == (303, BAT)
    assert (room.bat().state, room.bat().void_why) == (State.VOID, Why.REFUSED)


def test_a_form_that_does_not_say_what_it_showed_voids_nothing(room: SigningRoom) -> None:
    row = room.signed()
    coralie = room.desk.visit(room.coordinator)
    filled = {"bat": row.id, "sha256": row.sha256, "verdict": "refused", "conditions": "Non.", "once": "typed"}
    assert coralie.post(f"{BAT}/controle", filled).status_code == 409
    assert room.bat().state == State.SIGNED


@pytest.mark.parametrize("how", ["by the hand-off", "in the settings"])
def test_what_is_on_paper_is_offered_no_refusal(room: SigningRoom, how: str) -> None:
    row = room.signed()
    coralie = room.desk.visit(room.coordinator)
    assert "Refuser le tout" in coralie.get(f"{BAT}/controle").text
    with room.desk.database.write() as db:
        if how == "in the settings":
            db.execute(update(Issue).values(printed_on=LATER.date()))
        else:
            actions.printed(db, room.coordinator, LATER, row.id)
    page = coralie.get(f"{BAT}/controle").text
    assert "Signé\u00a0: bon à tirer" in page and "pas-bon" not in page and "Refuser le tout" not in page
