"""Word table, writing: an article -> a Word file with a row for each unit, for who translates in Word. Pure.

What a row is stands in its first cell in small grey letters, as text: a bookmark or a hidden run is lost when a row is
copied, sorted or sent through another program, and nobody sees it go. The letters name the article, the unit, what both
sides were, and end with two sums: whether they, and whether the source's cell, are as they left.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from journal_app.bitext.model import Article, Unit
from journal_app.bitext.table.signs import bare, paragraphs_of
from journal_app.documents.word import Cell, Line, Word
from journal_app.languages import is_rtl, language
from journal_app.messages import translator
from journal_app.prepress.model import Run

WIDTHS = (24, 78, 78)  # mm: a column for the number, the same room for both languages
NUMBER = "№"
SPOKEN = ("fr", "en")  # what the page itself says is said in both
_NONE = "-"
_MARK = re.compile(r"\bjj([0-9a-f]{8})\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+([0-9a-f]{6})\s*([0-9a-f]{4})\b")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row's first cell says. `whole`: nobody changed it; `source`: the sum of the source's cell as it left."""

    article: str
    id: str
    key: str
    source_hash: str
    target_hash: str
    source: str
    whole: bool = True


def write_table(article: Article) -> bytes:
    """The article as a .docx: its title, what to do in French and in English, and the table."""
    word = Word(article.source)
    word.line("Heading 1", article.title)
    for spoken in SPOKEN:
        word.line("Normal", told(article, spoken), spoken)
    rows = [_heading(article)]
    rows += [_row(article, unit, number) for number, unit in enumerate(article.units, 1)]
    word.table(rows, WIDTHS, mirrored=is_rtl(article.source) and is_rtl(article.target))
    return word.packed()


def told(article: Article, spoken: str) -> str:
    """What the page says above its table, in one language."""
    say = translator(spoken).gettext
    lines = [say("Écrire la traduction dans la colonne « {target} » ; ne rien changer dans les deux autres.")]
    lines.append(say("Ne pas fusionner, ajouter ou supprimer de lignes."))
    if any(span.shows[0] for unit in article.units for span in unit.spans.values()):
        lines.append(say("Garder les signes ①…❶ autour des mots qui leur correspondent."))
    if any(unit.limit is not None for unit in article.units):
        lines.append(say("Le nombre après ≤ dit combien de signes la traduction peut avoir."))
    return " ".join(lines).format(target=named(article.target))


def named(tag: str) -> str:
    """A language's column: its own name and its tag, which people and machines know it by."""
    found = language(tag)
    return f"{found.name} ({tag})" if found else tag


def _heading(article: Article) -> tuple[Cell, ...]:
    return (
        (Line((Run(NUMBER),), "fr"),),
        *((Line((Run(named(tag), strong=True),), tag),) for tag in (article.source, article.target)),
    )


def _row(article: Article, unit: Unit, number: int) -> tuple[Cell, ...]:
    source = paragraphs_of(unit.source, unit)
    shown = str(number) if unit.limit is None else f"{number}  ≤ {unit.limit}"
    first = (Line((Run(shown),), "en"), Line((Run(marked(article, unit, source)),), "en", quiet=True))
    return first, _cell(source, article.source), _cell(paragraphs_of(unit.target or (), unit), article.target)


def _cell(paragraphs: Iterable[str], tag: str) -> Cell:
    return tuple(Line(_runs(text), tag) for text in paragraphs)


def _runs(text: str) -> tuple[Run, ...]:
    out: list[Run] = []
    for place, line in enumerate(text.split("\n")):
        if place:
            out.append(Run("", br=True))
        if line:
            out.append(Run(line))
    return tuple(out)


# --- the grey letters ------------------------------------------------------------------------------------------------


def _sum(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def of_article(article: Article) -> str:
    """What all rows of one translation share: the piece and both languages."""
    return _sum("\n".join((article.id, article.source, article.target)), 8)


def sum_of(paragraphs: Iterable[str]) -> str:
    """Tells whether a source's cell says what it said; spaces and marks of direction do not count."""
    return _sum(bare("\n".join(paragraphs)), 6)


def marked(article: Article, unit: Unit, source: Iterable[str]) -> str:
    """The grey letters of a row."""
    parts = (unit.id, unit.key, unit.source_hash, unit.target_hash)
    said = f"jj{of_article(article)} {' '.join(quote(part, safe=':.~') or _NONE for part in parts)} {sum_of(source)}"
    return f"{said} {_sum(said, 4)}"


def marks_in(text: str) -> list[Mark]:
    """All the grey letters that stand in a cell."""
    found: list[Mark] = []
    for one in _MARK.finditer(bare(text)):
        said = f"jj{' '.join(one.groups()[:-1])}"
        name, key, source, target = ("" if part == _NONE else unquote(part) for part in one.groups()[1:5])
        found.append(Mark(one[1], name, key, source, target, one[6], whole=_sum(said, 4) == one[7]))
    return found


def unmarked(text: str) -> str:
    """A cell's words without grey letters."""
    return _MARK.sub("", text)
