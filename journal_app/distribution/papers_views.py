"""Distribution, what is printed: labels, the driver's round, a sheet to sign, sheets to send back. It changes nothing.

A place that must not be known stands on all of them by its code and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from journal_app.distribution import door
from journal_app.distribution.looks import Look
from journal_app.distribution.model import ASKED, Parcel, Place, Rights, Way
from journal_app.distribution.parcels_views import Load, loads
from journal_app.distribution.room import PLACE, seen
from journal_app.messages import languages
from journal_app.web.desk import desk, now
from journal_app.web.guards import Policy, policy
from journal_app.web.qr import qr
from journal_app.web.screen import page_url

A_SHEET = 8  # labels of 105 x 74 mm on an A4

blueprint = Blueprint("distribution_papers", __name__, template_folder="templates")


@lru_cache(maxsize=1)
def spoken() -> frozenset[str]:
    """The languages that the words of labels are in."""
    return frozenset(languages("labels"))


def other_of(place: Place) -> str:
    """The language of who receives it, beside French; none when those words are not in it: French is not said twice."""
    return place.language if place.language in spoken() else ""


@dataclass(frozen=True, slots=True)
class Label:
    """One bundle's: the `number`th of so many for that place, and the QR that leads to its link, if that lives."""

    parcel: Parcel
    place: Place
    number: int
    of: int
    qr: Markup | None

    @property
    def other(self) -> str:
        return other_of(self.place)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a driver stops: what is left there."""

    number: int
    load: Load

    @property
    def place(self) -> Place:
        return self.load.row.line.place

    @property
    def copies(self) -> int:
        return sum(one.copies for one in self.load.parcels)


def label_ways(there: Look) -> dict[str, str]:
    """The address that the labels of each place lead to, by place."""
    at, host = now(), request.host_url.rstrip("/")
    return {
        one.place_id: f"{host}/exemplaires/{door.label_token(desk().keys, one.id)}"
        for one in there.links
        if one.rights == Rights.CONFIRM and door.lives(one, at)
    }


@lru_cache(maxsize=512)
def drawing(address: str) -> Markup:
    """The QR of an address, kept: a page of labels has one for each place, and is looked at before it is printed."""
    return qr(address, mask=2)


def _labels(there: Look, every: bool = False) -> list[Label]:
    """The labels of the bundles that have not left, or of `every` one; each keeps its number among its place's."""
    drawn = {place: drawing(address) for place, address in label_ways(there).items()}
    return [
        Label(parcel, one.row.line.place, number, len(one.parcels), drawn.get(parcel.place_id))
        for one in loads(there)
        for number, parcel in enumerate(one.parcels, 1)
        if every or parcel.id not in there.left
    ]


def _every() -> bool:
    """Whether the bundles that have left are asked for, too."""
    return bool(request.args.get("tous"))


@blueprint.get(f"{PLACE}/etiquettes")
@policy(Policy.ISSUES)
def labels(slug: str) -> str:
    """The labels of what waits, eight on a sheet; with `lieu`, those of one place; with `tous`, of what left, too."""
    there = seen(slug)
    wanted = request.args.get("lieu", "")
    some = [one for one in _labels(there, _every()) if not wanted or one.place.id == wanted]
    gone = [one for one in there.parcels if one.id in there.left and (not wanted or one.place_id == wanted)]
    sheets = [some[first : first + A_SHEET] for first in range(0, len(some), A_SHEET)]
    return render_template("distribution/labels.html", issue=there.issue, sheets=sheets, one=None,
                           gone=len(gone), every=_every(), place=wanted or None)  # fmt: skip


@blueprint.get(f"{PLACE}/etiquettes/<parcel_id>")
@policy(Policy.ISSUES)
def label(slug: str, parcel_id: str) -> str:
    """One label, for a sheet of its own (A6)."""
    there = seen(slug)
    found = next((one for one in _labels(there, True) if one.parcel.id == parcel_id), None) or abort(404)
    return render_template("distribution/labels.html", issue=there.issue, sheets=[], one=found)


def stops(there: Look, way: Way, every: bool = False) -> list[Stop]:
    """The places that are served so, with the bundles that are still to go so, or `every` one, in the order of the
    round."""
    return _in_order(part for one in loads(there) if (part := one.by(way, there.left, every)).parcels)


def _in_order(some: Iterable[Load]) -> list[Stop]:
    ordered = sorted(some, key=lambda one: (one.row.line.place.stop or 10_000, one.row.line.place.code or ""))
    return [Stop(number, one) for number, one in enumerate(ordered, 1)]


def _asked(there: Look) -> list[Stop]:
    """Every place that can say what became of its bundles, once, by the way that its latest go."""
    theirs = [one for one in loads(there) if one.row.line.place.kind in ASKED]
    return [
        stop
        for way in (Way.DRIVER, Way.PICKUP, Way.CARRIER)
        for stop in _in_order(one for one in theirs if one.parcels[-1].way == way)
    ]


@blueprint.get(f"{PLACE}/tournee")
@policy(Policy.ISSUES)
def driver(slug: str) -> str:
    """The driver's sheet: stops in order, what is to be left at each; with `tous`, what left before, too."""
    there = seen(slug)
    gone = sum(one.id in there.left and one.way == Way.DRIVER for one in there.parcels)
    return render_template("distribution/round.html", issue=there.issue, stops=stops(there, Way.DRIVER, _every()),
                           at=now(), gone=gone, every=_every())  # fmt: skip


@blueprint.get(f"{PLACE}/emargement")
@policy(Policy.ISSUES)
def signing(slug: str) -> str:
    """A line for each place, to be signed on paper."""
    there = seen(slug)
    every = _asked(there)
    return render_template("distribution/signing.html", issue=there.issue, stops=every)


@blueprint.get(f"{PLACE}/feuilles")
@policy(Policy.ISSUES)
def returns(slug: str) -> str:
    """For each place a half sheet to fill in and send back, for those who have no link."""
    there = seen(slug)
    drawn = {place: drawing(address) for place, address in label_ways(there).items()}
    every = _asked(there)
    wanted = request.args.get("lieu", "")
    some = [one for one in every if not wanted or one.place.id == wanted]
    return render_template("distribution/returns.html", issue=there.issue, stops=some, drawn=drawn, other_of=other_of,
                           back=page_url("distribution_orders.show", slug=slug))  # fmt: skip
