"""Reports, what its pages share: words, amounts and days in the reader's language, the form and its links. No rule."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import current_app, make_response
from markupsafe import Markup
from werkzeug.wrappers import Response

from journal_app.costing.plots import Frame
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import is_rtl
from journal_app.money import SCREENS, each, shown
from journal_app.reports import csv_file, setting, xlsx_file
from journal_app.reports.figures import Amounts, Group
from journal_app.reports.grants import Differing, Entry, Line, What
from journal_app.reports.sheets import unknown_name
from journal_app.reports.tables import Table
from journal_app.web.desk import actor, now, said
from journal_app.web.screen import language, page_url, worded

LONG = 150  # days: a plot of more names months
# Where somebody corrects an entry without an account, by what it is about; the names of other rooms' pages.
CORRECTED = {What.PLANNED: "budget_expenses.index", What.EXPENSE: "budget_expenses.index",
             What.FUND: "funding.show", What.IN_KIND: "budget_gifts.index"}  # fmt: skip


def every_issue(db: Any) -> list[Issue]:
    """All issues, open and archived."""
    return [one for state in IssueState for one in issues.issues(db, actor(), state)]


def frame(ident: str, title: str, desc: str) -> Frame:
    return Frame(ident, title, desc, is_rtl(language()))


def drawing(svg: str) -> Markup:
    """A plot on its way into a page: it has escaped each of its words."""
    return Markup(svg)


def money(cents: int) -> str:
    return shown(cents, language())


def days(first: date, last: date) -> Any:
    """How a plot between two days names one."""
    pattern = "MMM y" if (last - first).days > LONG else "d MMM"
    return lambda day: format_date(day, pattern, SCREENS[language()])


def planned(one: Amounts | Entry) -> str:
    """What is planned; of an estimate ten euros say enough."""
    return f"≈\u00a0{money(round(one.planned, -3))}" if one.guessed else money(one.planned)


def between(one: Amounts | Entry | Line) -> str:
    """That it is an estimate, and its range; nothing where a quote says all of it."""
    if not one.guessed:
        return ""
    low, high = money(round(one.planned - one.below, -3)), money(round(one.planned + one.above, -3))
    return said("ESTIMATION, entre %(low)s et %(high)s", low=low, high=high)


def bar_words(one: Amounts) -> str:
    """What stands behind a bar, in a few words: ordered and paid, of what was planned."""
    return said("%(amount)s sur %(planned)s", amount=money(one.engaged), planned=planned(one))


def bar_sentence(one: Amounts) -> str:
    """The same at length, for who does not see the bar: only what there is."""
    told = [("payé %(amount)s", one.spent), ("commandé %(amount)s", one.committed), ("reste %(amount)s", one.left)]
    if one.left < 0:
        told[2] = ("dépassé de %(amount)s", -one.left)
    words = [said(words, amount=money(cents)) for words, cents in told if cents]
    return ", ".join([*words, *filter(None, [between(one)])]) or money(0)


def groups(of: Any) -> list[tuple[str, Amounts]]:
    """The kinds of things that cost something."""
    rows = [(said(f"group:{group}"), of(group)) for group in Group]
    return [(words, one) for words, one in rows if one.planned or one.engaged]


def differing(one: Differing) -> str:
    """What does not agree, in a plain sentence with what to correct."""
    first = said(f"gap:{one.code}", amount=money(one.cents))
    if not one.code.endswith(":done") or one.code.startswith("in-kind"):
        return first
    more = min(one.more, one.cents)
    return f"{first} {said(f'gap-more:{one.code}', amount=money(more)) if more else said(f'gap-none:{one.code}')}"


def correcting(entry: Entry) -> str:
    """The page where an entry gets its account; empty where there is none."""
    endpoint = CORRECTED[entry.what]
    there = entry.slug and endpoint in current_app.view_functions
    return page_url(endpoint, slug=entry.slug) if there else ""


def entry_name(entry: Entry) -> str:
    return unknown_name(entry, said, worded)


def copy_price(cents: int, copies: int) -> str:
    """What one of so many copies costs, to a tenth of a cent."""
    return shown(each(cents, copies), language()) if copies else ""


# --- files -----------------------------------------------------------------------------------------------------------


def csv_answer(table: Table, name: str) -> Response:
    return _file(csv_file.as_csv(table, language()), csv_file.MEDIA_TYPE, f"{name}.csv")


def xlsx_answer(tables: Sequence[Table], name: str, title: str) -> Response:
    made = xlsx_file.as_xlsx(tables, title, now(), rtl=is_rtl(language()))
    return _file(made, xlsx_file.MEDIA_TYPE, f"{name}.xlsx")


def pdf_answer(ways: Sequence[str], name: str, most: int | None = 1) -> Response:
    """A page that was rendered, on paper; `ways` say it at more and less length. Raises setting.NotSet."""
    setter: setting.Setter = current_app.extensions.setdefault("reports setter", setting.Setter())
    return _file(setter.page(ways, most), setting.MEDIA_TYPE, f"{name}.pdf")


def _file(data: bytes, media_type: str, name: str) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
