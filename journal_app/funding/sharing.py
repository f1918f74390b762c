"""Funding, sums: what issues hold of a fund, and what of it is settled, drawn or passed on. Pure; always to the cent.

A holder is an issue's id, or None for what waits to be allocated. Whatever is done, holdings sum to their fund.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Holder = str | None
Holdings = Mapping[Holder, int]


class Short(ValueError):
    """More was asked for than is held; `args[0]` is how many cents are there."""


@dataclass(frozen=True, slots=True)
class Row:
    """So much more or less of a fund for a holder, in cents."""

    fund_id: str
    holder: Holder
    cents: int


def settled_shares(holdings: Holdings, settled: int) -> dict[Holder, int]:
    """What of each holding is settled, in proportion; the cents left over go to the largest remainders.

    The shares sum to `settled`, and none is more than its holding. Equal remainders: the larger holding, then the id.
    """
    held = {holder: cents for holder, cents in holdings.items() if cents > 0}
    whole = sum(held.values())
    settled = min(settled, whole)
    if not whole:
        return {}
    shares = {holder: cents * settled // whole for holder, cents in held.items()}
    order = sorted(held, key=lambda one: (-(held[one] * settled % whole), -held[one], one or ""))
    for holder in order[: settled - sum(shares.values())]:
        shares[holder] += 1
    return shares


def drawn(held: Sequence[tuple[str, int]], cents: int) -> list[tuple[str, int]]:
    """An amount out of several funds in the order given: (fund, cents) of each that is touched. Raises Short."""
    found, left = [], cents
    for fund, there in held:
        if taken := min(max(0, there), left):
            found.append((fund, taken))
            left -= taken
    if left:
        raise Short(cents - left)
    return found


def moved(held: Sequence[tuple[str, int]], cents: int, giver: Holder, taker: Holder) -> list[Row]:
    """The rows that move an amount from one holder to another: two of each fund that is touched. Raises Short."""
    return [
        row
        for fund, taken in drawn(held, cents)
        for row in (Row(fund, giver, -taken), Row(fund, taker, taken))
    ]  # fmt: skip


def shrunk(holdings: Holdings, cents: int, first: Holder = None) -> dict[Holder, int]:
    """What each holder gives up when a fund loses so much: what waits first, then `first`, then the largest holding.

    Raises Short when all of them together hold less.
    """
    order = sorted(holdings, key=lambda one: (one is not None, one != first, -holdings[one], one or ""))
    found: dict[Holder, int] = {}
    for holder in order:
        if taken := min(max(0, holdings[holder]), cents - sum(found.values())):
            found[holder] = taken
    if sum(found.values()) < cents:
        raise Short(sum(found.values()))
    return found


# --- what follows from an import -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Was:
    """A fund as it stands: its amount, what of it is settled, who holds it."""

    cents: int
    settled: int
    holdings: Holdings


def carried(wanted: Mapping[str, int], settled: Mapping[str, int]) -> dict[str, int]:
    """Amounts by reference, none below nothing nor below what is settled; what is lacking is taken from the others.

    A payment that is given back after its payout was seen at the bank makes that payout no smaller: the platform keeps
    it back from what is still to come, the last reference first. What nobody can give is left out.
    """
    found = {key: max(cents, settled.get(key, 0), 0) for key, cents in wanted.items()}
    lack = sum(found.values()) - sum(wanted.values())
    for key in sorted(found, reverse=True):
        given = min(lack, found[key] - max(0, settled.get(key, 0)))
        found[key] -= given
        lack -= given
    return found


def followed(was: Mapping[str, Was], amounts: Mapping[str, int], home: Holder) -> list[Row]:
    """The rows that bring a campaign's funds (by reference) to their new amounts.

    What one fund loses to another (a payment on its way from collected to paid out) keeps its holders; what is new goes
    to `home`. Every fund ends at its amount and no holding below nothing.
    """
    rows: list[Row] = []
    passed: dict[Holder, int] = {}
    for key in sorted(was):
        lost = was[key].cents - amounts.get(key, 0)
        for holder, cents in shrunk(was[key].holdings, lost, home).items() if lost > 0 else ():
            rows.append(Row(key, holder, -cents))
            passed[holder] = passed.get(holder, 0) + cents
    for key in sorted(amounts):
        more = amounts[key] - (was[key].cents if key in was else 0)
        for holder in sorted(passed, key=lambda one: (one is None, one or "")):  # what somebody holds goes on first
            if more > 0 and (given := min(more, passed[holder])):
                rows.append(Row(key, holder, given))
                passed[holder] -= given
                more -= given
        if more > 0:
            rows.append(Row(key, home, more))
    return rows


def summed(rows: Iterable[Row]) -> dict[str, dict[Holder, int]]:
    """Rows as holdings by fund; holders of nothing are left out."""
    found: dict[str, dict[Holder, int]] = {}
    for row in rows:
        of_fund = found.setdefault(row.fund_id, {})
        of_fund[row.holder] = of_fund.get(row.holder, 0) + row.cents
    return {fund: {one: cents for one, cents in held.items() if cents} for fund, held in found.items()}
