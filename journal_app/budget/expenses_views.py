"""Budget, the expenses' pages: what was ordered and paid for an issue, typed, changed and brought back. No rule."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import forms, looks, spending, store
from journal_app.budget.model import DELIVERY, OTHER, PRINTING, Expense, Spending
from journal_app.budget.quotes_views import version_of
from journal_app.budget.reference import ACCOUNTS, OTHERWISE, account_of
from journal_app.budget.room import issue_of
from journal_app.funding import store as funding
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.statements import store as statements
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import worded

Page = str | Response | tuple[str, int]
SHOWN = 100  # on one page
GONE = 10
BELOW = "La banque en a déjà vu davantage : défaire d’abord le rapprochement, plus bas."

blueprint = Blueprint("budget_expenses", __name__, template_folder="templates")


def lines_of(issue: Issue) -> list[tuple[str, str]]:
    """What an expense can be for: the lines of the residency, printing, delivery, and what no line names."""
    plan = looks.plan_of(issue, now().date())
    residency = [(line.slug, worded(line.label)) for line in plan.costing.residency.line] if plan.costing else []
    named = [(PRINTING, said("Impression")), *residency, (DELIVERY, said("Livraison"))]
    return [*named, (OTHER, said("Hors budget"))]


@blueprint.get("/numeros/<slug>/argent/depenses")
@policy(Policy.MONEY)
def index(slug: str) -> str:
    """What was committed and spent, the latest first."""
    asked = request.args.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) < 100_000 else 1
    with database().read() as db:
        issue = issue_of(db, slug)
        rows = store.some_expenses(db, issue.id, (page - 1) * SHOWN, SHOWN)
        count, sums = store.count_expenses(db, issue.id), store.sums(db, issue.id) or {}
        removed = store.gone(db, Expense, issue.id, GONE)
    names = dict(lines_of(issue))
    totals = [sum(held[place] for held in sums.values()) for place in (0, 1)]
    return render_template(
        "budget/expenses.html", issue=issue, rows=rows, names=names, removed=removed, page=page, count=count,
        pages=max(1, -(-count // SHOWN)), committed=totals[0], spent=totals[1], Spending=Spending,
    )  # fmt: skip


@blueprint.get("/numeros/<slug>/argent/depenses/nouvelle")
@policy(Policy.MONEY)
def new(slug: str) -> str:
    """A form for an expense."""
    with database().read() as db:
        issue = issue_of(db, slug)
    line = request.args.get("ligne", "")
    return _form(issue, Form({}), typed={"line": line, "account": account_of(line) if line else "",
                                         "dated": now().date().isoformat()})  # fmt: skip


@blueprint.get("/numeros/<slug>/argent/depenses/<expense_id>")
@policy(Policy.MONEY)
def show(slug: str, expense_id: str) -> str:
    """An expense, to be corrected."""
    with database().read() as db:
        issue = issue_of(db, slug)
        return _form(issue, Form({}), _there(db, issue, expense_id))


def _there(db: Session, issue: Issue, expense_id: str) -> Expense:
    row = store.expense(db, expense_id)
    return row if row is not None and row.issue_id == issue.id else abort(404)


def _typed(row: Expense) -> dict[str, str]:
    return {
        "line": row.line, "label": row.label, "supplier": row.supplier, "cents": forms.shown_cents(row.cents),
        "vat": forms.shown_cents(row.vat_cents) if row.vat_cents else "", "dated": row.dated.isoformat(),
        "state": row.state, "spent_on": row.spent_on.isoformat() if row.spent_on else "", "account": row.account,
        "version": str(row.version),
    }  # fmt: skip


def _form(
    issue: Issue, form: Form, row: Expense | None = None, typed: dict[str, str] | None = None, refused: str = ""
) -> str:
    lines = lines_of(issue)
    if row is not None and row.line not in dict(lines):
        lines.append((row.line, row.line))  # of a line that is planned no more
    typed = dict(form.values) or typed or (_typed(row) if row else {})
    if row is not None and refused == "row-moved-on":
        typed |= {"version": str(row.version)}
    return render_template(
        "budget/expense.html", issue=issue, form=form, row=row, lines=lines, accounts=ACCOUNTS, typed=typed,
        Spending=Spending, refused=refused, names=dict(lines), **_seen(row),
    )  # fmt: skip


def _seen(row: Expense | None) -> dict[str, Any]:
    """The lines of the bank that stand for an expense, and the matches that say so."""
    with database().read() as db:
        matches = funding.matches_of_expense(db, row.id) if row is not None else []
        return {"matches": matches, "bank": {one.id: one for one in statements.lines(db, [m.line_id for m in matches])}}


def _as_it_is(slug: str, expense_id: str, form: Form, refused: str) -> tuple[str, int]:
    """The expense as it is now, what was typed, and why nothing was done."""
    with database().read() as db:
        issue = issue_of(db, slug)
        row = _there(db, issue, expense_id)
    return _form(issue, form, row, refused=refused), 409


def _read(form: Form, issue: Issue, row: Expense | None) -> spending.Bill | None:
    known = [slug for slug, _ in lines_of(issue)] + ([row.line] if row else [])
    line = form.choice("line", known, OTHER)
    label, supplier = form.line("label", required=True), form.line("supplier")
    cents, vat = forms.euros(form, "cents"), forms.euros(form, "vat", required=False) or 0
    if cents is not None and vat > cents:
        form.wrong("vat", "La TVA est contenue dans le montant : elle ne peut pas être plus grande.")
    dated, spent_on = form.day("dated"), form.day("spent_on", required=False)
    state = form.choice("state", list(Spending), Spending.COMMITTED)
    account = form.choice("account", ["", *ACCOUNTS], "") or account_of(line) or OTHERWISE
    if not form.fine or cents is None or dated is None:
        return None
    return spending.Bill(line, label, cents, dated, account, supplier, vat, state, spent_on or dated)


@blueprint.post("/numeros/<slug>/argent/depenses/nouvelle")
@policy(Policy.MONEY)
def add(slug: str) -> Page:
    """Note an expense."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
    bill = _read(form, issue, None)
    if bill is None:
        return _form(issue, form), 400
    with database().write() as db:
        once(db)
        spending.note(db, actor(), now(), issue_of(db, slug).id, bill)
        return led_to(db, done("La dépense est notée.", "budget_expenses.index", slug=slug))


