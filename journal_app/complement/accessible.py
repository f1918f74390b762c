"""Complement, step 6: a tagged PDF -> what keeps a screen reader from it. It mends nothing; ours and others' alike.

What can be seen without a person, of the checkpoints of the Matterhorn protocol (PDF/UA-1): metadata, the tree and the
marks of the pages, languages, headings, figures, lists, links, fonts. What words mean is for a person.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from journal_app.complement.glyphs import instructions, lacking, used

STANDARD = re.compile(
    "Document|Part|Art|Sect|Div|BlockQuote|Caption|TOC|TOCI|Index|NonStruct|Private|P|H[1-6]?|L|LI|Lbl|LBody|Table|TR|"
    "TH|TD|THead|TBody|TFoot|Span|Quote|Note|Reference|BibEntry|Code|Link|Annot|Ruby|RB|RT|RP|Warichu|WT|WP|Figure|"
    "Formula|Form"
)  # ISO 32000-1, 14.8.4
INSIDE = {"LI": ("L",), "LBody": ("LI",), "Lbl": ("LI", "Note", "BibEntry"), "TR": ("Table", "THead", "TBody", "TFoot"),
          "Caption": ("Figure", "Table", "L", "Formula", "Art", "Sect", "Div")}  # fmt: skip


def judge(data: bytes) -> list[str]:
    """What is wrong, as words for whoever mends the program; empty: nothing that a program can see."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["no StructTreeRoot"]
        return list(dict.fromkeys([*_document(pdf), *_tree(pdf), *_pages(pdf), *_fonts(pdf)]))


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "MarkInfo/Marked is not true"
    if not str(root.get("/Lang", "")):
        yield "the document has no Lang"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    with pdf.open_metadata() as told:
        if not told.get("dc:title"):
            yield "no dc:title"
        if str(told.get("pdfuaid:part", "")) != "1":
            yield "no pdfuaid:part"
    if len(pdf.pages) > 20 and "/Outlines" not in root:
        yield "a long document without bookmarks"
    if pdf.is_encrypted:
        yield "encrypted"


def elements(node: Any, parent: str = "", language: str = "") -> Iterator[tuple[Any, str, str, str]]:
    """Every element of a tree in reading order: itself, its type, its parent's type, its language."""
    kids = node.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            kind, own = str(kid.S)[1:], str(kid.get("/Lang", language))
            yield kid, kind, parent, own
            yield from elements(kid, kind, own)


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    roles = {str(key)[1:]: str(value)[1:] for key, value in root.get("/RoleMap", Dictionary()).items()}
    level, tops = 0, 0
    for element, kind, parent, _ in elements(root):
        kind = roles.get(kind, kind)
        if not STANDARD.fullmatch(kind):
            yield f"{kind}: no standard type"
        if kind in INSIDE and parent not in INSIDE[kind]:
            yield f"{kind} in {parent}"
        if kind == "Figure":
            if not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
                yield "a Figure without Alt"
            yield from _boxes(pdf, element)
        if kind == "Link" and not any(True for _ in _links(element)):
            yield "a Link without its annotation"
        if re.fullmatch("H[1-6]", kind):
            if int(kind[1]) > level + 1:
                yield f"H{level} is followed by {kind}"
            level = int(kind[1])
            tops += level == 1
        if element.P.objgen == (0, 0):
            yield f"{kind} without parent"
    if tops != 1:
        yield f"{tops} H1"


def _boxes(pdf: pikepdf.Pdf, element: Any) -> Iterator[str]:
    box = element.get("/A", Dictionary()).get("/BBox")
    page = element.get("/Pg")
    if box is None or page is None:
        yield "a Figure without BBox"
        return
    x1, y1, x2, y2 = (float(value) for value in box)
    left, bottom, right, top = (float(value) for value in page.MediaBox)
    if not (left - 1 <= x1 < x2 <= right + 1 and bottom - 1 <= y1 < y2 <= top + 1):
        yield "a Figure's BBox is not on its page"


def _links(element: Any) -> Iterator[Any]:
    for kid in element.K if isinstance(element.K, Array) else [element.K]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            yield kid.Obj


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All that is drawn is in the tree or an artifact; the parent tree leads back from each mark."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    tree = {element.objgen for element, *_ in elements(pdf.Root.StructTreeRoot)}
    for page in pdf.pages:
        owners = parents.get(int(page.obj.get("/StructParents", -1)), Array())
        depth: list[bool] = []
        for operands, operator in instructions(page):
            word = str(operator)
            if word in ("BMC", "BDC"):
                known = str(operands[0]) == "/Artifact"
                if word == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                    mcid = int(operands[1].MCID)
                    known = mcid < len(owners) and isinstance(owners[mcid], Dictionary) and owners[mcid].objgen in tree
                    if not known:
                        yield "a mark that hangs on no tree"
                depth.append(known)
            elif word == "EMC":
                depth.pop()
            elif word in ("TJ", "Tj", "Do", "f", "S", "B", "sh") and not any(depth):
                yield f"{word} is neither tagged nor an artifact"
        for annotation in page.obj.get("/Annots", []):
            if not str(annotation.get("/Contents", "")).strip():
                yield "an annotation without Contents"
            owner = parents.get(int(annotation.get("/StructParent", -1)))
            if not isinstance(owner, Dictionary) or owner.objgen not in tree:
                yield "an annotation that hangs on no tree"
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != Name.S:
            yield "Tabs do not follow the structure"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every face is embedded, every glyph that is drawn has a code point."""
    for font, drawn in used(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield "a face that is not embedded"
        if lacking(font, drawn):
            yield "glyphs that stand for no code point"
