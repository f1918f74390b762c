"""Search, the page: words in any script -> the texts that hold them all, with the passage. It changes nothing."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import LANGUAGES
from journal_app.search import store
from journal_app.search.passages import Part, passage
from journal_app.submissions import store as submissions
from journal_app.submissions.finding import plain_words
from journal_app.submissions.model import Piece, Stage
from journal_app.web.desk import actor, database
from journal_app.web.guards import Policy, policy

MOST = 25  # finds on a page: who finds more adds a word
LONGEST = 200  # characters of what is asked

blueprint = Blueprint("search", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Find:
    """One text that was found."""

    piece: Piece
    language: str
    headline: str
    parts: list[Part]
    issue: Issue | None


@blueprint.get("/recherche")
@policy(Policy.READ)
def find() -> str:
    """What was asked, and what was found within the reader's reach."""
    told = {name: request.args.get(name, "")[:LONGEST] for name in ("mots", "numero", "langue", "etape")}
    with database().read() as db:
        known = [one for state in IssueState for one in issues.issues(db, actor(), state)]
        within = next((one for one in known if one.slug == told["numero"]), None)
        finds = _found(db, told, within, {one.id: one for one in known})
    return render_template("search/find.html", told=told, issues=known, tags=list(LANGUAGES), finds=finds, most=MOST,
                           stages=[stage for stage in Stage if stage is not Stage.WITHDRAWN])  # fmt: skip


def _found(db: Session, told: dict[str, str], within: Issue | None, known: dict[str, Issue]) -> list[Find]:
    stage = told["etape"] if told["etape"] in list(Stage) else ""
    entries = store.find(
        db, actor(), told["mots"], issue_id=within.id if within else None, limit=MOST,
        language=told["langue"] if told["langue"] in LANGUAGES else "",
        pieces=submissions.at_stage(stage) if stage else None,
    )  # fmt: skip
    pieces = {row.id: row for row in submissions.some(db, actor(), {one.piece_id or "" for one in entries})}
    heads = submissions.heads(db, [one.object_id for one in entries if one.kind == "text"])
    return [
        Find(row, one.language, content.headline, passage(plain_words(content), told["mots"]), known.get(one.issue_id))
        for one in entries
        if (row := pieces.get(one.piece_id or "")) and one.object_id in heads
        for _, content in (heads[one.object_id],)
    ]
