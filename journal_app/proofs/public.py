"""Proofs, the pages anybody may read: an issue, one of its pages, its files. Specimens only; they change nothing."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from journal_app.accounts.actor import Actor
from journal_app.accounts.public import demo_people
from journal_app.config import Config
from journal_app.costing.folder import read_costing
from journal_app.costing.report import CostingReport, costing_report
from journal_app.languages import is_rtl
from journal_app.messages import place, sentence
from journal_app.problems import Problem, any_blocking
from journal_app.proofs import spreads
from journal_app.proofs.folder import (
    MARK,
    Shown,
    built_file,
    changed_since_built,
    is_as_listed,
    load_report,
    mark,
    planned_pages,
    shown_issue,
    shown_issues,
    stands,
)  # fmt: skip
from journal_app.proofs.living import living_issue
from journal_app.proofs.model import BuiltFile, BuiltPage, Report
from journal_app.web.guards import Policy, allowed, policy
from journal_app.web.headers import ASKED_AGAIN, REPORT
from journal_app.web.screen import language, page_url

TYPES = {
    ".png": "image/png", ".webp": "image/webp", ".pdf": "application/pdf", ".html": "text/html",
    ".json": "application/json", "": "text/plain", ".zip": "application/zip",
}  # fmt: skip
READ_HERE = ("proof", "preflight", "ticket")  # opened in the browser; the others are saved

blueprint = Blueprint("proofs", __name__, template_folder="templates")


def _issue(slug: str) -> Shown:
    """The issue as its makers see it now; for everybody else, a specimen."""
    config: Config = current_app.extensions["journal"]
    return living_issue(slug)[1] or shown_issue(config.issues_folder, slug) or abort(404)


def _sees_money(issue: Shown) -> bool:
    """What a specimen costs is invented; what an issue does, who plans its money sees."""
    actor: Actor | None = g.get("actor")
    return issue.file.specimen or (actor is not None and allowed(Policy.MONEY, actor))


def _costing(issue: Shown, pages: int) -> tuple[CostingReport | None, list[Problem]]:
    costing, problems = read_costing(issue.folder)
    if costing is None or not pages:
        return None, problems
    report = costing_report(costing, issue.sheet, pages, date.today())
    return report, [*problems, *report.problems]


@blueprint.app_template_global()
def said(problem: Problem) -> str:
    """A problem's sentence in the screen's language; who is at the desk is told what to do there."""
    return sentence(problem, language(), desk="actor" in g)


@blueprint.app_template_global()
def leaf(problem: Problem, folio: int) -> str:
    """`p. 3`, unless the problem's sentence begins with it."""
    words = place(f"p{folio}", "", language())
    return "" if said(problem).startswith(words) else words


def _cover(found: Shown) -> str:
    """The address of an issue's first page, small; empty when it is not built."""
    report, _ = load_report(found.build)
    return _picture_url(found, report.pages[0], "vignette") if report and report.pages else ""


@blueprint.get("/")
@policy(Policy.PUBLIC)
def index() -> str | Answer:
    """The issues; when there is one, that issue. Who is signed in comes to the own work; a demo opens its doors."""
    if current_user and current_user.is_authenticated:
        return redirect(page_url("issues.home"))
    config: Config = current_app.extensions["journal"]
    issues = shown_issues(config.issues_folder)
    demo = demo_people()
    if len(issues) == 1 and not demo:
        return redirect(page_url("proofs.issue", slug=issues[0].slug))
    return render_template("proofs/index.html", issues=issues, demo=demo, cover=_cover)


@blueprint.get("/numeros/<slug>/")
@policy(Policy.PUBLIC)
def issue(slug: str) -> str | Answer:
    """One issue: its flatplan, problems, fit, files, weight and cost. One that has no page yet: its board."""
    ours, built = living_issue(slug)
    if ours and built is None:
        return redirect(page_url("board.show", slug=slug))
    found = built or _issue(slug)
    report, missing = load_report(found.build)
    pages = report.pages if report else []
    count = len(pages) or planned_pages(found)
    costing, costs = _costing(found, count) if _sees_money(found) else (None, [])
    problems = [told.problem() for told in report.problems] if report else []
    fit = report.fit if report else []
    return render_template(
        "proofs/issue.html",
        issue=found,
        ours=ours,
        report=report,
        draft=not any(file.kind == "press" for file in report.files) if ours and report else False,
        missing=missing,
        count=count,
        stale=bool(report) and changed_since_built(found),
        spreads=spreads.spreads(pages),
        bound="rtl" if is_rtl(found.file.languages[0]) else "ltr",
        problems=spreads.by_page(problems, fit, stands(found.folder)),
        counts=spreads.counts(problems),
        ready=bool(report) and not any_blocking(problems),
        groups=spreads.by_article(fit, language()),
        names=_names(report),
        files=_files(found, report),
        costing=costing,
        costs=costs,
        picture=lambda page, kind: _picture_url(found, page, kind),
    )


