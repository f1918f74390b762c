"""Glossary, the values: a concept with its terms in every language, as frozen values. It stores nothing.

A term's words are kept as people write them; two terms are the same when they differ in nothing but case.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal_app.languages import LANGUAGES
from journal_app.problems import Problem, blocking

LONGEST = 120  # characters of a term: a name of an office with its town has some sixty
MOST_WORDS = 2000  # characters of a definition or a note
WHO = "translator"


class Status(StrEnum):
    """What the house says of a term."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"  # never in the paper: it wounds, or it says something else
    KEPT = "kept"  # stays as it is in every language: a name, an acronym
    SPOKEN = "spoken"  # as people say it, in any script: for interpreters and for reading aloud


SAID = (Status.PREFERRED, Status.ADMITTED, Status.SPOKEN)  # each of them says the concept


@dataclass(frozen=True, slots=True)
class Term:
    """One way of saying a concept. `language`: a tag of languages.LANGUAGES; `id`: its row's, empty for a new one."""

    language: str
    text: str
    status: Status = Status.PREFERRED
    id: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two terms of a concept the same."""
        return self.language, plain(self.text)


@dataclass(frozen=True, slots=True)
class Concept:
    """What is meant. `definition` is for people; `version` is the row's; `id` is empty for a new one."""

    id: str
    definition: str
    terms: tuple[Term, ...] = ()
    note: str = ""
    version: int = 1

    def said(self, language: str, *statuses: Status) -> tuple[str, ...]:
        """Its terms in a language, those of the first status first; all that say it when no status is given."""
        return tuple(
            term.text for status in statuses or SAID for term in self.terms
            if term.status is status and term.language == language
        )  # fmt: skip

    def by_language(self) -> list[tuple[str, list[Term]]]:
        """Its terms by language, the house's languages first."""
        tags = dict.fromkeys(term.language for term in self.terms)
        order = {tag: place for place, tag in enumerate(LANGUAGES)}
        return [(tag, [term for term in self.terms if term.language == tag])
                for tag in sorted(tags, key=lambda tag: order.get(tag, len(order)))]  # fmt: skip

    def title(self, *languages: str) -> str:
        """How people recognise it: by what is preferred in the first of the languages that has it, or by any term."""
        for tag in dict.fromkeys([*languages, "fr", *(term.language for term in self.terms)]):
            if words := self.said(tag, Status.PREFERRED, Status.KEPT, Status.ADMITTED):
                return words[0]
        return self.terms[0].text if self.terms else self.definition


def plain(text: str) -> str:
    """A term's words without what nobody tells apart: case, and the ways one character can be stored."""
    return unicodedata.normalize("NFC", text).casefold()


def one_line(text: str) -> str:
    """Words as they are kept: NFC, one line, single spaces, nothing that cannot be seen but what joins letters."""
    words = unicodedata.normalize("NFC", text)
    words = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else c for c in words)
    return " ".join(part for part in words.replace("\ufeff", "").split(" ") if part)


def has_letters(text: str) -> bool:
    """Whether there is anything to look for in a text."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def wrong(terms: Sequence[Term], where: str) -> list[Problem]:
    """What keeps these terms from being one concept's: none at all, nothing to read in one, one that is there twice."""
    problems: list[Problem] = []
    if not terms:
        problems.append(blocking("glossary-no-term", where, "", "", WHO))
    for term in terms:
        if not has_letters(term.text) or len(term.text) > LONGEST:
            problems.append(blocking("glossary-term", where, term.text[:60], LONGEST, WHO))
    for text in _twice(terms):
        problems.append(blocking("glossary-term-twice", where, text, "", WHO))
    return problems


def _twice(terms: Iterable[Term]) -> list[str]:
    seen: set[tuple[str, str]] = set()
    found = []
    for term in terms:
        if term.key in seen:
            found.append(term.text)
        seen.add(term.key)
    return found
