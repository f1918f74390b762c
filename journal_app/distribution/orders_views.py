"""Distribution, the orders on screen: links made and ended, what places said, sheets of paper typed in. No rule."""

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.distribution import answering, door, store
from journal_app.distribution.letters import letters
from journal_app.distribution.model import SERVED, Place, Rights
from journal_app.distribution.room import PLACE, changing, copies, seen
from journal_app.web.desk import actor, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import answer, answered, led_to, once

Page = str | Response | tuple[str, int]

blueprint = Blueprint("distribution_orders", __name__, template_folder="templates")


@blueprint.get(f"{PLACE}/commandes")
@policy(Policy.ISSUES)
def show(slug: str) -> str:
    """Each place with its link and the last it said."""
    there, at = seen(slug), now()
    live = {one.place_id: one for one in there.links if one.rights == Rights.ORDER and door.lives(one, at)}
    return render_template("distribution/orders.html", issue=there.issue, look=there, live=live)


@blueprint.post(f"{PLACE}/commandes/liens")
@policy(Policy.ISSUES, step_up=True)
def hand(slug: str) -> Page:
    """A link for each ticked place: shown on this page, once."""
    ticked = request.form.getlist("place")[:200]
    made: list[tuple[Place, str]] = []
    host = request.host_url.rstrip("/")
    with changing(slug) as one:
        if not ticked or answered(one.db):
            words = (
                "Un lien n’est montré qu’une fois. S’il est perdu, en faire un autre." if ticked else "Cocher un lieu."
            )
            return done(words, "distribution_orders.show", slug=slug)
        for key in ticked:
            place, token = _served(one.db, key), door.new_token()
            door.make(one.db, actor(), now(), one.issue.id, place, token)
            made.append((place, f"{host}/exemplaires/{token}"))
        answer(one.db, {"made": str(len(made))})
        issue = one.issue
    address = made[0][1] if len(made) == 1 else "[…]"
    return render_template("distribution/made.html", issue=issue, made=made,
                           letters=letters(issue.title, issue.number, address, now() + door.LASTS))  # fmt: skip


def _served(db: Session, place_id: str) -> Place:
    found = store.place(db, place_id)
    return found if found is not None and found.kind in SERVED else abort(404)


@blueprint.post(f"{PLACE}/commandes/liens/<link_id>/revoquer")
@policy(Policy.ISSUES)
def revoke(slug: str, link_id: str) -> Response:
    """End a link at once."""
    with changing(slug) as one:
        door.revoke(one.db, actor(), now(), store.link(one.db, one.issue.id, link_id) or abort(404))
    return done("Le lien n’ouvre plus rien.", "distribution_orders.show", slug=slug)


@blueprint.get(f"{PLACE}/commandes/<place_id>/papier")
@policy(Policy.ISSUES)
def paper(slug: str, place_id: str) -> str:
    """A sheet that came back, to be typed in."""
    return _paper(slug, place_id, Form({}))


def _paper(slug: str, place_id: str, form: Form) -> str:
    there = seen(slug)
    row = next((one for one in there.rows if one.line.place.id == place_id), None) or abort(404)
    mine = [one for one in there.answers if one.place_id == place_id]
    return render_template("distribution/paper.html", issue=there.issue, row=row, answers=mine[::-1], form=form,
                           typed=form.values)  # fmt: skip


@blueprint.post(f"{PLACE}/commandes/<place_id>/papier")
@policy(Policy.ISSUES)
def type_in(slug: str, place_id: str) -> Page:
    """What stands on the sheet: received, handed out, or both."""
    form = Form(request.form)
    bundles, damaged = copies(form, "bundles"), copies(form, "damaged")
    many, people = copies(form, "copies"), copies(form, "people")
    if form.fine and bundles is None and not many and not people:
        form.wrong("bundles", "À remplir.")
    if not form.fine:
        return _paper(slug, place_id, form), 400
    with changing(slug) as one:
        once(one.db)
        place, by = _served(one.db, place_id), answering.By(actor=actor())
        if bundles is not None:
            answering.received(one.db, now(), one.issue.id, place, by, bundles, damaged or 0, form.line("words"))
        if many or people:
            answering.handed_out(one.db, now(), one.issue.id, place, by, many or 0, people)
        return led_to(one.db, done("La feuille est saisie.", "distribution_orders.show", slug=slug))


@blueprint.post(f"{PLACE}/reponses/<answer_id>/reprendre")
@policy(Policy.ISSUES)
def take_back(slug: str, answer_id: str) -> Response:
    """An answer was a slip."""
    with changing(slug) as one:
        row = store.answer(one.db, one.issue.id, answer_id) or abort(404)
        answering.take_back(one.db, actor(), now(), one.issue.id, row)
        place_id = row.place_id
    return done("La réponse ne compte plus.", "distribution_orders.paper", slug=slug, place_id=place_id)
