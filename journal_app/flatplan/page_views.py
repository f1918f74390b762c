"""Flatplan, one page: what stands in its slots, how it fits, what could be done about it, other layouts tried on it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.flatplan import actions, looks, moving, store
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.fitting import WHOLE, as_in, refit, unspoken
from journal_app.flatplan.jump_views import offers
from journal_app.flatplan.live_views import brought, in_time, live, rows_of
from journal_app.flatplan.looks import layouts, roles, spoken
from journal_app.flatplan.model import Page, Placement
from journal_app.flatplan.moving import filling_of
from journal_app.flatplan.remedies import Fitting, change_of_pictures, cuts, fitting, in_order
from journal_app.flatplan.tighter_views import Offer as Tightened
from journal_app.flatplan.tighter_views import offers as tightened
from journal_app.flatplan.views import ONE, changed, issue_of, page_as_shown, page_of
from journal_app.freeze.folder import Gathered, files
from journal_app.freeze.gather import gather
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.media import store as media
from journal_app.prepress.boxes import able
from journal_app.prepress.live import Making
from journal_app.prepress.model import PlannedPage
from journal_app.prepress.trial import Lower, Trial, lines_over
from journal_app.problems import Problem, Refused
from journal_app.review.anchors import Passage
from journal_app.review.remarks import suggest
from journal_app.submissions import store as submissions
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.model import Piece, Text
from journal_app.web.desk import actor, database, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, allowed, policy
from journal_app.web.screen import page_url, tongue

blueprint = Blueprint("leaf", __name__, template_folder="templates")
FOLDED = 160  # signs of a paragraph that are shown
MOST_LINES = 200  # of a page: what a form may say


@blueprint.get(ONE)
@policy(Policy.READ)
def show(slug: str, number: int) -> str:
    """One page at reading size with all that can be changed on it; a text that is too long brings its remedies."""
    with database().read() as db:
        issue = issue_of(db, slug)
        page_of(db, issue, number)
        rows = rows_of(db, issue)
    answer = brought(issue, rows)
    with database().read() as db:
        page = page_of(db, issue, number)
        all_ = looks.known(db, actor(), issue, answer)
        told = looks.told(answer, all_.stands)
        by = {one.folio: one for one in answer.live.pages} if answer.live else {}
        leaf = looks.leaf(page, store.placements(db, issue.id).get(page.id, []), all_, by.get(number),
                          told.get(number, []))  # fmt: skip
        last = store.last_number(db, issue.id)
        texts = submissions.texts(db, list(all_.pieces))
    over = answer.making is None and any(fit.over for held in leaf.slots for fit in held.fits)
    tried, lowers, closers, later = _tried(slug, number) if over else ([], [], [], False)
    jumps, waiting = offers(slug, tried) if tried and allowed(Policy.DECIDE, actor()) else ([], 0)
    return render_template(
        "flatplan/page.html", issue=issue, leaf=leaf, answer=answer, last=last, names=sorted(layouts()),
        pieces=all_.pieces, pictures=all_.pictures, tags={key: [row.language for row in rows if row.wanted]
                                                          for key, rows in texts.items()},
        tried=tried, closers=closers, lowers=lowers, offers=jumps, later=later or waiting, cuts=_cuts(slug, tried),
        multiple=last, ways=all_.ways(actor(), slug),
    )  # fmt: skip


def _tried(slug: str, number: int) -> tuple[list[Trial], list[Lower], list[Tightened], bool]:
    """The texts of the page as they are set, with what was tried; what a lower picture and a tighter setting would give
    them; and whether more of it comes later."""
    with database().read() as db:
        issue = issue_of(db, slug)
        rows = gather(db, actor(), issue, lambda name: b"")
        folder = _folder(rows, page_of(db, issue, number), {})
    trials = live().trials
    found = trials.page(folder, number)
    if not isinstance(found, list):
        return [], [], [], isinstance(found, Making)
    closer = trials.closer(folder, number)
    lowers = trials.lower(folder, number, lines_over(found))
    later = isinstance(lowers, Making) or isinstance(closer, Making)
    return (found, lowers if isinstance(lowers, list) else [],
            tightened(slug, closer if isinstance(closer, list) else []), later)  # fmt: skip


def _folder(rows: Gathered, page: Page, other: Mapping[str, Filling], layout: str = "") -> dict[str, bytes]:
    """The issue's folder with the texts of one page alone, as they are or as another layout would hold them."""
    placements = {key: list(all_) for key, all_ in rows.placements.items()}
    pages = list(rows.pages)
    if layout:
        made = Page(id=page.id, issue_id=page.issue_id, number=page.number, layout=layout, direction=page.direction,
                    language=page.language, head=page.head)  # fmt: skip
        pages = [made if one.id == page.id else one for one in pages]
        placements[page.id] = [
            Placement(id=f"{page.id}-{slot}", page_id=page.id, slot=slot, piece_id=one.piece_id,
                      picture_id=one.picture_id, languages=list(one.languages), continues=one.continues,
                      quote=one.quote, words=dict(one.words), hole=False)
            for slot, one in other.items()
        ]  # fmt: skip
    here = {one.piece_id for one in placements.get(page.id, []) if one.piece_id}
    return files(replace(rows, pages=pages, placements=placements, pictures={},
                         pieces={key: one for key, one in rows.pieces.items() if key in here}))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Long:
    """A text that is too long, or several that stand side by side: by how many lines, and what could go of it: the
    place of a paragraph, the lines it takes and its first words in each language."""

    piece_id: str
    title: str
    over: int
    rows: list[tuple[int, int, dict[str, str]]]


