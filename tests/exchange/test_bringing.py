"""What becomes of each unit of a file that comes back, whatever happened on the desk meanwhile, on both databases."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from journal_app.bitext.model import Bitext, Code, End, Note, State, Unit, plain
from journal_app.db import Database
from journal_app.exchange.actions import foreign
from journal_app.exchange.words import typed_of, words_of
from journal_app.issues.model import Issue
from journal_app.review.store import comments
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Stage
from tests.exchange.room import Abroad, each, fates, translated
from tests.growth import LINEAR, grows
from tests.translation.room import BREAD, IN_ENGLISH, POLICE, SEA

MIDI = "Le pain arrive à midi, quand la file avance."
SAID = {
    "Titre": "Title", SEA: "The sea is cold tonight, and nobody sleeps.",
    MIDI: "Bread comes at ①noon❶, when the line moves.", POLICE: "At dawn the tents are taken.",
}  # fmt: skip
TEXT = "Title\n\nThe sea is cold tonight, and nobody sleeps.\n\nBread comes at *noon*, when the line moves.\n\n"
TEXT += "At dawn the tents are taken."


@pytest.fixture
def room(database: Database) -> Abroad:
    return Abroad(database)


def test_a_file_says_what_is_to_be_translated(room: Abroad) -> None:
    made = room.leaving()
    assert (made.original.partition("/")[0], made.source, made.target) == ("12-traverser", "fr", "en")
    assert [(one.id, one.key, one.state) for one in made.units] == [
        ("headline", "headline", State.INITIAL), ("p1", "body", State.INITIAL), ("p2", "body", State.INITIAL),
        ("p3", "body", State.INITIAL)]  # fmt: skip
    assert made.units[2].source == ("Le pain arrive à ", Code("m1", End.OPEN), "midi", Code("m1", End.CLOSE),
                                    ", quand la file avance.")  # fmt: skip


def test_what_comes_back_is_put_in_its_place(room: Abroad) -> None:
    told = room.back(translated(room.leaving(), SAID))
    assert fates(told) == ["taken"] * 4 and told.problems == ()
    assert room.says_in() == TEXT
    assert room.standings() == ["translated"] * 4


def test_the_same_file_again_changes_nothing(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.back(made)
    before = room.text().head_id
    assert fates(room.back(made)) == ["same"] * 4
    assert room.text().head_id == before


def test_only_the_paragraph_whose_source_changed_is_stale(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.original(SEA, BREAD.replace("midi", "minuit"), POLICE)
    assert fates(room.back(made)) == ["taken", "taken", "stale", "taken"]
    assert room.says_in() == TEXT
    assert room.standings() == ["translated", "translated", "stale", "translated"]
    was = [plain(one.source) for one in room.leaving().units]
    assert "minuit" in was[2] and "[-midi-]" in room.leaving().units[2].notes[0].text


def test_a_change_of_signs_alone_is_minor(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.original(SEA.replace(",", " –"), BREAD, POLICE)
    assert fates(room.back(made)) == ["taken", "minor", "taken", "taken"]
    assert room.standings() == ["translated"] * 4


def test_paragraphs_that_were_moved_or_put_between_are_followed(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.original(POLICE, "Un paragraphe de plus, écrit hier soir.", SEA, BREAD)
    assert fates(room.back(made)) == ["taken"] * 4
    assert room.standings() == ["translated", "translated", "missing", "translated", "translated"]


def test_paragraphs_that_were_joined_take_both_translations(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.original(f"{SEA} {BREAD}", POLICE)
    assert fates(room.back(made)) == ["taken", "minor", "minor", "taken"]
    assert room.says_in() == TEXT


def test_a_paragraph_that_is_gone_is_told_with_its_words(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.original(SEA, BREAD)
    told = room.back(made)
    assert fates(told) == ["taken", "taken", "taken", "source-gone"]
    assert told.plan is not None and told.plan.fates[3].typed == "At dawn the tents are taken."


def test_what_somebody_changed_here_meanwhile_is_not_overwritten(room: Abroad) -> None:
    room.type(IN_ENGLISH)
    made = translated(room.leaving(), {**SAID, SEA: "The sea is icy tonight.", POLICE: "At dawn they take the tents."})
    room.type({SEA: "The sea is freezing tonight."}, room.bo)
    told = room.back(made)
    assert fates(told) == ["same", "changed-here", "same", "taken"]
    assert "The sea is freezing tonight." in room.says_in() and "At dawn they take the tents." in room.says_in()
    assert told.plan is not None and told.plan.fates[1].typed == "The sea is icy tonight."


def test_what_the_file_left_as_it_was_stays_as_it_is_here(room: Abroad) -> None:
    room.type(IN_ENGLISH)
    made = room.leaving()
    room.type({SEA: "The sea is freezing tonight."}, room.bo)
    assert fates(room.back(made)) == ["same", "newer", "same", "same"]


def edited(unit: Unit) -> Unit:
    return replace(unit, source=("Autre chose.",)) if unit.id == "p1" else unit


def without_hashes(unit: Unit) -> Unit:
    return replace(unit, source_hash="", target_hash="")


@pytest.mark.parametrize(("change", "told"), [(edited, "source-edited"), (without_hashes, "taken")])
def test_a_file_that_was_tampered_with(room: Abroad, change: Callable[[Unit], Unit], told: str) -> None:
    """The source was rewritten; or a tool lost what the desk had noted, and the words themselves still tell."""
    assert fates(room.back(each(translated(room.leaving(), SAID), change)))[1] == told


def test_without_a_base_nothing_here_is_overwritten(room: Abroad) -> None:
    made = each(translated(room.leaving(), SAID), without_hashes)
    room.type({SEA: "The sea is freezing tonight."})
    assert fates(room.back(made)) == ["taken", "no-base", "taken", "taken"]


def test_units_that_come_twice_or_of_nowhere_are_refused(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    twice = replace(made, units=(*made.units, made.units[1], replace(made.units[1], id="x", key="quote:7")))
    assert fates(room.back(twice))[4:] == ["twice", "source-gone"]


def test_a_broken_sign_is_told_and_the_row_waits(room: Abroad) -> None:
    made = translated(room.leaving(), {**SAID, MIDI: "Bread comes at ①noon, when the line moves."})
    told = room.back(made)
    assert [problem.code for problem in told.problems] == ["mark-alone", "mark-lost"]
    assert room.standings()[2] == "in-progress"
    assert "Bread comes at noon, when the line moves." in room.says_in()


def test_a_code_of_another_tool_is_told_and_its_words_stay(room: Abroad) -> None:
    said = (Code("77", End.OPEN), "The sea", Code("77", End.CLOSE))

    def change(unit: Unit) -> Unit:
        return replace(unit, target=said) if unit.id == "p1" else unit

    told = room.back(each(room.leaving(), change))
    assert [problem.code for problem in told.problems] == ["mark-unknown"]
    assert "The sea" in room.says_in()


def test_words_that_were_taken_out_here_do_not_come_back_with_a_file(room: Abroad) -> None:
    room.type(IN_ENGLISH)
    made = room.leaving()
    room.type({POLICE: ""})
    assert fates(room.back(made)) == ["same", "same", "same", "newer"]
    changed = translated(made, {POLICE: "At dawn they take the tents."})
    assert fates(room.back(changed))[3] == "changed-here"
    assert "tents" not in room.says_in()


def test_a_unit_with_nothing_but_codes_says_nothing(room: Abroad) -> None:
    room.type(IN_ENGLISH)
    codes = (Code("m1", End.OPEN), Code("m1", End.CLOSE))
    made = each(room.leaving(), lambda unit: replace(unit, target=codes) if unit.id == "p2" else unit)
    assert fates(room.back(made))[2] == "empty"
    assert "Bread comes at *noon*" in room.says_in()


def test_what_its_author_does_not_want_translated_takes_no_file(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    room.refuse()
    assert [problem.code for problem in room.back(made).problems] == ["exchange-language-unwanted"]
    assert room.says_in() == ""


def test_notes_without_end_are_told_and_cut(room: Abroad) -> None:
    many = tuple(Note(f"Question {number}", "traductrice") for number in range(120))
    made = each(room.leaving(), lambda unit: replace(unit, notes=many) if unit.id == "p1" else unit)
    assert [problem.code for problem in room.back(made).problems] == ["exchange-notes-cut"]
    one = (Note("e" * 6_000, "x"),)
    long = each(room.leaving(), lambda unit: replace(unit, notes=one) if unit.id == "p1" else unit)
    for _ in range(2):
        room.back(long)
    with room.desk.database.read() as db:
        text = submissions.text(db, room.piece_id, "fr")
        assert text is not None and len(comments(db, text.id)) == 51


@pytest.mark.parametrize("hostile", ["\\" * 20_000 + "x", " " * 40_000 + "x", "\t\n" * 20_000 + "x"])
def test_words_that_look_long_for_signs_are_read_in_a_moment(hostile: str) -> None:
    def work(many: int) -> None:
        typed_of((hostile[-many:],), {})
        words_of(hostile[-many:], ())

    assert grows(work, len(hostile)) < LINEAR


def test_marks_of_direction_that_a_tool_dropped_change_nothing(room: Abroad) -> None:
    room.type({"Titre": "البحر \u200e(2026)\u200f"}, language="ar")
    made = room.leaving("ar")

    def change(unit: Unit) -> Unit:
        return replace(unit, target=("البحر (2026)",)) if unit.key == "headline" else unit

    assert fates(room.back(each(made, change)))[0] == "same"
    assert "\u200e" in room.says_in("ar")


def test_a_translators_note_becomes_a_remark_on_the_original_once(room: Abroad) -> None:
    asked = Note("Quelle mer ?", "traductrice")

    def change(unit: Unit) -> Unit:
        return replace(unit, notes=(*unit.notes, asked)) if unit.id == "p1" else unit

    made = each(translated(room.leaving(), SAID), change)
    room.back(made)
    room.back(made)
    with room.desk.database.read() as db:
        text = submissions.text(db, room.piece_id, "fr")
        assert text is not None
        told = [(one.body, one.passage) for one in comments(db, text.id)]
    assert told == [("Quelle mer ?", SEA)]


def test_what_a_tool_copied_from_the_source_is_no_translation(room: Abroad) -> None:
    made = each(room.leaving(), lambda unit: replace(unit, target=unit.source))
    assert fates(room.back(made)) == ["empty"] * 4
    assert room.says_in() == ""


@pytest.mark.parametrize(("state", "stands"), [
    (State.MEMORY, "draft"), (State.MACHINE, "draft"), (State.IN_PROGRESS, "in-progress"),
    (State.NEEDS_WORK, "needs-work"), (State.TRANSLATED, "translated"), (State.FINAL, "translated"),
    (State.INITIAL, "translated"),
])  # fmt: skip
def test_states_come_along(room: Abroad, state: State, stands: str) -> None:
    """Who brings the file answers for its words by name; a second pair of eyes is a person's on the desk."""
    room.back(translated(room.leaving(), {SEA: "The sea is cold."}, state))
    assert room.standings()[1] == stands


