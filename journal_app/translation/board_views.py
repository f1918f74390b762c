"""Translation, the issue's page: every piece in every language it is wanted in, and what is soon done."""

from flask import Blueprint, abort, render_template

from journal_app.accounts import store as accounts
from journal_app.issues import store as issues
from journal_app.submissions import store as submissions
from journal_app.translation import counting, store
from journal_app.translation.overview import SOON, overview
from journal_app.web.desk import actor, database, now
from journal_app.web.guards import Policy, policy

blueprint = Blueprint("translations", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/traductions")
@policy(Policy.READ)
def show(slug: str) -> str:
    """Pieces x languages, with how far each has come."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        pieces = submissions.pieces(db, actor(), issue.id)
        texts = submissions.texts(db, [piece.id for piece in pieces])
        ids = [text.id for rows in texts.values() for text in rows]
        _, states, counts = counting.states(db, actor(), pieces)
        rows = store.renderings(db, ids)
        found = overview(pieces, texts, states, counts, rows, store.signs(db, ids), issue.languages)
        names = accounts.names(db, (row.holder_id for row in rows.values()))
    return render_template("translation/issue.html", issue=issue, found=found, names=names, soon=SOON, me=actor(),
                           today=now().date())  # fmt: skip
