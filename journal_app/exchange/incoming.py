"""Exchange, incoming: a translation in a file x the same translation as it is now -> what becomes of each unit. Pure.

A unit is taken, taken and marked stale, left as it is, or refused, each with its reason; nothing is overwritten that
somebody changed since the file was made. Whether the source moved on is told by the very paragraphs that the file
holds: they are followed to what became of them, moved, split or joined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from journal_app.bitext.model import Article, Code, Part, Span, State, Unit, plain
from journal_app.exchange.words import PARAGRAPH, blocks, foreign, marks_of, typed_of
from journal_app.prepress.model import Block, Run
from journal_app.problems import Problem, Severity, warning
from journal_app.translation.actions import named
from journal_app.translation.beads import BODY, Blocks, Stage, bare, digest, same_words, words
from journal_app.translation.following import follow
from journal_app.translation.marks import OPEN, SHUT, Mark, runs_of
from journal_app.translation.rows import Change, Row, done
from journal_app.translation.typing import before_of, read_row

WAYS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Fate(StrEnum):
    """What became of a unit."""

    TAKEN = "taken"
    MINOR = "minor"  # taken; of its source only signs or spaces changed since
    STALE = "stale"  # taken, and to be looked at again: its source changed since the file was made
    SAME = "same"  # it says what is here already
    EMPTY = "empty"  # the file has no translation of it
    NEWER = "newer"  # the file left it as it was; here it was changed meanwhile
    REFUSED = "refused"


class Why(StrEnum):
    """Why a unit was refused."""

    SOURCE_GONE = "source-gone"  # nothing became of its paragraph: it was taken out
    SOURCE_EDITED = "source-edited"  # the file's source is not what left the desk
    CHANGED_HERE = "changed-here"  # somebody changed the translation meanwhile, and the file says something else
    NO_BASE = "no-base"  # the file does not tell what it was made from, and here something else stands
    TWICE = "twice"  # another unit of the file was made from the same paragraphs


@dataclass(frozen=True, slots=True)
class Became:
    """A unit with its fate. `row` is the row's name; `typed` what the file says, as its field would hold it."""

    unit: Unit
    fate: Fate
    row: str = ""
    why: Why | None = None
    typed: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to: the rows as they will be, each unit's fate, and the rows that it does not speak of."""

    rows: tuple[Row, ...]
    fates: tuple[Became, ...]
    absent: tuple[str, ...]

    @property
    def changes(self) -> bool:
        return any(one.fate in (Fate.TAKEN, Fate.MINOR, Fate.STALE) for one in self.fates)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who brings a file and when. `finished`: words that came without a state are said to be translated.

    `eyes`: the issue asks for a second pair of eyes, so that nobody's "reviewed" is taken from a file.
    """

    by: str
    at: str
    seen: str
    finished: bool = True
    eyes: bool = True


def plan(article: Article, rows: Sequence[Row], hand: Hand) -> Plan:
    """Decide what becomes of each unit. `rows`: the translation as it is now, with what is to be kept."""
    now = named(rows)
    places, followed = _places(article.units, now)
    fates: list[Became] = []
    joined: dict[str, list[Unit]] = {}
    for number, one in enumerate(article.units):
        if number in followed and (name := places[number]):
            joined.setdefault(name, []).append(one)
    told: dict[str, Became] = {}
    for number, one in enumerate(article.units):
        name = places.get(number, "")
        if name in told:
            fates.append(_again(one, told[name], one in joined.get(name, ())))
            continue
        became, row = _decided(_together(joined.get(name, [one])), name, now.get(name), hand)
        fates.append(replace(became, unit=one))
        if name:
            told[name] = fates[-1]
        if row is not None:
            now[name] = row
    absent = tuple(name for name, row in now.items() if row.sources and name not in told)
    return Plan(tuple(now.values()), tuple(fates), absent)


def _again(one: Unit, before: Became, joined: bool) -> Became:
    """A unit whose row another unit had: what became of that one, when the source has joined their paragraphs."""
    if joined:
        return replace(before, unit=one, problems=())
    if not _says(_typed(one)):
        return Became(one, Fate.EMPTY, before.row)
    return Became(one, Fate.REFUSED, before.row, Why.TWICE, _typed(one))


# --- which row a unit is of -------------------------------------------------------------------------------------------


def _places(units: Sequence[Unit], now: Mapping[str, Row]) -> tuple[dict[int, str], set[int]]:
    """The row of each unit, by its number: by the very words it was made from, else by what became of them (those
    numbers apart)."""
    found: dict[int, str] = {}
    free: dict[tuple[str, str], list[str]] = {}
    for name, row in now.items():
        if row.sources:
            free.setdefault((row.key, digest(row.sources)), []).append(name)
    for number, one in enumerate(units):
        mine = free.get((one.key, one.source_hash or digest(blocks(one.source, one.spans))), [])
        if mine:  # the last of those that say the same is had by all that come after: they are told so
            found[number] = mine[0] if len(mine) == 1 else mine.pop(0)
    fields = {row.key: name for name, row in now.items() if row.key != BODY and row.sources}
    for number, one in enumerate(units):
        if number not in found and one.key in fields:
            found[number] = fields[one.key]
    more: dict[int, str] = {}
    if any(number not in found for number, one in enumerate(units) if one.key == BODY):
        more = _followed(units, now, found)
    return found | more, set(more)


def _followed(units: Sequence[Unit], now: Mapping[str, Row], found: Mapping[int, str]) -> dict[int, str]:
    """The rows of paragraphs that are not here any more as the file has them.

    All of the file's paragraphs are followed, so that those that stayed hold the others in their places; what stayed is
    given the very paragraphs of its row.
    """
    old: list[tuple[int, Block]] = []
    for number, one in enumerate(units):
        if one.key == BODY:
            told = now[found[number]].sources if number in found else blocks(one.source, one.spans)
            old += [(number, block) for block in told]
    new = [(name, block) for name, row in now.items() if row.key == BODY for block in row.sources]
    became = follow([block for _, block in old], [block for _, block in new])
    more: dict[int, str] = {}
    for (number, _), there in zip(old, became, strict=True):
        if number not in found and there:
            more.setdefault(number, new[there[0]][0])
    return more


def _together(units: Sequence[Unit]) -> Unit:
    """Units whose paragraphs the source has joined since, as one; the least of them counts."""
    if len(units) == 1:
        return units[0]
    source: list[Part] = []
    target: list[Part] = []
    spans: dict[str, Span] = {}
    for number, one in enumerate(units):
        between: list[Part] = [Code(f"joined{number}")] if number else []
        own = {name: f"{name}-{number}" for name in one.spans}
        spans |= {own[name]: span for name, span in one.spans.items()} | {f"joined{number}": PARAGRAPH}
        source += [*between, *_renamed(one.source, own)]
        target += [*between, *_renamed(one.target or (), own)] if one.target else []
    states = list(State)
    return replace(units[0], source=tuple(source), target=tuple(target) or None, spans=spans, source_hash="",
                   target_hash="", state=min((one.state for one in units), key=states.index))  # fmt: skip


def _renamed(words: Sequence[Part], own: Mapping[str, str]) -> list[Part]:
    return [replace(part, id=own.get(part.id, part.id)) if isinstance(part, Code) else part for part in words]


# --- what becomes of it -----------------------------------------------------------------------------------------------


def _typed(one: Unit) -> str:
    return typed_of(one.target or (), one.spans).strip()


def _says(typed: str) -> bool:
    """Whether there are words, and not only the signs that stood around some."""
    return bool("".join(sign for sign in typed if sign not in OPEN and sign not in SHUT).strip())


def _decided(one: Unit, name: str, row: Row | None, hand: Hand) -> tuple[Became, Row | None]:
    """The unit's fate, and the row as it will be when something of the file is taken."""
    typed = _typed(one)
    if not _says(typed) or _untouched_copy(one, typed):
        return Became(one, Fate.EMPTY, name), None
    if row is None:
        return Became(one, Fate.REFUSED, "", Why.SOURCE_GONE, typed), None
    now = digest(row.sources)
    if now == one.source_hash and bare(plain(one.source)) != bare(words(row.sources)):
        return Became(one, Fate.REFUSED, name, Why.SOURCE_EDITED, typed), None
    source = row.sources if now == one.source_hash else blocks(one.source, one.spans)
    fresh = now in (one.source_hash, digest(source))
    targets, problems = read_row(row, typed) if fresh else _read_old(one, row, typed)
    problems += [warning("mark-unknown", row.key, code) for code in foreign(one.target or (), one.spans)]
    if targets == row.targets or _without_ways(typed) == _without_ways(before_of(row)):
        return _same(one, name, row, hand, fresh)
    if why := _in_the_way(one, row, targets):
        fate = Fate.NEWER if why is Fate.NEWER else Fate.REFUSED
        return Became(one, fate, name, why if isinstance(why, Why) else None, typed), None
    made = _made(one, row, targets, source, hand, fresh, problems)
    fate = Fate.TAKEN if fresh else Fate.MINOR if same_words(source, row.sources) else Fate.STALE
    if (limit := one.limit) is not None and one.key != BODY and len(words(targets)) > limit:
        problems = [*problems, warning("unit-too-long", row.key, len(words(targets)), limit, "translator")]
    return Became(one, fate, name, None, typed, tuple(problems)), made


