"""Funding, the pages of an issue: what it holds, from whom, in what state; balances moved. They hold no rule."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.budget.room import issue_of
from journal_app.costing.document import read
from journal_app.costing.model import FundState
from journal_app.funding import actions, cancelling, forms, noting, publishing, store, taking_up
from journal_app.funding.model import Done, Fund, Purpose, Source
from journal_app.funding.projecting import by_state
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Refused
from journal_app.statements import store as lines
from journal_app.web.desk import actor, database, done, now
from journal_app.web.errors import status_of
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, allowed, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
UNDOABLE = (Done.MADE, Done.CHANGED, Done.REMOVED, Done.BACK, Done.MOVED, Done.TAKEN_UP, Done.UNDONE)

blueprint = Blueprint("funding", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/argent/fonds")
@policy(Policy.MONEY)
def show(slug: str) -> str:
    """What the issue holds, fund by fund."""
    with database().read() as db:
        return _page(db, issue_of(db, slug), Form({}))


def _page(db: Session, issue: Issue, form: Form, which: str = "") -> str:
    """`which`: the form that has something wrong."""
    held = noting.held(db, issue.id)
    moves = store.moves(db, issue.id)
    known = store.known_of(db, issue.id)
    funders = {row.id: row for row in store.funders(db)}
    others = [one for state in IssueState for one in issues.issues(db, actor(), state) if one.id != issue.id]
    return render_template(
        "funding/funds.html", issue=issue, held=held, states=by_state(noting.parts(held)), funders=funders, form=form,
        which=which, typed=form.values or {"state": "pledged", "dated": now().date().isoformat()},
        waiting=taking_up.waiting(db, issue), moves=_moves(db, moves, issue.id), removed=store.removed(db, issue.id),
        others=others, known=known, by_hand=_states(), sources=list(Source), purposes=list(Purpose),
        readable=not issue.costing.strip() or read(issue.costing)[0] is not None,
        give_url=form.values.get("give_url", known.give_url if known else ""),
        address=request.host_url.rstrip("/") + f"/soutenir/{issue.slug}",
    )  # fmt: skip


def _states() -> list[FundState]:
    """The states this person may say."""
    return [one for one in actions.BY_HAND if one is not FundState.PAID_OUT or _treasurer()]


def _treasurer() -> bool:
    return allowed(Policy.TREASURY, actor())


def _moves(db: Session, steps: Any, issue_id: str) -> list[dict[str, Any]]:
    """Each balance that was moved to or from the issue: how much, where, why, when, by whom."""
    rows = store.rows_of_moves(db, {step.move_id for step in steps})
    names = accounts.names(db, sorted({step.by for step in steps if step.by}))
    found: dict[str, dict[str, Any]] = {}
    for step in steps:
        if step.move_id in found:
            continue
        ours = [row for row in rows if row.move_id == step.move_id]
        cents = sum(row.cents for row in ours if row.issue_id == issue_id)
        other = next((row.issue_id for row in ours if row.issue_id != issue_id), None)
        found[step.move_id] = {"cents": cents, "other": other, "reason": step.reason, "at": step.at,
                               "by": names.get(step.by or "", ""), "undone": step.undone_at is not None}  # fmt: skip
    slugs = {one.id: one for state in IssueState for one in issues.issues(db, actor(), state)}
    return [one | {"issue": slugs.get(one["other"] or "")} for one in found.values()]


@blueprint.post("/numeros/<slug>/argent/fonds")
@policy(Policy.MONEY)
def add(slug: str) -> Page:
    """A fund more."""
    form = Form(request.form)
    with database().write() as db:
        issue = issue_of(db, slug)
        once(db)
        told = forms.fund(form, {row.id: row for row in store.funders(db)})
        if told is None:
            return _page(db, issue, form, "add"), 400
        actions.add_fund(db, actor(), now(), issue.id, told)
        return led_to(db, done("Le financement est noté.", "funding.show", slug=slug))


@blueprint.post("/numeros/<slug>/argent/fonds/reprendre")
@policy(Policy.MONEY)
def take_up(slug: str) -> Response:
    """Take up what the plan of an adopted folder says came in."""
    with database().write() as db:
        taking_up.take_up(db, actor(), now(), [issue_of(db, slug).id])
    return done("Les financements du plan sont repris.", "funding.show", slug=slug)


@blueprint.post("/numeros/<slug>/argent/fonds/deplacer")
@policy(Policy.TREASURY)
def move(slug: str) -> Page:
    """Move a balance to another issue, with its reason."""
    form = Form(request.form)
    with database().write() as db:
        issue = issue_of(db, slug)
        once(db)
        cents, reason = forms.amount(form, "amount"), form.line("reason", required=True, most=forms.MOST_REASON)
        to = form.line("to", required=True)
        taker = issues.issue(db, actor(), to) if to and to != "attente" else None
        if to and to != "attente" and taker is None:
            form.wrong("to", "Choisir dans la liste.")
        if not form.fine:
            return _page(db, issue, form, "move"), 400
        actions.move(db, actor(), now(), issue, taker.id if taker else None, cents, reason, form.line("fund"))
        return led_to(db, done("Le solde est déplacé.", "funding.show", slug=slug))


@blueprint.post("/numeros/<slug>/argent/fonds/page-publique")
@policy(Policy.TREASURY)
def public_page(slug: str) -> Page:
    """Open the public page, or close it."""
    form = Form(request.form)
    with database().write() as db:
        issue = issue_of(db, slug)
        if form.line("open") == "no":
            publishing.close_page(db, actor(), now(), issue)
            return done("La page publique est fermée.", "funding.show", slug=slug)
        typed = form.line("give_url", most=publishing.MOST_URL)
        if typed and not publishing.address(typed):
            form.wrong("give_url", "Une adresse complète est attendue, qui commence par https.")
            return _page(db, issue, form, "public"), 400
        publishing.open_page(db, actor(), now(), issue, typed)
    return done("La page publique est ouverte.", "funding.show", slug=slug)


# --- one fund --------------------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/argent/fonds/<fund_id>")
@policy(Policy.MONEY)
def fund(slug: str, fund_id: str) -> str:
    """One fund, who holds it, and what befell it."""
    with database().read() as db:
        issue = issue_of(db, slug)
        return _fund_page(db, issue, _fund(db, issue, fund_id), Form({}))


def _fund(db: Session, issue: Issue, fund_id: str) -> Fund:
    """A fund that the issue holds, or held when it was removed; else a page that is not there."""
    row = store.fund(db, fund_id)
    if row is None or not store.ever_held(db, fund_id, issue.id):
        abort(404)
    return row


def _fund_page(db: Session, issue: Issue, row: Fund, form: Form, refused: str = "") -> str:
    """`refused`: the code of why nothing was done."""
    matches = store.matches_of(db, row.id)
    steps = store.steps(db, row.id)
    held = store.held_of(db, [row.id]).get(row.id, {})
    known = {one.id: one for state in IssueState for one in issues.issues(db, actor(), state)}
    return render_template(
        "funding/fund.html", issue=issue, fund=row, form=form, typed=form.values or forms.typed(row), steps=steps,
        held=[(known.get(one or ""), cents) for one, cents in sorted(held.items(), key=lambda pair: -pair[1])],
        here=held.get(issue.id, 0), names=accounts.names(db, sorted({one.by for one in steps if one.by})),
        funders={one.id: one for one in store.funders(db)}, by_hand=_with(_states(), row), sources=list(Source),
        purposes=list(Purpose), matches=matches, refused=refused,
        bank={one.id: one for one in lines.lines(db, [match.line_id for match in matches])},
        why=cancelling.told_by(db, row.id, steps),
        undoable=steps[0].number if steps and _may_undo(steps[0].what) else 0,
    )  # fmt: skip


def _may_undo(what: str) -> bool:
    """Whether this person takes such a step back here: what was moved is the treasurer's to move."""
    return what in UNDOABLE and (what != Done.MOVED or _treasurer())


