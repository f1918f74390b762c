"""Distribution, the carriers' grids on screen: which hold, what they ask, what was changed and by whom. No rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.costing.model import Carrier
from journal_app.distribution import delivering, grid_lines, grids, store
from journal_app.distribution.grid_lines import Step, Wrong
from journal_app.distribution.model import Grid
from journal_app.hand_off.amounts import Unclear, hundredths
from journal_app.money import to_cents, to_decimal
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import worded

Page = str | Response | tuple[str, int]
MOST_VERSION, MOST_CHANGES, MOST_PASTED = 999_999, 20, 20_000

blueprint = Blueprint("distribution_grids", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Shown:
    """A grid as the page shows it."""

    row: Grid
    state: grids.State
    carrier: Carrier | None  # TTC, as parcels are priced by it; none: no plan can hold it
    old: bool


@blueprint.get("/transporteurs")
@policy(Policy.MONEY)
def index() -> str:
    """Every carrier's grid, and the last changes."""
    with database().read() as db:
        versions = store.grids(db)
        names = accounts.names(db, {row.made_by for row in versions})
    day = now().date()
    rows = grids.current(versions)
    states = grids.states(rows, day)
    shown = [Shown(row, state := states[row.carrier_id], grids.readable(row),
                   state is grids.State.VALID and grids.is_old(row.dated, day)) for row in rows]  # fmt: skip
    counts = grids.valid_on(rows, day) is None
    latest = {row.carrier_id: row.number for row in rows}
    return render_template(
        "distribution/grids.html", grids=[one for one in shown if one.state is not grids.State.RETIRED],
        retired=[one for one in shown if one.state is grids.State.RETIRED], shipped=delivering.shipped(),
        counts=counts, none_left=grids.valid_on(rows, day) == (), is_old=grids.is_old, day=day,
        changes=sorted(versions, key=lambda one: one.made_at, reverse=True)[:MOST_CHANGES], latest=latest, names=names,
    )  # fmt: skip


@blueprint.get("/transporteurs/nouveau")
@policy(Policy.MONEY)
def new() -> str:
    """An empty form; with `comme`, a grid that came with the desk, or a kept one whose prices are new ones."""
    like = request.args.get("comme", "")
    with database().read() as db:
        row = next((one for one in grids.current(store.grids(db, like)) if like), None)
    came = next((one for one in delivering.shipped() if one.slug == like), None)
    return _page(None, Form({}), _typed(row) | {"dated": "", "source": ""} if row else _typed_of(came) if came else {})


@blueprint.post("/transporteurs/nouveau")
@policy(Policy.MONEY)
def make() -> Page:
    """A new grid."""
    form = Form(request.form)
    facts, wrong = _facts(form)
    if facts is None:
        return _page(None, form, form.values, wrong), 400
    with database().write() as db:
        once(db)
        grids.add(db, actor(), now(), facts)
        return led_to(db, done("La grille est notée.", "distribution_grids.index"))


@blueprint.get("/transporteurs/<carrier_id>")
@policy(Policy.MONEY)
def show(carrier_id: str) -> str:
    """One grid, to be corrected."""
    with database().read() as db:
        row = _row(db, carrier_id)
    return _page(row, Form({}), _typed(row))


@blueprint.post("/transporteurs/<carrier_id>")
@policy(Policy.MONEY)
def change(carrier_id: str) -> Page:
    """Correct it, retire it, or use it again."""
    form = Form(request.form)
    seen = form.whole("version", 1, MOST_VERSION)
    retire = request.form.get("retire")
    facts, wrong = (None, []) if retire else _facts(form)
    try:
        with database().write() as db:
            row = _row(db, carrier_id)
            if retire:
                grids.retire(db, actor(), now(), carrier_id, seen, back=retire == "back")
                return done("C’est noté : les paquets déjà faits ne changent pas.", "distribution_grids.index")
            if facts is None:
                return _page(row, form, form.values, wrong), 400
            grids.correct(db, actor(), now(), carrier_id, seen, facts)
            return done("La grille est corrigée. Les paquets déjà faits gardent leur prix : les refaire.",
                        "distribution_grids.index")  # fmt: skip
    except Refused as refused:
        if refused.code != "grid-moved-on" or retire:
            raise
    with database().read() as db:
        row = _row(db, carrier_id)
    return _page(row, form, {**form.values, "version": str(row.number)}, moved_on=True), 409