@blueprint.post("/numeros/<slug>/argent/depenses/<expense_id>")
@policy(Policy.MONEY)
def change(slug: str, expense_id: str) -> Page:
    """Correct an expense."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
        row = _there(db, issue, expense_id)
    bill = _read(form, issue, row)
    if bill is None:
        return _form(issue, form, row), 400
    try:
        with database().write() as db:
            spending.change(db, actor(), now(), _there(db, issue_of(db, slug), expense_id), version_of(form), bill)
        return done("La dépense est corrigée.", "budget_expenses.index", slug=slug)
    except Refused as refused:
        if refused.code == "expense-below":
            form.wrong("cents", BELOW)
            return _form(issue, form, row), 409
        if refused.code != "row-moved-on":
            raise
        return _as_it_is(slug, expense_id, form, refused.code)


@blueprint.post("/numeros/<slug>/argent/depenses/<expense_id>/payee")
@policy(Policy.MONEY)
def paid(slug: str, expense_id: str) -> Page:
    """It was paid today; or it was not."""
    yes = request.form.get("paid") != "0"
    try:
        with database().write() as db:
            row = _there(db, issue_of(db, slug), expense_id)
            spending.paid(db, actor(), now(), row, now().date() if yes else None)
    except Refused as refused:
        return _as_it_is(slug, expense_id, Form({}), refused.code)
    told = "La dépense est notée comme payée." if yes else "La dépense est de nouveau engagée."
    return done(told, "budget_expenses.index", slug=slug)


@blueprint.post("/numeros/<slug>/argent/depenses/<expense_id>/retirer")
@policy(Policy.MONEY)
def remove(slug: str, expense_id: str) -> Page:
    """Take an expense out, or bring it back. While the bank has seen some of it, its page says what to undo first."""
    back = request.form.get("back") == "1"
    try:
        with database().write() as db:
            spending.remove(db, actor(), now(), _there(db, issue_of(db, slug), expense_id), back=back)
    except Refused as refused:
        return _as_it_is(slug, expense_id, Form({}), refused.code)
    told = "La dépense est revenue." if back else "La dépense est retirée ; elle peut revenir, en bas de la page."
    return done(told, "budget_expenses.index", slug=slug)