@blueprint.get("/numeros/<slug>/pages/<int:folio>")
@policy(Policy.PUBLIC)
def page(slug: str, folio: int) -> str:
    """One page at reading size, with its problems and its texts."""
    found = _issue(slug)
    report, _ = load_report(found.build)
    shown = _page(report, folio)
    assert report is not None
    folios = [other.folio for other in report.pages]
    here = folios.index(folio)
    problems = spreads.by_page([told.problem() for told in report.problems], report.fit, stands(found.folder))
    return render_template(
        "proofs/page.html",
        issue=found,
        page=shown,
        last=folios[-1],
        before=folios[here - 1] if here else None,
        after=folios[here + 1] if here + 1 < len(folios) else None,
        problems=problems.get(folio, []),
        groups=spreads.by_article([row for row in report.fit if folio in row.pages], language()),
        names=_names(report),
        picture=lambda one, kind: _picture_url(found, one, kind),
    )


@blueprint.get("/numeros/<slug>/pages/<int:folio>/<any(vignette,image):kind>-<state>")
@policy(Policy.PUBLIC)
def picture(slug: str, folio: int, kind: str, state: str) -> Answer:
    """A page's picture, small or large; its address holds its state, and only the present one is shown."""
    found = _issue(slug)
    report, _ = load_report(found.build)
    shown = _page(report, folio)
    path = built_file(found.build, shown.thumb if kind == "vignette" else shown.reading)
    if path is None or not MARK.fullmatch(state):
        abort(404)
    if mark(path) != state:  # the issue was built anew since somebody's page named it: they see what there is now
        answer = redirect(_picture_url(found, shown, kind))
        answer.headers["Cache-Control"] = ASKED_AGAIN
        return answer
    answer = send_file(path, TYPES.get(path.suffix, "application/octet-stream"), conditional=True, etag=state)
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer


@blueprint.get("/numeros/<slug>/fichiers/<digest>/<name>")
@policy(Policy.PUBLIC)
def download(slug: str, digest: str, name: str) -> Response:
    """One of the files the report lists, while it has the bytes the report tells."""
    found = _issue(slug)
    report, _ = load_report(found.build)
    for listed in report.files if report else []:
        if (listed.sha256, listed.name) == (digest, name) and (path := built_file(found.build, listed.path)):
            if not is_as_listed(path, listed):
                break
            kind = TYPES.get(path.suffix, "application/octet-stream")
            answer = send_file(
                path, kind, conditional=True, etag=digest,
                as_attachment=listed.kind not in READ_HERE, download_name=listed.name,
            )  # fmt: skip
            answer.headers["Cache-Control"] = ASKED_AGAIN
            if path.suffix == ".html":
                answer.headers["Content-Security-Policy"] = REPORT
            return answer
    abort(404)


def _page(report: Report | None, folio: int) -> BuiltPage:
    for built in report.pages if report else []:
        if built.folio == folio:
            return built
    abort(404)


def _names(report: Report | None) -> dict[int, list[str]]:
    return {page.folio: spreads.titles(page.folio, report.fit, language()) for page in report.pages} if report else {}


def _files(found: Shown, report: Report | None) -> Sequence[tuple[BuiltFile, str]]:
    """The files that are really there, with their addresses."""
    return [
        (listed, url_for("proofs.download", slug=found.slug, digest=listed.sha256, name=listed.name))
        for listed in (report.files if report else [])
        if listed.kind != "inks" and built_file(found.build, listed.path)
    ]


def _picture_url(found: Shown, built: BuiltPage, kind: str) -> str:
    """Where a page's picture is, or nothing when the file is gone."""
    path = built_file(found.build, built.thumb if kind == "vignette" else built.reading)
    if path is None:
        return ""
    return url_for("proofs.picture", slug=found.slug, folio=built.folio, kind=kind, state=mark(path))
