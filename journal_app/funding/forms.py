"""Funding, the forms: what was typed of a fund, a funder, an amount -> values, with a sentence beside what is wrong."""

from journal_app.costing.model import FundState
from journal_app.funding.actions import BY_HAND, SOURCES, Told
from journal_app.funding.model import Fund, Funder, FunderKind, Purpose, Source
from journal_app.hand_off.amounts import Unclear, cents
from journal_app.web.forms import Form

MOST_REASON = 300


def amount(form: Form, name: str) -> int:
    """Cents of an amount somebody types: more than nothing."""
    try:
        found = cents(form.values.get(name, "")[:80])
    except Unclear as unclear:
        form.wrong(name, str(unclear))
        return 0
    if not found:
        form.wrong(name, "Un montant plus grand que zéro est attendu.")
    return found


def euros(value: int) -> str:
    """Cents as a field holds them: `1240,50`, or `1240`."""
    whole, part = divmod(value, 100)
    return f"{whole},{part:02}" if part else str(whole)


def fund(form: Form, funders: dict[str, Funder], there: Fund | None = None) -> Told | None:
    """A fund; of one that follows an import only its purpose, its expected day and its funder are typed."""
    giver = funders.get(form.line("funder"))
    purpose = form.choice("purpose", list(Purpose), Purpose.FREE)
    expected = form.day("expected", required=False)
    if there is not None and there.reference is not None:
        told = Told(there.label, there.cents, FundState(there.state), there.dated, expected, purpose,
                    Source(there.source), giver.id if giver else None)  # fmt: skip
        return told if form.fine else None
    label = form.line("label", required=True, most=120)
    money = amount(form, "amount")
    state = form.choice("state", BY_HAND, FundState.PLEDGED)
    dated = form.day("dated")
    source = form.choice("source", list(Source), Source.OTHER) if "source" in form.values else Source.OTHER
    if giver is not None and source is Source.OTHER:
        source = SOURCES[FunderKind(giver.kind)]
    if not form.fine or dated is None:
        return None
    return Told(label, money, state, dated, expected, purpose, source, giver.id if giver else None)


def typed(there: Fund) -> dict[str, str]:
    """A fund as its form shows it."""
    return {
        "label": there.label, "amount": euros(there.cents), "state": there.state, "dated": there.dated.isoformat(),
        "expected": there.expected.isoformat() if there.expected else "", "purpose": there.purpose,
        "source": there.source, "funder": there.funder_id or "",
    }  # fmt: skip


def funder(form: Form) -> tuple[FunderKind, str, str]:
    """A funder: its kind, how the team calls it, and the name it wishes to have in public (empty: none)."""
    kind = form.choice("kind", list(FunderKind), FunderKind.ASSOCIATION)
    person = kind is FunderKind.PERSON
    shown = form.line("shown", required=form.ticked("named"), most=120) if form.ticked("named") else ""
    name = "" if person else form.line("name", required=True, most=120)
    return kind, name, shown
