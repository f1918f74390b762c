"""Funding, what people do: funders and funds are noted, changed, removed, brought back; each step can be undone. Never
commits.

What an import follows is changed by imports alone; what the bank has seen is taken back by undoing its match. Only the
treasurer says that money was paid out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.costing.model import FundState
from journal_app.funding import store
from journal_app.funding.model import Done, Fund, Funder, FunderKind, Purpose, Source
from journal_app.funding.noting import Held, held, noted, put
from journal_app.funding.sharing import Holder, Row, Short, moved
from journal_app.funding.taking_up import take_up
from journal_app.issues.model import Issue
from journal_app.problems import Refused

BY_HAND = (FundState.ESTIMATED, FundState.PLEDGED, FundState.DUE, FundState.PAID_OUT)  # reconciled: the bank's to say
SOURCES = {
    FunderKind.ASSOCIATION: Source.ASSOCIATION, FunderKind.TOWN: Source.GRANT, FunderKind.STATE: Source.GRANT,
    FunderKind.FOUNDATION: Source.GRANT, FunderKind.PLATFORM: Source.OTHER, FunderKind.PERSON: Source.GIFT,
}  # fmt: skip
PERSON = "Personne %(n)s"


def source_of(funder: Funder | None) -> Source:
    """What a fund of this funder is; of nobody known it is a gift."""
    return SOURCES[FunderKind(funder.kind)] if funder else Source.GIFT


@dataclass(frozen=True, slots=True)
class Told:
    """A fund as a person types it."""

    label: str
    cents: int
    state: FundState
    dated: date
    expected: date | None = None
    purpose: Purpose = Purpose.FREE
    source: Source = Source.OTHER
    funder_id: str | None = None


# --- funders ---------------------------------------------------------------------------------------------------------


def add_funder(db: Session, actor: Actor, now: datetime, kind: FunderKind, name: str, shown: str = "") -> Funder:
    """A funder; `shown` is its name in public, empty: it wishes none. Of a person who does not, no name is kept."""
    row = Funder(kind=kind, name=name, named=bool(shown), shown=shown, made_at=now)
    if kind == FunderKind.PERSON:
        row.name = shown or PERSON % {"n": store.last_person(db) + 1}
    store.add(db, row)
    record(db, actor, now, "funder-added", object_id=row.id)
    return row


def change_funder(
    db: Session, actor: Actor, now: datetime, funder: Funder, kind: FunderKind, name: str, shown: str
) -> None:
    """Another name, kind or wish. A person who does not wish to be named any more is a number from this moment."""
    numbered = funder.kind == FunderKind.PERSON and not funder.named
    funder.kind, funder.named, funder.shown = kind, bool(shown), shown
    if kind != FunderKind.PERSON:
        funder.name = name
    elif shown:
        funder.name = shown
    elif not numbered:
        funder.name = PERSON % {"n": store.last_person(db) + 1}
    record(db, actor, now, "funder-changed", object_id=funder.id)


def remove_funder(db: Session, actor: Actor, now: datetime, funder: Funder, *, back: bool = False) -> None:
    """Take a funder off the list, or bring it back; its funds stay."""
    funder.gone_at = None if back else now
    record(db, actor, now, "funder-back" if back else "funder-removed", object_id=funder.id)


# --- funds -----------------------------------------------------------------------------------------------------------


def add_fund(db: Session, actor: Actor, now: datetime, holder: Holder, told: Told) -> Fund:
    """A fund for an issue, or one that waits. Refused (`treasurer-says`) when only the treasurer may say its state."""
    _may_say(actor, told.state)
    take_up(db, actor, now, [holder])
    row = Fund(
        source=told.source, label=told.label, cents=told.cents, state=told.state, dated=told.dated,
        expected=told.expected, purpose=told.purpose, funder_id=told.funder_id, made_at=now, made_by=actor.account_id,
    )  # fmt: skip
    store.add(db, row)
    with noted(db, actor, now, {row.id: row}, Done.MADE) as page:
        page.rows.append(Row(row.id, holder, row.cents))
    return row


def change_fund(
    db: Session, actor: Actor, now: datetime, holder: Holder, fund_id: str, version: int, told: Told
) -> Fund:  # fmt: skip
    """Another amount, state, day, purpose. A larger amount goes to `holder`, a smaller one is taken from it.

    Refused: `fund-moved-on` when somebody changed it meanwhile, `fund-held` when `holder` holds less than what is
    taken away, `fund-settled`, `treasurer-says`; `fund-follows` for amount, state and day of what an import follows.
    """
    fund = _here(db, fund_id, version)
    _may_change(fund, told)
    if told.state != fund.state:
        _may_say(actor, told.state)
    take_up(db, actor, now, [holder])
    with noted(db, actor, now, {fund.id: fund}, Done.CHANGED) as page:
        if more := told.cents - fund.cents:
            page.rows.append(Row(fund.id, holder, more))
        fund.label, fund.cents, fund.state, fund.dated = told.label, told.cents, told.state, told.dated
        fund.expected, fund.purpose, fund.funder_id = told.expected, told.purpose, told.funder_id
        fund.source = told.source
    return fund


def _may_change(fund: Fund, told: Told) -> None:
    """What an import says is not typed over."""
    if fund.reference is None:
        return
    typed = (told.cents, told.state, told.dated, told.source, told.label)
    if typed != (fund.cents, fund.state, fund.dated, fund.source, fund.label):
        raise Refused("fund-follows")


def remove_fund(db: Session, actor: Actor, now: datetime, fund_id: str, version: int) -> Fund:
    """Take a fund out of every issue. Refused: `fund-settled` when the bank has seen some of it, `fund-follows`."""
    fund = _here(db, fund_id, version)
    if fund.reference is not None:
        raise Refused("fund-follows")
    with noted(db, actor, now, {fund.id: fund}, Done.REMOVED) as page:
        page.rows += [Row(fund.id, one, -cents) for one, cents in store.held_of(db, [fund.id]).get(fund.id, {}).items()]
        fund.gone_at = now
        # what was reconciled by a folder's word alone has no bank line to undo: it goes with the fund
        if not store.matches_of(db, fund.id):
            fund.settled_cents = 0
    return fund


def undo(db: Session, actor: Actor, now: datetime, fund_id: str, number: int) -> Fund:
    """Take the last step of a fund back, with everything that was decided together with it. Undoing is a step itself.

    Refused: `fund-step-over` when it is not the last one, or one that is undone elsewhere (an import, a match);
    `fund-held` when what was given has been moved on since.
    """
    last = store.last_step(db, fund_id)
    if last is None or last.number != number or last.what in (Done.FOLLOWED, Done.MATCHED, Done.UNMATCHED):
        raise Refused("fund-step-over")
    born = last.what in (Done.MADE, Done.TAKEN_UP)  # what was made together stays: only this one goes
    rows = [row for row in store.rows_of(db, last.move_id) if not born or row.fund_id == fund_id]
    if rows and not sum(row.cents for row in rows) and not actor.has(Role.TREASURER):
        raise Refused("not-yours")  # between issues
    funds = store.hold(db, {fund_id, *(row.fund_id for row in rows)})
    before = {one: store.last_step(db, one) for one in funds}
    with noted(db, actor, now, funds, Done.UNDONE) as page:
        page.rows += [Row(row.fund_id, row.issue_id, -row.cents) for row in rows]
        for one, fund in funds.items():
            step = before[one]
            if step is None or step.move_id != last.move_id:
                raise Refused("fund-step-over")
            step.undone_at = now
            if step.before.get("state"):
                _may_say(actor, FundState(step.before["state"]))
            put(fund, {"gone": True} if born else step.before, now)
            if not store.matches_of(db, one):  # a folder's word, not the bank's
                fund.settled_cents = 0 if born else step.before.get("settled_cents", fund.settled_cents)
    return funds[fund_id]


# --- who holds it ----------------------------------------------------------------------------------------------------


def move(
    db: Session, actor: Actor, now: datetime, giver: Issue, taker: Holder, cents: int, reason: str, fund_id: str = ""
) -> None:
    """Move a balance to another issue, or let it wait: of one fund, or of the free ones, the surest first.

    Refused: `move-without-reason`, `fund-short` when less is held, `not-yours` for who is no treasurer.
    """
    if not reason.strip():
        raise Refused("move-without-reason")
    _move(db, actor, now, giver.id, taker, cents, reason, fund_id)
    # why is told beside the fund alone: editors and translators read an issue's journal, and no sum of a giver
    record(db, actor, now, "balance-moved", issue_id=giver.id, detail={"cents": cents})
    if taker:
        record(db, actor, now, "balance-moved", issue_id=taker, detail={"cents": cents})


def allocate(db: Session, actor: Actor, now: datetime, fund_id: str, taker: str, cents: int) -> None:
    """Give to an issue what waits of a fund. Refused: `fund-short`, `not-yours`."""
    _move(db, actor, now, None, taker, cents, "", fund_id)


def _move(
    db: Session, actor: Actor, now: datetime, giver: Holder, taker: Holder, cents: int, reason: str, fund_id: str
) -> None:
    if not actor.has(Role.TREASURER):
        raise Refused("not-yours")
    if giver == taker or cents <= 0:
        raise Refused("move-nowhere")
    take_up(db, actor, now, [giver, taker])
    free = not fund_id
    there = [one for one in held(db, giver) if one.fund.id == fund_id or (free and one.fund.purpose == Purpose.FREE)]
    order = sorted(there, key=_surest_first)
    funds = store.hold(db, [one.fund.id for one in order])
    holdings = store.held_of(db, funds)  # again: now they are held
    try:
        rows = moved([(one.fund.id, holdings.get(one.fund.id, {}).get(giver, 0)) for one in order], cents, giver, taker)
    except Short as short:
        raise Refused("fund-short") from short
    with noted(db, actor, now, funds, Done.MOVED, reason) as page:
        page.rows += rows


def _surest_first(one: Held) -> tuple[int, int, str]:
    return -one.settled, -list(FundState).index(FundState(one.fund.state)), one.fund.id


def _here(db: Session, fund_id: str, version: int) -> Fund:
    """A fund for this transaction, as somebody saw it."""
    fund = store.hold(db, [fund_id]).get(fund_id)
    if fund is None or fund.gone_at is not None or fund.version != version:
        raise Refused("fund-moved-on")
    return fund


def _may_say(actor: Actor, state: FundState) -> None:
    if state not in BY_HAND or (state is FundState.PAID_OUT and not actor.has(Role.TREASURER)):
        raise Refused("treasurer-says")
