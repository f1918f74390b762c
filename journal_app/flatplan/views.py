"""Flatplan, the room: the plan as spreads of real pages; what is moved, added, taken away and taken back. By forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.costing.saying import signed
from journal_app.flatplan import actions, leases, looks, section_looks, sections, store, undoing
from journal_app.flatplan.actions import Filling
from journal_app.flatplan.fitting import takes
from journal_app.flatplan.jumps import onward
from journal_app.flatplan.live_views import brought, rows_of
from journal_app.flatplan.looks import layouts, roles, spoken
from journal_app.flatplan.model import Page
from journal_app.flatplan.moving import Spot, Taken, filling_of, move
from journal_app.flatplan.walls import hanging, outside_first
from journal_app.flatplan.ways_looks import sign_way
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.media import store as media
from journal_app.messages import slot_name
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.web.desk import actor, database, now, said
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, allowed, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language, page_url

blueprint = Blueprint("flatplan", __name__, template_folder="templates")
blueprint.add_app_template_global(sign_way)
PLAN = "/numeros/<slug>/chemin-de-fer"
ONE = PLAN + "/<int:number>"
TABLOID = (289.0, 410.0)  # mm, until a sheet is chosen
PART = "X-Part"  # a script that shows the plan again asks for the plan alone
SLOT = re.compile(r"slot:([A-Za-z0-9_-]{1,64})/([a-z0-9-]{1,40})(?:=([0-9a-f]{0,12}))?")


def issue_of(db: Session, slug: str) -> Issue:
    return issues.issue(db, actor(), slug) or abort(404)


def page_of(db: Session, issue: Issue, number: int) -> Page:
    return store.page(db, issue.id, number) or abort(404)


def page_as_shown(db: Session, issue: Issue, number: int) -> Page:
    """The page that a form is of. Refused when another one has come to its number since it was shown."""
    page = page_of(db, issue, number)
    if Form(request.form).line("leaf") not in ("", page.id):
        raise Refused("page-moved-on")
    return page


@blueprint.app_template_global("slot_label")
def slot_label(slot: str) -> str:
    """A slot's name in the reader's language."""
    return slot_name(slot, language())


@blueprint.app_template_global("spot_label")
def spot_label(told: str) -> str:
    """Where something came from or went to, as a step tells it (`p14/short`), in words; nothing: it has no place."""
    number, _, slot = told.removeprefix("p").partition("/")
    return f"{said('page %(n)s', n=number)} · {slot_label(slot)}" if slot else said("sans place")


@blueprint.app_template_global("layout_label")
def label(name: str) -> str:
    """A layout's name as people call it."""
    found = layouts().get(name)
    words = found.file.label if found else {}
    return words.get(language()) or words.get("fr") or name


@blueprint.app_template_global("cost_signed")
def cost_signed(cents: int, sure: bool) -> str:
    """A difference in TTC cents as the costs' own pages say it."""
    return signed(cents, language(), sure)


@blueprint.get(PLAN)
@policy(Policy.READ)
def show(slug: str) -> Response:
    """The whole plan; with `deplacer`, the places to which something can go; with `vers`, one that changed since."""
    plan, issue = the_plan(slug)
    asked = request.args.get("deplacer", "")
    title, seen = _moving(plan, asked)
    part = request.headers.get(PART) == "plan"
    with database().read() as db:
        signed = section_looks.signed(db, issue) if allowed(Policy.DECIDE, actor()) else []
    answer = make_response(
        render_template(f"flatplan/{'part' if part else 'flatplan'}.html", issue=issue, plan=plan, moving=asked,
                        names=sorted(layouts()), targets=_targets(plan, asked), title=title, seen=seen,
                        sections=section_looks.sections(plan), signed=signed,
                        met=_met(plan, asked, request.args.get("vers", "")), onward=_onward(plan, asked))
    )  # fmt: skip
    if part and not asked:
        answer.set_etag(plan.mark)
        answer.make_conditional(request)
    return answer


def the_plan(slug: str) -> tuple[looks.Plan, Issue]:
    """The plan with its pages as they are now. The database is let go of while they are made."""
    with database().read() as db:
        issue = issue_of(db, slug)
        rows = rows_of(db, issue)
    answer = brought(issue, rows)
    with database().read() as db:
        return looks.plan(db, actor(), issue, answer, now()), issue


def _moving(plan: looks.Plan, key: str) -> tuple[str, str]:
    """What is being moved, in words; and its name in forms, where a slot is what was named."""
    for leaf in plan.leaves:
        if key == f"page:{leaf.id}":
            return said("la page %(n)s", n=leaf.number), ""
        for held in leaf.slots:
            if key == f"slot:{leaf.id}/{held.slot}" and held.key:
                return named(held.title), held.key
    return next((named(one.title) for one in (*plan.pieces, *plan.pictures) if one.key == key), ""), ""


def named(title: str) -> str:
    """A title inside a sentence."""
    return said("« %(title)s »", title=title)


