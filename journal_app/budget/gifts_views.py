"""Budget, the page of what is given without money: hours, kilometres, things, and what one is worth. No rule."""

from datetime import date
from decimal import Decimal

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import forms, gifts, store
from journal_app.budget.model import Gift, InKind
from journal_app.budget.quotes_views import version_of
from journal_app.budget.reference import Rate
from journal_app.budget.room import issue_of
from journal_app.issues.model import Issue
from journal_app.money import to_decimal
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import number

Page = str | Response | tuple[str, int]
THINGS = ("860", "861", "862")  # accounts of what is given and is no work
MOST = 1_000_000  # euros, and hours or kilometres
GONE = 10

blueprint = Blueprint("budget_gifts", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/argent/en-nature")
@policy(Policy.MONEY)
def index(slug: str) -> str:
    """What was given, valued apart."""
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}))


def _page(db: Session, issue: Issue, form: Form, row: InKind | None = None, moved_on: bool = False) -> str:
    rows, known, today = store.in_kind(db, issue.id), gifts.known_rates(store.rates(db)), now().date()
    by: dict[str, int] = {}
    for one in rows:
        by[one.account] = by.get(one.account, 0) + one.cents
    typed = dict(form.values) or (_typed(row) if row else {"dated": today.isoformat()})
    if row is not None and moved_on:
        typed |= {"version": str(row.version)}
    return render_template(
        "budget/gifts.html", issue=issue, rows=rows, row=row, form=form, known=known, by=sorted(by.items()),
        now={kind: gifts.rate_on(known, kind, today) for kind in (Gift.HOURS, Gift.MILEAGE)}, Gift=Gift,
        typed=typed, things=THINGS, moved_on=moved_on,
        removed=store.gone(db, InKind, issue.id, GONE),
        many=lambda one: number(to_decimal(one.quantity), 2), each=_rate,
    )  # fmt: skip


def _typed(row: InKind) -> dict[str, str]:
    return {"kind": row.kind, "label": row.label, "quantity": forms.shown(to_decimal(row.quantity)),
            "rate": forms.shown(_rate(row)), "dated": row.dated.isoformat(), "account": row.account,
            "value": forms.shown_cents(row.cents), "version": str(row.version)}  # fmt: skip


def _rate(row: InKind) -> Decimal:
    return Decimal(row.rate).scaleb(-4).normalize()  # 0.3210 is told as 0.321


@blueprint.get("/numeros/<slug>/argent/en-nature/<gift_id>")
@policy(Policy.MONEY)
def show(slug: str, gift_id: str) -> str:
    """A gift, to be corrected."""
    with database().read() as db:
        issue = issue_of(db, slug)
        return _page(db, issue, Form({}), _there(db, issue, gift_id))


def _there(db: Session, issue: Issue, gift_id: str) -> InKind:
    return store.gift(db, issue.id, gift_id) or abort(404)


def _read(form: Form, known: list[Rate]) -> gifts.Given | None:
    kind = form.choice("kind", list(Gift), Gift.GIFT)
    label, dated = form.line("label", required=True, most=120), form.day("dated")
    if kind is Gift.GIFT:
        value = forms.euros(form, "value")
        account = form.choice("account", THINGS, gifts.ACCOUNTS[kind])
        if not form.fine or value is None or dated is None:
            return None
        return gifts.Given(kind, label, Decimal(1), to_decimal(value), dated, account)
    quantity = forms.decimal(form, "quantity", 2)
    usual = gifts.rate_on(known, kind, dated or date.min)
    rate = forms.decimal(form, "rate", 4, default=usual.rate if usual else None)
    if not form.fine or dated is None:
        return None
    given = gifts.Given(kind, label, quantity, rate, dated, gifts.ACCOUNTS[kind],
                        usual.source if usual and usual.rate == rate else "")  # fmt: skip
    if given.cents > MOST * 100:
        form.wrong("quantity", "Ce montant est trop grand.")
        return None
    return given


@blueprint.post("/numeros/<slug>/argent/en-nature")
@policy(Policy.MONEY)
def add(slug: str) -> Page:
    """Note a gift."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
        given = _read(form, gifts.known_rates(store.rates(db)))
        if given is None:
            return _page(db, issue, form), 400
    with database().write() as db:
        once(db)
        gifts.give(db, actor(), now(), issue_of(db, slug).id, given)
        return led_to(db, done("C’est noté.", "budget_gifts.index", slug=slug))


@blueprint.post("/numeros/<slug>/argent/en-nature/<gift_id>")
@policy(Policy.MONEY)
def change(slug: str, gift_id: str) -> Page:
    """Correct a gift."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
        row = _there(db, issue, gift_id)
        given = _read(form, gifts.known_rates(store.rates(db)))
        if given is None:
            return _page(db, issue, form, row), 400
    try:
        with database().write() as db:
            gifts.change(db, actor(), now(), _there(db, issue_of(db, slug), gift_id), version_of(form), given)
        return done("C’est corrigé.", "budget_gifts.index", slug=slug)
    except Refused as refused:
        if refused.code != "row-moved-on":
            raise
    with database().read() as db:
        issue = issue_of(db, slug)
        return _page(db, issue, form, _there(db, issue, gift_id), moved_on=True), 409


@blueprint.post("/numeros/<slug>/argent/en-nature/<gift_id>/retirer")
@policy(Policy.MONEY)
def remove(slug: str, gift_id: str) -> Response:
    """Take a gift out, or bring it back."""
    back = request.form.get("back") == "1"
    with database().write() as db:
        gifts.remove(db, actor(), now(), _there(db, issue_of(db, slug), gift_id), back=back)
    return done("C’est revenu." if back else "C’est retiré ; cela peut revenir, en bas de la page.",
                "budget_gifts.index", slug=slug)  # fmt: skip


@blueprint.post("/numeros/<slug>/argent/en-nature/bareme")
@policy(Policy.MONEY)
def rate(slug: str) -> Page:
    """What an hour or a kilometre is worth from a day on."""
    form = Form(request.form)
    kind = form.choice("rate_kind", [Gift.HOURS, Gift.MILEAGE], Gift.HOURS)
    worth, since = forms.decimal(form, "worth", 4, most=1000), form.day("since")
    source = form.line("source", most=120)
    with database().read() as db:
        issue = issue_of(db, slug)
        if not form.fine or since is None:
            return _page(db, issue, form), 400
    with database().write() as db:
        once(db)
        gifts.add_rate(db, actor(), now(), Rate(kind, worth, since, source))
        return led_to(db, done("Le barème est noté ; ce qui l’était déjà ne change pas.", "budget_gifts.index",
                               slug=slug))  # fmt: skip
