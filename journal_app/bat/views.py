"""BAT, the pages: which version, who signed what, what is missing, the one next thing. They sign by its actions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file
from flask import Response as Answer
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.model import Role
from journal_app.bat import actions, covering, gate, looks, store
from journal_app.bat.finding import against_file, titles
from journal_app.bat.marks import mark, unseen
from journal_app.bat.model import WHOLE, Bat, Signature, State, Verdict
from journal_app.bat.opening import PICTURES
from journal_app.bat.parcel import FOLDER, hash_of
from journal_app.bat.signing import Asked, Place, say_of_whole, sign_and_seal
from journal_app.bat.standing import against, last_words, on_paper, to_sign, unsaid, verdict, whole
from journal_app.freeze import store as freezes
from journal_app.freeze.building import drafts
from journal_app.freeze.freezing import Tools
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.prepress.pixels import overlay
from journal_app.problems import Problem, Refused
from journal_app.proofs.folder import load_report
from journal_app.proofs.model import Report
from journal_app.reactions import REACTIONS
from journal_app.web.desk import actor, database, desk, done, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN
from journal_app.web.once import led_to, once
from journal_app.web.screen import page_url

blueprint = Blueprint("bat", __name__, template_folder="templates")
SAID = {
    Verdict.GOOD: "Le BAT est signé. Les fichiers sont prêts pour l’imprimeur.",
    Verdict.AFTER: "C’est dit : bon après corrections. Rien n’est remis à l’imprimeur avant un bon à tirer.",
    Verdict.REFUSED: "C’est dit : refusé. Rien n’est remis à l’imprimeur.",
}  # fmt: skip
MOVED = ("bat-moved-on", "bat-signed", "bat-printed", "bat-bytes-changed")  # while somebody typed
TYPES = {".pdf": "application/pdf", ".html": "text/html", ".json": "application/json", "": "text/plain"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with all that its pages show."""

    issue: Issue
    row: Bat | None
    signatures: Sequence[Signature]
    build: Path  # its folder; the instance's own when there is no version

    @property
    def report(self) -> Report | None:
        return load_report(self.build / "build")[0] if self.row and self.row.void_why not in looks.HIDDEN else None


def _shown(db: Session, slug: str, number: int = 0) -> Shown:
    issue = issues.issue(db, actor(), slug) or abort(404)
    row = store.numbered(db, issue.id, number) if number else store.latest(db, issue.id)
    instance = desk().config.instance
    return Shown(issue, row, store.signatures(db, row.id) if row else (),
                 instance / store.build_folder(db, row) if row else instance)  # fmt: skip


def _stepped_up() -> bool:
    return bool(current_user.is_stepped_up(now()))


@blueprint.get("/numeros/<slug>/bat")
@policy(Policy.DECIDE)
def show(slug: str) -> str:
    """The version at hand at one glance."""
    with database().read() as db:
        found = _shown(db, slug)
        versions = store.versions(db, found.issue.id)
        handed = store.sealed(db, found.issue.id)
    row, words = found.row, last_words(found.signatures)
    pages = found.report.pages if found.report else []
    open_pages = to_sign(words, len(row.digests)) if row else []
    mine = unsaid(words, open_pages, actor().account_id)
    return render_template(
        "bat/bat.html", issue=found.issue, bat=row, leaves=looks.leaves(row, pages, words) if row else [],
        step=looks.step(row, words), open=open_pages, next=(mine or open_pages or [0])[0], whole=whole(words),
        versions=versions, handed=handed, lost=[one for one in found.signatures if one.void_at],
        signs=actor().has(*actions.SIGNS), closes=actor().has(Role.COORDINATOR), verdict=verdict,
        against=against(words), me=actor().account_id, stepped_up=_stepped_up(), named=looks.named,
        reasons=covering.reasons(signed.reasons) if (signed := whole(words)) else [],
    )  # fmt: skip


@blueprint.get("/numeros/<slug>/bat/pages/<int:folio>")
@policy(Policy.DECIDE)
def page(slug: str, folio: int) -> str:
    """One page of the press file: what was said of it, what moved, and the form to sign it."""
    with database().read() as db:
        found = _shown(db, slug)
    return _page(found, folio, Form({}))


