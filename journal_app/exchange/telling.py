"""Exchange, the telling: what became of files that came back -> plain values for machines and for a page. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from journal_app.exchange.actions import Brought
from journal_app.exchange.incoming import Became, Fate

ORDER = (Fate.TAKEN, Fate.MINOR, Fate.STALE, Fate.SAME, Fate.NEWER, Fate.EMPTY, Fate.REFUSED)
QUIET = frozenset({Fate.TAKEN, Fate.SAME, Fate.EMPTY})  # what nobody has to look at


def as_values(slug: str, brought: Sequence[Brought]) -> dict[str, Any]:
    """The fate of every unit, and how many units had which."""
    counts = Counter(one.fate for each in brought if each.plan for one in each.plan.fates)
    return {
        "issue": slug,
        "units": {fate.value: counts[fate] for fate in ORDER if counts[fate]},
        "articles": [_article(one) for one in brought],
    }


def _article(one: Brought) -> dict[str, Any]:
    slug = one.article.original.partition("/")[2] or one.article.id
    told = {"article": slug, "language": one.article.target, "taken_in": one.plan is not None}
    return told | {
        "units": [_unit(each) for each in one.plan.fates] if one.plan else [],
        "absent": list(one.plan.absent) if one.plan else [],
    }


def _unit(one: Became) -> dict[str, Any]:
    told = {"id": one.unit.id, "key": one.unit.key, "fate": one.fate.value, "line": one.unit.line}
    return told | ({"why": one.why.value} if one.why else {})


def to_look_at(one: Brought) -> list[Became]:
    """The units that a person has to see: those that are not simply where they belong."""
    return [each for each in one.plan.fates if each.fate not in QUIET or each.problems] if one.plan else []


def in_place(one: Brought) -> bool:
    """Whether nobody has to see anything of an article: all of it came, and is where it belongs."""
    return one.plan is not None and not one.plan.absent and not to_look_at(one)
