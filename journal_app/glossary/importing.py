"""Glossary, what comes in: the rows of a file x the glossary as it is -> what becomes of each row. Pure.

Nothing is there twice afterwards and nothing is written over unless somebody said so; one row that cannot be read stops
them all. A row's concept is the one whose id it names, else one that has the term and does not define it otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from journal_app.glossary.concepts import LONGEST, WHO, Concept, Status, Term, has_letters, plain
from journal_app.languages import LANGUAGES, language
from journal_app.problems import Problem, blocking, warning

MOST_ROWS = 20_000
_NEW = "new "  # before the file's own name of a concept that is not there: no id of ours has a space


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file, a term each. `line`: where it stands, from 1; `concept`: what the file calls its concept."""

    line: int
    concept: str
    language: str
    term: str
    status: str = ""
    definition: str = ""
    note: str = ""


class Fate(StrEnum):
    """What becomes of a row, or of a definition."""

    NEW = "new"  # a concept that was not there
    ADDED = "added"  # to a concept that is there
    SAME = "same"  # it is there already
    DIFFERS = "differs"  # it is there otherwise, and stays as it is
    REPLACED = "replaced"  # it was there otherwise
    TWICE = "twice"  # an earlier row says it
    LEFT_OUT = "left-out"  # a language that the paper does not have
    WRONG = "wrong"  # it cannot be read: nothing of the file is taken


@dataclass(frozen=True, slots=True)
class Became:
    """A row with its fate. `what`: "term", "definition" or "note"; `here`: what the glossary says where it differs."""

    entry: Entry
    fate: Fate
    what: str = "term"
    here: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to: each row's fate, and the concepts that are new (without id) or another, as they will be."""

    became: tuple[Became, ...]
    concepts: tuple[Concept, ...]

    @property
    def problems(self) -> list[Problem]:
        """What has to be put right in the file; nothing is taken in while there is any."""
        return [one.problem for one in self.became if one.problem]

    def count(self, fate: Fate) -> int:
        return sum(one.fate == fate for one in self.became)


def plan(
    entries: Sequence[Entry], known: Iterable[Concept], gone: Iterable[str] = (), *, replaces: bool = False
) -> Plan:
    """Decide. `known`: the glossary as it is; `gone`: ids of concepts that were taken out; `replaces`: what differs
    is written over."""
    here = _Known(known, frozenset(gone))
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.concept, []).append(entry)
    became: list[Became] = []
    concepts: dict[str, Concept] = {}  # by id, or by the file's own name for those that are new
    for name, rows in groups.items():
        readable, told = _readable(rows)
        became += told
        before, problem = here.of(name, readable)
        if problem:
            became += [Became(row, Fate.WRONG, problem=problem) for row in readable]
        elif readable:
            start = before or Concept(f"{_NEW}{name}", "")
            after, fates = _joined(start, readable, replaces, new=start.id.startswith(_NEW))
            became += fates
            here.put(after)
            if after != start:
                concepts[after.id] = after
    became.sort(key=lambda one: (one.entry.line, one.what == "term"))
    stopped = any(one.fate is Fate.WRONG for one in became)
    made = (replace(one, id="") if one.id.startswith(_NEW) else one for one in concepts.values())
    return Plan(tuple(became), () if stopped else tuple(made))


class _Known:
    """The glossary, to be asked which of its concepts a file means."""

    def __init__(self, known: Iterable[Concept], gone: frozenset[str]) -> None:
        self.gone = gone
        self.by_id: dict[str, Concept] = {}
        self.by_term: dict[tuple[str, str], dict[str, None]] = {}
        for one in known:
            self.put(one)

    def put(self, one: Concept) -> None:
        """From now on this concept says this: what comes later in the file is the same one, not another."""
        self.by_id[one.id] = one
        for term in one.terms:
            self.by_term.setdefault(term.key, {})[one.id] = None

    def of(self, name: str, rows: Sequence[Entry]) -> tuple[Concept | None, Problem | None]:
        """The concept that these rows mean, or nothing when it is a new one; or why that cannot be told."""
        if name in self.by_id:
            return self.by_id[name], None
        if rows and name in self.gone:
            return None, blocking("glossary-concept-gone", f"{rows[0].line}", rows[0].term, "", WHO)
        told = next((row.definition for row in rows if row.definition), "")
        like: dict[str, Concept] = {}
        for row in rows:
            for one in map(self.by_id.__getitem__, self.by_term.get((row.language, plain(row.term)), ())):
                if not told or not one.definition or plain(one.definition) == plain(told):
                    like[one.id] = one
        exact = [one for one in like.values() if told and plain(one.definition) == plain(told)]
        best = exact or list(like.values())
        if len(best) > 1:
            titles = ", ".join(sorted({one.title() for one in best})[:4])
            return None, blocking("glossary-concept-unclear", f"{rows[0].line}", rows[0].term, titles, WHO)
        return (best[0] if best else None), None


