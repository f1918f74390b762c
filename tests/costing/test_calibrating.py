"""The estimate, fitted on quotes of the past: none, one, two, many, and one that was a slip of the pen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.costing.calibrating import SHARES, WIDEST, Calibration, Past, calibrated
from journal_app.costing.document import read, written
from journal_app.costing.estimated import estimated_net
from journal_app.costing.model import Estimate
from journal_app.costing.need import Need
from tests.costing.test_document import SPECIMEN

COSTING, _ = read(SPECIMEN)
assert COSTING is not None and COSTING.printing.estimate is not None
RATES = COSTING.printing.estimate
SIXTEEN = Need(16, 16, 4000, Decimal(80), Decimal(289), Decimal(410))
NEEDS = [
    Need(pages, colour, copies, Decimal(gsm), Decimal(289), Decimal(410))
    for pages, colour, copies, gsm in [
        (16, 16, 4000, 80), (8, 0, 4000, 52), (12, 4, 3000, 70), (16, 0, 2000, 80), (8, 8, 5000, 90), (20, 4, 4000, 52),
        (12, 12, 2500, 80), (16, 4, 6000, 60), (4, 4, 1000, 90), (24, 0, 3500, 70), (8, 4, 2000, 80), (16, 16, 900, 52),
    ]
]  # fmt: skip


def scaled(factors: dict[str, str]) -> Estimate:
    """A printer whose real rates are ours times these."""
    lines = [line.model_copy(update={"net": line.net * Decimal(factors[SHARES[line.per]])}) for line in RATES.line]
    return RATES.model_copy(update={"line": lines})


def past(printer: Estimate, many: int, slip: Decimal = Decimal(1)) -> list[Past]:
    """What that printer asked, one issue after the other; the last one times `slip`."""
    quotes = [
        Past(need, estimated_net(printer, need), date(2025, 1, 1) + timedelta(days=60 * number))
        for number, need in enumerate(NEEDS[:many])
    ]
    return [*quotes[:-1], Past(quotes[-1].need, int(quotes[-1].net * slip), quotes[-1].dated)] if quotes else []


DEARER = scaled(dict.fromkeys(["set-up", "inks", "paper", "run"], "1.3"))
UNEVEN = scaled({"set-up": "1.5", "inks": "0.8", "paper": "1.4", "run": "1.1"})


def test_without_a_quote_the_rates_stay_as_they_are() -> None:
    assert calibrated(RATES, []) == Calibration(RATES)


def test_one_quote_scales_every_rate_and_widens_the_range() -> None:
    found = calibrated(RATES, past(DEARER, 1))
    assert found.used == 1 and set(map(str, (found.factors or {}).values())) == {"1.300"}
    assert found.estimate.range_percent == 20, "wider than the 15 % of the table: one quote is one printer's mood"
    assert abs(estimated_net(found.estimate, NEEDS[0]) - past(DEARER, 1)[0].net) <= 5


def test_two_quotes_agree_or_widen_the_range() -> None:
    assert calibrated(RATES, past(DEARER, 2)).estimate.range_percent == 15
    one, two = past(DEARER, 2)
    apart = calibrated(RATES, [one, Past(two.need, two.net * 2, two.dated)])
    assert apart.used == 2 and apart.estimate.range_percent > 15


def test_many_quotes_tell_the_shares_apart() -> None:
    found = calibrated(RATES, past(UNEVEN, 12))
    factors = found.factors or {}
    assert factors["inks"] < 1 < factors["run"] < factors["set-up"]
    for need in NEEDS:
        wanted = estimated_net(UNEVEN, need)
        assert abs(estimated_net(found.estimate, need) - wanted) < wanted * 8 // 100
    assert found.estimate.range_percent <= 10


@pytest.mark.parametrize("slip", ["10", "0.1", "3"])
def test_a_slip_of_the_pen_is_set_aside_and_said(slip: str) -> None:
    quotes = past(DEARER, 8, Decimal(slip))
    found = calibrated(RATES, quotes)
    assert found.aside == (quotes[-1],) and found.used == 7
    wanted = estimated_net(DEARER, SIXTEEN)
    assert abs(estimated_net(found.estimate, SIXTEEN) - wanted) < wanted * 5 // 100


def test_quotes_for_nothing_are_set_aside() -> None:
    nothing = Past(NEEDS[0], 0, date(2026, 1, 1))
    no_copy = Past(Need(16, 16, 0, Decimal(80), Decimal(289), Decimal(410)), 100, date(2026, 1, 1))
    found = calibrated(RATES, [nothing, no_copy])
    assert (found.estimate, found.used, found.aside) == (RATES, 0, (nothing, no_copy))


def test_an_old_quote_weighs_less_than_a_new_one() -> None:
    old, new = (Past(SIXTEEN, net, day) for net, day in ((100_000, date(2018, 1, 1)), (200_000, date(2026, 1, 1))))
    assert estimated_net(calibrated(RATES, [old, new]).estimate, SIXTEEN) > 150_000


def test_it_is_dated_by_its_latest_quote_and_says_how_many_there_were() -> None:
    found = calibrated(RATES, past(DEARER, 3)).estimate
    assert (found.dated, found.source) == (date(2025, 5, 1), f"{RATES.source} × 3 devis")
    assert calibrated(found, past(DEARER, 4)).estimate.source == f"{RATES.source} × 4 devis"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(NEEDS), st.integers(1, 10**8), st.integers(0, 3000)), max_size=9),
)
def test_whatever_the_quotes_it_stays_a_sensible_estimate(quotes: list[tuple[Need, int, int]]) -> None:
    found = calibrated(RATES, [Past(need, net, date(2018, 1, 1) + timedelta(days)) for need, net, days in quotes])
    assert found.used + len(found.aside) + found.older == len(quotes)
    assert 5 <= found.estimate.range_percent <= WIDEST
    guess, before = estimated_net(found.estimate, SIXTEEN), estimated_net(RATES, SIXTEEN)
    assert before // 4 - 10 <= guess <= before * 4 + 10, "no factor leaves its bounds"
    assert COSTING is not None
    kept = COSTING.model_copy(update={"printing": COSTING.printing.model_copy(update={"estimate": found.estimate})})
    assert read(written(kept)) == (kept, [])
