"""Hand-off, what came back, for the desk: a corrected sheet is taken over or not, a proof is looked at. No rule."""

from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_file
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from journal_app.bat import store as bats
from journal_app.durable import make_folder, write_durably
from journal_app.hand_off import correcting, printing, returning, store
from journal_app.hand_off.model import PrinterCorrection, PrinterProof, ProofState
from journal_app.hand_off.profiles import file_name
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.jobs import store as jobs
from journal_app.jobs.queue import wake
from journal_app.web.desk import actor, blobs, database, desk, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN

blueprint = Blueprint("hand_off_answers", __name__, template_folder="templates")


def _correction(db: Session, slug: str, correction_id: str) -> tuple[Issue, PrinterCorrection]:
    issue = issues.issue(db, actor(), slug) or abort(404)
    return issue, store.correction(db, issue.id, correction_id) or abort(404)


@blueprint.get("/numeros/<slug>/imprimeur/fiches/<correction_id>")
@policy(Policy.PRESS)
def correction(slug: str, correction_id: str) -> str:
    """What the printer would have otherwise, beside what the issue says."""
    with database().read() as db:
        issue, row = _correction(db, slug, correction_id)
        link = store.link(db, issue.id, row.link_id)
    present = correcting.present(issue.printer)
    moved = {one.key for one in correcting.differences(row) if one.before != present.get(one.key, "")}
    return render_template("hand_off/correction.html", issue=issue, row=row, company=link.company if link else "",
                           changes=correcting.differences(row), present=present, moved=moved)  # fmt: skip


@blueprint.post("/numeros/<slug>/imprimeur/fiches/<correction_id>")
@policy(Policy.PRESS)
def decide(slug: str, correction_id: str) -> Answer:
    """Take the printer's sheet over, or leave ours."""
    accept, version = request.form.get("decision") == "accept", request.form.get("version", "")
    with database().read() as db:
        issue, row = _correction(db, slug, correction_id)
    name = _profile(issue, row) if accept and row.profile.get("space") == "CMYK" and not row.decided_at else ""
    with database().write() as db:
        issue, row = _correction(db, slug, correction_id)
        if accept:
            whole = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
            correcting.accept(db, actor(), now(), issue, row, whole, name)
        else:
            correcting.decline(db, actor(), now(), row)
    said = "La fiche de l’imprimeur est reprise dans les réglages." if accept else "La fiche reste comme elle était."
    return done(said, "hand_off.show", slug=slug)


def _profile(issue: Issue, row: PrinterCorrection) -> str:
    """Put the profile where the press looks for it, durably, before a row names it; its file's name.

    Its name holds a mark of its bytes: nothing else is ever written over.
    """
    data, config = blobs().get(str(row.profile["sha256"])), desk().config
    name = file_name(str(row.profile.get("label", "")), str(row.profile["sha256"]))
    for top in (config.issues_folder / issue.slug, config.instance / "drafts" / issue.slug):
        _folders(top / "printer")
        write_durably(top / "printer" / name, data, 0o644)
    return name


def _folders(folder: Path) -> None:
    for one in reversed((folder, *folder.parents)):
        make_folder(one)


@blueprint.post("/numeros/<slug>/imprimeur/tirage/<bat_id>")
@policy(Policy.PRESS)
def printed(slug: str, bat_id: str) -> Answer:
    """Confirm that a version is on paper, as its printer says; or take that back."""
    yes = request.form.get("printed") == "yes"
    with database().write() as db:
        issue = issues.issue(db, actor(), slug) or abort(404)
        found = bats.bat(db, bat_id) or abort(404)
        if found.issue_id != issue.id:
            abort(404)
        (printing.confirm if yes else printing.take_back)(db, actor(), now(), issue.id, bat_id)
    said = "C’est confirmé : le tirage est imprimé, ses fichiers sont archivés."
    back = "La confirmation est reprise : un retrait efface de nouveau les fichiers signés."
    return done(said if yes else back, "hand_off.show", slug=slug)


def _proof(db: Session, slug: str, proof_id: str) -> tuple[Issue, PrinterProof]:
    issue = issues.issue(db, actor(), slug) or abort(404)
    found = store.proof(db, proof_id)
    if found is None or found.issue_id != issue.id or found.state == ProofState.GONE:
        abort(404)
    return issue, found


@blueprint.get("/numeros/<slug>/imprimeur/epreuves/<proof_id>")
@policy(Policy.PRESS)
def proof(slug: str, proof_id: str) -> str:
    """How a printer's proof differs, page by page."""
    with database().read() as db:
        issue, found = _proof(db, slug, proof_id)
        job, stands = jobs.job(db, found.job_id or ""), returning.standing(db, found)
        link = store.link(db, issue.id, found.link_id)
    return render_template("hand_off/proof_desk.html", issue=issue, proof=found, job=job, stands=stands,
                           there=_there(found), company=link.company if link else "")  # fmt: skip


def _there(found: PrinterProof) -> bool:
    """Whether the file that the printer sent is still here."""
    return (desk().config.instance / "returned" / found.id).is_file()


@blueprint.post("/numeros/<slug>/imprimeur/epreuves/<proof_id>/encore")
@policy(Policy.PRESS)
def again(slug: str, proof_id: str) -> Answer:
    """Compare a proof once more, of which comparing did not come to its end."""
    with database().write() as db:
        _, found = _proof(db, slug, proof_id)
        job_id = returning.again(db, actor(), now(), found, _there(found))
    wake(desk().config, job_id)
    return done("La comparaison recommence.", "hand_off_answers.proof", slug=slug, proof_id=proof_id)


@blueprint.get("/numeros/<slug>/imprimeur/epreuves/<proof_id>/<int:folio>.png")
@policy(Policy.PRESS)
def picture(slug: str, proof_id: str, folio: int) -> Response:
    """A page that differs."""
    with database().read() as db:
        _, found = _proof(db, slug, proof_id)
    path = returning.pictures(desk().config.instance, found.id) / f"{folio}.png"
    if found.state not in (ProofState.COMPARED, ProofState.UNFINISHED) or not path.is_file():
        abort(404)
    answer = send_file(path, "image/png")
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer
