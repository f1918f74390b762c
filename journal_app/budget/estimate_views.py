"""Budget, the estimate's page: its lines, what they make of the issue today, and what the next sections would cost. No
rule."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, abort, render_template, request
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import actions, estimating, forms, looks
from journal_app.budget.estimating import MOST_LINES
from journal_app.budget.parts import mark
from journal_app.budget.room import issue_of
from journal_app.costing.changing import PageStep, page_ladder
from journal_app.costing.choices import Slider
from journal_app.costing.estimated import CostLine, estimated_lines
from journal_app.costing.model import Basis, Costing, Delivery, Estimate, EstimateLine, Printing
from journal_app.costing.need import Need, need_of
from journal_app.costing.printing import PrintingCost, printing_of
from journal_app.flatplan import store as flatplan
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
EMPTY_ROWS = 2  # at the end of the table, to be filled
USUAL = 16  # pages of the example while an issue has none
LADDER = 32  # pages of the longest issue that is priced beside the lines
HEAD = ("dated", "source", "range_percent", "places", "section_pages", "vat")
CELLS = ("label", "per", "net", "waste")
# The columns' names: what goes wrong in a cell is told above the table with its line and column, too.
NAMES = {"label": "Quoi", "per": "Par", "net": "Montant HT, €", "waste": "Gâche, %%"}

blueprint = Blueprint("budget_estimate", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as its fields hold it."""

    label: str = ""
    per: str = Basis.RUN.value
    net: str = ""
    waste: str = "0"


@dataclass(frozen=True, slots=True)
class Example:
    """What the lines make of the issue today: each by its place, the price, and the pages beside it."""

    need: Need
    lines: tuple[CostLine, ...]
    price: PrintingCost
    ladder: list[PageStep]
    usual: bool  # the issue has no page yet


@blueprint.get("/numeros/<slug>/argent/devis/estimation")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """The lines of the estimate."""
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}))


def _page(
    db: Session, issue: Issue, form: Form, tried: Estimate | None = None, moved_on: bool = False, untaken: bool = False
) -> str:
    plan = looks.plan_of(issue, now().date())
    if plan.costing is None:
        return render_template("budget/unreadable.html", issue=issue, plan=plan)
    printing, typed = plan.costing.printing, "rows" in form.values
    vat = forms.decimal(Form(form.values), "vat", 2, default=printing.vat_percent, most=100)
    stored = printing.estimate
    rows = _rows(form) if typed else [_row(line) for line in stored.line] if stored else []
    return render_template(
        "budget/estimate.html", issue=issue, plan=plan, form=form, moved_on=moved_on, untaken=untaken, tried=tried,
        rows=[*rows, *[Row()] * (0 if typed else EMPTY_ROWS)], there=stored is not None or typed,
        head=_head(form, stored, printing) if typed or stored else {}, seen=mark(plan.costing, "printing"),
        example=_example(db, issue, plan, tried or (None if form.errors else stored), vat),
        places=_places(form) if typed else {place: place for place in range(len(rows))}, names=NAMES,
        Basis=Basis, starts=estimating.starts(db, actor(), issue), open=issue.state == IssueState.OPEN,
    )  # fmt: skip


def _row(line: EstimateLine) -> Row:
    return Row(_french(line.label), line.per.value, forms.shown(line.net), forms.shown(line.waste_percent))


def _french(words: dict[str, str]) -> str:
    return words.get("fr") or next(iter(words.values()), "")


def _head(form: Form, stored: Estimate | None, printing: Printing) -> dict[str, str]:
    """The fields above the lines: as typed, else as stored."""
    if stored is None or "rows" in form.values:
        return {name: form.values.get(name, "") for name in HEAD}
    return {
        "dated": stored.dated.isoformat(), "source": stored.source, "range_percent": forms.shown(stored.range_percent),
        "places": str(stored.places), "section_pages": str(stored.section_pages),
        "vat": forms.shown(printing.vat_percent),
    }  # fmt: skip


def _rows(form: Form) -> list[Row]:
    """The lines as they were typed, in their order."""
    many = form.values.get("rows", "")
    count = min(int(many), MOST_LINES + EMPTY_ROWS) if many.isascii() and many.isdigit() and len(many) < 6 else 0
    return [Row(*(form.values.get(f"{name}_{place}", "").strip()[:200] for name in CELLS)) for place in range(count)]


def _places(form: Form) -> dict[int, int]:
    """For each row that became a line, which one it is: rows that are empty or taken out are no lines."""
    rows = _rows(form)
    kept = [place for place, row in enumerate(rows) if not _left_out(form, place, row)]
    return {place: number for number, place in enumerate(kept)}


