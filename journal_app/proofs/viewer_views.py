"""Proofs, the viewer: one page of a build to the dot, its inks, the remarks on it; each form leads back to the page."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from journal_app.flatplan import store as flatplan
from journal_app.issues.model import Issue
from journal_app.problems import Problem, Refused
from journal_app.proofs import actions, places, store
from journal_app.proofs.builds import Proof, Sight
from journal_app.proofs.drawn import INKS, Drawn
from journal_app.proofs.living_pages import sight_of
from journal_app.proofs.pins import Reach
from journal_app.proofs.scene import Look
from journal_app.proofs.viewer_pages import (
    Typed,
    address,
    drawing,
    gone,
    in_reach,
    issue_of,
    look_asked,
    page,
    place_named,
    proof_of,
    shown,
    state,
)
from journal_app.review import remarks as reviews
from journal_app.review import store as said
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Text
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN
from journal_app.web.once import led_to, once
from journal_app.web.screen import page_url

ONE = "/numeros/<slug>/epreuve/<int:folio>"
WHOLE = "page"
STATE = "state"  # what a script asks for of a page: which picture is shown, and where
AGAIN_S = 2

blueprint = Blueprint("viewer", __name__, template_folder="templates")


@blueprint.get(ONE)
@policy(Policy.READ)
def show(slug: str, folio: int) -> ResponseReturnValue:
    """One page of the present build, or of a round's."""
    look = look_asked()
    with database().read() as db:
        issue = issue_of(db, slug)
        found = proof_of(db, issue, look.round)
    if found is None:
        return redirect(page_url("rounds.index", slug=slug))
    part = request.headers.get("X-Part") == STATE
    what = shown(issue, found, folio, look, again=part)
    if part:
        return _state(state(issue, found, folio, look, what))
    with database().read() as db:
        if gone(db, issue, found):
            return redirect(page_url("rounds.index", slug=slug))
        return page(db, issue, found, folio, look, what)


def _state(html: str) -> Response:
    """What a script asks for again and again: the same words have the same mark, and are not sent twice."""
    answer = Response(html, content_type="text/html; charset=utf-8")
    answer.set_etag(hashlib.sha256(html.encode()).hexdigest()[:24])
    return answer.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/numeros/<slug>/epreuve")
@policy(Policy.READ)
def jump(slug: str) -> Redirect:
    """To a page by its number; the nearest there is."""
    look = look_asked()
    told = request.args.get("folio", "")
    with database().read() as db:
        found = proof_of(db, issue_of(db, slug), look.round)
    if found is None:
        return redirect(page_url("rounds.index", slug=slug))
    wanted = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
    nearest = min(found.folios, key=lambda folio: abs(folio - wanted))
    return redirect(address(slug, nearest, look.at(1)), 303)


# --- pictures --------------------------------------------------------------------------------------------------------


def _drawn(slug: str, folio: int, mark: str) -> tuple[Sight, Drawn]:
    """What this page in this state is drawn from, and the issue's pictures; else 404."""
    with database().read() as db:
        issue = issue_of(db, slug)
        number = request.args.get("tour", "")
        found = proof_of(db, issue, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0)
    return sight_of(issue, found, folio, mark), drawing(issue)


@contextmanager
def _drawing(slug: str, folio: int, mark: str) -> Iterator[tuple[Sight, Drawn]]:
    """The same, to draw from. Who drew, or waited, looks again: what was taken back meanwhile is 404, and not kept."""
    sight, pictures = _drawn(slug, folio, mark)
    with pictures.if_still(lambda: _drawn(slug, folio, mark)):
        yield sight, pictures


def _answer(data: bytes) -> Response:
    answer = Response(data, content_type="image/webp")
    answer.set_etag(hashlib.sha256(data).hexdigest()[:24])  # of what is sent: the printer's limits are drawn, too
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer.make_conditional(request)  # type: ignore[return-value]


@blueprint.get(ONE + "/image/<mark>/<zoom>/<across>/<down>")
@policy(Policy.READ)
def piece(slug: str, folio: int, mark: str, zoom: str, across: str, down: str) -> Response:
    """A window of a page, at 100 to 2500 %."""
    try:
        with _drawing(slug, folio, mark) as (sight, pictures):
            data = pictures.piece(sight, *_place(zoom, across, down))
    except (ValueError, OSError):  # no such window; or a live page that was forgotten this very moment
        abort(404)
    return _answer(data)


@blueprint.get(ONE + "/encre/<mark>/<ink>/<zoom>/<across>/<down>")
@policy(Policy.READ)
def plate(slug: str, folio: int, mark: str, ink: str, zoom: str, across: str, down: str) -> Response:
    """The same window of a plate of the page, or of its total ink."""
    try:
        with _drawing(slug, folio, mark) as (sight, pictures):
            data = pictures.plate(sight, ink, *_place(zoom, across, down)) if ink in INKS else None
    except (ValueError, OSError):
        abort(404)
    except Refused:  # too many at once: the script comes again
        return Response(status=503, headers={"Retry-After": str(AGAIN_S)})
    return _answer(data) if data is not None else abort(404)