def _with(states: list[FundState], row: Fund) -> list[FundState]:
    """The states to choose from; the present one always is."""
    return [one for one in FundState if one in states or one == row.state]


@blueprint.post("/numeros/<slug>/argent/fonds/<fund_id>")
@policy(Policy.MONEY)
def change(slug: str, fund_id: str) -> Page:
    """Another amount, state, day."""
    form = Form(request.form)
    with database().read() as db:
        issue = issue_of(db, slug)
        row = _fund(db, issue, fund_id)
        told = forms.fund(form, {one.id: one for one in store.funders(db)}, row)
        version = form.whole("version", 1, 10**8, 1)
        if told is None or not form.fine:
            return _fund_page(db, issue, row, form), 400
    try:
        with database().write() as db:
            actions.change_fund(db, actor(), now(), issue_of(db, slug).id, fund_id, version, told)
    except Refused as refused:
        return _as_it_is(slug, fund_id, form, refused)
    return done("Le financement est changé.", "funding.fund", slug=slug, fund_id=fund_id)


def _as_it_is(slug: str, fund_id: str, form: Form, refused: Refused) -> Page:
    """The fund as it is now, what was typed, and why nothing was done; what is not this person's is refused as ever."""
    if status_of(refused) != 409:
        raise refused
    with database().read() as db:
        issue = issue_of(db, slug)
        return _fund_page(db, issue, _fund(db, issue, fund_id), form, refused.code), 409


@blueprint.post("/numeros/<slug>/argent/fonds/<fund_id>/retirer")
@policy(Policy.MONEY)
def remove(slug: str, fund_id: str) -> Page:
    """Take a fund off; its page keeps the way back."""
    form = Form(request.form)
    try:
        with database().write() as db:
            _fund(db, issue_of(db, slug), fund_id)
            actions.remove_fund(db, actor(), now(), fund_id, form.whole("version", 1, 10**8, 1))
    except Refused as refused:
        return _as_it_is(slug, fund_id, Form({}), refused)
    return done("Le financement est retiré. Il se remet depuis cette page.", "funding.fund", slug=slug, fund_id=fund_id)


@blueprint.post("/numeros/<slug>/argent/fonds/<fund_id>/defaire")
@policy(Policy.MONEY)
def undo(slug: str, fund_id: str) -> Page:
    """Take the last step of a fund back."""
    form = Form(request.form)
    try:
        with database().write() as db:
            _fund(db, issue_of(db, slug), fund_id)
            actions.undo(db, actor(), now(), fund_id, form.whole("step", 1, 2**31 - 1, 1))
    except Refused as refused:
        return _as_it_is(slug, fund_id, Form({}), refused)
    return done("C’est défait.", "funding.fund", slug=slug, fund_id=fund_id)


blueprint.add_app_template_filter(forms.euros, "euros_typed")