def _without_ways(typed: str) -> str:
    """Words without marks of direction, which a tool may drop: they are kept as they are here."""
    return "".join(sign for sign in typed if sign not in WAYS).strip()


def _untouched_copy(one: Unit, typed: str) -> bool:
    """Whether a tool wrote the source where nothing was translated, as some do when they save."""
    bare = one.state is State.INITIAL and not one.target_hash
    return bare and typed == typed_of(one.source, one.spans).strip()


def _read_old(one: Unit, row: Row, typed: str) -> tuple[Blocks, list[Problem]]:
    """The words by the marks that the file says they have; a link that the piece never had is plain words."""
    known = {run.href for block in (*row.sources, *row.targets, *row.was) for run in block.runs if run.href}
    marks = [mark if mark.run.href in {"", *known} else Mark(Run("")) for mark in marks_of(one.spans)]
    if one.key != BODY:
        return read_row(row, typed)
    shapes = row.targets or row.sources
    out: list[Block] = []
    problems: list[Problem] = []
    for number, part in enumerate(part for part in typed.split("\n\n") if part.strip()):
        runs, found = runs_of(part, marks, row.key)
        problems += [told for told in found if told.code != "mark-lost"]
        if runs:
            out.append(replace(shapes[min(number, len(shapes) - 1)], runs=runs, lang="", dir=""))
    return tuple(out), problems


