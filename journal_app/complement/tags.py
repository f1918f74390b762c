"""Complement, step 5: a tagged PDF as the engine leaves it -> one that a screen reader can read. It lays out nothing.

What WeasyPrint 70 gets wrong, measured on this paper, and is mended here:

- no element tells its language: a French voice would read the Arabic (heard while the tags were made: tagged.py);
- words in Arabic come out as the pieces their letters are drawn from ("ه ظ ا ك" for "هناك"), since the face draws dots
  apart and one glyph stands for one letter only: tags in other scripts than Latin carry their words (/ActualText), and
  on the page every glyph the letters it stands for (letters.py);
- glyphs that no code point stands for (dots, joined forms) have no entry in the font's ToUnicode;
- an element that goes over a page break is two elements, its paragraphs and lists too: they are joined;
- a box that the layout adds around a line says again what stands around it: a heading in a heading;
- a figure's caption stands beside it, not in it; its box is given in px from the top, not in pt from the bottom;
- page numbers are tagged but hang on no tree: they become artifacts;
- a link is described by its bare address or anchor, not by its words; its rectangle is upside down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from journal_app.complement.glyphs import instructions, silence
from journal_app.complement.letters import Instruction, lettered
from journal_app.prepress.tagged import Tagged

INLINE = ("em", "strong", "bdi", "span", "sup", "small", "b", "i")
GROUPS = ("nav", "header", "footer", "aside")
_LATIN = re.compile(r"[\u0000-\u024F\u1E00-\u1EFF\u2000-\u206F\u20A0-\u20CF\u2190-\u21FF]*\Z")
_ISOLATES = re.compile("[\u2066-\u2069]")
PX = 0.75  # pt


@dataclass(slots=True)
class Mark:
    """A marked text or picture on a page (from 0)."""

    page: int
    mcid: int


@dataclass(slots=True)
class Link:
    """A link's place on a page."""

    page: int
    annotation: Any


@dataclass(slots=True)
class Element:
    """A tag with what it holds; `node` and `tag` tell the HTML element it came from."""

    kind: str
    node: int
    tag: str
    obj: Any
    kids: "list[Element | Mark | Link]" = field(default_factory=list)


def mended(made: Tagged, subject: str, languages: list[str], rtl: bool) -> bytes:
    """The same pages with tags that hold; the same input gives the same bytes. `languages`: for the metadata."""
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        top = pdf.Root.StructTreeRoot.K[0]
        document = _read(top, numbers, None)
        _join(document)
        _shape(document, pdf)
        _say_words(document, made)
        _write(document, pdf, pdf.Root.StructTreeRoot)
        _parent_tree(document, pdf)
        _pages(document, pdf, made)
        _links(document, made)
        silence(pdf)
        _metadata(pdf, subject, languages, rtl)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _read(obj: Any, numbers: dict[Any, int], page: int | None) -> Element:
    if "/Pg" in obj:
        page = numbers[obj.Pg.objgen]
    element = Element(str(obj.S)[1:], int(obj.get("/JNode", -1)), str(obj.get("/JTag", "/"))[1:], obj)
    for kid in obj.K if isinstance(obj.K, Array) else [obj.K]:
        if isinstance(kid, int):
            assert page is not None
            element.kids.append(Mark(page, int(kid)))
        elif kid.get("/Type") == Name.OBJR:
            element.kids.append(Link(numbers[kid.Pg.objgen], kid.Obj))
        else:
            element.kids.append(_read(kid, numbers, page))
    return element


def _join(element: Element) -> None:
    """What a page or line break cut in two is one element again."""
    joined: list[Element | Mark | Link] = []
    for kid in element.kids:
        last = joined[-1] if joined else None
        if (
            isinstance(kid, Element)
            and isinstance(last, Element)
            and kid.node >= 0
            and (kid.node, kid.kind) == (last.node, last.kind)
        ):
            last.kids += kid.kids
        else:
            joined.append(kid)
    element.kids = joined
    for kid in joined:
        if isinstance(kid, Element):
            _join(kid)


