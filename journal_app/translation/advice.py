"""Translation, the advice: a row x glossary and checks -> what its translator should know of it. It blocks nothing.

What somebody else has reviewed is not questioned again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from journal_app.glossary.checking import checked as terms_checked
from journal_app.glossary.concepts import SAID, Status
from journal_app.glossary.matching import Find, Terms, found
from journal_app.problems import Problem
from journal_app.translation import checks
from journal_app.translation.actions import named
from journal_app.translation.beads import Stage, words
from journal_app.translation.reading import Opened
from journal_app.translation.rows import Row


@dataclass(frozen=True, slots=True)
class Word:
    """A term of a row's source. `said`: how the house says it in the target's language, `never`: how it does not.

    `kept`: it stays as it is.
    """

    text: str
    said: tuple[str, ...]
    never: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    kept: bool = False
    definition: str = ""


def glossed(terms: Terms, text: str, source: str, target: str) -> list[Word]:
    """The glossary's words that a text has, each concept once, in their order."""
    return list({find.concept.id: _word(find, target) for find in reversed(found(terms, text, source))}.values())[::-1]


def _word(find: Find, target: str) -> Word:
    concept = find.concept
    kept = find.term.status is Status.KEPT
    said = concept.said(target, Status.PREFERRED) or concept.said(target, *SAID)
    return Word(find.term.text, said, concept.said(target, Status.FORBIDDEN), concept.said(target, Status.SPOKEN),
                kept, concept.definition)  # fmt: skip


def advised(
    here: Opened, terms: Terms, inclusive: str, only: Iterable[str] | None = None
) -> Mapping[str, list[Problem]]:
    """What is to be looked at, by the names of the rows; `only`: of these."""
    rows = named(here.rows)
    names = rows if only is None else [name for name in only if name in rows]
    found = {name: list(_advice(here, rows[name], terms, inclusive)) for name in names}
    return {name: problems for name, problems in found.items() if problems}


def _advice(here: Opened, row: Row, terms: Terms, inclusive: str) -> Iterator[Problem]:
    if not row.targets or not row.sources or row.bead.stage >= Stage.REVIEWED:
        return
    both = here.source.language, here.target.language
    source, target = words(row.sources), words(row.targets)
    yield from terms_checked(terms, source, target, *both, row.key)
    yield from checks.checked(source, target, *both, row.key, inclusive)
