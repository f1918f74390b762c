"""XLIFF 1.2, the check: a tree -> what in it is not as the OASIS standard of 2008 says. It changes nothing.

What would let a text be put in the wrong place, or a code lose its other end, blocks; a value that nobody needs warns;
what only the transitional schema allows is a note.
"""

from collections.abc import Iterator

from lxml import etree

from journal_app.bitext.xliff12.grammar import (
    FOREIGN,
    LANGUAGE,
    OLD_ELEMENTS,
    OLD_SPACES,
    SPACE,
    XML,
    Rule,
    allowed,
    parted,
    right,
    rule,
)
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, note, warning

WHO = "translator"
MOST_TOLD = 200  # nobody reads more; the rest is counted
_VITAL = frozenset({"id", "original", "source-language", "version"})  # without them nothing can be put in its place
_OPENS, _SHUTS = {"bpt": "paired", "bx": "single"}, {"ept": "paired", "ex": "single"}
_TEXTS = ("source", "seg-source", "target")


def check(tree: etree._ElementTree, name: str) -> tuple[str, list[Problem]]:
    """The version by whose rules it was judged ("1.2", for 1.0 and 1.1 too; "" when it is none of these) and what is
    wrong; `where` is `name:line`.
    """
    root = tree.getroot()
    space, local = parted(root.tag)
    if local != "xliff" or (space != SPACE and space not in OLD_SPACES):
        found = shown(f"{local} {space}".strip(), 120)
        return "", [blocking("xliff12-other", f"{name}:{root.sourceline or 1}", found, SPACE, WHO)]
    version = str(root.get("version") or "")
    if not right("version", version):
        at = f"{name}:{root.sourceline or 1}"
        return "", [blocking("xliff12-version", at, shown(version), "1.2", WHO)]
    return "1.2", _Check(name, space).told(root, version)


