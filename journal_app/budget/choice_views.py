"""Budget, the decision's pages: pages x copies x inks x paper, what each choice costs, and taking one. No rule.

Whoever decides sees what choices cost (`/couts`); whoever sees money sees them against both targets, too. A fragment
answers the same form while a slider moves; without JavaScript the form's button does.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.budget import choosing, looks
from journal_app.budget.choosing import Wanted
from journal_app.budget.quotes_views import version_of
from journal_app.budget.room import issue_of
from journal_app.costing import saying
from journal_app.costing.changing import (
    Affordable,
    Change,
    affordable,
    between_pages,
    changes_under,
    more_pages,
)
from journal_app.costing.choices import Choice, Inks, Slider
from journal_app.costing.curve import Curve, Stairs, curve, stairs
from journal_app.costing.model import Costing, Delivery
from journal_app.costing.plots import Frame, Level, Mark, Point, Tick, lines_plot, ticks
from journal_app.costing.residency import residency_cost
from journal_app.costing.targets import Target, both_targets
from journal_app.distribution.planning import proposed_run
from journal_app.flatplan import store as flatplan
from journal_app.hand_off.amounts import Unclear, cents
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import is_rtl
from journal_app.money import shown
from journal_app.prepress.sheet import PrinterSheet
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language, number

LONGEST = 32  # pages of the longest issue that is priced beside the choice

blueprint = Blueprint("budget_choice", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a choice says. `money`: whether its reader sees funds and the larger target, too."""

    issue: Issue
    slider: Slider  # from what is planned
    wanted: Wanted
    choice: Choice
    planned: Choice
    difference: Change
    under: list[Change]  # under the printing target, from the choice
    under_all: list[Change]
    targets: tuple[Target, Target]
    residency: int
    euros: int
    within: list[Affordable]
    ladder: list[Change]  # from each number of pages to the next
    points: Curve
    plot: Markup
    by_pages: Markup | None  # nothing where there is no other number of pages: a poster
    money: bool
    section: Change

    @property
    def said(self) -> bool:
        """Whether the choice is another one than the plan."""
        return bool(self.difference.parts)


@blueprint.get("/numeros/<slug>/argent/choisir")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """The slider, against both targets."""
    return _page(slug, "budget/choose.html", True)


@blueprint.get("/numeros/<slug>/argent/choisir/reponse")
@policy(Policy.MONEY)
def answer(slug: str) -> str:
    """What the form's choice says, for a page that asks while a slider moves."""
    return _page(slug, "budget/answer.html", True)


@blueprint.get("/numeros/<slug>/couts")
@policy(Policy.DECIDE)
def costs(slug: str) -> str:
    """What choices cost, without any money in it."""
    return _page(slug, "budget/choose.html", False)


@blueprint.get("/numeros/<slug>/couts/reponse")
@policy(Policy.DECIDE)
def costs_answer(slug: str) -> str:
    """The same for a page that asks while a slider moves."""
    return _page(slug, "budget/answer.html", False)


def _page(slug: str, template: str, money: bool) -> str:
    with database().read() as db:
        issue = issue_of(db, slug)
        pages = flatplan.last_number(db, issue.id)
        advised = proposed_run(db, issue) if template == "budget/choose.html" else None
    plan = looks.plan_of(issue, now().date())
    if plan.costing is None or plan.sheet is None or not pages:
        return render_template("budget/no_choice.html", issue=issue, plan=plan, pages=pages, money=money)
    found = _answer(issue, plan.costing, plan.sheet, pages, money)
    return render_template(template, issue=issue, answer=found, Inks=Inks, open=issue.state == IssueState.OPEN,
                           steps=_steps(found), advised=advised, before=_wanted(found.slider, "avant_"),
                           **_words())  # fmt: skip


def _words() -> dict[str, object]:
    return {
        "change_said": lambda change: saying.said(change, language()),
        "signed": lambda amount, sure=True: saying.signed(amount, language(), sure),
        "spread": lambda change: saying.spread(change, language()),
    }


def _answer(issue: Issue, costing: Costing, sheet: PrinterSheet, pages: int, money: bool) -> Answer:
    slider = Slider(costing, sheet, pages)
    wanted = _wanted(slider, "") or Wanted(pages, sheet.quantity, slider.inks, slider.now.need.gsm)
    there = choosing.sheet_with(sheet, wanted)
    choice = Slider(costing, there, wanted.pages).now
    # Printing alone is asked about a thousand times; parcels have no part in it and would cost most of the time.
    moved = Slider(costing.model_copy(update={"delivery": Delivery()}), there, wanted.pages)
    targets, residency = both_targets(costing.targets, costing.fund), residency_cost(costing.residency).price.gross
    euros = _euros(targets[0].cents)
    points = curve(moved, [wanted.copies])
    return Answer(
        issue, slider, wanted, choice, slider.now, Change(slider.now, choice),
        changes_under(moved, targets[0].cents), changes_under(moved, targets[1].cents - residency) if money else [],
        targets, residency, euros, affordable(moved, euros),
        between_pages(moved, LONGEST), points, _plot(points, choice, targets[0].cents),
        _pages_plot(stairs(moved, LONGEST), choice, targets[0].cents), money, more_pages(moved),
    )  # fmt: skip


