"""Funding, an adopted plan: the `[[fund]]` entries of a folder become funds of the desk, once. It never commits.

Before anything is written into a plan its own entries are taken up: none is lost. What a folder calls reconciled stays
so without a bank line, as whoever wrote the folder has seen it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.costing.document import read
from journal_app.costing.model import Fund as Planned
from journal_app.costing.model import FundState
from journal_app.funding import store
from journal_app.funding.model import Done, Fund
from journal_app.funding.noting import noted
from journal_app.funding.sharing import Row
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.money import to_cents


def waiting(db: Session, issue: Issue) -> list[Planned]:
    """What a plan says came in and nobody took up."""
    known = store.known_of(db, issue.id)
    if known is not None and known.taken_up_at is not None:
        return []
    found = read(issue.costing)[0] if issue.costing.strip() else None
    return [one for one in found.fund if one.amount > 0] if found else []


def take_up(db: Session, actor: Actor | None, now: datetime, issue_ids: Iterable[str | None]) -> None:
    """Take up the entries of these issues' plans, where that was not done."""
    for issue_id in sorted({one for one in issue_ids if one}):
        issue, known = issues.any_issue(db, issue_id), store.known_of(db, issue_id)
        if issue is None or (known is not None and known.taken_up_at is not None):
            continue
        if issue.costing.strip() and read(issue.costing)[0] is None:
            continue  # it cannot be read now: later
        entries = waiting(db, issue)
        store.of_issue(db, issue_id).taken_up_at = now
        made = {}
        for entry in entries:
            cents, settled = to_cents(entry.amount), entry.state is FundState.RECONCILED
            row = Fund(
                source=entry.source, label=entry.label.get("fr") or next(iter(entry.label.values())), cents=cents,
                settled_cents=cents if settled else 0, state=FundState.PAID_OUT if settled else entry.state,
                dated=entry.dated, purpose=entry.purpose, made_at=now, made_by=actor.account_id if actor else None,
            )  # fmt: skip
            store.add(db, row)
            made[row.id] = row
        with noted(db, actor, now, made, Done.TAKEN_UP) as page:
            page.rows += [Row(one, issue_id, row.cents) for one, row in made.items()]
