"""Complement, the way through: an issue folder, read -> the site and its tagged PDF, or problems. Writes last.

A problem that stops leaves whatever was there as it was. The same folder and the same words of the host give the same
bytes.
"""

import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from journal_app.complement import document, site
from journal_app.complement.accessible import judge
from journal_app.complement.selection import Selection, select
from journal_app.complement.swap import foreign, swap_in
from journal_app.complement.tags import mended
from journal_app.complement.words import Words
from journal_app.languages import is_rtl
from journal_app.prepress.build import Progress, Source, quiet
from journal_app.prepress.house import faces_css
from journal_app.prepress.tagged import typeset_tagged
from journal_app.problems import Problem, any_blocking, blocking, warning

MENTIONS = ("association", "seat", "representative", "director", "contact")  # LCEN, art. 1-1, II


def make_site(
    source: Source, out: Path, told: site.Told, tell: Progress = quiet, without: Collection[str] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """The site of an issue at `out`. `without`: `article:slug` and `picture:slug` that must not go on the web."""
    if problems := foreign(out):
        return empty(), problems
    made, problems = built(source, told, tell, without)
    if any_blocking(problems):
        return empty(), problems
    selection, files = made
    swap_in(files, out)
    return answer(selection, files, out), problems


def empty() -> dict[str, Any]:
    """What is answered when there is nothing to tell."""
    return {"pages": 0, "articles": 0, "languages": [], "pictures": 0, "bytes": 0, "addresses": {}, "files": []}


def answer(selection: Selection, files: Mapping[str, bytes], out: Path) -> dict[str, Any]:
    """What was made, as plain values."""
    return {
        "pages": sum(path.endswith(site.PAGE) for path in files),
        "articles": len(selection.pieces),
        "languages": list(selection.languages),
        "pictures": len(selection.pictures),
        "bytes": sum(map(len, files.values())),
        "addresses": {piece.article.slug: selection.url(piece.address) for piece in selection.pieces},
        "files": [str(out / path) for path in sorted(files)],
    }


def built(
    source: Source, told: site.Told, tell: Progress = quiet, without: Collection[str] = (), place: Path | None = None
) -> tuple[tuple[Selection, dict[str, bytes]], list[Problem]]:
    """The selection and every file of the site; with a blocking problem they are not to be shown to anybody.

    `place`: the folder in which files stand for a moment; without one, as for the command, the system's own.
    """
    selection, problems = select(source.issue, source.layouts, without)
    if selection is None:
        return (Selection(source.issue, (), ()), {}), problems
    problems += _mentions(selection, told)
    words = Words(source.house.words.table)
    tell("pictures", 0, 2)
    pictures, found = site.pictures(selection, place)
    problems += found
    tell("pdf", 1, 2)
    pdf, found = tagged_pdf(selection, words, pictures, place)
    problems += found
    files, found = site.files(selection, words, told, pdf, pictures)
    tell("site", 2, 2)
    return (selection, files), [*problems, *found]


def tagged_pdf(
    selection: Selection, words: Words, pictures: Mapping[str, bytes], place: Path | None
) -> tuple[bytes, list[Problem]]:
    """The issue as a tagged PDF, judged; nothing when there is nothing to read."""
    if not selection.pieces:
        return b"", []
    file = selection.issue.file
    with tempfile.TemporaryDirectory(prefix="journal-web-", dir=place) as folder:
        beside = document.put_beside(selection, pictures, Path(folder))
        html = document.html(selection, words, beside)
        made = typeset_tagged(html, (faces_css(), document.STYLE), Path(folder))
    pdf = mended(made, file.theme["fr"], list(selection.languages), is_rtl(file.languages[0]))
    problems = [blocking("web-pdf-not-accessible", "pdf", said, "PDF/UA-1", "technician") for said in judge(pdf)]
    said = [message for message in made.said if "glyph" in message]
    return pdf, [*problems, *(warning("web-glyph-missing", "pdf", message[-60:], "", "technician") for message in said)]


def _mentions(selection: Selection, told: site.Told) -> list[Problem]:
    """A warning for each mention that the law asks of a site and nobody gave."""
    masthead = selection.issue.file.masthead
    lacking = [f"masthead.{key}" for key in MENTIONS if not getattr(masthead, key)]
    lacking += [] if told.host else ["host"]
    return [warning("web-mention-missing", "issue.toml", key, "", "coordinator") for key in lacking]


def table(values: Mapping[str, Any], out: Path) -> str:
    """What was made, for people; nothing when nothing was."""
    if not values["files"]:
        return ""
    rows = [
        ("dossier", str(out)),
        ("pages", str(values["pages"])),
        ("articles", str(values["articles"])),
        ("langues", " ".join(values["languages"])),
        ("images", str(values["pictures"])),
        ("poids", f"{values['bytes'] / 1e6:.2f} Mo, {len(values['files'])} fichiers"),
    ]
    rows += [("", f"{address or slug}") for slug, address in values["addresses"].items()]
    return "\n".join(f"  {name:<10}{said}" for name, said in rows)
