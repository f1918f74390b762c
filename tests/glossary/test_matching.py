"""Terms are found in any script with the endings of their language, whole, at their own places in the text."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from journal_app.glossary.concepts import Concept, Status, Term
from journal_app.glossary.matching import found, indexed, parts
from journal_app.languages import LANGUAGES
from tests.glossary.words import GLOSSARY
from tests.growth import LINEAR, grows

TERMS = indexed(GLOSSARY)
SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"


def said(text: str, language: str, *terms: tuple[str, str]) -> list[str]:
    """What of the text is a term."""
    made = (Concept("one", "", tuple(Term(language, word, Status(status)) for word, status in terms)),)
    return [text[find.begin : find.end] for find in found(indexed(made) if terms else TERMS, text, language)]


@pytest.mark.parametrize(("language", "text", "terms"), [
    ("fr", "Les exilé.e.s, une exilée, l’exilé, EXILÉ·E·S, exilé(e)s, exilé-e-s.",
     ["exilé.e.s", "exilée", "exilé", "EXILÉ·E·S", "exilé(e)s", "exilé-e-s"]),
    ("fr", "Des clandestines ; l’exil, il exile.", ["clandestines", "exile"]),  # accents are not told apart
    ("fr", "Demandeuses d'asile et demandeur·euse·s d’asile", ["Demandeuses d'asile", "demandeur·euse·s d’asile"]),
    ("en", "Asylum-seekers, an Exiled  person, persons in exile.",
     ["Asylum-seekers", "Exiled  person", "persons in exile"]),
    ("ar", "قال اللاجئون واللاجئات: لِلاجئين وَلاجئ.", ["اللاجئون", "واللاجئات", "لِلاجئين", "وَلاجئ"]),
    ("ar", "وطالبي اللجوء", ["وطالبي اللجوء"]),
    ("ps", "د کډوالو او کډوالان", ["کډوالو", "کډوالان"]),
    ("fa", "پناهنده‌ها، پناهندگان و پناهنده ای", ["پناهنده‌ها", "پناهندگان", "پناهنده"]),
    ("prs", "پناهنده", []),  # Dari has its own terms
    ("ckb", "پەنابەرەکان و پەنابەرێک", ["پەنابەرەکان", "پەنابەرێک"]),
    ("ti", "ንስደተኛታት፡ ስደተኛ", ["ንስደተኛታት", "ስደተኛ"]),
    ("vi", "Người tị nạn, nguoi ti nan, người tỵ nạn", ["Người tị nạn"]),
    ("uk", "Біженці, біженцям, біженця; біженка", ["Біженці", "біженцям", "біженця"]),
    ("tr", "Mülteciler, mültecilerin, mülteciye", ["Mülteciler", "mültecilerin", "mülteciye"]),
    ("sq", "Refugjatët, refugjatëve, refugjati", ["Refugjatët", "refugjatëve", "refugjati"]),
])  # fmt: skip
def test_real_words_are_found_in_their_forms(language: str, text: str, terms: list[str]) -> None:
    assert said(text, language) == terms


@pytest.mark.parametrize(("language", "term", "text", "there"), [
    ("fr", "camp", "campagne campé", []), ("fr", "port", "la porte", []),
    ("fr", "journal", "des journaux", ["journaux"]), ("fr", "étranger", "étrangères", ["étrangères"]),
    ("fr", "acteur·rice", "actrices, acteurs", ["actrices", "acteurs"]),
    ("fr", "sans-papiers", "un sans papiers", ["sans papiers"]), ("fr", "aire d’accueil", "aire. D’accueil", []),
    ("en", "city", "cities", ["cities"]), ("en", "bus", "a bush", []), ("en", "box", "boxes", ["boxes"]),
    ("sq", "kamp", "kampi, kampeve, kampion", ["kampi", "kampeve"]),
    ("uk", "табір", "в таборі, табори", ["таборі", "табори"]),
    ("uk", "мова", "мови, мовчки", ["мови"]), ("tr", "çocuk", "çocukların, çocuğu", ["çocukların", "çocuğu"]),
    ("tr", "göç", "göçmen, göçün", ["göçün"]),
    ("ar", "مخيم", "بالمخيمات، فالمخيم، للمخيم", ["بالمخيمات", "فالمخيم", "للمخيم"]),
    ("vi", "bàn", "bán bạn bàn", ["bàn"]), ("vi", "hoà bình", "hòa bình", ["hòa bình"]),
    ("ru", "беженец", "беженцы, беженцами", ["беженцы", "беженцами"]), ("so", "qaxooti", "qaxootiga", ["qaxootiga"]),
    ("de", "Flüchtling", "Flüchtlinge, Flüchtlingen", ["Flüchtlinge", "Flüchtlingen"]),
])  # fmt: skip
def test_an_ending_is_no_other_word(language: str, term: str, text: str, there: list[str]) -> None:
    assert said(text, language, (term, "preferred")) == there


def test_the_longest_counts_and_two_concepts_may_share_a_term() -> None:
    glossary = [
        Concept("a", "", (Term("fr", "aide"),)), Concept("b", "", (Term("fr", "aide médicale d’État"),)),
        Concept("c", "", (Term("fr", "aide"),)),
    ]  # fmt: skip
    text = "L’aide médicale d’État, puis l’aide."
    assert [(find.concept.id, text[find.begin : find.end]) for find in found(indexed(glossary), text, "fr")] == [
        ("b", "aide médicale d’État"), ("a", "aide"), ("c", "aide"),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "there"), [
    ("fr", "Une OQTF, l’OQTF, oqtf.", ["OQTF", "OQTF"]), ("en", "Two OQTFs.", ["OQTFs"]), ("pt", "a OQTF", ["OQTF"]),
    ("ar", "الـOQTF وOQTF", ["OQTF", "OQTF"]), ("so", "DUBLIN Dublin dublin", ["DUBLIN", "Dublin"]),
    ("uk", "Дубліном", ["Дубліном"]),
])  # fmt: skip
def test_what_is_kept_is_found_in_every_language_only_as_it_is(language: str, text: str, there: list[str]) -> None:
    assert said(text, language) == there


def test_a_kept_acronym_is_no_word_that_folds_alike() -> None:
    assert said("os cães do CAES", "pt", ("CAES", "kept")) == ["CAES"]


def test_a_text_is_parted_to_be_highlighted() -> None:
    text = "Les exilé·e·s de Dublin."
    told = list(parts(text, found(TERMS, text, "fr")))
    assert [(words, find.concept.id if find else "") for words, find in told] == [
        ("Les ", ""), ("exilé·e·s", "exile"), (" de ", ""), ("Dublin", "dublin"), (".", ""),
    ]  # fmt: skip


@given(some.text(max_size=300), some.sampled_from(sorted(LANGUAGES)))
def test_places_are_those_of_the_text_whatever_it_is(text: str, language: str) -> None:
    finds = found(TERMS, text, language)
    assert "".join(words for words, _ in parts(text, finds)) == text
    assert all(0 <= find.begin < find.end <= len(text) for find in finds)


@given(some.sampled_from([term for concept in GLOSSARY for term in concept.terms]), some.sampled_from(["NFC", "NFD"]))
def test_every_term_is_found_in_itself_however_it_is_stored(term: Term, form: str) -> None:
    text = unicodedata.normalize(form, f"« {term.text} »")  # type: ignore[arg-type]
    assert any(find.term.text == term.text and find.begin == 2 and find.end == len(text) - 2
               for find in found(TERMS, text, term.language))  # fmt: skip


def test_a_text_eight_times_as_long_takes_about_eight_times_as_long() -> None:
    """10 ms for 1,500 words among five thousand concepts, on a machine with nothing else to do."""
    article = " ".join(path.read_text("utf-8") for path in sorted(SPECIMEN.glob("articles/*/fr.html")))
    words = list(dict.fromkeys(article.split()))
    every = [
        Concept(f"{n}", "", (Term("fr", f"{words[n % len(words)]} {words[n * 7 % len(words)]}"),)) for n in range(5000)
    ]
    terms, text = indexed([*every, *GLOSSARY]), (article.split() * 40)[:48_000]
    assert grows(lambda many: found(terms, " ".join(text[:many]), "fr"), 48_000) < LINEAR
