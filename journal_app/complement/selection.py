"""Complement, step 1: an issue -> what of it may be on the web, and under which address. Pure; it writes no page.

An article is on the web when it has a web address of its own: without one nobody agreed to it. A picture is when its
uses hold "web", and in the tagged PDF when they hold "pdf" besides. What may not be there is left out before anything
else is done, so that no later step can tell that it exists.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from journal_app.prepress.characters import shown
from journal_app.prepress.layouts import Layout
from journal_app.prepress.model import Article, Issue, Picture
from journal_app.prepress.threads import fills
from journal_app.problems import Problem, any_blocking, blocking, note, warning

ADDRESS = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*/?")
PAGE_ENDINGS = (".html", ".htm")
EDITOR, COORDINATOR, TRANSLATOR = "editor", "coordinator", "translator"


@dataclass(frozen=True, slots=True)
class Piece:
    """An article on the web. `address` is what follows web_base, `file` the page's path; languages: its own first."""

    article: Article
    address: str
    file: str
    folio: int | None  # the page it begins on in print; None: it is on the web only
    languages: tuple[str, ...]
    pictures: tuple[Picture, ...]

    @property
    def language(self) -> str:
        """The language its author wrote in."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Selection:
    """What of an issue is on the web, in the order of its pages, then what is there only, by slug."""

    issue: Issue
    pieces: tuple[Piece, ...]
    alone: tuple[tuple[int, Picture], ...]  # pictures that stand by no article of the web, with their page

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that is shown, once."""
        found = [*(one for piece in self.pieces for one in piece.pictures), *(one for _, one in self.alone)]
        return tuple({picture.slug: picture for picture in found}.values())

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that something can be read in, in the issue's order."""
        said = {tag for piece in self.pieces for tag in piece.languages}
        order = self.issue.file.languages
        return (*(tag for tag in order if tag in said), *sorted(said - set(order)))

    def url(self, path: str) -> str:
        """The full address of a path, as the QR codes on paper say it; empty when the issue has no web_base."""
        return f"{self.issue.sheet.web_base.rstrip('/')}/{path}" if self.issue.sheet.web_base else ""


def select(
    issue: Issue, layouts: Mapping[str, Layout], without: Collection[str] = ()
) -> tuple[Selection | None, list[Problem]]:
    """What goes on the web; None when an address cannot be kept. `without`: slugs that must not go there, however."""
    problems = list(_base(issue))
    articles = {
        slug: article
        for slug, article in issue.articles.items()
        if article.meta.web.strip("/ ") and f"article:{slug}" not in without
    }
    for slug, article in issue.articles.items():
        if article.meta.status == "web" and slug not in articles and f"article:{slug}" not in without:
            problems.append(warning("web-address-missing", f"article:{slug}", "", 'web = "…"', EDITOR, article.title()))
    problems += _addresses(articles)
    if any_blocking(problems):
        return None, problems
    pictures = {
        slug: one
        for slug, one in issue.pictures.items()
        if "web" in one.meta.uses and f"picture:{slug}" not in without and _described(one)
    }
    for slug, one in issue.pictures.items():
        if "web" in one.meta.uses and f"picture:{slug}" not in without:
            problems += _told(one)
    folios, by_article, alone = _places(issue, layouts, articles, pictures)
    order = sorted(articles, key=lambda slug: (folios.get(slug, len(issue.pages) + 1), slug))
    pieces = tuple(_piece(issue, articles[slug], folios.get(slug), by_article.get(slug, [])) for slug in order)
    if not pieces:
        problems.append(note("web-nothing", "issue.toml", "", 'web = "…"', EDITOR))
    return Selection(issue, pieces, tuple(alone)), problems


def _base(issue: Issue) -> Iterator[Problem]:
    """The codes on paper can only lead to a folder of a server."""
    base = issue.sheet.web_base
    if not base:
        yield warning("web-base-missing", "issue.toml:printer", "", 'web_base = "https://…"', COORDINATOR)
    elif any(urlsplit(base)[3:]) or not urlsplit(base).hostname or re.search(r"[\s<>\"\\^`{}|]", base):
        yield blocking("web-base-unusable", "issue.toml:printer", shown(base), "https://…/", COORDINATOR)


def _addresses(articles: Mapping[str, Article]) -> Iterator[Problem]:
    """An address has to be a path that any server can serve, and one article's only."""
    taken: dict[str, str] = {}
    for slug, article in articles.items():
        path, where = article.meta.web.lstrip("/"), f"article:{slug}"
        if not ADDRESS.fullmatch(path):
            yield blocking("web-address-refused", where, shown(path), "a-z 0-9 - /", EDITOR, article.title())
            continue
        other = taken.setdefault(file_of(path).lower(), slug)  # some servers do not tell A from a
        if other != slug:
            yield blocking("web-address-twice", where, path, other, EDITOR, article.title())


def file_of(path: str) -> str:
    """The file that a server hands out for an address: a page named so, or the index of a folder."""
    path = path.strip("/")
    return path if path.lower().endswith(PAGE_ENDINGS) else f"{path}/index.html"


def _piece(issue: Issue, article: Article, folio: int | None, pictures: list[Picture]) -> Piece:
    order = [article.meta.original, *issue.file.languages, *article.texts]
    languages = tuple(tag for tag in dict.fromkeys(order) if tag in article.texts)
    path = article.meta.web.lstrip("/")
    return Piece(article, path, file_of(path), folio, languages, tuple(pictures))


def _described(picture: Picture) -> bool:
    """Who cannot see a picture is told what it shows: one without any words is not put there."""
    return any(picture.meta.alt.values()) or any(picture.meta.caption.values())


def _told(picture: Picture) -> Iterator[Problem]:
    if not any(picture.meta.alt.values()):
        yield warning("web-alt-missing", f"picture:{picture.slug}", "", 'alt.fr = "…"', TRANSLATOR, picture.title())


def _places(
    issue: Issue, layouts: Mapping[str, Layout], articles: Collection[str], pictures: Mapping[str, Picture]
) -> tuple[dict[str, int], dict[str, list[Picture]], list[tuple[int, Picture]]]:
    """The page each article begins on, the pictures that stand by it, and those that stand by none of the web.

    A picture belongs to the text whose slot comes before it on the page, else to the page's first text.
    """
    folios: dict[str, int] = {}
    by_article: dict[str, list[Picture]] = {}
    alone: list[tuple[int, Picture]] = []
    seen: set[str] = set()
    for folio, page in enumerate(issue.pages, 1):
        texts: list[str] = []
        waiting: list[str] = []
        owners: dict[str, str] = {}
        for _, at, _, slot, fill in fills(issue, layouts):
            if at is not page:
                continue
            if fill.article and slot.role in ("article", "aligned"):
                folios.setdefault(fill.article, folio)
                texts.append(fill.article)
            elif fill.picture:
                owners[fill.picture] = texts[-1] if texts else ""
                waiting += [] if texts else [fill.picture]
        for slug in waiting:
            owners[slug] = texts[0] if texts else ""
        for slug, owner in owners.items():
            if slug not in pictures or slug in seen:
                continue
            seen.add(slug)
            if owner in articles:
                by_article.setdefault(owner, []).append(pictures[slug])
            else:
                alone.append((folio, pictures[slug]))
    return folios, by_article, alone
