"""Funding, the public page: the treasurer opens it for an issue and closes it again; what it shows is worked out here.

It holds no amount of a single donor and no name but of those who wish to be named. It never commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.costing.document import read
from journal_app.costing.model import FundState
from journal_app.costing.targets import Target, both_targets, raised
from journal_app.funding import store
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.money import each
from journal_app.problems import Refused

MOST_URL = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees: two targets, one inside the other, each with its five kinds of money; TTC cents."""

    print_target: Target
    whole_target: Target
    copies: int
    beyond: int = 0  # given for one purpose alone, more than that purpose takes

    @property
    def printing(self) -> int:
        return self.print_target.cents

    @property
    def whole(self) -> int:
        return self.whole_target.cents

    @property
    def states(self) -> Mapping[FundState, int]:
        """What counts for the whole, the surest first; disjoint."""
        return self.whole_target.raised

    @property
    def to_print(self) -> int:
        return self.print_target.missing

    @property
    def to_all(self) -> int:
        return self.whole_target.missing

    @property
    def a_copy(self) -> Decimal | None:
        """What it takes to print one copy, in euros to a tenth of a cent."""
        return each(self.printing, self.copies) if self.copies and self.printing else None

    def copies_for(self, cents: int) -> int:
        """How many copies a gift prints, whole ones."""
        return cents * self.copies // self.printing if self.printing else 0


def shown(issue: Issue) -> Shown | None:
    """What an issue's plan says; None while it says nothing that can be read."""
    found = read(issue.costing)[0] if issue.costing.strip() else None
    if found is None:
        return None
    inside, whole = both_targets(found.targets, found.fund)
    sheet, given = sheet_of(issue.printer), sum(raised(found.fund).values())
    return Shown(inside, whole, sheet.quantity if sheet else 0, given - whole.hoped)


def address(typed: str) -> str:
    """Where to give, when it is an address one can be sent to: https, with a host, nothing hidden. Else empty."""
    try:
        parts = urlsplit(typed.strip())
        fine = parts.scheme == "https" and bool(parts.hostname) and not parts.username and not parts.password
    except ValueError:
        return ""
    plain = typed.strip().isascii() and not any(sign.isspace() or sign in "<>\"'\\`{}|^" for sign in typed.strip())
    return typed.strip() if fine and plain and len(typed) <= MOST_URL else ""


def open_page(db: Session, actor: Actor, now: datetime, issue: Issue, give_url: str) -> None:
    """Let everybody see how the issue is funded. Refused (`page-without-plan`) while there is no plan to show,
    (`give-url-wrong`) when where to give is no https address."""
    if shown(issue) is None:
        raise Refused("page-without-plan")
    if give_url and not address(give_url):
        raise Refused("give-url-wrong")
    row = store.of_issue(db, issue.id)
    if row.opened_at is None:
        row.opened_at, row.opened_by = now, actor.account_id
        record(db, actor, now, "funding-page-opened", issue_id=issue.id)
    row.give_url = address(give_url)


def close_page(db: Session, actor: Actor, now: datetime, issue: Issue) -> None:
    """From this moment nobody outside sees it."""
    row = store.of_issue(db, issue.id)
    if row.opened_at is not None:
        row.opened_at = row.opened_by = None
        record(db, actor, now, "funding-page-closed", issue_id=issue.id)