def _readable(rows: Sequence[Entry]) -> tuple[list[Entry], list[Became]]:
    """The rows that can be taken, their languages and status as the desk calls them; and the fate of the others."""
    good: list[Entry] = []
    told: list[Became] = []
    for row in rows:
        tag, problem = _tag(row.language), _problem(row)
        if problem:
            told.append(Became(row, Fate.WRONG, problem=problem))
        elif not tag:
            told.append(Became(row, Fate.LEFT_OUT))
        else:
            good.append(replace(row, language=tag))
    return good, told


def _tag(told: str) -> str:
    """A language as a file calls it: a tag, a tag with a country, or its name in French, in English or its own."""
    tag = told.replace("_", "-")
    found = language(tag) or language(tag.partition("-")[0].lower())
    return found.tag if found else _NAMES.get(told.casefold(), "")


_NAMES = {name.casefold(): one.tag for one in LANGUAGES.values() for name in (one.name, one.french, one.english)}


def _problem(row: Entry) -> Problem | None:
    where = f"{row.line}"
    if not has_letters(row.term) or len(row.term) > LONGEST:
        return blocking("glossary-term", where, row.term[:60], LONGEST, WHO)
    if row.status and row.status not in list(Status):
        return blocking("glossary-status", where, row.status[:60], ", ".join(Status), WHO)
    if not row.language:
        return blocking("glossary-language", where, row.term, ", ".join(LANGUAGES), WHO)
    return None


def _joined(before: Concept, rows: Sequence[Entry], replaces: bool, new: bool) -> tuple[Concept, list[Became]]:
    """The concept with what the rows bring, and what became of each."""
    became: list[Became] = []
    after = before
    for what in ("definition", "note"):
        row = next((one for one in rows if getattr(one, what)), None)
        if row is None:
            continue
        told, here = getattr(row, what), getattr(after, what)
        if here and plain(here) != plain(told):
            became.append(Became(row, Fate.REPLACED if replaces else Fate.DIFFERS, what, here))
            after = replace(after, **{what: told}) if replaces else after
        elif not here:
            after = replace(after, **{what: told})
            became += [] if new else [Became(row, Fate.ADDED, what)]
    there = {term.key: term for term in after.terms}
    ours = dict(there)
    said: set[tuple[str, str]] = set()
    for row in rows:
        term = Term(row.language, row.term, Status(row.status or Status.ADMITTED))
        if term.key in said:
            became.append(Became(row, Fate.TWICE))
            continue
        said.add(term.key)
        known = there.get(term.key)
        told = replace(term, status=known.status) if known and not row.status else term  # it says nothing of it
        fate, ours[term.key] = _fate(told, known, replaces, new)
        here = there[term.key].status.value if fate in (Fate.DIFFERS, Fate.REPLACED) else ""
        became.append(Became(row, fate, here=here))
    return replace(after, terms=tuple(ours.values())), became


def _fate(term: Term, there: Term | None, replaces: bool, new: bool) -> tuple[Fate, Term]:
    if there is None:
        return (Fate.NEW if new else Fate.ADDED), term
    if there.status is term.status:
        return Fate.SAME, there
    return (Fate.REPLACED, replace(there, status=term.status)) if replaces else (Fate.DIFFERS, there)


def mark(told: Plan) -> str:
    """A mark of all fates: another one when the same file would come to something else by now."""
    whole = [(one.entry.concept, one.entry.language, one.entry.term, one.fate, one.what, one.here)
             for one in told.became]  # fmt: skip
    return sha256(repr(sorted(whole)).encode()).hexdigest()[:16]


def nothing(name: str) -> Problem:
    """There is no row in what was brought."""
    return blocking("glossary-empty", name, "", "", WHO)


def too_large(name: str, size: int, most: int) -> Problem:
    """The file is larger than a glossary is; both in bytes."""
    return blocking("glossary-too-large", name, f"{size / 1e6:.1f}", f"{most / 1e6:.1f}", WHO)


def moved_on() -> Problem:
    """Somebody changed the glossary between the look and the yes."""
    return warning("glossary-plan-moved-on", "", who=WHO)


def of_glossary(concepts: Iterable[Concept]) -> list[Entry]:
    """The glossary as rows of a file: each concept's first row has its definition and its note, the others neither."""
    return [
        Entry(0, one.id, term.language, term.text, term.status.value,
              one.definition if not number else "", one.note if not number else "")
        for one in concepts for number, term in enumerate(one.terms)
    ]  # fmt: skip
