"""A translation beside its source: what the house says, what it never does, what stays as it is."""

import pytest

from journal_app.glossary.checking import checked
from journal_app.glossary.concepts import Concept, Status, Term
from journal_app.glossary.matching import indexed
from tests.glossary.words import EXILE, GLOSSARY

TERMS = indexed(GLOSSARY)


def told(source: str, target: str, to: str = "en", of: str = "fr") -> list[tuple[str, str, str]]:
    found = checked(TERMS, source, target, of, to, "body")
    assert all(problem.severity == "warning" and problem.where == "body" for problem in found)
    return [(problem.code, problem.detail.found, problem.detail.allowed) for problem in found]


@pytest.mark.parametrize(("source", "target", "to"), [
    ("Les exilé·e·s attendent.", "Exiled persons wait.", "en"),
    ("Les exilé·e·s attendent.", "People? Persons in exile wait.", "en"),  # admitted
    ("Les exilé·e·s attendent.", "«iks-ee-LAY», he said.", "en"),  # as people say it
    ("Les exilé·e·s attendent.", "ينتظر المنفيون.", "ar"),
    ("Les exilé·e·s attendent.", "Qaxootigu way sugayaan.", "so"),  # the glossary does not know how
    ("Une OQTF.", "An OQTF.", "en"), ("Une OQTF.", "الـOQTF", "ar"),
    ("Le règlement Dublin.", "Регламент про Дублін.", "uk"),  # its own way there
    ("La file avance.", "The queue moves.", "en"),
    ("", "Nothing", "en"), ("Rien", "", "en"),
])  # fmt: skip
def test_nothing_is_said_of_what_is_right(source: str, target: str, to: str) -> None:
    assert told(source, target, to) == []


def test_a_concept_that_is_not_said_is_missed_once() -> None:
    assert told("Les exilé·e·s et l’exilée.", "The people.") == [("term-missing", "exilé·e", "exiled person")]


def test_what_the_house_never_says_is_told_with_what_it_does() -> None:
    assert told("Les exilé·e·s.", "Illegals, exiled persons, illegals.") == [
        ("term-forbidden", "Illegals", "exiled person")
    ]
    assert told("Exiled persons.", "Des clandestin·e·s, des exilés.", "fr", "en") == [
        ("term-forbidden", "clandestin·e·s", "exilé·e")
    ]


def test_saying_it_only_as_the_house_never_does_is_not_saying_it() -> None:
    assert [code for code, *_ in told("Les exilé·e·s.", "Illegals.")] == ["term-missing", "term-forbidden"]


def test_what_stays_as_it_is_was_altered_or_translated() -> None:
    assert told("Une OQTF.", "An oqtf.") == [("term-kept", "oqtf", "OQTF")]
    assert told("Une OQTF.", "An order to leave.") == [("term-kept", "OQTF", "OQTF")]


def test_where_concepts_share_a_word_any_of_them_will_do() -> None:
    """A nail file is no queue; nobody can tell which one was meant."""
    nail = Concept("nail", "Un outil.", (Term("fr", "file"), Term("en", "nail file")))
    other = Concept("other", "", (Term("fr", "file"),))
    assert checked([*GLOSSARY, nail], "La file.", "A nail file.", "fr", "en", "") == []
    assert [one.code for one in checked([*GLOSSARY, nail], "La file.", "A line.", "fr", "en", "")] == ["term-missing"]
    assert checked([*GLOSSARY, other], "La file.", "A line.", "fr", "en", "") == []


def test_a_word_that_says_another_concept_passes_unless_the_source_means_the_first() -> None:
    act = Concept("act", "Contraire à la loi.", (Term("en", "illegal"), Term("fr", "illégal")))
    assert checked([EXILE, act], "C’est illégal.", "It is illegal.", "fr", "en", "") == []
    codes = [one.code for one in checked([EXILE, act], "Un exilé.", "An illegal.", "fr", "en", "")]
    assert codes == ["term-missing", "term-forbidden"]


def test_the_preferred_are_told_before_the_admitted() -> None:
    two = Concept("two", "", (Term("fr", "tente"), Term("en", "tent"), Term("en", "shelter", Status.ADMITTED),
                              Term("en", "canvas")))  # fmt: skip
    assert checked([two], "Une tente.", "A house.", "fr", "en", "")[0].detail.allowed == "tent, canvas"
