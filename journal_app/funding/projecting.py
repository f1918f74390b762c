"""Funding, the plan's side: what an issue holds -> `[[fund]]` of costing.toml, by source, state and purpose. Pure.

No name crosses here: a label is the source's word in three languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from journal_app.costing.model import Costing, Fund, FundState
from journal_app.funding.model import Purpose, Source
from journal_app.money import to_decimal

LABELS: Mapping[Source, dict[str, str]] = {
    Source.GIFT: {"fr": "Dons", "en": "Gifts", "ar": "تبرعات"},
    Source.GRANT: {"fr": "Subventions", "en": "Grants", "ar": "مِنَح"},
    Source.ASSOCIATION: {"fr": "Associations", "en": "Associations", "ar": "جمعيات"},
    Source.LILO: {"fr": "Lilo", "en": "Lilo", "ar": "Lilo"},
    Source.HELLOASSO: {"fr": "HelloAsso", "en": "HelloAsso", "ar": "HelloAsso"},
    Source.OTHER: {"fr": "Autres", "en": "Other", "ar": "موارد أخرى"},
}
MOST = 1_000_000_000  # cents: what one entry of costing.toml may hold


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a fund for an issue, in one state."""

    source: str
    state: FundState
    purpose: str
    cents: int
    dated: date


def funds_of(parts: Iterable[Part]) -> list[Fund]:
    """The entries of the plan, the surest last in each source; nothing of nothing."""
    sums: dict[tuple[str, FundState, str], tuple[int, date]] = {}
    for part in parts:
        if part.cents <= 0:
            continue
        key = (part.source, part.state, part.purpose)
        cents, dated = sums.get(key, (0, part.dated))
        sums[key] = (cents + part.cents, max(dated, part.dated))
    sources, states, purposes = list(Source), list(FundState), list(Purpose)

    def place(key: tuple[str, FundState, str]) -> tuple[int, int, int]:
        return sources.index(Source(key[0])), states.index(key[1]), purposes.index(Purpose(key[2]))

    return [
        Fund(label=LABELS[Source(source)], state=state, amount=to_decimal(sums[source, state, purpose][0]),
             dated=sums[source, state, purpose][1], source=cast(Any, source), purpose=cast(Any, purpose))
        for source, state, purpose in sorted(sums, key=place)
    ]  # fmt: skip


def with_funds(costing: Costing, parts: Iterable[Part]) -> Costing:
    """The same plan with these funds."""
    return costing.model_copy(update={"fund": funds_of(parts)})


def by_state(parts: Iterable[Part]) -> dict[FundState, int]:
    """Cents by state, the surest first: they are disjoint and sum to the whole."""
    found = dict.fromkeys(reversed(FundState), 0)
    for part in parts:
        found[part.state] += part.cents
    return found
