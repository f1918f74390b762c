"""Distribution, the overview: where each copy is, what comes next, what was moved and how to undo it. No rule."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import ledger, looks, planning, store
from journal_app.distribution.model import HELD, PlaceKind
from journal_app.distribution.room import PLACE, changing, copies, issue_of, options, place_name
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
SHOWN, OLDER = 12, 100  # movements of the overview, and of a look further back

blueprint = Blueprint("distribution", __name__, template_folder="templates")
blueprint.add_app_template_global(place_name, "place_name")


@blueprint.get(PLACE)
@policy(Policy.ISSUES)
def show(slug: str) -> str:
    """Where each copy is."""
    return _page(slug, Form({}))


def _page(slug: str, form: Form) -> str:
    with database().read() as db:
        issue = issue_of(db, slug)
        look = looks.look(db, actor(), issue, now().date())
        values: dict[str, Any] = {
            "undone": store.undone(db, issue.id), "printer": looks.said_delivered(db, issue.id),
            "next_run": planning.proposed_run(db, issue),
        }  # fmt: skip
        asked = request.args.get("avant", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        most = OLDER if before else SHOWN
        moved = store.movements(db, issue.id, most + 1, before)
    moved, older = moved[:most], moved[most - 1].number if len(moved) > most else 0
    places = [one for one in look.places.values() if not one.retired_at or one.id in look.balances]
    told = {
        "held": options(one for one in places if one.kind in HELD),
        "some": options(one for one in places if one.id in look.balances and one.kind != PlaceKind.HANDED_OUT),
        "to": options(one for one in places if one.kind != PlaceKind.PRINTER),
    }
    return render_template("distribution/overview.html", issue=issue, look=look, form=form, options=told,
                           typed=form.values, movements=moved, older=older, **values)  # fmt: skip


@blueprint.post(f"{PLACE}/livres")
@policy(Policy.ISSUES)
def delivered(slug: str) -> Page:
    """The copies are there."""
    form = Form(request.form)
    many = copies(form, "copies", required=True)
    if not form.fine or many is None:
        return _page(slug, form), 400
    with changing(slug) as one:
        once(one.db)
        ledger.delivered(one.db, actor(), now(), one.issue.id, many, form.line("place"), form.line("note"))
        return led_to(one.db, done("Les exemplaires sont comptés.", "distribution.show", slug=slug))


@blueprint.post(f"{PLACE}/corriger")
@policy(Policy.ISSUES)
def correct(slug: str) -> Page:
    """There are more or fewer than was said."""
    form = Form(request.form)
    total = copies(form, "total", required=True)
    why = form.line("why", required=True)
    if not form.fine or total is None:
        return _page(slug, form), 400
    with changing(slug) as one:
        once(one.db)
        ledger.correct(one.db, actor(), now(), one.issue.id, total, form.line("place"), why)
        return led_to(one.db, done("Le compte est corrigé, la raison est gardée.", "distribution.show", slug=slug))


@blueprint.post(f"{PLACE}/deplacer")
@policy(Policy.ISSUES)
def move(slug: str) -> Page:
    """Copies went from one place to another."""
    form = Form(request.form)
    many = copies(form, "moved", required=True)
    if not form.fine or many is None:
        return _page(slug, form), 400
    with changing(slug) as one:
        once(one.db)
        ledger.move(one.db, actor(), now(), one.issue.id, form.line("from"), form.line("to"), many, form.line("note"))
        return led_to(one.db, done("C’est noté.", "distribution.show", slug=slug))


@blueprint.post(f"{PLACE}/mouvements/<int:number>/annuler")
@policy(Policy.ISSUES)
def undo(slug: str, number: int) -> Response:
    """The opposite movement."""
    with changing(slug) as one:
        if store.movement(one.db, one.issue.id, number) is None:
            abort(404)
        ledger.undo(one.db, actor(), now(), one.issue.id, number)
    return done("Le mouvement est annulé par son contraire. Les deux restent écrits.", "distribution.show", slug=slug)
