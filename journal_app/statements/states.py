"""Statements, the states of what moves on: a payment or a reading is said again by a later export. Pure.

Whatever order the exports come in, what is shown is the furthest that any of them said.
"""

from collections.abc import Iterable, Mapping
from typing import Any

PENDING, VALID, REFUNDED, CANCELLED, CONTESTED = "En attente", "Validé", "Remboursé", "Annulé", "Contesté"
COUNTED = (VALID,)  # the states in which a payment is the association's money
ESTIMATE, DUE, MONTH = "estimation", "reste à payer", "mois"  # of a Lilo page
_RANK = {PENDING: 0, VALID: 1, CANCELLED: 3, REFUNDED: 4, CONTESTED: 5}
# as the platform writes them, in the plain form
WRITTEN = {
    "valide": VALID, "validee": VALID, "autorise": VALID, "autorisee": VALID, "paye": VALID, "payee": VALID,
    "effectue": VALID, "authorized": VALID, "processed": VALID, "registered": VALID, "verse": VALID,
    "en attente": PENDING, "a venir": PENDING, "en cours": PENDING, "pending": PENDING, "waiting": PENDING,
    "prevu": PENDING, "attente de validation": PENDING,
    "rembourse": REFUNDED, "remboursee": REFUNDED, "refunded": REFUNDED, "remboursement": REFUNDED,
    "en cours de remboursement": REFUNDED, "refunding": REFUNDED,
    "annule": CANCELLED, "annulee": CANCELLED, "refuse": CANCELLED, "refusee": CANCELLED, "echoue": CANCELLED,
    "echec": CANCELLED, "erreur": CANCELLED, "abandonne": CANCELLED, "canceled": CANCELLED, "cancelled": CANCELLED,
    "refused": CANCELLED, "error": CANCELLED, "expire": CANCELLED,
    "conteste": CONTESTED, "contestee": CONTESTED, "contested": CONTESTED, "impaye": CONTESTED,
}  # fmt: skip


def furthest(said: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Of all that was said of one thing the furthest; between equals the greater, so that no order of files matters.

    How it was written does not count: of the same thing in two spellings the first stays.
    """
    return max(said, key=_far)


def shown(said: Iterable[Mapping[str, Any]], kept: str | None = None) -> dict[str, Any]:
    """What a line shows of all that was said of it: the furthest, in whatever order it was said.

    A payment that is given back in a row of its own (below zero) keeps what was paid and is "given back": it counts for
    nothing, where the row alone would take it off a second time. `kept`: the form of a payment that is reconciled; it
    stays, since the same payout under the form's next name would be money a second time.
    """
    every = list(said)
    found = dict(furthest(every))
    if found["state"] == REFUNDED and found["cents"] < 0:
        paid = [one for one in every if one["cents"] > 0 and one["state"] in (PENDING, *COUNTED, REFUNDED)]
        found["cents"] = furthest(paid)["cents"] if paid else found["cents"]
    if kept is not None:
        found["purpose"] = kept
    return found


def part_given_back(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether one of these gives back something else than the other paid: what is left of it nobody says."""
    back = min(one, other, key=lambda said: int(said["cents"]))
    paid = other if back is one else one
    return bool(back["state"] == REFUNDED and back["cents"] < 0 < paid["cents"] != -back["cents"])


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether they say the same, however it was written."""
    return _far(one) == _far(other)


def _far(one: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        str(one.get("read", "")),  # the day a page was read
        _RANK.get(str(one["state"]), 0),
        bool(one["paid_out_on"]),
        str(one["paid_out_on"] or ""),
        int(one["cents"]),
        str(one["dated"]),
        str(one["purpose"]),
        str(one["label"]),
    )
