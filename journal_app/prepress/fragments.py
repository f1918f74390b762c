"""Step 1d: the restricted HTML of a text -> blocks and runs. It refuses what it does not know, and never repairs it.

Allowed: `p h2 ul ol li em strong bdi span blockquote a br small`; `lang` and `dir` on any, an http(s) `href` on `a`;
`small` is a footnote at its call. Whatever else stands in a text is a problem with its line.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html.entities import html5
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urlsplit

from journal_app.prepress.characters import clean, name, shown
from journal_app.prepress.model import Block, Run
from journal_app.prepress.spaces import collapsed, first_strong, is_blank
from journal_app.problems import Problem, blocking, note, warning

BLOCKS = ("p", "h2", "li", "blockquote")
LISTS = ("ul", "ol")
INLINE = ("em", "strong", "bdi", "span", "a", "small")
TAGS = frozenset({*BLOCKS, *LISTS, *INLINE, "br"})
SCRIPTS = frozenset(
    {"script", "style", "iframe", "object", "embed", "applet", "form", "svg", "math", "template", "noscript"}
)
INSTEAD = {
    "b": "strong",
    "i": "em",
    "u": "em",
    "h1": "h2",
    "h3": "h2",
    "h4": "h2",
    "div": "p",
    "section": "p",
    "cite": "em",
    "q": "span",
    "dl": "ul",
    "dt": "li",
    "dd": "li",
    "aside": "blockquote",
    "sup": "small",
}
FETCHING = frozenset(
    {"src", "srcset", "data", "action", "poster", "background", "formaction", "cite", "xlink:href", "href"}
)
MOST_CHARACTERS = 200_000  # above, the engine takes minutes
# What the engine can set at all: it takes minutes over a word of 20,000 letters or over 5,000 paragraphs, and a
# paragraph of 190,000 wide letters is longer than Pango can count (2^31 / 1024 px): it stays on one line, off the page.
LONGEST_WORD, LONGEST_PARAGRAPH, MOST_PARAGRAPHS = 120, 20_000, 1000
DEEPEST = 12  # elements in one another: three lists with their items, a footnote, and four marks in it
MOST_PROBLEMS = 50  # of one text; a person mends the first ones and asks again
WHO = "editor"

_REFERENCE = re.compile(r"&(?:#([0-9]+|[xX][0-9a-fA-F]+)(;?)|([A-Za-z][A-Za-z0-9]*);)")
_UNFINISHED = re.compile(r"[^<]*<[A-Za-z/!?]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # a BCP 47 tag, as far as a text needs it


def is_address(value: str) -> bool:
    """Whether this is an http(s) address with a host; nothing is ever fetched from it."""
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and value.isprintable() and " " not in value
    except ValueError:
        return False


@dataclass(slots=True, eq=False)
class Open:
    """An element that has begun: where, and what it gives to the runs inside it."""

    tag: str
    line: int
    lang: str = ""
    dir: str = ""
    href: str = ""
    isolate: bool = False
    known: bool = True
    runs: list[Run] = field(default_factory=list)  # of a block or a footnote
    emitted: bool = False  # a li whose own text is already a block, before the list inside it
    count: int = 0  # items of an ordered list so far


def parse_fragment(source: str, where: str) -> tuple[tuple[Block, ...], list[Problem]]:
    """The blocks of one text and what is wrong with it; `where` is the file's name, its line is added."""
    if len(source) > MOST_CHARACTERS:
        return (), [blocking("text-too-long", where, str(len(source)), str(MOST_CHARACTERS), WHO)]
    reader = _Reader(where)
    reader.references(source)
    reader.feed(source)
    unfinished = _UNFINISHED.match(reader.rawdata) if not reader.cdata_elem else None
    if unfinished:
        reader.say("text-tag-unfinished", shown(reader.rawdata[unfinished.end() - 2 :], 40), "<… >")
    else:
        reader.close()
    reader.finish()
    if len(reader.blocks) > MOST_PARAGRAPHS:
        reader.say("text-paragraphs-many", str(len(reader.blocks)), str(MOST_PARAGRAPHS))
    return tuple(reader.blocks), reader.problems