def _page(found: Shown, folio: int, form: Form) -> str:
    row, report = found.row, found.report
    if row is None or report is None or not 1 <= folio <= len(row.digests):
        abort(404)
    words = last_words(found.signatures)
    leaf = looks.leaves(row, [one for one in report.pages if one.folio == folio], words)[0]
    return render_template(
        "bat/page.html", issue=found.issue, bat=row, leaf=leaf, folio=folio, last=len(row.digests), form=form,
        digest=row.digests[folio - 1], stepped_up=_stepped_up(), me=actor().account_id,
        closes=actor().has(Role.COORDINATOR),
        lost=[one for one in found.signatures if one.void_at and one.folio == folio],
    )  # fmt: skip


@blueprint.post("/numeros/<slug>/bat/pages/<int:folio>")
@policy(Policy.DECIDE, step_up=True)
def sign_page(slug: str, folio: int) -> Response | tuple[str, int]:
    """Sign one page, over the bytes that were shown; on to the next one that is not signed."""
    form = Form(request.form)
    given = form.choice("verdict", list(Verdict), Verdict.GOOD) if request.form.get("verdict") else None
    conditions = form.line("conditions", most=actions.MOST)
    if given is None:
        form.wrong("verdict", "Choisir ce que vous en dites.")
    elif given is not Verdict.GOOD and not conditions:
        form.wrong("conditions", "Écrire ce qui doit changer.")
    if form.fine and given is not None:
        try:
            return _sign_page(slug, folio, given, conditions)
        except Refused as refused:
            if refused.code not in MOVED:
                raise
            return _moved_on(slug, form, refused.code, folio)
    with database().read() as db:
        found = _shown(db, slug)
    return _page(found, folio, form), 422


def _sign_page(slug: str, folio: int, given: Verdict, conditions: str) -> Response:
    with database().write() as db:
        found = _shown(db, slug)
        if found.row is None:
            abort(404)
        once(db)
        file = found.build / FOLDER / found.row.pdf
        made = actions.sign_page(db, actor(), now(), request.form.get("bat", ""), request.form.get("sha256", ""),
                                 folio, request.form.get("digest", ""), given, conditions, file)  # fmt: skip
        assert isinstance(made, Signature)
        words = last_words(store.signatures(db, found.row.id))
        left = unsaid(words, to_sign(words, len(found.row.digests)), actor().account_id)
        after = next((n for n in (*range(folio + 1, len(found.row.digests) + 1), *range(1, folio)) if n in left), 0)
        flash(said("Page %(n)s : c’est signé.", n=folio))
        where = page_url("bat.page", slug=slug, folio=after) if after else page_url("bat.show", slug=slug)
        return led_to(db, redirect(where, 303))


def _moved_on(slug: str, form: Form, code: str, folio: int = 0) -> tuple[str, int]:
    """What somebody was signing is not what is signed now: the form of what is, with their words; or their words alone,
    where nothing is signed any more. `folio` 0: the whole. What was said of the old bytes is not ticked for the new."""
    with database().read() as db:
        found = _shown(db, slug)
    row = found.row
    flash(said(f"refused:{code}"), "stop")
    if row is not None and row.state == State.OPEN and found.report and folio <= len(row.digests):
        if not folio:
            return _control(found, _gate(found, slug), form, _listed()), 409
        return _page(found, folio, Form({"conditions": form.values.get("conditions", "")})), 409
    reasons = {name.removeprefix("reason-"): words for name, words in form.values.items() if name[:7] == "reason-"}
    return render_template(
        "bat/kept.html", issue=found.issue, folio=folio, conditions=form.values.get("conditions"),
        reasons={looks.named(code): words for code, words in reasons.items() if words},
    ), 409  # fmt: skip


@blueprint.post("/numeros/<slug>/bat/signatures/<int:number>/retrait")
@policy(Policy.DECIDE, step_up=True)
def take_back(slug: str, number: int) -> Response:
    """Take back one's signature of a page; a coordinator may set another's aside. With a reason."""
    form = Form(request.form)
    with database().write() as db:
        found = _shown(db, slug)
        if found.row is None:
            abort(404)
        once(db)
        made = actions.take_back(db, actor(), now(), found.row.id, number, form.line("why", most=500))
        if isinstance(made, Problem):
            flash(said("Rien n’a changé : écrire pourquoi."), "stop")
            return redirect(page_url("bat.show", slug=slug), 303)
        if made.folio == WHOLE:
            return led_to(db, done("La signature ne tient plus.", "bat.show", slug=slug))
        return led_to(db, done("La signature ne tient plus.", "bat.page", slug=slug, folio=made.folio))


