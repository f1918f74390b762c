"""Submissions, the wash: words from anywhere -> the restricted fragment. It drops nothing without saying so.

Three walls: the tolerant reader (markup.py) takes words and marks only, the normal form (normal.py) drops what nothing
may print and turns embeddings into isolates, nh3 looks at the escaped result once more.
"""

from collections.abc import Iterable
from dataclasses import replace

import nh3

from journal_app.prepress.characters import name, shown
from journal_app.prepress.fragments import MOST_CHARACTERS, TAGS, parse_fragment
from journal_app.prepress.model import Block
from journal_app.prepress.normal import Dropped, clean_text, normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.problems import Problem, blocking, note, warning
from journal_app.submissions.content import Content
from journal_app.submissions.markup import read_markup

MOST_MARKUP = 10 * MOST_CHARACTERS  # characters of HTML around the words of one text
LINE, STANDFIRST, MOST_QUOTES = 500, 5000, 20  # characters of a headline or the like, of a standfirst; pull quotes
WHO = "editor"
ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href", "lang", "dir"}}


def clean_fragment(html: str, where: str = "text") -> tuple[str, list[Problem]]:
    """Any HTML as the restricted fragment in its one normal form, and what a person should know of it.

    Doing it twice changes nothing. Prepress reads the result; what it still says is of lengths a person has to mend
    (an endless word, too many paragraphs). Nothing in the result can run or fetch.
    """
    if len(html) > MOST_MARKUP:
        return "", [blocking("text-too-long", where, len(html), MOST_MARKUP, WHO)]
    read = read_markup(html)
    fragment, problems = clean_blocks(read.blocks, where)
    if read.unread:
        problems.append(warning("cleaned-scripts", where, ", ".join(f"<{tag}>" for tag in sorted(read.unread))))
    if read.left_out:
        problems.append(note("cleaned-marks", where, shown(", ".join(f"<{tag}>" for tag in sorted(read.left_out)))))
    return fragment, problems


def clean_blocks(blocks: Iterable[Block], where: str = "text") -> tuple[str, list[Problem]]:
    """Blocks from a document or from the light writing as a fragment, and what a person should know of it."""
    dropped = Dropped()
    fragment = _second_look(fragment_of(normal_blocks(blocks, dropped)))
    problems = _said(dropped, where)
    if fragment:
        problems += [replace(one, where=where) for one in parse_fragment(fragment, where)[1]]
    return fragment, problems


def _second_look(fragment: str) -> str:
    """The fragment through nh3, which knows HTML as browsers do: it finds nothing to take away, or takes it away."""
    seen = nh3.clean(fragment, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    return seen.replace("&nbsp;", "\u00a0")


def _said(dropped: Dropped, where: str) -> list[Problem]:
    problems = []
    if dropped.characters:
        problems.append(warning("cleaned-characters", where, ", ".join(map(name, sorted(dropped.characters)))))
    if dropped.changed:
        problems.append(note("cleaned-directions", where, ", ".join(map(name, sorted(dropped.changed)))))
    problems += [warning("cleaned-link", where, shown(link), "https://…") for link in sorted(dropped.links)[:5]]
    return problems


def clean_line(text: str, where: str = "text", most: int = LINE) -> tuple[str, list[Problem]]:
    """A headline, a byline: one line of plain words. Too long is said, never cut."""
    dropped = Dropped()
    line = clean_text(_one_line(clean_text(text, dropped)), dropped)
    problems = _said(dropped, where)
    if len(line) > most:
        problems.append(blocking("text-too-long", where, len(line), most, WHO))
    return line, problems


def _one_line(text: str) -> str:
    for white in "\t\r\n\f":
        text = text.replace(white, " ")
    return " ".join(part for part in text.split(" ") if part)


def clean_content(content: Content) -> tuple[Content, list[Problem]]:
    """A whole revision as it came -> as it is kept. `body` is HTML from anywhere."""
    problems: list[Problem] = []
    lines = {}
    for field in ("headline", "kicker", "short", "byline"):
        lines[field], found = clean_line(getattr(content, field), field)
        problems += found
    standfirst, found = clean_line(content.standfirst, "standfirst", STANDFIRST)
    quotes = [clean_line(quote, "quotes") for quote in content.quotes]
    body, said = clean_fragment(content.body, "body") if content.body.strip() else ("", [])
    problems += [*found, *(one for _, told in quotes for one in told), *said]
    if len(quotes) > MOST_QUOTES:
        problems.append(blocking("quotes-many", "quotes", len(quotes), MOST_QUOTES, WHO))
    return Content(**lines, standfirst=standfirst, quotes=tuple(q for q, _ in quotes if q), body=body), problems
