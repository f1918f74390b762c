"""Gathering, the way in: the poster's code, the page to give with, the code that brings back. Open to all.

Nobody is asked who they are. Whether a code exists is told by no answer and no time: known or not, the same work is
done and the same cookie given; what a visit opens is seen on the next page.
"""

import secrets
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.cards import actions, code, door_code, hashing, store
from journal_app.cards.model import Door
from journal_app.gathering import forms
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, Residency
from journal_app.issues.sheets import sheet_of
from journal_app.languages import LANGUAGES
from journal_app.media.needs import pixels_for
from journal_app.problems import Refused
from journal_app.uploads.actions import MOST_BYTES, MOST_FILES
from journal_app.web.desk import database, desk, now
from journal_app.web.forms import Form, new_key
from journal_app.web.guards import Policy, policy
from journal_app.web.guests import give_visit, guest
from journal_app.web.headers import CONTENT, GIVING, digest_source
from journal_app.web.screen import language, page_url

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
blueprint = Blueprint("gathering", __name__, template_folder="templates")

CARRIED = (forms.KEY, "words", "tongue", "author")  # of a form whose visit ended: files are chosen again
TOWARDS = {"donner": "mine.give"}  # where a code leads to, when not to one's pieces
AGAIN_S = 5  # how long who stands behind too many others is asked to wait
# The one script of the page that a card's QR opens: the code is in the fragment, which no server sees, and goes into
# the form's field. Without it the person types the code.
FROM_FRAGMENT = (
    'const code=decodeURIComponent(location.hash.slice(1));if(code){document.getElementById("code").value=code;'
    "history.replaceState(null,'',location.pathname+location.search)}"
)


class Opened(NamedTuple):
    """A door with what stands behind it; `issue` None: it is closed today."""

    door: Door
    residency: Residency
    issue: Issue | None


# --- in --------------------------------------------------------------------------------------------------------------


@blueprint.get("/ici")
@policy(Policy.PUBLIC)
def door() -> str:
    """Type the code of the poster."""
    return render_template("gathering/door.html", form=Form({}))


@blueprint.post("/ici")
@policy(Policy.PUBLIC)
def enter() -> Page:
    """On to the residency's page; a typing mistake is told apart from a code that leads nowhere."""
    form = Form(request.form)
    read = door_code.read(form.values.get("code", "")[:80])
    if not read:
        form.wrong("code", "Il y a une erreur dans le code. Regarder l’affiche et l’écrire encore.")
        return render_template("gathering/door.html", form=form), 400
    return redirect(page_url("gathering.give", join=read), 303)


def _opened(db: Session, join: str, at: datetime) -> Opened | None:
    found = store.door_of(db, door_code.read(join[:20]))
    residency = issues.any_residency(db, found.residency_id) if found else None
    if found is None or residency is None:
        return None
    lets_in = actions.lets_in(found, residency, actions.utc_day(at))
    return Opened(found, residency, issues.open_of(db, residency.id) if lets_in else None)


NOWHERE = "Ce code ne mène nulle part. Regarder l’affiche, ou demander à l’équipe."


def _nowhere() -> Page:
    form = Form({})
    form.wrong("code", NOWHERE)
    return render_template("gathering/door.html", form=form), 404


@blueprint.get("/ici/<join>")
@policy(Policy.PUBLIC)
def give(join: str) -> Page:
    """Write, choose pictures, a document or a recording, and send."""
    with database().read() as db:
        opened = _opened(db, join, now())
    if opened is None:
        return _nowhere()
    if opened.issue is None:
        return render_template("gathering/closed.html", paused=opened.door.paused, residency=opened.residency)
    return give_page(Form({}), page_url("gathering.hand_in", join=join), opened.issue)


