"""Distribution, the plan on screen: what is asked, what there is, a fair proposal, and what was decided. No rule."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import planning
from journal_app.distribution.looks import Look, look
from journal_app.distribution.model import Way
from journal_app.distribution.room import PLACE, changing, copies, seen
from journal_app.web.desk import actor, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy

Page = str | Response | tuple[str, int]

blueprint = Blueprint("distribution_plan", __name__, template_folder="templates")


@blueprint.get(f"{PLACE}/plan")
@policy(Policy.ISSUES)
def show(slug: str) -> str:
    """The plan, line by line."""
    return _page(seen(slug), Form({}))


def _page(there: Look, form: Form) -> str:
    return render_template("distribution/plan.html", issue=there.issue, look=there, fair=there.fair, form=form,
                           typed=form.values, ways=list(Way))  # fmt: skip


@blueprint.post(f"{PLACE}/plan")
@policy(Policy.ISSUES)
def save(slug: str) -> Page:
    """Write the lines that were changed; with `propose`, take the fair proposal over instead."""
    form = Form(request.form)
    propose = bool(request.form.get("propose"))
    with changing(slug) as one:
        there = look(one.db, actor(), one.issue)
        if propose:
            planning.take_proposal(one.db, actor(), now(), one.issue.id, there.plan, there.fair)
            return done("La proposition est reprise : chaque ligne reste à vous.", "distribution_plan.show", slug=slug)
        wanted = _wanted(form, there)
        if form.fine:
            planning.save(one.db, actor(), now(), one.issue.id, there.plan, wanted)
            return done("Le plan est enregistré.", "distribution_plan.show", slug=slug)
    return _page(there, form), 400


def _wanted(form: Form, there: Look) -> dict[str, planning.Wanted]:
    """The lines that the form has, read."""
    found = {}
    for line in there.plan:
        key = line.place.id
        if f"mark-{key}" not in form.values:
            continue
        asked, given = copies(form, f"asked-{key}"), copies(form, f"given-{key}")
        way = form.choice(f"way-{key}", list(Way), line.way)
        found[key] = planning.Wanted(asked or 0, given or 0, way, form.line(f"mark-{key}"))
    return found
