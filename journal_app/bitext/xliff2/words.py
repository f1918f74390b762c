"""XLIFF 2, words on the way in: `<source>` or `<target>` -> text and codes, and what the codes stand for.

A pair is a pair however it is written; markers go and their words stay; `<cp>` is the character it names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from journal_app.bitext.model import Code, End, Part, Span, Words, joined
from journal_app.bitext.xliff2.grammar import SPACES, tag
from journal_app.bitext.xliff2.marks import address_of, kind_of
from journal_app.bitext.xliff2.told import WHO, Told, local
from journal_app.problems import warning

_BROKEN = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")  # spaces that a tool has put there to lay out its file
_LEADING, _TRAILING = re.compile(r"\A" + _BROKEN.pattern), re.compile(_BROKEN.pattern + r"\Z")
_FS = f"{{{SPACES['fs']}}}"


@dataclass(slots=True)
class Side:
    """The words of one side, taken element by element."""

    core: str
    told: Told
    parts: list[Part] = field(default_factory=list)

    def take(self, element: etree._Element) -> None:
        """Add what an element holds."""
        if element.text:
            self.parts.append(element.text)
        for child in element:
            self._one(child)
            if child.tail:
                self.parts.append(child.tail)

    def _one(self, child: etree._Element) -> None:
        kind = local(child) if isinstance(child.tag, str) and child.tag == tag(local(child), self.core) else ""
        identity = (child.get("id") or "").strip() if kind else ""
        if kind == "pc":
            self.parts.append(Code(identity, End.OPEN))
            self.take(child)
            self.parts.append(Code(identity, End.CLOSE))
        elif kind == "mrk":
            self.take(child)
        elif kind in ("ph", "sc"):
            self.parts.append(Code(identity, End.ALONE if kind == "ph" else End.OPEN))
        elif kind == "ec":
            self.parts.append(Code((child.get("startRef") or identity).strip(), End.CLOSE))
        elif kind == "cp":
            character = character_of(child.get("hex"))
            if character:
                self.parts.append(character)
            else:
                self.told.add(warning("xliff2-character", self.told.at(child), child.get("hex"), "", WHO))


def character_of(written: str | None) -> str:
    """The character that `<cp>` names; nothing for half of a pair, NUL and what Unicode calls no character."""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", (written or "").strip()):
        return ""
    point = int(str(written), 16)
    text = 0 < point <= 0x10FFFF and not 0xD800 <= point < 0xE000 and point & 0xFFFE != 0xFFFE
    return chr(point) if text else ""


def text_of(element: etree._Element) -> str:
    """The text of an element without comments; a `<cp>` in it is its character."""
    out = [element.text or ""]
    for child in element:
        out.append(character_of(child.get("hex")) if local(child) == "cp" else "")
        out.append(child.tail or "")
    return "".join(out)


def settled(parts: Sequence[Part], first: bool = True, last: bool = True) -> Words:
    """The words of an element whose line breaks are only its file's layout: a space each, none where a unit ends.

    `first`, `last`: whether the element is the first or the last of its unit.
    """
    words = list(joined(parts))
    if first and words and isinstance(words[0], str):
        words[0] = _LEADING.sub("", words[0])
    if last and words and isinstance(words[-1], str):
        words[-1] = _TRAILING.sub("", words[-1])
    return joined([_BROKEN.sub(" ", part) if isinstance(part, str) else part for part in words])


def spans(sides: Iterable[etree._Element], data: Mapping[str, str], must: frozenset[str], core: str) -> dict[str, Span]:
    """What every code of a unit stands for: sources first, so that a target only adds its own."""
    out: dict[str, Span] = {}
    ends: dict[str, etree._Element] = {}
    names = [tag(name, core) for name in ("ph", "pc", "sc", "ec")]
    codes = [code for side in sides for code in side.iter(*names)]
    for code in codes:
        if code.get("startRef") is not None:
            ends.setdefault(code.get("startRef").strip(), code)
    for code in codes:
        if code.get("startRef") is not None:
            continue
        identity = (code.get("id") or "").strip()
        if identity not in out:
            out[identity] = _span(code, ends.get(identity), data, identity in must)
    return out


def _span(code: etree._Element, end: etree._Element | None, data: Mapping[str, str], must: bool) -> Span:
    kind = local(code)
    if kind == "pc":
        shows = tuple(_shows(code, suffix) for suffix in ("Start", "End"))
        written = tuple(data.get(code.get(f"dataRef{suffix}") or "", "") for suffix in ("Start", "End"))
    else:
        first, last = (None, code) if kind == "ec" else (code, end)
        shows = tuple("" if one is None else _shows(one, "") for one in (first, last))
        written = tuple("" if one is None else data.get(one.get("dataRef") or "", "") for one in (first, last))
    return Span(
        kind_of(code.get("type"), code.get("subType")),
        (shows[0], shows[1]),
        (written[0], written[1]),
        address_of(code.get(f"{_FS}fs"), code.get(f"{_FS}subFs")),
        must or code.get("canDelete") == "no",
    )


def _shows(code: etree._Element, suffix: str) -> str:
    """What people see instead of a code."""
    return str(code.get(f"disp{suffix}") or code.get(f"equiv{suffix}") or "")
