"""Translation, the memory beside a row: what was made of the same or like words, to be taken as a draft."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal_app.issues.model import Issue
from journal_app.languages import is_rtl
from journal_app.memory.finding import concordance, matches
from journal_app.memory.model import Found
from journal_app.problems import Refused
from journal_app.review.diff import Span, spans
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.translation import actions
from journal_app.translation.reading import Opened, opened, whole
from journal_app.translation.rows import Row
from journal_app.translation.teaching import asked
from journal_app.translation.views import ROOM
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import number

blueprint = Blueprint("remembering", __name__, template_folder="templates")
MOST = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A translation that the memory has. `difference`: from its source to the row's."""

    found: Found
    difference: tuple[Span, ...]


@blueprint.get(ROOM + "/memoire/<name>")
@policy(Policy.READ)
def row(piece_id: str, language: str, name: str) -> str:
    """What the memory has for a row. A script asks for the list alone (`liste`), to show it beside the row."""
    phrase = request.args.get("q", "").strip()
    with database().read() as db:
        piece, here, one = _row(db, piece_id, language, name)
        words = asked(one)
        source = here.source.language
        near = matches(db, actor(), source, language, words, most=MOST, besides=here.target.text.id)
        found = [Proposal(match, tuple(spans(match.source, words)) if match.percent < 100 else ()) for match in near]
        said_elsewhere = concordance(db, actor(), phrase, source, language) if phrase else []
        issue = db.get(Issue, piece.issue_id)
    page = "translation/matches.html" if "liste" in request.args else "translation/memory.html"
    return render_template(page, piece=piece, issue=issue, name=name, language=language, source=source, found=found,
                           words=words, phrase=phrase, elsewhere=said_elsewhere,
                           way="rtl" if is_rtl(language) else "ltr", from_way="rtl" if is_rtl(source) else "ltr",
                           free=not one.targets)  # fmt: skip


def _row(db: Session, piece_id: str, language: str, name: str) -> tuple[Piece, Opened, Row]:
    piece = submissions.piece(db, actor(), piece_id) or abort(404)
    here = opened(whole(db, actor(), piece), language) or abort(404)
    found = actions.named(here.rows).get(name)
    return piece, here, found if found is not None and found.sources else abort(404)


@blueprint.post(ROOM + "/memoire/<name>")
@policy(Policy.TRANSLATE)
def take(piece_id: str, language: str, name: str) -> ResponseReturnValue:
    """Put what the memory has into an empty row, as a draft."""
    with database().write() as db:
        piece, here, one = _row(db, piece_id, language, name)
        near = matches(db, actor(), here.source.language, language, asked(one), most=MOST,
                       besides=here.target.text.id)  # fmt: skip
        chosen = next((match for match in near if str(match.id) == request.form.get("take")), None)
        if chosen is None or one.targets:
            raise Refused("row-moved-on")
        actions.draft(db, actor(), now(), piece, language, {name: chosen.target})
    return done("C’est un brouillon : le lire, puis dire qu’il est traduit.", "translation.room", piece_id=piece_id,
                language=language, _anchor=name)  # fmt: skip


@blueprint.post(ROOM + "/memoire")
@policy(Policy.TRANSLATE)
def fill(piece_id: str, language: str) -> ResponseReturnValue:
    """Fill the empty rows whose very words the memory has."""
    with database().write() as db:
        piece = submissions.piece(db, actor(), piece_id) or abort(404)
        many = actions.draft_from_memory(db, actor(), now(), piece, language)
    told = said("Rempli depuis la mémoire : %(n)s. À lire.", n=number(many)) if many else "La mémoire n’a rien de plus."
    return done(told, "translation.room", piece_id=piece_id, language=language)
