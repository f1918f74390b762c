"""`journal costing --json`: the promised keys, amounts that add up, details last."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.costing.folder import read_costing
from journal_app.costing.in_kind import InKind
from journal_app.costing.model import Batch, Carrier, Costing, Delivery, Fund, FundState, GridStep
from journal_app.costing.report import CostingReport, costing_report
from journal_app.prepress.sheet import preset, preset_names
from tests.costing.making import COSTINGS

SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"
STATES = ["estimated", "pledged", "due", "paid_out", "reconciled"]
AMOUNT = re.compile(r"-?\d+\.\d\d")


def specimen(**changes: object) -> Costing:
    costing, _ = read_costing(SPECIMEN)
    assert costing is not None
    return costing.model_copy(update=changes)


def told(report: CostingReport) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(report.as_json()))
    return values


def test_it_has_the_promised_keys_in_their_order_and_details_last() -> None:
    values = told(costing_report(specimen(), preset("tabloid-offset"), 16))
    assert list(values) == [
        "currency", "printing", "residency", "delivery", "total", "per_copy", "targets", "details",
    ]  # fmt: skip
    assert values["currency"] == "EUR"
    for part in ("printing", "residency", "delivery", "total"):
        assert list(values[part]) == ["ht", "vat", "ttc"]
    for target in values["targets"]:
        assert list(target) == ["name", "amount", "raised", "missing"] and list(target["raised"]) == STATES
    assert [target["name"] for target in values["targets"]] == ["printing", "all"]


@settings(max_examples=100)
@given(COSTINGS, st.sampled_from(preset_names()), st.sampled_from([4, 8, 12, 16, 20]), st.integers(0, 9000))
def test_every_figure_adds_up_to_the_cent(costing: Costing, name: str, pages: int, copies: int) -> None:
    sheet = preset(name).model_copy(update={"quantity": copies})
    values = told(costing_report(costing, sheet, pages, date(2027, 1, 1)))
    parts = [values[part] for part in ("printing", "residency", "delivery")]
    for face in [*parts, values["total"]]:
        assert all(AMOUNT.fullmatch(amount) for amount in face.values())
        assert Decimal(face["ht"]) + Decimal(face["vat"]) == Decimal(face["ttc"])
    for key in ("ht", "vat", "ttc"):
        assert sum(Decimal(part[key]) for part in parts) == Decimal(values["total"][key])
    if copies:
        assert abs(Decimal(values["per_copy"]) - Decimal(values["total"]["ttc"]) / copies) <= Decimal("0.0005")
    else:
        assert values["per_copy"] is None
    inside, whole = values["targets"]
    parts_of_whole = {"printing": costing.targets.printing, "residency": costing.targets.all - costing.targets.printing}
    for number, state in enumerate(STATES):
        own, surer = _given(costing, {state}), _given(costing, set(STATES[number + 1 :]))
        used = [max(Decimal(0), min(own[one], most - surer[one])) for one, most in parts_of_whole.items()]
        assert Decimal(inside["raised"][state]) == own["free"] + own["printing"]
        assert Decimal(whole["raised"][state]) == own["free"] + sum(used)
    assert Decimal(whole["missing"]) >= Decimal(inside["missing"])
    for target in (inside, whole):
        received = Decimal(target["raised"]["reconciled"])
        assert Decimal(target["missing"]) == max(Decimal(0), Decimal(target["amount"]) - received)


def _given(costing: Costing, states: set[str]) -> dict[str, Decimal]:
    """Euros in one of these states, by purpose."""
    return {
        purpose: sum((one.amount for one in costing.fund if one.state in states and one.purpose == purpose), Decimal(0))
        for purpose in ("free", "printing", "residency")
    }


@pytest.mark.parametrize(("purpose", "missing"), [
    ("printing", ("0.00", "4600.00")), ("residency", ("2100.00", "2100.00")), ("free", ("0.00", "0.00")),
])  # fmt: skip
def test_more_than_its_purpose_costs_pays_nothing_else(purpose: str, missing: tuple[str, str]) -> None:
    fund = Fund.model_validate(
        {"label": {"fr": "Ville"}, "state": "reconciled", "amount": 9000, "dated": "2026-11-01", "purpose": purpose}
    )
    report = costing_report(specimen(fund=[fund]), preset("tabloid-offset"), 16)
    assert tuple(one["missing"] for one in told(report)["targets"]) == missing
    (share,) = report.bar
    assert (share.start == report.at(210_000)) == (purpose == "residency"), "it begins where the printing's part ends"


def test_what_is_given_for_the_residency_prints_nothing() -> None:
    fund = Fund.model_validate(
        {"label": {"fr": "Ville"}, "state": "reconciled", "amount": 2500, "dated": "2026-11-01", "purpose": "residency"}
    )
    inside, whole = told(costing_report(specimen(fund=[fund]), preset("tabloid-offset"), 16))["targets"]
    assert (inside["raised"]["reconciled"], inside["missing"]) == ("0.00", "2100.00")
    assert (whole["raised"]["reconciled"], whole["missing"]) == ("2500.00", "4200.00")


def test_delivery_is_in_the_total_and_in_no_target() -> None:
    carrier = Carrier(label={"fr": "Poste"}, dated=date(2026, 1, 1), vat_percent=Decimal(20),
                      grid=[GridStep(kg=Decimal(30), price=Decimal(12))])  # fmt: skip
    before = specimen()
    delivery = Delivery(carrier=[carrier], batch=[Batch(copies=10, places=2)])
    values = told(costing_report(before.model_copy(update={"delivery": delivery}), preset("tabloid-offset"), 16))
    plain = told(costing_report(specimen(delivery=Delivery()), preset("tabloid-offset"), 16))
    assert values["delivery"] == {"ht": "20.00", "vat": "4.00", "ttc": "24.00"}
    assert Decimal(values["total"]["ttc"]) == Decimal(plain["total"]["ttc"]) + 24
    assert values["targets"] == plain["targets"]


def test_hours_and_gifts_in_kind_stand_in_no_total() -> None:
    empty, full = specimen(in_kind=InKind()), specimen(in_kind=_in_kind())
    without, with_ = (told(costing_report(one, preset("tabloid-offset"), 16)) for one in (empty, full))
    assert with_["details"]["in_kind"] == {
        "hours": "60", "worth": "1080.00", "used": {"861": "180.00", "864": "900.00"},
        "given": {"871": "180.00", "875": "900.00"},
    }  # fmt: skip
    without.pop("details"), with_.pop("details")
    assert without == with_


def _in_kind() -> InKind:
    return InKind.model_validate(
        {"hours": [{"label": {"fr": "Relecture"}, "hours": 60, "rate": 15}],
         "gift": [{"label": {"fr": "Salle"}, "value": 180}]}
    )  # fmt: skip


def test_nothing_printed_has_no_price_a_copy() -> None:
    values = told(costing_report(specimen(), preset("tabloid-offset").model_copy(update={"quantity": 0}), 16))
    assert values["per_copy"] is None


def test_states_are_named_as_in_the_file() -> None:
    assert [state.value for state in FundState] == STATES
