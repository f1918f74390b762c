"""Hand-off, the quote: what a printer types -> HT, VAT and TTC for each quantity; kept once and never changed.

A new quote stands beside the old one. Amounts are integer cents, the rate hundredths of a percent (money.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from journal_app.hand_off import door, store
from journal_app.hand_off.amounts import Unclear, cents, hundredths
from journal_app.hand_off.model import PrinterLink, PrinterQuote, Told
from journal_app.money import Price, from_net, to_decimal
from journal_app.problems import Refused

MOST_DAYS = 365
MOST_WORDS = 2000
LINES = ("reference", "deposit", "terms", "overs")  # one line each, as the printer words it


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

    def priced(self) -> list[tuple[int, Price]]:
        """Copies, and HT, VAT and TTC of them."""
        return priced(self.tiers, self.vat)


def priced(tiers: Sequence[tuple[int, int]], vat: int) -> list[tuple[int, Price]]:
    """HT, VAT and TTC for each quantity."""
    return [(copies, from_net(net, to_decimal(vat))) for copies, net in tiers]


def rate(vat: int) -> Decimal:
    """The rate in percent: 1000 is 10."""
    return to_decimal(vat).normalize()


def read(typed: Mapping[str, str], quantities: Sequence[int], today: date) -> tuple[Offer | None, dict[str, str]]:
    """The offer, and what is wrong by field as message ids; fields are `net_<copies>`, `vat`, `extra_thousand`...

    At least one quantity has a price; those that the printer left empty are not offered.
    """
    wrong: dict[str, str] = {}

    def amount(name: str) -> int | None:
        if not typed.get(name, "").strip():
            return None
        try:
            return cents(typed[name][:80])
        except Unclear as unclear:
            wrong[name] = str(unclear)
            return None

    tiers = tuple((copies, net) for copies in quantities if (net := amount(f"net_{copies}")) is not None)
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
    lines = {name: " ".join(typed.get(name, "").split())[:300] for name in LINES}
    if not lines["reference"]:
        wrong["reference"] = "À remplir."
    if wrong or dated is None or until is None:
        return None, wrong
    words = typed.get("conditions", "").strip()[:MOST_WORDS]
    return Offer(lines["reference"], dated, until, vat, tiers, extra, int(delay), lines["deposit"], lines["terms"],
                 lines["overs"], words), {}  # fmt: skip


def _day(typed: Mapping[str, str], name: str, wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(typed.get(name, "").strip())
    except ValueError:
        wrong[name] = "Une date est attendue, comme 2027-03-01."
        return None


def give(db: Session, now: datetime, row: PrinterLink, offer: Offer) -> PrinterQuote:
    """Keep a quote beside those given before, and tell the desk. Refused (`printer-no-request`)."""
    if not row.quote or row.request_id is None:
        raise Refused("printer-no-request")
    store.hold(db, row.id)  # of two at once the second gets the next number
    made = PrinterQuote(
        issue_id=row.issue_id, request_id=row.request_id, link_id=row.id, number=store.next_quote(db, row.id),
        company=row.company, reference=offer.reference, dated=offer.dated, valid_until=offer.valid_until, vat=offer.vat,
        extra_thousand=offer.extra_thousand, delay_days=offer.delay_days, deposit=offer.deposit, terms=offer.terms,
        overs=offer.overs, conditions=offer.conditions, given_at=now,
    )  # fmt: skip
    store.add(db, made)
    store.add_tiers(db, made.id, offer.tiers)
    door.tell(db, row, now, Told.QUOTE)
    door.tell_desk(db, now, row.issue_id, "printer-quote")
    return made
