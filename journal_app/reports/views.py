"""Reports, the pages of an issue: its account for donors, its figures for grant forms; the same as files. No rule."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget.room import issue_of
from journal_app.costing.choices import Slider
from journal_app.costing.report import CostingReport
from journal_app.funding.drawing import ALONE, SWATCH, WIDTH, Bar, alone, as_svg, swatch
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.reports import drawn, grants, reading, room, sheets, store
from journal_app.reports.accounts import plan
from journal_app.reports.figures import Account, Amounts, Group, awaited
from journal_app.web.desk import database, now, said
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import day, language, number, worded

# Lines of the budget and names on the one page, at most: the smallest lines beyond are summed, names are counted. Where
# a page is too long at every size it says less.
ROOM = ((18, 40), (12, 16), (6, 4))

blueprint = Blueprint("reports", __name__, template_folder="templates")
blueprint.add_app_template_filter(room.differing, "differing")
blueprint.add_app_template_filter(room.correcting, "correcting")
blueprint.add_app_template_filter(room.entry_name, "entry_name")
blueprint.add_app_template_filter(room.copy_price, "copy_price")
blueprint.add_app_template_filter(room.planned, "planned")
blueprint.add_app_template_filter(room.between, "between")
blueprint.add_app_template_filter(awaited, "awaited")


@dataclass(frozen=True, slots=True)
class Plots:
    """The pictures of an issue's page; none where there is nothing to show yet."""

    time: Markup | None
    kinds: Markup | None
    price: Markup | None
    steps: list[drawn.Step]
    priced: drawn.Priced | None


@blueprint.get("/numeros/<slug>/argent/compte")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """The account of an issue."""
    with database().read() as db:
        issue = issue_of(db, slug)
        account, report, steps = _read(db, issue)
    return render_template(
        "reports/account.html", issue=issue, account=account, report=report, plots=_plots(issue, account, steps),
        names=account.thanked, name_of=lambda post: sheets.post_name(post, said, worded),
    )  # fmt: skip


def _read(db: Session, issue: Issue) -> tuple[Account, CostingReport | None, list[drawn.Step]]:
    today = now().date()
    account = reading.one(db, issue, today)
    steps = drawn.steps(store.engaged_by_day(db, issue.id), store.paid_by_day(db, issue.id))
    return account, reading.report_of(issue, account.pages, today), steps


def _plots(issue: Issue, account: Account, told: list[drawn.Step]) -> Plots:
    whole, steps = account.amounts, drawn.few(told)
    speech = drawn.Speech(room.money, number, str)
    time = kinds = price = None
    if steps:
        speech = drawn.Speech(room.money, number, room.days(steps[0].day, steps[-1].day))
        frame = room.frame("plot-time", said("Ce qui a été commandé et payé, jour après jour"), said(
            "Au %(day)s : %(engaged)s commandés, dont %(paid)s payés, pour %(planned)s prévus.",
            day=day(steps[-1].day), engaged=room.money(whole.engaged), paid=room.money(whole.spent),
            planned=_told(whole)))  # fmt: skip
        level = said("prévu : %(amount)s", amount=room.planned(whole))
        time = room.drawing(drawn.over_time(frame, steps, whole.planned, speech, level))
    if rows := room.groups(account.of):
        frame = room.frame("plot-kinds", said("Ce que coûte chaque chose"),
                           " ; ".join(f"{words} : {room.bar_sentence(one)}" for words, one in rows))  # fmt: skip
        kinds = room.drawing(drawn.by_kind(frame, rows, room.bar_words))
    priced = _priced(issue, account)
    if priced:
        run, target = priced.now, account.targets[0].cents
        frame = room.frame("plot-price", said("Le prix d’impression selon le nombre d’exemplaires"), said(
            "%(n)s exemplaires coûtent %(price)s ; l’objectif est de %(target)s.", n=number(run.need.copies),
            price=_told(account.of(Group.PRINTING)), target=room.money(target)))  # fmt: skip
        level = said("objectif : %(amount)s", amount=room.money(target))
        mark = room.planned(account.of(Group.PRINTING))
        price = room.drawing(drawn.against_copies(frame, priced, target, speech, (mark, level)))
    return Plots(time, kinds, price, steps, priced)


def _told(one: Amounts) -> str:
    """What is planned, and its range where it is an estimate: for who does not see the plot."""
    between = room.between(one)
    return f"{room.planned(one)} ({between})" if between else room.planned(one)


