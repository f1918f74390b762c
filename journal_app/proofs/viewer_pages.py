"""Proofs, the page of a page: what the viewer shows, gathered from the build and the rows. It changes nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from journal_app.accounts.store import names
from journal_app.freeze.folder import files
from journal_app.freeze.gather import gather
from journal_app.freeze.live import Wanted, blob_name
from journal_app.freeze.model import Build
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.languages import is_rtl
from journal_app.messages import sentence
from journal_app.prepress.plates import Tally
from journal_app.prepress.reading import Folder
from journal_app.problems import Problem
from journal_app.proofs import drawn, places, since, spreads, store
from journal_app.proofs.builds import Proof, proof
from journal_app.proofs.drawn import INKS, ZOOMS, Drawn, window
from journal_app.proofs.model import Round, Seen
from journal_app.proofs.pins import Reach, said
from journal_app.proofs.places import Spot
from journal_app.proofs.scene import LAYERS, Look, look_of, scene
from journal_app.proofs.within import PLAN, Names, within
from journal_app.units import Rect
from journal_app.web.desk import actor, desk
from journal_app.web.screen import language, page_url


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


def page(
    db: Session, issue: Issue, found: Proof, folio: int, look: Look, tally: Tally | None, typed: Typed | None = None
) -> str:
    """One page of a proof, as it is looked at."""
    shown = found.page(folio) or abort(404)
    sheet, bound = found.sheet, "rtl" if is_rtl(found.shown.file.languages[0]) else "ltr"
    seen_box = window(found, look.zoom, look.across, look.down) if look.zoom > 1 else Rect(0, 0, 0, 0)
    stage = scene(found.report.pages, folio, look, sheet, bound, seen_box)
    leaves = {leaf.page.folio: places.spots(found.shown.folder, found.pdf, leaf.page.folio) for leaf in stage.leaves}
    reach = Reach(db, actor(), issue.id)
    remarks = said(db, reach, found, folio, leaves[folio])
    going_on = store.open_round(db, issue.id)
    seen = store.seen(db, going_on.id) if going_on else {}
    folios = found.folios
    place = folios.index(folio)
    problems = spreads.by_page([told.problem() for told in found.report.problems], found.report.fit)
    people = {row.made_by for row in (*remarks.pins, *remarks.apart, *remarks.settled)}
    people |= {row.resolved_by for row in remarks.settled}
    return render_template(
        "viewer/viewer.html", issue=issue, proof=found, page=shown, look=look, scene=stage, spots=leaves, sheet=sheet,
        bound=bound, remarks=remarks, within=_within(reach, leaves[folio]), round=going_on,
        mine=_mine(going_on, seen, folio),
        before=folios[place - 1] if place else None, after=folios[place + 1] if place + 1 < len(folios) else None,
        last=folios[-1], rows=[(one, mended(one, issue, reach, found, folio)) for one in problems.get(folio, [])],
        over=[(row, _text_address(reach, row.article, row.language)) for row in found.report.fit
              if folio in row.pages and row.over],
        titles=spreads.titles(folio, found.report.fit, language()), tally=tally,
        zooms=ZOOMS, layers=LAYERS, inks=INKS, typed=typed or Typed(), key=secrets.token_urlsafe(12),
        wrong=sentence(typed.problem, language()) if typed and typed.problem else "",
        names=names(db, people), to=lambda other=folio, at=look: address(issue.slug, other, at),
        picture=lambda leaf: _picture(issue.slug, found, leaf.page.folio, look), close=lambda box: look.on(box, sheet),
        living=_living(db, issue, found, folio), replace=replace, dpi=drawn.SCREEN_DPI,
    )  # fmt: skip


def _living(db: Session, issue: Issue, found: Proof, folio: int) -> str:
    """Where the page is as it would be made now, when it is another one than this; empty while it is the same."""
    text, _ = Folder(found.shown.folder).text(found.shown.folder / PLAN)
    made = Wanted(files(gather(db, actor(), issue, blob_name)))
    after = since.planned(made.files[PLAN].decode())
    if not since.changed(folio, since.planned(text or ""), store.manifest(db, found.build_id), after, made.marks()):
        return ""
    if folio > len(after):
        return page_url("flatplan.show", slug=issue.slug)
    return page_url("leaf.show", slug=issue.slug, number=folio)


def address(slug: str, folio: int, look: Look, **more: Any) -> str:
    """The page of a page, looked at so."""
    return page_url("viewer.show", slug=slug, folio=folio, **look.query(), **more)


def look_asked() -> Look:
    """How this request wants to look at the page."""
    return look_of(request.args.to_dict(flat=False))


def _picture(slug: str, found: Proof, folio: int, look: Look) -> tuple[str, Rect]:
    """Where the picture of a page is, and the box it fills, in mm from the trim's top left."""
    more = {"tour": look.round} if look.round else {}
    common = {"slug": slug, "folio": folio, "mark": found.mark(folio), **more}
    if look.ink:
        page = found.page(folio) or abort(404)
        return page_url("viewer.plate", ink=look.ink, **common), Rect(0, 0, page.width, page.height)
    box = window(found, look.zoom, look.across, look.down)
    return page_url("viewer.piece", zoom=look.zoom * 100, across=look.across, down=look.down, **common), box


def tally_of(issue: Issue, found: Proof, folio: int, look: Look) -> Tally | None:
    """The inks in numbers, when they are looked at; no database is held open meanwhile."""
    return drawing(issue).tally(found, folio) if look.ink and found.page(folio) else None


def _within(reach: Reach, spots: Sequence[Spot]) -> list[Spot]:
    """What the actor may remark on."""
    return [spot for spot in spots if reach.of(spot) is not None]


def _mine(going_on: Round | None, seen: dict[tuple[str, int], Seen], folio: int) -> Seen | None:
    return seen.get((actor().own_account, folio)) if going_on else None


# --- where a problem is mended ---------------------------------------------------------------------------------------


def mended(problem: Problem, issue: Issue, reach: Reach, found: Proof, folio: int) -> str:
    """The page on which a problem is mended: its text, its picture, the plan, the settings; empty when out of reach."""
    where, _, tag = problem.where.partition("#")
    kind, _, slug = where.partition(":")
    if kind == "article":
        return _text_address(reach, slug, tag)
    if kind == "picture":
        return _picture_address(reach, slug)
    if where.startswith("issue.toml"):
        return page_url("issues.settings", slug=issue.slug)
    there = places.slots(found.pdf, folio).get(where.partition("/")[2])
    if there is not None:
        kind, slug, first = there  # several languages may share a slot: the problem's own is the one to mend
        if address_ := _picture_address(reach, slug) if kind == "picture" else _text_address(reach, slug, tag or first):
            return address_
    return page_url("flatplan.show", slug=issue.slug)


def _text_address(reach: Reach, slug: str, tag: str) -> str:
    piece = reach.pieces.get(slug)
    if piece is None:
        return ""
    return page_url("review.text", piece_id=piece.id, language=tag or piece.original)


def _picture_address(reach: Reach, slug: str) -> str:
    picture = reach.pictures.get(slug)
    return page_url("media.picture", picture_id=picture.id) if picture else ""
