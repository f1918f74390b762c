"""Budget, the articles: what each one's share of its pages costs to print, to the cent. It reads and decides nothing.

A page costs its part of the whole; the pieces on it share it evenly. What no piece stands on (front, masthead) is told
apart, and everything adds up to the price of printing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.costing.report import CostingReport
from journal_app.costing.sharing import per_article
from journal_app.flatplan import store as flatplan
from journal_app.issues.model import Issue
from journal_app.submissions import store as submissions


@dataclass(frozen=True, slots=True)
class ArticleCost:
    """What an article's share of its pages costs, TTC cents, and between what it may be where printing is estimated;
    without a title: the pages that no article stands on."""

    title: str
    pages: tuple[int, ...]
    cents: int
    low: int
    high: int


def room(pages: Sequence[Sequence[str]]) -> tuple[dict[str, Fraction], dict[str, tuple[int, ...]]]:
    """By piece, how many pages it takes and which, from 1; under "" those without one. `pages`: pieces by page."""
    takes: dict[str, Fraction] = {}
    stands: dict[str, tuple[int, ...]] = {}
    for number, pieces in enumerate(pages, start=1):
        here = sorted(set(pieces)) or [""]
        for piece in here:
            takes[piece] = takes.get(piece, Fraction(0)) + Fraction(1, len(here))
            stands[piece] = (*stands.get(piece, ()), number)
    return takes, stands


def of_articles(db: Session, actor: Actor, issue: Issue, report: CostingReport) -> list[ArticleCost]:
    """Every article that has a place, in the order of the pages; nothing while no price is known."""
    if report.printing.kind == "unknown" or not report.pages:
        return []
    held = flatplan.placements(db, issue.id)
    pages = [[row.piece_id for row in held.get(page.id, []) if row.piece_id] for page in flatplan.pages(db, issue.id)]
    takes, stands = room(pages)
    cost = report.printing
    shares = [per_article(cents, takes) for cents in (cost.price.gross, cost.low, cost.high)]
    parts = {piece: (stands[piece], tuple(share[piece] for share in shares)) for piece in takes}
    titles = {one.id: one.title for one in submissions.some(db, actor, [piece for piece in parts if piece])}
    return _told(parts, titles)


def _told(parts: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]], titles: Mapping[str, str]) -> list[ArticleCost]:
    """What may not be named (taken back, of another residency) goes with the pages that no article stands on."""
    named = [ArticleCost(titles[piece], pages, *cents) for piece, (pages, cents) in parts.items() if piece in titles]
    rest = [part for piece, part in parts.items() if piece not in titles]
    numbers = sorted({number for part in rest for number in part[0]})
    alone = [ArticleCost("", tuple(numbers), *map(sum, zip(*(part[1] for part in rest), strict=True)))] if rest else []
    return sorted(named, key=lambda one: (one.pages, one.title)) + alone