def _cuts(slug: str, tried: Sequence[Trial]) -> list[Long]:
    """For each text that is too long, the paragraphs that could go; of texts side by side the same one of each."""
    found = []
    for one in tried:
        over = max(one.over.values(), default=0)
        if not over:
            continue
        with database().read() as db:
            issue = issue_of(db, slug)
            piece = next((p for p in submissions.pieces(db, actor(), issue.id) if p.slug == one.article), None)
            if piece is None:
                continue
            words = {tag: _words(db, text) for tag in one.languages if (text := submissions.text(db, piece.id, tag))}
        rows = [(cut.place, cut.lines, {tag: all_[cut.place][:FOLDED] for tag, all_ in words.items()
                                        if cut.place < len(all_)}) for cut in cuts(over, one.paragraphs)]  # fmt: skip
        if rows := [row for row in rows if row[2]]:
            found.append(Long(piece.id, piece.title, over, rows))
    return found


def _words(db: Session, text: Text) -> list[str]:
    """What each paragraph of a text says."""
    return [full_text(block) for block in blocks_of(submissions.heads(db, [text.id])[text.id][1].body)]


@blueprint.post(ONE + "/coupe")
@policy(Policy.DECIDE)
def cut(slug: str, number: int) -> Response:
    """Propose to let a paragraph go, in each language that stands there: the one who has the text answers, and nothing
    is lost meanwhile."""
    form = Form(request.form)
    piece_id, place = form.line("piece"), form.whole("place", 0, 10_000)
    tags = list(dict.fromkeys(request.form.getlist("language")))

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        piece = submissions.piece(db, by, piece_id)
        if piece is None or piece.issue_id != issue.id or not tags:
            abort(404)
        for tag in tags:
            begins = form.line("begins" if tag == tags[0] else f"begins-{tag}", most=FOLDED)
            _propose(db, by, at, piece, tag, place, begins)
        return said("C’est proposé : qui a ce texte en main y répondra.")

    return changed(slug, change, page_url("leaf.show", slug=slug, number=number))


def _propose(db: Session, by: Actor, at: datetime, piece: Piece, tag: str, place: int, begins: str) -> None:
    """Refused (`text-moved-on`) when that paragraph is another one by now."""
    text = submissions.text(db, piece.id, tag)
    if text is None or text.head_id is None:
        abort(404)
    blocks = _words(db, text)
    if place >= len(blocks) or not blocks[place].startswith(begins):
        raise Refused("text-moved-on")
    words = blocks[place]
    made = suggest(db, by, at, piece, text, text.head_id, Passage(place, 0, len(words), words), "")
    if isinstance(made, Problem):
        raise Refused("text-moved-on")


