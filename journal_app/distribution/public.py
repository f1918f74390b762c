"""Distribution, an association's page: what one link leads to, without an account and without a script. No rule.

It orders (unless the link was read off a label), confirms what came, says what was handed out. Whoever holds a label's
link learns the code of a place, never its name or address.
"""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import answering, counting, store
from journal_app.distribution.door_pages import Page, at_the_door, back, closed, enter, new_here, still, told_off
from journal_app.distribution.model import Link, Place, PlaceKind, Rights, Said, Way
from journal_app.distribution.room import copies
from journal_app.issues import store as issues
from journal_app.web.desk import database, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy

blueprint = at_the_door(Blueprint("copies", __name__, template_folder="templates"))
THANKS = (*Said, "twice")


@blueprint.get("/exemplaires/<token>")
@policy(Policy.PUBLIC)
def show(token: str) -> str:
    """Everything the link leads to. It changes nothing."""
    return _page(token, enter(token), Form({}))


def _page(token: str, row: Link, form: Form) -> str:
    with database().read() as db:
        issue = issues.any_issue(db, row.issue_id) or abort(closed())
        place = store.place(db, row.place_id) or abort(closed())
        flows = store.flows(db, issue.id)
        there, left = [one for one in store.parcels(db, issue.id) if one.place_id == place.id], store.left(db, issue.id)
        said = [one for one in store.answers(db, issue.id, place.id) if one.taken_back_at is None]
        line = store.plan(db, issue.id).get(place.id)
    sent = [one for one in there if one.id in left]
    told = request.args.get("dit", "")
    return render_template(
        "distribution/door.html", token=token, link=row, issue=issue, place=place, form=form, typed=form.values,
        orders=row.rights == Rights.ORDER, sent=sent, here=counting.balances(flows).get(place.id, 0), answers=said,
        out=counting.between(flows, [place.id], [PlaceKind.HANDED_OUT.value]),
        asked=line.asked if line else place.usual, ways=_ways(place), said=told if told in THANKS else "",
        received=any(one.kind == Said.RECEIVED for one in said),
    )  # fmt: skip


def _ways(place: Place) -> list[Way]:
    """How copies may come, the usual one first."""
    usual = Way(place.way)
    return [usual, *(way for way in (Way.DRIVER, Way.PICKUP, Way.CARRIER) if way != usual)]


@blueprint.post("/exemplaires/<token>/commande")
@policy(Policy.PUBLIC)
def order(token: str) -> Page | Response:
    """How many, how and when."""
    row, form = enter(token), Form(request.form)
    if row.rights != Rights.ORDER:
        return closed()
    many = copies(form, "wanted", required=True)
    way, due = form.choice("way", list(Way), Way.DRIVER), form.day("due", required=False)
    if not form.fine or many is None:
        return _page(token, row, form), 400
    with database().write() as db:
        row = still(db, row)
        if not new_here(db, row):
            return back(token, "twice")
        by, place = answering.By(link=row), _place(store.place(db, row.place_id))
        answering.order(db, now(), row.issue_id, place, by, many, way, due, form.values.get("words", ""))
    return back(token, Said.ORDERED)


def _place(found: Place | None) -> Place:
    return found if found is not None else abort(closed())


@blueprint.post("/exemplaires/<token>/recu")
@policy(Policy.PUBLIC)
def received(token: str) -> Page | Response:
    """How many bundles came, how many of them damaged."""
    row, form = enter(token), Form(request.form)
    bundles, damaged = copies(form, "bundles", required=True), copies(form, "damaged")
    if form.fine and (damaged or 0) > (bundles or 0):
        form.wrong("damaged", "Pas plus de paquets abîmés que de paquets reçus.")
    if not form.fine or bundles is None:
        return _page(token, row, form), 400
    with database().write() as db:
        row = still(db, row)
        if not new_here(db, row):
            return back(token, "twice")
        by, place = answering.By(link=row), _place(store.place(db, row.place_id))
        answering.received(db, now(), row.issue_id, place, by, bundles, damaged or 0, form.values.get("words", ""))
    return back(token, Said.RECEIVED)


@blueprint.post("/exemplaires/<token>/distribues")
@policy(Policy.PUBLIC)
def handed_out(token: str) -> Page | Response:
    """How many copies went into hands, and how many people were met."""
    row, form = enter(token), Form(request.form)
    many, people = copies(form, "copies"), copies(form, "people")
    if form.fine and not many and not people:
        form.wrong("copies", "À remplir.")
    if not form.fine:
        return _page(token, row, form), 400
    if (many or 0) > answering.MOST or (people or 0) > answering.MOST:
        return told_off("refused:copies-wrong", 400)
    with database().write() as db:
        row = still(db, row)
        if not new_here(db, row):
            return back(token, "twice")
        by, place = answering.By(link=row), _place(store.place(db, row.place_id))
        answering.handed_out(db, now(), row.issue_id, place, by, many or 0, people, form.values.get("words", ""))
    return back(token, Said.HANDED_OUT)