# --- the last gate ---------------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/bat/controle")
@policy(Policy.DECIDE)
def control(slug: str) -> str:
    """All that stands against the BAT, each with where it is mended; and, when nothing does, the form to sign."""
    with database().read() as db:
        found = _shown(db, slug)
    if found.row is None or found.row.state == State.VOID:
        abort(404)
    return _control(found, _gate(found, slug), Form({}))


def _gate(found: Shown, slug: str) -> list[Problem]:
    """All that stands against the BAT. Of what is signed only a no can be said: that takes no report, which may be
    damaged as the file is."""
    assert found.row is not None
    with database().read() as db:
        rows = gate.of_rows(db, actor(), found.row)
    return [*([] if found.row.state == State.SIGNED and not found.report else _of_file(found)), *rows]


def _of_file(found: Shown) -> list[Problem]:
    """What was found in the file, and what the desk says otherwise since it was made."""
    row, report, parts = found.row, found.report, desk()
    if row is None or report is None:
        abort(404)
    tools = Tools(parts.database, parts.blobs.get, parts.keys.digest, drafts(parts.config.instance),
                  parts.config.issues_folder)  # fmt: skip
    return against_file(tools, actor(), found.issue, row, found.build, report)


def _listed() -> Collection[str]:
    """The marks of the warnings that the form was shown with."""
    return request.form.get("listed", "").split()


def _control(found: Shown, problems: Sequence[Problem], form: Form, listed: Collection[str] | None = None) -> str:
    """`listed`: of the warnings that this person has seen; what is not among them is marked as new. On what is signed,
    what came after the signature is."""
    with database().read() as db:
        places = freezes.places(db, found.issue.id)
        called = titles(db, found.issue.id)
    words = last_words(found.signatures)
    mine, signed = [one for one in against(words) if one.account_id == actor().account_id], whole(words)
    if signed:
        listed = covering.seen(signed.reasons)
    return render_template(
        "bat/control.html", issue=found.issue, bat=found.row, form=form, stepped_up=_stepped_up(), mine=mine,
        reasons=covering.whys(signed.reasons) if signed else {},
        groups=looks.groups(problems, found.issue.slug, places, called),
        listed=" ".join(mark(one) for one in unseen(problems, ())),
        new=unseen(problems, listed) if listed is not None else (),
        closes=actor().has(Role.COORDINATOR), after=not gate.open_to(problems, Verdict.AFTER),
        printed=found.row is not None and on_paper(found.row, found.issue.printed_on),
    )  # fmt: skip


@blueprint.post("/numeros/<slug>/bat/controle")
@policy(Policy.PRESS, step_up=True)
def sign(slug: str) -> Response | tuple[str, int]:
    """Sign the whole, and put what was signed where it is never changed again; or ask for corrections, or refuse."""
    form = Form(request.form)
    given = form.choice("verdict", list(Verdict), Verdict.GOOD)
    conditions = form.line("conditions", most=actions.MOST)
    if given is not Verdict.GOOD and not conditions:
        form.wrong("conditions", "Écrire ce qui doit changer.")
    reasons = {name.removeprefix("reason-"): form.line(name, most=500) for name in request.form
               if name.startswith("reason-")}  # fmt: skip
    seen = State.SIGNED if request.form.get("state") == State.SIGNED else State.OPEN
    asked = Asked(request.form.get("bat", ""), request.form.get("sha256", ""), reasons, conditions, given, seen,
                  _listed())  # fmt: skip
    with database().read() as db:
        found = _shown(db, slug)
    unreadable = found.report is None and given is not Verdict.REFUSED  # what it showed was withdrawn
    if found.row is None or found.row.id != asked.bat_id or unreadable:
        return _moved_on(slug, form, "bat-moved-on")
    try:
        made = _signed(found, slug, asked) if form.fine else []
    except Refused as refused:
        if refused.code not in MOVED:
            raise
        if refused.code == "bat-signed" and given is not Verdict.GOOD:
            return _signed_meanwhile(slug, form)
        return _moved_on(slug, form, refused.code)
    if not form.fine and found.row.state == State.VOID:
        return _moved_on(slug, form, "bat-moved-on")
    if isinstance(made, Signature):
        return done(SAID[given], "bat.show", slug=slug)
    for one in made:
        if one.code == "bat-reason-missing":
            form.wrong(f"reason-{one.where}", "Écrire pourquoi on signe malgré cela.")
        elif one.code == "bat-warning-new":  # the reason that stands there was said of less
            form.wrong(f"reason-{one.where}", "Relire : cette raison vaudra aussi pour ce qui est marqué « nouveau ».")
    if any(one.code == "bat-warning-new" for one in made):
        flash(said("Rien n’est signé : ce qui est marqué « nouveau » est venu pendant que vous écriviez."), "stop")
    elif made and form.fine:
        flash(said("Rien n’est signé : quelque chose s’y oppose maintenant, à lire ci-dessous."), "stop")
    return _control(found, _gate(found, slug), form, _listed()), 422


