"""Exchange, the pages: translations leave as files and come back, each unit with its fate. Actions do the work."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from journal_app.exchange import files
from journal_app.exchange.bringing import bring_all
from journal_app.exchange.gathering import Wanted, gathered, sendable
from journal_app.exchange.telling import as_values, in_place, to_look_at
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.messages import sentence
from journal_app.problems import Problem, Severity, any_blocking
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.translation.views import ROOM
from journal_app.web.desk import actor, columns, database, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language as screen_language
from journal_app.web.screen import page_url

MOST_SENT = 60_000_000  # of one request; one XLIFF is at most 20 MB, one Word file 10 MB
TYPES = {"zip": "application/zip", "xlf": "application/xliff+xml",
         "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip

blueprint = Blueprint("exchange", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/traductions/fichiers")
@policy(Policy.TRANSLATE)
def show(slug: str) -> str:
    """Ways out and back."""
    return _page(slug, {})


def _page(slug: str, told: dict[str, object]) -> str:
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        many = {tag: len(sendable(db, actor(), issue, tag)) for tag in issue.languages}
    return render_template("exchange/files.html", issue=issue, formats=files.FORMATS,
                           languages={tag: n for tag, n in many.items() if n}, **told)  # fmt: skip


@blueprint.get("/numeros/<slug>/traductions/fichiers.zip")
@policy(Policy.TRANSLATE)
def all_out(slug: str) -> ResponseReturnValue:
    """All translations into a language, one file an article; without a language, the page that asks for one."""
    tag, kind = request.args.get("langue", ""), _kind()
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        ids = [piece.id for piece in sendable(db, actor(), issue, tag)]
    if not ids:
        return redirect(page_url("exchange.show", slug=slug), 303)
    made = gathered(database(), actor(), Wanted(issue, tag, columns=columns()), ids)
    return _sent(files.packed(made, kind), f"{slug}_{tag}.zip")


@blueprint.get(ROOM + "/fichier")
@policy(Policy.TRANSLATE)
def one_out(piece_id: str, language: str) -> Response:
    """One translation as a file."""
    kind = _kind()
    with database().read() as db:
        piece = submissions.piece(db, actor(), piece_id) or abort(404)
        issue = _issue_of(piece)
        ids = [one.id for one in sendable(db, actor(), issue, language) if one.id == piece_id] or abort(404)
    made = list(gathered(database(), actor(), Wanted(issue, language, columns=columns()), ids)) or abort(404)
    return _sent(files.written(made, language, kind), files.name_of(made[0], kind))


def _issue_of(piece: Piece) -> Issue:
    with database().read() as db:
        return issues.by_id(db, actor(), piece.issue_id) or abort(404)


def _kind() -> str:
    kind = request.args.get("format", files.FORMATS[0])
    return kind if kind in files.FORMATS else abort(404)


def _sent(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype=TYPES[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.post("/numeros/<slug>/traductions/fichiers")
@policy(Policy.TRANSLATE, most_bytes=MOST_SENT)
def back(slug: str) -> ResponseReturnValue:
    """Files that come back: all in one transaction, and a page with the fate of each unit."""
    given = [(_name(file), file.stream.read()) for file in request.files.getlist("files") if file.filename]
    parcel, problems = files.read(given)
    if any_blocking(problems):
        return _page(slug, {"stopped": _sentences(problems)}), 422
    finished = "unfinished" not in request.form
    with database().write() as db:
        issues.issue(db, actor(), slug) or abort(404)
        _, brought, found = bring_all(db, actor(), now(), parcel, expected=slug, finished=finished)
    values = as_values(slug, brought)
    told = {
        "counts": values["units"],
        "brought": [(one, to_look_at(one)) for one in brought if not in_place(one)],
        "placed": [one for one in brought if in_place(one)],
        "stopped": _sentences([p for p in found if p.severity is Severity.BLOCKING and not brought]),
        "told": _sentences(problems), "words_of": lambda each: _sentences(each),
    }  # fmt: skip
    return _page(slug, told), 200 if brought else 422


def _name(file: FileStorage) -> str:
    return (file.filename or "")[-80:]


def _sentences(problems: list[Problem]) -> list[str]:
    return list(dict.fromkeys(sentence(problem, screen_language()) for problem in problems))
