"""Funding, the page of who gives: funders, the forms money comes through, what waits, what sources may bring."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.costing.model import Targets
from journal_app.funding import actions, forms, imports, lilo, noting, store
from journal_app.funding.forecasting import Forecast, Pace, first_payout, forecast, pace
from journal_app.funding.model import FunderKind, Purpose, Source
from journal_app.funding.publishing import shown
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.money import SCREENS, to_cents
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language

Page = str | Response | tuple[str, int]

blueprint = Blueprint("funders", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Bringing:
    """What a source brings a month, and when it alone would have paid the printing that is asked about."""

    source: Source
    pace: Pace
    whole: Forecast
    payout: Forecast | None = None  # Lilo's next one


@blueprint.get("/argent/financeurs")
@policy(Policy.MONEY)
def show() -> str:
    """Who gives, through what, and what waits."""
    with database().read() as db:
        return _page(db, Form({}))


def _page(db: Session, form: Form) -> str:
    open_issues = issues.issues(db, actor())
    waiting = noting.held(db, None)
    asked = [one for one in open_issues if one.slug == request.args.get("numero")]
    printed = next(iter([*asked, *open_issues]), None)
    goal = printing_of(printed)
    return render_template(
        "funding/funders.html", funders=store.funders(db), gone=store.funders(db, gone=True), form=form,
        typed=form.values, kinds=list(FunderKind), campaigns=store.campaigns(db), issues=open_issues,
        purposes=list(Purpose), waiting=waiting, total=sum(one.cents for one in waiting), printing=goal,
        printed=printed, forecasts=_forecasts(db, goal, now().date()),
    )  # fmt: skip


def printing_of(issue: Issue | None) -> int:
    """What printing costs by an issue's own target, in cents; without an issue, or a plan that can be read, by the
    target that a plan begins with."""
    told = shown(issue) if issue is not None else None
    return told.printing if told else to_cents(Targets().printing)


def _forecasts(db: Session, goal: int, today: date) -> list[Bringing]:
    """What each source has brought, the one that brings most first; `goal`: the cents that a printing takes."""
    months: dict[str, dict[date, int]] = {}
    for source, day, cents in store.came_in(db):
        of_source = months.setdefault(source, {})
        of_source[day.replace(day=1)] = of_source.get(day.replace(day=1), 0) + cents
    found = [_bringing(Source(source), pace(by_month, today), goal, today) for source, by_month in months.items()
             if source != Source.LILO]  # fmt: skip
    said = lilo.said(db)
    if reading := lilo.reading(said):
        of_lilo = _bringing(Source.LILO, lilo.month_pace(said, today), goal, today)
        found.append(Bringing(Source.LILO, of_lilo.pace, of_lilo.whole,
                              first_payout(reading.due, of_lilo.pace.cents, today)))  # fmt: skip
    return sorted((one for one in found if one.pace.months), key=lambda one: (-one.pace.cents, one.source))


def _bringing(source: Source, brought: Pace, goal: int, today: date) -> Bringing:
    return Bringing(source, brought, forecast(Decimal(goal), brought.cents, today))


@blueprint.post("/argent/financeurs")
@policy(Policy.MONEY)
def add() -> Page:
    """A funder more."""
    form = Form(request.form)
    with database().write() as db:
        once(db)
        kind, name, shown = forms.funder(form)
        if not form.fine:
            return _page(db, form), 400
        actions.add_funder(db, actor(), now(), kind, name, shown)
        return led_to(db, done("Le financeur est noté.", "funders.show"))


@blueprint.get("/argent/financeurs/<funder_id>")
@policy(Policy.MONEY)
def funder(funder_id: str) -> str:
    """One funder, to be changed."""
    with database().read() as db:
        return _funder_page(db, funder_id, Form({}))


def _funder_page(db: Session, funder_id: str, form: Form) -> str:
    row = store.funder(db, funder_id) or abort(404)
    typed: dict[str, Any] = dict(form.values) if form.values else {
        "kind": row.kind, "name": "" if row.kind == FunderKind.PERSON else row.name, "shown": row.shown,
        "named": "1" if row.named else "",
    }  # fmt: skip
    return render_template("funding/funder.html", funder=row, form=form, typed=typed, kinds=list(FunderKind))


@blueprint.post("/argent/financeurs/<funder_id>")
@policy(Policy.MONEY)
def change(funder_id: str) -> Page:
    """Another name, kind or wish."""
    form = Form(request.form)
    with database().write() as db:
        row = store.funder(db, funder_id) or abort(404)
        kind, name, shown = forms.funder(form)
        if not form.fine:
            return _funder_page(db, funder_id, form), 400
        actions.change_funder(db, actor(), now(), row, kind, name, shown)
    return done("Le financeur est changé.", "funders.show")


@blueprint.post("/argent/financeurs/<funder_id>/retirer")
@policy(Policy.MONEY)
def remove(funder_id: str) -> Response:
    """Take a funder off the list, or bring it back."""
    back = Form(request.form).ticked("back")
    with database().write() as db:
        actions.remove_funder(db, actor(), now(), store.funder(db, funder_id) or abort(404), back=back)
    return done("Le financeur est remis." if back else "Le financeur est retiré de la liste.", "funders.show")


@blueprint.post("/argent/financeurs/formulaires/<campaign_id>")
@policy(Policy.TREASURY)
def send_to(campaign_id: str) -> Page:
    """Say which issue a form gathers for."""
    form = Form(request.form)
    with database().write() as db:
        row = store.campaign_by_id(db, campaign_id) or abort(404)
        slug = form.line("issue")
        issue = issues.issue(db, actor(), slug) if slug else None
        purpose = form.choice("purpose", list(Purpose), Purpose.FREE)
        if (slug and issue is None) or not form.fine:
            return _page(db, form), 400
        imports.send_to(db, actor(), now(), row, issue.id if issue else None, purpose)
    return done("C’est noté : ce qui vient par là ira là.", "funders.show")


@blueprint.post("/argent/financeurs/attente/<fund_id>")
@policy(Policy.TREASURY)
def allocate(fund_id: str) -> Page:
    """Give to an issue what waits."""
    form = Form(request.form)
    with database().write() as db:
        once(db)
        issue = issues.issue(db, actor(), form.line("issue"))
        cents = forms.amount(form, "amount")
        if issue is None or not form.fine:
            return _page(db, form), 400
        actions.allocate(db, actor(), now(), fund_id, issue.id, cents)
        return led_to(db, done("L’argent est affecté au numéro.", "funders.show"))


def in_month(value: date) -> str:
    """A month in words."""
    return str(format_date(value, "MMMM y", locale=SCREENS.get(language(), language())))


blueprint.add_app_template_filter(in_month, "in_month")