class _Check:
    """One walk through a file, with what it has met so far."""

    def __init__(self, name: str, space: str) -> None:
        self.name, self.space = name, space
        self.problems: list[Problem] = []
        self.more = 0

    def told(self, root: etree._Element, version: str) -> list[Problem]:
        if self.space != SPACE or version != "1.2":
            self._add(note("xliff12-old", self._at(root), version, "1.2", WHO))
        self._walk(root)
        for file in root:
            if self._local(file) == "file":
                self._file(file)
        if self.more:
            self.problems.append(note("xliff12-more", self.name, self.more, "", WHO))
        return self.problems

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)
        else:
            self.more += 1

    def _at(self, element: etree._Element) -> str:
        return f"{self.name}:{element.sourceline or 1}"

    def _local(self, element: etree._Element) -> str:
        """An element's name when it is one of this file's XLIFF, `*` when it is another's, nothing for a comment."""
        if not isinstance(element.tag, str):
            return ""
        space, local = parted(element.tag)
        return local if space == self.space else FOREIGN

    # --- elements in their places ------------------------------------------------------------------------------------

    def _walk(self, root: etree._Element) -> None:
        waiting = [root]
        while waiting:
            element = waiting.pop()
            name = self._local(element)
            known = rule(name)
            if known is None:  # told where it stands; what is inside it is nobody's
                continue
            if name in OLD_ELEMENTS:
                self._add(note("xliff12-transitional", self._at(element), name, "", WHO))
            self._attributes(element, name, known)
            self._children(element, name, known)
            self._words(element, name, known)
            waiting.extend(reversed([one for one in element if isinstance(one.tag, str)]))

    def _children(self, element: etree._Element, name: str, known: Rule) -> None:
        place, count = 0, 0
        steps = known.steps
        for one in element:
            child = self._local(one)
            if not child:
                continue
            at, many = place, count
            while at < len(steps) and (not _fits(child, steps[at].names) or many >= steps[at].most):
                if many < steps[at].least:
                    at = len(steps)
                    break
                at, many = at + 1, 0
            if at == len(steps):
                told = shown(parted(one.tag)[1])
                self._add(blocking("xliff12-misplaced", self._at(one), told, name, WHO))
                continue
            if f"~{child}" in steps[at].names and child not in OLD_ELEMENTS:
                self._add(note("xliff12-transitional", self._at(one), child, "", WHO))
            place, count = at, many + 1
        self._lacking(element, name, known, place, count)

    def _lacking(self, element: etree._Element, name: str, known: Rule, place: int, count: int) -> None:
        for number, step in enumerate(known.steps[place:]):
            met = count if not number else 0
            if name == "xliff":  # others' elements alone are no file
                met = sum(self._local(one) == "file" for one in element)
            if met < step.least:
                told = " | ".join(sorted(one for one in step.names if one != FOREIGN))
                self._add(blocking("xliff12-lacking", self._at(element), name, told, WHO))

    def _words(self, element: etree._Element, name: str, known: Rule) -> None:
        if known.words:
            return
        said = [element.text, *(one.tail for one in element)]
        for text in said:
            if text and text.strip():
                self._add(blocking("xliff12-words", self._at(element), shown(text.strip(), 40), name, WHO))
                return

    # --- attributes --------------------------------------------------------------------------------------------------

    def _attributes(self, element: etree._Element, name: str, known: Rule) -> None:
        said = element.attrib
        for lacks in sorted(known.needed - {str(key) for key in said}):
            if lacks in _VITAL:
                self._add(blocking("xliff12-attribute-lacking", self._at(element), lacks, name, WHO))
            else:
                self._add(warning("xliff12-attribute-lacking", self._at(element), lacks, name, WHO))
        for key, value in said.items():
            self._attribute(element, name, known, str(key), str(value))

    def _attribute(self, element: etree._Element, name: str, known: Rule, key: str, value: str) -> None:
        space, local = parted(key)
        told = f"xml:{local}" if space == XML else local
        if space and space != XML:
            if not known.others:
                self._add(warning("xliff12-attribute", self._at(element), shown(local), name, WHO))
            return
        if told not in known.attributes:
            if not (known.others and space == XML):
                self._add(warning("xliff12-attribute", self._at(element), shown(told), name, WHO))
            return
        if told in known.old:
            self._add(note("xliff12-transitional", self._at(element), told, "", WHO))
        kind = known.attributes[told]
        if kind == "lang" and not right(kind, value):
            self._add(warning("xliff12-language", self._at(element), shown(value), "", WHO))
        elif kind and not right(kind, value):
            self._add(warning("xliff12-value", self._at(element), f"{told}={shown(value, 40)}", allowed(kind), WHO))
        elif told == "id" and not value.strip() and told in known.needed:
            self._add(blocking("xliff12-attribute-lacking", self._at(element), told, name, WHO))

    # --- what has to agree within one <file> -------------------------------------------------------------------------

    def _file(self, file: etree._Element) -> None:
        ids: dict[str, set[str]] = {"unit": set(), "group": set(), "count-group": set(), "context-group": set()}
        names = {"phase-name": set[str](), "tool-id": set[str]()}
        for one in file.iter(f"{{{self.space}}}phase" if self.space else "phase"):
            names["phase-name"].add(str(one.get("phase-name") or ""))
        for one in file.iter(f"{{{self.space}}}tool" if self.space else "tool"):
            names["tool-id"].add(str(one.get("tool-id") or ""))
        for one in file.iter():
            local = self._local(one)
            if local in ("", FOREIGN):
                continue
            kind = "unit" if local in ("trans-unit", "bin-unit") else local
            mark = one.get("id") if kind in ("unit", "group") else one.get("name")
            if kind in ids and mark is not None:
                if mark in ids[kind]:
                    self._add(blocking("xliff12-id-twice", self._at(one), shown(mark), local, WHO))
                ids[kind].add(str(mark))
            for key, known in names.items():
                said = one.get(key)
                if said is not None and said not in known and local not in ("phase", "tool"):
                    self._add(warning("xliff12-reference", self._at(one), f"{key}={shown(said)}", "", WHO))
            if local == "trans-unit":
                self._unit(one, file)
            elif local == "alt-trans":
                self._alternative(one)
        self._crossed(file, ids["unit"])

    def _crossed(self, file: etree._Element, units: set[str]) -> None:
        for one in file.xpath(".//*[@xid]"):
            if isinstance(one, etree._Element) and str(one.get("xid")) not in units:
                self._add(warning("xliff12-reference", self._at(one), f"xid={shown(one.get('xid'))}", "", WHO))

    def _unit(self, unit: etree._Element, file: etree._Element) -> None:
        texts = self._texts(unit)
        for local, text in texts.items():
            self._codes(text)
            wanted = file.get("target-language" if local == "target" else "source-language")
            said = text.get(f"{{{XML}}}lang")
            if said and wanted and LANGUAGE.fullmatch(said) and _spoken(said) != _spoken(wanted):
                self._add(warning("xliff12-language-differs", self._at(text), shown(said), shown(wanted), WHO))
        self._segments(texts)
        if unit.get("approved") == "yes" and "target" not in texts:
            self._add(warning("xliff12-approved", self._at(unit), shown(unit.get("id")), "", WHO))
        for least, most in (("minwidth", "maxwidth"), ("minheight", "maxheight"), ("minbytes", "maxbytes")):
            low, high = str(unit.get(least) or ""), str(unit.get(most) or "")
            if right("number", low) and right("number", high) and float(low) > float(high):
                self._add(warning("xliff12-value", self._at(unit), f"{least}={low}", f"{most}={high}", WHO))

    def _alternative(self, one: etree._Element) -> None:
        texts = self._texts(one)
        for text in texts.values():
            self._codes(text)
        self._segments(texts)

    def _texts(self, holder: etree._Element) -> dict[str, etree._Element]:
        return {local: one for one in holder if (local := self._local(one)) in _TEXTS}

    def _codes(self, text: etree._Element) -> None:
        """Each bpt has its ept after it, each bx its ex; what must not be copied is there once."""
        seen: set[tuple[str, str]] = set()
        begun: dict[tuple[str, str], etree._Element] = {}
        for one in self._inside(text):
            local = self._local(one)
            mark = str(one.get("rid") or one.get("id") or "")
            if local in _OPENS:
                key = _OPENS[local], mark
                if key in seen:
                    self._add(blocking("xliff12-code-twice", self._at(one), shown(mark), local, WHO))
                seen.add(key)
                begun[key] = one
            elif local in _SHUTS:
                key = _SHUTS[local], mark
                if key not in begun and one.get("rid") is None:  # without names the nearest are a pair
                    free = [open_ for open_, its in begun.items() if open_[0] == key[0] and its.get("rid") is None]
                    key = free[-1] if free else key
                if begun.pop(key, None) is None:
                    self._add(blocking("xliff12-code-alone", self._at(one), f"{local} {shown(mark)}", "", WHO))
            elif local in ("g", "x", "ph", "it"):
                key = "code", str(one.get("id") or "")
                if key in seen and one.get("clone") == "no":
                    self._add(warning("xliff12-code-twice", self._at(one), shown(key[1]), local, WHO))
                seen.add(key)
        for (_, mark), one in begun.items():
            told = f"{self._local(one)} {shown(mark)}"
            self._add(blocking("xliff12-code-alone", self._at(one), told, "", WHO))

    def _inside(self, text: etree._Element) -> Iterator[etree._Element]:
        for one in text.iterdescendants():
            if self._local(one) not in ("", FOREIGN):
                yield one

    def _segments(self, texts: dict[str, etree._Element]) -> None:
        """The segments of seg-source are the source's words; those of the target name theirs."""
        if (cut := texts.get("seg-source")) is None:
            mids: list[str] = []
        else:
            mids = self._mids(cut)
            if "source" in texts and _bare(cut) != _bare(texts["source"]):
                self._add(warning("xliff12-segments", self._at(cut), "seg-source", "source", WHO))
            if len(set(mids)) < len(mids):
                self._add(blocking("xliff12-segment-twice", self._at(cut), "seg-source", "", WHO))
        if (target := texts.get("target")) is None:
            return
        told = self._mids(target)
        if len(set(told)) < len(told):
            self._add(blocking("xliff12-segment-twice", self._at(target), "target", "", WHO))
        for mid in sorted(set(told) - set(mids)):
            self._add(warning("xliff12-segment-unknown", self._at(target), shown(mid), "", WHO))

    def _mids(self, text: etree._Element) -> list[str]:
        return [str(one.get("mid") or "") for one in self._inside(text)
                if self._local(one) == "mrk" and one.get("mtype") == "seg"]  # fmt: skip


def _fits(child: str, names: frozenset[str]) -> bool:
    return child in names or f"~{child}" in names


def _spoken(language: str) -> str:
    """A language without its region: `en` and `en-US` are one."""
    return language.lower().partition("-")[0]


def _bare(text: etree._Element) -> str:
    """All words of a text without spaces: what a tool cuts into segments it may space anew."""
    return "".join("".join(str(said) for said in text.itertext()).split())
