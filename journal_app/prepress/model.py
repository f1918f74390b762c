"""Step 0, the nouns: what an issue folder holds, as frozen values. Nothing here reads, writes or decides.

The pydantic models are the TOML files key by key (an unknown key is refused by name); their JSON Schema is the
documentation of the folder. The dataclasses are the texts, parsed.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from journal_app.prepress.sheet import PrinterSheet


class Table(BaseModel):
    """A TOML table: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- issue.toml ------------------------------------------------------------------------------------------------


class Masthead(Table):
    """The legal mentions (ours); by the loi du 29 juillet 1881, art. 5 and 6, and the LCEN."""

    association: str
    form: str = "association loi 1901"
    seat: str = ""
    representative: str = ""
    director: str = Field("", description="director of publication: an adult natural person")
    editor: str = Field("", description="person responsible for editing")
    team: str = Field("", description="who made the issue, as it should be printed")
    printer: str = Field("", description="printer's name and address")
    legal_deposit: str = Field("", description="month and year of the dépôt légal, e.g. 'novembre 2026'")
    price: str = "gratuit"
    issn: str = ""
    contact: str = ""
    web: str = ""
    recycling: bool = Field(True, description="print 'Ne pas jeter sur la voie publique' and the sorting line")


class IssueFile(Table):
    """issue.toml"""

    title: str = Field(description="the paper's name, as on the nameplate")
    number: int = Field(ge=0)
    date: date
    theme: dict[str, str] = Field(description="the issue's theme per language; fr is required")
    languages: list[str] = Field(description="every language the issue prints, BCP 47, the first is the house's")
    specimen: bool = Field(False, description="sample people and texts, marked as such on the page")
    inclusive: Literal["low-dot", "middle-dot", "doublet"] = "low-dot"
    masthead: Masthead
    printer: str | dict[str, object] = Field(
        description="a preset's name, or a table with `preset` and the keys of the printer sheet it overrides"
    )


# --- flatplan.toml -----------------------------------------------------------------------------------------------


class Tighter(Table):
    """Settings of one text beyond what its layout allows, as an editor chose them; what is not named is the layout's.

    `size` and `leading` in pt (of Latin letters), `tracking` in 1/1000 em. How far each may go says copyfit.further.
    """

    size: float | None = Field(None, gt=0, le=40)
    leading: float | None = Field(None, gt=0, le=60)
    tracking: float | None = Field(None, ge=-100, lt=0)


class Fill(Table):
    """What one slot of a page holds: an article in a language (or several, side by side), or a picture."""

    article: str | None = None
    language: str | None = None
    languages: list[str] | None = Field(None, description="aligned blocks: the languages side by side, in this order")
    picture: str | None = None
    continues: bool = Field(False, description="this slot goes on with an article begun in an earlier slot")
    quote: int | None = Field(None, ge=0, description="which of the article's pull quotes, from 0")
    text: dict[str, str] | None = Field(None, description="a few words of the page's own, per language")
    tighter: Tighter | None = Field(None, description="where the text begins: set tighter than the layout allows")
    hole: int | None = Field(None, ge=1, description="what stood here was taken back by its author: the hole's number")


class PlannedPage(Table):
    """One page of flatplan.toml. Pages are in reading order; the first is page 1."""

    layout: str
    head: dict[str, str] = Field(default_factory=dict, description="running head (rubric), per language")
    language: str = Field("fr", description="language of the page's furniture")
    direction: Literal["ltr", "rtl"] = "ltr"
    slots: dict[str, Fill] = Field(default_factory=dict)
    shorter: dict[str, Annotated[int, Field(ge=1, le=200)]] = Field(
        default_factory=dict,
        description="pictures made lower than the layout draws them, by slot: the lines they give to the text",
    )


class FlatplanFile(Table):
    """flatplan.toml"""

    page: list[PlannedPage]


# --- articles/<slug>/article.toml ----------------------------------------------------------------------------------

Kind = Literal[
    "editorial",
    "essay",
    "testimony",
    "interview",
    "poem",
    "recipe",
    "rights",
    "letter",
    "short",
    "glossary",
    "report",
    "captions",
]


