"""Complement, the room: what goes on the web of an issue, a button that makes its site, and the zip of it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from journal_app.complement import making
from journal_app.freeze import store as freezes
from journal_app.freeze.model import FreezeKind
from journal_app.issues import store as issues
from journal_app.jobs import actions as jobs
from journal_app.jobs import store as job_rows
from journal_app.jobs.queue import wake
from journal_app.messages import from_json
from journal_app.problems import Severity
from journal_app.web.desk import actor, database, desk, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import page_url

blueprint = Blueprint("complement", __name__, template_folder="templates")
LINE = 200  # characters of a host's address


@blueprint.get("/numeros/<slug>/site")
@policy(Policy.PRESS)
def show(slug: str) -> str:
    """The site that was made last, and the form that makes one of the last press freeze."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        frozen = freezes.last_freeze(db, issue.id, FreezeKind.PRESS)
        job = making.last(db, issue.id)
        there = making.zip_of(desk().config.instance, db, job) if job else None
    result = (job.result or {}) if job else {}
    problems = [found for one in result.get("problems", []) if (found := from_json(one)).severity is not Severity.NOTE]
    return render_template(
        "complement/site.html", issue=issue, frozen=frozen, job=job, result=result, there=there is not None,
        running=job is not None and job.state in job_rows.BEGUN, problems=problems,
        old=bool(job and frozen and job.arguments.get("freeze") != frozen.id),
        told=job.arguments if job else {},
    )  # fmt: skip


@blueprint.post("/numeros/<slug>/site")
@policy(Policy.PRESS)
def make(slug: str) -> Response:
    """Ask for the site of the last press freeze."""
    form = Form(request.form)
    told = {name: form.line(name, most=LINE) for name in ("host", "licence")}
    with database().write() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        once(db)
        frozen = freezes.last_freeze(db, issue.id, FreezeKind.PRESS)
        if frozen is None:
            flash(said("Rien n’est gelé pour l’imprimeur : il n’y a pas encore de quoi faire un site."), "stop")
            return redirect(page_url("complement.show", slug=slug), 303)
        asked = {"freeze": frozen.id, **told}
        job = jobs.enqueue(db, actor(), now(), making.KIND, making.key(issue.id), asked, issue.id)
        job_id = job.id
    wake(desk().config, job_id)
    with database().write() as db:
        return led_to(db, done("Le site se fabrique.", "jobs.job", job_id=job_id))


@blueprint.get("/numeros/<slug>/site.zip")
@policy(Policy.PRESS)
def download(slug: str) -> Response:
    """The site as a zip, while all that it holds may be on the web."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        job = making.last(db, issue.id)
        path = making.zip_of(desk().config.instance, db, job) if job else None
    if path is None:
        abort(404)
    return send_file(path, "application/zip", as_attachment=True, download_name=path.name)
