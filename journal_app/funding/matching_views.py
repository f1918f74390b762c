"""Funding, reconciliation on screen: proposals with their reasons, confirmed, refused or parted by a click. No rule."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.costing.model import FundState
from journal_app.funding import actions, cancelling, matching, store
from journal_app.funding.bouncing import Bounce
from journal_app.funding.model import Match, Purpose
from journal_app.funding.proposing import LIKELY, SURE, Open, Proposal, Target, propose
from journal_app.funding.words import folded
from journal_app.issues import store as issues
from journal_app.problems import Refused
from journal_app.statements import store as lines_store
from journal_app.statements.model import Kind
from journal_app.web.desk import actor, database, done, now
from journal_app.web.errors import status_of
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
PER_PAGE, MATCHES, CHOICES = 12, 30, 60

blueprint = Blueprint("matching", __name__, template_folder="templates")


@blueprint.get("/argent/rapprochement")
@policy(Policy.TREASURY)
def show() -> str:
    """Open bank lines, the latest first, each with what it may be."""
    return _page(request.args)


def _page(asked_for: Mapping[str, str], refused: str = "") -> str:
    """`refused`: the code of why nothing was done."""
    side = asked_for.get("sens", "")
    asked = asked_for.get("page", "1")
    number = min(int(asked), 10_000) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 1
    with database().read() as db:
        there = matching.waiting(db)
        not_again = {row.key for row in store.refusals(db)}
        wanted = [one for one in there.lines if not side or (one.cents > 0) == (side == "credits")]
        lines = sorted(wanted, key=lambda one: (one.dated, one.id), reverse=True)
        here = lines[(number - 1) * PER_PAGE : number * PER_PAGE]
        found = propose(here, there.targets, there.lines)
        crossed = cancelling.proposed(db, here, there.lines)
        confirmed = _groups(db, store.groups(db, {row.group_id for row in store.matches(db, MATCHES)}))
        said_no = store.refusals(db)
        known = {one.id: one for one in there.lines}
    told = {one.id: _best(found.get(one.id, []), crossed.get(one.id, [])) for one in here}
    kept = {one: [p for p in some if matching.digest(p.key) not in not_again] for one, some in told.items()}
    return render_template(
        "funding/matching.html", lines=here, found=kept, digest=matching.digest, total=len(wanted), page=number,
        pages=max(1, -(-len(wanted) // PER_PAGE)), side=side, confirmed=confirmed, sure=SURE, likely=LIKELY,
        credits=sum(one.cents > 0 for one in there.lines), everything=len(there.lines), refused_now=refused,
        refused=[(row, [known[one] for one in row.line_ids if one in known]) for row in said_no[:30]],
    )  # fmt: skip


def _best(found: Sequence[Proposal], crossed: Sequence[Bounce]) -> list[Proposal | Bounce]:
    """Both sorts, the best first; beside what is almost certain no pair that is merely of one amount."""
    certain = any(one.score >= SURE for one in found)
    pairs = [one for one in crossed if one.score >= LIKELY or not certain]
    return sorted([*found, *pairs], key=lambda one: -one.score)


def _groups(db: Session, rows: Sequence[Match]) -> list[dict[str, Any]]:
    """What was confirmed together, with the words of its lines and of what they are."""
    lines = {line.id: line for line in lines_store.lines(db, sorted({row.line_id for row in rows}))}
    called = cancelling.names_of(db, rows)
    names = accounts.names(db, sorted({row.made_by for row in rows if row.made_by}))
    of_group: dict[str, list[Match]] = {}
    for row in rows:
        of_group.setdefault(row.group_id, []).append(row)
    found = []
    for group_id, some in of_group.items():
        here = sorted({row.line_id for row in some if row.line_id in lines}, key=lambda one: (lines[one].dated, one))
        found.append({
            "id": group_id, "cents": matching.cents_of(some), "at": some[0].made_at,
            "by": names.get(some[0].made_by or "", ""), "lines": [lines[one] for one in here],
            "names": {one: called.get(one, "") for row in some if (one := row.fund_id or row.expense_id)},
        })  # fmt: skip
    return found


def _told(name: str) -> list[str]:
    """The ids of a form's repeated field."""
    return [one for one in request.form.getlist(name) if len(one) < 60][:50]


def _decided(decide: Callable[[Session, Form], None], words: str) -> Page:
    """What a form decides, once; what moved on meanwhile is shown as it is now."""
    form = Form(request.form)
    try:
        with database().write() as db:
            once(db)
            decide(db, form)
            return led_to(db, done(words, "matching.show", **_here(form)))
    except Refused as refused:
        if status_of(refused) != 409:
            raise
        return _page(_here(form), refused.code), 409


@blueprint.post("/argent/rapprochement/confirmer")
@policy(Policy.TREASURY)
def confirm() -> Page:
    """These lines are those funds, or expenses. What moved on meanwhile is shown as it is now."""

    def decide(db: Session, form: Form) -> None:
        cents = form.whole("cents", 1, 10**9) if form.line("cents") else None
        matching.confirm(db, actor(), now(), _told("line"), _told("target"), cents)

    return _decided(decide, "C’est rapproché.")


