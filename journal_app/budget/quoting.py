"""Budget, quotes by mail and which quote the plan rests on: typed, changed, removed, chosen, let go. Never commits.

A quote from the printer's door is never changed here: it stands as the printer gave it.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import rows, store
from journal_app.budget.actions import refuse_archived, rewrite
from journal_app.budget.model import MailQuote
from journal_app.budget.offers import MAIL, Offer, by_door, by_mail, for_plan, same
from journal_app.budget.reference import estimate
from journal_app.costing.calibrating import Past, calibrated
from journal_app.costing.model import Costing
from journal_app.costing.need import need_of, need_of_quote
from journal_app.flatplan import store as flatplan
from journal_app.hand_off import store as hand_off
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.issues.sheets import sheet_of
from journal_app.money import to_cents, to_decimal
from journal_app.problems import Refused


@dataclass(frozen=True, slots=True)
class Typed:
    """A quote as it was typed. `tiers`: (copies, cents HT); `vat` hundredths of a percent.

    `need`: gsm, colour (pages in four colours), closed, as they were typed.
    """

    company: str
    reference: str
    dated: date
    valid_until: date | None
    vat: int
    vat_confirmed: bool
    tiers: tuple[tuple[int, int], ...]
    pages: int
    extra_thousand: int | None = None
    need: dict[str, Any] = field(default_factory=dict)
    overs: str = ""
    delay_days: int | None = None
    deposit: str = ""
    terms: str = ""
    left_out: str = ""


def offers(db: Session, issue: Issue, pages: int) -> list[Offer]:
    """Every quote for an issue, from the door and by mail. `pages`: of the plan, where a request says none."""
    asked = {row.id: row.need for row in hand_off.requests(db, issue.id)}
    door = [by_door(row, asked.get(row.request_id, {}), pages) for row in hand_off.quotes(db, issue.id)]
    return [*door, *(by_mail(row) for row in store.mail_quotes(db, issue.id))]


def add(db: Session, actor: Actor, now: datetime, issue: Issue, typed: Typed) -> MailQuote:
    """Keep a quote that came by mail."""
    row = MailQuote(issue_id=issue.id, made_by=actor.account_id, made_at=now)
    _put(row, typed)
    store.add(db, row)
    record(db, actor, now, "mail-quote-added", issue_id=issue.id, object_id=row.id)
    return row


def change(db: Session, actor: Actor, now: datetime, issue: Issue, row: MailQuote, version: int, typed: Typed) -> None:
    """Correct what was typed; the plan follows when it rests on this quote. Refused (`row-moved-on`)."""
    before = by_mail(row)
    rows.next_of(db, row, version, lambda: _put(row, typed))
    record(db, actor, now, "mail-quote-changed", issue_id=issue.id, object_id=row.id)

    def follow(plan: Costing) -> Costing:
        return _with(plan, by_mail(row), copies=plan.printing.quote.quantity) if (
            plan.printing.quote and same(before, plan.printing.quote)
        ) else plan  # fmt: skip

    rewrite(db, actor, now, issue, follow, what="budget-quote-chosen")


def remove(db: Session, actor: Actor, now: datetime, issue: Issue, row: MailQuote, *, back: bool = False) -> None:
    """Take a typed quote out, or bring it back. Refused (`quote-in-plan`) while the plan rests on it."""
    store.in_line(db, issue)
    db.refresh(row)
    if (row.gone_at is None) == back:
        return
    if not back:
        _not_in_plan(db, actor, now, issue, row)
    row.gone_at = None if back else now
    verb = "mail-quote-back" if back else "mail-quote-removed"
    record(db, actor, now, verb, issue_id=issue.id, object_id=row.id)


def _not_in_plan(db: Session, actor: Actor, now: datetime, issue: Issue, row: MailQuote) -> None:
    def look(plan: Costing) -> Costing:
        if same(by_mail(row), plan.printing.quote):
            raise Refused("quote-in-plan")
        return plan

    rewrite(db, actor, now, issue, look)


def choose(db: Session, actor: Actor, now: datetime, issue: Issue, offer: Offer, copies: int) -> None:
    """Let the plan rest on a quote: its price and its VAT rate. Refused: `quote-expired` when its day is past,
    `quote-moved-on` when it was removed or corrected meanwhile."""
    refuse_archived(issue)
    store.in_line(db, issue)
    if offer.source == MAIL:
        there = [by_mail(row) for row in store.every_mail_quote(db, issue.id) if row.gone_at is None]
        if offer not in there:
            raise Refused("quote-moved-on")
    if offer.expired(now.date()):
        raise Refused("quote-expired")
    if for_plan(offer, copies) is None:
        raise Refused("quote-without-price")
    rewrite(db, actor, now, issue, lambda plan: _with(plan, offer, copies), what="budget-quote-chosen")


def let_go(db: Session, actor: Actor, now: datetime, issue: Issue) -> None:
    """Back to the estimate; the VAT rate stays as the printer said it."""
    refuse_archived(issue)

    def bare(plan: Costing) -> Costing:
        return plan.model_copy(update={"printing": plan.printing.model_copy(update={"quote": None})})

    rewrite(db, actor, now, issue, bare, what="budget-quote-let-go")


def past(db: Session, actor: Actor, issue: Issue) -> list[Past]:
    """What printers asked for the other issues that this actor may see, each for what it was given."""
    found = []
    for state in IssueState:
        for other in issues.issues(db, actor, state):
            sheet, pages = sheet_of(other.printer), flatplan.last_number(db, other.id)
            if other.id == issue.id or sheet is None:
                continue
            for offer in offers(db, other, pages):
                quote = for_plan(offer, sheet.quantity) if offer.latest else None
                if quote is None:
                    continue
                need = need_of_quote(quote, need_of(sheet, pages or offer.pages))
                named = f"{quote.printer}, {quote.reference}"
                found += [
                    Past(replace(need, copies=tier.quantity), to_cents(tier.net), quote.dated, named)
                    for tier in quote.tiers
                ]
    return found


def calibrate(db: Session, actor: Actor, now: datetime, issue: Issue) -> int:
    """Scale the estimate to what printers really asked for other issues; on how many prices it rests now.

    It stays an estimate, with the range that so few prices allow. Without a price of use nothing changes.
    """
    refuse_archived(issue)
    known, used = past(db, actor, issue), 0

    def scale(plan: Costing) -> Costing:
        nonlocal used
        made = calibrated(plan.printing.estimate or estimate(), known)
        used = made.used
        if not used:
            return plan
        return plan.model_copy(update={"printing": plan.printing.model_copy(update={"estimate": made.estimate})})

    rewrite(db, actor, now, issue, scale, what="budget-calibrated")
    return used


def _with(plan: Costing, offer: Offer, copies: int) -> Costing:
    said = {"quote": for_plan(offer, copies), "vat_percent": to_decimal(offer.vat)}
    confirmed = {"vat_confirmed": offer.vat_confirmed}
    return plan.model_copy(update={"printing": plan.printing.model_copy(update=said | confirmed)})


def _put(row: MailQuote, typed: Typed) -> None:
    row.company, row.reference, row.dated, row.valid_until = (
        typed.company, typed.reference, typed.dated, typed.valid_until,
    )  # fmt: skip
    row.vat, row.vat_confirmed, row.extra_thousand = typed.vat, typed.vat_confirmed, typed.extra_thousand
    row.tiers, row.pages, row.need = [list(tier) for tier in typed.tiers], typed.pages, dict(typed.need)
    row.overs, row.delay_days, row.deposit = typed.overs, typed.delay_days, typed.deposit
    row.terms, row.left_out = typed.terms, typed.left_out
