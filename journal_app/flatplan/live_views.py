"""Flatplan, the live pages: the pictures of an issue's pages as they are now, and how far they are."""

from flask import Blueprint, Response, abort, current_app, send_file
from sqlalchemy.orm import Session

from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.freeze.live import Answer, LivePages, Wanted, blob_name
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.web.desk import actor, blobs, database, desk
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN

blueprint = Blueprint("live", __name__)


def live() -> LivePages:
    """The desk's own process for it."""
    found: LivePages = current_app.extensions.setdefault("live", LivePages(desk().config.instance))
    return found


def wanted(db: Session, issue: Issue) -> Wanted:
    """What a draft freeze would write of the issue now."""
    return Wanted(files(gather(db, actor(), issue, blob_name)))


def pages_now(slug: str) -> tuple[Issue, Answer]:
    """The issue and its pages as they are at this moment."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        found = wanted(db, issue)
    return issue, live().bring(issue.id, found, blobs().get)


@blueprint.get("/numeros/<slug>/pages-vivantes/<key>/<any(reading,thumb):kind>")
@policy(Policy.READ)
def picture(slug: str, key: str, kind: str) -> Response:
    """The picture of one of the pages as they are, or were a moment ago."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
    sheet = sheet_of(issue.printer)
    path = live().picture(issue.id, key, kind, sheet.bleed if sheet else 0) or abort(404)
    answer = send_file(path, "image/webp", conditional=True, etag=f"{key}-{kind}")
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer
