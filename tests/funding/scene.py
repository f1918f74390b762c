"""What tests of the money that comes in start from: a treasurer, issues with a plan, lines as imports bring them."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Grant, Role
from journal_app.costing.document import read
from journal_app.costing.model import FundState
from journal_app.issues.model import Issue
from journal_app.money import to_cents
from journal_app.reactions import REACTIONS
from journal_app.statements import actions as statements
from journal_app.statements.model import Import, Kind, StatementLine
from journal_app.statements.readers.model import Line, Reading
from journal_app.statements.states import DUE, ESTIMATE, MONTH, REFUNDED, VALID

NOW = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
PLAN = """[targets]
printing = 2100
all = 6700

[printing]
vat_percent = 10

[residency]
dated = 2027-01-01
line = []
"""
_numbers = count(1)


def person(db: Session, *roles: Role) -> Actor:
    """Somebody with these roles; without any, a coordinator who has the treasury."""
    held = roles or (Role.COORDINATOR, Role.TREASURER)
    row = Account(login=f"p{next(_numbers)}", name="Léa", password_hash="-", created_at=NOW)
    row.grants = [Grant(role=role, granted_at=NOW) for role in held]
    db.add(row)
    db.flush()
    return Actor(row.id, row.name, frozenset(held))


def issue(db: Session, slug: str = "12-traverser", number: int = 12, plan: str = PLAN) -> Issue:
    row = Issue(
        slug=slug, title="Journal des Jungles", number=number, date=date(2027, 3, 20), theme={"fr": "Traverser"},
        languages=["fr", "en"], printer={"preset": "tabloid-offset", "quantity": 4000}, masthead={}, costing=plan,
        created_at=NOW,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def payment(
    reference: str, cents: int, day: date, paid_out_on: date | None = None, state: str = VALID, form: str = "Le n° 12"
) -> Line:
    """A gift through HelloAsso, as its reader leaves it."""
    return Line(next(_numbers), day, cents, "Don · Carte", reference=reference, state=state, paid_out_on=paid_out_on,
                purpose=form, raw={"Montant": str(cents)})  # fmt: skip


def given_back(reference: str, cents: int, day: date, paid_out_on: date | None = None) -> Line:
    return payment(reference, cents, day, paid_out_on, REFUNDED)


def credit(cents: int, day: date, label: str) -> Line:
    """A line of the bank; a debit when it is negative."""
    return Line(next(_numbers), day, cents, label, valued=day, reference=f"R{next(_numbers)}", raw={"Libelle": label})


def lilo_page(day: date, month: str, due: str, past: dict[date, int] | None = None) -> list[Line]:
    """Lilo's page as it was read on a day; amounts as it writes them."""
    return [
        Line(1, day, to_cents(month), "Mois en cours", state=ESTIMATE, raw={"Mois en cours": f"{month} $"}),
        Line(2, day, to_cents(due), "Reste à payer", state=DUE, raw={"Reste à payer": f"{due} $"}),
        *(Line(3, one, cents, f"{one:%m/%Y}", state=MONTH, raw={}) for one, cents in (past or {}).items()),
    ]


def bring(db: Session, actor: Actor, kind: Kind, lines: Iterable[Line], read_on: date | None = None) -> Import:
    """Take an import in, as the desk does; what follows from it happens."""
    reading = Reading(kind, "csv", tuple(lines))
    account = "Compte courant" if kind is Kind.BANK else ""
    plan = statements.plan(db, reading, account, read_on or NOW.date())
    sha256 = hashlib.sha256(repr(reading).encode()).hexdigest()
    return statements.take(db, actor, NOW, f"{kind}.csv", sha256, account, reading, plan, None, REACTIONS)


def take_out(db: Session, actor: Actor, made: Import) -> None:
    statements.undo(db, actor, NOW, made, REACTIONS)


def bank_line(db: Session, label: str) -> StatementLine:
    return db.query(StatementLine).filter_by(kind=Kind.BANK, label=label).one()


def planned(row: Issue) -> dict[FundState, int]:
    """What an issue's plan says came in, in cents by state."""
    costing, problems = read(row.costing)
    assert costing is not None, problems
    found = dict.fromkeys(FundState, 0)
    for one in costing.fund:
        found[one.state] += to_cents(one.amount)
    return found
