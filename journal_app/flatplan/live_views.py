"""Flatplan, the live pages: the pictures of an issue's pages as they are now, and how far they are."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from flask import Blueprint, Response, abort, current_app, flash, jsonify, redirect, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal_app.freeze import store as freezes
from journal_app.freeze.folder import Gathered, files
from journal_app.freeze.gather import gather
from journal_app.freeze.live import Answer, LivePages, Wanted, blob_name
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.messages import sentence
from journal_app.prepress.live import FORM, Making, Pressed
from journal_app.problems import Severity
from journal_app.proofs.spreads import LINE, on_pages, stands_of
from journal_app.web.desk import actor, blobs, database, desk, said
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN
from journal_app.web.screen import language, page_url

blueprint = Blueprint("live", __name__)
T = TypeVar("T")
R = TypeVar("R")
OF_ARTICLE = re.compile(r"(?:articles/|article:)([a-z0-9-]+)")
BUDGET_S = 3.0  # of trials for one answer; the page comes again for the others
MOST_TOLD = 5  # of what stands against a PDF; the plan shows all of it


def live() -> LivePages:
    """The desk's own process for it."""
    found: LivePages = current_app.extensions.setdefault("live", LivePages(desk().config.instance))
    return found


def in_time(all_: Sequence[T], tried: Callable[[T], R | Making | None]) -> tuple[list[R], int]:
    """What was told of some trials, one after another for as long as an answer may take; and how many are left. Those
    that cannot be told are neither."""
    late, found, left = monotonic() + BUDGET_S, list[R](), 0
    for one in all_:
        made = tried(one) if monotonic() < late else Making(0, 0)
        if isinstance(made, Making):
            left += 1
        elif made is not None:
            found.append(made)
    return found, left


def reach() -> str:
    """What the reader may see of an issue: everything, or only what is of some residencies."""
    who = actor()
    return "" if who.reads_all else hashlib.sha256(repr(sorted(who.residencies)).encode()).hexdigest()[:12]


def rows_of(db: Session, issue: Issue) -> Gathered:
    """What a draft freeze would be made from now; pictures by name."""
    return gather(db, actor(), issue, blob_name)


def brought(issue: Issue, rows: Gathered) -> Answer:
    """The pages as these rows make them. A text that nothing can be made of, since somebody is still at it, is left out
    and told: the other pages are there all the same."""
    answer = _brought(issue, rows)
    broken = {found[1] for one in answer.problems if (found := OF_ARTICLE.match(one.where))}
    if answer.live is not None or answer.making or not broken:
        return answer
    kept = {key: one for key, one in rows.pieces.items() if one.piece.slug not in broken}
    again = _brought(issue, replace(rows, pieces=kept))
    told = tuple(one for one in answer.problems if one.severity is Severity.BLOCKING)
    if again.live is None:
        return again
    return replace(again, live=replace(again.live, problems=(*told, *again.live.problems)))


def _brought(issue: Issue, rows: Gathered) -> Answer:
    """The same of a folder as it is; what is wrong at a line of its flatplan is told of the page."""
    made = files(rows)
    answer = live().bring(issue.id, Wanted(made), blobs().get, reach())
    every = (*answer.problems, *(answer.live.problems if answer.live else ()))
    if not any(LINE.match(one.where) for one in every):
        return answer
    stands = stands_of(made["flatplan.toml"].decode(), lambda layout: {})
    shown = replace(answer.live, problems=on_pages(answer.live.problems, stands)) if answer.live else None
    return replace(answer, live=shown, problems=on_pages(answer.problems, stands))


def pages_now(slug: str) -> tuple[Issue, Answer]:
    """The issue and its pages as they are at this moment."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        rows = rows_of(db, issue)
    return issue, brought(issue, rows)


@blueprint.get("/numeros/<slug>/pages-vivantes")
@policy(Policy.READ)
def state(slug: str) -> Response:
    """The pages as they are now, for a script: their numbers and the keys of their pictures; how far they are."""
    issue, answer = pages_now(slug)
    pages = [{"folio": page.folio, "reading": page_url("live.picture", slug=issue.slug, key=page.key, kind="reading")}
             for page in (answer.live.pages if answer.live else ())]  # fmt: skip
    return jsonify(state=answer.state, pages=pages, making=answer.making is not None)


@blueprint.post("/numeros/<slug>/chemin-de-fer/presse")
@policy(Policy.DECIDE)
def press(slug: str) -> ResponseReturnValue:
    """The press PDF of this moment, to be looked at: nobody has signed it, and it is not for the printer."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        rows = rows_of(db, issue)
    made, problems = live().press(issue.id, Wanted(files(rows)), blobs().get, reach())
    if isinstance(made, Pressed):
        answer = send_file(made.path, "application/pdf", as_attachment=True, download_name=made.path.name)
        answer.headers["X-Sha256"] = made.sha256
        return answer
    if made is not None:
        flash(said("Le PDF se compose encore : redemander dans un instant."))
    for problem in [one for one in problems if one.severity is Severity.BLOCKING][:MOST_TOLD]:
        flash(sentence(problem, language(), desk=True), "stop")
    return redirect(page_url("flatplan.show", slug=slug), 303)


@blueprint.get("/numeros/<slug>/pages-vivantes/<key>/<any(reading,thumb):kind>")
@policy(Policy.READ)
def picture(slug: str, key: str, kind: str) -> Response:
    """The picture of one of the pages as they are, or were a moment ago."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        made_from = live().paths(issue.id, key, reach())
        if made_from is None or freezes.any_taken_back(db, issue.id, made_from):
            abort(404)
    sheet = sheet_of(issue.printer)
    path = live().picture(issue.id, key, kind, sheet.bleed if sheet else 0, reach()) or abort(404)
    answer = send_file(path, f"image/{FORM}", conditional=True, etag=f"{key}-{kind}")
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer
