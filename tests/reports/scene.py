"""What tests of the accounts start from: an issue with a plan, expenses, money of every state, copies."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget.actions import follow
from journal_app.budget.gifts import Given, give
from journal_app.budget.model import Expense, Gift, Spending
from journal_app.costing.model import FundState
from journal_app.distribution import ledger
from journal_app.distribution.model import CopyAnswer, Place, PlaceKind, Said
from journal_app.flatplan.model import Page
from journal_app.funding import actions as funding
from journal_app.funding import matching
from journal_app.funding.model import Fund, Funder, FunderKind, Source
from journal_app.issues.model import Issue
from journal_app.statements.model import Kind
from tests.funding import scene as money

NOW = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
_numbers = count(1)
PLAN = """[targets]
printing = 2100
all = 6700

[printing]
vat_percent = 10

[printing.quote]
printer = "Imprimerie spécimen"
reference = "D-12"
dated = 2027-01-10
quantity = 4000
pages = 16
net = 1836.40
extra_thousand = 210.00

[residency]
dated = 2027-01-01

[[residency.line]]
slug = "chambres"
label = { fr = "Chambres", en = "Rooms" }
unit = { fr = "lit et nuit" }
price = 25.00
quantity = 15
days = 2

[[residency.line]]
slug = "repas"
label = { fr = "Repas", en = "Meals" }
unit = { fr = "repas" }
price = 15.35
quantity = 18
days = 3

[[residency.line]]
slug = "transport"
label = { fr = "Transport", en = "Transport" }
unit = { fr = "trajet" }
price = 35.00
quantity = 20
"""


def issue(db: Session, number: int = 12, day: date = date(2027, 3, 20), plan: str = PLAN, pages: int = 16) -> Issue:
    """An issue with its plan and its pages."""
    row = Issue(
        slug=f"{number}-traverser", title="Journal des Jungles", number=number, date=day, theme={"fr": "Traverser"},
        languages=["fr", "en"], printer={"preset": "tabloid-offset", "quantity": 4000}, costing=plan, created_at=NOW,
        masthead={"association": "Plateforme de l’exemple"},
    )  # fmt: skip
    db.add(row)
    db.flush()
    db.add_all(Page(issue_id=row.id, number=one, layout="article-2") for one in range(1, pages + 1))
    db.flush()
    return row


def spend(
    db: Session, actor: Actor, of: Issue | None, line: str, cents: int, *, paid: bool = True, account: str = "62",
    day: date = date(2027, 2, 10),
) -> Expense:  # fmt: skip
    """An expense, as its page notes it."""
    row = Expense(
        issue_id=of.id if of else None, line=line, label="Facture", supplier="M. Untel (ne se lit nulle part)",
        cents=cents, dated=day, state=Spending.SPENT if paid else Spending.COMMITTED, account=account, made_at=NOW,
        spent_on=day if paid else None,
    )  # fmt: skip
    db.add(row)
    db.flush()
    if of:
        follow(db, actor, NOW, of.id)
    return row


def fund(
    db: Session, actor: Actor, of: Issue | None, cents: int, state: FundState = FundState.DUE,
    source: Source = Source.GIFT, *, day: date = date(2027, 2, 1), funder: Funder | None = None,
) -> Fund:  # fmt: skip
    """Money noted by hand; what is reconciled is reconciled, by a line of the bank."""
    seen = state is FundState.RECONCILED
    told = funding.Told("Un financement", cents, FundState.DUE if seen else state, day, source=source,
                        funder_id=funder.id if funder else None)  # fmt: skip
    row = funding.add_fund(db, actor, NOW, of.id if of else None, told)
    if seen:
        label = f"VIR {next(_numbers)}"
        money.bring(db, actor, Kind.BANK, [money.credit(cents, day, label)])
        matching.confirm(db, actor, NOW, [money.bank_line(db, label).id], [f"{matching.FUND}{row.id}"])
    return row


def hours(db: Session, actor: Actor, of: Issue, many: str, rate: str = "15.00") -> None:
    """Volunteers' hours."""
    told = Given(Gift.HOURS, "Relecture de M. Untel", Decimal(many), Decimal(rate), date(2027, 2, 1), "864")
    give(db, actor, NOW, of.id, told)


def funder(db: Session, actor: Actor, name: str, shown: str = "") -> Funder:
    """Somebody who gives; with `shown`, who wishes to be named."""
    return funding.add_funder(db, actor, NOW, FunderKind.ASSOCIATION, name, shown)


def hand_out(db: Session, actor: Actor, of: Issue, delivered: int = 4000, given: int = 1500, people: int = 320) -> None:
    """Copies are delivered, some go to an association and some of those into people's hands."""
    place = Place(kind=PlaceKind.ASSOCIATION, name="Le Refuge (spécimen)", code=f"C-{of.number}", made_at=NOW)
    db.add(place)
    db.flush()
    ledger.delivered(db, actor, NOW, of.id, delivered, "stock")
    ledger.move(db, actor, NOW, of.id, "stock", place.id, given)
    db.add(CopyAnswer(issue_id=of.id, place_id=place.id, at=NOW, kind=Said.HANDED_OUT, copies=0, people=people))
    db.flush()
