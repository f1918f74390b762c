"""Proofs, the page of a page: what the viewer shows, gathered from the build and the rows. It changes nothing."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.store import names
from journal_app.flatplan.ways_looks import NAMED, ways_of
from journal_app.freeze.model import Build
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.languages import is_rtl
from journal_app.messages import sentence
from journal_app.prepress.plates import Tally
from journal_app.problems import Problem, Refused
from journal_app.proofs import drawn, places, spreads, store
from journal_app.proofs.builds import Proof, proof
from journal_app.proofs.drawn import INKS, ZOOMS, Drawn, window
from journal_app.proofs.folder import stands
from journal_app.proofs.living_pages import LIVE, Living, living, sight_of
from journal_app.proofs.model import Round, Seen
from journal_app.proofs.pins import Reach, Remark, Said, remarks, sorted_out
from journal_app.proofs.places import Spot
from journal_app.proofs.scene import LAYERS, VEILS, Look, Scene, astray, look_of, scene
from journal_app.proofs.spreads import Stand
from journal_app.proofs.within import Names, within
from journal_app.units import Rect
from journal_app.web.desk import actor, database, desk
from journal_app.web.screen import language, page_url

NOBODY = Actor(None, "")  # who may change nothing


def issue_of(db: Session, slug: str) -> Issue:
    """The issue, if the actor works on it; else 404."""
    return issues.issue(db, actor(), slug) or abort(404)


def proof_of(db: Session, issue: Issue, number: int = 0) -> Proof | None:
    """The present build as a proof, or a round's; None when there is nothing to look at any more."""
    row = store.present_build(db, issue.id)
    if number:
        asked = store.round_of(db, issue.id, number)
        row = store.build(db, issue.id, asked.build_id) if asked else None
    return in_reach(db, issue, row)


def in_reach(db: Session, issue: Issue, row: Build | None) -> Proof | None:
    """A build as a proof, as far as the actor may read what is on its pages."""
    found = proof(db, desk().config.instance, issue.slug, row)
    if found is None or actor().reads_all:
        return found
    reach = Reach(db, actor(), issue.id)
    return within(found, Names(reach.pieces, reach.pictures))


def drawing(issue: Issue) -> Drawn:
    """The pictures of this issue's proofs."""
    return Drawn(desk().config.instance, issue.id)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote that could not be kept, and why."""

    spot: str = ""
    body: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the pages that lie there: what can be remarked on, what was said of it, how many pins stand before it.
    `mark` begins its places' names in the form: nothing on the page that was asked for."""

    folio: int
    mark: str
    spots: Sequence[Spot]
    said: Said
    first: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is looked at: the pages that lie there, and what became of them since the proof. `marks`: what each picture
    is asked for by; `tally`: of the page's inks, when they are looked at; `busy`: it comes once others are counted."""

    stage: Scene
    living: Living
    marks: Mapping[int, str]
    tally: Tally | None
    busy: bool = False

    def is_live(self, folio: int) -> bool:
        """Whether the picture of a page is not the proof's."""
        return self.marks[folio].startswith(LIVE)


def shown(issue: Issue, found: Proof, folio: int, look: Look, again: bool = False) -> Shown:
    """What there is to look at, drawn where need be; no database is held open meanwhile. `again`: who looks already has
    the page, and the numbers of its inks, and wants to know whether it changes."""
    if found.page(folio) is None:
        abort(404)
    bound = "rtl" if is_rtl(found.shown.file.languages[0]) else "ltr"
    box = window(found.sheet, look.zoom, look.across, look.down) if look.zoom > 1 else Rect(0, 0, 0, 0)
    stage = scene(found.report.pages, folio, look, found.sheet, bound, box)
    folios = [leaf.page.folio for leaf in stage.leaves]
    now = Living() if look.round else living(issue, found, folios, not look.proof, again)
    marks = {one: LIVE + now.keys[one] if one in now.keys else found.mark(one) for one in folios}
    if not look.inks or again:
        return Shown(stage, now, marks, None)
    try:
        return Shown(stage, now, marks, _tally(issue, found, folio, marks[folio]))
    except Refused:  # too many at once: the page is there all the same, and what was typed on it
        return Shown(stage, now, marks, None, busy=True)


