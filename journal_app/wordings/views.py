"""Wordings, the rooms: which languages of the contributors' pages were read by whom speaks them, and the reading."""

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as Answer

from journal_app.accounts import store as accounts
from journal_app.languages import is_rtl
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import CONTRIBUTORS
from journal_app.wordings import actions, store
from journal_app.wordings.actions import Sentence, State
from journal_app.wordings.model import Verdict

Page = str | Answer | tuple[str, int]
AT_ONCE = 20  # sentences on a page: what a volunteer reads with a cup of tea

NO_PLACE = "Garder tel quel ce qui commence par un signe pour cent : un nombre ou une date y vient."

blueprint = Blueprint("wordings", __name__, template_folder="templates")


@blueprint.get("/mots")
@policy(Policy.TRANSLATE)
def index() -> str:
    """Each language, and how many of its sentences nobody who speaks it has signed."""
    with database().read() as db:
        found = {tag: actions.counts(actions.sentences(db, tag)) for tag in CONTRIBUTORS}
    return render_template("wordings/index.html", found=found)


def _known(tag: str) -> str:
    return tag if tag in CONTRIBUTORS else abort(404)


@blueprint.get("/mots/<tag>")
@policy(Policy.TRANSLATE)
def read(tag: str) -> Page:
    """The next sentences that are to be read; or, asked for, those that were said better, or signed."""
    return _page(_known(tag), Form(request.args), Form({}))


def _page(tag: str, asked: Form, form: Form) -> Page:
    seen = asked.choice("etat", tuple(one.value for one in State), State.UNREAD.value)
    first = asked.whole("de", 0, 10_000) if "de" in asked.values else 0
    with database().read() as db:
        found = actions.sentences(db, tag)
        speaks = store.reads(db, tag, actor().own_account)
        people = {one.read_by for one in found if one.read_by}
        names = {one: row.name for one in people if one and (row := accounts.account(db, one))}
    here = [one for one in found if one.state == seen]
    shown = here[first : first + AT_ONCE]
    if form.errors:  # what was typed stays on the page it was typed on
        shown = [one for one in found if form.values.get(f"seen-{one.name}")]
    return render_template(
        "wordings/read.html", tag=tag, rtl=is_rtl(tag), counts=actions.counts(found), seen=seen, shown=shown,
        form=form, speaks=speaks, names=names, after=first + AT_ONCE if len(here) > first + AT_ONCE else 0,
    ), 400 if form.errors else 200  # fmt: skip


@blueprint.post("/mots/<tag>")
@policy(Policy.TRANSLATE)
def note(tag: str) -> Page:
    """Keep what was said of the sentences of a page: right, better words, or to be read again."""
    form = Form(request.form)
    with database().read() as db:
        found = actions.sentences(db, _known(tag))
    told = {one.name: verdict for one in found if (verdict := _told(form, one))}
    if any(said is not Verdict.OPEN for said, _ in told.values()) and not form.ticked("speaks"):
        form.wrong("speaks", "Cocher d’abord : seule une personne qui parle cette langue peut relire ces phrases.")
    if not form.fine:
        return _page(tag, Form(request.args), form)
    with database().write() as db:
        actions.note(db, actor(), now(), tag, told)
    seen = request.args.get("etat") or None
    if not told:
        return done("Rien n’était coché : rien n’a changé.", "wordings.read", tag=tag, etat=seen)
    return done("C’est noté. Merci !", "wordings.read", tag=tag, etat=seen)


def _told(form: Form, one: Sentence) -> tuple[Verdict, str] | None:
    """What the form says of a sentence; better words count more than a tick."""
    if form.ticked(f"open-{one.name}"):
        return Verdict.OPEN, ""
    better = form.line(f"better-{one.name}", most=1000)
    if better and not actions.places_kept(one, better):
        form.wrong(f"better-{one.name}", NO_PLACE)
    if better and better not in (one.said, one.better):
        return Verdict.BETTER, better
    return (Verdict.RIGHT, "") if form.ticked(f"right-{one.name}") else None


@blueprint.get("/mots/<tag>/gathering.po")
@policy(Policy.TRANSLATE)
def catalogue(tag: str) -> Response:
    """The language's catalogue with what was proposed, to be put into the software."""
    with database().read() as db:
        found = actions.sentences(db, _known(tag))
    name = f"gathering-{tag}.po"
    return Response(actions.as_po(found, tag, now()), mimetype="text/x-gettext-translation",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip
