"""Translation, the page of a translation: source and target side by side, row by row. Actions do the work."""

from collections import Counter
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal_app.accounts.store import names
from journal_app.glossary.matching import Terms
from journal_app.glossary.reading import terms
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import is_rtl
from journal_app.messages import sentence
from journal_app.problems import Problem, Refused
from journal_app.review import store as reviews
from journal_app.review.actions import may_write
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.translation import actions, asking
from journal_app.translation.actions import Edit, Told
from journal_app.translation.advice import advised
from journal_app.translation.beads import Stage, words
from journal_app.translation.pages import Shown, offered, pivots, shown, third_of
from journal_app.translation.reading import Opened, opened, whole
from journal_app.translation.rows import Row, count
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.errors import status_of
from journal_app.web.forms import Form
from journal_app.web.guards import TEXT_BYTES, Policy, policy
from journal_app.web.screen import language as screen_language
from journal_app.web.screen import page_url

blueprint = Blueprint("translation", __name__, template_folder="templates")
ROOM = "/contributions/<piece_id>/<language>/traduire"
SAID = {"review": Stage.REVIEWED, "needs": Stage.NEEDS_WORK, "again": Stage.TRANSLATED}


@blueprint.get(ROOM)
@policy(Policy.READ)
def room(piece_id: str, language: str) -> str:
    """The translation, in a form of one field a row."""
    with database().read() as db:
        return _page(db, _piece(db, piece_id), language)


def _piece(db: Session, piece_id: str) -> Piece:
    return submissions.piece(db, actor(), piece_id) or abort(404)


def _page(
    db: Session, piece: Piece, language: str, aside: Mapping[str, str] | None = None,
    problems: Mapping[str, list[str]] | None = None,
) -> str:  # fmt: skip
    all_ = whole(db, actor(), piece)
    here = opened(all_, language) or abort(404)
    third, over = third_of(all_, here, request.args.get("avec", ""))
    yes, _ = reviews.standing(db, [piece.id])
    agreed = here.target.head is not None and yes.get(here.target.text.id) == here.target.head.id
    issue = db.get(Issue, piece.issue_id)
    glossary = terms(db, (here.source.language, language))
    found = shown(here, over, aside, problems, agreed, glossary, _advice(here, glossary, issue))
    known = {one.name for one in found}
    holder = here.row.holder_id if here.row else None
    return render_template(
        "translation/room.html",
        piece=piece, issue=issue, here=here, rows=found, counts=_counts(here.rows), third=third,
        offered=offered(all_, here), pivots=pivots(all_, language), texts=sorted(all_.sides),
        lost={name: typed for name, typed in (aside or {}).items() if name not in known},
        way=_way(language), row_choices=_choices(found),
        may_write=may_write(actor(), piece, language) and _living(issue),
        holder=holder, me=actor().account_id, names=names(db, {holder, *(row.bead.by or None for row in here.rows)}),
        second_eyes=bool(issue and issue.second_eyes), agreed=agreed,
    )  # fmt: skip


def _advice(
    here: Opened, glossary: Terms, issue: Issue | None, only: Iterable[str] | None = None
) -> dict[str, list[str]]:
    """What is to be looked at, in words, by the names of the rows."""
    told = advised(here, glossary, issue.inclusive if issue else "", only)
    return {name: [sentence(one, screen_language()) for one in problems] for name, problems in told.items()}


def _choices(rows: list[Shown]) -> list[tuple[str, str]]:
    """The rows to ask about, by their first words."""
    return [("", said("tout le texte")), *((one.name, words(one.row.sources)[:60]) for one in rows if one.source)]


def _living(issue: Issue | None) -> bool:
    return issue is not None and issue.state == IssueState.OPEN


def _way(tag: str) -> str:
    return "rtl" if tag and is_rtl(tag) else "ltr"


def _counts(rows: tuple[Row, ...]) -> list[tuple[str, int]]:
    """How many rows stand where, what asks for somebody first."""
    found = Counter(count(row for row in rows if row.targets or row.open))
    order = ("stale", "needs-work", "missing", "draft", "in-progress", "translated", "reviewed")
    return [(name, found[name]) for name in order if found[name]]


@blueprint.post(ROOM)
@policy(Policy.TRANSLATE, most_bytes=TEXT_BYTES)
def save(piece_id: str, language: str) -> ResponseReturnValue:
    """Save what was typed on any row, and do what its button says with one of them."""
    verb, _, name = request.form.get("do", "save").partition(":")
    finished = [name] if verb == "done" and name else []
    try:
        with database().write() as db:
            piece = _piece(db, piece_id)
            told = actions.translate(db, actor(), now(), piece, language, edits(), finished, autosave=verb == "auto")
            _say(db, piece, language, verb, name)
    except Refused as refused:
        if not _by_script():
            raise
        return jsonify(problem=said(f"refused:{refused.code}")), status_of(refused)
    return _answer(piece_id, language, verb, name, told)


def edits() -> dict[str, Edit]:
    """What the form brought: of each row its field and the mark of the words it held."""
    form = request.form
    return {key[4:]: Edit(typed, form.get(f"had-{key[4:]}", "")) for key, typed in form.items()
            if key.startswith("row-")}  # fmt: skip


