"""Budget, taking a choice: pages x copies x inks x paper -> the issue's printer sheet. Never commits.

Pages are the flatplan's: a choice of other pages changes none, and says what is still to be done there.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget.actions import refuse_archived
from journal_app.costing.choices import Inks, cheap_pages
from journal_app.issues import actions as issues
from journal_app.issues.model import Issue
from journal_app.prepress.sheet import PrinterSheet, from_table


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose: `gsm` in g/m2."""

    pages: int
    copies: int
    inks: Inks
    gsm: Decimal


def sheet_with(sheet: PrinterSheet, wanted: Wanted) -> PrinterSheet:
    """The sheet as it would be with that choice."""
    return sheet.model_copy(update=_keys(sheet, wanted))


def _keys(sheet: PrinterSheet, wanted: Wanted) -> dict[str, Any]:
    """What a choice says of a sheet. A list of colour pages that is there stays, as far as there are pages."""
    colour: str | list[int] = {Inks.ALL: "all", Inks.GREY: "none"}.get(wanted.inks, "")
    if not colour:
        own = (
            [page for page in sheet.colour_pages if page <= wanted.pages]
            if isinstance(sheet.colour_pages, list)
            else []
        )
        colour = own or list(cheap_pages(wanted.pages))
    gsm = float(wanted.gsm)
    paper = re.sub(r"\b\d{2,3}([.,]\d)?(?=\s*g\b)", f"{gsm:g}", sheet.paper) if gsm != sheet.gsm else sheet.paper
    return {"quantity": wanted.copies, "colour_pages": colour, "gsm": gsm, "paper": paper}


def take(
    db: Session, actor: Actor, now: datetime, issue: Issue, sheet: PrinterSheet, version: int, wanted: Wanted
) -> None:
    """Write a choice into the issue's settings. Refused (`issue-moved-on`) when they were changed meanwhile."""
    refuse_archived(issue)
    base = from_table({"preset": issue.printer["preset"]}) if "preset" in issue.printer else None
    table = dict(issue.printer)
    for key, value in _keys(sheet, wanted).items():
        if base is not None and getattr(base, key) == value:
            table.pop(key, None)
        elif getattr(sheet, key) != value:
            table[key] = value
    settings = issues.Settings(
        issue.number, issue.date, issue.theme, issue.languages, table, issue.masthead, title=issue.title,
        inclusive=issue.inclusive, specimen=issue.specimen, second_eyes=issue.second_eyes,
        press_close=issue.press_close, residency_id=issue.residency_id,
    )  # fmt: skip
    issues.change_issue(db, actor, now, issue, version, settings)
    record(db, actor, now, "budget-choice-taken", issue_id=issue.id)
