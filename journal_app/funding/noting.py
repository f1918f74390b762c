"""Funding, the book: a change of funds is noted with what was before it, rows of allocation are only added. No commit.

Whatever changes, the rows of a fund sum to its amount (to nothing when it is removed) and no issue holds less than
nothing. The plan of every issue that is touched follows in the same transaction.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget.actions import rewrite
from journal_app.costing.document import read
from journal_app.costing.model import FundState
from journal_app.db import new_id
from journal_app.funding import store
from journal_app.funding.model import Allocation, Done, Fund, FundStep
from journal_app.funding.projecting import MOST, Part, with_funds
from journal_app.funding.sharing import Holder, Row, settled_shares
from journal_app.issues import store as issues
from journal_app.problems import Refused

FIELDS = ("funder_id", "source", "label", "cents", "settled_cents", "state", "dated", "expected", "purpose", "gone")
FROM_THE_BANK = "settled_cents"  # only a match changes it: no undo of anything else brings it back


def fields(fund: Fund) -> dict[str, Any]:
    """What of a fund a step keeps, plain."""
    told = {name: getattr(fund, name) for name in FIELDS if name != "gone"} | {"gone": fund.gone_at is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def put(fund: Fund, told: Mapping[str, Any], now: datetime) -> None:
    """Make a fund what a step kept of it."""
    for name, value in told.items():
        if name == "gone":
            fund.gone_at = now if value else None
        elif name in FIELDS and name != FROM_THE_BANK:
            day = name in ("dated", "expected") and value is not None
            setattr(fund, name, date.fromisoformat(value) if day else value)


@dataclass
class Page:
    """One decision being noted: who, when, why, and the rows it adds."""

    db: Session
    actor: Actor | None
    now: datetime
    what: Done
    reason: str = ""
    move_id: str = field(default_factory=new_id)
    rows: list[Row] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)  # issues beside those of the rows

    @property
    def by(self) -> str | None:
        return self.actor.account_id if self.actor else None


@contextmanager
def noted(
    db: Session, actor: Actor | None, now: datetime, funds: Mapping[str, Fund], what: Done, reason: str = ""
) -> Iterator[Page]:
    """Note what the block does to these funds, which are held for this transaction. Refused (`fund-held`) when an
    issue would hold less than nothing, (`fund-settled`) when a fund would be less than what the bank has seen of it.
    """
    before = {one: fields(fund) for one, fund in funds.items()}
    holders = store.held_of(db, funds)
    page = Page(db, actor, now, what, reason)
    yield page
    for row in page.rows:
        if row.cents:
            store.add(db, Allocation(fund_id=row.fund_id, issue_id=row.holder, cents=row.cents, move_id=page.move_id,
                                     reason=reason, at=now, by=page.by))  # fmt: skip
    moved = {row.fund_id for row in page.rows if row.cents}
    changed = {one for one, fund in funds.items() if fields(fund) != before[one]} | moved
    for one in sorted(changed):
        _step(page, funds[one], before[one])
    db.flush()
    after = store.held_of(db, changed)
    for one in changed:
        _hold_true(funds[one], after.get(one, {}))
    held = [*(holders.get(one, {}) for one in changed), *(after.get(one, {}) for one in changed)]
    project(db, actor, now, {issue for some in held for issue in some if issue} | page.touched)


def _step(page: Page, fund: Fund, before: dict[str, Any]) -> None:
    after = fields(fund)
    names = [name for name in FIELDS if before[name] != after[name]]
    fund.version = (fund.version or 0) + 1
    store.add(page.db, FundStep(
        fund_id=fund.id, what=page.what, before={name: before[name] for name in names},
        after={name: after[name] for name in names}, move_id=page.move_id, reason=page.reason, at=page.now, by=page.by,
    ))  # fmt: skip


def _hold_true(fund: Fund, held: Mapping[Holder, int]) -> None:
    if any(cents < 0 for cents in held.values()):
        raise Refused("fund-held")
    if fund.settled_cents > fund.cents or (fund.gone_at and fund.settled_cents):
        raise Refused("fund-settled")
    whole = 0 if fund.gone_at else fund.cents
    if sum(held.values()) != whole:
        raise AssertionError(f"fund {fund.id}: {sum(held.values())} allocated of {whole}")  # a bug of ours


# --- what an issue holds, and its plan -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A fund as an issue holds it: its share in cents, and what of the share is settled."""

    fund: Fund
    cents: int
    settled: int
    others: int = 0  # what of the fund other issues hold, or waits

    @property
    def parts(self) -> Iterator[Part]:
        """The share by state: what is settled is reconciled, the rest is what the fund is."""
        one = self.fund
        yield Part(one.source, FundState.RECONCILED, one.purpose, self.settled, one.dated)
        yield Part(one.source, FundState(one.state), one.purpose, self.cents - self.settled, one.dated)


def held(db: Session, holder: Holder) -> list[Held]:
    """What an issue (or, without one, what waits) holds of each fund, the latest first."""
    ids = store.held_by(db, holder)
    funds, holdings = store.funds(db, ids), store.held_of(db, ids)
    found = []
    for one in ids:
        shares = settled_shares(holdings[one], funds[one].settled_cents)
        mine = holdings[one][holder]
        found.append(Held(funds[one], mine, shares.get(holder, 0), funds[one].cents - mine))
    return sorted(found, key=lambda one: (one.fund.dated, one.fund.made_at, one.fund.id), reverse=True)


def parts(held: Iterable[Held]) -> list[Part]:
    """Shares by state, without those of nothing."""
    return [part for one in held for part in one.parts if part.cents]


def project(db: Session, actor: Actor | None, now: datetime, issue_ids: Iterable[str]) -> None:
    """Let the plans of these issues say what they hold. A plan that cannot be read follows when it can be again."""
    for issue_id in sorted(issue_ids):
        issue = issues.any_issue(db, issue_id)
        if issue is None or (issue.costing.strip() and read(issue.costing)[0] is None):
            continue
        told = parts(held(db, issue_id))
        if sum(part.cents for part in told) > MOST:
            raise Refused("fund-too-much")
        rewrite(db, actor, now, issue, lambda plan, told=told: with_funds(plan, told), what="funds-followed")  # type: ignore[misc]