def _say(db: Session, piece: Piece, language: str, verb: str, name: str) -> None:
    """What a button says of a row beside saving it."""
    if verb in SAID:
        actions.review(db, actor(), now(), piece, language, name, SAID[verb])
    elif verb in ("minor", "stale"):
        actions.judge(db, actor(), now(), piece, language, name, verb == "minor")


def _answer(piece_id: str, language: str, verb: str, name: str, told: Told) -> ResponseReturnValue:
    """The page again at the next row that waits; or, for the script, the rows that are not as they were."""
    problems: dict[str, list[str]] = {}
    for problem in told.problems:
        problems.setdefault(_row_of(told, problem) or name, []).append(sentence(problem, screen_language()))
    with database().read() as db:
        piece = _piece(db, piece_id)
        if _by_script():
            return _rows(db, piece, language, told, problems), 412 if told.aside else 200
        if told.aside:
            return _page(db, piece, language, told.aside, problems), 412
        if problems:
            return _page(db, piece, language, None, problems)
        here = opened(whole(db, actor(), piece), language) or abort(404)
    if verb == "fit":
        return redirect(page_url("fitting.measured", piece_id=piece_id, language=language), 303)
    if verb == "save":
        flash(said("Enregistré."))
    onward = _next(actions.named(here.rows), name) if verb in ("done", "review") else name
    where = page_url("translation.room", piece_id=piece_id, language=language)
    return redirect(f"{where}#{onward}" if onward else where, 303)


def _row_of(told: Told, problem: Problem) -> str:
    """The name of the row a problem is about: its place stands after the field's name."""
    for name, row in actions.named(told.opened.rows).items():
        if problem.where in (row.key, f"{row.key}:{row.places[0] + 1}" if row.places else row.key):
            return name
    return ""


def _next(rows: Mapping[str, Row], name: str) -> str:
    """The next row after this one that waits for somebody, else this one."""
    order = list(rows)
    start = order.index(name) + 1 if name in order else 0
    return next((one for one in order[start:] if rows[one].open), name)


def _by_script() -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _rows(db: Session, piece: Piece, language: str, told: Told, problems: Mapping[str, list[str]]) -> Response:
    """Each row's standing, the mark of its words and its problems; the row that was typed on with its buttons anew."""
    all_ = whole(db, actor(), piece)
    here = opened(all_, language) or abort(404)
    glossary = terms(db, (here.source.language, language))
    mine = [key[4:] for key in request.form if key.startswith("row-")]
    advice = _advice(here, glossary, db.get(Issue, piece.issue_id), mine)
    found = shown(here, {}, told.aside, problems, checks=advice)
    return jsonify(
        rows={one.name: _plain(one) for one in found},
        counts=[[_word(key), key, many] for key, many in _counts(here.rows)],
        aside=[name for name in told.aside if name not in {one.name for one in found}],
    )  # fmt: skip


def _plain(one: Shown) -> dict[str, object]:
    return {"standing": one.standing, "word": _word(one.standing), "had": one.had, "typed": one.typed,
            "aside": one.aside, "done": one.done, "problems": one.problems, "checks": one.checks}  # fmt: skip


def _word(key: str) -> str:
    return said(f"row:{key}")


@blueprint.post(ROOM + "/main")
@policy(Policy.TRANSLATE)
def hands(piece_id: str, language: str) -> ResponseReturnValue:
    """Take the translation in hand, with a day it shall be done by, or give it back."""
    form, give = Form(request.form), request.form.get("do") == "give"
    with database().write() as db:
        piece = _piece(db, piece_id)
        if give:
            actions.give_back(db, actor(), now(), piece, language)
        else:
            actions.take(db, actor(), now(), piece, language, form.day("due") if request.form.get("due") else None)
    told = "Rendue : quelqu’un d’autre peut la prendre." if give else "Cette traduction est à vous."
    return done(told, "translation.room", piece_id=piece_id, language=language)


@blueprint.post(ROOM + "/depuis")
@policy(Policy.TRANSLATE)
def made_from(piece_id: str, language: str) -> ResponseReturnValue:
    """Say from which language this one is translated."""
    with database().write() as db:
        piece = _piece(db, piece_id)
        all_ = whole(db, actor(), piece)
        source = request.form.get("source", "")
        if opened(all_, language) is None or source not in pivots(all_, language):
            raise Refused("pivot-in-a-circle")
        actions.make_from(db, actor(), now(), piece, language, source)
    told = "Les paragraphes sont mis en regard : les relire une fois."
    return done(told, "translation.room", piece_id=piece_id, language=language)


@blueprint.post(ROOM + "/question")
@policy(Policy.TRANSLATE)
def ask(piece_id: str, language: str) -> ResponseReturnValue:
    """Ask the editor, or the author with their return code, about the original's words of a row."""
    form = request.form
    with database().write() as db:
        piece = _piece(db, piece_id)
        here = opened(whole(db, actor(), piece), language) or abort(404)
        row = actions.named(here.rows).get(form.get("row", ""))
        made = asking.ask(db, actor(), now(), here, row, form.get("body", ""), to_author=form.get("to") == "author")
    if isinstance(made, Problem):
        flash(sentence(made, screen_language()), "stop")
        return redirect(page_url("translation.room", piece_id=piece_id, language=language), 303)
    return done("La question est posée.", "translation.room", piece_id=piece_id, language=language)
