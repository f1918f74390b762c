"""Budget, the quotes' pages: compared on the same need, typed when they came by mail, chosen and let go. No rule."""

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import forms, looks, quoting, store
from journal_app.budget.model import MailQuote
from journal_app.budget.offers import chosen, in_order, size_of
from journal_app.budget.room import issue_of
from journal_app.costing.comparing import Part, said
from journal_app.costing.need import need_of
from journal_app.flatplan import store as flatplan
from journal_app.hand_off.amounts import Unclear, copies
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.money import from_gross, to_decimal
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language

Page = str | Response | tuple[str, int]
TIERS = 6  # quantities that a form takes
GONE = 10  # removed quotes that are offered to be brought back

blueprint = Blueprint("budget_quotes", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/argent/devis")
@policy(Policy.MONEY)
def index(slug: str) -> str:
    """Every quote, beside one another on the same need."""
    with database().read() as db:
        issue, today = issue_of(db, slug), now().date()
        pages = flatplan.last_number(db, issue.id)
        plan, offers = looks.plan_of(issue, today), in_order(quoting.offers(db, issue, pages), today)
        removed, needed = store.gone(db, MailQuote, issue.id, GONE), looks.needed(db, issue, today)
    printing = plan.costing.printing if plan.costing else None
    quantity = plan.sheet.quantity if plan.sheet else 0
    return render_template(
        "budget/quotes.html", issue=issue, plan=plan, offers=offers, today=today, pages=pages, quantity=quantity,
        chosen=chosen(offers, printing), removed=removed, parts=list(Part),
        by={one.key: one for one in offers}, needed=needed,
        rows=looks.compared(plan, offers, pages, today, needed.days if needed else None),
        reason_said=lambda reason: said(reason, language()),
    )  # fmt: skip


@blueprint.get("/numeros/<slug>/argent/devis/nouveau")
@policy(Policy.MONEY)
def new(slug: str) -> str:
    """A form for a quote that came by mail."""
    with database().read() as db:
        return _form(db, issue_of(db, slug), Form({}))


@blueprint.get("/numeros/<slug>/argent/devis/<quote_id>")
@policy(Policy.MONEY)
def show(slug: str, quote_id: str) -> str:
    """A typed quote, to be corrected."""
    with database().read() as db:
        issue = issue_of(db, slug)
        return _form(db, issue, Form({}), _there(db, issue, quote_id))


def _there(db: Session, issue: Issue, quote_id: str) -> MailQuote:
    return store.mail_quote(db, issue.id, quote_id) or abort(404)


def _form(db: Session, issue: Issue, form: Form, row: MailQuote | None = None, moved_on: bool = False) -> str:
    typed = dict(form.values) or (_typed(row) if row else _fresh(db, issue))
    if row is not None and moved_on:
        typed |= {"version": str(row.version)}
    without = form.several("without", list(Part)) if form.values else (row.need.get("without", []) if row else [])
    return render_template("budget/quote.html", issue=issue, form=form, row=row, typed=typed, tiers=range(TIERS),
                           parts=list(Part), without=without, moved_on=moved_on)  # fmt: skip


def _fresh(db: Session, issue: Issue) -> dict[str, str]:
    """What a new form knows: the issue's own pages, paper and quantity."""
    sheet, pages = sheet_of(issue.printer), flatplan.last_number(db, issue.id)
    typed = {"pages": str(pages or ""), "vat": "10", "taxes": "net"}
    if sheet is None:
        return typed
    return typed | {
        "copies_0": str(sheet.quantity), "gsm": f"{sheet.gsm:g}",
        "colour": str(need_of(sheet, pages).colour_pages) if pages else "",
        "closed": f"{sheet.closed[0]:g} × {sheet.closed[1]:g}",
    }  # fmt: skip


def _typed(row: MailQuote) -> dict[str, str]:
    told = {
        "company": row.company, "reference": row.reference, "dated": row.dated.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else "", "pages": str(row.pages),
        "vat": forms.shown(to_decimal(row.vat)), "vat_confirmed": "1" if row.vat_confirmed else "", "taxes": "net",
        "extra_thousand": forms.shown_cents(row.extra_thousand), "overs": row.overs, "deposit": row.deposit,
        "delay_days": "" if row.delay_days is None else str(row.delay_days), "terms": row.terms,
        "left_out": row.left_out, "version": str(row.version),
    }  # fmt: skip
    for place, (many, net) in enumerate(row.tiers):
        told |= {f"copies_{place}": str(many), f"price_{place}": forms.shown_cents(net)}
    return told | {key: str(words) for key, words in row.need.items() if key != "without"}


def _read(form: Form) -> quoting.Typed | None:
    company, reference = form.line("company", required=True, most=120), form.line("reference", required=True, most=120)
    dated, until = form.day("dated"), form.day("valid_until", required=False)
    pages, vat = forms.pieces(form, "pages"), forms.rate(form, "vat")
    gross = form.choice("taxes", ("net", "gross"), "net") == "gross"
    tiers = _tiers(form, gross, vat)
    extra = forms.euros(form, "extra_thousand", required=False)
    closed = form.line("closed", most=40)
    if closed and size_of(closed) is None:
        form.wrong("closed", "Une largeur et une hauteur en mm, comme 289 × 410.")
    gsm, colour = form.line("gsm", most=10), form.line("colour", most=10)
    if gsm:
        forms.decimal(form, "gsm", 2, most=1000)
    if colour and (not colour.isdecimal() or (pages is not None and int(colour) > pages)):
        form.wrong("colour", "Pas plus de pages en couleur que de pages.")
    delay = forms.pieces(form, "delay_days", required=False, least=0)
    if dated and until and until < dated:
        form.wrong("valid_until", "Le devis serait périmé avant d’être fait.")
    lines = {name: form.line(name, most=300) for name in ("overs", "deposit", "terms")}
    left_out = form.values.get("left_out", "").strip()[:2000]
    if not form.fine or dated is None or pages is None:
        return None
    if gross and extra is not None:
        extra = from_gross(extra, to_decimal(vat)).net
    need = {"gsm": gsm.replace(",", "."), "colour": colour, "closed": closed,
            "without": [part.value for part in form.several("without", list(Part))]}  # fmt: skip
    return quoting.Typed(company, reference, dated, until, vat, form.ticked("vat_confirmed"), tiers, pages, extra,
                         {key: words for key, words in need.items() if words}, delay_days=delay, left_out=left_out,
                         **lines)  # fmt: skip


def _tiers(form: Form, gross: bool, vat: int) -> tuple[tuple[int, int], ...]:
    """Quantities and their prices HT; a row with only one of the two is asked about."""
    found: dict[int, int] = {}
    for place in range(TIERS):
        words, price = form.line(f"copies_{place}", most=20), form.line(f"price_{place}", most=80)
        if not words and not price:
            continue
        many, cents = forms.pieces(form, f"copies_{place}"), forms.euros(form, f"price_{place}")
        if many is None or cents is None:
            continue
        if many in found:
            form.wrong(f"copies_{place}", "Cette quantité a déjà un prix.")
        found[many] = from_gross(cents, to_decimal(vat)).net if gross else cents
    if not found and not any(key.startswith(("copies_", "price_")) for key in form.errors):
        form.wrong("price_0", "Donner le prix d’une quantité au moins.")
    return tuple(sorted(found.items()))


@blueprint.post("/numeros/<slug>/argent/devis/nouveau")
@policy(Policy.MONEY)
def add(slug: str) -> Page:
    """Keep a quote that came by mail."""
    form = Form(request.form, request.form.to_dict(flat=False))
    typed = _read(form)
    if typed is None:
        with database().read() as db:
            return _form(db, issue_of(db, slug), form), 400
    with database().write() as db:
        once(db)
        quoting.add(db, actor(), now(), issue_of(db, slug), typed)
        return led_to(db, done("Le devis est noté.", "budget_quotes.index", slug=slug))


@blueprint.post("/numeros/<slug>/argent/devis/<quote_id>")
@policy(Policy.MONEY)
def change(slug: str, quote_id: str) -> Page:
    """Correct a typed quote."""
    form = Form(request.form, request.form.to_dict(flat=False))
    typed, version = _read(form), version_of(form)
    if typed is None:
        with database().read() as db:
            issue = issue_of(db, slug)
            return _form(db, issue, form, _there(db, issue, quote_id)), 400
    try:
        with database().write() as db:
            issue = issue_of(db, slug)
            quoting.change(db, actor(), now(), issue, _there(db, issue, quote_id), version, typed)
        return done("Le devis est corrigé.", "budget_quotes.index", slug=slug)
    except Refused as refused:
        if refused.code != "row-moved-on":
            raise
    with database().read() as db:
        issue = issue_of(db, slug)
        return _form(db, issue, form, _there(db, issue, quote_id), moved_on=True), 409


def version_of(form: Form) -> int:
    """The version of the row that a form was made from."""
    try:
        return copies(form.line("version", most=9))
    except Unclear:
        return 0


@blueprint.post("/numeros/<slug>/argent/devis/<quote_id>/retirer")
@policy(Policy.MONEY)
def remove(slug: str, quote_id: str) -> Response:
    """Take a typed quote out, or bring it back."""
    back = request.form.get("back") == "1"
    with database().write() as db:
        issue = issue_of(db, slug)
        quoting.remove(db, actor(), now(), issue, _there(db, issue, quote_id), back=back)
    told = "Le devis est revenu." if back else "Le devis est retiré ; il peut revenir, en bas de la page."
    return done(told, "budget_quotes.index", slug=slug)


@blueprint.post("/numeros/<slug>/argent/devis/choix")
@policy(Policy.MONEY)
def choose(slug: str) -> Response:
    """Let the plan rest on a quote, or on the estimate again."""
    key = request.form.get("offer", "")
    with database().write() as db:
        issue = issue_of(db, slug)
        if not key:
            quoting.let_go(db, actor(), now(), issue)
            return done("Le plan repose de nouveau sur l’estimation.", "budget_quotes.index", slug=slug)
        pages, sheet = flatplan.last_number(db, issue.id), sheet_of(issue.printer)
        offer = next((one for one in quoting.offers(db, issue, pages) if one.key == key), None)
        if offer is None or sheet is None:
            abort(404)
        quoting.choose(db, actor(), now(), issue, offer, sheet.quantity)
    return done("Ce devis est choisi : le plan repose sur son prix.", "budget_quotes.index", slug=slug)


@blueprint.post("/numeros/<slug>/argent/devis/caler")
@policy(Policy.MONEY)
def calibrate(slug: str) -> Response:
    """Scale the estimate to what printers asked for other issues."""
    with database().write() as db:
        used = quoting.calibrate(db, actor(), now(), issue_of(db, slug))
    told = "L’estimation suit les prix des autres numéros ; elle reste une estimation, avec sa marge."
    nothing = "Aucun prix d’un autre numéro ne peut servir encore : l’estimation ne change pas."
    return done(told if used else nothing, "budget_quotes.index", slug=slug)
