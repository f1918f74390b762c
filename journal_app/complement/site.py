"""Complement, step 4: a selection -> every file of the site as bytes by path. Pure but for the pictures it reads.

Links between pages are relative, so that the folder can be read from a server, from a stick or from a zip alike; what
stands on paper as a code is the file that web_base and the article's address lead to. No script, nothing foreign.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from journal_app.complement.bodies import body
from journal_app.complement.drawings import drawing
from journal_app.complement.pictures import sizes, sizes_of_drawing
from journal_app.complement.selection import Piece, Selection
from journal_app.complement.words import Words
from journal_app.languages import LANGUAGES
from journal_app.prepress.markup import direction
from journal_app.prepress.model import Picture, Wording
from journal_app.prepress.typography import set_words
from journal_app.prepress.words import printed_date
from journal_app.problems import Problem, blocking

HERE = Path(__file__).parent / "site"
PAGE = ".html"
HEAVY = 60_000  # bytes; a drawing of more lines than that is lighter as pixels
SIZED = re.compile(r"-(\d+)x(\d+)\.(webp|jpg)")
FRONT, ABSENT, FEED, SUMS = "index.html", "404.html", "feed.xml", "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever puts the site up says besides: who hosts it (name, address, telephone), and the texts' licence."""

    host: str = ""
    licence: str = ""


@dataclass(slots=True)
class Shown:
    """A picture's files: (address, width) of each kind, and the size of the largest."""

    picture: Picture
    width: int = 0
    height: int = 0
    sources: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """The issue as a site: what its pages are made of."""

    selection: Selection
    words: Words
    told: Told
    pdf: bytes
    shown: Mapping[str, Shown]

    @property
    def folder(self) -> str:
        """Where the issue's own files are: its slug, so that two issues can share a server."""
        return self.selection.issue.slug

    @property
    def home(self) -> str:
        return f"{self.folder}/index.html"

    @property
    def pdf_path(self) -> str:
        return f"{self.folder}/{self.folder}.pdf"


