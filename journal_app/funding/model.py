"""Funding, the nouns: who gives, what for which issue, in what state, which bank line proved it. It decides nothing.

Amounts are integer cents. What an issue holds of a fund is a sum of rows that are only added. Of a person who does not
wish to be named there is no name in any row: such a funder is a number (`Personne 3`).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class FunderKind(StrEnum):
    """What a funder is; each has a word on screen, `funder:<kind>`."""

    ASSOCIATION = "association"
    TOWN = "town"
    STATE = "state"
    FOUNDATION = "foundation"
    PLATFORM = "platform"
    PERSON = "person"


class Source(StrEnum):
    """Where money comes from: the words of costing.toml."""

    GIFT = "gift"
    GRANT = "grant"
    ASSOCIATION = "association"
    LILO = "lilo"
    HELLOASSO = "helloasso"
    OTHER = "other"


class Purpose(StrEnum):
    """What money may be spent on; `free` on either."""

    FREE = "free"
    PRINTING = "printing"
    RESIDENCY = "residency"


class Done(StrEnum):
    """What a step did to a fund; each has a sentence, `fund-did:<what>`."""

    MADE = "made"
    CHANGED = "changed"
    REMOVED = "removed"
    BACK = "brought-back"
    MOVED = "moved"  # between issues, or out of what waits
    FOLLOWED = "followed"  # an import said so
    TAKEN_UP = "taken-up"  # from the plan of an adopted folder
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    UNDONE = "undone"


class Funder(Base):
    """Who gives. `shown` is the name that may stand in public, and only while `named`."""

    __tablename__ = "funder"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    name: Mapped[str]  # how the team calls it; of a person that is not `named` a number and nothing else
    named: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class Fund(Base):
    """Money from one source. `settled_cents` of it are on the bank's statement; the rest is in `state`.

    `state` is one of estimated, pledged, due, paid_out: `reconciled` is what is settled, so that a euro has one state.
    """

    __tablename__ = "fund"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    funder_id: Mapped[str | None] = mapped_column(ForeignKey("funder.id"), index=True)
    source: Mapped[str]
    label: Mapped[str]  # the source's words, never a donor's name
    cents: Mapped[int]
    settled_cents: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    dated: Mapped[date]
    expected: Mapped[date | None]  # when the money should be there
    purpose: Mapped[str] = mapped_column(default=Purpose.FREE)
    reference: Mapped[str | None] = mapped_column(
        unique=True
    )  # what it follows: a campaign's payout; None: made by hand
    payments: Mapped[int] = mapped_column(default=0)  # how many it gathers
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    gone_at: Mapped[datetime | None]


class Allocation(Base):
    """So much more (or, negative, less) of a fund for an issue; without one it waits. Append-only.

    The rows of a fund sum to its amount, of a removed one to nothing. Rows of one decision share `move_id`.
    """

    __tablename__ = "fund_allocation"
    __table_args__ = (Index("ix_fund_allocation_issue", "issue_id", "fund_id"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"), index=True)
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    cents: Mapped[int]
    move_id: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class FundStep(Base):
    """What befell a fund: its fields before and after, and the rows that went with it. Append-only but for its mark."""

    __tablename__ = "fund_step"
    __table_args__ = (Index("ix_fund_step_fund", "fund_id", "number"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"))
    what: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    move_id: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]


class Match(Base):
    """So many cents of a bank line are this fund, or this expense. Rows that were confirmed together share `group_id`.

    A row with neither is half of a pair: two lines of opposite sign, of which one took the other back. `line_id` names
    a statement line without a key: once the match is undone, its import may be taken out.
    """

    __tablename__ = "fund_match"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[str] = mapped_column(index=True)
    line_id: Mapped[str] = mapped_column(index=True)
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("fund.id"), index=True)
    expense_id: Mapped[str | None] = mapped_column(index=True)
    cents: Mapped[int]  # always positive
    line_dated: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))

    @property
    def cancels(self) -> bool:
        """Whether its line and another one cancel each other out: nothing was raised, nothing spent."""
        return self.fund_id is None and self.expense_id is None


class Refusal(Base):
    """A proposal somebody said no to: it is not made again. `key` is a digest of its lines and targets."""

    __tablename__ = "fund_refusal"
    key: Mapped[str] = mapped_column(primary_key=True)
    line_ids: Mapped[list[Any]]
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class Campaign(Base):
    """What a platform's form gathers for: what comes in through it goes there. No issue: it waits to be allocated."""

    __tablename__ = "fund_campaign"
    __table_args__ = (UniqueConstraint("source", "words"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    source: Mapped[str]
    words: Mapped[str]  # the form's own name
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    purpose: Mapped[str] = mapped_column(default=Purpose.FREE)


class IssueFunding(Base):
    """What funding knows of an issue: whether its plan's funds were taken up, and its public page, open or not."""

    __tablename__ = "issue_funding"
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    taken_up_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # None: the public page is not there
    opened_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    give_url: Mapped[str] = mapped_column(default="")  # https, where to give; empty: no link