def _place(*told: str) -> tuple[int, int, int]:
    """The window that an address names: how close, how far across and down. ValueError for what is no small number."""
    if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in told):
        raise ValueError("no window")
    zoom, across, down = map(int, told)
    return (zoom // 100 if zoom % 100 == 0 else 0), across, down


# --- remarks ---------------------------------------------------------------------------------------------------------


@blueprint.post(ONE + "/remarques")
@policy(Policy.TRANSLATE)
def remark(slug: str, folio: int) -> ResponseReturnValue:
    """Leave a remark on a paragraph, a picture or the page, or on one of the page that lies beside it."""
    form, look = request.form, look_asked()
    with database().write() as db:
        issue = issue_of(db, slug)
        found = _build(db, issue, form.get("build", "")) or proof_of(db, issue) or abort(404)
        if found.page(folio) is None:
            abort(404)
        once(db)
        made = _put(db, issue, found, *place_named(form.get("spot", ""), folio), form.get("comment", ""))
        if not isinstance(made, Problem):
            return led_to(db, _back(slug, folio, look, "La remarque est notée."))
    typed, what = Typed(form.get("spot", ""), form.get("comment", ""), made), shown(issue, found, folio, look)
    with database().read() as db:
        if gone(db, issue, found):
            abort(404)
        return page(db, issue, found, folio, look, what, typed), 422


def _build(db: Session, issue: Issue, build_id: str) -> Proof | None:
    """The build somebody looked at when they began to write."""
    return in_reach(db, issue, store.build(db, issue.id, build_id))


def _put(db: Session, issue: Issue, found: Proof, folio: int, key: str, body: str) -> object:
    if found.page(folio) is None:  # of the page that lies beside
        abort(404)
    reach = Reach(db, actor(), issue.id)
    spot = next((one for one in places.spots(found.shown.folder, found.pdf, folio) if one.key == key), None)
    if spot is None and key != WHOLE:
        abort(404)
    if spot is None:
        row = flatplan.page(db, issue.id, folio)
        return actions.remark_on_page(db, actor(), now(), issue, row.id if row else "", None, body)
    if spot.kind == "picture":
        picture = reach.pictures.get(spot.slug) or abort(404)
        return actions.remark_on_page(db, actor(), now(), issue, "", picture, body)
    piece_ = reach.pieces.get(spot.slug) or abort(404)
    text = submissions.text(db, piece_.id, spot.language) or abort(404)
    built = places.printed(found.shown.folder, spot.slug, spot.language)
    return actions.remark_on_text(db, actor(), now(), actions.OnText(piece_, text, built, spot.block), body)


@blueprint.post(ONE + "/remarques/<remark_id>")
@policy(Policy.TRANSLATE)
def resolve(slug: str, folio: int, remark_id: str) -> ResponseReturnValue:
    """Tick a remark off, or open it again."""
    is_done = request.form.get("done") == "yes"
    with database().write() as db:
        issue = issue_of(db, slug)
        if (row := store.page_remark(db, issue.id, remark_id)) is not None:
            reach = Reach(db, actor(), issue.id)
            if row.picture_id and row.picture_id not in {one.id for one in reach.pictures.values()}:
                abort(404)
            if not row.picture_id and not _sees(db, issue, reach.pages.get(row.page_id, 0)):
                abort(404)
            actions.resolve(actor(), now(), issue, row, is_done)
        else:
            comment = said.any_comment(db, remark_id) or abort(404)
            text = db.get(Text, comment.text_id) or abort(404)
            piece_ = submissions.piece(db, actor(), text.piece_id)
            if piece_ is None or piece_.issue_id != issue.id:
                abort(404)
            reviews.resolve(db, actor(), now(), piece_, comment, is_done)
    if request.form.get("back") == "image" and row is not None and row.picture_id:
        return done("C’est noté.", "media.picture", picture_id=row.picture_id, _anchor="remarques")
    if request.form.get("back") == "tour":
        return done("C’est noté.", "rounds.index", slug=slug, _anchor="remarques")
    return _back(slug, folio, look_asked(), "C’est noté.")


def _sees(db: Session, issue: Issue, folio: int) -> bool:
    """Whether what is said of a page is for the actor: who may not see it speaks of it no more than they see it."""
    found = None if actor().reads_all else proof_of(db, issue)
    return actor().reads_all or (found is not None and folio in found.folios)


def _back(slug: str, folio: int, look: Look, words: str) -> Redirect:
    return done(words, "viewer.show", slug=slug, folio=folio, **look.query(), _anchor="remarques")


@blueprint.post(ONE + "/vu")
@policy(Policy.READ)
def seen(slug: str, folio: int) -> ResponseReturnValue:
    """Say that one saw the page as it was shown, or take it back."""
    form, look = request.form, look_asked()
    with database().read() as db:
        found = _build(db, issue_of(db, slug), form.get("build", "")) or abort(404)
    if found.page(folio) is None:
        abort(404)
    mark, is_seen = found.mark(folio), form.get("seen") == "yes"
    with database().write() as db:
        going_on = store.open_round(db, issue_of(db, slug).id) or abort(404)
        actions.tick(db, actor(), now(), going_on, folio, mark, is_seen)
    after = next((one for one in found.folios if one > folio), folio)
    if is_seen and form.get("next") == "yes":
        return done("C’est noté.", "viewer.show", slug=slug, folio=after, **look.at(1).query())
    return done("C’est noté.", "viewer.show", slug=slug, folio=folio, **look.query())
