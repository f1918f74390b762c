"""Distribution, the sums: movements between places -> what each place got, handed out and has. Pure values."""

from collections.abc import Collection, Mapping

Flows = Mapping[tuple[str | None, str | None], int]


def balances(flows: Flows) -> dict[str, int]:
    """Copies at each place; places without any are left out."""
    found: dict[str, int] = {}
    for (here, there), copies in flows.items():
        if here:
            found[here] = found.get(here, 0) - copies
        if there:
            found[there] = found.get(there, 0) + copies
    return {place: copies for place, copies in found.items() if copies}


def delivered(flows: Flows) -> int:
    """Copies that came to be, less those that never were."""
    return sum((not here) * copies - (not there) * copies for (here, there), copies in flows.items())


def between(flows: Flows, here: Collection[str], there: Collection[str]) -> int:
    """Copies that went from some places to others, less those that came back the same way."""
    went = sum(copies for (a, b), copies in flows.items() if a in here and b in there)
    return went - sum(copies for (a, b), copies in flows.items() if a in there and b in here)


def got(flows: Flows, held: Collection[str]) -> dict[str, int]:
    """Copies that each place got from those that hold them, less what went back: by place."""
    found: dict[str, int] = {}
    for (here, there), copies in flows.items():
        if here in held and there and there not in held:
            found[there] = found.get(there, 0) + copies
        if there in held and here and here not in held:
            found[here] = found.get(here, 0) - copies
    return found
