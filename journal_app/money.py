"""Kernel: money as integer cents, the three faces of a price (HT, VAT, TTC), and how each language writes them.

Cents are what is kept and added; Decimal is what is multiplied; floats are refused. One rounding rule: half a cent
goes up (away from zero), as on French invoices. Nothing here reads or writes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
SCREENS = {"fr": "fr_FR", "en": "en_GB", "ar": "ar"}  # the locale a screen's language writes money in


def to_decimal(cents: int) -> Decimal:
    """Cents as euros: 210000 is Decimal('2100.00')."""
    return Decimal(cents).scaleb(-2)


def plain(cents: int) -> str:
    """Cents as machines read euros: 210000 is `2100.00`, always two decimals."""
    return f"{to_decimal(cents):.2f}"


def to_cents(euros: Decimal | int | str) -> int:
    """Euros as cents, half a cent going up; a float raises TypeError, since 0.1 of it is no tenth."""
    if isinstance(euros, float):
        raise TypeError("money is never a float")
    return int((Decimal(euros) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Price:
    """A price in cents, its three faces kept apart: `net` is HT, `vat` the tax, `gross` TTC. They always add up."""

    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat

    def __add__(self, other: "Price") -> "Price":
        return Price(self.net + other.net, self.vat + other.vat)


NOTHING = Price(0, 0)


def from_net(net: int, rate: Decimal) -> Price:
    """A price from its HT in cents and its VAT rate in percent."""
    return Price(net, to_cents(to_decimal(net) * rate / 100))


def from_gross(gross: int, rate: Decimal) -> Price:
    """A price from its TTC in cents: 2,100.00 TTC is 1,909.09 HT at 10 %, 1,750.00 at 20 %."""
    net = to_cents(to_decimal(gross) / (1 + rate / 100))
    return Price(net, gross - net)


def total(prices: Iterable[Price]) -> Price:
    """The sum of prices, at whatever rates."""
    return sum(prices, NOTHING)


def shared(cents: int, weights: Sequence[int | Fraction]) -> list[int]:
    """An amount in parts as large as their weights; the parts add up to it to the cent, and none has the wrong sign.

    A cent that cannot be halved goes to the part that is owed most of one, then to the first. No weights, or only
    zeros: equal parts. A negative weight raises ValueError.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("no weight is negative")
    if not weights:
        return []
    whole = sum(weights)
    asked = list(weights) if whole else [1] * len(weights)
    exact = [Fraction(abs(cents)) * weight / (whole or len(asked)) for weight in asked]
    parts = [int(one) for one in exact]
    owed = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in owed[: abs(cents) - sum(parts)]:
        parts[place] += 1
    return parts if cents >= 0 else [-part for part in parts]


def each(cents: int, pieces: int, digits: int = 3) -> Decimal:
    """Euros for one of so many pieces, to a tenth of a cent: 2,100.00 for 4,000 copies is 0.525."""
    return (to_decimal(cents) / pieces).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def shown(euros: int | Decimal, language: str = "fr") -> str:
    """An amount as people of that language read it: an int is cents, a Decimal euros with the digits it has.

    `2 100 €` when there are no cents, `0,525 €` when a Decimal says so.
    """
    from babel.numbers import format_currency

    amount = to_decimal(euros) if isinstance(euros, int) else euros
    digits = max(2, -int(amount.as_tuple().exponent))
    if amount == amount.to_integral_value():
        digits = 0
    elif digits > 2 and amount == amount.quantize(CENT):
        digits = 2
    places = "." + "0" * digits if digits else ""
    pattern = f"¤#,##0{places}" if language == "en" else f"#,##0{places}\u00a0¤"
    return str(format_currency(amount, "EUR", pattern, SCREENS.get(language, language), currency_digits=False))
