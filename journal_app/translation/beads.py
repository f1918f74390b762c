"""Translation, the beads: which paragraphs of a source a translation's paragraphs were made from. Pure values.

A bead holds both sides as they were when somebody last said that one is the other: nothing else is needed to know
later what of the source moved on, and by which words. A field (headline, pull quote, caption) is a bead of one line;
the body's beads stand in its order. A bead without sources is a paragraph of the translator's own; one without targets
is still to be translated.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of, inline
from journal_app.submissions.alignment import key
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.content import Content
from journal_app.translation.following import follow
from journal_app.translation.pairing import pair

BODY = "body"
TOLD = ("by", "at", "seen", "judged", "judged_on", "drafted")  # what a bead says beside its words
LINES = ("kicker", "headline", "standfirst", "short", "byline")
Blocks = tuple[Block, ...]


class Stage(IntEnum):
    """How far a paragraph has come; the least of several counts for all of them."""

    MISSING = 0
    NEEDS_WORK = 1  # somebody said that it is not right
    IN_PROGRESS = 2  # words are there, nobody has said that they are done
    TRANSLATED = 3
    REVIEWED = 4  # by somebody who reads both languages
    APPROVED = 5  # and its author said yes


@dataclass(frozen=True, slots=True)
class Bead:
    """What was made from what. `seen`: the source's revision then; `judged`: "minor" or "stale", on those sources."""

    key: str
    sources: Blocks = ()
    targets: Blocks = ()
    stage: Stage = Stage.MISSING
    by: str = ""  # the account that last said so
    at: str = ""  # ISO 8601
    seen: str = ""
    judged: str = ""
    judged_on: str = ""
    drafted: str = ""  # these words are a "memory"'s, a "machine"'s or out of a "file", and nobody answers for them yet

    def as_json(self) -> dict[str, Any]:
        """Plain values for a row."""
        told: dict[str, Any] = {"key": self.key, "stage": int(self.stage)}
        told |= {"sources": [_plain(one) for one in self.sources], "targets": [_plain(one) for one in self.targets]}
        told |= {name: value for name in TOLD if (value := getattr(self, name))}
        return told


def from_json(told: Mapping[str, Any]) -> Bead:
    """What a row holds."""
    rest = {name: told[name] for name in TOLD if name in told}
    sources, targets = (tuple(map(_block, told.get(name, ()))) for name in ("sources", "targets"))
    return Bead(told["key"], sources, targets, Stage(told["stage"]), **rest)


def _plain(block: Block) -> dict[str, Any]:
    told = {"kind": block.kind, "html": inline(block.runs), "lang": block.lang, "dir": block.dir}
    return {name: value for name, value in told.items() if value} | (
        {"level": block.level, "ordered": block.ordered} if block.kind == "li" else {}
    )


def _block(told: Mapping[str, Any]) -> Block:
    found = blocks_of(f"<p>{told['html']}</p>")
    return Block(told["kind"], found[0].runs if found else (), told.get("lang", ""), told.get("dir", ""),
                 told.get("ordered", False), 0, told.get("level", 0))  # fmt: skip


