"""Step 1j: the flatplan against the articles, pictures and layouts it names -> problems. It never measures a text.

Two kinds: what is named and does not exist (nothing can be composed), and what a person has still to decide.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from journal_app.languages import LANGUAGES
from journal_app.prepress.model import Article, Fill, FlatplanFile, Picture, PlannedPage
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.tables import Source, nearest
from journal_app.problems import Problem, blocking, note, warning

Layouts = Mapping[str, Collection[str] | Mapping[str, str]]  # layout -> its slots, or slot -> role
FLOWING = ("article", "aligned")  # the roles in which a whole text stands
OF_AN_ARTICLE = (*FLOWING, "quote", "qr", "teaser")
WHO = "layout"


@dataclass(frozen=True, slots=True)
class Placed:
    """One filled slot: where it is and, when the layouts are known, its role."""

    folio: int
    page: PlannedPage
    slot: str
    fill: Fill
    role: str
    line: str

    @property
    def where(self) -> str:
        return f"p{self.folio}/{self.slot}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the slot names, or none."""
        return tuple(self.fill.languages or ([self.fill.language] if self.fill.language else []))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages the slot prints: its own, or the page's."""
        return self.languages or (self.page.language,)

    @property
    def whole_text(self) -> bool:
        """Whether a text runs in it, not only a quote or an announcement of one."""
        return self.fill.article is not None and self.fill.quote is None and self.role in ("", *FLOWING)


def placed(plan: FlatplanFile, source: Source, layouts: Layouts | None) -> list[Placed]:
    """Every filled slot in reading order: in the layout's order of slots where that is known."""
    found = []
    for index, page in enumerate(plan.page):
        slots = (layouts or {}).get(page.layout, ())
        roles = slots if isinstance(slots, Mapping) else {}
        order = [name for name in slots if name in page.slots] + [name for name in page.slots if name not in slots]
        for name in order:
            line = source.at(("page", index, "slots", name))
            found.append(Placed(index + 1, page, name, page.slots[name], roles.get(name, ""), line))
    return found


def missing(
    fills: Collection[Placed],
    plan: FlatplanFile,
    source: Source,
    articles: Mapping[str, Article | None],
    pictures: Mapping[str, Picture | None],
    languages: Collection[str],
    layouts: Layouts | None,
) -> list[Problem]:
    """What the flatplan names and nobody has: layouts, slots, articles, languages, texts, quotes, pictures.

    An article or picture that exists and could not be read is None: its own problems are enough.
    """
    problems = []
    for index, page in enumerate(plan.page):
        line = source.at(("page", index, "layout"))
        if layouts is not None and page.layout not in layouts:
            problems.append(blocking("layout-unknown", line, page.layout, nearest(page.layout, layouts), WHO))
        for tag in dict.fromkeys([page.language, *page.head]):
            problems += _language(tag, source.at(("page", index)), languages)
    for one in fills:
        slots = (layouts or {}).get(one.page.layout)
        if slots is not None and one.slot not in slots:
            problems.append(
                blocking("slot-unknown", one.line, one.slot, nearest(one.slot, slots), WHO, one.page.layout)
            )
        problems += _things(one, articles, pictures, languages)
    return list(dict.fromkeys(problems))


def _language(tag: str, where: str, languages: Collection[str]) -> list[Problem]:
    if tag in languages:
        return []
    if tag not in LANGUAGES:
        return [blocking("language-unknown", where, tag, nearest(tag, languages), WHO)]
    return [blocking("language-not-in-issue", where, tag, ", ".join(languages), WHO)]


def _things(
    one: Placed,
    articles: Mapping[str, Article | None],
    pictures: Mapping[str, Picture | None],
    languages: Collection[str],
) -> Iterator[Problem]:
    fill = one.fill
    if fill.article is not None and fill.picture is not None and one.role != "teaser":
        yield blocking("slot-two-things", one.line, f"{fill.article} + {fill.picture}", "1", WHO)
    if fill.language and fill.languages:
        yield blocking("slot-two-languages", one.line, f"{fill.language} + {', '.join(fill.languages)}", "1", WHO)
    wanted = "article" if one.role in OF_AN_ARTICLE else "picture" if one.role == "picture" else ""
    if fill.hole is not None:
        yield warning("slot-hole", one.line, fill.hole, "", WHO)
    elif wanted and getattr(fill, wanted) is None:
        yield blocking("slot-wrong-thing", one.line, one.slot, f'{wanted} = "…"', WHO)
    if fill.languages and len(set(fill.languages)) < len(fill.languages):
        said = f"languages = [{', '.join(fill.languages)}]"
        yield blocking("toml-value-wrong", one.line, said, ", ".join(dict.fromkeys(fill.languages)), WHO)
    for tag in dict.fromkeys([*one.languages, *(fill.text or ())]):
        yield from _language(tag, one.line, languages)
    if fill.picture is not None and fill.picture not in pictures:
        yield blocking("picture-unknown", one.line, fill.picture, nearest(fill.picture, pictures), "pictures")
    if fill.article is None:
        return
    if fill.article not in articles:
        yield blocking("article-unknown", one.line, fill.article, nearest(fill.article, articles), WHO)
        return
    article = articles[fill.article]
    if article is None:
        return
    if one.role in FLOWING and not one.languages:
        yield blocking("slot-without-language", one.line, one.slot, ", ".join(article.texts), WHO, article.title())
    if one.role == "quote" or fill.quote is not None:
        yield from _quote(one, article)
    for tag in one.languages:
        if tag in languages and tag not in article.meta.text:
            have = ", ".join(article.meta.text)
            yield blocking(
                "text-missing", f"article:{article.slug}#{tag}", one.line, have, "translator", article.title()
            )