def _left_out(form: Form, place: int, row: Row) -> bool:
    return form.ticked(f"drop_{place}") or not (row.label or row.net)


def _example(db: Session, issue: Issue, plan: looks.Plan, rates: Estimate | None, vat: Decimal) -> Example | None:
    """The issue as it is planned, by these rates alone; nothing without rates, or without a sheet that can be read."""
    if rates is None or plan.sheet is None or plan.costing is None:
        return None
    own = flatplan.last_number(db, issue.id)
    pages = own or USUAL
    printing = Printing(vat_percent=vat if plan.costing.printing.quote is None else plan.costing.printing.vat_percent,
                        estimate=rates)  # fmt: skip
    need = need_of(plan.sheet, pages)
    alone = Costing(printing=printing, residency=plan.costing.residency, delivery=Delivery())
    ladder = [step for step in page_ladder(Slider(alone, plan.sheet, pages)) if step.choice.need.pages <= LADDER]
    return Example(need, estimated_lines(rates, need), printing_of(printing, plan.sheet, need), ladder, not own)


@blueprint.post("/numeros/<slug>/argent/devis/estimation")
@policy(Policy.MONEY)
def change(slug: str) -> Page:
    """Estimate by the lines as they were typed, or only show what they would make of the issue."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
        plan = looks.plan_of(issue, now().date())
    stored = plan.costing.printing.estimate if plan.costing else None
    made, vat = _read(form, stored)
    if made is None or form.ticked("look"):
        with database().read() as db:
            page = _page(db, issue_of(db, slug), form, made)
        return (page, 200) if made else (page, 400)
    try:
        with database().write() as db:
            once(db)
            seen = actions.Seen("printing", form.line("seen"))
            estimating.set_estimate(db, actor(), now(), issue_of(db, slug), made, vat, seen)
            return led_to(db, done("L’estimation est enregistrée.", "budget_estimate.show", slug=slug))
    except Refused as refused:
        if refused.code != "costing-moved-on":
            raise
    with database().read() as db:
        return _page(db, issue_of(db, slug), form, made, moved_on=True), 409


def _read(form: Form, stored: Estimate | None) -> tuple[Estimate | None, Decimal | None]:
    """What was typed; None where something of it cannot be, and then the form says what, where and why."""
    dated, source = form.day("dated"), form.line("source", required=True)
    spread = forms.decimal(form, "range_percent", 2, most=100)
    places, section = form.whole("places", 0, 1000), form.whole("section_pages", 1, 128)
    vat = forms.decimal(form, "vat", 2, most=100) if "vat" in form.values else None
    labels = {_french(line.label): line.label for line in stored.line} if stored else {}
    rows = _rows(form)
    lines = [line for place, row in enumerate(rows)
             if not _left_out(form, place, row) and (line := _line(form, place, labels))]  # fmt: skip
    if form.fine and not lines:
        form.wrong("rows", "Une estimation a au moins une ligne.")
    if not form.fine or dated is None:
        return None, vat
    try:
        return Estimate(dated=dated, source=source, range_percent=spread, places=places, section_pages=section,
                        line=lines), vat  # fmt: skip
    except ValidationError:
        form.wrong("rows", "Ce montant est trop grand.")
        return None, vat


def _line(form: Form, place: int, labels: dict[str, dict[str, str]]) -> EstimateLine | None:
    """The line of a row; words that are typed as they were keep their translations."""
    label = form.line(f"label_{place}", required=True, most=120)
    per = form.choice(f"per_{place}", [one.value for one in Basis], Basis.RUN.value)
    net = forms.decimal(form, f"net_{place}", 4)
    waste = forms.decimal(form, f"waste_{place}", 2, default=Decimal(0), most=100)
    if any(f"{name}_{place}" in form.errors for name in CELLS):
        return None
    return EstimateLine(label=labels.get(label, {"fr": label}), per=Basis(per), net=net, waste_percent=waste)


@blueprint.post("/numeros/<slug>/argent/devis/estimation/reprendre")
@policy(Policy.MONEY)
def start(slug: str) -> Page:
    """Take the desk's rates, or another issue's."""
    form = Form(request.form)
    try:
        with database().write() as db:
            issue, wanted = issue_of(db, slug), form.line("start")
            found = next((one for one in estimating.starts(db, actor(), issue) if one.id == wanted), None) or abort(404)
            estimating.start_from(db, actor(), now(), issue, found, actions.Seen("printing", form.line("seen")))
        return done("Ces prix sont repris ; la vue d’ensemble permet de l’annuler.", "budget_estimate.show", slug=slug)
    except Refused as refused:
        if refused.code != "costing-moved-on":
            raise
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}), moved_on=True, untaken=True), 409