def _tally(issue: Issue, found: Proof, folio: int, mark: str) -> Tally | None:
    """The inks of a page in numbers; 404 if the proof was taken back while they were counted."""
    pictures, sight = drawing(issue), sight_of(issue, found, folio, mark)
    with pictures.if_still(lambda: _still(issue, found, folio)):
        told = pictures.tally(sight)
    return told


def gone(db: Session, issue: Issue, found: Proof) -> bool:
    """Whether something on its pages was taken back, or it was forgotten, while somebody drew or wrote."""
    row = store.build(db, issue.id, found.build_id)
    return row is None or store.withheld(db, row)


def _still(issue: Issue, found: Proof, folio: int) -> None:
    with database().read() as db:
        now = in_reach(db, issue, store.build(db, issue.id, found.build_id))
    if now is None or now.page(folio) is None:
        abort(404)


def state(issue: Issue, found: Proof, folio: int, look: Look, what: Shown) -> str:
    """Which picture is shown, the proof's or the page as it is now, in words; and where the pictures are."""
    return render_template("viewer/state.html", **_state(issue, found, folio, look, what))


def _state(issue: Issue, found: Proof, folio: int, look: Look, what: Shown) -> dict[str, Any]:
    gone = folio > what.living.pages
    place = page_url("flatplan.show", slug=issue.slug) if gone else page_url("leaf.show", slug=issue.slug, number=folio)
    return {
        "issue": issue, "proof": found, "page": found.page(folio), "look": look, "shown": what, "place": place,
        "live": what.is_live(folio), "changed": folio in what.living.changed,
        "gone": gone, "to": lambda other=folio, at=look: address(issue.slug, other, at), "replace": replace,
        "picture": lambda one: _picture(issue.slug, found, one, what.marks[one], look),
        "plate": lambda one, ink: _plate(issue.slug, one, what.marks[one], ink, look),
    }  # fmt: skip


def page(
    db: Session, issue: Issue, found: Proof, folio: int, look: Look, what: Shown, typed: Typed | None = None
) -> str:
    """One page of a proof, as it is looked at."""
    stage = what.stage
    leaves = {leaf.page.folio: places.spots(found.shown.folder, found.pdf, leaf.page.folio) for leaf in stage.leaves}
    reach = Reach(db, actor(), issue.id)
    sides = _sides(remarks(db, reach, found, leaves), reach, leaves, folio)
    going_on = store.open_round(db, issue.id)
    seen = store.seen(db, going_on.id) if going_on else {}
    folios = found.folios
    place = folios.index(folio)
    told = [one.problem() for one in found.report.problems]
    problems = spreads.by_page(told, found.report.fit, stands(found.shown.folder))
    people = {row.made_by for one in sides for row in (*one.said.pins, *one.said.apart, *one.said.settled)}
    people |= {row.resolved_by for one in sides for row in one.said.settled}
    return render_template(
        "viewer/viewer.html", **_state(issue, found, folio, look, what), scene=stage, sheet=found.sheet,
        sides=sides, side={one.folio: one for one in sides}, round=going_on, mine=_mine(going_on, seen, folio),
        before=folios[place - 1] if place else None, after=folios[place + 1] if place + 1 < len(folios) else None,
        last=folios[-1],
        rows=[(one, mended(one, issue, reach, found, folio, actor())) for one in problems.get(folio, [])],
        over=[(row, _text_address(reach, row.article, row.language)) for row in found.report.fit
              if folio in row.pages and row.over],
        titles=spreads.titles(folio, found.report.fit, language()), tally=what.tally,
        zooms=ZOOMS, layers=LAYERS, inks=INKS, veils=VEILS, typed=typed or Typed(), key=secrets.token_urlsafe(12),
        wrong=sentence(typed.problem, language()) if typed and typed.problem else "",
        names=names(db, people), close=lambda box: look.on(box, found.sheet), dpi=drawn.SCREEN_DPI,
        astray=astray(request.args.to_dict(flat=False)),
    )  # fmt: skip


