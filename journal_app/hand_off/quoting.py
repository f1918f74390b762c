"""Hand-off, the quote: what a printer types -> HT, VAT and TTC for each quantity; kept once and never changed.

A new quote stands beside the old one. Amounts are integer cents, the rate hundredths of a percent (money.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from journal_app.costing.comparing import Part
from journal_app.hand_off import door, store
from journal_app.hand_off.amounts import Unclear, cents, copies, hundredths
from journal_app.hand_off.model import PrinterLink, PrinterQuote, Told
from journal_app.hand_off.needs import MOST_COPIES
from journal_app.money import Price, from_net, to_decimal
from journal_app.problems import Refused

MOST_DAYS = 365
MOST_WORDS = 2000
MOST_QUOTES = 30  # of one link: none is ever taken away
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)  # browsers send the year 27 as 0027 while it is being typed
LINES = ("reference", "deposit", "terms", "overs")  # one line each, as the printer words it
FIELDS = ("vat", "extra_thousand", "delay_days", "dated", "valid_until", "conditions", *LINES)
MORE = 6  # quantities of the printer's own, beside those that were asked: as many again
WITHOUT = {part: f"without_{part}" for part in Part}  # the ticks of what the price leaves out


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote as it was typed and understood. `tiers`: (copies, cents HT)."""

    reference: str
    dated: date
    valid_until: date
    vat: int
    tiers: tuple[tuple[int, int], ...]
    extra_thousand: int | None
    delay_days: int
    deposit: str = ""
    terms: str = ""
    overs: str = ""
    conditions: str = ""
    without: tuple[Part, ...] = ()

    def priced(self) -> list[tuple[int, Price]]:
        """Copies, and HT, VAT and TTC of them."""
        return priced(self.tiers, self.vat)


def priced(tiers: Sequence[tuple[int, int]], vat: int) -> list[tuple[int, Price]]:
    """HT, VAT and TTC for each quantity."""
    return [(copies, from_net(net, to_decimal(vat))) for copies, net in tiers]


def rate(vat: int) -> Decimal:
    """The rate in percent: 1000 is 10."""
    return to_decimal(vat).normalize()


def names(quantities: Sequence[int]) -> tuple[str, ...]:
    """Every field of a quote for these quantities."""
    more = (f"more_{what}_{line}" for line in range(MORE) for what in ("copies", "net"))
    return (*FIELDS, *(f"net_{copies}" for copies in quantities), *more, *WITHOUT.values())


def lines(typed: Mapping[str, str]) -> int:
    """How many lines of the printer's own a form has something in, those left empty between them too."""
    told = [line for line in range(MORE) if any(typed.get(f"more_{what}_{line}") for what in ("copies", "net"))]
    return max(told, default=-1) + 1


def read(typed: Mapping[str, str], quantities: Sequence[int], today: date) -> tuple[Offer | None, dict[str, str]]:
    """The offer, and what is wrong by field as message ids; fields are `net_<copies>`, `vat`, `extra_thousand`...

    At least one quantity has a price; those that the printer left empty are not offered. A quantity of the printer's
    own has its number and its price, in any line.
    """
    wrong: dict[str, str] = {}

    def amount(name: str) -> int | None:
        if not typed.get(name, "").strip():
            return None
        try:
            found = cents(typed[name][:80])
        except Unclear as unclear:
            wrong[name] = str(unclear)
            return None
        if not found:  # people write 0 for what they do not offer: it would be the cheapest of all quotes
            wrong[name] = "Un prix de zéro n’est pas un prix. Laisser vide ce que vous ne proposez pas."
        return found or None

    found = {copies: net for copies in quantities if (net := amount(f"net_{copies}")) is not None}
    for line in range(MORE):
        _more(typed, line, amount(f"more_net_{line}"), found, wrong)
    tiers = tuple(sorted(found.items()))
    if not tiers and not wrong:
        wrong[f"net_{quantities[0]}" if quantities else "vat"] = "Donner le prix d’une quantité au moins."
    extra = amount("extra_thousand")
    vat = 0
    try:
        vat = hundredths(typed.get("vat", "")[:20])
    except Unclear as unclear:
        wrong["vat"] = str(unclear)
    dated, until = _day(typed, "dated", wrong), _day(typed, "valid_until", wrong)
    if dated and until and until < max(dated, today):
        wrong["valid_until"] = "Le devis serait déjà périmé."
    delay = typed.get("delay_days", "").strip()
    if not (delay.isascii() and delay.isdigit() and len(delay) < 4 and int(delay) <= MOST_DAYS):
        wrong["delay_days"] = "Un nombre de jours ouvrés est attendu."
    told = {name: " ".join(typed.get(name, "").split())[:300] for name in LINES}
    if not told["reference"]:
        wrong["reference"] = "À remplir."
    if wrong or dated is None or until is None:
        return None, wrong
    words = typed.get("conditions", "").strip()[:MOST_WORDS]
    without = tuple(part for part, name in WITHOUT.items() if typed.get(name))
    return Offer(told["reference"], dated, until, vat, tiers, extra, int(delay), told["deposit"], told["terms"],
                 told["overs"], words, without), {}  # fmt: skip


def _more(typed: Mapping[str, str], line: int, net: int | None, found: dict[int, int], wrong: dict[str, str]) -> None:
    """A line of the printer's own, put beside the quantities that have a price already."""
    words, price = typed.get(f"more_copies_{line}", "").strip(), typed.get(f"more_net_{line}", "").strip()
    if not words and not price:
        return
    try:
        many = copies(words[:80])
    except Unclear as unclear:
        wrong[f"more_copies_{line}"] = str(unclear)
        return
    if not 0 < many <= MOST_COPIES:
        wrong[f"more_copies_{line}"] = "De 1 à 1 000 000 exemplaires."
    elif many in found:
        wrong[f"more_copies_{line}"] = "Cette quantité a déjà un prix."
    elif not price:
        wrong[f"more_net_{line}"] = "Donner son prix, ou effacer la quantité."
    elif net is not None:
        found[many] = net


def _day(typed: Mapping[str, str], name: str, wrong: dict[str, str]) -> date | None:
    try:
        found = date.fromisoformat(typed.get(name, "").strip())
    except ValueError:
        found = date.min
    if FIRST_DAY <= found < LAST_DAY:
        return found
    wrong[name] = "Une date est attendue, comme 2027-03-01."
    return None


def give(db: Session, now: datetime, row: PrinterLink, offer: Offer) -> PrinterQuote:
    """Keep a quote beside those given before, and tell the desk. Refused: `printer-no-request`, `printer-too-many`."""
    if not row.quote or row.request_id is None:
        raise Refused("printer-no-request")
    store.hold(db, row.id)  # of two at once the second gets the next number
    number = store.next_quote(db, row.id)
    if number > MOST_QUOTES:
        raise Refused("printer-too-many")
    made = PrinterQuote(
        issue_id=row.issue_id, request_id=row.request_id, link_id=row.id, number=number,
        company=row.company, reference=offer.reference, dated=offer.dated, valid_until=offer.valid_until, vat=offer.vat,
        extra_thousand=offer.extra_thousand, delay_days=offer.delay_days, deposit=offer.deposit, terms=offer.terms,
        overs=offer.overs, conditions=offer.conditions, without=[part.value for part in offer.without], given_at=now,
    )  # fmt: skip
    store.add(db, made)
    store.add_tiers(db, made.id, offer.tiers)
    door.tell(db, row, now, Told.QUOTE)
    door.tell_desk(db, now, row.issue_id, "printer-quote")
    return made
