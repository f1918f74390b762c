"""Funding, the rows: funders, funds, who holds what of them, steps, matches. It decides nothing and never commits.

Of statements it reads sums; what a line says stays with statements.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from journal_app.funding.following import Sum
from journal_app.funding.model import (
    Allocation,
    Campaign,
    Fund,
    Funder,
    FunderKind,
    FundStep,
    IssueFunding,
    Match,
    Refusal,
    Source,
)
from journal_app.funding.sharing import Holder
from journal_app.issues.model import Issue
from journal_app.statements.model import Kind, StatementLine

Kept = Funder | Fund | Allocation | FundStep | Match | Refusal | Campaign | IssueFunding
AT_ONCE = 500  # ids of one question: SQLite takes 32,766 and gets slow long before


def add(db: Session, row: Kept) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


# --- funders and campaigns -------------------------------------------------------------------------------------------


def funders(db: Session, gone: bool = False) -> Sequence[Funder]:
    """The funders, by name; or those that were removed."""
    asked = select(Funder).where(Funder.gone_at.is_not(None) if gone else Funder.gone_at.is_(None))
    return db.scalars(asked.order_by(Funder.name, Funder.id)).all()


def funder(db: Session, funder_id: str) -> Funder | None:
    """A funder by id, removed or not."""
    return db.get(Funder, funder_id)


def last_person(db: Session) -> int:
    """The highest number a person is called by: the next one is one more."""
    names = db.scalars(select(Funder.name).where(Funder.kind == FunderKind.PERSON, Funder.named.is_(False)))
    return max((int(name.rsplit(" ", 1)[-1]) for name in names if name.rsplit(" ", 1)[-1].isdigit()), default=0)


def campaigns(db: Session) -> Sequence[Campaign]:
    """The forms money comes through."""
    return db.scalars(select(Campaign).order_by(Campaign.source, Campaign.words)).all()


def campaign(db: Session, source: str, words: str) -> Campaign | None:
    """A form by its name."""
    return db.scalar(select(Campaign).where(Campaign.source == source, Campaign.words == words))


def campaign_by_id(db: Session, campaign_id: str) -> Campaign | None:
    """A form by its id."""
    return db.get(Campaign, campaign_id)


# --- funds and what is held of them ----------------------------------------------------------------------------------


def fund(db: Session, fund_id: str) -> Fund | None:
    """A fund by id, removed or not."""
    return db.get(Fund, fund_id)


def hold(db: Session, fund_ids: Iterable[str]) -> dict[str, Fund]:
    """Funds for this transaction alone, read again; by id, so that two never wait for each other."""
    found: dict[str, Fund] = {}
    for some in _parts(sorted(set(fund_ids))):
        asked = select(Fund).where(Fund.id.in_(some)).order_by(Fund.id).with_for_update()
        found |= {row.id: row for row in db.scalars(asked.execution_options(populate_existing=True))}
    return found


def funds(db: Session, fund_ids: Iterable[str]) -> dict[str, Fund]:
    """Funds by id."""
    found: dict[str, Fund] = {}
    for some in _parts(sorted(set(fund_ids))):
        found |= {row.id: row for row in db.scalars(select(Fund).where(Fund.id.in_(some)))}
    return found


def following(db: Session, source: Source) -> Sequence[Fund]:
    """The funds that follow imports of a source, removed ones too."""
    return db.scalars(select(Fund).where(Fund.source == source, Fund.reference.is_not(None))).all()


def waiting_for_the_bank(db: Session) -> Sequence[Fund]:
    """The funds that are not wholly settled, hopes left out."""
    asked = select(Fund).where(Fund.gone_at.is_(None), Fund.settled_cents < Fund.cents, Fund.state != "estimated")
    return db.scalars(asked).all()


def removed(db: Session, issue_id: str, most: int = 50) -> Sequence[Fund]:
    """The funds that an issue held when they were removed, the latest first."""
    held = select(Allocation.fund_id).where(Allocation.issue_id == issue_id)
    asked = select(Fund).where(Fund.gone_at.is_not(None), Fund.reference.is_(None), Fund.id.in_(held))
    return db.scalars(asked.order_by(Fund.gone_at.desc()).limit(most)).all()


def held_of(db: Session, fund_ids: Iterable[str]) -> dict[str, dict[Holder, int]]:
    """Who holds what of these funds; holders of nothing are left out."""
    found: dict[str, dict[Holder, int]] = {}
    whole = func.sum(Allocation.cents)
    for some in _parts(sorted(set(fund_ids))):
        asked = select(Allocation.fund_id, Allocation.issue_id, whole).where(Allocation.fund_id.in_(some))
        for fund_id, issue_id, cents in db.execute(
            asked.group_by(Allocation.fund_id, Allocation.issue_id).having(whole != 0)
        ):
            found.setdefault(fund_id, {})[issue_id] = int(cents)
    return found


def held_by(db: Session, holder: Holder) -> list[str]:
    """The funds of which an issue holds something, or of which something waits."""
    here = Allocation.issue_id == holder if holder else Allocation.issue_id.is_(None)
    asked = select(Allocation.fund_id).where(here).group_by(Allocation.fund_id)
    return list(db.scalars(asked.having(func.sum(Allocation.cents) > 0)))


def ever_held(db: Session, fund_id: str, issue_id: str) -> bool:
    """Whether an issue holds, or held, something of a fund."""
    asked = select(Allocation.number).where(Allocation.fund_id == fund_id, Allocation.issue_id == issue_id)
    return db.scalar(asked.limit(1)) is not None


def open_issue(db: Session, slug: str) -> tuple[Issue, IssueFunding] | None:
    """An issue whose public page is open, by its address; whoever asks."""
    asked = select(Issue, IssueFunding).join(IssueFunding, IssueFunding.issue_id == Issue.id)
    found = db.execute(asked.where(Issue.slug == slug, IssueFunding.opened_at.is_not(None))).first()
    return (found[0], found[1]) if found else None


def rows_of(db: Session, move_id: str) -> Sequence[Allocation]:
    """The rows of one decision."""
    return db.scalars(select(Allocation).where(Allocation.move_id == move_id).order_by(Allocation.number)).all()


def moves(db: Session, issue_id: str, most: int = 100) -> Sequence[FundStep]:
    """The balances that were moved to or from an issue, the latest first."""
    of = select(Allocation.move_id).where(Allocation.issue_id == issue_id)
    asked = select(FundStep).where(FundStep.move_id.in_(of), FundStep.reason != "")
    return db.scalars(asked.order_by(FundStep.number.desc()).limit(most)).all()


def rows_of_moves(db: Session, move_ids: Iterable[str]) -> Sequence[Allocation]:
    """The rows of several decisions."""
    asked = select(Allocation).where(Allocation.move_id.in_(list(move_ids)))
    return db.scalars(asked.order_by(Allocation.number)).all()


def steps(db: Session, fund_id: str, most: int = 100) -> Sequence[FundStep]:
    """What befell a fund, the latest first."""
    asked = select(FundStep).where(FundStep.fund_id == fund_id)
    return db.scalars(asked.order_by(FundStep.number.desc()).limit(most)).all()


def last_step(db: Session, fund_id: str) -> FundStep | None:
    """The last thing that befell a fund."""
    return next(iter(steps(db, fund_id, 1)), None)


# --- matches ---------------------------------------------------------------------------------------------------------


def group(db: Session, group_id: str) -> Sequence[Match]:
    """What was confirmed together and holds."""
    asked = select(Match).where(Match.group_id == group_id, Match.undone_at.is_(None))
    return db.scalars(asked.order_by(Match.id).with_for_update()).all()


def groups_of(db: Session, line_ids: Iterable[str], *, hold: bool = False) -> list[Match]:
    """What holds and was confirmed of any of these lines, with all that was confirmed together with it. `hold`: for
    this transaction alone; before the lines, as who parts a group does."""
    found: set[str] = set()
    for some in _parts(sorted(set(line_ids))):
        found |= set(db.scalars(select(Match.group_id).where(Match.line_id.in_(some), Match.undone_at.is_(None))))
    return groups(db, found, hold=hold)


def groups(db: Session, group_ids: Iterable[str], *, hold: bool = False) -> list[Match]:
    """Whole groups of what holds, the latest first."""
    found: list[Match] = []
    for some in _parts(sorted(set(group_ids))):
        asked = select(Match).where(Match.group_id.in_(some), Match.undone_at.is_(None)).order_by(Match.id)
        found += db.scalars(asked.with_for_update() if hold else asked)
    return sorted(found, key=lambda one: (one.made_at, one.group_id, one.id), reverse=True)


def matches(db: Session, most: int, before: int = 0) -> Sequence[Match]:
    """The matches that hold, the latest first."""
    asked = select(Match).where(Match.undone_at.is_(None))
    return db.scalars(asked.order_by(Match.made_at.desc(), Match.group_id, Match.id).offset(before).limit(most)).all()


def matches_of(db: Session, fund_id: str) -> Sequence[Match]:
    """The matches of a fund that hold."""
    asked = select(Match).where(Match.fund_id == fund_id, Match.undone_at.is_(None))
    return db.scalars(asked.order_by(Match.made_at, Match.id)).all()


def pairs_instead_of(db: Session, fund_id: str, moments: Sequence[datetime]) -> dict[datetime, list[str]]:
    """The two lines, ids, that cancelled each other out instead, by the moment when matches of a fund were parted."""
    was = aliased(Match)
    theirs = select(Match.group_id).join(was, and_(was.line_id == Match.line_id, was.undone_at == Match.made_at))
    groups = theirs.where(Match.fund_id.is_(None), Match.expense_id.is_(None), was.fund_id == fund_id,
                          was.undone_at.in_(moments[:AT_ONCE]))  # fmt: skip
    found: dict[datetime, list[str]] = {}
    for row in db.scalars(select(Match).where(Match.group_id.in_(groups)).order_by(Match.id)):
        found.setdefault(row.made_at, []).append(row.line_id)
    return found


def matches_of_expense(db: Session, expense_id: str) -> Sequence[Match]:
    """The matches of an expense that hold."""
    asked = select(Match).where(Match.expense_id == expense_id, Match.undone_at.is_(None))
    return db.scalars(asked.order_by(Match.made_at, Match.id)).all()


def seen_of(db: Session, source: Source, since: date) -> int:
    """What the bank received of a source's funds from a day on, in cents."""
    asked = select(func.sum(Match.cents)).join(Fund, Fund.id == Match.fund_id)
    here = (Fund.source == source, Fund.reference.is_not(None), Match.undone_at.is_(None), Match.line_dated >= since)
    return int(db.scalar(asked.where(*here)) or 0)