def _sides(rows: Sequence[Remark], reach: Reach, leaves: Mapping[int, Sequence[Spot]], folio: int) -> list[Side]:
    """The pages that lie there in the order in which they are read; each remark is on one of them."""
    found, first = list[Side](), 0
    for one in sorted(leaves):
        told = sorted_out([row for row in rows if row.folio == one], leaves[one])
        found.append(Side(one, "" if one == folio else f"p{one}/", _within(reach, leaves[one]), told, first))
        first += len(told.pins)
    return found


def place_named(name: str, folio: int) -> tuple[int, str]:
    """The page and the place on it that a form names, as a Side does."""
    beside = re.fullmatch(r"p([0-9]{1,5})/(.+)", name, re.DOTALL)
    return (int(beside[1]), beside[2]) if beside else (folio, name)


def address(slug: str, folio: int, look: Look, **more: Any) -> str:
    """The page of a page, looked at so."""
    return page_url("viewer.show", slug=slug, folio=folio, **look.query(), **more)


def look_asked() -> Look:
    """How this request wants to look at the page."""
    return look_of(request.args.to_dict(flat=False))


def _picture(slug: str, found: Proof, folio: int, mark: str, look: Look) -> tuple[str, Rect]:
    """Where the picture of a page is, and the box it fills, in mm from the trim's top left."""
    box = window(found.sheet, look.zoom, look.across, look.down)
    return page_url("viewer.piece", **_window(slug, folio, mark, look)), box


def _plate(slug: str, folio: int, mark: str, ink: str, look: Look) -> str:
    """Where the picture of one ink of it is; it fills the same box."""
    return page_url("viewer.plate", ink=ink, **_window(slug, folio, mark, look))


def _window(slug: str, folio: int, mark: str, look: Look) -> dict[str, Any]:
    more = {"tour": look.round} if look.round else {}
    return {"slug": slug, "folio": folio, "mark": mark, "zoom": look.zoom * 100, "across": look.across,
            "down": look.down, **more}  # fmt: skip


def _within(reach: Reach, spots: Sequence[Spot]) -> list[Spot]:
    """What the actor may remark on."""
    return [spot for spot in spots if reach.of(spot) is not None]


def _mine(going_on: Round | None, seen: dict[tuple[str, int], Seen], folio: int) -> Seen | None:
    return seen.get((actor().own_account, folio)) if going_on else None


# --- where a problem is mended ---------------------------------------------------------------------------------------


def mended(problem: Problem, issue: Issue, reach: Reach, found: Proof, folio: int, who: Actor = NOBODY) -> str:
    """The page on which a problem is mended, as on the plan (ways_looks); else the plan itself. Empty when out of
    reach."""
    kind, slug, first = places.slots(found.pdf, folio).get(problem.where.partition("#")[0].partition("/")[2], ("",) * 3)
    text, picture = (slug, "") if kind == "text" else ("", slug)
    there = Stand("", text, picture, (first,)) if kind else None
    if ways := ways_of(who, issue.slug, reach.pieces, reach.pictures).of(problem, 0, there):
        return ways[0].address
    return "" if NAMED.match(problem.where) else page_url("flatplan.show", slug=issue.slug)


def _text_address(reach: Reach, slug: str, tag: str) -> str:
    piece = reach.pieces.get(slug)
    if piece is None:
        return ""
    return page_url("review.text", piece_id=piece.id, language=tag or piece.original)
