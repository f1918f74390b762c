"""Distribution, the list of places on screen: associations, events and stocks, kept over all issues. No rule."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import places, store
from journal_app.distribution.model import MANY, SERVED, Place, PlaceKind, Way
from journal_app.languages import LANGUAGES
from journal_app.messages import languages
from journal_app.problems import Refused
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import tongue

Page = str | Response | tuple[str, int]
MOST_COPIES, MOST_STOP = 100_000, 999

blueprint = Blueprint("distribution_places", __name__, template_folder="templates")


@blueprint.get("/lieux")
@policy(Policy.ISSUES)
def index() -> str:
    """Every place that receives copies."""
    with database().read() as db:
        found = store.places(db)
    kinds = {kind: number for number, kind in enumerate((*SERVED, PlaceKind.STOCK))}
    some = sorted((one for one in found if one.kind in kinds), key=lambda one: kinds[PlaceKind(one.kind)])
    return render_template("distribution/places.html", places=[one for one in some if not one.retired_at],
                           retired=[one for one in some if one.retired_at], kinds=MANY)  # fmt: skip


@blueprint.get("/lieux/nouveau")
@policy(Policy.ISSUES)
def new() -> str:
    """An empty form."""
    return _page(None, Form(request.args))


@blueprint.post("/lieux/nouveau")
@policy(Policy.ISSUES)
def make() -> Page:
    """A new place."""
    form = Form(request.form)
    kind, facts = form.choice("kind", list(MANY), PlaceKind.ASSOCIATION), _facts(form, True)
    if not form.fine:
        return _page(None, form), 400
    with database().write() as db:
        once(db)
        places.make(db, actor(), now(), kind, facts)
        return led_to(db, done("Le lieu est noté.", "distribution_places.index"))


@blueprint.get("/lieux/<place_id>")
@policy(Policy.ISSUES)
def show(place_id: str) -> str:
    """One place."""
    with database().read() as db:
        return _page(store.place(db, place_id) or abort(404), Form({}))


@blueprint.post("/lieux/<place_id>")
@policy(Policy.ISSUES)
def change(place_id: str) -> Page:
    """Change it, or ask it no more."""
    form = Form(request.form)
    try:
        with database().write() as db:
            row = store.place(db, place_id) or abort(404)
            if stops := request.form.get("retire"):
                places.retire(db, actor(), now(), row, back=stops == "back")
                return done("C’est noté : les numéros passés ne changent pas.", "distribution_places.index")
            facts = _facts(form, row.kind in MANY and row.id != row.kind)
            version = form.whole("version", 1, 999_999)
            if form.fine:
                places.change(db, actor(), now(), row, version, facts)
                return done("Le lieu est enregistré.", "distribution_places.index")
            return _page(row, form), 400
    except Refused as refused:
        if refused.code != "copies-place-moved":
            raise
    with database().read() as db:
        row = store.place(db, place_id) or abort(404)
        return _page(row, Form({**form.values, "version": str(row.version)}), moved_on=True), 409


def _facts(form: Form, named: bool) -> places.Facts:
    lines = form.values.get("address", "").splitlines()[:6]
    spoken = form.choice("language", ["", *tongues()], "")
    return places.Facts(
        name=form.line("name", required=named, most=120), code=form.line("code", most=8),
        sensitive=form.ticked("sensitive"), language=spoken,
        address="\n".join(line.strip()[:80] for line in lines if line.strip()), phone=form.line("phone", most=30),
        way=form.choice("way", list(Way), Way.DRIVER), usual=form.whole("usual", 0, MOST_COPIES),
        stop=form.whole("stop", 0, MOST_STOP), note=form.line("note", most=400),
    )  # fmt: skip


def tongues() -> list[str]:
    """The languages that labels can be in beside French."""
    return [tag for tag in LANGUAGES if tag in languages("labels") and tag != "fr"]


def _page(row: Place | None, form: Form, moved_on: bool = False) -> str:
    told = {
        "kinds": [(kind, said(f"place:{kind}")) for kind in MANY], "ways": [(way, said(f"way:{way}")) for way in Way],
        "tongues": [("", said("français seul")), *((tag, tongue(tag)) for tag in tongues())],
    }  # fmt: skip
    return render_template("distribution/place.html", place=row, form=form, typed=form.values, kinds=MANY,
                           options=told, moved_on=moved_on)  # fmt: skip
