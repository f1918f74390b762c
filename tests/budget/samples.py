"""What the matrix of rights asks about: of each issue a quote, an expense, a gift and a template."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select

from journal_app.budget.model import BudgetTemplate, Expense, Gift, InKind, MailQuote
from journal_app.db import Database
from journal_app.issues.model import Issue

DAY = date(2027, 2, 27)


def planned_money(
    database: Database, slugs: Mapping[str, str], keys: Iterable[str], account: str | None, at: datetime
) -> dict[str, dict[str, str]]:
    """The ids by kind and relation; what is gone was removed, and can still be brought back."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in ("mail quote", "expense", "gift", "budget template")}
    for key in keys:
        gone = at if key == "gone" else None
        with database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == slugs[key])).one()
            common = {"made_by": account, "made_at": at, "gone_at": gone}
            rows = {
                "mail quote": MailQuote(issue_id=issue.id, company="A", reference="D", dated=DAY, vat=1000,
                                        tiers=[[4000, 189_000]], pages=16, need={}, **common),
                "expense": Expense(issue_id=issue.id, line="repas", label="Traiteur", cents=30_000, dated=DAY,
                                   account="60", **common),
                "gift": InKind(issue_id=issue.id, kind=Gift.HOURS, label="Relecture", quantity=100, rate=150_000,
                               cents=1500, account="864", dated=DAY, **common),
                "budget template": BudgetTemplate(name="Calais", dated=DAY, lines=[], **common),
            }  # fmt: skip
            db.add_all(rows.values())
            db.flush()
            for kind, row in rows.items():
                found[kind][key] = str(row.id)
    return found
