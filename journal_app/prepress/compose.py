"""Step 6: issue x layouts -> what to typeset: one job a text, one a page's furniture. It typesets nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from journal_app.languages import LANGUAGES
from journal_app.prepress import copyfit, furniture, markup
from journal_app.prepress.house import House
from journal_app.prepress.job import Job
from journal_app.prepress.layouts import LINE_MM, Layout
from journal_app.prepress.model import Article, Issue, Text
from journal_app.prepress.threads import Thread
from journal_app.prepress.typography import set_block, set_words
from journal_app.prepress.words import Wording
from journal_app.problems import Problem, blocking

DROP_KINDS = ("essay", "report", "editorial", "testimony")  # kinds that open with a drop cap


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything to typeset for an issue: texts by thread, furniture by folio, and what typography found."""

    texts: tuple[tuple[Thread, Job], ...]
    pages: tuple[Job, ...]
    problems: tuple[Problem, ...]


def compose(issue: Issue, layouts: Mapping[str, Layout], house: House, found: Sequence[Thread]) -> Composition:
    """The jobs of a whole issue, in reading order. `found` are its threads."""
    problems: list[Problem] = []
    texts = []
    for thread in found:
        job, said = text_job(issue, thread, house)
        texts.append((thread, job))
        problems += said
    facts = furniture.facts(issue, layouts, found, house.words)
    pages = []
    for folio in range(1, len(issue.pages) + 1):
        try:
            pages.append(page_job(issue, layouts, house, folio, facts))
        except Exception as error:  # a template may fail in any way a small program can: the layout is to be mended
            where, found_there = f"layout:{issue.pages[folio - 1].layout}", f"{type(error).__name__}: {error}"[:120]
            problems.append(blocking("layout-template-broken", where, found_there, f"p. {folio}", "layout"))
            pages.append(Job("<html><body></body></html>", (), (issue.sheet.page,)))
    return Composition(tuple(texts), tuple(pages), tuple(dict.fromkeys(problems)))


def text_job(issue: Issue, thread: Thread, house: House) -> tuple[Job, list[Problem]]:
    """One thread as a document whose pages are its frames."""
    article = issue.articles[thread.article]
    style = f"{article.meta.kind} {thread.slot.style}".strip()
    frames = tuple((place.rect.w, place.rect.h) for place in thread.frames)
    head = (thread.head.rect.w, thread.head.rect.h) if thread.head else None
    columns, problems = [], []
    for language in thread.languages:
        blocks, said = _set(article.texts[language], issue)
        columns.append((language, blocks))
        problems += said
    aligned = thread.slot.role == "aligned"
    first = thread.languages[0]
    headed = _heads(article, thread, house.words) if head else ""
    if aligned:
        heads = [_row_head(article, language, house.words, bool(head)) for language in thread.languages]
        body = markup.table(columns, heads)
    else:
        drop = article.meta.kind in DROP_KINDS and "plain" not in thread.slot.style
        inner = markup.blocks(columns[0][1], first, drop)
        lead = "" if head else _heads(article, thread, house.words)
        body = f'<div data-column="{first}">{lead}{inner}</div>'
    colour = "colour" if issue.sheet.in_colour(thread.folio) else "mono"
    opening = f'<html lang="{first}" dir="{markup.direction(first)}"><body class="text {colour} {style}">'
    above = f"<div class=head>{headed}</div>" if head else ""
    html = f'{opening}{above}<div class="body {"aligned" if aligned else ""}">{body}</div></body></html>'
    ladder, wished, grow = copyfit.ladder(thread.slot, thread.languages)
    css = (house.palette(colour == "colour"), house.faces_css, house.text_css)
    job = Job(
        html,
        css,
        frames,
        head,
        ladder,
        wished,
        grow,
        copyfit.factors(thread.languages),
        f"{opening}{above}</body></html>" if head else "",
        thread.rising,
        () if aligned else thread.bands,
        LINE_MM,
    )
    return job, problems


