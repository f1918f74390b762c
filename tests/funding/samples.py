"""The money that comes in, for the matrix of who may do what: a fund of each issue, a bank line, an open page."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, matching, publishing, store
from journal_app.funding.actions import Told
from journal_app.funding.model import Campaign, FunderKind, Source
from journal_app.issues.model import Issue
from journal_app.statements.model import Import, Kind, StatementLine
from tests.funding.scene import PLAN

KINDS = ("fund", "funder", "campaign", "bank line", "match")


def money_that_came_in(
    database: Database, slugs: dict[str, str], keys: Iterable[str], account: str | None, at: datetime
) -> dict[str, dict[str, str]]:  # fmt: skip
    """Ids by kind and relation. Each issue gets a plan where it has none, a fund, and two bank lines, one matched."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    treasurer = Actor(account, "", frozenset({Role.COORDINATOR, Role.TREASURER}))
    with database.write() as db:
        made = Import(kind=Kind.BANK, dialect="csv", name="mars.csv", sha256="0" * 64, lines=0, first_day=at.date(),
                      last_day=at.date(), made_by=account, made_at=at)  # fmt: skip
        db.add(made)
        db.flush()
        for key in keys:
            issue = db.scalars(select(Issue).where(Issue.slug == slugs[key])).one()
            issue.costing = issue.costing or PLAN
            funder = actions.add_funder(db, treasurer, at, FunderKind.TOWN, f"Ville {key}")
            fund = actions.add_fund(db, treasurer, at, issue.id, Told(f"Fonds {key}", 5_000, FundState.DUE, at.date()))
            campaign = Campaign(source=Source.HELLOASSO, words=key)
            lines = [
                StatementLine(
                    import_id=made.id,
                    kind=Kind.BANK,
                    number=number,
                    dated=at.date(),
                    cents=cents,
                    label=f"VIR {key}",
                    raw={},
                    fingerprint=f"{key} {number}",
                )
                for number, cents in enumerate((2_000, 3_000))
            ]
            for row in (campaign, *lines):
                db.add(row)
            db.flush()
            match = matching.confirm(db, treasurer, at, [lines[0].id], [f"fund:{fund.id}"])
            publishing.open_page(db, treasurer, at, issue, "")
            for kind, id_ in zip(KINDS, (fund.id, funder.id, campaign.id, lines[1].id, match.group_id), strict=True):
                found[kind][key] = id_
        assert store.waiting_for_the_bank(db)
    return found
