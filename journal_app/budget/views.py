"""Budget, the pages: an issue's money at one look, its targets, and taking a change back. They hold no rule."""

from datetime import date

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import actions, forms, looks, store
from journal_app.budget.articles import of_articles
from journal_app.budget.model import DELIVERY, PRINTING
from journal_app.budget.parts import beside, mark
from journal_app.budget.room import install, issue_of
from journal_app.costing.model import Targets
from journal_app.issues.model import Issue
from journal_app.money import to_cents, to_decimal
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]

blueprint = Blueprint("budget", __name__, template_folder="templates")
install(blueprint)


@blueprint.get("/numeros/<slug>/argent")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """All of an issue's money at one look."""
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}))


def _page(db: Session, issue: Issue, form: Form, moved_on: bool = False) -> str:
    today = now().date()
    plan, report = looks.plan_of(issue, today), looks.costing_of(db, issue, today)
    sums = store.sums(db, issue.id) or {}
    slugs = [line.slug for line in report.residency_lines] if report else []
    apart = beside(sums, [*slugs, PRINTING, DELIVERY])
    return render_template(
        "budget/money.html", issue=issue, plan=plan, report=report, form=form, moved_on=moved_on,
        typed=_typed(form, plan), seen=mark(plan.costing, "targets") if plan.costing else "",
        steps=looks.steps(db, issue.id), sums=sums, apart=apart, stale=_expired(plan, today),
        articles=of_articles(db, actor(), issue, report) if report else [], came=looks.came(db, issue, plan),
    )  # fmt: skip


def _typed(form: Form, plan: looks.Plan) -> dict[str, str]:
    if form.values or plan.costing is None:
        return dict(form.values)
    said = plan.costing.targets
    return {
        name: forms.shown_cents(to_cents(value)) for name, value in (("printing", said.printing), ("all", said.all))
    }


def _expired(plan: looks.Plan, today: date) -> bool:
    quote = plan.costing.printing.quote if plan.costing else None
    return bool(quote and quote.valid_until and quote.valid_until < today)


@blueprint.post("/numeros/<slug>/argent/objectifs")
@policy(Policy.MONEY)
def targets(slug: str) -> Page:
    """Other targets: the larger one holds the smaller one."""
    form = Form(request.form)
    printing, whole = forms.euros(form, "printing"), forms.euros(form, "all")
    if printing is not None and whole is not None and whole < printing:
        form.wrong("all", "Cet objectif contient l’impression : il ne peut pas être plus petit.")
    if not form.fine or printing is None or whole is None:
        with database().read() as db:
            return _page(db, issue_of(db, slug), form), 400
    wanted = Targets(printing=to_decimal(printing), all=to_decimal(whole))
    try:
        with database().write() as db:
            once(db)
            seen = actions.Seen("targets", form.line("seen"))
            actions.set_targets(db, actor(), now(), issue_of(db, slug), wanted, seen)
            return led_to(db, done("Les objectifs sont enregistrés.", "budget.show", slug=slug))
    except Refused as refused:
        if refused.code != "costing-moved-on":
            raise
    with database().read() as db:
        return _page(db, issue_of(db, slug), form, moved_on=True), 409


@blueprint.post("/numeros/<slug>/argent/annuler/<int:number>")
@policy(Policy.MONEY)
def undo(slug: str, number: int) -> Response:
    """Take a change of the plan back."""
    with database().write() as db:
        actions.undo(db, actor(), now(), issue_of(db, slug), number)
    return done("C’est annulé.", "budget.show", slug=slug)


@blueprint.post("/numeros/<slug>/argent/recommencer")
@policy(Policy.MONEY)
def anew(slug: str) -> Response:
    """Set a plan that cannot be read aside."""
    with database().write() as db:
        actions.start_anew(db, actor(), now(), issue_of(db, slug))
    return done("Un plan vide est commencé ; l’ancien texte est gardé.", "budget.show", slug=slug)


@blueprint.post("/numeros/<slug>/argent/estimation")
@policy(Policy.MONEY)
def estimate(slug: str) -> Response:
    """Start from the rates that come with the desk, where an issue has none."""
    with database().write() as db:
        actions.take_estimate(db, actor(), now(), issue_of(db, slug))
    return done("Une estimation est là, avec sa marge ; un devis la remplacera.", "budget.show", slug=slug)
