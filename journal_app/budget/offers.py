"""Budget, offers: quotes from the printer's door and by mail, as one kind of value -> what the plan's quote says. Pure.

What a quote was given for stands in the words of a request; pages, grammage and inks are read from them where they are
plain, and are left unsaid where they are not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from journal_app.budget.model import MailQuote
from journal_app.costing.comparing import Part
from journal_app.costing.model import Printing, Quote, Tier
from journal_app.hand_off.store import Quoted
from journal_app.money import to_decimal

DOOR, MAIL = "door", "mail"


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote, wherever it came in. `key` names it in addresses; `tiers` are (copies, cents HT); `vat` in hundredths
    of a percent. `colour`: pages in four colours; None: not said."""

    key: str
    source: str
    company: str
    reference: str
    dated: date
    valid_until: date | None
    vat: int
    vat_confirmed: bool
    tiers: tuple[tuple[int, int], ...]
    extra_thousand: int | None
    pages: int
    gsm: Decimal | None
    colour: int | None
    closed: tuple[Decimal, Decimal] | None
    overs: str
    delay_days: int | None
    deposit: str
    terms: str
    left_out: str
    without: frozenset[Part] = frozenset()
    latest: bool = True
    conditions: str = ""

    @property
    def id(self) -> str:
        return self.key.partition(":")[2]

    def expired(self, today: date) -> bool:
        """Whether its day is past."""
        return self.valid_until is not None and self.valid_until < today


def by_mail(row: MailQuote) -> Offer:
    """A typed quote."""
    need = row.need
    return Offer(
        f"{MAIL}:{row.id}", MAIL, row.company, row.reference, row.dated, row.valid_until, row.vat, row.vat_confirmed,
        tuple((int(copies), int(net)) for copies, net in row.tiers), row.extra_thousand, row.pages,
        _decimal(need.get("gsm")), _whole(need.get("colour")), size_of(str(need.get("closed", ""))), row.overs,
        row.delay_days, row.deposit, row.terms, row.left_out,
        frozenset(part for part in Part if part.value in need.get("without", [])),
    )  # fmt: skip


def by_door(row: Quoted, need: Mapping[str, Any], planned: int) -> Offer:
    """A quote that a printer typed; `need`: what it was asked for; `planned` pages where the request says none."""
    pages = _whole(need.get("pages")) or planned
    return Offer(
        f"{DOOR}:{row.id}", DOOR, row.company, row.reference, row.dated, row.valid_until, row.vat, True, row.tiers,
        row.extra_thousand, pages, grammage(str(need.get("paper", ""))), colour_of(str(need.get("inks", "")), pages),
        size_of(str(need.get("closed", ""))), row.overs, row.delay_days, row.deposit, row.terms, "",
        frozenset(part for part in Part if part.value in row.without), row.latest, row.conditions,
    )  # fmt: skip


def for_plan(offer: Offer, copies: int) -> Quote | None:
    """The offer as the plan holds it: its own quantity is the one asked for, else the nearest; None without a price."""
    if not offer.tiers or not offer.pages:
        return None
    own = min(offer.tiers, key=lambda tier: (abs(tier[0] - copies), tier[0]))
    others = [Tier(quantity=many, net=to_decimal(net)) for many, net in offer.tiers if many != own[0]]
    extra = offer.extra_thousand
    return Quote(
        printer=offer.company, reference=offer.reference, dated=offer.dated, valid_until=offer.valid_until,
        quantity=own[0], pages=offer.pages, net=to_decimal(own[1]),
        extra_thousand=None if extra is None else to_decimal(extra), tier=others, overs_percent=percent(offer.overs),
        gsm=offer.gsm, colour_pages=offer.colour, closed=offer.closed,
    )  # fmt: skip


def same(offer: Offer, quote: Quote | None) -> bool:
    """Whether the plan's quote is this one, whatever its own quantity is."""
    if quote is None:
        return False
    made = for_plan(offer, quote.quantity)
    return made is not None and made.model_dump(exclude={"tier"}) == quote.model_dump(exclude={"tier"}) and (
        made.tiers == quote.tiers
    )  # fmt: skip


def chosen(offers: Sequence[Offer], printing: Printing | None) -> str:
    """The key of the offer that the plan rests on; empty for none of them."""
    quote = printing.quote if printing else None
    return next((offer.key for offer in offers if same(offer, quote)), "")


def in_order(offers: Iterable[Offer], today: date) -> list[Offer]:
    """The offers that hold first, those that ran out or were replaced last."""
    return sorted(offers, key=lambda one: (not one.latest, one.expired(today), one.company.casefold(), one.key))


# --- words of a request ----------------------------------------------------------------------------------------------


def grammage(paper: str) -> Decimal | None:
    """g/m2 of "offset blanc, 80 g": None when it names none, or two."""
    found = set(re.findall(r"(\d{2,3}(?:[.,]\d)?)\s*g(?:\b|/)", paper))
    return _decimal(found.pop()) if len(found) == 1 else None


def colour_of(inks: str, pages: int) -> int | None:
    """Pages in four colours of "4/4", "1/1" or "4/4 : 1, 8 ; 1/1"; None for other words."""
    bare = inks.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if bare in ("4/4", "4/4 ; 1/1"):
        return pages if bare == "4/4" else None
    if bare == "1/1":
        return 0
    some = re.fullmatch(r"4/4 ?: ?([\d, ]+); ?1/1", bare)
    return len(set(re.findall(r"\d+", some.group(1)))) if some else None


def size_of(words: str) -> tuple[Decimal, Decimal] | None:
    """Width and height in mm of "289 × 410 mm"; None for other words."""
    found = re.fullmatch(r"\s*(\d{2,4}(?:[.,]\d)?)\s*[x×*]\s*(\d{2,4}(?:[.,]\d)?)\s*(?:mm)?\s*", words)
    if not found:
        return None
    width, height = (Decimal(side.replace(",", ".")) for side in found.groups())
    return width, height


def percent(overs: str) -> Decimal | None:
    """The percentage of "± 5 %, facturée au mille"; None when none or several are named."""
    found = re.findall(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%", overs)
    return _decimal(found[0]) if len(found) == 1 else None


def _decimal(told: Any) -> Decimal | None:
    words = str(told or "").strip().replace(",", ".")
    return Decimal(words) if re.fullmatch(r"\d{1,5}(\.\d{1,2})?", words) else None


def _whole(told: Any) -> int | None:
    words = str(told if told is not None else "").strip()
    return int(words) if re.fullmatch(r"\d{1,4}", words) else None
