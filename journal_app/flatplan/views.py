"""Flatplan, the room: pages in order, a layout for each, and what stands in each slot; by plain forms."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.flatplan import actions, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.model import Page, Placement
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.media import store as media
from journal_app.prepress.build import LAYOUTS
from journal_app.prepress.layouts import Layout, read_layouts
from journal_app.review.standing import State
from journal_app.submissions import store as submissions
from journal_app.translation import counting as translations
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language

blueprint = Blueprint("flatplan", __name__, template_folder="templates")
UNREADY = (State.MISSING, State.IN_PROGRESS, State.NEEDS_WORK, State.STALE)
TEXT_ROLES, BY_ITSELF = ("article", "aligned", "quote", "teaser", "qr"), ("masthead", "contents")


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """The house's layouts; read once, since they do not change while the desk runs."""
    return dict(read_layouts(LAYOUTS)[0])


def _issue(db: Session, slug: str) -> Issue:
    return issues.issue(db, actor(), slug) or abort(404)


def _page(db: Session, issue: Issue, number: int) -> Page:
    return store.page(db, issue.id, number) or abort(404)


def _label(name: str) -> str:
    found = layouts().get(name)
    words = found.file.label if found else {}
    return words.get(language()) or words.get("fr") or name


@blueprint.get("/numeros/<slug>/chemin-de-fer")
@policy(Policy.DECIDE)
def show(slug: str) -> str:
    """Every page with its layout and its slots."""
    with database().read() as db:
        issue = _issue(db, slug)
        pages, placed = store.pages(db, issue.id), store.placements(db, issue.id)
        pieces = {piece.id: piece for piece in submissions.pieces(db, actor(), issue.id)}
        pictures = {one.id: one for one in media.to_print(media.pictures(db, actor(), issue.id))}
        texts = submissions.texts(db, list(pieces))
        _, states, _ = translations.states(db, actor(), list(pieces.values()))
    rows = [(page, layouts().get(page.layout), {one.slot: one for one in placed.get(page.id, [])}) for page in pages]
    standing = {one.piece_id for slots in placed.values() for one in slots}
    return render_template(
        "flatplan/flatplan.html", issue=issue, rows=rows, pieces=pieces, pictures=pictures, label=_label,
        tags={key: [text.language for text in texts.get(key, []) if text.wanted] for key in pieces},
        names=sorted(layouts()), left=[p for p in pieces.values() if p.id not in standing and p.stage == "accepted"],
        text_roles=TEXT_ROLES, by_itself=BY_ITSELF, waiting=_waiting(placed, states),
    )  # fmt: skip


def _waiting(
    placed: Mapping[str, Sequence[Placement]], states: translations.States
) -> dict[str, list[tuple[str, str]]]:
    """By placement, the languages in it whose translation is not ready, each with its state."""
    return {
        one.id: [(tag, found[tag]) for tag in one.languages if tag in found and found[tag] in UNREADY]
        for slots in placed.values() for one in slots if (found := states.get(one.piece_id or "", {}))
    }  # fmt: skip


@blueprint.post("/numeros/<slug>/chemin-de-fer/pages")
@policy(Policy.DECIDE)
def add(slug: str) -> Response:
    """One page more, or the four that make a whole section."""
    form = Form(request.form)
    layout = form.choice("layout", sorted(layouts()), sorted(layouts())[0])
    with database().write() as db:
        issue = _issue(db, slug)
        once(db)
        for _ in range(form.whole("count", 1, 16, 1)):
            actions.add_page(db, actor(), now(), issue, layout)
        return led_to(db, done("C’est fait.", "flatplan.show", slug=slug))


@blueprint.post("/numeros/<slug>/chemin-de-fer/<int:number>")
@policy(Policy.DECIDE)
def change(slug: str, number: int) -> Response:
    """Another layout, direction or running head; another place in the order; or no page any more."""
    form = Form(request.form)
    with database().write() as db:
        issue = _issue(db, slug)
        once(db)  # the page that had this number may be another one by now
        page = _page(db, issue, number)
        if form.ticked("remove"):
            actions.remove_page(db, actor(), now(), issue, page)
            return led_to(db, done("La page est enlevée.", "flatplan.show", slug=slug))
        layout = form.choice("layout", sorted(layouts()), page.layout)
        head = form.line("head", most=120)
        actions.set_page(
            db, actor(), now(), issue, page, form.whole("version", 1, 10**6), layout=layout,
            direction=form.choice("direction", ("ltr", "rtl"), "ltr"),
            language=form.choice("language", issue.languages, issue.languages[0]),
            head={page.language: head} if head else {}, slots=list(layouts()[layout].file.slots),
        )  # fmt: skip
        actions.move_page(db, actor(), now(), issue, page, form.whole("number", 1, actions.MOST_PAGES, number))
        return led_to(db, done("C’est fait.", "flatplan.show", slug=slug))


@blueprint.post("/numeros/<slug>/chemin-de-fer/<int:number>/<slot>")
@policy(Policy.DECIDE)
def place(slug: str, number: int, slot: str) -> Response:
    """What stands in a slot: a piece in its languages, a picture, a few words, or nothing."""
    form = Form(request.form, request.form.to_dict(flat=False))
    with database().write() as db:
        issue = _issue(db, slug)
        page = _page(db, issue, number)
        layout = layouts().get(page.layout)
        if layout is None or slot not in layout.file.slots:
            abort(404)
        actions.place(db, actor(), now(), issue, page, slot, _filling(db, issue, form))
    return done("C’est en place.", "flatplan.show", slug=slug)


def _filling(db: Session, issue: Issue, form: Form) -> Filling:
    """What the form asks for, as far as it is this issue's and within reach."""
    what = form.line("what")
    kind, _, key = what.partition(":")
    chosen = form.several("languages", issue.languages)
    quote = form.line("quote")
    if kind == "piece":
        piece = submissions.piece(db, actor(), key)
        if piece is None or piece.issue_id != issue.id:
            abort(404)
        return Filling(piece.id, languages=tuple(chosen or _first(db, piece.id, piece.original)),
                       continues=form.ticked("continues"),
                       quote=int(quote) if quote.isascii() and quote.isdigit() and len(quote) < 3 else None)
    if kind == "picture":
        picture = media.picture(db, actor(), key)
        if picture is None or picture.issue_id != issue.id:
            abort(404)
        return Filling(picture_id=picture.id, languages=tuple(chosen or issue.languages[:1]))
    words = {tag: line for tag in issue.languages if (line := form.line(f"words-{tag}", most=300))}
    return Filling(words=words)


def _first(db: Session, piece_id: str, original: str) -> Sequence[str]:
    """Without a choice: the original, if it is there, else whatever is."""
    tags = [text.language for text in submissions.texts(db, [piece_id]).get(piece_id, [])]
    return [original] if original in tags else tags[:1]
