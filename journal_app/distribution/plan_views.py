"""Distribution, the plan on screen: what is asked, what there is, a fair proposal, and what was decided. No rule."""

from collections.abc import Collection

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from journal_app.distribution import delivering, planning
from journal_app.distribution.looks import Look, look
from journal_app.distribution.model import Way
from journal_app.distribution.room import PLACE, changing, copies, seen
from journal_app.problems import Refused
from journal_app.web.desk import actor, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy

Page = str | Response | tuple[str, int]
TOO_MANY = "Dix mille exemplaires au plus par la poste pour un même lieu."

blueprint = Blueprint("distribution_plan", __name__, template_folder="templates")


@blueprint.get(f"{PLACE}/plan")
@policy(Policy.ISSUES)
def show(slug: str) -> str:
    """The plan, line by line."""
    return _page(seen(slug), Form({}))


def _page(there: Look, form: Form, moved: Collection[str] = ()) -> str:
    """`moved`: the lines that are others now than those that were changed here."""
    return render_template("distribution/plan.html", issue=there.issue, look=there, fair=there.fair, form=form,
                           typed=form.values, ways=list(Way), moved=moved)  # fmt: skip


@blueprint.post(f"{PLACE}/plan")
@policy(Policy.ISSUES)
def save(slug: str) -> Page:
    """Write the lines that were changed; with `propose`, take the fair proposal over instead."""
    form = Form(request.form)
    propose = bool(request.form.get("propose"))
    try:
        with changing(slug) as one:
            there = look(one.db, actor(), one.issue, now().date())
            wanted = {} if propose else _wanted(form, there)
            if propose:
                _not_too_many(form, there)
            if not form.fine:
                return _page(there, form), 400
            if propose:
                planning.take_proposal(one.db, actor(), now(), one.issue.id, there.plan, there.fair)
            else:
                planning.save(one.db, actor(), now(), one.issue.id, there.plan, wanted)
            after = look(one.db, actor(), one.issue, now().date())
            delivering.follow(one.db, actor(), now(), one.issue, after.plan, after.weights)
    except Refused as refused:
        if refused.code != "copies-plan-moved":
            raise
        there = seen(slug)
        return _page(there, *_caught_up(form, there)), 409
    told = "La proposition est reprise : chaque ligne reste à vous." if propose else "Le plan est enregistré."
    return done(told, "distribution_plan.show", slug=slug)


def _caught_up(form: Form, there: Look) -> tuple[Form, list[str]]:
    """The form over the plan as it is now: what was typed stays, what nobody touched here is what it is now; and the
    lines that were both changed here and meanwhile."""
    values, moved = dict(form.values), []
    for line in there.plan:
        key = line.place.id
        before = values.get(f"mark-{key}", line.mark)
        typed = "/".join(values.get(f"{name}-{key}", "").strip() for name in ("asked", "given", "way"))
        if typed == before:
            values |= {f"asked-{key}": str(line.asked), f"given-{key}": str(line.given), f"way-{key}": line.way}
        elif before != line.mark:
            moved.append(key)
        values[f"mark-{key}"] = line.mark
    return Form(values), moved


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
        if planning.below(line, found[key]):
            form.wrong(f"given-{key}", "Il en est déjà parti davantage.")
        elif delivering.too_many(way, found[key].given):
            form.wrong(f"given-{key}", TOO_MANY)
    return found


def _not_too_many(form: Form, there: Look) -> None:
    """The proposal, where it would send more to a place than a carrier takes there."""
    for line in there.plan:
        if delivering.too_many(line.way, there.fair.given.get(line.place.id, 0)):
            form.wrong(f"given-{line.place.id}", TOO_MANY)
