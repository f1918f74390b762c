"""Flatplan, the ways out: a problem x what stands where -> the pages on which it is mended, for plan and proofs.

It leads only to what its reader may open, and changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from journal_app.accounts.actor import Actor
from journal_app.freeze.readiness import PieceFacts, What
from journal_app.media.model import Picture
from journal_app.problems import Problem
from journal_app.proofs.spreads import NOWHERE, Stand, Stands
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor
from journal_app.web.guards import Policy, allowed
from journal_app.web.screen import page_url

CUTS = ("text-overset", "head-overset")  # the page shows what was tried, and what could go
LAYOUTS = ("slot-empty", "page-overset", "layout-unknown", "layout-template-broken", "slot-unknown", "picture-too-low",
           "text-too-tight")
JUMPS = ("jump-empty", "continues-nothing", "continues-backward")  # of no text: of where its parts stand
CONSENTS = ("picture-not-for-print",)
UNPLACED = ("article-unplaced", "picture-unplaced")
SETTINGS = ("language-not-in-issue",)
SECTIONS = ("pages-not-multiple",)
NAMED = re.compile(r"(article|picture)s?[:/]([^#/.:]+)(?:/([A-Za-z-]+)\.html)?")  # `articles/la-file/fr.html:3`


class Sign(Protocol):
    """What a slot lacks (looks.Sign)."""

    @property
    def code(self) -> str: ...
    @property
    def language(self) -> str: ...


class Held(Protocol):
    """What stands in a slot (looks.Held)."""

    @property
    def key(self) -> str: ...


class Way(NamedTuple):
    """A page on which something is mended. Its words are `way:<name>`."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What a reader of an issue can open: pieces and pictures within reach by their folders' names, and what stands
    where."""

    slug: str
    pieces: Mapping[str, Piece] | Mapping[str, PieceFacts]
    pictures: Mapping[str, Picture]
    writes: bool = False
    decides: bool = False
    stands: Stands = NOWHERE

    def of(self, problem: Problem, folio: int = 0, there: Stand | None = None) -> list[Way]:
        """Where a problem is mended, the nearest way first; none when it is out of reach. `folio`: the page it is shown
        on. `there`: what stands in its slot, where that is not as planned."""
        where, _, tag = problem.where.partition("#")
        if there is None and where.startswith("p"):
            there = self.stands.at(folio, where.partition("/")[2])
        found = [*self._by_code(problem, folio), *self._by_place(problem.where, tag, there)]
        if problem.code in CUTS:
            found.reverse()  # the text itself first
        if not found and folio:
            found = [self._page(folio)]
        return list(dict.fromkeys(found))

    def _by_code(self, problem: Problem, folio: int) -> Iterator[Way]:
        """What a code says of how it is mended."""
        code, slug = problem.code, problem.where.partition("#")[0].partition(":")[2]
        if code in CUTS and folio:
            yield Way("cut", page_url("leaf.show", slug=self.slug, number=folio))
        if code in JUMPS and folio:
            yield self._page(folio)
        if code in LAYOUTS and folio:
            if code == "slot-empty":
                yield self._page(folio)
            if self.decides:
                yield Way("layout", page_url("leaf.others", slug=self.slug, number=folio))
        if code in CONSENTS and self.writes and (picture := self.pictures.get(slug)):
            yield Way("consent", page_url("consent.picture", picture_id=picture.id))
        if code in UNPLACED and self.decides and (one := self.pieces.get(slug) or self.pictures.get(slug)):
            what = f"{'piece' if code == 'article-unplaced' else 'picture'}:{one.id}"
            yield Way("place", page_url("flatplan.show", slug=self.slug, deplacer=what))
        if code in SECTIONS and self.decides:
            yield Way("sections", page_url("flatplan.show", slug=self.slug) + "#cahiers")
        if code in SETTINGS or problem.where.startswith("issue.toml"):
            yield Way("settings", page_url("issues.settings", slug=self.slug))

    def _by_place(self, where: str, tag: str, there: Stand | None) -> Iterator[Way]:
        """The text or the picture that a place is of."""
        named = NAMED.match(where)
        if named and named[1] == "article":
            yield from self._text(named[2], tag or named[3] or "")
        elif named:
            yield from self._picture(named[2])
        elif there is not None and there.article:
            yield from self._text(there.article, tag or next(iter(there.languages), ""))
        elif there is not None and there.picture:
            yield from self._picture(there.picture)

    def _text(self, slug: str, tag: str) -> Iterator[Way]:
        if piece := self.pieces.get(slug):
            yield Way("text", page_url("review.text", piece_id=piece.id, language=tag or piece.original))

    def _picture(self, slug: str) -> Iterator[Way]:
        if picture := self.pictures.get(slug):
            yield Way("picture", page_url("media.picture", picture_id=picture.id))

    def _page(self, folio: int) -> Way:
        return Way("page", page_url("leaf.show", slug=self.slug, number=folio))


def ways_of(
    who: Actor, slug: str, pieces: Mapping[str, Piece] | Mapping[str, PieceFacts], pictures: Mapping[str, Picture],
    stands: Stands = NOWHERE,
) -> Ways:  # fmt: skip
    """What this actor can open of an issue."""
    return Ways(slug, pieces, pictures, allowed(Policy.WRITE, who), allowed(Policy.DECIDE, who), stands)


def sign_way(held: Held, sign: Sign) -> str:
    """Where what a slot lacks is mended; empty where there is one page for it that its reader may not open, or none."""
    kind, _, key = held.key.partition(":")
    writes = allowed(Policy.WRITE, actor())
    if sign.code == What.CONSENT:
        what = {"piece_id": key} if kind == "piece" else {"picture_id": key}
        return page_url(f"consent.{kind}", **what) if writes else ""
    if kind == "picture":
        return page_url("media.picture", picture_id=key)
    if sign.code in (What.TEXT, What.AUTHORS_YES):
        return page_url("review.text", piece_id=key, language=sign.language)
    if sign.code == What.TRANSLATION:
        return page_url("translation.room", piece_id=key, language=sign.language)
    return "" if sign.code == "unplaced" else page_url("submissions.piece", piece_id=key)