def _priced(issue: Issue, account: Account) -> drawn.Priced | None:
    """The curve, where there is a price and a page to print."""
    costing, sheet = reading.plan_of(issue, now().date()), sheet_of(issue.printer)
    if costing is None or sheet is None or not account.pages or account.printing == "unknown":
        return None
    return drawn.priced(Slider(costing, sheet, account.pages))


@blueprint.get("/numeros/<slug>/argent/compte.<any(pdf,csv,xlsx):kind>")
@policy(Policy.MONEY)
def file(slug: str, kind: str) -> Response:
    """The account as a file."""
    with database().read() as db:
        issue = issue_of(db, slug)
        account, report, steps = _read(db, issue)
    name = f"compte-{issue.slug}"
    if kind == "csv":
        return room.csv_answer(sheets.tidy(account, said, worded), name)
    if kind == "xlsx":
        form = grants.form(grants.entries(account, plan()), plan())
        tables = [*sheets.of_issue(account, steps, said, worded), *sheets.of_form(form, said, worded)]
        return room.xlsx_answer(tables, name, said("Compte du n° %(n)s", n=issue.number))
    if report is None:
        abort(404)
    return room.pdf_answer([_paper(issue, account, report, *most) for most in ROOM], name)


def bar_of(report: CostingReport) -> Bar:
    """Both targets on one bar: money for the residency alone prints nothing."""
    inside, whole = report.targets
    return Bar(inside.cents, whole.cents, whole.raised, "", "", "", "", (), "", can_print=inside.raised)


def _paper(issue: Issue, account: Account, report: CostingReport, most_posts: int, most_names: int) -> str:
    """The page for donors, to be set, with so many lines and names."""
    inside, whole = report.targets
    alt = said("Reçu : %(received)s, sur %(print)s pour imprimer et %(all)s avec la résidence.",
               received=room.money(account.received), print=room.money(inside.cents),
               all=room.money(whole.cents))  # fmt: skip
    there = [post for post in account.posts if post.amounts.planned or post.amounts.engaged]
    posts = sorted(there, key=lambda post: -(post.amounts.planned + post.amounts.engaged))
    kept = set(map(id, posts[:most_posts]))
    rows = [(sheets.post_name(post, said, worded), post.amounts) for post in there if id(post) in kept]
    rest = [post.amounts for post in there if id(post) not in kept]
    return render_template(
        "reports/paper.html", issue=issue, account=account, report=report, today=now().date(), rows=rows, rest=rest,
        picture=Markup(as_svg(alone(bar_of(report)), alt, language(), False, (WIDTH, ALONE))),
        swatches={state: Markup(as_svg(swatch(state), said("motif"), language(), False, SWATCH))
                  for state in account.states},
        names=account.thanked[:most_names], more=max(0, len(account.thanked) - most_names),
        association=str(issue.masthead.get("association", "")), rest_sum=sum(rest, Amounts()),
    )  # fmt: skip


# --- the forms -------------------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/argent/cerfa")
@policy(Policy.MONEY)
def forms(slug: str) -> str:
    """The figures that grant forms ask for."""
    with database().read() as db:
        issue = issue_of(db, slug)
        account = reading.one(db, issue, now().date())
    return render_template("reports/forms.html", issue=issue, **shown_form([account]))


def shown_form(accounts: list[Account]) -> dict[str, Any]:
    """What the page of the forms shows of these accounts together."""
    form = grants.form([one for account in accounts for one in grants.entries(account, plan())], plan())
    return {"form": form, "parts": sheets.parts(form), "plan": plan(), "whole_charges": form.whole(grants.Side.CHARGE),
            "whole_products": form.whole(grants.Side.PRODUCT)}  # fmt: skip


@blueprint.get("/numeros/<slug>/argent/cerfa.<any(csv,xlsx):kind>")
@policy(Policy.MONEY)
def forms_file(slug: str, kind: str) -> Response:
    """The same as a file."""
    with database().read() as db:
        issue = issue_of(db, slug)
        account = reading.one(db, issue, now().date())
    tables = sheets.of_form(grants.form(grants.entries(account, plan()), plan()), said, worded)
    name = f"cerfa-{issue.slug}"
    if kind == "csv":
        return room.csv_answer(tables[0], name)
    return room.xlsx_answer(tables, name, said("Chiffres du n° %(n)s pour les cerfa", n=issue.number))