def _shape(element: Element, pdf: pikepdf.Pdf) -> None:
    """Each element as what it is; boxes that stand for nothing, and those without content, go."""
    kids: list[Element | Mark | Link] = []
    for kid in element.kids:
        if not isinstance(kid, Element):
            kids.append(kid)
            continue
        _shape(kid, pdf)
        if kid.node == element.node >= 0 and kid.kind == element.kind:
            kids += kid.kids  # an anonymous box: a heading in a heading
            continue
        if kid.tag == "figure" and kid.kind != "Figure":
            kids += _figure(kid)
            continue
        if kid.kind == "NonStruct" and kid.tag in INLINE:
            kid.kind = "Span"
        elif kid.kind == "NonStruct" and kid.tag in GROUPS:
            kid.kind = "Sect"
        if kid.kind == "Figure":
            _box(kid, pdf)
        if kid.kind in ("NonStruct", "Div") and "/Lang" not in kid.obj:
            kids += kid.kids
        elif kid.kids:
            kids.append(kid)
    element.kids = kids


def _figure(holder: Element) -> "list[Element | Mark | Link]":
    """The caption goes into the figure it belongs to."""
    pictures = [kid for kid in holder.kids if isinstance(kid, Element) and kid.kind == "Figure"]
    if len(pictures) != 1:
        return holder.kids
    pictures[0].kids += [kid for kid in holder.kids if kid is not pictures[0]]
    return list(pictures)


def _box(figure: Element, pdf: pikepdf.Pdf) -> None:
    """Layout boxes are in the page's own units, from its lower left (ISO 32000-1, 14.8.5.4)."""
    x1, y1, x2, y2 = (float(value) for value in figure.obj.A.BBox)
    mark = next(kid for kid in figure.kids if isinstance(kid, Mark))
    height = float(pdf.pages[mark.page].mediabox[3])
    box = (x1 * PX, height - y2 * PX, x2 * PX, height - y1 * PX)
    figure.obj.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(value, 2) for value in box]))


def _said(made: Tagged, mark: Mark) -> str:
    """The words at a mark, with the space that the end of a line stands for; no signs that only order letters."""
    place = (mark.page, mark.mcid)
    words = _ISOLATES.sub("", made.words.get(place, ""))
    return words + " " if place in made.ends and not words.endswith((" ", "\u200b")) else words


def _is_latin(words: str) -> bool:
    return bool(_LATIN.match(words))


def _say_words(element: Element, made: Tagged) -> None:
    for kid in element.kids:
        if isinstance(kid, Element):
            _say_words(kid, made)
    if element.kind == "Span" and all(isinstance(kid, Mark) for kid in element.kids):
        words = "".join(_said(made, kid) for kid in element.kids if isinstance(kid, Mark))
        if not _is_latin(words):
            element.obj.ActualText = String(words)


def _write(element: Element, pdf: pikepdf.Pdf, parent: Any) -> None:
    obj = element.obj
    obj.S, obj.P = Name("/" + element.kind), parent
    for key in ("/JNode", "/JTag", "/Pg"):
        if key in obj:
            del obj[key]
    first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
    if first is not None:
        obj.Pg = pdf.pages[first].obj
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(kid.obj)
            _write(kid, pdf, obj)
        elif isinstance(kid, Link):
            kids.append(Dictionary(Type=Name.OBJR, Obj=kid.annotation, Pg=pdf.pages[kid.page].obj))
        elif kid.page == first:
            kids.append(kid.mcid)
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[kid.page].obj, MCID=kid.mcid))
    obj.K = Array(kids)


def _walk(element: Element) -> Iterator[tuple[Element, Mark | Link]]:
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)
        else:
            yield element, kid


