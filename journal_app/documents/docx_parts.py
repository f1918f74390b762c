"""Step 4 of reading a Word file, what one element says: its words, its branch, its description. It keeps none."""

import unicodedata

from lxml import etree

from journal_app.documents.names import child, get, tag

_SAYING = {"w:t", "w:delText", "a:t", "m:t", "c:v"}
_APART = {"w:p", "a:p", "c:pt"}


def words(element: etree._Element) -> str:
    """All words below an element, whatever became of them: for the receipt. Where a paragraph begins, a space."""
    said: list[str] = []
    for one in element.iter():
        name = tag(one)
        if name in _SAYING:
            said.append(str(one.text or ""))
        elif name in _APART:
            said.append(" ")
    return "".join(said).strip()


def is_rtl(text: str) -> bool:
    """Whether letters that run from right to left stand near the beginning of these words."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text[:80])


def branch_of(element: etree._Element) -> etree._Element | None:
    """Of two ways to say the same, the first that says something."""
    found = [one for one in element if tag(one) in ("mc:Choice", "mc:Fallback")]
    return next((one for one in found if len(one)), None)


def held(element: etree._Element) -> etree._Element:
    """An element in a container of its own, for what walks containers."""
    holder = etree.Element("held")
    holder.append(element)
    return holder


def described(element: etree._Element) -> str:
    """The author's description of a picture, on one of the elements around it."""
    for above in element.iterancestors():
        if tag(above) == "v:shape":
            return str(above.get("alt") or "")
        if tag(above) in ("wp:inline", "wp:anchor"):
            return get(child(above, "wp:docPr"), "descr")
        if tag(above) == "w:p":
            break
    return ""