def _set(text: Text, issue: Issue) -> tuple[list[Any], list[Problem]]:
    blocks, problems = [], []
    for item in text.blocks:
        block, said = set_block(item, text.language, issue.file.inclusive)
        blocks.append(block)
        problems += said
    return blocks, problems


def _heads(article: Article, thread: Thread, word: Wording) -> str:
    """The head of a text: all its languages for texts side by side, the first one largest."""
    return "".join(
        markup.head(
            head_parts(article, language, word, index == 0, len(thread.languages) > 1),
            language,
            "main" if index == 0 else "second",
        )
        for index, language in enumerate(thread.languages)
    )


def head_parts(article: Article, language: str, word: Wording, main: bool, shared: bool) -> list[tuple[str, str]]:
    """Kicker, headline, standfirst and byline in one language; a second language keeps its headline."""
    wording = article.meta.text[language]

    def words(text: str) -> str:
        return set_words(text, language)

    parts = [("kicker", words(wording.kicker)), ("headline", words(wording.headline))]
    if not main:
        return parts[1:]
    if not shared:
        parts.append(("standfirst", words(wording.standfirst)))
    return [*parts, ("byline", words(byline(article, language, word)))]


def byline(article: Article, language: str, word: Wording) -> str:
    """The signature as printed: pen name and place, translator where there is one."""
    wording = article.meta.text[language]
    parts = [wording.byline or article.meta.author, article.meta.place]
    if wording.translator and language != article.meta.original:
        parts.append(word(language, "translated_by", name=wording.translator))
    mark = "" if wording.reviewed else " °"
    return " · ".join(part for part in parts if part) + mark


def _row_head(article: Article, language: str, word: Wording, headed: bool) -> str:
    """The first row of texts side by side: each language's standfirst, its headline too when no head stands above."""
    wording = article.meta.text[language]
    tongue = LANGUAGES[language].name
    if wording.translator and language != article.meta.original:
        tongue += " · " + word(language, "translated_by", name=wording.translator)
    mark = "" if wording.reviewed else " °"
    parts = [("tongue", set_words(tongue + mark, language)), ("standfirst", set_words(wording.standfirst, language))]
    if not headed:
        parts.insert(1, ("headline", set_words(wording.headline, language)))
    return markup.head(parts, language, "row")


def page_job(issue: Issue, layouts: Mapping[str, Layout], house: House, folio: int, facts: furniture.Facts) -> Job:
    """A page's furniture: all that is not a flowing text or a picture."""
    page = issue.pages[folio - 1]
    layout = layouts[page.layout]
    (width, height), bleed = issue.sheet.page, issue.sheet.bleed
    values = furniture.values(issue, layout, folio, facts)
    inside = template(house.templates, layout.html).render(**values)
    colour = "colour" if issue.sheet.in_colour(folio) else "mono"
    side = "recto" if folio % 2 else "verso"
    box = f"left:{bleed}mm;top:{bleed}mm;width:{width}mm;height:{height}mm"
    html = (
        f'<html lang="{page.language}" dir="{page.direction}"><body class="page {colour} {side} {layout.name}" '
        f'style="--bleed:{bleed}mm"><div class="sheet" style="{box}">'
        f"{inside}</div></body></html>"
    )
    css = (house.palette(colour == "colour"), house.faces_css, house.text_css, house.furniture_css, layout.css)
    return Job(html, css, ((width + 2 * bleed, height + 2 * bleed),))


@lru_cache(maxsize=256)
def template(parts: tuple[tuple[str, str], ...], source: str) -> Template:
    """A page template, compiled once a process."""
    return environment(parts).from_string(source)


@lru_cache(maxsize=4)
def environment(parts: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    """Sandboxed Jinja over plain values; an unknown name is an error. Templates may include `_house` parts only."""
    return SandboxedEnvironment(
        loader=DictLoader({f"_house/{name}": source for name, source in parts}),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
