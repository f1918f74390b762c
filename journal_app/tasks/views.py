"""Tasks, the pages: the inbox. A notice leads to what it is about, and is then read."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from journal_app.issues import store as issues
from journal_app.submissions import store as submissions
from journal_app.tasks import store
from journal_app.tasks.model import Notice
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

ROOM_OF = {"proof-round": "rounds.index", "page-remarked": "rounds.index"}  # notices of an issue's room
# the same by how their codes begin
ROOM_BEGINS = {"printer-": "hand_off.show", "bat-": "bat.show", "proof-link-": "rounds.index"}
blueprint = Blueprint("tasks", __name__, template_folder="templates")


@blueprint.get("/boite")
@policy(Policy.SIGNED_IN)
def inbox() -> str:
    """What the person should know or do."""
    with database().read() as db:
        notices = store.inbox(db, actor().own_account)
        pieces = {row.id: row for row in submissions.some(db, actor(), {n.piece_id for n in notices if n.piece_id})}
    return render_template("tasks/inbox.html", notices=notices, pieces=pieces)


@blueprint.post("/boite/lu")
@policy(Policy.SIGNED_IN)
def read() -> Response:
    """Mark notices read: all, or one on the way to what it is about."""
    notice_id = request.form.get("notice", "")
    with database().write() as db:
        notice = next((row for row in store.inbox(db, actor().own_account) if row.id == notice_id), None)
        store.mark_read(db, actor().own_account, now(), notice_id)
        address = _about(notice) if notice else ""
    return redirect(address, 303) if address else done("La boîte est à jour.", "tasks.inbox")


def _about(notice: Notice) -> str:
    """Where a notice leads: the text it names, its piece, its issue; nowhere when it is neither, or out of reach."""
    language = str(notice.detail.get("language", ""))
    with database().read() as db:
        if notice.piece_id and submissions.piece(db, actor(), notice.piece_id):
            if language and submissions.text(db, notice.piece_id, language):
                return page_url("review.text", piece_id=notice.piece_id, language=language)
            return page_url("submissions.piece", piece_id=notice.piece_id)
        issue = issues.by_id(db, actor(), notice.issue_id) if notice.issue_id else None
    return page_url(_room(notice.code), slug=issue.slug) if issue else ""


def _room(code: str) -> str:
    """The room of an issue that a notice is about; its settings when it is about none."""
    begun = (room for begins, room in ROOM_BEGINS.items() if code.startswith(begins))
    return ROOM_OF.get(code) or next(begun, "issues.settings")