def give_page(form: Form, action: str, issue: Issue, status: int = 200) -> Response:
    """The form to write in and choose files with. Its one module helps where the network breaks; it works without."""
    sheet = sheet_of(issue.printer)
    page = render_template("gathering/give.html", form=form, action=action, languages=LANGUAGES,
                           key=form.values.get(forms.KEY) or new_key() + new_key(), most_files=MOST_FILES,
                           most=MOST_BYTES, pixels=pixels_for(sheet) if sheet else (0, 0))  # fmt: skip
    answer = Response(page, status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = GIVING
    return answer


@blueprint.post("/ici/<join>")
@policy(Policy.PUBLIC, most_bytes=forms.MOST_BYTES)
def hand_in(join: str) -> Page:
    """Take what somebody gives, durably, with a card that is theirs from now on."""
    with database().read() as db:
        opened = _opened(db, join, now())
    if opened is None:
        return forms.refusal(NOWHERE, 404) if forms.by_script() else _nowhere()
    issue = opened.issue
    if issue is None and not forms.by_script():
        return render_template("gathering/closed.html", paused=opened.door.paused, residency=opened.residency), 409
    form = Form(request.form)
    given = forms.whole(form)
    if given is None:
        again = page_url("gathering.hand_in", join=join)
        return give_page(form, again, issue, 400) if issue and not forms.by_script() else forms.wrong(form)
    token, own = hashing.token_of(desk().keys, forms.key_of_form() or secrets.token_urlsafe(16)), _own_phone()
    try:
        digest = hashing.digest_of(desk().keys, hashing.secret_of(desk().keys, token))
    except hashing.TooMany:
        forms.drop(given.files)
        return busy()
    residency_id = opened.residency.id

    def in_rows(db: Session) -> forms.Handed:
        opening = issues.open_of(db, residency_id) if issue else None
        card = actions.make_card(db, now(), residency_id, language(), digest)
        actions.begin_visit(db, now(), token, card, own)
        return forms.hand_in(db, actions.holder(card), opening, given, forms.key_of_form())

    try:
        handed = forms.keep(given, in_rows)
    except Refused as refused:
        forms.drop(given.files)
        if refused.code != forms.CLOSED:
            raise
        return closed()
    onwards = page_url("mine.card")
    return give_visit(forms.receipt(handed, onwards) if forms.by_script() else redirect(onwards, 303), token, own)


def _own_phone() -> bool:
    return bool(request.form.get("own"))


def closed() -> Page:
    """The door closed while somebody was writing: their words stay where they are."""
    if forms.by_script():
        return forms.refusal("On ne peut rien donner en ce moment.", 409)
    return render_template("gathering/closed.html", paused=False, residency=None), 409


def busy() -> Page:
    """Too many at this moment: nothing is lost, the form can be sent again."""
    return render_template("gathering/busy.html", seconds=AGAIN_S), 503, {"Retry-After": str(AGAIN_S)}


# --- back ------------------------------------------------------------------------------------------------------------


@blueprint.get("/retour")
@policy(Policy.PUBLIC)
def come_back() -> Response:
    """Type the return code, or let its QR do it."""
    there = guest()
    form = Form({})
    if there is not None and there.actor is None:
        form.wrong("code", "Ce code n’ouvre rien. Il a peut-être été remplacé : demander à l’équipe.")
    return return_page(form, towards=request.args.get("vers", ""))


def return_page(form: Form, status: int = 200, towards: str = "") -> Response:
    """The page where a code is typed. Words that were written before the visit ended are carried on in its form."""
    page = render_template("gathering/return.html", form=form, script=FROM_FRAGMENT, carried=_carried(),
                           towards=towards if towards in TOWARDS else "")  # fmt: skip
    answer = Response(page, status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = f"{CONTENT}; script-src {digest_source(FROM_FRAGMENT)}"
    return answer


@blueprint.post("/retour")
@policy(Policy.PUBLIC)
def read_code() -> Page:
    """Begin a visit with a code. A typing mistake is told, without a guess being counted; all else looks the same."""
    form, at = Form(request.form), now()
    secret = code.read(form.values.get("code", "")[:300])
    if isinstance(secret, code.Misread):
        form.wrong("code", _SLIPS[secret.slip])
        return return_page(form, 400, form.values.get("vers", ""))
    attempts, place = desk().attempts, f"card {request.remote_addr or ''}"
    try:
        with hashing.turn(attempts.crowded(place, at)):
            digest = hashing.digest_of(desk().keys, secret)
    except hashing.TooMany:
        return busy()
    token, own = secrets.token_urlsafe(32), _own_phone()
    with database().write() as db:
        card = store.card_of(db, digest)
        actions.begin_visit(db, at, token, card, own)
    if card is None:
        attempts.failed(digest, place, at)
    if carried := _carried():
        page = render_template("gathering/resend.html", carried=carried, csrf=hashing.csrf_of(desk().keys, token))
        return give_visit(Response(page, content_type="text/html; charset=utf-8"), token, own)
    onwards = TOWARDS.get(form.values.get("vers", ""), "mine.index")
    return give_visit(redirect(page_url(onwards), 303), token, own)


def _carried() -> dict[str, str]:
    """What somebody had written when their visit ended; empty when nothing was."""
    return {name: request.form.get(name, "") for name in CARRIED} if request.form.get("words", "").strip() else {}


_SLIPS = {
    code.Slip.EMPTY: "Écrire le code de votre papier : vingt chiffres ou six mots.",
    code.Slip.SHORT: "Il manque quelque chose : le code a vingt chiffres ou six mots.",
    code.Slip.LONG: "C’est trop long : le code a vingt chiffres ou six mots.",
    code.Slip.TYPING: "Il y a une erreur dans le code. Regarder votre papier et l’écrire encore.",
    code.Slip.WORD: "Un de ces mots n’est pas dans notre liste. Regarder votre papier et l’écrire encore.",
}


@blueprint.post("/quitter")
@policy(Policy.PUBLIC)
def leave() -> Response:
    """End the visit on this phone: nobody comes back from here without the code."""
    there = guest()
    if there is not None:
        with database().write() as db:
            store.end_visit(db, hashing.mark_of(there.token))
    return give_visit(redirect(page_url("gathering.gone"), 303), "")


@blueprint.get("/au-revoir")
@policy(Policy.PUBLIC)
def gone() -> str:
    """The visit is over."""
    return render_template("gathering/gone.html")
