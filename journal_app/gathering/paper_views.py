"""Gathering, agreeing on paper: the questions of the phone as a sheet, in the author's language and in French.

Staff print it, somebody ticks it with a pen, and staff type it in on the piece's page of answers (*sur papier*). The
sheet asks for no name but the one that signs.
"""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.consent.actions import ASKED, PLAIN_WORDING
from journal_app.gathering.consent_views import ORDER, Work, works_of
from journal_app.issues import store as issues
from journal_app.web.desk import actor, database
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import CONTRIBUTORS, page_url

Page = str | Response
EMPTY = [Work("piece", ""), *(Work("picture", str(number)) for number in range(1, 4))]  # a text and three pictures

blueprint = Blueprint("paper", __name__, template_folder="templates")


@blueprint.get("/contributions/<piece_id>/accords/papier")
@policy(Policy.WRITE)
def of_piece(piece_id: str) -> Page:
    """The sheet of one piece: its title, and each of its pictures to be seen."""
    with database().read() as db:
        row, works = works_of(db, piece_id)
    return _sheet(row.original, works, row.title, page_url("consent.piece", piece_id=row.id))


@blueprint.get("/residences/<residency_id>/accords/papier")
@policy(Policy.WRITE)
def blank(residency_id: str) -> Page:
    """A sheet without a piece, for a text that is handed in on paper as well."""
    with database().read() as db:
        row = issues.residency(db, actor(), residency_id) or abort(404)
    own = next((tag for tag in row.languages if tag in CONTRIBUTORS), "fr")
    return _sheet(own, EMPTY, "", page_url("entrances.entrance", residency_id=row.id))


def _sheet(own: str, works: list[Work], title: str, back: str) -> Page:
    asked = request.args.get("en", own)
    tag = asked if asked in CONTRIBUTORS else "fr"
    return render_template(
        "gathering/paper.html", tag=tag, tags=CONTRIBUTORS, works=works, title=title, back=back, uses=ORDER,
        asked=ASKED, wording=PLAIN_WORDING,
    )  # fmt: skip