def test_reviewed_outside_counts_where_one_pair_of_eyes_is_enough(room: Abroad) -> None:
    with room.desk.database.write() as db:
        db.query(Issue).one().second_eyes = False
    room.back(translated(room.leaving(), SAID, State.REVIEWED))
    assert room.standings() == ["reviewed"] * 4


def test_words_without_a_state_wait_when_they_are_not_said_to_be_done(room: Abroad) -> None:
    room.back(translated(room.leaving(), {SEA: "The sea is cold."}, State.INITIAL), finished=False)
    assert room.standings()[1] == "in-progress"


def test_a_file_that_nobody_answers_for_brings_drafts(room: Abroad) -> None:
    nobody = replace(room.mina, account_id=None)
    room.back(translated(room.leaving(), SAID), nobody)
    assert room.standings() == ["draft"] * 4
    room.type({SEA: SAID[SEA]})
    assert room.standings()[1] == "translated"


@pytest.mark.parametrize(("change", "code"), [
    ({"id": "nowhere"}, "exchange-article-unknown"), ({"target": "ckb"}, "exchange-language-unwanted"),
    ({"target": "fr"}, "exchange-not-yours"), ({"source": "ps"}, "exchange-other-source"),
])  # fmt: skip
def test_an_article_that_has_no_place_is_refused_as_a_whole(room: Abroad, change: dict[str, str], code: str) -> None:
    told = room.back(replace(translated(room.leaving(), SAID), **change))  # type: ignore[arg-type]
    assert [problem.code for problem in told.problems] == [code]
    assert room.says_in() == ""


def test_a_piece_that_was_taken_back_is_not_there(room: Abroad) -> None:
    made = translated(room.leaving(), SAID)
    with room.desk.database.write() as db:
        db.get_one(Piece, room.piece_id).stage = Stage.WITHDRAWN
    assert [problem.code for problem in room.back(made).problems] == ["exchange-article-unknown"]


def test_another_issues_file_is_told(room: Abroad) -> None:
    made = replace(room.leaving(), original="11-dublin/valise")
    files = [("a.xlf", Bitext("fr", "en", (made,))), ("b.xlf", Bitext("fr", "en", (made,)))]
    codes = [problem.code for problem in foreign(files, "12-traverser")]
    assert codes == ["exchange-other-issue", "exchange-other-issue", "exchange-article-twice"]
