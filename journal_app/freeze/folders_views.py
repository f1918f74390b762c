"""Freeze, the page of folders: issues that stand beside the desk as folders, each with a button that takes it in."""

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, make_response, render_template
from flask import request as asked
from werkzeug.wrappers import Response

from journal_app.freeze import taking_in
from journal_app.issues import store as issues
from journal_app.jobs import store as jobs
from journal_app.jobs.actions import enqueue
from journal_app.jobs.model import Job
from journal_app.jobs.queue import wake
from journal_app.messages import from_json, sentence
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.model import IssueFile
from journal_app.prepress.reading import SLUG, Folder
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language

AGAIN_S = 3  # between two looks of a browser while a folder is on its way in

blueprint = Blueprint("folders", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A folder that is no issue of the desk yet: what its first page says, what became of taking it in."""

    slug: str
    file: IssueFile | None
    begun: bool = False
    refused: tuple[str, ...] = ()


@blueprint.get("/numeros/dossiers")
@policy(Policy.ISSUES)
def index() -> Response:
    """The folders, and how far each is."""
    with database().read() as db:
        known, places = issues.slugs(db), issues.reached(db, actor())
        waiting = [
            _waiting(slug, file, jobs.latest(db, taking_in.KIND, f"adopt:{slug}"))
            for slug, file in _folders(desk().config.issues_folder)
            if slug not in known
        ]
    answer = make_response(render_template("freeze/folders.html", folders=waiting, places=places))
    if any(one.begun for one in waiting):
        answer.headers["Refresh"] = str(AGAIN_S)
    return answer


def _folders(place: Path) -> list[tuple[str, IssueFile | None]]:
    """Every folder that has an issue.toml, by name; without its words when they cannot be read."""
    found, kept = [], Folder(place)
    for path in kept.names("."):
        if path.is_dir() and SLUG.fullmatch(path.name) and kept.inside(path) and (path / "issue.toml").is_file():
            text, _ = Folder(path).text(path / "issue.toml")
            read, _ = read_issue_file(text) if text is not None else (None, [])
            found.append((path.name, read[0] if read else None))
    return found


def _waiting(slug: str, file: IssueFile | None, job: Job | None) -> Waiting:
    problems = (job.result or {}).get("problems", []) if job else []
    told = tuple(sentence(from_json(one), language()) for one in problems if one["severity"] == "blocking")
    return Waiting(slug, file, bool(job) and job is not None and job.state in jobs.BEGUN, told)


@blueprint.post("/numeros/dossiers")
@policy(Policy.ISSUES)
def take_in() -> Response:
    """Ask for a folder to be taken in."""
    slug, residency = asked.form.get("slug", ""), asked.form.get("residency", "")
    place = desk().config.issues_folder
    if slug not in [name for name, _ in _folders(place)]:
        abort(404)
    with database().write() as db:
        if slug in issues.slugs(db) or (residency and issues.residency(db, actor(), residency) is None):
            abort(404)
        arguments = {"slug": slug, "residency": residency}
        job = enqueue(db, actor(), now(), taking_in.KIND, f"adopt:{slug}", arguments)
    wake(desk().config, job.id)
    return done("Le dossier entre : ses images se préparent.", "folders.index")