class Wording(Table):
    """The short texts of an article in one language; the body is `<language>.html` beside article.toml."""

    headline: str
    kicker: str = ""
    standfirst: str = ""
    short: str = Field("", description="a short headline for contents, jump lines and problems")
    byline: str = Field("", description="signature as printed in this language; empty: the author's pen name")
    translator: str = Field("", description="who translated, as printed")
    reviewed: bool = Field(True, description="false: nobody has proofread this language")
    quotes: list[str] = Field(default_factory=list, description="pull quotes")


class ArticleFile(Table):
    """article.toml"""

    kind: Kind
    original: str = Field(description="language the author wrote in")
    author: str = Field("", description="pen name")
    place: str = Field("", description="place at the precision the author chose")
    status: Literal["print", "web"] = "print"
    web: str = Field(
        "", max_length=200, description="path of the web complement under the printer sheet's web_base; gives a QR code"
    )
    text: dict[str, Wording]


# --- pictures/<slug>.toml ------------------------------------------------------------------------------------------


class PictureFile(Table):
    """pictures/<slug>.toml"""

    file: str = Field(description="file name in pictures/: PNG, JPEG, TIFF, WebP or SVG")
    kind: Literal["drawing", "photo", "map", "chart", "line"] = "photo"
    credit: str
    focal: tuple[float, float] = Field(
        (0.5, 0.5), description="the point to keep when cropping, 0..1 from left and top"
    )
    faces: Literal["none", "agreed", "covered", "unanswered"] = "unanswered"
    uses: list[Literal["print", "pdf", "web"]] = Field(default_factory=list)
    caption: dict[str, str] = Field(default_factory=dict)
    alt: dict[str, str] = Field(default_factory=dict)


# --- texts, parsed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters with the same marks. `marks` holds em, strong, br (text is then empty), note, link.

    A footnote at its call is a Run with `note` set to the note's own runs and empty text.
    """

    text: str
    em: bool = False
    strong: bool = False
    lang: str = ""
    dir: str = ""  # ltr, rtl or "" (the block's own)
    isolate: bool = False  # came from <bdi> or <span dir>
    href: str = ""
    br: bool = False
    nobreak: bool = False  # kept on one line, never hyphenated
    note: tuple["Run", ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or the like. kind: p, h2, li, quote. `level` nests lists from 1; `ordered` numbers them."""

    kind: Literal["p", "h2", "li", "quote"]
    runs: tuple[Run, ...]
    lang: str = ""
    dir: str = ""
    ordered: bool = False
    number: int = 0  # the li's number in an ordered list, from 1
    level: int = 0
    line: int = 0  # line in the source file

    @property
    def plain(self) -> str:
        """The block's words without marks; a line break is a newline, a footnote is left out."""
        return "".join("\n" if r.br else r.text for r in self.runs)


@dataclass(frozen=True, slots=True)
class Text:
    """One language of an article: its short wordings and its body."""

    language: str
    wording: Wording
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    meta: ArticleFile
    texts: dict[str, Text] = field(default_factory=dict)

    def title(self, language: str = "fr") -> str:
        """The headline a problem shows: in `language`, else in the original, else the slug."""
        wording = self.meta.text.get(language) or self.meta.text.get(self.meta.original)
        return (wording.short or wording.headline) if wording else self.slug


@dataclass(frozen=True, slots=True)
class Picture:
    slug: str
    meta: PictureFile
    path: Path
    size: tuple[int, int]  # pixels after orientation; (0, 0) for SVG
    sha256: str

    def title(self, language: str = "fr") -> str:
        return self.meta.caption.get(language) or next(iter(self.meta.caption.values()), self.slug)


@dataclass(frozen=True, slots=True)
class Issue:
    """A whole issue folder, read and valid in itself. `slug` is the folder's name."""

    slug: str
    folder: Path
    file: IssueFile
    sheet: PrinterSheet
    pages: tuple[PlannedPage, ...]
    articles: dict[str, Article]
    pictures: dict[str, Picture]
