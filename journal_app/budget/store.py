"""Budget, the rows: steps of the plan, quotes by mail, expenses, gifts in kind, templates. It decides nothing and never
commits.

What was removed keeps its row with the moment (`gone_at`), so that it can be brought back; lists leave it out.
"""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from journal_app.budget.model import (
    BudgetStep,
    BudgetTemplate,
    Expense,
    GiftRate,
    InKind,
    MailQuote,
    Spending,
)
from journal_app.issues.model import Issue

Row = BudgetStep | BudgetTemplate | Expense | GiftRate | InKind | MailQuote
Versioned = type[Expense] | type[InKind] | type[MailQuote]
Removable = TypeVar("Removable", Expense, InKind, MailQuote, BudgetTemplate)


def add(db: Session, row: Row) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


def in_line(db: Session, issue: Issue) -> None:
    """Two who change an issue's plan stand in line until the transaction of the first ends."""
    db.flush()
    db.refresh(issue, with_for_update=True)


def next_version(db: Session, kind: Versioned, row_id: str, version: int) -> bool:
    """Raise a row's version; False when somebody else did meanwhile."""
    change = update(kind).where(kind.id == row_id, kind.version == version).values(version=version + 1)
    return bool(db.execute(change).rowcount == 1)  # type: ignore[attr-defined]


def gone(db: Session, kind: type[Removable], issue_id: str | None, most: int) -> Sequence[Removable]:
    """What was removed and can be brought back, the last removed first; of one issue, or of none in particular."""
    asked = select(kind).where(kind.gone_at.is_not(None))
    if issue_id is not None:
        asked = asked.where(kind.__table__.c.issue_id == issue_id)
    return db.scalars(asked.order_by(kind.gone_at.desc()).limit(most)).all()


# --- steps -----------------------------------------------------------------------------------------------------------


def steps(db: Session, issue_id: str, most: int) -> Sequence[BudgetStep]:
    """The last changes of a plan that were not taken back, the latest first."""
    asked = select(BudgetStep).where(BudgetStep.issue_id == issue_id, BudgetStep.undone.is_(False))
    return db.scalars(asked.order_by(BudgetStep.number.desc()).limit(most)).all()


def step(db: Session, issue_id: str, number: int) -> BudgetStep | None:
    return db.scalar(select(BudgetStep).where(BudgetStep.issue_id == issue_id, BudgetStep.number == number))


def forget_steps(db: Session, issue_id: str, kept: int) -> None:
    """Forget all but so many of an issue's last steps."""
    last = select(BudgetStep.number).where(BudgetStep.issue_id == issue_id).order_by(BudgetStep.number.desc())
    oldest = db.scalar(last.offset(kept).limit(1))
    if oldest is not None:
        db.execute(delete(BudgetStep).where(BudgetStep.issue_id == issue_id, BudgetStep.number <= oldest))


# --- quotes by mail --------------------------------------------------------------------------------------------------


def mail_quotes(db: Session, issue_id: str) -> Sequence[MailQuote]:
    """The quotes of an issue that were typed, the latest first."""
    asked = select(MailQuote).where(MailQuote.issue_id == issue_id, MailQuote.gone_at.is_(None))
    return db.scalars(asked.order_by(MailQuote.dated.desc(), MailQuote.id)).all()


def every_mail_quote(db: Session, issue_id: str) -> Sequence[MailQuote]:
    """The same with those that were removed, read again."""
    asked = select(MailQuote).where(MailQuote.issue_id == issue_id).order_by(MailQuote.id)
    return db.scalars(asked.execution_options(populate_existing=True)).all()


def mail_quote(db: Session, issue_id: str, quote_id: str) -> MailQuote | None:
    """A typed quote, removed or not."""
    return db.scalar(select(MailQuote).where(MailQuote.issue_id == issue_id, MailQuote.id == quote_id))


# --- expenses --------------------------------------------------------------------------------------------------------