def _quote(one: Placed, article: Article) -> Iterator[Problem]:
    """A pull quote is named by its number, in the slot's language or else the original."""
    tag = one.languages[0] if one.languages else article.meta.original
    quotes = article.meta.text[tag].quotes if tag in article.meta.text else []
    if tag in article.meta.text and not 0 <= (-1 if one.fill.quote is None else one.fill.quote) < len(quotes):
        found = "-" if one.fill.quote is None else str(one.fill.quote)
        allowed = f"0–{len(quotes) - 1}" if quotes else "-"
        yield blocking("quote-missing", one.line, found, allowed, "editor", article.title(tag))


def undecided(
    fills: Collection[Placed], plan: FlatplanFile, sheet: PrinterSheet, articles: Mapping[str, Article | None]
) -> list[Problem]:
    """Pages that make no section, articles that are nowhere or twice, texts that are in no slot."""
    problems = []
    count = len(plan.page)
    if count == 0 or count % sheet.pages_multiple:
        problems.append(blocking("pages-not-multiple", "flatplan.toml", str(count), str(sheet.pages_multiple), WHO))
    problems += _twice(fills, articles)
    problems += _uneven(fills, articles)
    printed: dict[str, set[str]] = {}
    for one in fills:
        if one.whole_text and one.fill.article:
            printed.setdefault(one.fill.article, set()).update(one.languages)
    for slug, article in articles.items():
        if article is None or article.meta.status != "print":
            continue
        where = f"article:{slug}"
        if slug not in printed:
            problems.append(blocking("article-unplaced", where, slug, 'status = "web"', WHO, article.title()))
        else:
            for tag in article.texts:
                if tag not in printed[slug]:
                    problems.append(note("language-unplaced", f"{where}#{tag}", tag, who=WHO, title=article.title(tag)))
    return problems


def _twice(fills: Collection[Placed], articles: Mapping[str, Article | None]) -> Iterator[Problem]:
    begun: dict[tuple[str, tuple[str, ...]], Placed] = {}
    languages: dict[tuple[str, str], Placed] = {}
    opens = {(one.fill.article, one.languages): one.where for one in fills if one.whole_text and not one.fill.continues}
    for one in fills:
        slug = one.fill.article
        if slug is None or not one.whole_text:
            continue
        article = articles.get(slug)
        title = article.title(one.spoken[0]) if article else slug
        key = (slug, one.languages)
        if one.fill.continues:
            if key not in begun and key in opens:
                yield blocking("continues-backward", one.where, one.line, opens[key], WHO, title)
            elif key not in begun:
                yield blocking("continues-nothing", one.where, one.line, "continues = false", WHO, title)
            if key not in begun:
                continue  # its beginning, where it comes, is no second one
        elif key in begun:
            said = f"{title} ({', '.join(one.languages)})"
            yield blocking("article-twice", one.where, one.line, begun[key].where, WHO, said)
        else:
            before: dict[str, list[str]] = {}
            for tag in one.languages:
                if (slug, tag) in languages:
                    before.setdefault(languages[slug, tag].where, []).append(tag)
            for where, tags in before.items():
                yield blocking("article-twice", one.where, one.line, where, WHO, f"{title} ({', '.join(tags)})")
        begun.setdefault(key, one)
        for tag in one.languages:
            languages.setdefault((slug, tag), one)


def _uneven(fills: Collection[Placed], articles: Mapping[str, Article | None]) -> Iterator[Problem]:
    """Texts side by side that have not the same number of paragraphs: they would face the wrong ones."""
    for one in fills:
        article = articles.get(one.fill.article or "")
        if article is None or not one.fill.languages or not one.whole_text:
            continue
        counts = {tag: len(article.texts[tag].blocks) for tag in one.fill.languages if tag in article.texts}
        if len(set(counts.values())) > 1:
            found = ", ".join(f"{tag} {count}" for tag, count in counts.items())
            most = max(counts.values())
            yield warning("aligned-uneven", one.where, found, str(most), "translator", article.title(one.spoken[0]))
