"""Budget, the residency's page: its lines planned, committed and spent, and the templates it starts from. No rule."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, abort, render_template, request
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import actions, forms, looks, residency, store
from journal_app.budget.model import DELIVERY, PRINTING, BudgetTemplate
from journal_app.budget.parts import beside, mark
from journal_app.budget.room import issue_of
from journal_app.costing.model import ResidencyLine
from journal_app.costing.residency import residency_cost
from journal_app.costing.slugs import named
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy

Page = str | Response | tuple[str, int]
EMPTY_ROWS = 2  # at the end of the table, to be filled
GONE = 10

blueprint = Blueprint("budget_residency", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as its fields hold it."""

    slug: str = ""
    label: str = ""
    unit: str = ""
    price: str = ""
    quantity: str = "1"
    days: str = "1"
    vat: str = "0"


@blueprint.get("/numeros/<slug>/argent/residence")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """The residency, line by line."""
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}))


def _page(db: Session, issue: Issue, form: Form, moved_on: bool = False, untaken: bool = False) -> str:
    plan = looks.plan_of(issue, now().date())
    if plan.costing is None:
        return render_template("budget/unreadable.html", issue=issue, plan=plan)
    told = plan.costing.residency
    typed = "rows" in form.values
    rows = _rows(form) if typed else [_row(line) for line in told.line]
    sums = store.sums(db, issue.id) or {}
    return render_template(
        "budget/residency.html", issue=issue, plan=plan, form=form, moved_on=moved_on, untaken=untaken,
        costs=residency_cost(told), by={line.slug: line for line in told.line},
        rows=[*rows, *[Row()] * (0 if typed else EMPTY_ROWS)],
        dated=form.values.get("dated") or told.dated.isoformat(), seen=mark(plan.costing, "residency"),
        templates=residency.templates(db), removed=store.gone(db, BudgetTemplate, None, GONE),
        apart=beside(sums, [*(line.slug for line in told.line), PRINTING, DELIVERY]),
    )  # fmt: skip


def _row(line: ResidencyLine) -> Row:
    return Row(line.slug, _french(line.label), _french(line.unit), forms.shown(line.price), forms.shown(line.quantity),
               forms.shown(line.days), forms.shown(line.vat_percent))  # fmt: skip


def _french(words: dict[str, str]) -> str:
    return words.get("fr") or next(iter(words.values()), "")


def _rows(form: Form) -> list[Row]:
    """The lines as they were typed, in their order."""
    many = form.values.get("rows", "")
    count = min(int(many), residency.MOST_LINES + EMPTY_ROWS) if many.isascii() and many.isdigit() else 0
    return [
        Row(*(form.line(f"{name}_{place}") for name in ("slug", "label", "unit", "price", "quantity", "days", "vat")))
        for place in range(count)
    ]


@blueprint.post("/numeros/<slug>/argent/residence")
@policy(Policy.MONEY)
def change(slug: str) -> Page:
    """Plan the lines as they were typed; a line without words is taken out."""
    form = Form(request.form)
    dated = form.day("dated")
    with database().read() as db:
        issue = issue_of(db, slug)
        plan = looks.plan_of(issue, now().date())
    before = {line.slug: line for line in plan.costing.residency.line} if plan.costing else {}
    lines = [line for place, row in enumerate(_rows(form)) if (line := _line(form, place, row, before))]
    if not form.fine or dated is None:
        with database().read() as db:
            return _page(db, issue, form), 400
    try:
        with database().write() as db:
            seen = actions.Seen("residency", form.line("seen"))
            residency.set_lines(db, actor(), now(), issue_of(db, slug), named(lines), dated, seen)
        return done("La résidence est enregistrée.", "budget_residency.show", slug=slug)
    except Refused as refused:
        if refused.code != "costing-moved-on":
            raise
    with database().read() as db:
        return _page(db, issue_of(db, slug), form, moved_on=True), 409


def _line(form: Form, place: int, row: Row, before: dict[str, ResidencyLine]) -> ResidencyLine | None:
    """The line of a row; None when it is empty, ticked to be taken out, or wrong: then the form says so."""
    if form.ticked(f"drop_{place}") or not (row.label or row.price):
        return None
    label, unit = form.line(f"label_{place}", required=True, most=120), form.line(f"unit_{place}", most=60)
    price = forms.decimal(form, f"price_{place}", 2, most=1_000_000)
    counts = [forms.decimal(form, f"{name}_{place}", 2, default=Decimal(1)) for name in ("quantity", "days")]
    vat = forms.decimal(form, f"vat_{place}", 2, default=Decimal(0), most=100)
    if any(f"{name}_{place}" in form.errors for name in ("label", "price", "quantity", "days", "vat")):
        return None
    old = before.get(row.slug)
    same = old is not None and _french(old.label) == label
    made = {"label": old.label if old and same else {"fr": label},
            "unit": old.unit if old and _french(old.unit) == unit else {"fr": unit or "forfait"},
            "slug": row.slug if old else ""}  # fmt: skip
    try:
        return ResidencyLine.model_validate(
            made | {"price": price, "quantity": counts[0], "days": counts[1], "vat_percent": vat}
        )
    except ValidationError:
        form.wrong(f"price_{place}", "Ce montant est trop grand.")
        return None


@blueprint.post("/numeros/<slug>/argent/residence/modele")
@policy(Policy.MONEY)
def start(slug: str) -> Page:
    """Plan a template's lines in the place of these."""
    form = Form(request.form)
    try:
        with database().write() as db:
            issue = issue_of(db, slug)
            template = residency.template(db, form.line("template")) or abort(404)
            residency.start_from(db, actor(), now(), issue, template, actions.Seen("residency", form.line("seen")))
        return done("Le modèle est repris ; l’annuler ramène ce qui était là.", "budget_residency.show", slug=slug)
    except Refused as refused:
        if refused.code != "costing-moved-on":
            raise
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}), moved_on=True, untaken=True), 409


@blueprint.post("/numeros/<slug>/argent/residence/garder")
@policy(Policy.MONEY)
def keep(slug: str) -> Page:
    """Keep these lines as a template."""
    form = Form(request.form)
    name = form.line("name", required=True, most=120)
    with database().read() as db:
        issue = issue_of(db, slug)
        plan = looks.plan_of(issue, now().date())
        if not form.fine or plan.costing is None:
            return _page(db, issue, form), 400
    with database().write() as db:
        residency.keep_as(db, actor(), now(), name, plan.costing.residency)
    return done("Le modèle est gardé.", "budget_residency.show", slug=slug)


@blueprint.post("/numeros/<slug>/argent/residence/modeles/<template_id>")
@policy(Policy.MONEY)
def drop(slug: str, template_id: str) -> Response:
    """Offer a template no more, or again."""
    back = request.form.get("back") == "1"
    with database().write() as db:
        issue_of(db, slug)
        residency.remove(db, actor(), now(), store.template(db, template_id) or abort(404), back=back)
    said = "Le modèle est revenu." if back else "Le modèle est retiré ; il peut revenir, en bas de la page."
    return done(said, "budget_residency.show", slug=slug)
