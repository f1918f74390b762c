"""The language of a document: as it is marked, unless its letters or its words say that this cannot be."""

from collections import Counter

import pytest

from journal_app.documents.child import read_safely
from journal_app.documents.model import Block, Run
from journal_app.documents.spoken import contradicted, guessed, main_language, unmarked
from tests.submissions.test_importing import word_file

FRENCH = "Le matin, les gens de la file attendent dans le froid, et une femme dit que la mer est pour les oiseaux. " * 3
ENGLISH = "In the morning the people of the line wait in the cold and a woman says that the sea is for the birds. " * 3
ARABIC = "ننتظر تحت المطر ونحكي عن البحر الذي ينتظر خلف الأسوار"
TIGRINYA = "ንግሆ ኣብ መስርዕ ንጽበ ኣለና"


def spoken(text: str, marked: str) -> tuple[str, bool]:
    return main_language([Block("p", (Run(text),))], Counter({marked: len(text)}) if marked else Counter())


@pytest.mark.parametrize(("text", "marked", "found"), [
    (FRENCH, "fr", ("fr", True)),
    (FRENCH, "en", ("fr", False)),  # a program that was set up in English
    (ENGLISH, "fr", ("en", False)),
    (ARABIC, "en", ("ar", False)),
    (TIGRINYA, "fr", ("am", False)),  # the script is sure, which of its languages is for a person to say
    (ARABIC, "ps", ("ps", True)),  # one script, no sure sign: as it is marked
    ("Je vous écris du banc dans la rue, et la pluie est sur les toits.", "en", ("fr", False)),  # a short letter
    ("Merci.", "en", ("en", True)),  # too short to tell
    ("The end of the story, dit la voix.", "fr", ("fr", True)),  # a few words of another language are no proof
    (FRENCH, "sw", ("sw", True)),  # of a language that is not known here nothing is doubted
    (FRENCH, "", ("fr", False)),
])  # fmt: skip
def test_the_language_is_what_is_marked_unless_it_cannot_be(text: str, marked: str, found: tuple[str, bool]) -> None:
    assert spoken(text, marked) == found


def test_a_word_file_that_says_english_by_habit_is_not_believed() -> None:
    document, _ = read_safely(word_file(FRENCH), "lettre.docx")
    assert document is not None
    assert (document.language, document.declared) == ("fr", False)
    assert {block.lang for block in document.blocks} == {""}


def test_a_passage_keeps_a_mark_that_its_words_bear_out() -> None:
    marked = Counter({"en": 9})
    assert unmarked(Block("p", (Run(ENGLISH),), "en"), "fr", marked).lang == "en"
    assert unmarked(Block("p", (Run("Calais"),), "en"), "fr", marked).lang == ""
    assert unmarked(Block("p", (Run("مرحبا"),), "ar"), "fr", marked).lang == "ar"


def test_nothing_tells_the_language_of_numbers() -> None:
    assert guessed("1 2 3") == ""
    assert not contradicted("en", "1 2 3")
