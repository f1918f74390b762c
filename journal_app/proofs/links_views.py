"""Proofs, the desk's side of links: one is made for a round, shown once, and ended. No rule."""

from datetime import datetime, time

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from journal_app.messages import translator
from journal_app.problems import Problem
from journal_app.proofs import links, store
from journal_app.proofs.rounds_pages import round_or_404, round_page
from journal_app.proofs.rounds_views import ALL
from journal_app.proofs.viewer_pages import issue_of
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import answer, answered
from journal_app.web.screen import HERE

LETTERS = ("fr", "en")

blueprint = Blueprint("proof_links", __name__, template_folder="templates")


@blueprint.post(ALL + "/<int:number>/liens")
@policy(Policy.DECIDE, step_up=True)
def make(slug: str, number: int) -> ResponseReturnValue:
    """A link to the round's light PDF; the answer is the one page that ever shows it."""
    form = Form(request.form)
    label, last = form.line("label", most=120), form.day("expires", required=False)
    until = datetime.combine(last, time(23, 59), HERE) if last else now() + links.LASTS  # that day included
    token, made = links.new_token(), None
    with database().write() as db:
        issue = issue_of(db, slug)
        row = round_or_404(db, issue, number)
        if answered(db):
            return done("Ce lien a été montré une fois. S’il est perdu, en faire un autre.", "rounds.show", slug=slug,
                        number=number)  # fmt: skip
        if form.fine:
            there = links.light(db, desk().config.instance, issue, row)
            made = links.make(db, actor(), now(), issue, row, there, label, until, token)
        if made is None or isinstance(made, Problem):
            return round_page(db, issue, number, [], form, made), 422
        answer(db, {"made": made.id})
    address = request.host_url.rstrip("/") + f"/epreuve/{token}"
    values = {"title": issue.title, "number": issue.number, "day": until.strftime("%d/%m/%Y")}
    letters = [(tag, translator(tag).gettext("letter:proof-link") % (values | {"address": f"{address}?lang={tag}"}))
               for tag in LETTERS]  # fmt: skip
    return render_template("viewer/link_made.html", issue=issue, row=row, link=made, address=address, letters=letters)


@blueprint.post(ALL + "/<int:number>/liens/<link_id>/fin")
@policy(Policy.DECIDE)
def end(slug: str, number: int, link_id: str) -> ResponseReturnValue:
    """End a link at once."""
    with database().write() as db:
        row = round_or_404(db, issue_of(db, slug), number)
        links.revoke(db, actor(), now(), store.link(db, row.id, link_id) or abort(404))
    return done("Le lien n’ouvre plus rien.", "rounds.show", slug=slug, number=number)
