"""Freeze, the room: what would be frozen, what stands against it and for whom, and the two buttons."""

from collections import defaultdict
from dataclasses import dataclass, replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template
from werkzeug.wrappers import Response

from journal_app.bat import store as bats
from journal_app.freeze import store
from journal_app.freeze.building import drafts
from journal_app.freeze.freezing import Look, Tools, freeze, looks
from journal_app.freeze.model import FreezeKind
from journal_app.issues import store as issues
from journal_app.jobs.queue import wake
from journal_app.messages import sentence
from journal_app.problems import Problem, Severity, any_blocking
from journal_app.web.desk import actor, database, desk, done, now, said
from journal_app.web.guards import Policy, allowed, policy, policy_of
from journal_app.web.once import led_to, once
from journal_app.web.screen import language, page_url

blueprint = Blueprint("freeze", __name__, template_folder="templates")


def tools() -> Tools:
    """What a freeze needs, of this desk."""
    parts = desk()
    return Tools(parts.database, parts.blobs.get, parts.keys.digest, drafts(parts.config.instance),
                 parts.config.issues_folder)  # fmt: skip


@blueprint.get("/numeros/<slug>/gel")
@policy(Policy.DECIDE)
def show(slug: str) -> str:
    """What a freeze would write now, and what the press would refuse."""
    with database().read() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        last = {kind: store.last_freeze(db, issue.id, kind) for kind in FreezeKind}
        built = {kind: store.current_build(db, issue.id, kind) for kind in FreezeKind}
        gone = any(store.was_let_go(db, issue.id, kind) for kind in FreezeKind)
        places = store.places(db, issue.id)
        sealed = bats.sealed(db, issue.id)
    found = looks(tools(), actor(), slug, FreezeKind)
    press, draft = found[FreezeKind.PRESS], found[FreezeKind.DRAFT]
    return render_template(
        "freeze/freeze.html", issue=issue, press=press, draft=draft, groups=_by_who(press.problems, places, slug),
        stops=[one for one in press.problems if one.severity is Severity.BLOCKING], last=last, built=built,
        refused=any_blocking(press.problems), stuck=_conflicts(draft), gone=gone, sealed=sealed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What stands against the press, as it is shown: where it is mended, and in words."""

    problem: Problem
    address: str  # empty where there is no page to mend it on
    language: str
    words: str


# What a gate found is a code; the words it has elsewhere on the screens.
CODES = {"gate-not-accepted": "piece", "gate-consent": "use", "gate-translation": "state"}


# Where a name among the words of the money is taken out.
MONEY = {
    "gate-name-estimate": "budget_estimate.show", "gate-name-quote": "budget_quotes.index",
    "gate-name-residency": "budget_residency.show", "gate-name-delivery": "distribution.show",
    "gate-name-funds": "budget.show",
}  # fmt: skip


def _by_who(problems: list[Problem], places: store.Places, slug: str) -> list[tuple[str, list[Row]]]:
    """The problems by the role that can mend them, the longest list first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for problem in problems:
        found[problem.detail.who].append(_row(problem, places, slug))
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


def _row(problem: Problem, places: store.Places, slug: str) -> Row:
    at, _, tag = problem.where.partition("#")
    code, _, of = problem.detail.found.partition(" ")
    kind = CODES.get(problem.code, "")
    told = " · ".join(part for part in (said(f"{kind}:{code}"), of) if part) if kind else problem.detail.found
    shown = replace(problem, detail=replace(problem.detail, who="", found=told))
    return Row(problem, _address(problem, at, tag, places, slug), tag, sentence(shown, language(), desk=True))


def _address(problem: Problem, at: str, tag: str, places: store.Places, slug: str) -> str:
    """The page on which it is mended."""
    if problem.code in ("gate-unplaced", "gate-name-page"):
        return page_url("flatplan.show", slug=slug) + f"#p{problem.detail.found}"
    if place := MONEY.get(problem.code):
        asked = policy_of(current_app, place)
        return page_url(place, slug=slug) if asked and allowed(asked, actor()) else ""
    key = places.get(at)
    if key is None:
        return ""
    if at.startswith("picture:"):
        return page_url("media.picture", picture_id=key)
    if problem.code == "gate-consent":
        return page_url("consent.piece", piece_id=key)
    if tag:
        return page_url("review.text", piece_id=key, language=tag)
    return page_url("submissions.piece", piece_id=key)


def _conflicts(found: Look) -> list[Problem]:
    return [problem for problem in found.problems if problem.code == "freeze-conflict"]


@blueprint.post("/numeros/<slug>/gel/epreuve")
@policy(Policy.DECIDE)
def draft(slug: str) -> Response:
    """Freeze a draft and build its proof."""
    return _freeze(slug, FreezeKind.DRAFT)


@blueprint.post("/numeros/<slug>/gel/imprimeur")
@policy(Policy.PRESS, step_up=True)
def press(slug: str) -> Response:
    """Freeze for the printer, if no gate refuses, and build the press PDF."""
    return _freeze(slug, FreezeKind.PRESS)


def _freeze(slug: str, kind: FreezeKind) -> Response:
    with database().write() as db:
        if issues.issue(db, actor(), slug) is None:
            abort(404)
        once(db)
    job_id, _ = freeze(tools(), actor(), now(), slug, kind)
    if job_id is None:
        flash(said("Rien n’a été gelé : voici ce qui s’y oppose."), "stop")
        return redirect(page_url("freeze.show", slug=slug), 303)
    wake(desk().config, job_id)
    with database().write() as db:
        return led_to(db, done("C’est gelé. Les pages se fabriquent.", "jobs.job", job_id=job_id))
