"""Flatplan, the looks: rows, what they lack, and the pages as they are now -> the plan as a screen shows it.

It reads, through the rooms' stores, and decides nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.consent.store import allows
from journal_app.flatplan import leases, store, undoing
from journal_app.flatplan.costs import Costs, Weight, costs, weight
from journal_app.flatplan.fitting import ALONE, WHOLE
from journal_app.flatplan.house import layouts as layouts
from journal_app.flatplan.house import roles as roles
from journal_app.flatplan.jumps import UNLINKED, Link, Place, links, places
from journal_app.flatplan.model import Page, Placement, Step
from journal_app.flatplan.moving import filling_of, mark_of
from journal_app.flatplan.ways_looks import Ways, ways_of
from journal_app.freeze import store as freeze
from journal_app.freeze.live import Answer
from journal_app.freeze.nowhere import finished, nowhere, printed
from journal_app.freeze.readiness import PRINTED, PieceFacts, What, missing
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.media.needs import missing_of
from journal_app.prepress.build import Fit
from journal_app.prepress.live import LivePage
from journal_app.problems import Problem
from journal_app.proofs.spreads import NOWHERE, Stand, Stands, by_page
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Stage
from journal_app.web.guards import Policy, allowed

STEPS = 12  # that are shown
NAMED = 36  # signs of a picture's words that name it


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing a slot lacks: a message id with its values, and how grave it is."""

    code: str
    detail: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A slot and what stands in it. `key` names it in forms: "piece:…" or "picture:…"; empty for nothing. `mark`: of
    all that it holds, so that a form tells what its reader saw there."""

    slot: str
    role: str
    key: str = ""
    title: str = ""
    languages: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    hole: bool = False
    continues: bool = False
    fits: tuple[Fit, ...] = ()
    signs: tuple[Sign, ...] = ()
    mark: str = ""
    shorter: int = 0  # lines that its picture is lower than the layout draws it
    tighter: Mapping[str, float] = field(default_factory=dict)  # way of copyfit -> how far beyond the layout
    link: Link = UNLINKED

    @property
    def alone(self) -> bool:
        """Whether it fills itself."""
        return self.role in ALONE


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the plan."""

    id: str
    number: int
    version: int
    layout: str
    known: bool
    direction: str
    language: str
    head: Mapping[str, str]
    slots: tuple[Held, ...]
    live: LivePage | None
    problems: tuple[Problem, ...]
    holder: str = ""  # who is at it right now


@dataclass(frozen=True, slots=True)
class Loose:
    """What waits for a place."""

    key: str
    title: str
    languages: tuple[str, ...] = ()
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the screen shows."""

    leaves: tuple[Leaf, ...]
    answer: Answer
    whole: tuple[Problem, ...]  # of no page
    pieces: tuple[Loose, ...]
    pictures: tuple[Loose, ...]
    steps: tuple[tuple[Step, str], ...]
    back: tuple[Step, str] | None  # what goes back next, and whose it is
    multiple: int
    costs: Costs | None = None
    places: tuple[Place, ...] = ()  # the slots in which a text can go on
    weight: Weight | None = None
    ways: Ways | None = None

    @property
    def spreads(self) -> list[tuple[Leaf | None, Leaf | None]]:
        """Pages as they lie open: the first alone, then two by two."""
        by = {leaf.number: leaf for leaf in self.leaves}
        last = max(by, default=0)
        return [(by.get(n), by.get(n + 1)) for n in range(0, last + 1, 2)]

    @property
    def mark(self) -> str:
        """Changes with anything the screen shows of the plan."""
        steps = [one.number for one, _ in (*self.steps, *([self.back] if self.back else []))]
        whole = (self.leaves, self.pieces, self.pictures, self.answer.state, self.answer.making, steps, self.costs,
                 self.whole, self.weight)  # fmt: skip
        return hashlib.sha256(repr(whole).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the issue: pieces with their lacks, pictures with theirs."""

    pieces: Mapping[str, PieceFacts]
    pictures: Mapping[str, Picture]
    lacks: Mapping[str, tuple[Sign, ...]]  # by picture id
    fits: Mapping[tuple[str, str], tuple[Fit, ...]] = field(default_factory=dict)  # by slug and language
    nowhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by piece id: its texts that no page has
    places: tuple[Place, ...] = ()
    links: Mapping[tuple[str, str], Link] = field(default_factory=dict)  # by page id and slot
    stands: Stands = NOWHERE

    def ways(self, actor: Actor, slug: str) -> Ways:
        """Where what is wrong in the issue is mended."""
        pieces = {one.slug: one for one in self.pieces.values()}
        return ways_of(actor, slug, pieces, {one.slug: one for one in self.pictures.values()}, self.stands)