@dataclass(frozen=True, slots=True)
class Met:
    """A place to which something was to come and that somebody else has changed meanwhile. `swaps`: what stands there
    now can go where the other came from."""

    to: str
    place: str
    held: looks.Held
    swaps: bool


def _met(plan: looks.Plan, key: str, to: str) -> Met | None:
    """The place that `to` names, as it is now."""
    found = SLOT.fullmatch(to)
    if found is None:
        return None
    slots = {(leaf.id, held.slot): (leaf, held) for leaf in plan.leaves for held in leaf.slots}
    leaf, held = slots.get((found[1], found[2]), (None, None))
    if leaf is None or held is None:
        return None
    came = SLOT.fullmatch(key)
    _, left = slots.get((came[1], came[2]), (None, None)) if came else (None, None)
    swaps = bool(left and held.key and takes(left.role, _kind(held.key, held)))
    return Met(f"slot:{leaf.id}/{held.slot}={held.mark}",
               f"{said('page %(n)s', n=leaf.number)} · {said(f'slot:{held.role}')}", held, swaps)  # fmt: skip


def _kind(key: str, held: looks.Held | None = None) -> Filling:
    """Any text or any picture, as that name is one's; or a part of a text, in its languages, as it stands in a slot."""
    if held is not None and held.continues:
        return Filling(piece_id="x", languages=held.languages, continues=True)
    return Filling(picture_id="x") if key.startswith("picture:") else Filling(piece_id="x")


def _targets(plan: looks.Plan, key: str) -> list[tuple[str, str]]:
    """Where what is being moved can go: the name of each place in forms, and in words."""
    if key.startswith("page:"):
        return [(f"page:{leaf.number}", said("page %(n)s", n=leaf.number)) for leaf in plan.leaves
                if key != f"page:{leaf.id}"]  # fmt: skip
    came = next((held for leaf in plan.leaves for held in leaf.slots if key == f"slot:{leaf.id}/{held.slot}"), None)
    what = came.key if came else key
    if not what:
        return []
    filling = _kind(what, came)
    found = [
        (f"slot:{leaf.id}/{held.slot}={held.mark}", " · ".join(filter(None, (
            said("page %(n)s", n=leaf.number), said(f"slot:{held.role}"), held.title and named(held.title)))))
        for leaf in plan.leaves for held in leaf.slots
        if key != f"slot:{leaf.id}/{held.slot}" and not held.alone and takes(held.role, filling)
    ]  # fmt: skip
    return [*found, ("out", said("sans place"))] if key.startswith("slot:") else found


def _onward(plan: looks.Plan, key: str) -> list[tuple[str, str]]:
    """Where the text of the slot that is being moved can go on: the name of each place in forms, and in words."""
    found = SLOT.fullmatch(key)
    return [(f"slot:{one.page_id}/{one.slot}", f"{said('page %(n)s', n=one.number)} · {slot_label(one.slot)}")
            for one in (onward(plan.places, found[1], found[2]) if found else ())]  # fmt: skip


def changed(
    slug: str, change: Callable[[Session, Issue, Actor, datetime], str | None], where: str = "", met: str = ""
) -> Response:
    """Make a change of the plan and lead back to it; what is refused is told there, and nothing is done.

    `met`: where one chooses what to do when a place holds something else by now; without, a sentence tells it.
    """
    back = where or page_url("flatplan.show", slug=slug)
    try:
        with database().write() as db:
            issue = issue_of(db, slug)
            once(db)
            store.in_line(db, issue)
            last = store.last_step(db, issue.id)
            words = change(db, issue, actor(), now())
            flash(words or said("C’est fait."))
            for number in undoing.taken_along(db, issue.id, last):
                flash(said("La suite, page %(n)s, est enlevée avec son début.", n=number))
            return led_to(db, redirect(back, 303))
    except Taken as taken:
        if not met:
            with database().read() as db:
                title = _title(db, taken.there)
            flash(said(f"refused:{taken.code}", title=title, n=taken.folio), "stop")
        return redirect(met or back, 303)
    except Refused as refused:
        flash(said(f"refused:{refused.code}"), "stop")
        return redirect(back, 303)


def _title(db: Session, filling: Filling) -> str:
    """What stands in a slot, in words."""
    piece = submissions.piece(db, actor(), filling.piece_id) if filling.piece_id else None
    picture = media.picture(db, actor(), filling.picture_id) if filling.picture_id else None
    if picture is not None:
        return looks.caption(picture)
    return piece.title if piece else next(iter(filling.words.values()), "…")


