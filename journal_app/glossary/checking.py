"""Glossary, the checks: a source and its translation x the glossary -> what a translator should look at. Pure.

It asks whether the translation says each concept of the source in a way of the house's, whether it says what the house
never does, and whether names and acronyms stayed as they are. Where several concepts share a word, any of them will do:
better silent than wrong. It blocks nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from journal_app.glossary.concepts import SAID, Concept, Status
from journal_app.glossary.endings import wanted
from journal_app.glossary.matching import Find, Terms, Word, as_it_is, found, indexed, words_of
from journal_app.problems import Problem, warning

WHO = "translator"
Span = tuple[Find, ...]  # the terms that stand at one place


def checked(
    concepts: Terms | Iterable[Concept], source_words: str, target_words: str, source_language: str,
    target_language: str, where: str,
) -> list[Problem]:  # fmt: skip
    """`term-missing`, `term-forbidden` and `term-kept`, each a warning and once a concept.

    `concepts`: made ready by `matching.indexed` where many rows are checked; `found` is what stands there, `allowed`
    what the house says in the target's language, separated by commas. Words are plain: no marks, no markup.
    """
    both = (source_language, target_language)
    terms = concepts if isinstance(concepts, Terms) else indexed(concepts, both)
    source = _places(found(terms, source_words, source_language))
    target = found(terms, target_words, target_language)
    meant = {find.concept.id for span in source for find in span}
    problems = _not_said(source, target, target_words, target_language, where)
    return [*problems, *_never(_places(target), meant, target_words, target_language, where)]


def _places(finds: Sequence[Find]) -> list[Span]:
    """The finds by where they stand."""
    at: dict[tuple[int, int], list[Find]] = {}
    for find in finds:
        at.setdefault((find.begin, find.end), []).append(find)
    return [tuple(one) for one in at.values()]


def _not_said(
    source: Sequence[Span], target: Sequence[Find], words: str, language: str, where: str,
) -> list[Problem]:  # fmt: skip
    """What the source says and the translation does not."""
    said = {find.concept.id for find in target if find.term.status is not Status.FORBIDDEN}
    told: set[str] = set()
    problems: list[Problem] = []
    for span in source:
        ids = {find.concept.id for find in span}
        if ids & said or ids <= told:
            continue
        asked = [find for find in span if _must(find, language)]
        if len(asked) < len(span):  # one of those who share the word asks for nothing here: it may be that one
            continue
        told |= ids
        problems.append(_missing(asked[0], words, language, where))
    return problems


def _must(find: Find, language: str) -> bool:
    """Whether the glossary knows how the concept is said in the target's language."""
    return find.term.status is Status.KEPT or bool(find.concept.said(language))


def _missing(find: Find, words: str, language: str, where: str) -> Problem:
    if find.term.status is Status.KEPT:
        altered = _altered(find, words, language)
        return warning("term-kept", where, altered or find.term.text, find.term.text, WHO)
    allowed = find.concept.said(language, Status.PREFERRED) or find.concept.said(language)
    return warning("term-missing", where, find.term.text, ", ".join(allowed), WHO)


def _altered(find: Find, words: str, language: str) -> str:
    """The kept term as the translation writes it otherwise: in other letters of the same name, as `oqtf`."""
    kept = [word.letters for word in words_of(find.term.text, language)]
    forms = [wanted(one, language) for one in kept]
    text = words_of(words, language)
    for place in range(len(text) - len(kept) + 1):
        here = text[place : place + len(kept)]
        if all(not own.isdisjoint(wanted(word.letters, language)) for own, word in zip(forms, here, strict=True)):
            return "" if as_it_is([word.letters for word in here], kept) else _between(words, here)
    return ""


def _between(words: str, here: Sequence[Word]) -> str:
    return words[here[0].begin : here[-1].end]


def _never(
    target: Sequence[Span], meant: set[str], words: str, language: str, where: str,
) -> Iterator[Problem]:  # fmt: skip
    """What the house never says. A word that says another concept is let pass, unless the source means the first."""
    told: set[str] = set()
    for span in target:
        bad = [find for find in span if find.term.status is Status.FORBIDDEN]
        if not bad or bad[0].concept.id in told:
            continue
        if len(bad) < len(span) and bad[0].concept.id not in meant:
            continue
        told.add(bad[0].concept.id)
        allowed = bad[0].concept.said(language, Status.PREFERRED) or bad[0].concept.said(language, *SAID)
        yield warning("term-forbidden", where, words[bad[0].begin : bad[0].end], ", ".join(allowed), WHO)
