"""Costings as hypothesis makes them: any values that costing.toml may hold, in words that a person may type."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from journal_app.costing.in_kind import Gift, Hours, InKind
from journal_app.costing.model import (
    Basis,
    Batch,
    Carrier,
    Costing,
    Delivery,
    DeliveryLine,
    Estimate,
    EstimateLine,
    Fund,
    FundState,
    GridStep,
    Printing,
    Quote,
    Residency,
    ResidencyLine,
    Targets,
    Tier,
)  # fmt: skip

LETTERS = "abcdefgh éàçœÆ’'\"\\#[]={}.,\n\t0123456789€ · ورشة ትግርኛ Đà Nẵng"
DATES = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def words(least: int = 0) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=least, max_size=20).map(str.strip)


def amounts(most: int = 100_000, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 10**places).map(lambda whole: Decimal(whole).scaleb(-places))


LABELS: st.SearchStrategy[dict[str, str]] = st.dictionaries(
    st.sampled_from(["fr", "en", "ar", "kmr-Arab", "x y"]), words(), min_size=1, max_size=3
)
PERCENTS = amounts(100, 4)
COUNTS = amounts(1000)
TIERS = st.builds(Tier, quantity=st.integers(1, 90_000), net=amounts())
_LINE = {"label": LABELS, "price": amounts(), "quantity": COUNTS, "vat_percent": PERCENTS}


def _quote(**values: Any) -> Quote:
    own = values["quantity"]
    known: dict[int, Tier] = {tier.quantity: tier for tier in values.pop("tier") if tier.quantity != own}
    return Quote(**values, tier=list(known.values()))


QUOTES = st.builds(
    _quote, printer=words(), reference=words(), dated=DATES, valid_until=st.none() | DATES,
    quantity=st.integers(1, 90_000), pages=st.integers(1, 128), net=amounts(), extra_thousand=st.none() | amounts(),
    tier=st.lists(TIERS, max_size=4), overs_percent=st.none() | PERCENTS, gsm=st.none() | COUNTS,
    colour_pages=st.none() | st.integers(0, 64), closed=st.none() | st.tuples(COUNTS, COUNTS),
)  # fmt: skip
ESTIMATES = st.builds(
    Estimate, dated=DATES, source=words(), range_percent=PERCENTS, places=st.integers(0, 40),
    section_pages=st.integers(1, 32),
    line=st.lists(st.builds(EstimateLine, label=LABELS, per=st.sampled_from(Basis), net=amounts(1000, 4),
                            waste_percent=PERCENTS), max_size=5),
)  # fmt: skip
PRINTINGS = st.builds(
    Printing, vat_percent=PERCENTS, vat_confirmed=st.booleans(), estimate=st.none() | ESTIMATES,
    quote=st.none() | QUOTES,
)  # fmt: skip
RESIDENCIES = st.builds(
    Residency, dated=DATES,
    line=st.lists(st.builds(ResidencyLine, unit=LABELS, days=COUNTS, committed=amounts(), spent=amounts(), **_LINE),
                  max_size=5),
)  # fmt: skip
CARRIERS = st.builds(
    Carrier, label=LABELS, dated=DATES, source=words(), vat_percent=PERCENTS,
    grid=st.lists(st.builds(GridStep, kg=st.integers(1, 40).map(Decimal), price=amounts(100)), min_size=1, max_size=6),
)  # fmt: skip
DELIVERIES = st.builds(
    Delivery, dated=st.none() | DATES, parcel_kg=st.integers(1, 30).map(Decimal), box_grams=COUNTS,
    copy_grams=st.none() | st.integers(1, 900_000).map(lambda mg: Decimal(mg) / 1000),
    carrier=st.lists(CARRIERS, max_size=3),
    batch=st.lists(st.builds(Batch, label=st.none() | LABELS, copies=st.integers(1, 900), places=st.integers(1, 40)),
                   max_size=4),
    line=st.lists(st.builds(DeliveryLine, **_LINE), max_size=3),
)  # fmt: skip
IN_KINDS = st.builds(
    InKind, dated=st.none() | DATES,
    hours=st.lists(st.builds(Hours, label=LABELS, hours=COUNTS, rate=amounts(100, 4)), max_size=3),
    gift=st.lists(st.builds(Gift, label=LABELS, value=amounts()), max_size=3),
)  # fmt: skip
FUNDS = st.lists(
    st.builds(Fund, label=LABELS, state=st.sampled_from(FundState), amount=amounts(), dated=DATES,
              source=st.sampled_from(["gift", "grant", "lilo", "other"]),
              purpose=st.sampled_from(["free", "printing", "residency"])),
    max_size=6,
)  # fmt: skip
TARGETS = st.tuples(amounts(), amounts()).map(lambda two: Targets(printing=min(two), all=max(two)))
COSTINGS = st.builds(
    Costing, specimen=st.booleans(), targets=TARGETS, printing=PRINTINGS, residency=RESIDENCIES, delivery=DELIVERIES,
    in_kind=IN_KINDS, fund=FUNDS,
)  # fmt: skip
