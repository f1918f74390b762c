"""Reports, the pages of a year: its issues side by side, its figures for grant forms; the same as files. No rule."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from journal_app.reports import drawn, grants, reading, room, sheets
from journal_app.reports.accounts import plan
from journal_app.reports.figures import Account, Year
from journal_app.reports.views import shown_form
from journal_app.web.desk import database, now, said
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import worded

blueprint = Blueprint("reports_years", __name__, template_folder="templates")


def name_of(account: Account) -> str:
    """An issue as a row is called."""
    title = sheets.title_of(account, said, worded)
    return said("N° %(n)s", n=account.number) + f" · {title}" if account.slug else title


@blueprint.get("/argent/comptes")
@policy(Policy.MONEY)
def index() -> str:
    """The years that have something."""
    with database().read() as db:
        issues = room.every_issue(db)
        years = reading.years(db, issues)
    return render_template("reports/years.html", years=[
        (year, [one for one in issues if one.date.year == year]) for year in years
    ])  # fmt: skip


def _year(wanted: int) -> tuple[Year, list[int]]:
    """A year that has something, and all of them; else a page that is not there."""
    with database().read() as db:
        issues = room.every_issue(db)
        years = reading.years(db, issues)
        if wanted not in years:
            abort(404)
        return reading.year(db, issues, wanted, now().date()), years


@blueprint.get("/argent/comptes/<int:year>")
@policy(Policy.MONEY)
def show(year: int) -> str:
    """A year, its issues side by side."""
    found, years = _year(year)
    return render_template("reports/year.html", year=found, years=years, plot=_plot(found), name_of=name_of)


def _plot(found: Year) -> object:
    rows = [
        (said("N° %(n)s", n=one.number) if one.slug else name_of(one), one.amounts)
        for one in found.accounts
        if one.amounts.planned or one.amounts.engaged
    ]
    if not rows:
        return None
    frame = room.frame("plot-year", said("Ce que coûte chaque numéro"),
                       " ; ".join(f"{words} : {room.bar_sentence(one)}" for words, one in rows))  # fmt: skip
    return room.drawing(drawn.by_kind(frame, rows, room.bar_words))


@blueprint.get("/argent/comptes/<int:year>.<any(pdf,csv,xlsx):kind>")
@policy(Policy.MONEY)
def file(year: int, kind: str) -> Response:
    """The year as a file."""
    found, _ = _year(year)
    name, title = f"comptes-{year}", said("Comptes %(year)s", year=year)
    table = sheets.of_year(found, said, worded)
    if kind == "csv":
        return room.csv_answer(table, name)
    if kind == "xlsx":
        form = shown_form(list(found.accounts))["form"]
        return room.xlsx_answer([table, *sheets.of_form(form, said, worded)], name, title)
    html = render_template("reports/paper_year.html", year=found, name_of=name_of, today=now().date(), title=title)
    return room.pdf_answer([html], name, most=None)


@blueprint.get("/argent/comptes/<int:year>/cerfa")
@policy(Policy.MONEY)
def forms(year: int) -> str:
    """The figures of a year that grant forms ask for."""
    found, _ = _year(year)
    return render_template("reports/forms.html", issue=None, year=found, **shown_form(list(found.accounts)))


@blueprint.get("/argent/comptes/<int:year>/cerfa.<any(csv,xlsx):kind>")
@policy(Policy.MONEY)
def forms_file(year: int, kind: str) -> Response:
    """The same as a file."""
    found, _ = _year(year)
    told = [one for account in found.accounts for one in grants.entries(account, plan())]
    tables, name = sheets.of_form(grants.form(told, plan()), said, worded), f"cerfa-{year}"
    if kind == "csv":
        return room.csv_answer(tables[0], name)
    return room.xlsx_answer(tables, name, said("Chiffres de %(year)s pour les cerfa", year=year))