@blueprint.post("/argent/rapprochement/annuler")
@policy(Policy.TREASURY)
def cancel_out() -> Page:
    """These two lines cancel each other out. What one of them stood for, as it was shown, is parted first."""

    def decide(db: Session, form: Form) -> None:
        cents = form.whole("cents", 1, 10**9)
        cancelling.cancel_out(db, actor(), now(), _told("line"), cents, _told("part"))

    return _decided(decide, "Les deux lignes s’annulent.")


@blueprint.post("/argent/rapprochement/refuser")
@policy(Policy.TREASURY)
def refuse() -> Response:
    """Not this: it is not proposed again."""
    form = Form(request.form)
    with database().write() as db:
        matching.refuse(db, actor(), now(), _told("line"), _told("target"))
    return done("Cette proposition ne reviendra pas.", "matching.show", **_here(form))


@blueprint.post("/argent/rapprochement/reproposer")
@policy(Policy.TREASURY)
def propose_again() -> Response:
    """Take a refusal back."""
    with database().write() as db:
        matching.propose_again(db, actor(), now(), Form(request.form).line("key"))
    return done("La proposition est revenue.", "matching.show")


@blueprint.post("/argent/rapprochement/<group_id>/defaire")
@policy(Policy.TREASURY)
def part(group_id: str) -> Response:
    """Take a confirmed match back; from the page of what it stood for, that page again."""
    form, told = Form(request.form), "Le rapprochement est défait : tout est ouvert comme avant."
    with database().write() as db:
        if any(row.cancels for row in store.group(db, group_id)):
            told = "C’est défait : les deux lignes sont de nouveau ouvertes."
        matching.part(db, actor(), now(), group_id)
    if (slug := form.line("slug", most=100)) and (expense_id := form.line("expense", most=40)):
        return done(told, "budget_expenses.show", slug=slug, expense_id=expense_id)
    if slug and (fund_id := form.line("fund", most=40)):
        return done(told, "funding.fund", slug=slug, fund_id=fund_id)
    return done(told, "matching.show")


def _here(form: Form) -> dict[str, str]:
    """The page of the list that the form stood on."""
    return {name: form.line(name) for name in ("sens", "page") if form.line(name)}


# --- one line, by hand -----------------------------------------------------------------------------------------------


@blueprint.get("/argent/rapprochement/<line_id>")
@policy(Policy.TREASURY)
def line(line_id: str) -> str:
    """One line, and everything it could be: to choose by hand, or to note a fund from it."""
    with database().read() as db:
        return _line_page(db, line_id, Form({}))


def _line_page(db: Session, line_id: str, form: Form) -> str:
    there = matching.waiting(db)
    here = next((one for one in there.lines if one.id == line_id), None) or abort(404)
    found = propose([here], there.targets, there.lines)
    pairs = cancelling.proposed(db, [here], there.lines).get(here.id, [])
    best, shown = _best(found.get(here.id, []), pairs), {one.key for one in pairs}
    words = folded(request.args.get("mots", ""))[:60]
    alike = [one for one in there.targets if (one.cents > 0) == (here.cents > 0)]
    near = sorted((one for one in alike if not words or words in folded(one.name)), key=lambda one: _far(here, one))
    return render_template(
        "funding/line.html", line=here, proposals=best, targets=near[:CHOICES], more=max(0, len(near) - CHOICES),
        words=request.args.get("mots", ""), form=form, typed=form.values, issues=issues.issues(db, actor()),
        funders={row.id: row for row in store.funders(db)}, purposes=list(Purpose), sure=SURE, likely=LIKELY,
        digest=matching.digest,
        pairs=[one for one in cancelling.by_hand(db, here, there.lines) if one.key not in shown],
    )  # fmt: skip


def _far(line: Open, target: Target) -> tuple[int, int, str]:
    """How far a target is from a line: in money, then in days."""
    return abs(abs(target.cents) - abs(line.cents)), abs((line.dated - (target.day or line.dated)).days), target.key


@blueprint.post("/argent/rapprochement/<line_id>/nouveau")
@policy(Policy.TREASURY)
def new_fund(line_id: str) -> Page:
    """Note a fund from a credit that nothing announced, and reconcile the two."""
    form = Form(request.form)
    with database().write() as db:
        once(db)
        rows = lines_store.lines(db, [line_id])
        if not rows or rows[0].kind != Kind.BANK or rows[0].cents <= rows[0].settled_cents:
            abort(404)
        funders = {row.id: row for row in store.funders(db)}
        label = form.line("label", required=True, most=120)
        purpose = form.choice("purpose", list(Purpose), Purpose.FREE)
        slug = form.line("issue")
        issue = issues.issue(db, actor(), slug) if slug else None
        if slug and issue is None:
            form.wrong("issue", "Choisir dans la liste.")
        if not form.fine:
            return _line_page(db, line_id, form), 400
        giver = funders.get(form.line("funder"))
        source = actions.source_of(giver)
        told = actions.Told(label, rows[0].cents - rows[0].settled_cents, FundState.PAID_OUT, rows[0].dated, None,
                            purpose, source, giver.id if giver else None)  # fmt: skip
        fund = actions.add_fund(db, actor(), now(), issue.id if issue else None, told)
        matching.confirm(db, actor(), now(), [line_id], [matching.FUND + fund.id], told.cents)
        return led_to(db, done("Le financement est noté et rapproché.", "matching.show"))


def degree(score: int) -> str:
    """A score as a word."""
    return "sure" if score >= SURE else "likely" if score >= LIKELY else "possible"


blueprint.add_app_template_filter(degree, "degree")
