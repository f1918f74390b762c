"""Funding, what imports bring: after lines came or went, the funds that follow them are brought up to date. No commit.

It works out the whole anew from what statements hold now, so that the order of imports does not matter and an import
that is undone takes with it what came of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.costing.model import FundState
from journal_app.funding import following, store
from journal_app.funding.following import Reading, Wanted
from journal_app.funding.lilo import last_reading
from journal_app.funding.model import Campaign, Done, Fund, Purpose, Source
from journal_app.funding.noting import noted
from journal_app.funding.sharing import Row, Was, carried, followed
from journal_app.funding.taking_up import take_up
from journal_app.statements.model import Kind

LILO_DUE = "lilo|reste|"
NAMES = {Source.HELLOASSO: "HelloAsso", Source.LILO: "Lilo"}


def follow(db: Session, actor: Actor | None, now: datetime, kind: str) -> None:
    """Bring the funds of a platform up to date; a bank's lines bring none by themselves."""
    if kind == Kind.HELLOASSO:
        wanted = following.helloasso(store.payments(db))
        known = _by_form(store.following(db, Source.HELLOASSO))
        for words in sorted({*wanted, *known}):
            _bring(db, actor, now, Source.HELLOASSO, words, wanted.get(words, {}), known.get(words, []))
    elif kind == Kind.LILO:
        there = store.following(db, Source.LILO)
        reading = last_reading(db)
        current, settled = _current(there, reading)
        seen = store.seen_of(db, Source.LILO, reading.dated) if reading else 0
        wanted_here = following.lilo(reading, current, settled, seen)
        done = {row.reference: row for row in there if row.reference != current and row.settled_cents}
        for key, row in done.items():  # what was paid out before stays as it was
            wanted_here[str(key)] = Wanted(str(key), row.settled_cents, FundState.DUE, row.dated, 0)
        _bring(db, actor, now, Source.LILO, "", wanted_here, list(there))


def _by_form(funds: Iterable[Fund]) -> dict[str, list[Fund]]:
    found: dict[str, list[Fund]] = {}
    for fund in funds:
        words = str(fund.reference).split("|", 1)[1].rsplit("|", 1)[0]
        found.setdefault(words, []).append(fund)
    return found


def _current(there: Iterable[Fund], reading: Reading | None) -> tuple[str, int]:
    """The fund that Lilo's rest stands in: the one that is not wholly settled, else a new one of the reading's day."""
    of_today = f"{LILO_DUE}{reading.dated if reading else ''}"
    for fund in there:
        begun = str(fund.reference).startswith(LILO_DUE) and fund.gone_at is None
        if begun and (fund.settled_cents < fund.cents or fund.reference == of_today):
            return str(fund.reference), fund.settled_cents
    return of_today, 0


def _bring(
    db: Session, actor: Actor | None, now: datetime, source: Source, words: str, wanted: Mapping[str, Wanted],
    known: list[Fund],
) -> None:  # fmt: skip
    """Bring the funds of one form to what the imports say. Who held what goes along from collected to paid out."""
    settled = {str(fund.reference): fund.settled_cents for fund in known if fund.settled_cents}
    amounts = carried({key: wanted[key].cents if key in wanted else 0 for key in {*wanted, *settled}}, settled)
    campaign = _campaign(db, source, words) if wanted else store.campaign(db, source, words)
    home, purpose = (campaign.issue_id, campaign.purpose) if campaign else (None, Purpose.FREE)
    funds = {str(fund.reference): fund for fund in known}
    unlike = [key for key in {*amounts, *funds} if _unlike(funds.get(key), amounts.get(key, 0), wanted.get(key))]
    if not unlike:
        return
    for key in sorted(amounts.keys() - funds.keys()):
        if amounts[key]:
            funds[key] = _new(db, now, source, words, wanted[key], purpose)
    held = store.hold(db, [fund.id for fund in funds.values()])
    holdings = store.held_of(db, held)
    take_up(db, actor, now, [home, *(one for some in holdings.values() for one in some)])
    names = {fund.id: str(fund.reference) for fund in held.values()}
    was = {names[one]: Was(sum(holdings.get(one, {}).values()), held[one].settled_cents, holdings.get(one, {}))
           for one in held}  # fmt: skip
    with noted(db, actor, now, held, Done.FOLLOWED) as page:
        ids = {name: one for one, name in names.items()}
        page.rows += [Row(ids[row.fund_id], row.holder, row.cents) for row in followed(was, amounts, home)]
        for one, fund in held.items():
            key = names[one]
            fund.cents = amounts.get(key, 0)
            fund.gone_at = None if fund.cents else (fund.gone_at or now)
            if told := wanted.get(key):
                fund.state, fund.dated, fund.payments = told.state, max(told.dated, date(1970, 1, 1)), told.payments


def _unlike(fund: Fund | None, cents: int, told: Wanted | None) -> bool:
    if fund is None:
        return bool(cents)
    there = 0 if fund.gone_at else fund.cents
    same = told is None or (told.state, told.payments, max(told.dated, date(1970, 1, 1))) == (
        fund.state, fund.payments, fund.dated)  # fmt: skip
    return there != cents or not same


def _campaign(db: Session, source: Source, words: str) -> Campaign:
    row = store.campaign(db, source, words)
    if row is None:
        row = Campaign(source=source, words=words, purpose=Purpose.FREE)
        store.add(db, row)
    return row


def _new(db: Session, now: datetime, source: Source, words: str, told: Wanted, purpose: str) -> Fund:
    """A fund that follows. Nobody typed it: it names its form and nobody."""
    label = f"{NAMES[source]} · {words}" if words else NAMES[source]
    row = Fund(source=source, label=label, cents=0, state=told.state, dated=told.dated, purpose=purpose,
               reference=told.reference, payments=told.payments, made_at=now, gone_at=now)  # fmt: skip
    store.add(db, row)
    return row


def send_to(
    db: Session, actor: Actor, now: datetime, campaign: Campaign, issue_id: str | None, purpose: Purpose
) -> None:
    """What comes in through a form is for this issue from now on, and what waits of it, too."""
    campaign.issue_id, campaign.purpose = issue_id, purpose
    of_form = _by_form(store.following(db, Source(campaign.source))) if campaign.source == Source.HELLOASSO else None
    there = of_form.get(campaign.words, []) if of_form is not None else store.following(db, Source(campaign.source))
    funds = store.hold(db, [fund.id for fund in there])
    holdings = store.held_of(db, funds)
    take_up(db, actor, now, [issue_id])
    with noted(db, actor, now, funds, Done.MOVED) as page:
        for one, fund in funds.items():
            fund.purpose = purpose
            if issue_id and (waits := holdings.get(one, {}).get(None, 0)):
                page.rows += [Row(one, None, -waits), Row(one, issue_id, waits)]
