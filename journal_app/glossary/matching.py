"""Glossary, the matching: a text -> where the glossary's terms stand in it, in any script. Pure; linear in the text.

Words are compared as search folds them, with the endings of their language (endings.py); whole words only. Where two
terms begin at the same word the longer one counts. A term that is kept as it is is found in every language, and only as
it is: `CAES` is no `cães`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from journal_app.glossary.concepts import Concept, Status, Term
from journal_app.glossary.endings import seen, wanted
from journal_app.languages import language as known
from journal_app.search.folding import spans

# What may stand between two words of a term: spaces, hyphens, apostrophes. Never a full stop or a comma.
_JOINS = frozenset(" \t\n\u00a0\u202f\u2009-\u2010\u2011'’ʼ‘\u00ad\u2060\u200b")
_MOST_BETWEEN = 3  # signs
_FRENCH_ENDING = (
    r"(?:e|ne|le|te|se|ve|re|fe|ère|ière|rice|ice|trice|euse|eresse|es|nes|les|tes|ses|ves|rices|ices|euses|ères)"
)
# How French says both genders after a word: exilé·e·s, exilé.e.s, exilé(e)s, exilé-e-s, exilé/e. It belongs to it.
_BOTH = re.compile(
    rf"[.·•‧]{_FRENCH_ENDING}(?:[.·•‧]?s)?(?!\w)|\({_FRENCH_ENDING}\)s?(?!\w)|-{_FRENCH_ENDING}-s(?!\w)"
    rf"|/{_FRENCH_ENDING}(?!\w)", re.IGNORECASE,
)  # fmt: skip
_LATIN, _ARABIC = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[\u0600-\u06ff]")
_PARTS = re.compile("[A-Za-zÀ-ɏ0-9]+|[^A-Za-zÀ-ɏ0-9]+")  # الOQTF is written as one word, and is two
_ENDED = re.compile(r"[a-zà-ɏа-яёіїєґ]{1,3}")  # what a kept word may have more at its end


class Word(NamedTuple):
    """A word of a text: where it stands, and its letters without what says both genders."""

    begin: int
    end: int
    letters: str
    joined: bool  # whether it goes on from the word before it


class Find(NamedTuple):
    """A term that stands in a text: its characters `begin` to `end`, as slices count."""

    begin: int
    end: int
    concept: Concept
    term: Term


class Entry(NamedTuple):
    """A term ready to be looked for: the forms of each of its words."""

    concept: Concept
    term: Term
    forms: tuple[frozenset[str], ...]
    letters: tuple[str, ...]


class First(NamedTuple):
    """The terms that begin with one word: those of that word alone, and the longer ones by their second word."""

    alone: list[Entry]
    longer: dict[str, list[Entry]]  # the longest first


Index = Mapping[str, First]  # by a form of the first word


@dataclass(frozen=True, slots=True)
class Terms:
    """The glossary made ready to be looked up: for each language its own terms and those that are kept in all.

    `""` has the kept ones alone, for a language without any of its own.
    """

    by_language: Mapping[str, Index]

    def of(self, language: str) -> Index:
        return self.by_language.get(_tag(language)) or self.by_language.get("", {})


def indexed(concepts: Iterable[Concept], languages: Iterable[str] = ()) -> Terms:
    """The terms by the first word. `languages`: only these, where not all are needed; some 10 µs a term."""
    everything = [(concept, term) for concept in concepts for term in concept.terms]
    asked = {_tag(tag) for tag in languages} or {_tag(term.language) for _, term in everything}
    made: dict[str, Index] = {}
    for tag in ["", *sorted(asked)]:
        index: dict[str, First] = {}
        for concept, term in everything:
            if term.status is Status.KEPT or (tag and _tag(term.language) == tag):
                _put(index, _entry(concept, term, tag))
        for first in index.values():
            for entries in first.longer.values():
                entries.sort(key=lambda one: -len(one.forms))
        made[tag] = index
    return Terms(MappingProxyType(made))


def _put(index: dict[str, First], entry: Entry) -> None:
    """By its first word, and by its second when it has one: a thousand terms may begin with `the`."""
    for form in entry.forms[0] if entry.forms else ():
        first = index.setdefault(form, First([], {}))
        if len(entry.forms) == 1:
            first.alone.append(entry)
        for second in entry.forms[1] if len(entry.forms) > 1 else ():
            first.longer.setdefault(second, []).append(entry)


def _tag(language: str) -> str:
    """`fr-BE` is French; a language we do not know is itself."""
    found = known(language)
    return found.tag if found else language


def _entry(concept: Concept, term: Term, language: str) -> Entry:
    letters = tuple(word.letters for word in words_of(term.text, language))
    return Entry(concept, term, tuple(wanted(one, language) for one in letters), letters)


def words_of(text: str, language: str) -> list[Word]:
    """The words of a text. What says both genders in French belongs to its word; Latin letters inside Arabic part."""
    found: list[Word] = []
    end = 0
    for begin, stop in spans(text):
        if begin < end:
            continue
        joined = begin - end <= _MOST_BETWEEN and bool(found) and _JOINS.issuperset(text[end:begin])
        end = stop
        if language == "fr" and (both := _BOTH.match(text, stop)):
            end = both.end()
        letters = text[begin:stop]
        if not (_LATIN.search(letters) and _ARABIC.search(letters)):
            found.append(Word(begin, end, letters, joined))
            continue
        for part in _PARTS.finditer(letters):
            found.append(Word(begin + part.start(), begin + part.end(), part[0], joined and not part.start()))
    return found


def found(terms: Terms, words: str, language: str) -> list[Find]:
    """Where terms of the text's language stand in it, in order. Two concepts that share a term are both told.

    `terms`: as `indexed` made them; `words`: plain words; the places are those of `words` as given.
    """
    index, tag = terms.of(language), _tag(language)
    text = words_of(words, tag) if index else []
    finds: list[Find] = []
    place = 0
    while place < len(text):
        here = _longest(index, text, place, tag)
        finds += (Find(text[place].begin, text[place + len(one.forms) - 1].end, one.concept, one.term) for one in here)
        place += len(here[0].forms) if here else 1
    return finds


def _longest(index: Index, text: Sequence[Word], place: int, language: str) -> list[Entry]:
    """The terms that begin at this word and have most words."""
    firsts = [index[form] for form in seen(text[place].letters, language) if form in index]
    best: list[Entry] = []
    if place + 1 < len(text) and text[place + 1].joined and any(first.longer for first in firsts):
        for second in seen(text[place + 1].letters, language):
            for first in firsts:
                best = _better(best, first.longer.get(second, ()), text, place, language)
    return best or _better(best, (one for first in firsts for one in first.alone), text, place, language)


def _better(
    best: list[Entry], entries: Iterable[Entry], text: Sequence[Word], place: int, language: str,
) -> list[Entry]:  # fmt: skip
    """Those that stand here, of the longest; `entries` come with the longest first."""
    for entry in entries:
        if best and len(entry.forms) < len(best[0].forms):
            break
        if entry not in best and _stands(entry, text, place, language):
            best = [*best, entry] if best and len(entry.forms) == len(best[0].forms) else [entry]
    return best


def _stands(entry: Entry, text: Sequence[Word], place: int, language: str) -> bool:
    here = text[place : place + len(entry.forms)]
    if len(here) < len(entry.forms) or not all(word.joined for word in here[1:]):
        return False
    if entry.term.status is Status.KEPT:
        return as_it_is([word.letters for word in here], entry.letters)
    return all(not forms.isdisjoint(seen(word.letters, language))
               for forms, word in zip(entry.forms[1:], here[1:], strict=True))  # fmt: skip


def as_it_is(said: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether these words are a term that stays as it is: letter by letter, or all in capitals; the last may bend."""
    pairs = [(unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other))
             for one, other in zip(said, kept, strict=True)]  # fmt: skip
    *before, (last, wanted_last) = pairs
    if not all(one in (other, other.upper()) for one, other in before):
        return False
    if last in (wanted_last, wanted_last.upper()):
        return True
    return last.startswith(wanted_last) and bool(_ENDED.fullmatch(last[len(wanted_last) :]))


def parts(words: str, finds: Sequence[Find]) -> Iterator[tuple[str, Find | None]]:
    """The text in parts, with the term that each one is, if any: to be highlighted. Joined they are the text."""
    end = 0
    for find in finds:
        if find.begin >= end:
            yield from ((part, None) for part in (words[end : find.begin],) if part)
            yield words[find.begin : find.end], find
            end = find.end
    yield from ((part, None) for part in (words[end:],) if part)