def refusals(db: Session) -> Sequence[Refusal]:
    """The proposals that were refused, the latest first."""
    return db.scalars(select(Refusal).order_by(Refusal.at.desc())).all()


def refusal(db: Session, key: str) -> Refusal | None:
    """A refused proposal by its digest."""
    return db.get(Refusal, key)


def forget_refusal(db: Session, row: Refusal) -> None:
    """Let a proposal be made again."""
    db.delete(row)


# --- the public page -------------------------------------------------------------------------------------------------


def of_issue(db: Session, issue_id: str) -> IssueFunding:
    """What funding knows of an issue; made when there is nothing yet."""
    row = db.get(IssueFunding, issue_id)
    if row is None:
        row = IssueFunding(issue_id=issue_id)
        add(db, row)
    return row


def known_of(db: Session, issue_id: str) -> IssueFunding | None:
    """The same, for who only looks."""
    return db.get(IssueFunding, issue_id)


def named_givers(db: Session, issue_id: str) -> list[str]:
    """The names of those who give to an issue and wish to be named, without a hope among them."""
    ids = held_by(db, issue_id)
    asked = select(Funder.shown).join(Fund, Fund.funder_id == Funder.id).where(
        Fund.id.in_(ids), Fund.gone_at.is_(None), Funder.gone_at.is_(None), Funder.named.is_(True), Funder.shown != "",
        or_(Fund.state != "estimated", Fund.settled_cents > 0),
    )  # fmt: skip
    return sorted(set(db.scalars(asked)), key=str.casefold)