@blueprint.post("/transporteurs/<carrier_id>/annuler")
@policy(Policy.MONEY)
def undo(carrier_id: str) -> Response:
    """Take its last change back."""
    form = Form(request.form)
    with database().write() as db:
        once(db)
        _row(db, carrier_id)
        grids.undo(db, actor(), now(), carrier_id, form.whole("version", 1, MOST_VERSION))
        return led_to(db, done("C’est annulé : ce qui était avant compte de nouveau.", "distribution_grids.index"))


def _row(db: Session, carrier_id: str) -> Grid:
    """A carrier's grid as it is, or a page that is not there."""
    return next(iter(grids.current(store.grids(db, carrier_id))), None) or abort(404)


def _facts(form: Form) -> tuple[grids.Facts | None, list[Wrong]]:
    """What the form says; none when something is wrong, and the lines of the table that are."""
    name, source = form.line("name", required=True, most=80), form.line("source", most=200)
    dated, until = form.day("dated"), form.day("until", required=False)
    if dated and until and until < dated:
        form.wrong("until", "La fin est avant le début.")
    vat, most = 0, None
    try:
        vat = hundredths(form.line("vat", most=8) or "0")
    except Unclear as unclear:
        form.wrong("vat", str(unclear))
    pasted = form.values.get("lines", "")[:MOST_PASTED]
    before_tax = form.choice("taxes", ["ttc", "ht"], "ttc") == "ht"
    steps, wrong = grid_lines.read_lines(pasted, to_decimal(vat) if before_tax else Decimal(0))
    if wrong:
        form.wrong("lines", "Rien n’est enregistré : ces lignes ne se lisent pas.")
    try:
        most = grid_lines.grams_of(form.line("most")) if form.line("most", most=12) else None
    except Unclear as unclear:
        form.wrong("most", str(unclear))
    if most and steps and most > steps[-1][0]:
        form.wrong("most", "La grille n’a pas de prix pour ce poids.")
    if not form.fine or dated is None:
        return None, wrong
    return grids.Facts(name, dated, steps, source, until, vat, before_tax, most), wrong


def _typed(row: Grid) -> dict[str, str]:
    """A grid as its form holds it."""
    facts = grids.facts_of(row)
    return {
        "name": row.name, "source": row.source, "dated": row.dated.isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "vat": f"{to_decimal(row.vat).normalize():f}".replace(".", ","),
        "taxes": "ht" if row.before_tax else "ttc", "lines": grid_lines.shown(facts.steps),
        "most": grid_lines.kilograms(row.most_grams) if row.most_grams else "", "version": str(row.number),
    }  # fmt: skip


def _typed_of(carrier: Carrier) -> dict[str, str]:
    """One that came with the desk: to be corrected into a kept one."""
    steps: Sequence[Step] = [(int(one.kg * 1000), to_cents(one.price)) for one in carrier.grid]
    return {"name": worded(carrier.label), "vat": f"{carrier.vat_percent:f}", "taxes": "ttc",
            "lines": grid_lines.shown(steps)}  # fmt: skip


def _page(
    row: Grid | None, form: Form, typed: Mapping[str, str], wrong: Sequence[Wrong] = (), moved_on: bool = False
) -> str:
    return render_template("distribution/grid.html", row=row, form=form, typed=typed, wrong_lines=wrong,
                           moved_on=moved_on, now_typed=_typed(row) if row and moved_on else {})  # fmt: skip
