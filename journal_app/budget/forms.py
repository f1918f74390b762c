"""Budget, figures as people type them -> cents and exact decimals, or a sentence beside the field. Pure; no float."""

import re
from decimal import Decimal

from journal_app.hand_off.amounts import Unclear, cents, copies, hundredths
from journal_app.web.forms import Form

MOST_CENTS = 100_000_000  # a million euros for one line: a slip of the finger
NOT_A_NUMBER = "Ce n’est pas un nombre. Écrire par exemple 1,5."


def euros(form: Form, name: str, *, required: bool = True, most: int = MOST_CENTS) -> int | None:
    """Cents of an amount; None when it is empty or wrong, and then the form says so."""
    words = form.line(name, required=required, most=80)
    if not words:
        return None
    try:
        found = cents(words)
    except Unclear as unclear:
        form.wrong(name, str(unclear))
        return None
    if found > most:
        form.wrong(name, "Ce montant est trop grand.")
        return None
    return found


def rate(form: Form, name: str, default: int = 0) -> int:
    """Hundredths of a percent."""
    words = form.line(name, most=20)
    if not words:
        return default
    try:
        return hundredths(words)
    except Unclear as unclear:
        form.wrong(name, str(unclear))
        return default


def pieces(form: Form, name: str, *, required: bool = True, least: int = 1) -> int | None:
    """A number of copies or pages."""
    words = form.line(name, required=required, most=20)
    if not words:
        return None
    try:
        found = copies(words)
    except Unclear as unclear:
        form.wrong(name, str(unclear))
        return None
    if not least <= found <= 10_000_000:
        form.wrong(name, "Un nombre entier est attendu.")
        return None
    return found


def decimal(form: Form, name: str, digits: int, *, default: Decimal | None = None, most: int = 100_000) -> Decimal:
    """A number with at most so many decimals, with a comma or a point; none is the default, or wrong without one."""
    words = re.sub(r"[\s\u00a0\u202f]", "", form.line(name, most=40)).replace(",", ".")
    if not words and default is not None:
        return default
    read = re.fullmatch(rf"\d{{1,9}}(\.\d{{1,{digits}}})?", words)
    if not read or Decimal(words) > most:
        form.wrong(name, "Ce nombre est trop grand." if read else NOT_A_NUMBER)
        return default if default is not None else Decimal(0)
    return Decimal(words)


def shown_cents(amount: int | None) -> str:
    """Cents as a field holds them: 210050 is "2100,50", 210000 is "2100"."""
    if amount is None:
        return ""
    whole, part = divmod(amount, 100)
    return f"{whole},{part:02}" if part else str(whole)


def shown(value: Decimal | int | None) -> str:
    """A decimal as a field holds it."""
    return "" if value is None else f"{Decimal(value).normalize():f}".replace(".", ",")
