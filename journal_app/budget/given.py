"""Budget, what is given without money, summed for the plan: hours by rate, the rest by account. Pure.

It stands there under words of the house: what somebody typed about a volunteer stays in the row and never crosses into
the folder of the issue.
"""

from collections.abc import Sequence
from decimal import Decimal

from journal_app.budget.model import Gift, InKind
from journal_app.costing import in_kind as plan
from journal_app.money import to_decimal

LABELS = {
    Gift.HOURS: {"fr": "Heures de bénévoles", "en": "Volunteers’ hours", "ar": "ساعات المتطوعين"},
    Gift.MILEAGE: {"fr": "Trajets donnés", "en": "Journeys given", "ar": "تنقلات مقدَّمة"},
    Gift.GIFT: {"fr": "Dons en nature", "en": "Gifts in kind", "ar": "تبرعات عينية"},
}


def in_plan(rows: Sequence[InKind]) -> plan.InKind:
    """The sums that the plan holds: hours by rate, the rest by account."""
    hours: dict[int, int] = {}
    things: dict[tuple[Gift, str], int] = {}
    for row in rows:
        if row.kind == Gift.HOURS:
            hours[row.rate] = hours.get(row.rate, 0) + row.quantity
        else:
            key = Gift(row.kind), row.account
            things[key] = things.get(key, 0) + row.cents
    worked = [plan.Hours(label=LABELS[Gift.HOURS], hours=to_decimal(many), rate=Decimal(rate).scaleb(-4))
              for rate, many in sorted(hours.items())]  # fmt: skip
    given = [plan.Gift.model_validate({"label": LABELS[kind], "value": to_decimal(cents), "account": account})
             for (kind, account), cents in sorted(things.items())]  # fmt: skip
    return plan.InKind(dated=max((row.dated for row in rows), default=None), hours=worked, gift=given)
