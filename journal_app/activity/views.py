"""Activity, the pages: who did what in an issue, when and why. It shows; it changes nothing."""

from flask import Blueprint, abort, render_template, request

from journal_app.accounts import store as accounts
from journal_app.activity import store
from journal_app.issues import store as issues
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, database
from journal_app.web.guards import Policy, policy

blueprint = Blueprint("activity", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/journal")
@policy(Policy.READ)
def log(slug: str) -> str:
    """What was done in an issue, the latest first, by person and by what was done."""
    verb, person = request.args.get("verb", ""), request.args.get("person", "")
    before = request.args.get("before", "0")
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        pieces = {row.id: row for row in submissions.pieces(db, actor(), issue.id)}
        reach = None if actor().reads_all else list(pieces)
        older = int(before) if before.isascii() and before.isdigit() and len(before) < 12 else 0
        rows = store.of_issue(db, issue.id, verb=verb, person=person, pieces=reach, before=older)
        verbs, people = store.seen_in(db, issue.id)
        names = accounts.names(db, people)
    return render_template("activity/log.html", issue=issue, rows=rows, pieces=pieces, names=names, verbs=verbs,
                           verb=verb, chosen=person, full=len(rows) == store.PAGE)  # fmt: skip
