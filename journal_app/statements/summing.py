"""Statements, sums of a preview: what would be taken, known, asked, in lines and signed cents. Pure."""

from dataclasses import dataclass

from journal_app.statements.comparing import Fate, Plan
from journal_app.statements.model import Kind


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines of one fate, of the platform also of one state: how many, what comes in, what goes out."""

    fate: Fate
    state: str
    lines: int
    came_in: int
    went_out: int


def summed(plan: Plan) -> list[Sum]:
    """The sums in the order of the fates."""
    found: dict[tuple[Fate, str], list[int]] = {}
    for one in plan.judged:
        state = one.line.state if plan.kind != Kind.BANK else ""
        sums = found.setdefault((one.fate, state), [0, 0, 0])
        sums[0] += 1
        sums[1 if one.line.cents > 0 else 2] += one.line.cents
    order = {fate: place for place, fate in enumerate(Fate)}
    return [Sum(*key, *found[key]) for key in sorted(found, key=lambda key: (order[key[0]], key[1]))]