# --- what statements say, summed -------------------------------------------------------------------------------------


def payments(db: Session) -> list[Sum]:
    """HelloAsso's payments by form, payout and state."""
    line, cents = StatementLine, StatementLine.cents
    asked = select(
        line.purpose, line.paid_out_on, line.state, func.sum(case((cents > 0, cents), else_=0)),
        func.sum(case((cents < 0, cents), else_=0)), func.count(), func.max(line.dated),
    ).where(line.kind == Kind.HELLOASSO)  # fmt: skip
    rows = db.execute(asked.group_by(line.purpose, line.paid_out_on, line.state))
    return [Sum(words, day, state, int(plus), int(minus), *more) for words, day, state, plus, minus, *more in rows]


def lilo_lines(db: Session, most: int = 200) -> Sequence[StatementLine]:
    """What Lilo's pages said, the latest first."""
    asked = select(StatementLine).where(StatementLine.kind == Kind.LILO)
    return db.scalars(asked.order_by(StatementLine.dated.desc(), StatementLine.number).limit(most)).all()


def lines_of_payout(db: Session, words: str, paid_out_on: date | None) -> Sequence[StatementLine]:
    """The payments that a fund gathers."""
    day = StatementLine.paid_out_on
    here = day == paid_out_on if paid_out_on else day.is_(None)
    return db.scalars(
        select(StatementLine).where(StatementLine.kind == Kind.HELLOASSO, StatementLine.purpose == words, here)
    ).all()


def came_in(db: Session) -> list[tuple[str, date, int]]:
    """What was collected or arrived by source and day, in cents, without hopes and promises: what a pace is of. Of a
    promise, and of what somebody noted as owed (a signed grant is no money yet), what the bank has seen of it."""
    collected = or_(Fund.state == "paid_out", and_(Fund.state == "due", Fund.reference.is_not(None)))
    there = func.sum(case((collected, Fund.cents), else_=Fund.settled_cents))
    asked = select(Fund.source, Fund.dated, there).where(Fund.gone_at.is_(None), or_(collected, Fund.settled_cents > 0))
    return [(source, day, int(cents)) for source, day, cents in db.execute(asked.group_by(Fund.source, Fund.dated))]


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