@blueprint.get(ONE + "/gabarits")
@policy(Policy.DECIDE)
def others(slug: str, number: int) -> str:
    """The layouts that can take what is on the page, each tried with its texts."""
    with database().read() as db:
        issue = issue_of(db, slug)
        page = page_of(db, issue, number)
        rows = gather(db, actor(), issue, lambda name: b"")
        held = {one.slot: filling_of(one) for one in rows.placements.get(page.id, []) if not filling_of(one).empty}
        tongues = spoken(db, actor(), [one.piece_id for one in held.values() if one.piece_id], issue)
        titles = {key: one.piece.title for key, one in rows.pieces.items()}
    able_to = _able(page, held)
    found, waiting = in_time(able_to, lambda name: _tried_in(rows, page, name, held, tongues, titles))
    return render_template("flatplan/layouts.html", issue=issue, page=page, found=in_order(found), waiting=waiting)


def _able(page: Page, held: Mapping[str, Filling]) -> list[str]:
    """The layouts that this page may have: of its side of the spread and its direction, with a place for each text;
    those that leave nothing out first."""
    side, own = "recto" if page.number % 2 else "verso", roles(page.layout)
    found = []
    for name, one in sorted(layouts().items()):
        fits_side = one.file.side in ("any", side) and page.direction in one.file.directions
        put, left = refit(own, held, roles(name))
        whole = [slot for slot, filling in held.items() if own.get(slot) in WHOLE and filling in left]
        if name != page.layout and fits_side and put and not whole:
            found.append((len(left), name))
    return [name for _, name in sorted(found)]


def _tried_in(
    rows: Gathered, page: Page, layout: str, held: Mapping[str, Filling], tongues: moving.Spoken,
    titles: Mapping[str, str],
) -> Fitting | Making | None:  # fmt: skip
    """How a layout takes it; nothing when it cannot be told."""
    after = roles(layout)
    put, left = refit(roles(page.layout), held, after)
    put = {slot: as_in(after[slot], one, tongues.get(one.piece_id or "", one.languages)) for slot, one in put.items()}
    found = live().trials.page(_folder(rows, page, put, layout), page.number)
    if not isinstance(found, list):
        return found
    missed = [said("un exergue") if one.quote is not None else said("une image")
              for one in left if one.quote is not None or one.picture_id]  # fmt: skip
    unsaid = [titles.get(one.piece_id or "") or next(iter(one.words.values()), "")
              for one in left if one.quote is None and not one.picture_id]  # fmt: skip
    unsaid += [f"{titles.get(key, '')} ({tongue(tag)})" for key, tag in unspoken(held, put)]
    before = layouts().get(page.layout)
    pictures = change_of_pictures(before, layouts()[layout]) if before else 0.0
    return fitting(layout, found, missed, unsaid, pictures)


@blueprint.post(ONE + "/gabarit")
@policy(Policy.DECIDE)
def swap(slug: str, number: int) -> Response:
    """Give the page another layout; what stands on it goes along."""
    layout = Form(request.form).choice("layout", sorted(layouts()), "")

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        if not layout:
            abort(400)
        page = page_as_shown(db, issue, number)
        if page.version != Form(request.form).whole("version", 1, 10**6):
            raise Refused("page-moved-on")
        ids = [one.piece_id for one in store.placements(db, issue.id).get(page.id, []) if one.piece_id]
        left = moving.change_layout(db, by, at, issue, page, layout, roles(page.layout), roles(layout),
                                    spoken(db, by, ids, issue))  # fmt: skip
        return said("Le gabarit est changé ; %(n)s éléments attendent une place.", n=len(left)) if left else None

    return changed(slug, change, page_url("leaf.show", slug=slug, number=number))