def known(db: Session, actor: Actor, issue: Issue, answer: Answer) -> Known:
    """The same for all pages."""
    facts = {one.id: one for one in freeze.facts(db, actor, issue.id)}
    pictures = {one.id: one for one in media.to_print(media.pictures(db, actor, issue.id))}
    faces = media.faces(db, list(pictures))
    asked = _unanswered(facts.values())
    lacks = {key: (*(Sign(one.code) for one in missing_of(row, faces.get(key, []), ())), *asked.get(row.slug, ()))
             for key, row in pictures.items()}  # fmt: skip
    fits: dict[tuple[str, str], tuple[Fit, ...]] = {}
    for fit in answer.live.fit if answer.live else ():
        fits[fit.article, fit.language] = (*fits.get((fit.article, fit.language), ()), fit)
    rows = store.pages(db, issue.id), store.placements(db, issue.id)
    there, all_ = printed(*rows, roles), places(*rows, roles)
    left = {key: nowhere(finished(one), there.get(key, {}), issue.languages) for key, one in facts.items()}
    return Known(facts, pictures, lacks, fits, left, all_, links(all_), _stands(*rows, facts, pictures))


def _unanswered(pieces: Iterable[PieceFacts]) -> dict[str, tuple[Sign, ...]]:
    """What the authors of pictures have not agreed to, by the picture's slug: a picture is printed without its text,
    too."""
    return {one.slug: tuple(Sign(What.CONSENT, f"{use} {one.slug}") for use in PRINTED if not allows(one.consent, use))
            for piece in pieces if piece.by_contributor for one in piece.pictures}  # fmt: skip


def _stands(
    pages: Sequence[Page], held: Mapping[str, Sequence[Placement]], pieces: Mapping[str, PieceFacts],
    pictures: Mapping[str, Picture],
) -> Stands:  # fmt: skip
    """What stands where, by the names that problems have for it."""

    def stand(page: Page, row: Placement) -> Stand:
        piece, picture = pieces.get(row.piece_id or ""), pictures.get(row.picture_id or "")
        return Stand(roles(page.layout).get(row.slot, ""), piece.slug if piece else "",
                     picture.slug if picture else "", tuple(row.languages))  # fmt: skip

    filled = tuple({row.slot: stand(page, row) for row in held.get(page.id, ())} for page in pages)
    return Stands(filled, tuple(page.layout for page in pages))


def plan(db: Session, actor: Actor, issue: Issue, answer: Answer, now: Any) -> Plan:
    """The whole plan. `now`: the moment, for leases."""
    all_ = known(db, actor, issue, answer)
    held = store.placements(db, issue.id)
    at = leases.held(db, issue.id, now)
    steps, back = store.standing(db, issue.id, STEPS), undoing.next_back(db, issue.id)
    names = accounts.names(db, [*at.values(), *(one.account_id for one in (*steps, *([back] if back else [])))])
    live = {page.folio: page for page in answer.live.pages} if answer.live else {}
    problems = told(answer, all_.stands)
    leaves = []
    for page in store.pages(db, issue.id):
        other = at.get(page.id, "")
        leaves.append(leaf(page, held.get(page.id, []), all_, live.get(page.number), problems.get(page.number, []),
                           names.get(other, "") if other != actor.account_id else ""))  # fmt: skip
    placed = [row for rows in held.values() for row in rows]
    sheet = sheet_of(issue.printer)
    multiple = sheet.pages_multiple if sheet else 4
    return Plan(
        tuple(leaves), answer, tuple(problems.get(0, [])), _loose_pieces(all_, placed), _loose_pictures(all_, placed),
        tuple((one, names.get(one.account_id or "", "")) for one in steps),
        (back, names.get(back.account_id or "", "")) if back else None, multiple,
        costs(issue, len(leaves)) if allowed(Policy.DECIDE, actor) else None, all_.places,
        weight(issue, len(leaves)), all_.ways(actor, issue.slug),
    )  # fmt: skip


def told(answer: Answer, stands: Stands) -> dict[int, list[Problem]]:
    """The problems of each page, under 0 those of none."""
    if answer.live is None:
        return by_page(answer.problems, (), stands)
    return by_page(answer.live.problems, answer.live.fit, stands)  # type: ignore[arg-type]  # the same facts, measured now