def _signed(found: Shown, slug: str, asked: Asked) -> Signature | list[Problem]:
    """Sign it, or say the no; and keep where this form led to, in the same transaction."""
    config = desk().config
    place = Place(config.instance, config.issues_folder)
    where = redirect(page_url("bat.show", slug=slug), 303)

    def told() -> list[Problem]:
        return [] if asked.verdict is Verdict.REFUSED else _of_file(found)  # nothing stands against a no

    def last(db: Session) -> None:
        led_to(db, where)

    if asked.verdict is Verdict.GOOD:
        return sign_and_seal(database(), place, actor(), now(), slug, asked, told, once, last)
    return say_of_whole(database(), place, actor(), now(), asked, told, once, last, REACTIONS)


def _signed_meanwhile(slug: str, form: Form) -> tuple[str, int]:
    """Somebody signed while this was typed: what a refusal does now, with the words that were typed."""
    with database().read() as db:
        found = _shown(db, slug)
    if found.row is None or found.row.state != State.SIGNED:
        return _moved_on(slug, form, "bat-moved-on")
    flash(said("refused:bat-signed"), "stop")
    return _control(found, _gate(found, slug), form), 409


# --- files -----------------------------------------------------------------------------------------------------------


@blueprint.get("/numeros/<slug>/bat/v<int:number>/pages/<int:folio>/<any(vignette,image,ecart):kind>")
@policy(Policy.DECIDE)
def picture(slug: str, number: int, folio: int, kind: str) -> Answer:
    """A page of a version's press file, small or large; or what moved on it since the version before."""
    with database().read() as db:
        found = _shown(db, slug, number)
        row = found.row
        if row is None or row.void_why in looks.HIDDEN or not 1 <= folio <= len(row.digests):
            abort(404)
        before = store.bat(db, row.before_id) if row.before_id else None
        last = desk().config.instance / store.build_folder(db, before) if before else None
    if kind == "ecart":
        return _moved(before, last, found, folio)
    path = found.build / PICTURES / f"p{folio:02d}{'-small' if kind == 'vignette' else ''}.webp"
    if not path.is_file():
        abort(404)
    answer = send_file(path, "image/webp", conditional=True, etag=row.digests[folio - 1])
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer


def _moved(before: Bat | None, last: Path | None, found: Shown, folio: int) -> Answer:
    """Drawn when it is asked for and never kept: it shows pixels of both versions, and either may be withdrawn."""
    row = found.row
    if row is None or before is None or last is None or str(folio) not in row.moved:
        abort(404)
    ours, theirs = last / FOLDER / before.pdf, found.build / FOLDER / row.pdf
    if before.void_why in looks.HIDDEN or not ours.is_file() or not theirs.is_file():
        abort(404)
    answer = Answer(overlay(ours, theirs, folio, folio), mimetype="image/png")
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer


@blueprint.get("/numeros/<slug>/bat/fichiers/<name>")
@policy(Policy.DECIDE)
def download(slug: str, name: str) -> Answer:
    """One of the signed files, while it has the bytes that were signed."""
    with database().read() as db:
        found = _shown(db, slug)
        sealed = store.sealed(db, found.issue.id)
        row = store.bat(db, sealed.bat_id) if sealed else None
    if sealed is None or row is None or name not in sealed.files:
        abort(404)
    path = desk().config.issues_folder / sealed.folder / name
    if hash_of(path) != row.files[name]:
        abort(404)
    kind = TYPES.get(path.suffix, "text/plain")
    answer = send_file(path, kind, as_attachment=True, download_name=name, etag=row.files[name])
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer
