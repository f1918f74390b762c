"""Freeze, the folder: an issue’s rows -> the files of its folder, as bytes. Pure: the same rows, the same bytes.

Only what may be printed crosses this wall: pen names, the texts that stand on a page, pictures with their covers. No
account, no decision, no comment, no consent row, no file that somebody sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from journal_app.consent.model import Use
from journal_app.consent.store import Answers, allows
from journal_app.costing.document import crossing
from journal_app.flatplan.model import Page, Placement
from journal_app.freeze.toml import toml
from journal_app.issues.model import Issue
from journal_app.media.model import Picture
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Text

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
PICTURE_USES = (Use.PRINT, Use.PDF, Use.WEB)
SAID = "Écrit par la rédaction au gel : ce qu’on change ici à la main arrête le gel suivant."


@dataclass(frozen=True, slots=True)
class PieceRows:
    """A piece with what each of its texts says now."""

    piece: Piece
    texts: tuple[tuple[Text, Content], ...]
    consent: Answers


@dataclass(frozen=True, slots=True)
class PictureRows:
    """A picture with what may leave the desk of it. `faces` is media.needs.faces_word."""

    picture: Picture
    faces: str
    media_type: str
    data: bytes
    consent: Answers
    by_contributor: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rows that the folder is made from. `placements` by page id."""

    issue: Issue
    pages: Sequence[Page]
    placements: Mapping[str, Sequence[Placement]]
    pieces: Mapping[str, PieceRows] = field(default_factory=dict)
    pictures: Mapping[str, PictureRows] = field(default_factory=dict)


def files(rows: Gathered) -> dict[str, bytes]:
    """The wanted files by path, with / between folders."""
    made = {
        "issue.toml": toml(_issue(rows.issue), SAID).encode(),
        "flatplan.toml": toml({"page": [_page(rows, page) for page in rows.pages]}, SAID).encode(),
    }
    if told := costing(rows.issue):
        made["costing.toml"] = told.encode()
    for found in rows.pieces.values():
        made |= dict(_article(found))
    for picture in rows.pictures.values():
        made |= _picture(picture)
    return made


def costing(issue: Issue) -> str:
    """What its money says in a folder: without anybody's comment, and with no printer whom the masthead leaves out."""
    return crossing(issue.costing, str(issue.masthead.get("printer", "")))


def _issue(issue: Issue) -> dict[str, Any]:
    preset, more = issue.printer.get("preset", ""), {k: v for k, v in issue.printer.items() if k != "preset"}
    return {
        "title": issue.title, "number": issue.number, "date": issue.date, "languages": issue.languages,
        "specimen": issue.specimen, "inclusive": issue.inclusive,
        **({} if more else {"printer": preset}),
        "theme": issue.theme, "masthead": issue.masthead,
        **({"printer": {"preset": preset, **more}} if more else {}),
    }  # fmt: skip


def holes(rows: Gathered) -> dict[str, int]:
    """The issue's holes by their placement's id, numbered from 1 in the order of its pages."""
    found = [one for page in rows.pages for one in rows.placements.get(page.id, ()) if one.hole]
    return {one.id: number for number, one in enumerate(found, 1)}


def _page(rows: Gathered, page: Page) -> dict[str, Any]:
    numbers = holes(rows)
    slots = {
        one.slot: fill
        for one in rows.placements.get(page.id, ())
        if (fill := {"hole": numbers[one.id]} if one.hole else _fill(rows, one))
    }
    return {
        "layout": page.layout, "direction": page.direction, "language": page.language,
        **({"head": page.head} if page.head else {}), **({"shorter": page.shorter} if page.shorter else {}),
        **({"slots": slots} if slots else {}),
    }  # fmt: skip


def _fill(rows: Gathered, placement: Placement) -> dict[str, Any]:
    """What stands in a slot; nothing for a piece or picture that did not cross the wall."""
    if placement.piece_id in rows.pieces:
        fill: dict[str, Any] = {"article": rows.pieces[str(placement.piece_id)].piece.slug}
        many = len(placement.languages) > 1
        fill |= {"languages": placement.languages} if many else {"language": "".join(placement.languages)}
        if placement.continues:
            fill["continues"] = True
        if placement.quote is not None:
            fill["quote"] = placement.quote
        if placement.tighter:
            fill["tighter"] = placement.tighter
        return fill
    if placement.picture_id in rows.pictures:
        slug = rows.pictures[str(placement.picture_id)].picture.slug
        return {"picture": slug, "languages": placement.languages}
    return {"text": placement.words} if placement.words else {}


def _article(found: PieceRows) -> Iterator[tuple[str, bytes]]:
    piece, texts = found.piece, [(text, said) for text, said in found.texts if text.wanted and said.headline]
    table = {
        "kind": piece.kind, "original": piece.original, "author": piece.author, "place": piece.place,
        "status": piece.status, "web": _web(found),
        "text": {text.language: _wording(text, said) for text, said in texts},
    }  # fmt: skip
    yield f"articles/{piece.slug}/article.toml", toml(table, SAID).encode()
    for text, said in texts:
        yield f"articles/{piece.slug}/{text.language}.html", (said.body + "\n").encode()


def _web(found: PieceRows) -> str:
    """The piece's address on the web, which paper prints as a code; none without a yes to the web."""
    piece = found.piece
    return piece.web if not piece.by_contributor or allows(found.consent, Use.WEB) else ""


def _wording(text: Text, said: Content) -> dict[str, Any]:
    told = {
        "headline": said.headline, "kicker": said.kicker, "standfirst": said.standfirst, "short": said.short,
        "byline": said.byline, "translator": text.translator,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value or key == "headline"} | {
        "reviewed": text.reviewed, **({"quotes": list(said.quotes)} if said.quotes else {}),
    }  # fmt: skip


def _picture(found: PictureRows) -> dict[str, bytes]:
    picture = found.picture
    name = f"{picture.slug}.{ENDINGS[found.media_type]}"
    uses = [use.value for use in PICTURE_USES if not found.by_contributor or allows(found.consent, use)]
    table = {
        "file": name, "kind": picture.kind, "credit": picture.credit, "focal": [picture.focal_x, picture.focal_y],
        "faces": found.faces, "uses": uses,
        "caption": {tag: words for tag, words in picture.caption.items() if words},
        "alt": {tag: words for tag, words in picture.alt.items() if words},
    }  # fmt: skip
    return {f"pictures/{name}": found.data, f"pictures/{picture.slug}.toml": toml(table, SAID).encode()}
