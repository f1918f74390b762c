"""A new press file: what was signed on a page that is the same stands, and only what changed is void."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from journal_app.bat import actions
from journal_app.bat.model import Signature, State, Verdict, Why
from journal_app.bat.standing import last_words as words_of
from journal_app.bat.standing import to_sign, verdict
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as pages
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.tasks.model import Notice
from tests.bat.signing_room import LATER, SLUG, SigningRoom


def notices(room: SigningRoom, account: str | None) -> list[str]:
    with room.desk.database.read() as db:
        return sorted(db.scalars(select(Notice.code).where(Notice.account_id == account)))


def test_a_change_on_one_page_voids_its_signatures_and_no_other(room: SigningRoom) -> None:
    first = room.signed()
    room.edit("Une autre fin.")  # of the text on page 1
    second = room.press()
    assert (second.number, second.state) == (2, State.OPEN)
    assert [n for n in range(4) if first.digests[n] != second.digests[n]] == [0]
    words = words_of(room.signatures(second))
    assert to_sign(words, 4) == [1]
    carried = room.signatures(second)
    assert [(one.folio, one.name, one.at) for one in carried] == [(n, "Édith", LATER) for n in (2, 3, 4)]
    assert all(one.carried_from for one in carried)
    old = {one.folio: (one.void_why, bool(one.void_at)) for one in room.signatures(first)}
    assert old == {0: (Why.FILE, True), 1: (Why.PAGE, True), **{n: ("", False) for n in (2, 3, 4)}}
    assert (room.bat(1).state, room.bat(1).void_why) == (State.VOID, Why.REPLACED)
    assert list(second.moved) == ["1"] and 0 < second.moved["1"] < 0.5
    assert "bat-signature-void" in notices(room, room.editor.account_id)
    assert room.sealed() is None


def test_the_next_version_has_its_own_place_and_the_old_files_stay(room: SigningRoom) -> None:
    room.signed()
    old = room.place.issues / SLUG / "bat/v01"
    bytes_before = {path.name: path.read_bytes() for path in old.iterdir()}
    room.edit("Une autre fin.")
    row = room.press()
    assert row.pdf == "JDJ_n12_2027-03_p01-04_v02_BAT.pdf"
    room.sign(1)
    assert isinstance(room.sign_whole(), Signature)
    sealed = room.sealed()
    assert sealed is not None and (sealed.version, str(sealed.folder)) == (2, f"{SLUG}/bat/v02")
    assert bytes_before == {path.name: path.read_bytes() for path in old.iterdir()}


def test_a_page_that_was_refused_and_did_not_change_is_still_refused(room: SigningRoom) -> None:
    room.sign(2, verdict=Verdict.REFUSED, words="Le titre.")
    room.edit("Une autre fin.")
    row = room.press()
    word = words_of(room.signatures(row))[2]
    assert verdict(word) is Verdict.REFUSED and word[0].conditions == "Le titre."


def test_the_same_folder_built_again_to_the_same_bytes_is_the_same_version(room: SigningRoom) -> None:
    first = room.signed()
    again = room.press()
    assert (again.id, again.state) == (first.id, State.SIGNED)
    assert room.sealed() is not None


def test_another_ticket_is_another_version_though_every_page_stands(room: SigningRoom) -> None:
    """The print run is in no page, but the printer reads it: the whole is signed again."""
    room.signed()
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        issue.printer = {**issue.printer, "quantity": 3000}
    row = room.press()
    assert (row.number, row.moved) == (2, {}) and to_sign(words_of(room.signatures(row)), 4) == []
    whole = room.signatures(room.bat(1))[-1]
    assert (whole.folio, whole.void_why) == (0, Why.REPLACED)
    assert room.sealed() is None and isinstance(room.sign_whole(), Signature)


def test_a_page_frozen_again_while_it_is_looked_at_is_not_signed(room: SigningRoom) -> None:
    seen = room.bat()
    room.edit("Une autre fin.")
    room.press()
    with pytest.raises(Refused, match="bat-moved-on"):
        room.sign(1, row=seen)
    with pytest.raises(Refused, match="bat-moved-on"):
        room.sign(3, row=seen)  # the same bytes, but not what this person has on the screen: they look again
    assert room.sign(3, at=LATER - timedelta(days=1))


def test_a_page_that_is_no_more_takes_its_signature_with_it(room: SigningRoom) -> None:
    room.sign_all()
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        issue.printer = {**issue.printer, "pages_multiple": 1}
        page = pages.page(db, issue.id, 4)
        assert page is not None
        flatplan.remove_page(db, room.ana, LATER, issue, page)
    first, row = room.bat(), room.press()
    assert len(row.digests) == 3
    gone = [one for one in room.signatures(first) if one.folio == 4]
    assert [one.void_why for one in gone] == [Why.PAGE]
    with pytest.raises(Refused, match="bat-moved-on"):
        room.sign(4, row=first)


def test_what_is_printed_is_not_voided_by_the_next_file(room: SigningRoom) -> None:
    first = room.signed()
    with room.desk.database.write() as db:
        actions.printed(db, room.coordinator, LATER, first.id)
    room.edit("Pour un second tirage.")
    room.press()
    assert room.bat(1).state == State.SIGNED
    sealed = room.sealed()
    assert sealed is not None and sealed.version == 1
