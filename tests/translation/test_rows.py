"""A translation's paragraphs know their source: what moved on is told where it did, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.model import Block
from journal_app.submissions.content import Content
from journal_app.submissions.plain import from_plain
from journal_app.translation.beads import BODY, Bead, Stage, body_of, carried, digest, first, from_json, line, words
from journal_app.translation.rows import Change, count, done, judged, rows, said, standing

SEA = "La mer est froide ce soir, et personne ne dort."
BREAD = "Le pain arrive à midi, quand la file avance."
POLICE = "À l’aube, les tentes sont prises."
MORE = "Un enfant dessine un bateau sur le mur."
SEA_EN = "The sea is cold tonight, and nobody sleeps."
BREAD_EN = "Bread comes at noon, when the line moves."
POLICE_EN = "At dawn the tents are taken."


def text(*paragraphs: str, headline: str = "", quotes: tuple[str, ...] = ()) -> Content:
    return Content(headline=headline, quotes=quotes, body=from_plain("\n\n".join(paragraphs)))


SOURCE = text(SEA, BREAD, POLICE, headline="La mer")
TARGET = text(SEA_EN, BREAD_EN, POLICE_EN, headline="The sea")
DONE = [replace(bead, seen="r1") for bead in first(SOURCE, TARGET, Stage.REVIEWED)]


def told(source: Content, beads: list[Bead] = DONE, **more: object) -> list[tuple[str, str]]:
    """What stands against each paragraph: its change, and the first words of the translation."""
    found = rows(beads, source, **more)  # type: ignore[arg-type]
    return [(str(row.change), words(row.targets)[:9]) for row in found if row.key == BODY]


def test_a_translation_that_came_whole_is_paired() -> None:
    assert [(bead.key, words(bead.sources), words(bead.targets)) for bead in DONE] == [
        ("headline", "La mer", "The sea"), (BODY, SEA, SEA_EN), (BODY, BREAD, BREAD_EN), (BODY, POLICE, POLICE_EN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (text(SEA, BREAD, POLICE), ["fresh The sea i", "fresh Bread com", "fresh At dawn t"]),
        (text(SEA, BREAD.replace("midi", "minuit"), POLICE), ["fresh The sea i", "stale Bread com", "fresh At dawn t"]),
        (text(SEA, BREAD.replace(",", " ;"), POLICE), ["fresh The sea i", "minor Bread com", "fresh At dawn t"]),
        (text(SEA, BREAD.replace("pain", "*pain*"), POLICE), ["fresh The sea i", "minor Bread com", "fresh At dawn t"]),
        (text(SEA, POLICE), ["fresh The sea i", "gone Bread com", "fresh At dawn t"]),
        (text(SEA, BREAD, MORE, POLICE), ["fresh The sea i", "fresh Bread com", "new ", "fresh At dawn t"]),
        (text(POLICE, SEA, BREAD), ["fresh At dawn t", "fresh The sea i", "fresh Bread com"]),
        (text(f"{SEA} {BREAD}", POLICE), ["minor The sea i", "fresh At dawn t"]),
        (text("La mer est froide ce soir,", "et personne ne dort.", BREAD, POLICE),
         ["minor The sea i", "fresh Bread com", "fresh At dawn t"]),
    ],
    ids=["nothing", "a word", "a comma", "emphasis", "taken out", "put in", "moved", "joined", "split"],
)  # fmt: skip
def test_only_what_was_touched_moves_on(source: Content, shown: list[str]) -> None:
    assert [f"{change} {words}" for change, words in told(source)] == shown


def test_a_joined_paragraph_has_the_words_of_both_and_counts_as_the_least() -> None:
    less = [replace(bead, stage=Stage.NEEDS_WORK) if words(bead.sources) == BREAD else bead for bead in DONE]
    row = rows(less, text(f"{SEA} {BREAD}", POLICE))[-2]
    assert words(row.targets) == f"{SEA_EN}\n{BREAD_EN}" and row.bead.stage is Stage.NEEDS_WORK and row.open


def test_a_moved_paragraph_takes_its_translation_along() -> None:
    found = rows(DONE, replace(text(POLICE, SEA, BREAD), headline="La mer"))
    assert [row.moved for row in found] == [False, True, False, False]
    assert said(found)[0] == text(POLICE_EN, SEA_EN, BREAD_EN, headline="The sea")


def test_a_typing_mistake_of_the_editor_is_minor_whatever_it_changed() -> None:
    mended = text(SEA.replace("froide", "froidde"), BREAD, POLICE)
    assert told(mended)[0][0] == "stale"
    assert told(mended, light=lambda revision: revision == "r1")[0][0] == "minor"


@pytest.mark.parametrize(("source", "as_minor"), [(BREAD.replace("midi", "minuit"), True), (BREAD[:-1], False)])
def test_a_translator_judges_otherwise_until_the_source_changes_again(source: str, as_minor: bool) -> None:
    moved_on = text(SEA, source, POLICE)
    found = rows(DONE, moved_on)
    mine = [judged(row, as_minor, "ana", "2027") if words(row.targets) == BREAD_EN else row for row in found]
    beads = [row.bead for row in mine]
    assert told(moved_on, beads)[1][0] == ("minor" if as_minor else "stale")
    assert told(text(SEA, source + " Encore une phrase, plus longue.", POLICE), beads)[1][0] == "stale"


def test_what_is_stale_in_a_pivot_is_stale_in_what_was_made_from_it() -> None:
    from_en = first(TARGET, text("Das Meer.", "Das Brot.", "Die Zelte.", headline="Das Meer"), Stage.REVIEWED)
    pivot = rows(DONE, text(SEA, BREAD.replace("midi", "minuit"), POLICE, headline="La mer"))
    stale = {place: row.change is Change.STALE for place, row in enumerate(pivot[1:])}
    found = rows(from_en, TARGET, upstream=stale)
    assert [row.upstream for row in found] == [False, False, True, False]
    assert [standing(row) for row in found] == ["reviewed", "reviewed", "stale", "reviewed"]


# --- the translation's own side --------------------------------------------------------------------------------------


def test_words_that_somebody_else_changed_are_there_and_are_to_be_reviewed_again() -> None:
    elsewhere = text(SEA_EN, BREAD_EN.replace("noon", "twelve"), POLICE_EN.replace(".", "!"), headline="The sea")
    found = rows(carried(DONE, elsewhere), SOURCE)
    assert [words(row.targets) for row in found[1:]] == [SEA_EN, "Bread comes at twelve, when the line moves.",
                                                         "At dawn the tents are taken!"]  # fmt: skip
    assert [row.bead.stage for row in found[1:]] == [Stage.REVIEWED, Stage.TRANSLATED, Stage.REVIEWED]
    assert {row.change for row in found} == {Change.FRESH}


def test_a_paragraph_taken_out_of_the_translation_is_missing_and_one_put_in_is_its_own() -> None:
    elsewhere = text(SEA_EN, POLICE_EN, "A note of the translator, for readers here.", headline="The sea")
    found = rows(carried(DONE, elsewhere), SOURCE)
    assert [(words(row.sources)[:6], words(row.targets)[:6]) for row in found[1:]] == [
        ("La mer", "The se"), ("Le pai", ""), ("À l’au", "At daw"), ("", "A note"),
    ]  # fmt: skip
    assert [row.change for row in found[1:]] == [Change.FRESH, Change.NEW, Change.FRESH, Change.FRESH]


def test_a_row_that_is_done_is_fresh_for_the_source_as_it_is() -> None:
    moved_on = text(SEA, BREAD.replace("midi", "minuit"), POLICE, headline="La mer")
    found = rows(DONE, moved_on)
    target = line("Bread comes at midnight, when the line moves.")
    mine = [done(row, target, Stage.TRANSLATED, "ana", "2027", "r2") if row.change is Change.STALE else row
            for row in found]  # fmt: skip
    again = rows(carried([row.bead for row in mine], said(mine)[0]), moved_on)
    assert count(again) == {"reviewed": 3, "translated": 1} and not any(row.open for row in again)


def test_a_name_a_short_headline_and_a_pull_quote_need_no_translation() -> None:
    source = replace(SOURCE, byline="Ana", short="Mer", quotes=("La mer",))
    assert [row.key for row in rows(first(source, TARGET, Stage.REVIEWED), source) if row.open] == []


def test_captions_and_quotes_have_rows() -> None:
    source = replace(SOURCE, quotes=("La mer",))
    found = rows(DONE, source, {"caption:pic": "Une tente.", "alt:pic": "Une tente bleue sous la pluie."})
    new = [row for row in found if row.change is Change.NEW]
    assert [row.key for row in new] == ["quote:0", "caption:pic", "alt:pic"]
    told = [done(row, line(f"en {row.key}"), Stage.TRANSLATED, "ana", "2027", "r1") for row in new]
    content, beside = said([*found[:4], *told])
    assert content.quotes == ("en quote:0",) and beside == {"caption:pic": "en caption:pic", "alt:pic": "en alt:pic"}


paragraphs = st.lists(st.sampled_from([SEA, BREAD, POLICE, MORE, "- un", "- deux", "## Titre", "Oui."]),
                      max_size=7)  # fmt: skip


@given(paragraphs, paragraphs, paragraphs, paragraphs)
def test_no_word_of_either_side_is_lost(one: list[str], two: list[str], three: list[str], four: list[str]) -> None:
    beads = [from_json(bead.as_json()) for bead in first(text(*one), text(*two), Stage.REVIEWED)]
    found = rows(carried(beads, text(*three)), text(*four))
    assert told_once([row.sources for row in found]) == told_once([body_of(text(*four))])
    assert told_once([row.targets for row in found]) == told_once([body_of(text(*three))])
    assert all(row.name == digest(row.sources or row.targets) for row in found)


def test_a_numbered_list_keeps_its_numbers_whatever_comes_first() -> None:
    source = text("1. un\n2. deux\n3. trois")
    found = rows(first(source, source, Stage.REVIEWED), source)
    assert said(found)[0] == source
    assert said(found[1:])[0] == text("1. deux\n2. trois")


def told_once(sides: list[tuple[Block, ...]]) -> list[str]:
    return sorted(words([block]) for side in sides for block in side)


@given(paragraphs, paragraphs)
def test_what_came_whole_and_did_not_change_is_fresh(one: list[str], two: list[str]) -> None:
    source, target = text(*one), text(*two)
    beads = first(source, target, Stage.REVIEWED)
    found = rows(carried(beads, target), source)
    assert all(row.change in (Change.FRESH, Change.NEW) for row in found)
    assert said(found)[0].body == target.body or len(one) != len(two)
