"""Costing, the words of a change: `3,200 copies instead of 4,000: -178 EUR`, in the screen's language. Pure.

Screens show the same; the sentences stand in the catalogue costing.po. It formats and decides nothing.
"""

from decimal import Decimal

from babel.numbers import format_decimal

from journal_app.costing.changing import Axis, Change, Part
from journal_app.costing.choices import Inks
from journal_app.messages import isolated, translator
from journal_app.money import SCREENS, shown, to_decimal

MINUS, ABOUT = "\u2212", "\u2248\u00a0"


def said(change: Change, language: str = "fr") -> str:
    """What changes and what it saves or costs; `≈` before what an estimate says."""
    gettext = translator(language).gettext
    words = gettext("costing:and").join(_part(part, language) for part in change.parts) or gettext("costing:nothing")
    return gettext("costing:change").format(
        what=words, amount=isolated(signed(change.cents, language, change.sure), language)
    )


def signed(cents: int, language: str = "fr", sure: bool = True) -> str:
    """`−178 €`, `+12,50 €`, `≈ −180 €`: an estimate is rounded to whole euros, since its cents say nothing."""
    amount = to_decimal(abs(cents)) if sure else _whole(cents)
    return f"{'' if sure else ABOUT}{_sign(cents)}{shown(amount, language)}"


def _whole(cents: int) -> Decimal:
    return to_decimal(abs(cents)).quantize(Decimal(1))


def _sign(cents: int) -> str:
    return "" if not cents else MINUS if cents < 0 else "+"


def spread(change: Change, language: str = "fr") -> str:
    """`de +420 € à +550 €`: between what an estimated difference may be, whole euros; nothing where a quote says it."""
    low, high = change.spread
    if change.sure or low == high:
        return ""
    ends = (isolated(f"{_sign(one)}{shown(_whole(one), language)}", language) for one in (low, high))
    return translator(language).gettext("costing:spread").format(**dict(zip(("low", "high"), ends, strict=True)))


def _part(part: Part, language: str) -> str:
    gettext = translator(language).gettext
    if part.axis is Axis.INKS:
        return gettext(f"costing:inks-{part.after}")
    before, after = (_number(value, language) for value in (part.before, part.after))
    return gettext(f"costing:{part.axis}").format(before=isolated(before, language), after=isolated(after, language))


def _number(value: int | Decimal | Inks, language: str) -> str:
    return str(value) if isinstance(value, Inks) else str(format_decimal(value, locale=SCREENS.get(language, language)))
