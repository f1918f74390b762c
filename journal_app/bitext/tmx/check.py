"""TMX, the check: a tree -> what in it is not as TMX 1.4b (LISA OSCAR, 26 April 2005) says. It changes nothing.

What would join the wrong ends of a code, or leave a unit without its words, blocks; the rest warns.
"""

from lxml import etree

from journal_app.bitext.tmx.read import ALL, WHO, day
from journal_app.bitext.xliff12.grammar import LANGUAGE, XML, parted
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, note, warning

MOST_TOLD = 200
VERSIONS = ("1.4", "1.4b", "1.4a", "1.3", "1.2", "1.1", "1.0")
_DATES = "creationdate changedate"
_TOOL = "creationtool creationtoolversion o-tmf"
_MADE = f"o-encoding datatype usagecount lastusagedate {_TOOL} {_DATES} creationid changeid"
# element: (children that may stand in it, those that must, whether words may, attributes; ! those that must)
_TABLE = {
    "tmx": ("header body", "header body", False, "version!"),
    "header": ("note prop ude", "", False, f"creationtool! creationtoolversion! segtype! o-tmf! adminlang! srclang! "
               f"datatype! o-encoding {_DATES} creationid changeid"),
    "body": ("tu", "", False, ""),
    "note": ("", "", True, "o-encoding lang"),
    "prop": ("", "", True, "type! o-encoding lang"),
    "ude": ("map", "map", False, "name! base"),
    "map": ("", "", False, "unicode! code ent subst"),
    "tu": ("note prop tuv", "tuv", False, f"tuid segtype srclang {_MADE}"),
    "tuv": ("note prop seg", "seg", False, f"lang {_MADE}"),
    "seg": ("bpt ept ph it hi ut", "", True, ""),
    "bpt": ("sub", "", True, "i! x type"),
    "ept": ("sub", "", True, "i!"),
    "ph": ("sub", "", True, "x assoc type"),
    "it": ("sub", "", True, "pos! x type"),
    "hi": ("bpt ept ph it hi ut", "", True, "x type"),
    "ut": ("sub", "", True, "x"),
    "sub": ("bpt ept ph it hi ut", "", True, "datatype type"),
}  # fmt: skip
_RULES = {
    name: (frozenset(may.split()), must.split(), words, frozenset(said.replace("!", "").split()),
           [key.strip("!") for key in said.split() if key.endswith("!")])
    for name, (may, must, words, said) in _TABLE.items()
}  # fmt: skip
_ORDER = {"tmx": ("header", "body"), "tu": ("", "tuv"), "tuv": ("", "seg")}  # what comes last, and once it came ends it
_ONCE = frozenset({("tmx", "header"), ("tmx", "body"), ("tuv", "seg")})
_VALUES = {"segtype": ("block", "paragraph", "sentence", "phrase"), "pos": ("begin", "end"), "assoc": ("p", "f", "b")}


def check(tree: etree._ElementTree, name: str) -> tuple[str, list[Problem]]:
    """The version that the file says ("" when it is no TMX) and what is wrong with it; `where` is `name:line`."""
    root = tree.getroot()
    if root.tag != "tmx":
        return "", [blocking("tmx-other", f"{name}:{root.sourceline or 1}", shown(parted(root.tag)[1]), "tmx", WHO)]
    version = str(root.get("version") or "")
    made = _Check(name)
    if version not in VERSIONS:
        made.add(warning("tmx-version", made.at(root), shown(version), "1.4", WHO))
    for one in root.iter(etree.Element):
        made.element(one)
    if made.more:
        made.problems.append(note("tmx-more", name, made.more, "", WHO))
    return version, made.problems


class _Check:
    """One walk through a file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.more = 0

    def add(self, problem: Problem) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)
        else:
            self.more += 1

    def at(self, element: etree._Element) -> str:
        return f"{self.name}:{element.sourceline or 1}"

    def element(self, one: etree._Element) -> None:
        name = str(one.tag)
        if name not in _TABLE:  # told where it stands
            return
        may, must, words, known, needed = _RULES[name]
        self._children(one, name, may, must)
        said = "".join(str(text) for text in (one.text, *(child.tail for child in one)) if text)
        if not words and said.strip():
            self.add(warning("tmx-words", self.at(one), shown(said.strip(), 40), name, WHO))
        self._attributes(one, name, known, needed)
        if name == "seg":
            self._codes(one)

    def _children(self, one: etree._Element, name: str, may: frozenset[str], must: list[str]) -> None:
        met: set[str] = set()
        last = _ORDER.get(name, ("", ""))[1]
        for child in one:
            if not isinstance(child.tag, str):
                continue
            late = last in met and child.tag != last
            if child.tag not in may or late or ((name, child.tag) in _ONCE and child.tag in met):
                self.add(blocking("tmx-misplaced", self.at(child), shown(parted(child.tag)[1]), name, WHO))
            met.add(str(child.tag))
        for lacks in must:
            if lacks not in met:
                self.add(blocking("tmx-lacking", self.at(one), name, lacks, WHO))

    def _attributes(self, one: etree._Element, name: str, known: frozenset[str], needed: list[str]) -> None:
        for lacks in needed:
            if one.get(lacks) is not None:
                continue
            if lacks == "i":
                self.add(blocking("tmx-attribute-lacking", self.at(one), lacks, name, WHO))
            else:
                self.add(warning("tmx-attribute-lacking", self.at(one), lacks, name, WHO))
        for key, value in one.attrib.items():
            space, local = parted(key)
            if space == XML and (local == "space" or (local == "lang" and "lang" in known)):
                continue
            if space or local not in known:
                self.add(warning("tmx-attribute", self.at(one), shown(local), name, WHO))
            elif not _right(local, str(value)):
                self.add(warning("tmx-value", self.at(one), f"{local}={shown(value, 40)}", "", WHO))

    def _codes(self, seg: etree._Element) -> None:
        """Each bpt has one ept after it in the same text; no `x` stands for two things."""
        begun: dict[str, etree._Element] = {}
        ended: set[str] = set()
        seen: set[str] = set()
        for one in seg.iter("bpt", "ept", "ph", "it", "hi", "ut"):
            mark, cross = str(one.get("i") or ""), one.get("x")
            if one.tag == "bpt":
                if mark in begun or mark in ended:
                    self.add(blocking("tmx-code-twice", self.at(one), shown(mark), "i", WHO))
                begun[mark] = one
            elif one.tag == "ept":
                if begun.pop(mark, None) is None:
                    self.add(blocking("tmx-code-alone", self.at(one), f"ept {shown(mark)}", "", WHO))
                ended.add(mark)
            if cross is not None and cross in seen:
                self.add(warning("tmx-code-twice", self.at(one), shown(cross), "x", WHO))
            seen |= {str(cross)} if cross is not None else set()
        for mark, one in begun.items():
            self.add(blocking("tmx-code-alone", self.at(one), f"bpt {shown(mark)}", "", WHO))


def _right(name: str, value: str) -> bool:
    if name in _VALUES:
        return value in _VALUES[name]
    if name in ("creationdate", "changedate", "lastusagedate"):
        return day(value) is not None
    if name == "srclang":
        return value.lower() == ALL or bool(LANGUAGE.fullmatch(value.replace("_", "-")))
    return name not in ("i", "x", "usagecount") or value.isdecimal()
