"""Distribution, the bundles on screen: how they are packed, that they left, what delivery costs. No rule."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import delivering, door, grids, parcels, planning, store
from journal_app.distribution.looks import Look, Row, look
from journal_app.distribution.model import HELD, Handling, Parcel, Way
from journal_app.distribution.room import PLACE, changing, counted, seen
from journal_app.problems import Refused
from journal_app.web.desk import actor, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
LEAST_BACK_KG, MOST_BACK_KG = 1, 30
MOST_WRAP, MOST_COPY = 5000, 2000  # grams

blueprint = Blueprint("distribution_parcels", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Load:
    """What goes to one place: its bundles, those that left among them."""

    row: Row
    parcels: list[Parcel]
    waiting: int  # bundles that have not left

    def by(self, way: Way, left: Container[str], every: bool = False) -> "Load":
        """Of it what goes this way and has not left, or `every` one: a plan that changed after some had left can send
        the rest by another."""
        some = [one for one in self.parcels if one.way == way and (every or one.id not in left)]
        return Load(self.row, some, sum(one.id not in left for one in some))

    @property
    def cents(self) -> int:
        return sum(one.cents or 0 for one in self.parcels)

    @property
    def grams(self) -> int:
        return sum(one.grams for one in self.parcels)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """So many bundles of so many copies, the largest first."""
        many = Counter(one.copies for one in self.parcels)
        return [(many[size], size) for size in sorted(many, reverse=True)]


def loads(there: Look) -> list[Load]:
    """Every place that has bundles, in the plan's order."""
    theirs: dict[str, list[Parcel]] = {}
    for one in there.parcels:
        theirs.setdefault(one.place_id, []).append(one)
    found = []
    for row in there.rows:
        if mine := theirs.get(row.line.place.id):
            found.append(Load(row, mine, sum(one.id not in there.left for one in mine)))
    return found


@blueprint.get(f"{PLACE}/paquets")
@policy(Policy.ISSUES)
def show(slug: str) -> str:
    """The bundles of each place."""
    return _page(seen(slug), Form({}))


def _page(there: Look, form: Form) -> str:
    held = [one for one in there.places.values() if one.kind in HELD and there.balances.get(one.id)]
    told = there.handling
    typed = form.values or {
        "copy": _plain(told.copy_milligrams) if told.copy_milligrams else "", "back": _plain(told.back_grams),
        "wrap": str(told.wrap_grams), "each": str(told.authors_each),
    }  # fmt: skip
    return render_template("distribution/parcels.html", issue=there.issue, look=there, loads=loads(there), form=form,
                           typed=typed, held=held, is_old=grids.is_old, waiting=_waiting(there))  # fmt: skip


def _waiting(there: Look) -> dict[Way, int]:
    """How many bundles wait to go each way, where there are any."""
    many = Counter(one.way for one in there.parcels if one.id not in there.left)
    return {way: many[way] for way in Way if many[way]}


def _plain(thousandths: int) -> str:
    """Thousandths as people type them: 49,3."""
    return f"{thousandths / 1000:g}".replace(".", ",")


@blueprint.post(f"{PLACE}/paquets/reglages")
@policy(Policy.ISSUES)
def handling(slug: str) -> Page:
    """What a copy weighs, what a back lifts."""
    form = Form(request.form)
    told = Handling(
        copy_milligrams=_thousandths(form, "copy", 1, MOST_COPY) if form.line("copy") else None,
        back_grams=_thousandths(form, "back", LEAST_BACK_KG, MOST_BACK_KG),
        wrap_grams=form.whole("wrap", 0, MOST_WRAP), authors_each=form.whole("each", 0, 1000),
    )  # fmt: skip
    if not form.fine:
        return _page(seen(slug), form), 400
    with changing(slug) as one:
        planning.set_handling(one.db, actor(), now(), one.issue.id, told)
        after = look(one.db, actor(), one.issue, now().date())
        delivering.follow(one.db, actor(), now(), one.issue, after.plan, after.weights)
    return done("C’est réglé. Refaire les paquets pour qu’ils suivent.", "distribution_parcels.show", slug=slug)


def _thousandths(form: Form, name: str, least: int, most: int) -> int:
    """A number with at most three decimals, as thousandths."""
    whole, _, rest = form.line(name).replace(",", ".").partition(".")
    if whole.isascii() and whole.isdigit() and len(whole) < 6 and (not rest or (rest.isascii() and rest.isdigit())):
        found = int(whole) * 1000 + int(rest[:3].ljust(3, "0"))
        if least * 1000 <= found <= most * 1000:
            return found
    form.wrong(name, "Un nombre est attendu, comme 11 ou 49,3.")
    return least * 1000


@blueprint.post(f"{PLACE}/paquets")
@policy(Policy.ISSUES)
def prepare(slug: str) -> Response:
    """Make the bundles of the plan, and the links of their labels."""
    keys = desk().keys
    with changing(slug) as one:
        store.hold(one.db, one.issue.id)
        there = look(one.db, actor(), one.issue, now().date())
        if there.packer is None:
            raise Refused("copies-no-weight")
        made = parcels.prepare(one.db, actor(), now(), one.issue.id, there.plan, there.packer)
        served = [line.place for line in there.plan if line.given > line.had]
        door.label_links(one.db, actor(), now(), one.issue.id, served, lambda link: door.label_token(keys, link))
    return counted("Paquets prêts à étiqueter : %(n)s.", "distribution_parcels.show", slug, made)


@blueprint.post(f"{PLACE}/paquets/partis")
@policy(Policy.ISSUES)
def send(slug: str) -> Response:
    """The bundles of the ticked places have left; with `way`, those of them that go so: a driver leaves on Saturday,
    what is posted on Monday."""
    form = Form(request.form)
    ticked, way = set(request.form.getlist("place")[:1000]), form.line("way")
    with changing(slug) as one:
        once(one.db)
        there = [row for row in store.parcels(one.db, one.issue.id) if row.place_id in ticked]
        leaving = {row.id for row in there if way in ("", row.way)}
        many = parcels.send(one.db, actor(), now(), one.issue.id, form.line("from"), leaving)
        return led_to(one.db, counted("Paquets partis : %(n)s.", "distribution_parcels.show", slug, many))


@blueprint.post(f"{PLACE}/paquets/cout")
@policy(Policy.ISSUES)
def cost(slug: str) -> Response:
    """Write what delivery will cost into the issue's plan of costs."""
    with changing(slug) as one:
        there = look(one.db, actor(), one.issue, now().date())
        if there.weights is None:
            raise Refused("copies-no-weight")
        delivering.into_plan(one.db, actor(), now(), one.issue, there.plan, there.weights)
    return done("Le coût de livraison est dans le plan des coûts.", "distribution_parcels.show", slug=slug)
