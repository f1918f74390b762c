"""Board, the page: who does what until press close, one-tap claims, and decisions on many pieces at once."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.board.rows import COLUMNS, Filter, board
from journal_app.freeze import store as freeze
from journal_app.freeze.fits import measured
from journal_app.freeze.readiness import What
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.problems import Problem, Refused
from journal_app.review import store as reviews
from journal_app.review.actions import decide, undo
from journal_app.review.model import Decision
from journal_app.review.stages import BY_HAND, Verb, may
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import claim, release, want
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, database, desk, now, said
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

blueprint = Blueprint("board", __name__, template_folder="templates")
MOST_AT_ONCE = 200
IN_BULK = tuple(verb for verb in BY_HAND if verb is not Verb.WITHDRAW)  # a withdrawal is asked for one by one


def _issue(db: Session, slug: str) -> Issue:
    return issues.issue(db, actor(), slug) or abort(404)


@blueprint.get("/numeros/<slug>/tableau")
@policy(Policy.READ)
def show(slug: str) -> str:
    """Every piece of the issue within reach, what it lacks, who holds it."""
    asked = request.args
    wanted = Filter(asked.get("etape", ""), asked.get("langue", ""), asked.get("manque", ""), asked.get("mains", ""))
    with database().read() as db:
        issue = _issue(db, slug)
        found = board(freeze.facts(db, actor(), issue.id, measured(db, desk().config.instance, issue.id)), wanted)
        names = accounts.names(db, (row.piece.holder_id for _, rows in found.groups for row in rows))
        holes = submissions.withdrawn_count(db, issue.id) if actor().has(Role.COORDINATOR, Role.EDITOR) else 0
    done = [one for one in asked.get("fait", "").split(",") if one.isalnum()][:MOST_AT_ONCE]
    return render_template(
        "board/board.html", issue=issue, board=found, wanted=wanted, names=names, holes=holes, done=done, me=actor(),
        stages=COLUMNS, whats=list(What), lacks_words={what: said(f"missing:{what}") for what in What},
        left=_left(issue.press_close, now()),
        verbs=[verb for verb in IN_BULK if may(actor().roles, verb)],
    )  # fmt: skip


def _left(close: datetime | None, at: datetime) -> tuple[int, int] | None:
    """Days and hours until press close; none when it has no moment, zeros when it is over."""
    if close is None:
        return None
    seconds = max(0, int((close - at).total_seconds()))
    return seconds // 86400, seconds % 86400 // 3600


@blueprint.post("/numeros/<slug>/tableau/prendre/<piece_id>")
@policy(Policy.TRANSLATE)
def take(slug: str, piece_id: str) -> Response:
    """Claim a piece; of two who tap at once one gets it, and the other is told so."""
    with database().write() as db:
        _issue(db, slug)
        claim(db, actor(), now(), submissions.piece(db, actor(), piece_id) or abort(404))
    return _back(slug)


@blueprint.post("/numeros/<slug>/tableau/rendre/<piece_id>")
@policy(Policy.TRANSLATE)
def give_back(slug: str, piece_id: str) -> Response:
    """Give a piece back."""
    with database().write() as db:
        _issue(db, slug)
        release(db, actor(), now(), submissions.piece(db, actor(), piece_id) or abort(404))
    return _back(slug)


@blueprint.post("/numeros/<slug>/tableau/ensemble")
@policy(Policy.TRANSLATE)
def together(slug: str) -> Response:
    """The same for several pieces: each that can is done, and those that cannot are counted."""
    what, reason, language = (request.form.get(name, "") for name in ("action", "reason", "language"))
    chosen = request.form.getlist("piece")[:MOST_AT_ONCE]
    with database().write() as db:
        issue = _issue(db, slug)
        act = _action(issue, what, reason, language)
        done, left = _each(db, submissions.some(db, actor(), chosen), issue.id, act)
    if not chosen:
        flash(said("Cocher d’abord des contributions."), "stop")
    elif left:
        flash(said("%(done)s faites ; %(left)s ne le permettaient pas.", done=len(done), left=left), "stop")
    else:
        flash(said("C’est fait pour %(done)s contributions.", done=len(done)))
    return _back(slug, [one.id for one in done if isinstance(one, Decision)])


Act = Callable[[Session, Piece], object]


def _action(issue: Issue, what: str, reason: str, language: str) -> Act:
    if what == "claim":
        return lambda db, piece: claim(db, actor(), now(), piece)
    if what == "release":
        return lambda db, piece: release(db, actor(), now(), piece)
    if what == "want" and language in issue.languages and actor().has(Role.COORDINATOR, Role.EDITOR):
        return lambda db, piece: want(db, actor(), now(), piece, language)
    if what in IN_BULK:
        return lambda db, piece: decide(db, actor(), now(), piece, what, reason)
    abort(404)


def _each(db: Session, pieces: Sequence[Piece], issue_id: str, act: Act) -> tuple[list[object], int]:
    """What came of the action on each piece, and on how many it was refused; a refusal changes nothing of its piece."""
    done: list[object] = []
    left = 0
    for piece in pieces:
        if piece.issue_id != issue_id:
            continue
        try:
            with db.begin_nested():
                made = act(db, piece)
        except Refused:
            left += 1
            continue
        if isinstance(made, Problem):
            left += 1
        else:
            done.append(made)
    return done, left


@blueprint.post("/numeros/<slug>/tableau/annuler")
@policy(Policy.DECIDE)
def take_back(slug: str) -> Response:
    """Undo the decisions that were just made."""
    with database().write() as db:
        issue = _issue(db, slug)
        undone = 0
        for decision_id in request.form.getlist("decision")[:MOST_AT_ONCE]:
            row = reviews.decision(db, decision_id)
            piece = submissions.piece(db, actor(), row.piece_id) if row else None
            if piece is None or piece.issue_id != issue.id:
                continue
            try:
                with db.begin_nested():
                    undo(db, actor(), now(), piece, decision_id)
                undone += 1
            except Refused:
                continue
    flash(said("%(done)s décisions annulées.", done=undone))
    return _back(slug)


def _back(slug: str, done: Sequence[str] = ()) -> Response:
    """To the board as it was filtered, with the decisions that can be undone."""
    kept = {name: request.args[name] for name in ("etape", "langue", "manque", "mains") if request.args.get(name)}
    more = {"fait": ",".join(done)} if done else {}
    return redirect(page_url("board.show", slug=slug, **kept, **more), 303)