def files(
    selection: Selection, words: Words, told: Told, pdf: bytes, pictures_: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file by path; a problem when an address is taken by a file of the site."""
    problems: list[Problem] = []
    made: dict[str, bytes] = {
        **{f"{selection.issue.slug}/{name}": (HERE / name).read_bytes() for name in ("style.css", "mark.svg")},
        **pictures_,
    }
    site = Site(selection, words, told, pdf, _shown(selection, pictures_))
    if pdf:
        made[site.pdf_path] = pdf
    made[FRONT], made[site.home] = _index(site, FRONT), _index(site, site.home)
    made[ABSENT] = _absent(site)
    if selection.issue.sheet.web_base:
        made[FEED] = _render("feed.xml", site, FEED, items=[_item(site, piece) for piece in selection.pieces])
    made[SUMS] = b""  # its name is taken
    for piece in selection.pieces:
        if taken := _taken(piece.file, made):
            where = f"article:{piece.article.slug}"
            problems.append(blocking("web-address-twice", where, piece.address, taken, "editor", piece.article.title()))
        else:
            made[piece.file] = _article(site, piece)
    del made[SUMS]
    made[SUMS] = sums(made).encode()
    return made, problems


def sums(made: Mapping[str, bytes]) -> str:
    """The files as `sha256sum -c` reads them; it also tells a folder of ours from any other."""
    return "".join(f"{hashlib.sha256(made[path]).hexdigest()}  {path}\n" for path in sorted(made))


def _taken(path: str, made: Mapping[str, bytes]) -> str:
    """The file of the site that stands in the way of a path: it itself, or one where the other needs a folder."""
    low = path.lower()
    for other in made:
        one = other.lower()
        if one == low or one.startswith(low + "/") or low.startswith(one + "/"):
            return other
    return ""


# --- pictures --------------------------------------------------------------------------------------------------------


def pictures(selection: Selection, place: Path | None = None) -> tuple[dict[str, bytes], list[Problem]]:
    """The pictures' files by path; a picture that cannot be decoded is a problem."""
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    for picture in selection.pictures:
        base = f"{selection.issue.slug}/{picture.slug}"
        drawn = drawing(picture.path) if picture.path.suffix.lower() == ".svg" else None
        if drawn and len(drawn[0]) <= HEAVY:
            made[f"{base}.svg"] = drawn[0]
            continue
        widths, said = sizes_of_drawing(*drawn, place) if drawn else sizes(picture)
        problems += said
        made |= {f"{base}-{size.width}x{size.height}.{ending}": data for size in widths for ending, data in size.files}
    return made, problems


def _shown(selection: Selection, made: Mapping[str, bytes]) -> dict[str, Shown]:
    """What there is of each picture, from the names of its files, the smallest first."""
    found: dict[str, Shown] = {}
    for picture in selection.pictures:
        base = f"{selection.issue.slug}/{picture.slug}"
        one = Shown(picture)
        if f"{base}.svg" in made:
            one.width, one.height = drawing(picture.path)[1]
            one.sources["svg"] = [(f"{base}.svg", one.width)]
        named = [(path, SIZED.fullmatch(path.removeprefix(base))) for path in made if path.startswith(f"{base}-")]
        for path, size in sorted(named, key=lambda pair: int(pair[1][1]) if pair[1] else 0):
            if size:
                one.width, one.height = int(size[1]), int(size[2])
                one.sources.setdefault(size[3], []).append((path, one.width))
        if one.sources:
            found[picture.slug] = one
    return found


def _figure(site: Site, picture: Picture, at: str, language: str, first: bool = False) -> dict[str, Any]:
    """A picture as the template draws it: its files, what it shows in one language, its captions in every one."""
    shown = site.shown[picture.slug]
    alt, tag = described(picture, language)
    srcset = {
        kind: ", ".join(f"{link(at, path)} {width}w" for path, width in found) for kind, found in shown.sources.items()
    }
    plain = shown.sources.get("svg") or shown.sources["jpg"]
    middle = plain[min(1, len(plain) - 1)][0]
    return {
        "webp": srcset.get("webp", ""),
        "jpeg": srcset.get("jpg", ""),
        "src": link(at, middle),
        "width": shown.width,
        "height": shown.height,
        "alt": set_words(alt, tag),
        "language": tag,
        "dir": direction(tag),
        "captions": captions(site.selection, picture),
        "credit": picture.meta.credit,
        "lazy": not first,
    }


def described(picture: Picture, language: str) -> tuple[str, str]:
    """What a picture shows, and in which language that is said: the wished one, French, any; else its caption."""
    for texts in (picture.meta.alt, picture.meta.caption):
        for tag in (language, "fr", *texts):
            if texts.get(tag):
                return texts[tag], tag
    return "", language


def captions(selection: Selection, picture: Picture) -> list[dict[str, str]]:
    """The captions in the issue's order of languages."""
    order = [tag for tag in selection.issue.file.languages if picture.meta.caption.get(tag)]
    return [
        {"language": tag, "dir": direction(tag), "text": set_words(picture.meta.caption[tag], tag)} for tag in order
    ]


# --- pages -----------------------------------------------------------------------------------------------------------


def link(at: str, to: str) -> str:
    """A relative address from one file of the site to another."""
    return relpath(to, str(PurePosixPath(at).parent))


def byline(piece: Piece, language: str, words: Words) -> list[tuple[str, str]]:
    """Who wrote, where, who translated: (words, class) each."""
    meta = piece.article.meta
    wording = meta.text[language]
    told = [(wording.byline or meta.author, "author"), (meta.place, "place")]
    if wording.translator and language != piece.language:
        told.append((words.plain(language, "translated_by", name=wording.translator)[0], "translator"))
    return [(set_words(said, language), name) for said, name in told if said]


def tongue(tag: str) -> dict[str, str]:
    """A language as a link says it."""
    return {"language": tag, "dir": direction(tag), "name": LANGUAGES[tag].name if tag in LANGUAGES else tag}


def heads(wording: Wording, language: str) -> dict[str, str]:
    """Kicker, headline and standfirst as they are set."""
    return {key: set_words(getattr(wording, key), language) for key in ("kicker", "headline", "standfirst")}


def _article(site: Site, piece: Piece) -> bytes:
    sections = []
    for number, tag in enumerate(piece.languages):
        wording = piece.article.meta.text[tag]
        html, notes = body(piece.article.texts[tag], tag, 3 if number else 2, site.selection.issue.file.inclusive)
        sections.append(
            tongue(tag)
            | heads(wording, tag)
            | {
                "first": not number,
                "byline": byline(piece, tag, site.words),
                "reviewed": wording.reviewed,
                "body": Markup(html),
                "notes": [Markup(note) for note in notes],
            }
        )
    figures = [
        _figure(site, one, piece.file, piece.language, not number)
        for number, one in enumerate(one for one in piece.pictures if one.slug in site.shown)
    ]
    wording = piece.article.meta.text[piece.language]
    return _render(
        "article.html",
        site,
        piece.file,
        piece.language,
        title=heads(wording, piece.language)["headline"],
        about=set_words(wording.standfirst, piece.language),
        canonical=site.selection.url(piece.address),
        piece=piece,
        kind=piece.article.meta.kind,
        sections=sections,
        figures=figures,
    )


def _item(site: Site, piece: Piece, at: str = "") -> dict[str, Any]:
    """An article as an index lists it: its headline as it was written, the house's, and a link a language."""
    meta, house = piece.article.meta, site.selection.issue.file.languages[0]
    own = tongue(piece.language) | heads(meta.text[piece.language], piece.language)
    also = house if house in meta.text and house != piece.language else ""
    return {
        "own": own,
        "also": tongue(also) | heads(meta.text[also], also) if also else None,
        "author": meta.author,
        "href": link(at, piece.file) if at else "",
        "url": site.selection.url(piece.address),
        "languages": [tongue(tag) for tag in piece.languages],
        "folio": piece.folio,
    }


def _index(site: Site, at: str) -> bytes:
    selection = site.selection
    issue = selection.issue
    house = issue.file.languages[0]
    items = [_item(site, piece, at) for piece in selection.pieces]
    pages: dict[int, dict[str, Any]] = {}
    for item in items:
        if item["folio"]:
            head = issue.pages[item["folio"] - 1].head
            page = pages.setdefault(item["folio"], {"folio": item["folio"], "items": [], "head": head.get(house, "")})
            page["items"].append(item)
    tongues = [
        tongue(tag)
        | {
            "items": [
                heads(piece.article.meta.text[tag], tag) | {"href": link(at, piece.file) + "#" + tag}
                for piece in selection.pieces
                if tag in piece.languages
            ]
        }
        for tag in selection.languages
    ]
    alone = [
        _figure(site, one, at, house) | {"folio": folio} for folio, one in selection.alone if one.slug in site.shown
    ]
    return _render(
        "index.html",
        site,
        at,
        house,
        title=f"{issue.file.title} n° {issue.file.number}",
        about=set_words(issue.file.theme["fr"], "fr"),
        canonical=selection.url(f"{site.folder}/"),
        pages=list(pages.values()),
        online=[item for item in items if not item["folio"]],
        tongues=tongues,
        figures=alone,
        pdf=link(at, site.pdf_path) if site.pdf else "",
        pdf_bytes=len(site.pdf),
        masthead=issue.file.masthead,
        told=site.told,
    )


def _absent(site: Site) -> bytes:
    """What a server answers for an address without a page, at any depth: its links begin at the server's root."""
    root = urlsplit(site.selection.issue.sheet.web_base).path.rstrip("/") + "/"
    house = site.selection.issue.file.languages[0]
    return _render("404.html", site, ABSENT, house, title="404", about="", canonical="", root=root)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _render(template: str, site: Site, at: str, language: str = "fr", **values: Any) -> bytes:
    file = site.selection.issue.file
    common = {
        "site": site,
        "issue": file,
        "language": language,
        "dir": direction(language),
        "direction": direction,
        "date": printed_date(file.date, language),
        "themes": [tongue(tag) | {"text": set_words(words, tag)} for tag, words in file.theme.items()],
        "word": site.words,
        "base": site.selection.url(""),
        "home": link(at, site.home),
        "style": link(at, f"{site.folder}/style.css"),
        "feed": link(at, FEED) if site.selection.issue.sheet.web_base else "",
        "mark": link(at, f"{site.folder}/mark.svg"),
        "specimen": _specimen(site),
        "root": "",
    }
    return (_environment().get_template(template).render(**(common | values)) + "\n").encode()


def _specimen(site: Site) -> Markup:
    """What a specimen says of itself, with the languages of the web that nobody has proofread."""
    unread = [tongue(tag) for tag in site.selection.languages if _is_unread(site, tag)]
    names = Markup(", ").join(Markup('<bdi lang="{language}" dir="{dir}">{name}</bdi>').format(**one) for one in unread)
    before, after = site.words.plain("fr", "specimen", names="\0")[0].split("\0")
    return Markup("{}{}{}").format(before, names or "–", after)


def _is_unread(site: Site, tag: str) -> bool:
    texts = [piece.article.meta.text[tag] for piece in site.selection.pieces if tag in piece.languages]
    return any(not wording.reviewed for wording in texts)
