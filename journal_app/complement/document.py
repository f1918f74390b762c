"""Complement, step 4a: a selection -> the whole issue as one document in reading order, for the tagged PDF. Pure.

Large type on small pages: it is read on a telephone as well as by a voice. Only pictures whose uses hold "web" and
"pdf" are in it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from journal_app.complement.bodies import body
from journal_app.complement.selection import Piece, Selection
from journal_app.complement.site import HERE, SIZED, byline, captions, described, heads, tongue
from journal_app.complement.words import Words
from journal_app.prepress.markup import direction
from journal_app.prepress.model import Picture
from journal_app.prepress.typography import set_words
from journal_app.prepress.words import printed_date

STYLE = (HERE / "document.css").read_text("utf-8")


def html(selection: Selection, words: Words, files: Mapping[str, str]) -> str:
    """The document; `files`: a picture's slug -> its file's name beside it, for those that are in."""
    file = selection.issue.file
    house = file.languages[0]
    environment = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("document.html").render(
        issue=file,
        language=house,
        dir=direction(house),
        word=words,
        date=printed_date(file.date, house),
        themes=[tongue(tag) | {"text": set_words(said, tag)} for tag, said in file.theme.items()],
        pieces=[_piece(selection, piece, words, files) for piece in selection.pieces],
        figures=[_figure(selection, one, house, files) for _, one in selection.alone if one.slug in files],
        masthead=file.masthead,
    )


def _piece(selection: Selection, piece: Piece, words: Words, files: Mapping[str, str]) -> dict[str, Any]:
    slug, inclusive = piece.article.slug, selection.issue.file.inclusive
    texts = []
    for tag in piece.languages:
        wording = piece.article.meta.text[tag]
        inner, notes = body(piece.article.texts[tag], f"{slug}-{tag}", 4, inclusive)
        texts.append(
            tongue(tag)
            | heads(wording, tag)
            | {
                "id": f"{slug}-{tag}",
                "byline": " · ".join(said for said, _ in byline(piece, tag, words)),
                "reviewed": wording.reviewed,
                "body": Markup(inner),
                "notes": [Markup(note) for note in notes],
            }
        )
    own = piece.article.meta.text[piece.language]
    return {
        "id": slug,
        "kind": piece.article.meta.kind,
        "own": tongue(piece.language) | heads(own, piece.language),
        "folio": piece.folio,
        "texts": texts,
        "figures": [_figure(selection, one, piece.language, files) for one in piece.pictures if one.slug in files],
    }


def _figure(selection: Selection, picture: Picture, language: str, files: Mapping[str, str]) -> dict[str, Any]:
    alt, tag = described(picture, language)
    return {
        "src": files[picture.slug],
        "alt": set_words(alt, tag),
        "language": tag,
        "captions": captions(selection, picture),
        "credit": picture.meta.credit,
    }


def in_pdf(picture: Picture) -> bool:
    """Whether a picture of the web may be in a PDF as well."""
    return "pdf" in picture.meta.uses


def put_beside(selection: Selection, made: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """The site's own pictures as files of a folder that the engine may read; slug -> name."""
    names: dict[str, str] = {}
    for picture in filter(in_pdf, selection.pictures):
        base = f"{selection.issue.slug}/{picture.slug}"
        found = [path for path in made if path == f"{base}.svg" or path.startswith(f"{base}-")]
        for path in found:
            size = SIZED.fullmatch(path.removeprefix(base))
            if path.endswith(".svg") or (size and size[3] == "jpg"):  # 800 px on a page of 120 mm: 170 ppi
                names[picture.slug] = f"{picture.slug}{Path(path).suffix}"
                (folder / names[picture.slug]).write_bytes(made[path])
    return names