def leaf(
    page: Page, rows: Sequence[Placement], all_: Known, live: LivePage | None, problems: Sequence[Problem],
    holder: str = "",
) -> Leaf:  # fmt: skip
    """One page."""
    by = {row.slot: row for row in rows}
    slots = tuple(
        replace(_held(slot, role, by.get(slot), all_, page.number), mark=mark_of(filling_of(by.get(slot))),
                shorter=page.shorter.get(slot, 0), tighter=dict(by[slot].tighter) if slot in by else {},
                link=all_.links.get((page.id, slot), UNLINKED))
        for slot, role in roles(page.layout).items()
    )  # fmt: skip
    return Leaf(page.id, page.number, page.version, page.layout, page.layout in layouts(), page.direction,
                page.language, page.head, slots, live, tuple(problems), holder)  # fmt: skip


def _held(slot: str, role: str, row: Placement | None, all_: Known, folio: int) -> Held:
    if row is None:
        return Held(slot, role)
    if row.hole:
        return Held(slot, role, hole=True)
    tags = tuple(row.languages)
    if row.piece_id in all_.pieces:
        piece = all_.pieces[str(row.piece_id)]
        fits = tuple(fit for tag in tags for fit in all_.fits.get((piece.slug, tag), ()) if folio in fit.pages)
        whole = role in WHOLE
        lacks = _signs(piece, tags, whole and not row.continues, all_.nowhere.get(piece.id, ()))
        return Held(slot, role, f"piece:{piece.id}", piece.title, tags, (), False, row.continues,
                    fits if whole else (), tuple(lacks))  # fmt: skip
    if row.picture_id in all_.pictures:
        picture = all_.pictures[str(row.picture_id)]
        return Held(slot, role, f"picture:{picture.id}", caption(picture), tags, signs=all_.lacks.get(picture.id, ()))
    words = tuple((tag, str(said)) for tag, said in row.words.items())
    return Held(slot, role, words=words)


def _signs(piece: PieceFacts, tags: Sequence[str], opens: bool, nowhere: Sequence[str]) -> list[Sign]:
    """What the piece lacks in these languages; its fit is told beside it, measured now. Where a text opens, also the
    translations that are still wished for and stand nowhere: the press freeze waits for them; and those that are
    written and stand nowhere: nothing waits, and they would be missed on paper only."""
    found = [] if piece.stage is Stage.ACCEPTED else [Sign("stage", piece.stage)]
    for one in missing(piece):
        here = not one.language or one.language in tags or (opens and one.what is What.TRANSLATION)
        if one.what is not What.FIT and here:
            found.append(Sign(one.what, one.detail, one.language))
    return found + [Sign("unplaced", "", tag) for tag in nowhere if opens]


def caption(picture: Picture) -> str:
    """A picture in a few words, by which people know it."""
    words = str(picture.alt.get("fr") or picture.caption.get("fr") or "") or picture.slug
    return words if len(words) <= NAMED else f"{words[:NAMED].rsplit(' ', 1)[0]}…"


def _loose_pieces(all_: Known, placed: Sequence[Placement]) -> tuple[Loose, ...]:
    there = {row.piece_id for row in placed}
    return tuple(
        Loose(f"piece:{one.id}", one.title, tuple(text.language for text in one.texts if not text.empty),
              one.stage is Stage.ACCEPTED)
        for one in all_.pieces.values()
        if one.id not in there and one.stage is not Stage.REJECTED
    )  # fmt: skip


def _loose_pictures(all_: Known, placed: Sequence[Placement]) -> tuple[Loose, ...]:
    there = {row.picture_id for row in placed}
    return tuple(
        Loose(f"picture:{one.id}", caption(one), (), not all_.lacks.get(one.id))
        for one in all_.pictures.values() if one.id not in there
    )  # fmt: skip


def spoken(db: Session, actor: Actor, piece_ids: Sequence[str], issue: Issue) -> dict[str, list[str]]:
    """The languages each piece has a text in: its original first, then in the order of the issue's."""
    order = {tag: place for place, tag in enumerate(issue.languages)}
    texts = submissions.texts(db, list(piece_ids))
    found = {}
    for piece in submissions.some(db, actor, piece_ids):
        tags = [text.language for text in texts.get(piece.id, []) if text.wanted and text.head_id]
        found[piece.id] = sorted(tags, key=lambda tag: (tag != piece.original, order.get(tag, len(order))))
    return found
