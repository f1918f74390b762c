"""Submissions, the pages of a piece: what it is, its texts and what each lacks, who holds it; and a new one by hand."""

from typing import get_args

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.activity import store as activity
from journal_app.consent import store as consents
from journal_app.freeze import store as freezes
from journal_app.freeze.fits import measured
from journal_app.freeze.readiness import missing
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import LANGUAGES
from journal_app.media import store as media
from journal_app.messages import sentence
from journal_app.prepress.model import Kind
from journal_app.problems import Problem, Refused, Severity
from journal_app.reactions import REACTIONS
from journal_app.review import stages
from journal_app.review import store as reviews
from journal_app.review.actions import decide, roles_for, undo
from journal_app.submissions import actions, store
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.submissions.plain import clean_plain
from journal_app.translation import counting as translations
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language as screen_language

Page = str | Response | tuple[str, int]
KINDS: tuple[str, ...] = get_args(Kind)

blueprint = Blueprint("submissions", __name__, template_folder="templates")


def found(db: Session, piece_id: str) -> Piece:
    """The piece, if this person may read it; else a page that is not there."""
    return store.piece(db, actor(), piece_id) or abort(404)


# --- a piece ---------------------------------------------------------------------------------------------------------


@blueprint.get("/contributions/<piece_id>")
@policy(Policy.READ)
def piece(piece_id: str) -> str:
    """All there is to know of one piece."""
    return _piece(piece_id, Form({}))


def _piece(piece_id: str, form: Form, problem: str = "") -> str:
    with database().read() as db:
        row = found(db, piece_id)
        issue = issues.by_id(db, actor(), row.issue_id) or abort(404)
        texts = store.texts(db, [row.id]).get(row.id, [])
        heads = store.heads(db, [text.id for text in texts])
        states = translations.states(db, actor(), [row])[1][row.id]
        facts = freezes.facts_of(db, actor(), [row], measured(db, desk().config.instance, issue.id))[0]
        given = consents.answers(db, [("piece", row.id)])["piece", row.id]
        pictures = media.of_pieces(db, actor(), [row.id]).get(row.id, [])
        rows = activity.of_piece(db, row.id, 30)
        decisions = reviews.decisions(db, row.id)
        people = {one.actor_id for one in rows} | {row.holder_id}
        names = accounts.names(db, people)
        pen_names = issues.pen_names(db, row.residency_id)
    texts.sort(key=lambda text: (text.language != row.original, text.language))
    return render_template(
        "submissions/piece.html", piece=row, issue=issue, texts=texts, heads=heads, states=states, given=given,
        lacks=missing(facts), pictures=pictures, rows=rows, names=names, form=form, kinds=KINDS, pen_names=pen_names,
        verbs=[verb for verb in stages.offered(row.stage, roles_for(actor(), row)) if verb in stages.BY_HAND],
        needs_reason=[verb for verb, rule in stages.TABLE.items() if rule.reason], me=actor().account_id,
        last=next(iter(decisions), None), by_hand=stages.BY_HAND, problem=problem,
        tags=list(LANGUAGES), others=[tag for tag in LANGUAGES if tag not in {text.language for text in texts}],
        living=issue.state == IssueState.OPEN,
    )  # fmt: skip


def _facts(form: Form) -> actions.Facts:
    """What a piece is, as a form says it."""
    author = form.line("author", most=80) or form.line("pen_name", most=80)
    return actions.Facts(
        form.line("title", required=True), form.choice("kind", KINDS, "essay"), author,
        form.line("place", most=80), form.choice("status", ("print", "web"), "print"), form.line("web"),
        form.values.get("by_contributor") != "0",
    )  # fmt: skip


@blueprint.post("/contributions/<piece_id>")
@policy(Policy.WRITE)
def describe(piece_id: str) -> Page:
    """Say what a piece is."""
    form = Form(request.form)
    facts, version = _facts(form), form.whole("version", 1, 10**6)
    original = form.choice("original", ["", *LANGUAGES], "")
    if not form.fine:
        return _piece(piece_id, form), 400
    with database().write() as db:
        row = found(db, piece_id)
        issue = open_issue(db, row.issue_id)
        actions.describe(db, actor(), now(), row, version, facts)
        actions.say_original(db, actor(), now(), row, issue, original or row.original, REACTIONS)
    return done("C’est enregistré.", "submissions.piece", piece_id=piece_id)


