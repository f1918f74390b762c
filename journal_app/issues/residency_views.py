"""Issues, the pages of residencies: the days, the place, who facilitates, the pen names, the names never printed."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.issues import actions, guarded, store
from journal_app.issues.model import Precision, Residency
from journal_app.languages import LANGUAGES
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
MOST_NAMES = 200  # of one form


blueprint = Blueprint("residencies", __name__, template_folder="templates")


@blueprint.get("/residences")
@policy(Policy.WRITE)
def index() -> str:
    """The residencies, and a form for a new one."""
    return _index(Form({}))


def _index(form: Form) -> str:
    with database().read() as db:
        rows = store.reached(db, actor())
    return render_template("issues/residencies.html", rows=rows, form=form, precisions=list(Precision),
                           languages=LANGUAGES)  # fmt: skip


def _stay(form: Form) -> actions.Stay | None:
    name, place = form.line("name", required=True), form.line("place", required=True)
    precision = form.choice("precision", list(Precision), Precision.TOWN)
    starts, ends = form.day("starts"), form.day("ends")
    languages = form.several("languages", list(LANGUAGES))
    if starts and ends and ends < starts:
        form.wrong("ends", "Le dernier jour ne peut pas être avant le premier.")
    if not form.fine or starts is None or ends is None:
        return None
    return actions.Stay(name, place, starts, ends, Precision(precision), languages)


@blueprint.post("/residences")
@policy(Policy.ISSUES)
def make() -> Page:
    """A new residency."""
    form = Form(request.form, request.form.to_dict(flat=False))
    stay = _stay(form)
    if stay is None:
        return _index(form), 400
    with database().write() as db:
        once(db)
        row = actions.make_residency(db, actor(), now(), stay)
        return led_to(db, done("La résidence est notée.", "residencies.residency", residency_id=row.id))


def _found(residency_id: str) -> Residency:
    with database().read() as db:
        return store.residency(db, actor(), residency_id) or abort(404)


@blueprint.get("/residences/<residency_id>")
@policy(Policy.WRITE)
def residency(residency_id: str) -> str:
    """One residency."""
    return _page(Form({}), _found(residency_id))


def _page(form: Form, row: Residency, tried: bool | None = None) -> str:
    with database().read() as db:
        names, guarded_names = store.pen_names(db, row.id), store.guarded(db, row.id)
        told = accounts.names(db, accounts.with_roles(db, [Role.FACILITATOR], row.id))
    return render_template("issues/residency.html", row=row, form=form, names=names, guarded=len(guarded_names),
                           people=sorted(told.values()), precisions=list(Precision), languages=LANGUAGES,
                           tried=tried)  # fmt: skip


@blueprint.post("/residences/<residency_id>")
@policy(Policy.ISSUES)
def change(residency_id: str) -> Page:
    """Other days, another place."""
    form, row = Form(request.form, request.form.to_dict(flat=False)), _found(residency_id)
    stay = _stay(form)
    if stay is None:
        return _page(form, row), 400
    with database().write() as db:
        actions.change_residency(db, actor(), now(), store.residency(db, actor(), residency_id) or abort(404), stay)
    return done("C’est enregistré.", "residencies.residency", residency_id=residency_id)


@blueprint.post("/residences/<residency_id>/noms")
@policy(Policy.WRITE)
def names(residency_id: str) -> Response:
    """Offer a pen name, or offer it no more."""
    form = Form(request.form)
    name, language = form.line("pen_name", most=80), form.choice("language", ["", *LANGUAGES], "")
    with database().write() as db:
        row = store.residency(db, actor(), residency_id) or abort(404)
        once(db)
        if drop := request.form.get("drop"):
            actions.drop_pen_name(db, row, drop)
        else:
            actions.add_pen_name(db, row.id, name, language)
        return led_to(db, done("La liste des signatures est à jour.", "residencies.residency",
                               residency_id=residency_id))  # fmt: skip


@blueprint.post("/residences/<residency_id>/noms-proteges")
@policy(Policy.WRITE)
def guard(residency_id: str) -> Page:
    """Guard real names, one a line; or only ask whether one is. They are kept as keyed hashes, never as names."""
    row, digest = _found(residency_id), desk().keys.digest
    if "try" in request.form:
        mark, words = guarded.kept(request.form.get("name", "")[:200], digest)
        with database().read() as db:
            return _page(Form({}), row, bool(words) and mark in store.guarded(db, row.id))
    lines = [line.strip()[:200] for line in request.form.get("names", "").splitlines() if line.strip()][:MOST_NAMES]
    with database().write() as db:
        row = store.residency(db, actor(), residency_id) or abort(404)
        actions.guard_names(db, actor(), now(), row, lines, digest)
    said = "Les noms sont protégés ; ils ne sont gardés nulle part."
    return done(said, "residencies.residency", residency_id=residency_id)
