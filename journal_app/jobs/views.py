"""Jobs, the page: how far a piece of long work is, for whoever may see its issue. It starts no work.

Without JavaScript the browser asks again by itself (the Refresh header) until the work is over or the person stops
that; asked with the mark of what it shows already, it is answered 304 and nothing more.
"""

import hashlib

from flask import Blueprint, abort, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.jobs import actions, store
from journal_app.jobs.model import Job
from journal_app.messages import from_json, sentence, translator
from journal_app.problems import Severity
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language

blueprint = Blueprint("jobs", __name__, template_folder="templates")
AGAIN_S = 2  # between two looks of a browser; progress is written every half second


def _seen(db: Session, job_id: str) -> tuple[Job, Issue]:
    """The job and its issue; a job of no issue, or of one out of reach, is not there."""
    job = store.job(db, job_id) or abort(404)
    return job, issues.by_id(db, actor(), job.issue_id or "") or abort(404)


def worded_error(code: str) -> str:
    """What a failed job says: the refusal's own sentence, or that it is for whoever looks after the machine."""
    told, key = translator(language()), f"refused:{code}"
    said = told.gettext(key)
    return said if said != key else told.gettext("job-error")


def _stopped(row: Job) -> list[str]:
    """What blocked a build that was refused in the end, in sentences; empty when something was made."""
    result = row.result or {}
    if "build" in result:
        return []
    found = [from_json(one) for one in result.get("problems", [])]
    return [sentence(problem, language(), desk=True) for problem in found if problem.severity is Severity.BLOCKING]


@blueprint.get("/travaux/<job_id>")
@policy(Policy.READ)
def job(job_id: str) -> Response:
    """One job: its step, how much is done, what it made or why it failed."""
    with database().read() as db:
        row, issue = _seen(db, job_id)
    running, watched = row.state in store.BEGUN, "fixe" not in request.args
    page = render_template(
        "jobs/job.html", job=row, issue=issue, running=running, watched=watched, error=worded_error(row.error),
        stopped=_stopped(row),
    )  # fmt: skip
    answer = make_response(page)
    mark = f"{row.state} {row.label} {row.done} {row.total} {row.attempts} {language()} {watched}"
    answer.set_etag(hashlib.sha256(mark.encode()).hexdigest()[:16])
    if running and watched:
        answer.headers["Refresh"] = str(AGAIN_S)
    return answer.make_conditional(request)


@blueprint.post("/travaux/<job_id>/annuler")
@policy(Policy.DECIDE)
def cancel(job_id: str) -> Response:
    """Take the work back."""
    with database().write() as db:
        row, _ = _seen(db, job_id)
        actions.cancel(db, now(), row)
    return done("Ce travail est annulé.", "jobs.job", job_id=job_id)