def digest(blocks: Iterable[Block]) -> str:
    """SHA-256 of what some paragraphs say, in their marks: short enough to name them in a form or a file."""
    told = json.dumps([_plain(block) for block in blocks], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def words(blocks: Iterable[Block]) -> str:
    """The words of some paragraphs, a line each."""
    return "\n".join(full_text(block) for block in blocks)


# --- a text's own parts ----------------------------------------------------------------------------------------------


def line(text: str) -> Blocks:
    """A field's words as a paragraph; nothing when it is empty."""
    return (Block("p", (Run(text),)),) if text else ()


def fields_of(content: Content, others: Mapping[str, str] | None = None) -> dict[str, str]:
    """The short texts by key, in the order in which they are translated. `others`: captions and their like."""
    found = {name: getattr(content, name) for name in LINES}
    found |= {f"quote:{number}": quote for number, quote in enumerate(content.quotes)}
    return {name: said for name, said in (found | dict(others or {})).items() if said}


def body_of(content: Content) -> Blocks:
    """The paragraphs of the body, without the numbers that their places give them."""
    return tuple(key(block) for block in blocks_of(content.body))


def content_of(fields: Mapping[str, str], body: Iterable[Block]) -> Content:
    """A text of these parts; list items are numbered by their places."""
    quotes = {int(name[6:]): said for name, said in fields.items() if name.startswith("quote:")}
    numbered: list[Block] = []
    for block in body:
        before = numbered[-1] if numbered else None
        goes_on = block.ordered and before is not None and before.kind == "li"
        numbered.append(replace(block, number=(2 if goes_on else 1) if block.ordered else 0))
    return Content(
        **{name: fields.get(name, "") for name in LINES}, quotes=tuple(quotes[number] for number in sorted(quotes)),
        body=fragment_of(normal_blocks(numbered)),
    )  # fmt: skip


# --- carried to what both say now ------------------------------------------------------------------------------------


Others = Mapping[str, str]  # short texts that stand beside the article: captions and alternative texts, by key


def first(source: Content, target: Content, stage: Stage, others: tuple[Others, Others] = ({}, {})) -> list[Bead]:
    """The beads of a translation that came whole: fields by their names, paragraphs by their order and length."""
    ours, theirs = fields_of(source, others[0]), fields_of(target, others[1])
    beads = [Bead(name, line(ours[name]), line(theirs.get(name, "")), stage if name in theirs else Stage.MISSING)
             for name in ours]  # fmt: skip
    olds, news = body_of(source), body_of(target)
    for some, made in pair(olds, news):
        targets = tuple(news[j] for j in made)
        beads.append(Bead(BODY, tuple(olds[i] for i in some), targets, stage if targets else Stage.MISSING))
    return beads


def carried(beads: Sequence[Bead], target: Content, others: Mapping[str, str] | None = None) -> list[Bead]:
    """The beads with the words that the translation says now, whoever changed them meanwhile.

    Words that were changed elsewhere are translated, not reviewed; a paragraph that is new there is a bead of its own.
    """
    said = fields_of(target, others)
    out = [_with(bead, line(said.get(bead.key, ""))) for bead in beads if bead.key != BODY]
    return out + _body([bead for bead in beads if bead.key == BODY], body_of(target))


def _with(bead: Bead, targets: Blocks) -> Bead:
    if targets == bead.targets:
        return bead
    if not targets:
        return replace(bead, targets=(), stage=Stage.MISSING)
    at_most = bead.stage if same_words(bead.targets, targets) else Stage.TRANSLATED
    return replace(bead, targets=targets, stage=min(bead.stage, at_most) or Stage.IN_PROGRESS, drafted="")


def _body(beads: list[Bead], now: Blocks) -> list[Bead]:
    before = [(number, block) for number, bead in enumerate(beads) for block in bead.targets]
    became = follow([block for _, block in before], now)
    places: list[set[int]] = [set() for _ in beads]
    for (number, _), there in zip(before, became, strict=True):
        places[number].update(there)
    out: list[tuple[int, Bead]] = []
    taken: set[int] = set()
    last = -1
    for group in groups(places):
        mine = sorted(set().union(*(places[number] for number in group)))
        joined = replace(
            beads[group[0]], sources=tuple(block for number in group for block in beads[number].sources),
            stage=min(beads[number].stage for number in group),
            targets=tuple(block for number in group for block in beads[number].targets),
        )  # fmt: skip
        last = mine[0] if mine else last
        out.append((last, _with(joined, tuple(now[j] for j in mine))))
        taken.update(mine)
    out += [(j, Bead(BODY, (), (now[j],), Stage.TRANSLATED)) for j in range(len(now)) if j not in taken]
    return [bead for _, bead in sorted(out, key=lambda one: one[0])]


def groups(places: Sequence[set[int]]) -> Iterator[list[int]]:
    """The numbers of sets that share a member, together, in the order of the first of each."""
    owner: dict[int, int] = {}
    parent = list(range(len(places)))

    def root(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    for number, mine in enumerate(places):
        for place in mine:
            one, other = sorted((root(owner.setdefault(place, number)), root(number)))
            parent[other] = one
    together: dict[int, list[int]] = {}
    for number in range(len(places)):
        together.setdefault(root(number), []).append(number)
    yield from together.values()


def same_words(one: Iterable[Block], other: Iterable[Block]) -> bool:
    """Whether only signs and spaces differ, or marks: what a reader hears is the same."""
    return bare(words(one)) == bare(words(other))


def bare(text: str) -> str:
    """The letters, digits and their marks of a text alone."""
    return "".join(sign for sign in text if sign.isalnum() or unicodedata.category(sign)[0] == "M")
