"""Glossary, the rooms: the words of the house in a list, and a concept with its terms, to be read and changed."""

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as Answer

from journal_app.accounts import store as accounts
from journal_app.glossary import actions, importing, sheets, store, tbx
from journal_app.glossary.concepts import Concept, Status
from journal_app.glossary.forms import read, shown, with_known_ids
from journal_app.glossary.store import Asked
from journal_app.languages import LANGUAGES
from journal_app.problems import Refused
from journal_app.search.folding import words as folded
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language

Page = str | Answer | tuple[str, int]
AT_ONCE = 50  # concepts on a page
OUT = 20  # concepts that were taken out, to be put back from the list
MOVED_ON = (
    "Quelqu’un a changé ce concept entre-temps. Vos mots sont encore dans les champs ; "
    "ce qui est enregistré est au-dessous. Enregistrer de nouveau garde vos mots."
)
NEW = Concept("", "")

blueprint = Blueprint("glossary", __name__, template_folder="templates")


@blueprint.get("/glossaire")
@policy(Policy.READ)
def index() -> str:
    """The concepts in the alphabet of a language; by words, by language, by what the house says of a term."""
    asked = Form(request.args)
    words = asked.line("mots", most=100)
    tag = asked.choice("langue", ["", *LANGUAGES], "")
    status = asked.choice("statut", ["", *(one.value for one in Status)], "")
    first = asked.whole("de", 0, 10**6) if "de" in asked.values else 0
    with database().read() as db:
        narrowed = Asked(tuple(folded(words)[:8]), tag, status)
        rows, total = store.page(db, narrowed, language(), first, AT_ONCE)
        gone = store.taken_out(db, OUT) if actions.may_change(actor()) else []
    return render_template(
        "glossary/index.html", rows=rows, total=total, words=words, tag=tag, status=status, first=first,
        after=first + AT_ONCE if first + AT_ONCE < total else 0, before=max(0, first - AT_ONCE), gone=gone,
        changes=actions.may_change(actor()), languages=LANGUAGES, statuses=list(Status), screen=language(),
    )  # fmt: skip


def changing() -> None:
    """Only who may change the words of the house goes on; for the others this is not there."""
    if not actions.may_change(actor()):
        abort(404)


@blueprint.get("/glossaire/nouveau")
@policy(Policy.TRANSLATE)
def new() -> str:
    """An empty concept."""
    changing()
    return _page(NEW, Form({}))


@blueprint.post("/glossaire/nouveau")
@policy(Policy.TRANSLATE)
def make() -> Page:
    """Note a concept."""
    changing()
    form = Form(request.form)
    told = with_known_ids(read(form), ())
    if not form.fine:
        return _page(NEW, form), 400
    with database().write() as db:
        once(db)
        row = actions.make(db, actor(), now(), told)
        return led_to(db, done("C’est noté dans le glossaire.", "glossary.concept", concept_id=row.id))


@blueprint.get("/glossaire/<concept_id>")
@policy(Policy.READ)
def concept(concept_id: str) -> str:
    """One concept with its terms."""
    return _page(_found(concept_id), Form({}))


def _found(concept_id: str) -> Concept:
    with database().read() as db:
        return store.concept(db, concept_id) or abort(404)


def _page(here: Concept, form: Form, moved_on: bool = False) -> str:
    with database().read() as db:
        rows = store.history(db, here.id) if here.id else []
        names = accounts.names(db, (row.actor_id for row in rows))
        terms = store.rows_of(db, here.id) if here.id else {}
    return render_template(
        "glossary/concept.html", here=here, form=form, terms=shown(here, form), languages=LANGUAGES,
        statuses=list(Status), rows=rows, names=names, out=[one for one in terms.values() if one.removed_at],
        changes=actions.may_change(actor()), screen=language(), moved_on=MOVED_ON if moved_on else "",
    )  # fmt: skip


@blueprint.post("/glossaire/<concept_id>")
@policy(Policy.TRANSLATE)
def change(concept_id: str) -> Page:
    """Say it otherwise. Who was slower than somebody else finds their own words in the form, and the others below."""
    changing()
    here, form = _found(concept_id), Form(request.form)
    version = form.whole("version", 1, 10**6)
    told = with_known_ids(read(form, concept_id, version), here.terms)
    if not form.fine:
        return _page(here, form), 400
    try:
        with database().write() as db:
            actions.change(db, actor(), now(), told)
    except Refused as refused:
        if refused.code != "glossary-moved-on":
            raise
        return _page(_found(concept_id), form, moved_on=True), 409
    return done("C’est enregistré.", "glossary.concept", concept_id=concept_id)


@blueprint.post("/glossaire/<concept_id>/retirer")
@policy(Policy.TRANSLATE)
def take_out(concept_id: str) -> Answer:
    """Take a concept out; the list has a button to put it back."""
    changing()
    _found(concept_id)
    version = Form(request.form).whole("version", 1, 10**6)
    with database().write() as db:
        actions.take_out(db, actor(), now(), concept_id, version)
    return done("Le concept est retiré. On peut le remettre, au bas de la liste.", "glossary.index")


@blueprint.post("/glossaire/<concept_id>/termes")
@policy(Policy.TRANSLATE)
def put_term_back(concept_id: str) -> Answer:
    """Put a term back that was taken out."""
    changing()
    _found(concept_id)
    with database().write() as db:
        actions.put_term_back(db, actor(), now(), concept_id, request.form.get("term", "")[:12])
    return done("Le terme est remis.", "glossary.concept", concept_id=concept_id)


@blueprint.post("/glossaire/remettre")
@policy(Policy.TRANSLATE)
def put_back() -> Answer:
    """Put a concept back that was taken out."""
    changing()
    with database().write() as db:
        concept_id = actions.put_back(db, actor(), now(), request.form.get("concept", "")[:12])
    return done("Le concept est remis.", "glossary.concept", concept_id=concept_id)


@blueprint.get("/glossaire/glossaire.csv")
@policy(Policy.READ)
def table() -> Response:
    """The whole glossary as a table."""
    return _file("csv", sheets.write(_everything()), "text/csv; charset=utf-8")


@blueprint.get("/glossaire/glossaire.tbx")
@policy(Policy.READ)
def exchange() -> Response:
    """The whole glossary as translators' tools read it."""
    return _file("tbx", tbx.write(_everything()), "application/x-tbx+xml")


def _everything() -> list[importing.Entry]:
    with database().read() as db:
        return importing.of_glossary(store.concepts(db))


def _file(kind: str, data: bytes, mimetype: str) -> Response:
    name = f"glossaire-{now():%Y-%m-%d}.{kind}"
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
