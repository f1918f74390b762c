"""Submissions, the light writing inside a line: signs and words -> runs. Pure, in one pass; it never raises.

Emphasis is a switch: a star turns it on before a word and off after one. A sign that finds no partner is a plain sign.
"""

import re
from dataclasses import dataclass, field

from journal_app.prepress.model import Run

_SIGN = re.compile(
    r"\\(?P<plain>[!-/:-@\[-`{-~•])"
    r"|\[\[(?P<spec>(?P<lang>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?(?:/(?P<way>ltr|rtl|auto))?)\|"
    r"|\]\((?P<url>(?i:https?)://(?:[^\s()\\]|\\.)*+)\)"
    r"|(?P<sign>\*\*|\(\(|\]\]|[*\[\]()\n])"
    r"|(?P<words>[^\\*\[\]()\n]++|\\)"
)


@dataclass(slots=True)
class Token:
    """A sign or some words. `live`: it means something, for it has a partner."""

    kind: str
    text: str
    lang: str = ""
    way: str = ""
    live: bool = False
    partner: int = -1


@dataclass(slots=True)
class Frame:
    """What waits for its partner in a line or in a footnote: places of tokens."""

    em: int = -1
    strong: int = -1
    span: int = -1
    brackets: list[int] = field(default_factory=list)
    round: int = 0  # brackets ( that are open in a footnote: its end is not theirs


def read_inline(text: str) -> tuple[Run, ...]:
    """The runs of one block."""
    tokens = _tokens(text)
    _partners(tokens)
    return _runs(tokens)


def _tokens(text: str) -> list[Token]:
    tokens = []
    for found in _SIGN.finditer(text):
        if found["plain"] is not None:
            tokens.append(Token("words", found["plain"]))
        elif found["spec"] is not None:
            tokens.append(Token("[[", found[0], found["lang"] or "", found["way"] or ""))
        elif found["url"] is not None:
            tokens.append(Token("](", found[0], re.sub(r"\\(.)", r"\1", found["url"])))
        else:
            tokens.append(Token(found["sign"] or "words", found[0]))
    return tokens


def _partners(tokens: list[Token]) -> None:
    """Find for each sign its partner; both are then live."""
    last_close = max((place for place, token in enumerate(tokens) if _ends_note(tokens, place)), default=-1)
    line, note = Frame(), None
    opened = -1
    for place, token in enumerate(tokens):
        frame = note or line
        if token.kind in ("*", "**"):
            _switch(tokens, place, frame)
        elif token.kind == "((" and note is None and place < last_close:
            note, opened = Frame(), place
        elif note is not None and note.round == 0 and _ends_note(tokens, place):
            _pair(tokens, opened, place)
            token.kind, tokens[place + 1].kind = "))", "done"
            note = None
        elif token.kind in ("((", "(", ")"):
            frame.round = max(frame.round + (len(token.text) if token.kind != ")" else -1), 0)
        else:
            _square(tokens, place, frame)


def _ends_note(tokens: list[Token], place: int) -> bool:
    return tokens[place].kind == ")" and place + 1 < len(tokens) and tokens[place + 1].kind == ")"


def _pair(tokens: list[Token], first: int, second: int) -> None:
    tokens[first].live = tokens[second].live = True
    tokens[second].partner = first


def _square(tokens: list[Token], place: int, frame: Frame) -> None:
    """Square brackets: a language span, a link, or only brackets."""
    kind = tokens[place].kind
    if kind == "[[" and frame.span < 0:
        frame.span = place
    elif kind == "]]" and frame.span >= 0:
        _pair(tokens, frame.span, place)
        frame.span = -1
    elif kind == "[":
        frame.brackets.append(place)
    elif kind == "](" and frame.brackets:
        _pair(tokens, frame.brackets[-1], place)
        frame.brackets.clear()
    elif kind in ("]", "]]"):
        del frame.brackets[-len(kind) :]


def _switch(tokens: list[Token], place: int, frame: Frame) -> None:
    """A star opens before a word and closes after one."""
    kind = tokens[place].kind
    waiting = frame.em if kind == "*" else frame.strong
    before = tokens[place - 1].text[-1:] if place else "\n"
    after = tokens[place + 1].text[:1] if place + 1 < len(tokens) else "\n"
    if waiting >= 0 and before not in " \n":
        _pair(tokens, waiting, place)
        waiting = -1
    elif waiting < 0 and after not in " \n":
        waiting = place
    if kind == "*":
        frame.em = waiting
    else:
        frame.strong = waiting


@dataclass(slots=True)
class Line:
    """Runs being made: the line's, or those of the footnote in it."""

    runs: list[Run] = field(default_factory=list)
    em: bool = False
    strong: bool = False
    span: Token | None = None
    words: list[str] = field(default_factory=list)  # said since anything changed
    href: str = ""

    def say(self, text: str, href: str) -> None:
        """Words; they become a run when something changes."""
        if href != self.href:
            self.turn()
            self.href = href
        self.words.append(text)

    def turn(self) -> None:
        """The words so far are a run of their own."""
        text = "".join(self.words)
        self.words.clear()
        if text:
            lang, way = (self.span.lang, self.span.way) if self.span else ("", "")
            isolate = bool(way) or (self.span is not None and not lang)
            self.runs.append(Run(text, self.em, self.strong, lang, "" if way == "auto" else way, isolate, self.href))


def _runs(tokens: list[Token]) -> tuple[Run, ...]:
    """The runs, now that every sign is known to mean something or not."""
    links = _links(tokens)
    outer = line = Line()
    for place, token in enumerate(tokens):
        if token.kind == "done":
            continue
        if not token.live and token.kind != "\n":
            line.say(token.text, links.get(place, ""))
            continue
        line.turn()
        if token.kind == "\n":
            line.runs.append(Run("", br=True))
        elif token.kind == "*":
            line.em = not line.em
        elif token.kind == "**":
            line.strong = not line.strong
        elif token.kind == "((":
            line = Line()
        elif token.kind == "))":
            outer.runs.append(Run("", note=tuple(line.runs)))
            line = outer
        elif token.kind in ("[[", "]]"):
            line.span = token if token.kind == "[[" else None
    line.turn()
    return tuple(run for run in outer.runs if run.br or run.note or run.text)


def _links(tokens: list[Token]) -> dict[int, str]:
    """The address of each token that stands in a link; of a link in a link, the inner one's."""
    found: dict[int, str] = {}
    for place, token in enumerate(tokens):
        if token.live and token.kind == "](":
            for inside in range(token.partner, place):
                found.setdefault(inside, token.lang)
    return found