def open_issue(db: Session, issue_id: str) -> Issue:
    """The issue, which still changes."""
    issue = issues.by_id(db, actor(), issue_id) or abort(404)
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    return issue


@blueprint.post("/contributions/<piece_id>/mains")
@policy(Policy.TRANSLATE)
def hands(piece_id: str) -> Response:
    """Take a piece in hand, or give it back."""
    back = request.form.get("do") == "release"
    with database().write() as db:
        row = found(db, piece_id)
        open_issue(db, row.issue_id)
        (actions.release if back else actions.claim)(db, actor(), now(), row)
    said = "La contribution est rendue." if back else "La contribution est entre vos mains."
    return done(said, "submissions.piece", piece_id=piece_id)


@blueprint.post("/contributions/<piece_id>/langues")
@policy(Policy.WRITE)
def want(piece_id: str) -> Response:
    """Ask for the piece in a language, or give that language up."""
    form = Form(request.form)
    tag = form.choice("language", list(LANGUAGES), "")
    with database().write() as db:
        row = found(db, piece_id)
        open_issue(db, row.issue_id)
        if not tag:
            abort(400)
        actions.want(db, actor(), now(), row, tag, request.form.get("wanted", "1") == "1")
    return done("Les langues sont à jour.", "submissions.piece", piece_id=piece_id)


@blueprint.post("/contributions/<piece_id>/etape")
@policy(Policy.WRITE)
def stage(piece_id: str) -> Page:
    """Decide on the piece, or take the last decision back."""
    form = Form(request.form)
    version, undone = form.whole("version", 1, 10**6), form.line("undo")
    with database().write() as db:
        row = found(db, piece_id)
        open_issue(db, row.issue_id)
        once(db)
        if undone:
            undo(db, actor(), now(), row, undone)
            made = None
        else:
            made = decide(db, actor(), now(), row, form.line("verb"), form.line("reason", most=500), version)
        if not isinstance(made, Problem):
            words = "La décision est annulée." if undone else "La décision est notée."
            return led_to(db, done(words, "submissions.piece", piece_id=piece_id))
    return _piece(piece_id, Form({}), sentence(made, screen_language())), 422


# --- a new one -------------------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/contributions/nouvelle")
@policy(Policy.WRITE)
def new(slug: str) -> str:
    """A form for one piece, to write or paste."""
    return _new(slug, Form({}))


def _new(slug: str, form: Form) -> str:
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        names = issues.pen_names(db, issue.residency_id)
    return render_template("submissions/new.html", issue=issue, form=form, kinds=KINDS, pen_names=names,
                           languages=LANGUAGES)  # fmt: skip


@blueprint.post("/numeros/<slug>/contributions/nouvelle")
@policy(Policy.WRITE, most_bytes=TEXT_BYTES)
def make(slug: str) -> Page:
    """Take the piece in."""
    form = Form(request.form, request.form.to_dict(flat=False))
    facts = _facts(form)
    original = form.choice("original", list(LANGUAGES), "fr")
    wanted = form.several("wanted", list(LANGUAGES))
    body, problems = clean_plain(form.values.get("body", ""))
    if not body.strip():
        form.wrong("body", "À remplir.")
    for one in problems:
        if one.severity is Severity.BLOCKING:
            form.wrong("body", sentence(one, screen_language()))
    if not form.fine:
        return _new(slug, form), 400
    content = Content(form.line("headline", most=500) or facts.title, body=body)
    with database().write() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        once(db)
        row = actions.create_piece(db, actor(), now(), issue, facts, original=original, content=content,
                                   languages=wanted)  # fmt: skip
        return led_to(db, done("La contribution est reçue.", "submissions.piece", piece_id=row.id))
