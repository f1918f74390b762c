"""The first room: one read-only page an issue, open to all for specimens only. Everything else is absent (404)."""

from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, render_template, send_from_directory, url_for
from werkzeug.wrappers import Response

from journal_app.languages import LANGUAGES
from journal_app.messages import sentence
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.model import IssueFile
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem
from journal_app.proofs.report import Report, load_report
from journal_app.web.speech import current

pages = Blueprint("proofs", __name__, template_folder="templates")


def _folder() -> Path:
    return Path(current_app.extensions["journal"].issues_folder)


def _specimen(slug: str) -> tuple[Path, IssueFile, PrinterSheet] | None:
    """The specimen issue of that name; an issue that is none, or does not exist, is nobody's business here."""
    found = next((p for p in sorted(_folder().iterdir()) if p.is_dir() and p.name == slug), None)
    if found is None:
        return None
    try:
        facts, _ = read_issue_file((found / "issue.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return (found, *facts) if facts and facts[0].specimen else None


def _issue(slug: str) -> tuple[Path, IssueFile, PrinterSheet]:
    return _specimen(slug) or abort(404)


@pages.get("/")
def home() -> str | Response:
    """The only specimen, or the list of them."""
    found = {p.name: s for p in sorted(_folder().iterdir()) if p.is_dir() and (s := _specimen(p.name))}
    if len(found) == 1:
        return redirect(url_for(".issue", slug=next(iter(found)), lang=current()))
    return render_template("home.html", issues={slug: facts[1] for slug, facts in found.items()})


@pages.get("/numeros/<slug>/")
def issue(slug: str) -> str:
    """The flatplan with its problems, the fits, the files, the weight."""
    folder, file, sheet = _issue(slug)
    report = load_report(folder)
    return render_template("issue.html", slug=slug, file=file, sheet=sheet, report=report, say=_say,
                           languages=LANGUAGES, weight=_weight(sheet, report))


@pages.get("/numeros/<slug>/pages/<int:folio>")
def page(slug: str, folio: int) -> str:
    """One page large, with what was found on it."""
    folder, file, _ = _issue(slug)
    report = load_report(folder)
    if report is None or not 1 <= folio <= len(report.pages):
        abort(404)
    return render_template("page.html", slug=slug, file=file, report=report, page=report.pages[folio - 1], say=_say)


@pages.get("/numeros/<slug>/fichiers/<path:path>")
def file(slug: str, path: str) -> Response:
    """A file the report lists; no other."""
    folder, _, _ = _issue(slug)
    report = load_report(folder)
    if report is None or path not in report.allowed():
        abort(404)
    return send_from_directory(report.folder, path)


def _say(problem: Problem) -> str:
    return sentence(problem, current())


def _weight(sheet: PrinterSheet, report: Report | None) -> tuple[float, float]:
    """A copy in g and the run in kg: W mm x H mm x (pages / 2) x g/m2 / 1e6."""
    copy = sheet.page[0] * sheet.page[1] * (len(report.pages) if report else 0) / 2 * sheet.gsm / 1e6
    return copy, copy * sheet.quantity / 1000