def _wanted(slider: Slider, begins: str) -> Wanted | None:
    """The choice that the address says; what it does not say, or says wrongly, is as planned. None: it says nothing."""
    told = {key: request.args.get(begins + key, "").strip() for key in ("pages", "copies", "inks", "gsm")}
    if not any(told.values()):
        return None
    need = slider.now.need
    inks = next((one for one in Inks if one.value == told["inks"]), slider.inks)
    return Wanted(_whole(told["pages"], slider.page_steps(), need.pages), _copies(told["copies"], need.copies), inks,
                  _gsm(told["gsm"], slider, need.gsm))  # fmt: skip


def _whole(words: str, steps: tuple[int, ...], planned: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 5 and int(words) in steps else planned


def _copies(words: str, planned: int) -> int:
    bare = "".join(words.split())
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 7 and 0 < int(bare) <= 100_000 else planned


def _gsm(words: str, slider: Slider, planned: Decimal) -> Decimal:
    try:
        found = Decimal(words.replace(",", "."))
    except InvalidOperation:
        return planned
    return next((one for one in slider.paper_steps() if one == found), planned)


def _euros(target: int) -> int:
    """The euros that are to be spent: as asked, else the target."""
    words = request.args.get("euros", "").strip()[:40]
    try:
        return min(cents(words), 10_000_000) if words else target
    except Unclear:
        return target


def _steps(found: Answer) -> dict[str, list[tuple[str, str]]]:
    """What the form's four lists offer; the chosen number of copies is among them whatever it is."""
    slider, wanted = found.slider, found.wanted
    copies = sorted({*slider.copy_steps(), wanted.copies})
    return {
        "pages": [(str(one), number(one)) for one in slider.page_steps()],
        "copies": [(str(one), number(one)) for one in copies],
        "inks": [(one.value, said(f"inks:{one.value}")) for one in Inks],
        "gsm": [(f"{one:f}", f"{number(one, 1)} g/m²") for one in slider.paper_steps()],
    }


def _price(chosen: Choice) -> str:
    """An estimate's cents say nothing: ten euros do."""
    about = chosen.kind == "estimate"
    price = shown(round(chosen.price.gross, -3) if about else chosen.price.gross, language())
    return f"≈\u00a0{price}" if about else price


def _pages_plot(found: Stairs, chosen: Choice, target: int) -> Markup | None:
    """The price against the pages, a stair: steep where a section of the press begins."""
    if len(found.choices) < 2:
        return None
    most, section = max(one.need.pages for one in found.choices), chosen.section_pages
    apart = section * max(1, -(-most // (section * 8)))  # a mark a section, eight at most
    frame = Frame(
        "price-stairs", said("Le prix selon le nombre de pages"),
        said("%(n)s pages coûtent %(price)s ; l’objectif est de %(target)s.", n=number(chosen.need.pages),
             price=_price(chosen), target=shown(target, language())),
        is_rtl(language()),
    )  # fmt: skip
    across = [Tick(at * apart, number(at * apart)) for at in range(-(-most // apart) + 1)]
    return Markup(lines_plot(  # it escapes each of its words
        frame, found.series(), across, ticks(max(found.dearest, target), lambda at: shown(at, language())),
        [Mark(Point(chosen.need.pages, chosen.price.gross), _price(chosen))],
        [Level(target, said("objectif %(amount)s", amount=shown(target, language())))],
    ))  # fmt: skip


def _plot(points: Curve, chosen: Choice, target: int) -> Markup:
    """The price against the copies, the chosen one marked, the target a line across."""
    most = max((one.need.copies for one in points.choices), default=1)
    price = _price(chosen)
    frame = Frame(
        "price-curve", said("Le prix selon le nombre d’exemplaires"),
        said("%(n)s exemplaires coûtent %(price)s ; l’objectif est de %(target)s.", n=number(chosen.need.copies),
             price=price, target=shown(target, language())),
        is_rtl(language()),
    )  # fmt: skip
    mark = Mark(Point(chosen.need.copies, chosen.price.gross), price)
    top = max(points.dearest, target)
    return Markup(lines_plot(  # it escapes each of its words
        frame, points.series(), ticks(most, number), ticks(top, lambda at: shown(at, language())), [mark],
        [Level(target, said("objectif %(amount)s", amount=shown(target, language())))],
    ))  # fmt: skip


@blueprint.post("/numeros/<slug>/argent/choisir")
@policy(Policy.MONEY)
def take(slug: str) -> Response:
    """Write a choice into the printer sheet; the pages are the flatplan's."""
    form = Form(request.form)
    with database().write() as db:
        once(db)
        issue = issue_of(db, slug)
        wanted, planned, sheet = _to_take(db, issue, form)
        choosing.take(db, actor(), now(), issue, sheet, version_of(form), wanted)
        before = {"avant_pages": planned.need.pages, "avant_copies": planned.need.copies, "avant_inks": planned.inks,
                  "avant_gsm": f"{planned.need.gsm:f}"}  # fmt: skip
        told = "Le choix est écrit dans la fiche imprimeur."
        return led_to(db, done(told, "budget_choice.show", slug=slug, **before, pages=wanted.pages))


def _to_take(db: Session, issue: Issue, form: Form) -> tuple[Wanted, Choice, PrinterSheet]:
    pages, plan = flatplan.last_number(db, issue.id), looks.plan_of(issue, now().date())
    if plan.costing is None or plan.sheet is None or not pages:
        abort(404)
    slider = Slider(plan.costing, plan.sheet, pages)
    need = slider.now.need
    inks = form.choice("inks", list(Inks), slider.inks)
    wanted = Wanted(_whole(form.line("pages"), slider.page_steps(), pages), _copies(form.line("copies"), need.copies),
                    inks, _gsm(form.line("gsm"), slider, need.gsm))  # fmt: skip
    return wanted, slider.now, plan.sheet
