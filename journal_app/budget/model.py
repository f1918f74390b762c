"""Budget, the nouns: what people type about an issue's money beside its plan. It decides nothing.

The plan itself is the text `Issue.costing`; `BudgetStep` keeps what it said before each change. Amounts are integer
cents TTC unless named, VAT rates hundredths of a percent (1000 is 10 %). No row names a contributor or a volunteer.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id

PRINTING, DELIVERY, OTHER = "printing", "delivery", "other"  # lines of an expense that are no line of the residency


class Spending(StrEnum):
    """How far an expense has come."""

    COMMITTED = "committed"  # ordered or signed: it will be paid
    SPENT = "spent"  # paid


class Gift(StrEnum):
    """What is given without money; valued apart, it counts to no target."""

    HOURS = "hours"
    MILEAGE = "mileage"
    GIFT = "gift"  # a room, food, paper: valued at what it would have cost


class BudgetStep(Base):
    """The plan's text before and after one change, so that the change can be taken back. The last ones are kept."""

    __tablename__ = "budget_step"
    __table_args__ = (Index("ix_budget_step_issue", "issue_id", "number"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    what: Mapped[str]  # a verb of the activity's: budget-targets, budget-residency...
    before: Mapped[str]
    after: Mapped[str]
    undone: Mapped[bool] = mapped_column(default=False)


class MailQuote(Base):
    """A quote that came outside the printer's door, as it was typed. `tiers`: [[copies, cents HT], ...]."""

    __tablename__ = "mail_quote"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    company: Mapped[str]
    reference: Mapped[str]
    dated: Mapped[date]
    valid_until: Mapped[date | None]
    vat: Mapped[int]
    vat_confirmed: Mapped[bool] = mapped_column(default=False)  # the printer wrote the rate
    tiers: Mapped[list[Any]]
    extra_thousand: Mapped[int | None]  # cents HT
    pages: Mapped[int]
    need: Mapped[dict[str, Any]]  # closed, paper, inks, as the quote words them
    overs: Mapped[str] = mapped_column(default="")
    delay_days: Mapped[int | None]
    deposit: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")
    left_out: Mapped[str] = mapped_column(default="")  # what the price does not hold: delivery, proof, folding
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class Expense(Base):
    """Money that goes out, or will. `line`: the slug of a line of the residency, "printing", "delivery" or "other".

    `settled_cents` of it are on the bank's statement: whoever reconciles keeps that, and nobody types less than it.
    """

    __tablename__ = "expense"
    __table_args__ = (Index("ix_expense_issue", "issue_id", "dated"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    line: Mapped[str]
    label: Mapped[str]
    supplier: Mapped[str] = mapped_column(default="")
    cents: Mapped[int]  # TTC
    vat_cents: Mapped[int] = mapped_column(default=0)  # contained in it
    settled_cents: Mapped[int] = mapped_column(default=0)  # between nothing and `cents`
    dated: Mapped[date]  # of the order or the invoice
    state: Mapped[str] = mapped_column(default=Spending.COMMITTED)
    spent_on: Mapped[date | None]  # the day it was paid
    account: Mapped[str]  # of the French plan of accounts, 60 to 68
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    @property
    def seen_whole(self) -> bool:
        """Whether the bank has seen every cent: then it is paid, and the day is the bank's."""
        return 0 < self.cents <= self.settled_cents


class InKind(Base):
    """Hours, kilometres or things given. `quantity` in hundredths, `rate` in ten-thousandths of a euro, for one."""

    __tablename__ = "in_kind"
    __table_args__ = (Index("ix_in_kind_issue", "issue_id", "dated"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    kind: Mapped[str]
    label: Mapped[str]
    quantity: Mapped[int]
    rate: Mapped[int]
    source: Mapped[str] = mapped_column(default="")  # where the rate comes from
    cents: Mapped[int]  # quantity x rate, half a cent going up
    account: Mapped[str]  # of the class 86: 860 aid in kind, 861 things lent, 862 services, 864 volunteers' work
    dated: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class GiftRate(Base):
    """What an hour or a kilometre is worth from a day on, in ten-thousandths of a euro. Added, never changed."""

    __tablename__ = "gift_rate"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    rate: Mapped[int]
    dated: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class BudgetTemplate(Base):
    """A residency to start from: its lines as plain values, without what was committed or spent."""

    __tablename__ = "budget_template"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    dated: Mapped[date]
    lines: Mapped[list[Any]]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