@blueprint.post(ONE + "/image")
@policy(Policy.DECIDE)
def lower(slug: str, number: int) -> Response:
    """Make a picture so many lines lower than its layout draws it, for the text; or give it its height back."""
    form = Form(request.form)

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        page, slot, lines = page_as_shown(db, issue, number), form.line("slot"), form.whole("lines", 0, MOST_LINES)
        seen = form.whole("version", 1, 10**6)
        actions.lower(db, by, at, issue, page, seen, slot, lines, _able_to(issue, page, slot))
        if not lines:
            return said("L’image a de nouveau sa hauteur.")
        return said("L’image est moins haute : le texte a ses lignes.")

    return changed(slug, change, page_url("leaf.show", slug=slug, number=number))


def _able_to(issue: Issue, page: Page, slot: str) -> Sequence[int]:
    """By how many lines the picture of that slot can be lower, as the compiler will say of the folder."""
    layout, sheet = layouts().get(page.layout), sheet_of(issue.printer)
    if layout is None or sheet is None:
        return ()
    planned = PlannedPage(layout=page.layout, language=page.language, shorter=dict(page.shorter),
                          direction="rtl" if page.direction == "rtl" else "ltr")  # fmt: skip
    return able(layout, planned, slot, sheet)


@blueprint.post(ONE)
@policy(Policy.DECIDE)
def change(slug: str, number: int) -> Response:
    """Another layout, direction or running head; another place in the order; or no page any more."""
    form = Form(request.form)

    def changes(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        page = page_as_shown(db, issue, number)
        if form.ticked("remove"):
            actions.remove_page(db, by, at, issue, page)
            return said("La page est enlevée.")
        layout = form.choice("layout", sorted(layouts()), page.layout)
        head = form.line("head", most=120)
        actions.set_page(
            db, by, at, issue, page, form.whole("version", 1, 10**6), layout=layout,
            direction=form.choice("direction", ("ltr", "rtl"), "ltr"),
            language=form.choice("language", issue.languages, issue.languages[0]),
            head={page.language: head} if head else {}, slots=list(layouts()[layout].file.slots),
        )  # fmt: skip
        actions.move_page(db, by, at, issue, page, form.whole("number", 1, actions.MOST_PAGES, number))
        return None

    return changed(slug, changes)


@blueprint.post(ONE + "/<slot>")
@policy(Policy.DECIDE)
def place(slug: str, number: int, slot: str) -> Response:
    """What stands in a slot: a piece in its languages, a picture, a few words, or nothing."""
    form = Form(request.form, request.form.to_dict(flat=False))

    def changes(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        page = page_as_shown(db, issue, number)
        if slot not in roles(page.layout):
            abort(404)
        moving.as_seen(db, page, slot, form.line("held"))
        actions.place(db, by, at, issue, page, slot, _filling(db, issue, form))
        return said("C’est en place.")

    return changed(slug, changes, page_url("leaf.show", slug=slug, number=number))


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
        return Filling(piece.id, languages=_in_order(db, piece.id, chosen) or _first(db, piece.id, piece.original),
                       continues=form.ticked("continues"),
                       quote=int(quote) if re.fullmatch(r"[0-9]{1,2}", quote) else None)  # fmt: skip
    if kind == "picture":
        picture = media.picture(db, actor(), key)
        if picture is None or picture.issue_id != issue.id:
            abort(404)
        return Filling(picture_id=picture.id, languages=tuple(chosen or issue.languages[:1]))
    words = {tag: line for tag in issue.languages if (line := form.line(f"words-{tag}", most=300))}
    return Filling(words=words)


def _in_order(db: Session, piece_id: str, chosen: Sequence[str]) -> tuple[str, ...]:
    """Languages that were ticked, in the order in which they stand side by side on the plan: ticks have none, and the
    rest of a text is only one in the order of its beginning."""
    stands = (tuple(row.languages) for row in store.of_piece(db, piece_id))
    return next((tags for tags in stands if sorted(tags) == sorted(chosen)), tuple(chosen))


def _first(db: Session, piece_id: str, original: str) -> tuple[str, ...]:
    """Without a choice: the original, if it is there, else whatever is."""
    tags = tuple(text.language for text in submissions.texts(db, [piece_id]).get(piece_id, []))
    return (original,) if original in tags else tags[:1]
