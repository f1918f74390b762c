"""Submissions, the pages of importing: several documents at once, a piece and a receipt each. Slow work comes first."""

import json
from collections.abc import Mapping
from hashlib import sha256 as digest
from types import MappingProxyType
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import LANGUAGES
from journal_app.media import actions as media
from journal_app.media.intake import clean_picture
from journal_app.messages import sentence
from journal_app.problems import Problem, Refused
from journal_app.review.remarks import import_comments
from journal_app.submissions import actions, store
from journal_app.submissions.bringing import Brought, read_upload
from journal_app.submissions.model import Origin, Piece
from journal_app.web.desk import actor, blobs, database, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import answer, answered
from journal_app.web.screen import language, page_url

MOST_FILES = 20
MOST_SENT = 60_000_000  # of one request; one document is at most 10 MB (documents/gate.py)

Line = dict[str, Any]  # what became of one file: its name and, when it came in, its piece with what came along

blueprint = Blueprint("imports", __name__, template_folder="templates")


@blueprint.get("/numeros/<slug>/importer")
@policy(Policy.WRITE)
def bring(slug: str) -> str:
    """A form for files; above it what the last ones became, for whom brought them."""
    with database().read() as db:
        row = store.receipt(db, _told(request.args.get("recu", "")))
        lines: list[Line] = json.loads(row.answer["lines"]) if row else []
        pieces = {piece.id: piece for piece in store.some(db, actor(), [line.get("piece", "") for line in lines])}
    return _page(slug, [line for line in lines if line.get("piece") is None or line["piece"] in pieces], pieces)


def _told(key: str) -> str:
    """Where what was brought at once is kept: of one person, under a key that cannot be guessed."""
    return f"brought:{actor().account_id}:{key}"


def _issue(slug: str) -> Issue:
    with database().read() as db:
        return issues.issue(db, actor(), slug) or abort(404)


def _page(slug: str, lines: list[Line], pieces: Mapping[str, Piece] = MappingProxyType({})) -> str:
    return render_template("submissions/import.html", issue=_issue(slug), lines=lines, pieces=pieces,
                           languages=LANGUAGES, most=MOST_FILES)  # fmt: skip


@blueprint.post("/numeros/<slug>/importer")
@policy(Policy.WRITE, most_bytes=MOST_SENT)
def take_in(slug: str) -> Response | tuple[str, int]:
    """Read each file and make its piece; each has its own line, and one that fails stops no other.

    It leads to a page of its own, so that going back to it or loading it again sends no file twice.
    """
    issue = _issue(slug)
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    form = Form(request.form, request.form.to_dict(flat=False))
    told = form.choice("original", ["", *LANGUAGES], "")
    wanted = form.several("wanted", list(LANGUAGES))
    files = [file for file in request.files.getlist("files") if file.filename]
    lines = [_one(file, issue, told, wanted) for file in files[:MOST_FILES]]
    lines += [{"name": file.filename, "words": said("Trop de fichiers à la fois.")} for file in files[MOST_FILES:]]
    if not any("piece" in line for line in lines):
        return _page(slug, lines), 422 if lines else 400
    said_of_all = json.dumps(lines)
    key = digest(said_of_all.encode()).hexdigest()[:24]  # the same files again: the same page; ids in it are random
    with database().write() as db:
        store.claim_receipt(db, _told(key), now()).answer = {"lines": said_of_all}
    return redirect(page_url("imports.bring", slug=slug, recu=key), 303)


def _one(file: FileStorage, issue: Issue, told: str, wanted: list[str]) -> Line:
    """One file: read in its cage, its pictures cleaned and kept, then one transaction."""
    name = (file.filename or "")[-80:]
    data = file.stream.read()
    brought, problems = read_upload(data, name)
    if brought is None:
        return {"name": name, "words": _sentences(problems)}
    kept, refused = [], []
    for data, alt in brought.pictures:
        clean, found = clean_picture(data, name)
        refused += found if clean is None else []
        if clean is not None:
            kept.append((media.keep(blobs(), clean), alt))
    try:
        piece = _made(issue.slug, brought, told or brought.language or "fr", wanted, kept, digest(data).hexdigest())
    except Refused as refusal:
        return {"name": name, "words": said(f"refused:{refusal.code}")}
    return {"name": name, "words": _sentences([*problems, *refused]), "pictures": len(kept), "piece": piece.id,
            "remarks": len(brought.remarks), "guessed": not told and not brought.declared}  # fmt: skip


def _made(
    slug: str, brought: Brought, original: str, wanted: list[str], kept: list[tuple[media.Kept, str]], file: str
) -> Piece:
    """The piece of a file with its pictures and remarks; of a form that came before, the piece it made then."""
    at, facts = now(), actions.Facts(brought.title or said("sans titre"), "testimony")
    with database().write() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        before = store.piece(db, actor(), answered(db, file).get("piece", ""))
        if before is not None:
            return before
        piece = actions.create_piece(db, actor(), at, issue, facts, original=original, content=brought.content,
                                     languages=wanted, origin=Origin.IMPORTED)  # fmt: skip
        text = store.text(db, piece.id, original)
        assert text is not None and text.head_id is not None
        import_comments(db, at, text, text.head_id, brought.remarks)
        for picture, alt in kept:
            row, new = media.add_picture(db, actor(), at, issue.id, piece.residency_id, picture, piece.id)
            if new and alt:
                media.say(db, actor(), at, row, row.version, {}, {original: alt[:2000]})
        store.keep_receipt(db, f"import:{piece.id}", {"rows": json.dumps(brought.receipt)}, at)
        answer(db, {"piece": piece.id}, file)
    return piece


def _sentences(problems: list[Problem]) -> str:
    return " ".join(sentence(problem, language()) for problem in problems)


@blueprint.get("/contributions/<piece_id>/recu")
@policy(Policy.READ)
def receipt(piece_id: str) -> str:
    """What became of every part of the file; kept for seven days."""
    with database().read() as db:
        piece = store.piece(db, actor(), piece_id) or abort(404)
        issue = issues.by_id(db, actor(), piece.issue_id) or abort(404)
        row = store.receipt(db, f"import:{piece.id}")
    rows = json.loads(row.answer["rows"]) if row else []
    return render_template("submissions/receipt.html", piece=piece, issue=issue, rows=rows)
