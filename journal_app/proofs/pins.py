"""Proofs, the pins: the remarks of a page's texts and pictures -> where they stand on the page now. It changes nothing.

A remark on a text was made on some revision; a build printed some other one. It is carried from the one to the other
(review/anchors.py), so that it stands beside its paragraph whatever was laid out anew meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store as flatplan
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.proofs import places, store
from journal_app.proofs.builds import Proof
from journal_app.proofs.model import PageRemark
from journal_app.proofs.places import Spot
from journal_app.review import store as reviews
from journal_app.review.anchors import WHOLE, Passage, field_of
from journal_app.review.model import Comment
from journal_app.review.remarks import follow
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Text


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark as a proof shows it. `spot`: where it stands on this page; nowhere when its paragraph is gone, it is on
    a whole text or a whole page. `of`: the piece, the picture, or neither."""

    id: str
    body: str
    words: str
    made_by: str | None
    made_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    piece: Piece | None = None
    language: str = ""
    picture: Picture | None = None
    spot: Spot | None = None
    gone: bool = False
    answers: int = 0
    folio: int = 0  # the page it belongs to; 0 when that is nowhere

    @property
    def open(self) -> bool:
        return self.resolved_at is None


@dataclass(slots=True)
class Said:
    """What was said of one page: pins in the order of their places, what has no place there, what is settled."""

    pins: list[Remark]
    apart: list[Remark]
    settled: list[Remark]

    @property
    def open_count(self) -> int:
        return len(self.pins) + len(self.apart)


class Reach:
    """An issue's pieces and pictures within the actor's reach, by the names that a build knows them by."""

    def __init__(self, db: Session, actor: Actor, issue_id: str) -> None:
        self.issue_id = issue_id
        self.pieces = {piece.slug: piece for piece in submissions.pieces(db, actor, issue_id)}
        self.pictures = {row.slug: row for row in media.pictures(db, actor, issue_id)}
        self.pages = {page.id: page.number for page in flatplan.pages(db, issue_id)}

    def of(self, spot: Spot) -> Piece | Picture | None:
        """The piece or picture of a spot; None for one out of reach."""
        return self.pictures.get(spot.slug) if spot.kind == "picture" else self.pieces.get(spot.slug)


def sorted_out(found: Iterable[Remark], spots: Sequence[Spot]) -> Said:
    """Remarks in the order in which their places are read."""
    order = {spot.key: number for number, spot in enumerate(spots)}
    rows = list(found)
    pins = [row for row in rows if row.open and row.spot is not None]
    pins.sort(key=lambda row: (order.get(row.spot.key if row.spot else "", 0), row.made_at, row.id))
    return Said(pins, [row for row in rows if row.open and row.spot is None], [row for row in rows if not row.open])


def remarks(
    db: Session, reach: Reach, proof: Proof | None, pages: Mapping[int, Sequence[Spot]], whole: bool = False
) -> list[Remark]:
    """Every remark on the texts, pictures and pages of these folios; `whole`: of the rest of the issue, too."""
    wanted = {spot.of_text for spots in pages.values() for spot in spots if spot.kind == "text"}
    named = {slug for slug, _ in wanted}
    pieces = {piece.id: piece for piece in reach.pieces.values() if whole or piece.slug in named}
    texts = [text for rows in submissions.texts(db, pieces).values() for text in rows
             if whole or (pieces[text.piece_id].slug, text.language) in wanted]  # fmt: skip
    rows = reviews.comments_of(db, [text.id for text in texts])
    # all revisions that they were made on, in one statement; the session has them while `on` is held
    on = submissions.revisions(db, {row.revision_id for some in rows.values() for row in some}) if proof else {}
    found: list[Remark] = []
    for text in texts:
        if text.id in rows:
            found += _on_text(db, proof, pages, pieces[text.piece_id], text, rows[text.id])
    del on
    return found + _on_pictures(db, reach, pages, whole)


def _on_text(
    db: Session, proof: Proof | None, pages: Mapping[int, Sequence[Spot]], piece: Piece, text: Text,
    rows: Sequence[Comment],
) -> list[Remark]:  # fmt: skip
    roots = [row for row in rows if row.parent_id is None]
    standing = _standing(db, proof, piece, text, roots)
    here = [(folio, spot) for folio, spots in pages.items() for spot in spots
            if spot.kind == "text" and spot.of_text == (piece.slug, text.language)]  # fmt: skip
    first = min((folio for folio, _ in here), default=0)
    return [
        replace(_of_text(row, piece, text, standing.get(row.id), here, first),
                answers=sum(one.parent_id == row.id for one in rows))
        for row in roots
    ]  # fmt: skip


def _standing(
    db: Session, proof: Proof | None, piece: Piece, text: Text, rows: Sequence[Comment]
) -> dict[str, Passage | None]:
    """Where each remark's passage stands in what the build printed."""
    if proof is None:
        return {}
    built = places.printed(proof.shown.folder, piece.slug, text.language)
    marked = {row.id: (row.revision_id, Passage(row.block, row.start, row.end, row.passage)) for row in rows}
    return follow(db, text, built, marked)


def _of_text(
    row: Comment, piece: Piece, text: Text, place: Passage | None, here: Sequence[tuple[int, Spot]], first: int
) -> Remark:
    block = place.block if place else WHOLE
    if place is not None and field_of(block):
        block = places.HEAD  # kicker, standfirst and byline stand with the headline
    at = next(((folio, spot) for folio, spot in here if place and block != WHOLE and spot.block == block), None)
    folio, spot = at or (first, None)
    return Remark(row.id, row.body, (place.words if place else "") or row.passage, row.made_by, row.made_at,
                  row.resolved_at, row.resolved_by, piece, text.language, None, spot,
                  gone=row.block != WHOLE and spot is None, folio=folio)  # fmt: skip


def _on_pictures(db: Session, reach: Reach, pages: Mapping[int, Sequence[Spot]], whole: bool) -> list[Remark]:
    by_id = {row.id: row for row in reach.pictures.values()}
    here = {spot.slug: (folio, spot) for folio, spots in pages.items() for spot in spots if spot.kind == "picture"}
    found = []
    for row in store.page_remarks(db, reach.issue_id):
        picture = by_id.get(row.picture_id or "")
        if row.picture_id and picture is None:
            continue  # out of reach, or taken back
        if picture is not None:
            folio, spot = here.get(picture.slug, (0, None))
            found.append(_of_page(row, picture, spot, folio))
        else:
            found.append(_of_page(row, None, None, reach.pages.get(row.page_id, 0)))
    return [row for row in found if whole or row.folio in pages]


def _of_page(row: PageRemark, picture: Picture | None, spot: Spot | None, folio: int) -> Remark:
    return Remark(row.id, row.body, "", row.made_by, row.made_at, row.resolved_at, row.resolved_by, picture=picture,
                  spot=spot, gone=not folio, folio=folio)  # fmt: skip
