"""Who may sign what, over which bytes, and what stands against it."""

import hashlib
import subprocess
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from journal_app.accounts.model import Role
from journal_app.bat import actions, covering, gate, store
from journal_app.bat.model import Signature, State, Verdict
from journal_app.bat.standing import last_words, to_sign, verdict
from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Problem, Refused, Severity, warning
from journal_app.proofs.folder import load_report
from journal_app.proofs.model import ToldDetail, ToldProblem
from journal_app.review.anchors import Passage
from journal_app.review.model import Suggestion, SuggestionState
from journal_app.review.remarks import comment, suggest
from journal_app.submissions import store as submissions
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.model import Piece
from tests.bat.signing_room import LATER, SLUG, SigningRoom


def flip(path: Path, place: int = -100) -> None:
    """Change one bit of a file in place, its size and its times as they were."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def test_from_a_press_build_to_signed_files_that_pass_sha256sum(room: SigningRoom) -> None:
    row = room.bat()
    assert (row.number, row.state, len(row.digests)) == (1, State.OPEN, 4)
    assert row.sha256 == hashlib.sha256(room.file(row).read_bytes()).hexdigest()
    assert room.sealed() is None
    row = room.signed()
    sealed = room.sealed()
    assert sealed is not None and (sealed.version, str(sealed.folder)) == (1, f"{SLUG}/bat/v01")
    assert sealed.pdf == "JDJ_n12_2027-03_p01-04_v01_BAT.pdf"
    folder = room.place.issues / sealed.folder
    said = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert {*sealed.files, "bat.toml"} == {path.name for path in folder.iterdir()}
    told = tomllib.loads((folder / "bat.toml").read_text("utf-8"))
    assert told["sha256"] == hashlib.sha256((folder / sealed.pdf).read_bytes()).hexdigest() == row.sha256
    assert [one["digest"] for one in told["page"]] == row.digests
    assert {(one["folio"], one["name"], one["verdict"]) for one in told["signature"]} == {
        (0, "Coralie", "good"), *((folio, "Édith", "good") for folio in range(1, 5)),
    }  # fmt: skip
    assert told["reasons"] == {"bat-mentions-nowhere": "Essai."}


def test_what_was_signed_is_never_made_again_nor_written_over(room: SigningRoom) -> None:
    room.signed()
    folder = room.place.issues / SLUG / "bat/v01"
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    with pytest.raises(Refused, match="bat-signed"):
        room.sign_whole()
    with pytest.raises(Refused, match="bat-signed"):
        room.sign(1)
    assert before == {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert {path.stat().st_mode & 0o222 for path in folder.iterdir()} == {0}  # read only


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.FACILITATOR, Role.TREASURER, Role.ADMINISTRATOR])
def test_editors_and_coordinators_sign_pages_and_nobody_else(room: SigningRoom, role: Role) -> None:
    somebody = room.desk.account(role)
    with pytest.raises(Refused, match="not-yours"):
        room.sign(1, somebody)
    assert room.signatures() == []


def test_only_a_coordinator_signs_the_whole(room: SigningRoom) -> None:
    room.sign_all()
    with pytest.raises(Refused, match="not-yours"):
        room.sign_whole(who=room.editor)
    assert room.sealed() is None and isinstance(room.sign_whole(), Signature)


def test_a_page_without_a_yes_keeps_the_whole_from_being_signed(room: SigningRoom) -> None:
    for folio in (1, 2, 3):
        room.sign(folio)
    found = room.sign_whole()
    assert isinstance(found, list) and [(one.code, one.where) for one in found] == [("bat-page-unsigned", "p4")]
    room.sign(4, verdict=Verdict.AFTER, words="La légende.")
    found = room.sign_whole()
    assert isinstance(found, list) and [(one.code, one.where) for one in found] == [("bat-page-after", "p4")]
    assert "La légende." in found[0].detail.found
    room.sign(4)  # the same person, a word later
    assert isinstance(room.sign_whole(), Signature)


def test_one_no_is_a_no_until_it_is_taken_back_with_a_reason(room: SigningRoom) -> None:
    room.sign_all()
    no = room.sign(2, room.coordinator, Verdict.REFUSED, "Le titre est faux.")
    assert isinstance(no, Signature)
    room.sign(2)  # another person's yes does not outvote it
    assert verdict(last_words(room.signatures())[2]) is Verdict.REFUSED
    row = room.bat()
    with room.desk.database.write() as db:
        with pytest.raises(Refused, match="not-yours"):
            actions.take_back(db, room.editor, LATER, row.id, no.number, "Parce que.")
        told = actions.take_back(db, room.coordinator, LATER, row.id, no.number, "")
        assert isinstance(told, Problem) and told.code == "bat-why-missing"
        actions.take_back(db, room.coordinator, LATER, row.id, no.number, "J’avais mal lu.")
    assert verdict(last_words(room.signatures())[2]) is Verdict.GOOD


def test_what_a_word_replaced_does_not_come_back_with_it(room: SigningRoom) -> None:
    """Who changed their mind is not taken at the word they gave up."""
    room.sign_all()
    no = room.sign(2, verdict=Verdict.REFUSED, words="Le titre est faux.")
    assert isinstance(no, Signature)
    with room.desk.database.write() as db:
        actions.take_back(db, room.coordinator, LATER, room.bat().id, no.number, "Il est juste.")
    words = last_words(room.signatures())
    assert (verdict(words.get(2, ())), to_sign(words, 4)) == (None, [2])


def test_a_correction_or_a_no_says_what_must_change(room: SigningRoom) -> None:
    for said in (Verdict.AFTER, Verdict.REFUSED):
        told = room.sign(1, verdict=said)
        assert isinstance(told, Problem) and told.code == "bat-conditions-missing"
    assert room.signatures() == []


def test_a_byte_changed_after_the_page_was_shown_is_not_signed(room: SigningRoom) -> None:
    flip(room.file())
    with pytest.raises(Refused, match="bat-bytes-changed"):
        room.sign(1)
    assert room.signatures() == []


def test_a_byte_changed_after_the_pages_were_signed_is_not_sealed(room: SigningRoom) -> None:
    room.sign_all()
    flip(room.file())
    with pytest.raises(Refused, match="bat-bytes-changed"):
        room.sign_whole()
    assert room.bat().state == State.OPEN and room.sealed() is None
    assert list((room.place.issues / SLUG / "bat").iterdir()) == []


@pytest.mark.parametrize("name", ["SHA256SUMS", "places.json", "JDJ_n12_2027-03_p01-04_v01_BAT_fiche.pdf"])
def test_a_byte_of_the_ticket_or_the_sums_counts_too(room: SigningRoom, name: str) -> None:
    room.sign_all()
    flip(room.file().with_name(name), 20)
    with pytest.raises(Refused, match="bat-bytes-changed"):
        room.sign_whole()
    assert room.sealed() is None


def test_a_file_that_is_gone_is_a_clear_answer(room: SigningRoom) -> None:
    room.file().unlink()
    with pytest.raises(Refused, match="bat-bytes-changed"):
        room.sign(1)


def test_a_clock_that_jumps_back_does_not_bring_an_older_word_back(room: SigningRoom) -> None:
    room.sign(1, verdict=Verdict.REFUSED, words="Non.", at=LATER)
    room.sign(1, at=LATER - timedelta(days=400))
    assert verdict(last_words(room.signatures())[1]) is Verdict.GOOD
    room.sign(1, verdict=Verdict.AFTER, words="Presque.", at=LATER - timedelta(days=800))
    assert verdict(last_words(room.signatures())[1]) is Verdict.AFTER


def test_a_digest_of_another_page_or_another_file_is_not_signed(room: SigningRoom) -> None:
    row = room.bat()
    for folio, sha256, digest in ((1, row.sha256, row.digests[1]), (1, "0" * 64, row.digests[0]), (9, row.sha256, "")):
        with room.desk.database.write() as db, pytest.raises(Refused, match="bat-moved-on"):
            actions.sign_page(db, room.editor, LATER, row.id, sha256, folio, digest, Verdict.GOOD, "", room.file())


def test_an_archived_issue_is_signed_no_more(room: SigningRoom) -> None:
    with room.desk.database.write() as db:
        db.execute(update(Issue).values(state=IssueState.ARCHIVED))
    with pytest.raises(Refused, match="issue-archived"):
        room.sign(1)


# --- the last gate ---------------------------------------------------------------------------------------------------


def codes(room: SigningRoom, severity: Severity) -> list[tuple[str, str]]:
    with room.desk.database.read() as db:
        found = gate.of_rows(db, room.coordinator, room.bat())
    return [(one.code, one.where) for one in found if one.severity is severity]


def test_a_consent_taken_back_since_the_build_blocks(room: SigningRoom) -> None:
    room.sign_all()
    with room.desk.database.write() as db:
        note_answers(db, room.ana, LATER, ("piece", room.piece().id), room.issue_id, {Use.PRINT: False}, how=How.SPOKEN)
    found = room.sign_whole()
    assert isinstance(found, list) and [(one.code, one.where) for one in found] == [("gate-consent", "article:texte-1")]
    assert room.sealed() is None


def test_an_open_remark_wants_a_reason_which_is_kept_with_the_signature(room: SigningRoom) -> None:
    room.sign_all()
    key = room.piece().id
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, key)
        text = submissions.text(db, piece.id, "fr")
        assert text is not None and text.head_id is not None
        remark = comment(db, room.editor, LATER, piece, text, text.head_id, Passage(), "Vraiment la mer ?")
        assert not isinstance(remark, Problem)
    assert codes(room, Severity.WARNING) == [("bat-remarks-open", "article:texte-1#fr")]
    reasons = room.reasons()
    found = room.sign_whole(room.asked(reasons={**reasons, "bat-remarks-open": ""}))
    assert isinstance(found, list) and [(one.code, one.where) for one in found] == [
        ("bat-reason-missing", "bat-remarks-open")
    ]
    made = room.sign_whole(room.asked(reasons={**reasons, "bat-remarks-open": "L’autrice l’a dit."}))
    assert isinstance(made, Signature) and covering.whys(made.reasons)["bat-remarks-open"] == "L’autrice l’a dit."


def test_a_suggestion_that_nobody_answered_is_warned_of_until_somebody_does(room: SigningRoom) -> None:
    room.sign_all()
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, room.piece().id)
        text = submissions.text(db, piece.id, "fr")
        assert text is not None and text.head_id is not None
        words = full_text(blocks_of(submissions.heads(db, [text.id])[text.id][1].body)[0])
        made = suggest(db, room.editor, LATER, piece, text, text.head_id, Passage(0, 0, len(words), words), "")
        assert isinstance(made, Suggestion)
    assert codes(room, Severity.WARNING) == [("bat-suggestions-open", "article:texte-1#fr")]
    with room.desk.database.write() as db:
        db.get_one(Suggestion, made.id).state = SuggestionState.REFUSED
    assert codes(room, Severity.WARNING) == []


def test_what_the_desk_changed_since_is_told_with_where_it_is(room: SigningRoom) -> None:
    with room.desk.database.read() as db:
        frozen = store.manifest(db, room.bat())
    assert gate.of_desk(frozen, frozen) == []
    wanted = {**frozen, "articles/texte-2/fr.html": "0" * 64, "pictures/quai.jpg": "1" * 64, "issue.toml": "2" * 64}
    assert [one.where for one in gate.of_desk(wanted, frozen)] == ["article:texte-2#fr", "issue.toml", "picture:quai"]


def test_what_the_plan_says_of_pages_that_the_file_does_not() -> None:
    one, two, three, four = ({"layout": "article-2", "slots": {"main": {"article": f"t{n}"}}} for n in range(4))
    was, said = [one, two, three], lambda now: [(p.code, p.detail.found) for p in gate.of_plan(was, now)]
    assert said([one, two, three]) == []
    assert said([one, two]) == [("bat-plan-pages", "2")]
    assert said([one, three, two]) == [("bat-plan-order", "2, 3")]
    assert said([four, three, two]) == [("bat-plan-order", "2, 3"), ("bat-plan-filled", "1")]


def test_the_director_and_the_printer_are_required_by_law_and_the_issn_is_not(room: SigningRoom) -> None:
    report, _ = load_report(room.build() / "build")
    assert report is not None
    for key, severity in (("director", "blocking"), ("printer", "blocking"), ("issn", "warning")):
        one = warning("masthead-missing", "issue.toml", f"masthead.{key}")
        told = ToldProblem(severity=one.severity, code=one.code, where=one.where,
                           detail=ToldDetail(found=one.detail.found))  # fmt: skip
        found = gate.of_file(report.model_copy(update={"problems": [told]}), lambda _: {"box": "masthead"})
        assert [(each.code, each.severity) for each in found] == [("masthead-missing", severity)]