def expenses(db: Session, issue_id: str | None = None) -> Sequence[Expense]:
    """What an issue costs, the latest first; without an issue the expenses of all, and those of none."""
    asked = select(Expense).where(Expense.gone_at.is_(None))
    if issue_id is not None:
        asked = asked.where(Expense.issue_id == issue_id)
    return db.scalars(asked.order_by(Expense.dated.desc(), Expense.made_at.desc(), Expense.id)).all()


def some_expenses(db: Session, issue_id: str, skip: int, most: int) -> Sequence[Expense]:
    """A page of an issue's expenses, in the same order."""
    asked = select(Expense).where(Expense.gone_at.is_(None), Expense.issue_id == issue_id)
    asked = asked.order_by(Expense.dated.desc(), Expense.made_at.desc(), Expense.id)
    return db.scalars(asked.offset(skip).limit(most)).all()


def count_expenses(db: Session, issue_id: str) -> int:
    asked = select(func.count()).select_from(Expense).where(Expense.gone_at.is_(None), Expense.issue_id == issue_id)
    return db.scalars(asked).one()


def expense(db: Session, expense_id: str) -> Expense | None:
    """An expense by its id, removed or not."""
    return db.get(Expense, expense_id, populate_existing=True)


def hold_expense(db: Session, expense_id: str) -> Expense | None:
    """An expense for this transaction alone, read again, removed or not: a match and a correction stand in line."""
    db.flush()
    asked = select(Expense).where(Expense.id == expense_id).with_for_update()
    return db.scalar(asked.execution_options(populate_existing=True))


def sums(db: Session, issue_id: str) -> dict[str, tuple[int, int]] | None:
    """By line, cents committed and cents spent; None when no expense of this issue was ever typed."""
    here = Expense.gone_at.is_(None)
    ordered = func.sum(case((here & (Expense.state == Spending.COMMITTED), Expense.cents), else_=0))
    paid = func.sum(case((here & (Expense.state == Spending.SPENT), Expense.cents), else_=0))
    asked = select(Expense.line, ordered, paid).where(Expense.issue_id == issue_id).group_by(Expense.line)
    return {line: (int(first), int(second)) for line, first, second in db.execute(asked)} or None


# --- in kind ---------------------------------------------------------------------------------------------------------


def in_kind(db: Session, issue_id: str | None = None) -> Sequence[InKind]:
    """What was given without money, the latest first; without an issue that of all."""
    asked = select(InKind).where(InKind.gone_at.is_(None))
    if issue_id is not None:
        asked = asked.where(InKind.issue_id == issue_id)
    return db.scalars(asked.order_by(InKind.dated.desc(), InKind.made_at.desc(), InKind.id)).all()


def gift(db: Session, issue_id: str, gift_id: str) -> InKind | None:
    """A gift of an issue by its id, removed or not."""
    return db.scalar(select(InKind).where(InKind.issue_id == issue_id, InKind.id == gift_id))


def ever_given(db: Session, issue_id: str) -> bool:
    """Whether a gift of this issue was ever typed."""
    return db.scalar(select(InKind.id).where(InKind.issue_id == issue_id).limit(1)) is not None


def rates(db: Session) -> Sequence[GiftRate]:
    """What an hour and a kilometre were worth, the latest first."""
    return db.scalars(select(GiftRate).order_by(GiftRate.dated.desc(), GiftRate.made_at.desc())).all()


# --- templates -------------------------------------------------------------------------------------------------------


def templates(db: Session) -> Sequence[BudgetTemplate]:
    """The residencies that can be started from, by name."""
    asked = select(BudgetTemplate).where(BudgetTemplate.gone_at.is_(None))
    return db.scalars(asked.order_by(BudgetTemplate.name, BudgetTemplate.id)).all()


def template(db: Session, template_id: str) -> BudgetTemplate | None:
    """A template by its id, removed or not."""
    return db.get(BudgetTemplate, template_id)