def _parent_tree(document: Element, pdf: pikepdf.Pdf) -> None:
    """Which element each mark and each link belongs to, made anew from the tree."""
    pages: list[dict[int, Any]] = [{} for _ in pdf.pages]
    links: list[tuple[Any, Any]] = []
    for element, kid in _walk(document):
        if isinstance(kid, Mark):
            pages[kid.page][kid.mcid] = element.obj
        else:
            links.append((kid.annotation, element.obj))
    nums = Array()
    for number, (page, marks) in enumerate(zip(pdf.pages, pages, strict=True)):
        page.obj.StructParents = number
        nums.append(number)
        nums.append(pdf.make_indirect(Array([marks.get(mcid) for mcid in range(max(marks, default=-1) + 1)])))
    for number, (annotation, owner) in enumerate(links, len(pages)):
        annotation.StructParent = number
        nums.append(number)
        nums.append(owner)
    root = pdf.Root.StructTreeRoot
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
    root.ParentTreeNextKey = len(pages) + len(links)


def _pages(document: Element, pdf: pikepdf.Pdf, made: Tagged) -> None:
    """Page numbers are artifacts; glyphs of other scripts say which letters they stand for."""
    owned = {(kid.page, kid.mcid) for _, kid in _walk(document) if isinstance(kid, Mark)}
    named = _pictures(pdf)
    for number, page in enumerate(pdf.pages):
        told: list[Instruction] = []
        inside: list[Instruction] | None = None
        place = (number, -1)
        for operands, operator in instructions(page):
            if str(operator) == "Do":
                operands = [Name(named.get(str(operands[0]), str(operands[0])))]
            one: Instruction = (operands, operator)
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                place = (number, int(operands[1].MCID))
                if place not in owned:
                    one = ([Name.Artifact], pikepdf.Operator("BMC"))
                elif not _is_latin(made.words.get(place, "")):
                    told.append(one)
                    inside = []
                    continue
            if inside is None:
                told.append(one)
            elif str(operator) == "EMC":
                told += [*lettered(inside, made.letters.get(place, [])), one]
                inside = None
            else:
                inside.append(one)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))


def _pictures(pdf: pikepdf.Pdf) -> dict[str, str]:
    """New names for pictures: the engine's are made from the folder they lay in, which is never the same."""
    drawn = [str(operands[0]) for page in pdf.pages for operands, _ in instructions(page, "Do")]
    named = {name: f"/Im{number:04}" for number, name in enumerate(dict.fromkeys(drawn))}
    for resources in {page.Resources.objgen: page.Resources for page in pdf.pages}.values():
        found = resources.get("/XObject", Dictionary())
        resources.XObject = Dictionary({new: found[name] for name, new in named.items() if name in found})
    return named


def _links(document: Element, made: Tagged) -> None:
    """What a link is called: its words; what an address has to say besides follows."""
    words: dict[int, str] = {}
    owners = list(_walk(document))
    for element, kid in owners:
        if isinstance(kid, Mark):
            words[id(element)] = words.get(id(element), "") + _said(made, kid)
    for element, kid in owners:
        if isinstance(kid, Link):
            annotation = kid.annotation
            said = re.sub(r"\s+", " ", words.get(id(element), "")).strip()
            address = str(annotation.A.URI) if "/A" in annotation else ""
            told = [said, address] if address and address != said else [said]
            annotation.Contents = String(" — ".join(filter(None, told)) or "·")
            x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
            annotation.Rect = Array([round(v, 3) for v in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))])
            annotation.F = 4  # printed (ISO 32000-1, 12.5.3)


def _metadata(pdf: pikepdf.Pdf, subject: str, languages: list[str], rtl: bool) -> None:
    pdf.Root.PageMode = Name.UseOutlines if "/Outlines" in pdf.Root else Name.UseNone
    if rtl:
        pdf.Root.ViewerPreferences.Direction = Name.R2L
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:language"] = set(languages)
        told["dc:description"] = subject