@blueprint.post(PLAN + "/deplacer")
@policy(Policy.DECIDE)
def put(slug: str) -> Response:
    """Move a page, or what stands in a slot or nowhere, to where the form says.

    The form carries what was seen: `seen` what was moved, and `to` the mark of what its slot held (none: nothing).
    """
    form = Form(request.form)
    what, to, seen = form.line("what"), form.line("to"), form.line("seen")

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        if what.startswith("page:"):
            page = store.page_by_id(db, issue.id, what.removeprefix("page:")) or abort(404)
            number = to.removeprefix("page:")
            if not (number.isascii() and number.isdigit() and len(number) < 4):
                abort(400)
            actions.move_page(db, by, at, issue, page, int(number))
            return None
        came, goes = _spot(db, issue, what), _spot(db, issue, to)
        key = seen or what
        if came is not None and not seen:
            row = store.placement(db, came.page.id, came.slot)
            filling = filling_of(row)
        else:
            filling = _filling(db, issue, key)
        if goes is None and to != "out":
            abort(400)
        there = filling_of(store.placement(db, goes.page.id, goes.slot)) if goes else Filling()
        tongues = spoken(db, by, [key for key in (filling.piece_id, there.piece_id) if key], issue)
        move(db, by, at, issue, filling, came, goes, tongues, to.partition("=")[2])
        return None

    met = page_url("flatplan.show", slug=slug, deplacer=what, vers=to.partition("=")[0])
    return changed(slug, change, met=met)


def _spot(db: Session, issue: Issue, named: str) -> Spot | None:
    """The slot that a form names; nothing for what is no slot."""
    found = SLOT.fullmatch(named)
    if found is None:
        return None
    page = store.page_by_id(db, issue.id, found[1])
    if page is None:
        raise Refused("slot-moved-on")
    role = roles(page.layout).get(found[2])
    if role is None:
        raise Refused("slot-moved-on")
    return Spot(page, found[2], role)


def _filling(db: Session, issue: Issue, key: str) -> Filling:
    """A piece or a picture of this issue and within reach, by its name in forms."""
    kind, _, one = key.partition(":")
    if kind == "piece":
        piece = submissions.piece(db, actor(), one)
        if piece is not None and piece.issue_id == issue.id:
            return Filling(piece.id)
    if kind == "picture":
        picture = media.picture(db, actor(), one)
        if picture is not None and picture.issue_id == issue.id:
            return Filling(picture_id=picture.id, languages=tuple(issue.languages[:1]))
    abort(404)


@blueprint.post(PLAN + "/pages")
@policy(Policy.DECIDE)
def add(slug: str) -> Response:
    """One page more, or the four that make a whole section."""
    form = Form(request.form)
    layout = form.choice("layout", sorted(layouts()), sorted(layouts())[0])
    count, number = form.whole("count", 1, 16, 1), form.whole("number", 0, actions.MOST_PAGES, 0)
    behind = form.line("behind")

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        at_number = sections.number_behind(db, issue, behind) if behind else number
        made = actions.add_pages(db, by, at, issue, [layout] * count, number=at_number)
        first, last = made[0].number, made[-1].number
        return said("Pages ajoutées : %(first)s à %(last)s.", first=first, last=last) if count > 1 else None

    return changed(slug, change)


@blueprint.post(PLAN + "/cahier")
@policy(Policy.DECIDE)
def drop_section(slug: str) -> Response:
    """Take as many pages as a section has away, where the form says; what stood on them waits for a place again."""
    form = Form(request.form)
    count = form.whole("count", 1, 16, 4)
    first, _, seen = form.line("from").partition("-")
    number = int(first) if re.fullmatch(r"[0-9]{1,3}", first) else 0

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        sections.drop(db, by, at, issue, number, count, seen, roles)
        return said("Les pages sont enlevées ; ce qui s’y trouvait attend une place.")

    return changed(slug, change)


@blueprint.post(PLAN + "/annuler/<step_id>")
@policy(Policy.DECIDE)
def undo(slug: str, step_id: str) -> Response:
    """Take a step back, or do again what was taken back, if nobody has changed its pages since."""

    def change(db: Session, issue: Issue, by: Actor, at: datetime) -> str | None:
        step = undoing.undo(db, by, at, issue, step_id)
        return said("C’est refait.") if step.what == undoing.UNDONE else said("C’est annulé.")

    return changed(slug, change)


@blueprint.post(PLAN + "/main/<page_id>")
@policy(Policy.DECIDE)
def hold(slug: str, page_id: str) -> Response:
    """Be at a page for some seconds more, or leave it: others see it."""
    with database().write() as db:
        page = store.page_by_id(db, issue_of(db, slug).id, page_id) or abort(404)
        if "leave" in request.form:
            leases.give_back(db, actor(), page)
        else:
            leases.take(db, actor(), now(), page)
    return Response(status=204)


@blueprint.get(PLAN + "/affiche")
@policy(Policy.READ)
def wall(slug: str) -> str:
    """The plan as one sheet for the wall."""
    plan, issue = the_plan(slug)
    spreads = outside_first(plan.spreads)
    first = next((leaf.live for leaf in plan.leaves if leaf.live), None)
    sheet = sheet_of(issue.printer)
    width, height = (first.width, first.height) if first else sheet.page if sheet else TABLOID
    return render_template("flatplan/wall.html", issue=issue, plan=plan, at=now(), spreads=spreads,
                           hangs=hanging(len(spreads), width / height))  # fmt: skip
