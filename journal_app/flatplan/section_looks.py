"""Flatplan, the looks of sections: a plan -> where a section can come and which pages can go, as lists to choose from;
and the pages that are signed. It decides nothing.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal_app.bat import store as bats
from journal_app.bat.model import State
from journal_app.bat.standing import last_words, to_sign
from journal_app.flatplan.looks import Leaf, Plan, layouts, roles
from journal_app.flatplan.sections import behind, mark_of, runs
from journal_app.issues.model import Issue
from journal_app.web.desk import said


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a list: what the form says, its words, and whether it is the one that is taken unless another is."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sections:
    """Behind which pages a section can come, and which pages can go."""

    more: tuple[Spot, ...]
    less: tuple[Spot, ...]


def sections(plan: Plan) -> Sections:
    """A back page stays the last one, unless somebody says otherwise."""
    leaves, count = plan.leaves, plan.multiple
    last = len(leaves) - (1 if len(leaves) > 1 and _is_back(leaves[-1]) else 0)
    by = {leaf.number: leaf for leaf in leaves}
    more = [Spot(by[number].id, _behind(by[number], len(leaves)), number == last) for number in behind(leaves)]
    firsts = runs(leaves, count, roles)
    usual = max((first for first in firsts if first + count - 1 <= last), default=0)
    less = [Spot(f"{first}-{mark_of(leaves[first - 1 : first + count - 1])}",
                 _run(leaves[first - 1 : first + count - 1]), first == usual) for first in firsts]  # fmt: skip
    return Sections(tuple(more), tuple(less))


def _is_back(leaf: Leaf) -> bool:
    """Whether a page is made for the back of the paper."""
    layout = layouts().get(leaf.layout)
    return layout is not None and layout.file.side == "verso"


def _behind(leaf: Leaf, last: int) -> str:
    if leaf.number == last:
        return said("à la fin, après la page %(n)s", n=leaf.number)
    return _titled(said("après la page %(n)s", n=leaf.number), _titles([leaf]))


def _run(leaves: tuple[Leaf, ...]) -> str:
    return _titled(said("pages %(first)s à %(last)s", first=leaves[0].number, last=leaves[-1].number), _titles(leaves))


def _titled(words: str, titles: list[str]) -> str:
    """With the first title, and how many more there are."""
    if not titles:
        return words
    more = f" +{len(titles) - 1}" if len(titles) > 1 else ""
    return f"{words} · {titles[0]}{more}"


def _titles(leaves: tuple[Leaf, ...] | list[Leaf]) -> list[str]:
    """What begins on some pages."""
    held = [held for leaf in leaves for held in leaf.slots if held.key.startswith("piece:") and not held.continues]
    return list(dict.fromkeys(one.title for one in held))


def signed(db: Session, issue: Issue) -> list[int]:
    """The pages that are signed in the present version: with another number they are to be signed again."""
    row = bats.latest(db, issue.id)
    if row is None or row.state == State.VOID:
        return []
    pages = len(row.digests)
    left = to_sign(last_words(bats.signatures(db, row.id)), pages)
    return [folio for folio in range(1, pages + 1) if folio not in left]