def _in_the_way(one: Unit, row: Row, targets: Blocks) -> Why | Fate | None:
    """Why words of the file are not put in the place of those that are here."""
    if not row.targets and not one.target_hash:
        return None
    here = digest(row.targets) if row.targets else ""  # somebody may have taken the words out meanwhile
    if not one.target_hash:
        # The file was made when nothing stood here, or by a tool that lost what was noted: a person decides.
        return Why.CHANGED_HERE if one.source_hash else Why.NO_BASE
    if here == one.target_hash:
        return None
    return Fate.NEWER if digest(targets) == one.target_hash else Why.CHANGED_HERE


def _same(one: Unit, name: str, row: Row, hand: Hand, fresh: bool) -> tuple[Became, Row | None]:
    """Words that are here already may have come further in the file."""
    stage = _stage(one, row, hand, ())
    if not fresh or row.change not in (Change.FRESH, Change.MINOR) or stage <= row.bead.stage:
        return Became(one, Fate.SAME, name), None
    if one.state not in (State.TRANSLATED, State.REVIEWED, State.FINAL):
        return Became(one, Fate.SAME, name), None
    return Became(one, Fate.TAKEN, name), done(row, row.targets, stage, hand.by, hand.at, hand.seen)


def _made(
    one: Unit, row: Row, targets: Blocks, source: Blocks, hand: Hand, fresh: bool, problems: Iterable[Problem]
) -> Row:
    """The row with the file's words, said to be right for the source as the file has it."""
    stage = _stage(one, row, hand, problems)
    drafted = one.state.value if one.state in (State.MEMORY, State.MACHINE) else "" if hand.by else "file"
    made = done(row, targets, stage, "" if drafted else hand.by, hand.at, hand.seen if fresh else "")
    bead = replace(made.bead, drafted=drafted)
    if fresh:
        return replace(made, bead=bead)
    change = Change.MINOR if same_words(source, row.sources) else Change.STALE
    shaped = _shaped(source, row.was or row.sources)
    return replace(made, bead=replace(bead, sources=shaped), change=change, moved=row.moved)


def _shaped(source: Blocks, like: Blocks) -> Blocks:
    """The file's source in the shapes that the desk's has: a file does not tell a heading from a paragraph."""
    return tuple(replace(like[min(place, len(like) - 1)], runs=block.runs) if like else block
                 for place, block in enumerate(source))  # fmt: skip


def _stage(one: Unit, row: Row, hand: Hand, problems: Iterable[Problem]) -> Stage:
    """How far a unit's words have come. What nobody answers for by name is never more than in progress."""
    if one.state is State.NEEDS_WORK:
        return Stage.NEEDS_WORK
    broken = any(problem.severity is Severity.BLOCKING for problem in problems)
    if not hand.by or broken or one.state in (State.MEMORY, State.MACHINE, State.IN_PROGRESS):
        return Stage.IN_PROGRESS
    if one.state in (State.REVIEWED, State.FINAL) and not hand.eyes:
        return Stage.REVIEWED
    return Stage.IN_PROGRESS if one.state is State.INITIAL and not hand.finished else Stage.TRANSLATED