class _Reader(HTMLParser):
    """Keeps a stack of open elements; every tag is checked against it before it means anything."""

    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.where = where
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.stack: list[Open] = []
        self._skipping = ""  # the script or style being left out

    # --- saying --------------------------------------------------------------------------------------------------

    def say(
        self, code: str, found: str = "", allowed: str = "", line: int = 0, make: Callable[..., Problem] = blocking
    ) -> None:
        problem = make(code, f"{self.where}:{line or self.getpos()[0]}", found, allowed, WHO)
        if problem not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def references(self, source: str) -> None:
        """Character references are judged in the source: the parser would quietly turn the bad ones into U+FFFD."""
        for one in _REFERENCE.finditer(source):
            bad = f"{one[3]};" not in html5 if one[3] else _refused(one[1])
            if bad and len(self.problems) < MOST_PROBLEMS:
                line = source.count("\n", 0, one.start()) + 1
                if one[3]:
                    self.say("text-reference-unknown", shown(one[0], 20), "&amp; &lt; &gt; &nbsp;", line)
                else:
                    self.say("text-character-refused", shown(one[0], 20), line=line)

    # --- what the parser calls -----------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = {key: value or "" for key, value in reversed(attrs)}
        if tag not in TAGS:
            return self._unknown(tag, given)
        element = Open(tag, line)
        self._attributes(element, given)
        if tag == "br":
            return self._break(element)
        if not self._may_stand(tag):
            element.known = False
        elif len(self.stack) >= DEEPEST:
            self.say("text-too-deep", f"<{tag}>", str(DEEPEST))
            element.known = False
        self._open(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in TAGS and tag != "br":
            self.say("text-tag-unclosed", f"<{shown(tag)}/>", f"<{tag}>…</{tag}>")
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._skipping == tag:
            self._skipping = ""
        if tag not in TAGS or tag == "br":
            if tag == "br":
                self.say("text-tag-stray", "</br>", "<br>")
            return
        if not any(element.tag == tag for element in self.stack):
            return self.say("text-tag-stray", f"</{tag}>")
        while self.stack[-1].tag != tag:
            self.say("text-tag-misnested", f"</{tag}>", f"</{self.stack[-1].tag}>")
            self._shut()
        self._shut()

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        line = self.getpos()[0]
        if not self._holder():
            if not is_blank(data):
                start = len(data) - len(data.lstrip())
                self.say("text-outside-block", shown(data.strip(), 40), "<p>…</p>", line + data.count("\n", 0, start))
            return
        for offset, part in enumerate(data.split("\n")):
            cleaned = clean(part)
            for characters, make, code in (
                (cleaned.refused, blocking, "text-character-refused"),
                (cleaned.lost, warning, "text-character-lost"),
                (cleaned.changed, note, "text-character-changed"),
            ):
                if characters:
                    self.say(code, ", ".join(map(name, characters)), line=line + offset, make=make)
        self._add(clean(data).text)

    def handle_comment(self, data: str) -> None:
        self.say("text-comment", f"<!--{shown(data, 30)}-->", make=note)

    def handle_decl(self, decl: str) -> None:
        self.say("text-declaration", f"<!{shown(decl, 30)}>")

    def unknown_decl(self, data: str) -> None:
        self.say("text-declaration", f"<![{shown(data, 30)}]>")

    def handle_pi(self, data: str) -> None:
        self.say("text-declaration", f"<?{shown(data, 30)}>")

    # --- elements ------------------------------------------------------------------------------------------------

    def _unknown(self, tag: str, given: dict[str, str]) -> None:
        addresses = [value for key, value in given.items() if key in FETCHING and value]
        if tag in SCRIPTS or any(key.startswith("on") for key in given):
            self.say("text-script", f"<{shown(tag)}>")
            self._skipping = tag if tag in ("script", "style") else self._skipping
        elif addresses:
            self.say("text-address", f"<{shown(tag)}> {shown(addresses[0])}")
        else:
            meant = INSTEAD.get(tag)
            self.say("text-tag-unknown", f"<{shown(tag)}>", f"<{meant}>" if meant else " ".join(sorted(TAGS)))

    def _attributes(self, element: Open, given: dict[str, str]) -> None:
        tag = element.tag
        for key, value in given.items():
            if key == "lang" and LANGUAGE.fullmatch(value):
                element.lang = value
            elif key == "dir" and value in ("ltr", "rtl", "auto"):
                element.dir = value
            elif key in ("lang", "dir"):
                self.say(
                    "text-attribute-wrong",
                    f'{key}="{shown(value)}"',
                    'lang="fr"' if key == "lang" else "ltr, rtl, auto",
                )
            elif key == "href" and tag == "a":
                element.href = self._address(value)
            elif key.startswith("on") or key == "style":
                self.say("text-script", f"<{tag} {shown(key)}>")
            elif key in FETCHING:
                self.say("text-address", f'<{tag} {key}="{shown(value)}">')
            else:
                self.say(
                    "text-attribute-unknown", f"<{tag} {shown(key)}>", "lang, dir" + (", href" if tag == "a" else "")
                )
        element.isolate = tag == "bdi" or (tag == "span" and bool(element.dir))

    def _address(self, value: str) -> str:
        """An http(s) address with a host, or a problem; it is printed or dropped, never fetched."""
        if is_address(value):
            return value
        self.say("text-link-refused", shown(value), "https://…")
        return ""

    def _may_stand(self, tag: str) -> bool:
        """Whether the element may begin here; a block that has not ended is named, and ended."""
        while tag in (*BLOCKS, *LISTS) and self.stack and self.stack[-1].tag in INLINE:
            self.say("text-tag-unclosed", f"<{self.stack[-1].tag}>", f"</{self.stack[-1].tag}>", self.stack[-1].line)
            self._shut()
        parent = self.stack[-1].tag if self.stack else ""
        if (parent in ("p", "h2") and tag in (*BLOCKS, *LISTS)) or parent == tag == "li":
            self.say("text-tag-unclosed", f"<{parent}>", f"</{parent}>", self.stack[-1].line)
            self._shut()
            parent = self.stack[-1].tag if self.stack else ""
        if tag in INLINE:
            fine = self._holder() is not None
            twice = tag in ("a", "small") and any(element.tag == tag for element in self.stack)
            fine = fine and not twice
        elif tag == "li":
            fine = parent in LISTS
        elif tag == "p":
            fine = parent in ("", "blockquote")
        elif tag in LISTS:
            fine = parent in ("", "li")
        else:
            fine = parent == ""
        if not fine:
            self.say("text-tag-misplaced", f"<{tag}>" + (f" in <{parent}>" if parent else ""))
        return fine

    def _open(self, element: Open) -> None:
        if element.tag in LISTS and element.known:
            items = [one for one in self.stack if one.tag == "li"]
            if items:
                self._emit(items[-1])
                items[-1].emitted = True
        if element.tag == "p" and element.known and self.stack:  # in a blockquote: what stands before is its own block
            self.stack[-1].emitted = True
            self._emit(self.stack[-1])
        if element.tag == "li" and element.known:
            self.stack[-1].count += 1
        self.stack.append(element)

    def _shut(self) -> None:
        """End the innermost element: a block becomes a value, a footnote a run of the text around it."""
        element = self.stack[-1]
        if element.known and element.tag in BLOCKS:
            self._emit(element)
        self.stack.pop()
        if element.known and element.tag == "small":
            runs = collapsed(element.runs)
            if runs:
                self._append(Run("", note=runs))
            else:
                self.say("text-block-empty", "<small></small>", line=element.line, make=note)

    def _break(self, element: Open) -> None:
        if self._holder() is None:
            return self.say("text-tag-misplaced", "<br>")
        self._append(Run("", br=True))

    # --- runs ----------------------------------------------------------------------------------------------------

    def _holder(self) -> Open | None:
        """The block or footnote that text goes into here."""
        for element in reversed(self.stack):
            if element.tag in LISTS:
                return None
            if element.tag in BLOCKS or element.tag == "small":
                return element
        return None

    def _append(self, run: Run) -> None:
        holder = self._holder()
        if holder is not None:
            holder.runs.append(run)

    def _add(self, text: str) -> None:
        holder = self._holder()
        if holder is None or not text:
            return
        if holder.emitted and not is_blank(text):
            self.say("text-outside-block", shown(text.strip(), 40), f"<{holder.tag}>…</{holder.tag}>")
        inner = self.stack[self.stack.index(holder) + 1 :]
        run = Run(
            text,
            em=any(e.tag == "em" for e in inner),
            strong=any(e.tag == "strong" for e in inner),
            lang=_last(e.lang for e in inner),
            dir=_last(e.dir for e in inner),
            href=_last(e.href for e in inner),
            isolate=any(e.isolate for e in inner),
        )
        holder.runs.append(replace(run, dir="", isolate=True) if run.dir == "auto" else run)

    def _emit(self, element: Open) -> None:
        """The element's own text as a block, once."""
        runs, element.runs = collapsed(element.runs), []
        if not runs:
            if not element.emitted:
                self.say("text-block-empty", f"<{element.tag}></{element.tag}>", line=element.line, make=note)
            return
        said = "".join("\n" if run.br else run.text for run in runs)
        if word := next((word for word in said.split() if len(word) > LONGEST_WORD), ""):
            self.say("text-word-endless", f"{shown(word, 30)} ({len(word)})", str(LONGEST_WORD), element.line)
        if len(said) > LONGEST_PARAGRAPH:
            self.say("text-paragraph-endless", str(len(said)), str(LONGEST_PARAGRAPH), element.line)
        around = [one for one in self.stack[: self.stack.index(element)] if one.known]
        lists = [one for one in around if one.tag in LISTS]
        ordered = element.tag == "li" and bool(lists) and lists[-1].tag == "ol"
        kind: Literal["p", "h2", "li", "quote"] = "p"
        if element.tag == "blockquote" or any(one.tag == "blockquote" for one in around):
            kind = "quote"
        elif element.tag in ("h2", "li"):
            kind = "h2" if element.tag == "h2" else "li"
        chain = [*around, element]
        way = _last(one.dir for one in chain)
        self.blocks.append(
            Block(
                kind,
                runs,
                _last(one.lang for one in chain),
                first_strong(runs) if way == "auto" else way,
                ordered,
                lists[-1].count if ordered else 0,
                len(lists) if kind == "li" else 0,
                element.line,
            )
        )

    def finish(self) -> None:
        """End what is still open, and refuse a text without words."""
        while self.stack:
            element = self.stack[-1]
            self.say("text-tag-unclosed", f"<{element.tag}>", f"</{element.tag}>", element.line)
            self._shut()
        if not self.blocks and not any(p.severity.value == "blocking" for p in self.problems):
            self.problems.append(blocking("text-empty", self.where, who=WHO))


def _refused(number: str) -> bool:
    """Whether `&#number;` names a character that no text may hold."""
    code = int(number[1:], 16) if number[0] in "xX" else int(number) if len(number) < 9 else 0x110000
    return code > 0x10FFFF or 0x80 <= code < 0xA0 or bool(clean(chr(code)).refused)


def _last(values: Iterable[str]) -> str:
    """The innermost of what the elements around a text say."""
    return next((value for value in reversed(list(values)) if value), "")
