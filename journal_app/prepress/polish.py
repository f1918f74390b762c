"""Step 7a: a typeset PDF -> the same, fit for press: small black text overprints, subset tags are unique, no links.

Works on the engine's own output only, piece by piece, so that it is done once and cached with the piece.
"""

import hashlib
import io
import math
import string
from collections.abc import Callable, Iterable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator, Pdf

OVERPRINT_BELOW_PT = 12.0  # GWG 2015: black text under 12 pt overprints
_ON, _OFF = Name.JOverprint, Name.JKnockout
_SHOW = {"Tj", "TJ", "'", '"'}
_PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do"}
State = dict[str, Any]
START: State = {"k": False, "cmyk": False, "scale": 1.0, "on": False, "font": 0.0}


def polish(pdf: bytes) -> bytes:
    """The piece with overprint set on small K-only text, retagged fonts, and nothing a printer would refuse."""
    with Pdf.open(io.BytesIO(pdf)) as doc:
        for page in doc.pages:
            for key in ("/Annots", "/Group", "/Metadata", "/PieceInfo"):
                if key in page.obj:
                    del page.obj[key]
            _overprint(doc, page.obj)
        _opaque(doc)
        _retag(doc)
        out = io.BytesIO()
        doc.save(out, static_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def _opaque(doc: Pdf) -> None:
    """Take the transparency groups off forms: nothing in a piece is transparent, and the engine writes them in RGB."""
    for obj in doc.objects:
        if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == Name.Form and "/Group" in obj:
            del obj["/Group"]


def _overprint(doc: Pdf, holder: Any, state: State | None = None, done: set[tuple[int, int]] | None = None) -> None:
    """Insert a graphics state before text shown in 100 % K under 12 pt, and take it back before anything else.

    `holder` is a page, or a form that stands on one: a drawing's groups are forms, one in another. A form begins in
    the state it is drawn in, and is treated once.
    """
    done = set() if done is None else done
    resources = holder.get("/Resources", Dictionary())
    forms = resources.get("/XObject", Dictionary())

    def enter(name: str, now: State) -> None:
        form = forms.get(name)
        if form is None or form.get("/Subtype") != Name.Form or form.objgen in done:
            return
        done.add(form.objgen)
        scale = _scale(form.Matrix) if "/Matrix" in form else 1.0
        _overprint(doc, form, now | {"on": False, "scale": now["scale"] * scale}, done)

    instructions, touched = _with_overprint(pikepdf.parse_content_stream(holder), state or START, enter)
    if not touched:
        return
    content = pikepdf.unparse_content_stream(instructions)
    if holder.get("/Subtype") == Name.Form:
        holder.write(content)
    else:
        holder.Contents = doc.make_stream(content)
    states = resources.get("/ExtGState", Dictionary())
    states[_ON] = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
    states[_OFF] = Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)
    resources["/ExtGState"] = states
    holder["/Resources"] = resources


def _with_overprint(source: Iterable[Any], start: State, enter: Callable[[str, State], None]) -> tuple[list[Any], bool]:
    state = dict(start)
    stack: list[State] = []
    text_scale = 1.0
    out: list[Any] = []
    touched = False
    for operands, operator in source:
        name = str(operator)
        if name == "q":
            stack.append(dict(state))
        elif name == "Q" and stack:
            state = stack.pop()
        elif name == "cm":
            state["scale"] *= _scale(operands)
        elif name == "k":
            state["k"] = [float(v) for v in operands] == [0, 0, 0, 1]
        elif name == "g":
            state["k"] = float(operands[0]) == 0
        elif name == "cs":
            state["cmyk"], state["k"] = str(operands[0]) == "/DeviceCMYK", False
        elif name in ("sc", "scn"):
            state["k"] = state["cmyk"] and [float(v) for v in operands] == [0, 0, 0, 1]
        elif name == "rg":
            state["k"] = False
        elif name == "BT":
            text_scale = 1.0
        elif name == "Tf":
            state["font"] = float(operands[1])
        elif name == "Tm":
            text_scale = _scale(operands)
        wanted = False
        if name in _SHOW:
            points = abs(state["font"]) * text_scale * state["scale"]
            wanted = state["k"] and points < OVERPRINT_BELOW_PT
        if wanted != state["on"] and (name in _SHOW or name in _PAINT):
            out.append(([_ON if wanted else _OFF], Operator("gs")))
            state["on"] = wanted
            touched = True
        if name == "Do":
            enter(str(operands[0]), state)
        out.append((operands, operator))
    return out, touched


def _scale(matrix: Any) -> float:
    """The vertical scale of a PDF matrix [a b c d e f]."""
    return math.hypot(float(matrix[2]), float(matrix[3]))


def _retag(doc: Pdf) -> None:
    """Give every font subset a tag made from its font file, so that subsets from several pieces never share one."""
    for obj in doc.objects:
        if not isinstance(obj, Dictionary) or obj.get("/Type") != Name.Font or obj.get("/Subtype") != Name.Type0:
            continue
        for descendant in obj.DescendantFonts:
            descriptor = descendant.get("/FontDescriptor")
            if descriptor is None:
                continue
            file = next((descriptor[k] for k in ("/FontFile3", "/FontFile2", "/FontFile") if k in descriptor), None)
            if file is None:
                continue
            digest = hashlib.sha256(file.read_raw_bytes() + bytes(str(descriptor.get("/FontName")), "utf-8")).digest()
            tag = "".join(string.ascii_uppercase[byte % 26] for byte in digest[:6])
            plain = str(descriptor.FontName).lstrip("/").split("+", 1)[-1]
            tagged = Name(f"/{tag}+{plain}")
            descriptor.FontName = descendant.BaseFont = tagged
            obj.BaseFont = tagged
