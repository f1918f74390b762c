"""Step 4e: a drawing in SVG -> the same drawing in process colours, to be set inside a page. Fetches nothing.

The engine draws SVG as vectors, but in RGB unless every paint says `device-cmyk()`. So the drawing is built again from
an allow-list of elements and attributes: style sheets are resolved into attributes, every colour is separated by the
printer's profile (greys become black ink alone; on a grey page everything does), opacity becomes a tint on paper.

Gradients abort a CMYK render of WeasyPrint 70 (measured), filters and masks would become RGB pictures: they
are refused by name, since a drawing that lost them silently would not be the drawing that was signed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cssselect2
import tinycss2
from lxml import etree
from tinycss2.color5 import parse_color

from journal_app.prepress.cache import Cache, key_of
from journal_app.prepress.colour import CMYK, Colour, colour_for
from journal_app.prepress.model import Picture
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.svg_files import SVG, Wrong, inspect_svg
from journal_app.problems import Problem, blocking, warning

VERSION = "2"  # of the way drawings are redrawn: a change here renews every cached drawing
MOST_INK = 400.0  # %, four full inks: no limit at all
DEEPEST = 60  # nested elements; the engine recurses several times for each
ELEMENTS = frozenset({"svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
                      "polygon", "text", "tspan", "clipPath", "marker", "pattern"})
DROPPED = frozenset({"style", "title", "desc", "metadata", "linearGradient", "radialGradient"})  # gradients: if unused
PROPERTIES = frozenset({
    "fill", "stroke", "color", "opacity", "fill-opacity", "stroke-opacity", "fill-rule", "clip-rule", "clip-path",
    "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "font-family", "font-size", "font-style", "font-weight", "font-variant", "text-anchor",
    "dominant-baseline", "alignment-baseline", "letter-spacing", "word-spacing", "marker-start", "marker-mid",
    "marker-end", "display", "visibility", "transform", "direction", "unicode-bidi",
})
ATTRIBUTES = frozenset({
    "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy", "points", "width",
    "height", "viewBox", "transform", "href", "preserveAspectRatio", "rotate", "textLength", "lengthAdjust",
    "patternUnits", "patternContentUnits", "patternTransform", "clipPathUnits", "markerUnits", "markerWidth",
    "markerHeight", "refX", "refY", "orient", "lang",
})
UNSUPPORTED = frozenset({"filter", "mask", "mix-blend-mode"})  # properties whose loss would change the drawing
_PAINTS = ("fill", "stroke")
_RESOLVED = frozenset({"fill", "stroke", "color", "opacity", "fill-opacity", "stroke-opacity"})
_PX = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}  # CSS Values 3, 6.2


@dataclass(frozen=True, slots=True)
class Drawing:
    """An `<svg>` element to put into a page's HTML, filling its box, and how wide it is for its height."""

    markup: str
    aspect: float


@dataclass(frozen=True, slots=True)
class _Paint:
    """What an element inherits: its paints as inks (None is no paint, a string a pattern's url), and how opaque."""

    fill: CMYK | str | None = (0.0, 0.0, 0.0, 1.0)
    stroke: CMYK | str | None = None
    color: CMYK = (0.0, 0.0, 0.0, 1.0)
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    alpha: float = 1.0

    def css(self, which: str) -> str:
        value = self.fill if which == "fill" else self.stroke
        alpha = self.alpha * (self.fill_alpha if which == "fill" else self.stroke_alpha)
        if value is None or alpha <= 0:
            return "none"
        return value if isinstance(value, str) else f"device-cmyk({' '.join(f'{v * alpha:.4g}' for v in value)})"


Drawn = tuple[Drawing | None, list[Problem]]


def draw(picture: Picture, sheet: PrinterSheet, profile: Path | None, in_colour: bool,
         cache: Path | None = None) -> Drawn:
    """The drawing of a picture whose file is SVG, for a page in colour or in black alone.

    Kept in `cache` when nothing is wrong with it, so that a map of 500 kB costs its making once.
    """
    where = f"picture:{picture.slug}"
    press, problems = colour_for(profile, min(sheet.ink_limit, sheet.ink_warn))
    store = Cache(cache) if cache else None
    key = key_of("svg", VERSION, picture.sha256, press.sha256, str(press.ink_limit), str(in_colour))
    if store and (stored := store.get(key, "svg")):
        aspect, _, markup = stored.decode().partition("\n")
        return Drawing(markup, float(aspect)), problems
    try:
        data = picture.path.read_bytes()
    except OSError:
        return None, [*problems, blocking("svg-broken", where, picture.path.name, "", "pictures", picture.title())]
    drawing, found = press_drawing(data, press, in_colour, where, picture.title())
    if store and drawing and not found:
        store.put(key, "svg", f"{drawing.aspect!r}\n{drawing.markup}".encode())
    return drawing, problems + found


def press_drawing(data: bytes, press: Colour, in_colour: bool, where: str, title: str = "") -> Drawn:
    """The drawing in the inks of `press`, or None and everything that stands against it."""

    def refusal(wrong: Wrong) -> Drawn:
        return None, [blocking(code, where, found, allowed, "pictures", title) for code, found, allowed in wrong]

    if wrong := inspect_svg(data):
        return refusal(wrong)
    root, new, redrawn = _redrawn(data, press, in_colour)
    if new is None or redrawn.refused:
        return refusal(redrawn.refused)
    box = _view_box(root)
    new.set("viewBox", " ".join(f"{v:g}" for v in box))
    new.set("width", "100%")
    new.set("height", "100%")
    new.set("style", "display:block")  # or the line it stands on adds its descent to the box
    for name in ("x", "y", "transform"):
        new.attrib.pop(name, None)
    flattened = [warning("svg-opacity", where, line, "1", "pictures", title) for line in redrawn.see_through[:1]]
    return Drawing(etree.tostring(new, encoding="unicode"), box[2] / box[3]), flattened


def unprintable(data: bytes) -> Wrong:
    """What of a drawing that `inspect_svg` let pass the press could not show, found by redrawing it: step 1 asks, so
    that a gradient is told when the folder is read and not when the page is built. No ink is any press's here."""
    return _redrawn(data, colour_for(None, MOST_INK)[0], True)[2].refused


def _redrawn(data: bytes, press: Colour, in_colour: bool) -> "tuple[etree._Element, etree._Element | None, _Redrawing]":
    """The drawing as it is, the same in process colours, and what was found on the way."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True))
    redrawn = _Redrawing(root, press, in_colour)
    return root, redrawn.element(root, _Paint(), 0), redrawn


class _Redrawing:
    """One drawing built again, element by element; what stands against it is collected in `wrong`."""

    def __init__(self, root: etree._Element, press: Colour, in_colour: bool) -> None:
        self.press, self.in_colour = press, in_colour
        self.wrong: list[tuple[str, str, str]] = []
        self.see_through: list[str] = []
        self.kinds = {e.get("id"): _kind(e) for e in root.iter() if e.get("id")}
        self.styles = self._styles(root)

    @property
    def refused(self) -> Wrong:
        """Each thing once, in the drawing's order."""
        return tuple(dict.fromkeys(self.wrong))

    def element(self, old: etree._Element, inherited: _Paint, depth: int) -> etree._Element | None:
        kind, line = _kind(old), f"l. {old.sourceline}: <{_kind(old)}>"
        if kind in DROPPED or not str(old.tag).startswith(SVG):
            return None
        if kind not in ELEMENTS:
            self.wrong.append(("svg-unsupported", line, ""))
            return None
        if depth > DEEPEST:
            self.wrong.append(("svg-too-complex", f"> {DEEPEST}", str(DEEPEST)))
            return None
        style = self.styles.get(old, {})
        paint = self._paint(style, inherited, line)
        new = etree.Element(SVG + kind, nsmap={None: SVG[1:-1]})
        for name, value in sorted(old.attrib.items()):
            short = etree.QName(name).localname
            if short in ATTRIBUTES and short not in PROPERTIES:
                new.set(short, value)
        for name, value in sorted(style.items()):
            if name in UNSUPPORTED and value not in ("none", "normal"):
                self.wrong.append(("svg-unsupported", f"{line} {name}", ""))
            elif name in PROPERTIES and name not in _RESOLVED:
                new.set(name, value)
        for which in _PAINTS:
            if which in style or depth == 0 or paint.css(which) != inherited.css(which):
                new.set(which, paint.css(which))
        new.text = old.text if kind in ("text", "tspan") else None
        for child in old:
            if (made := self.element(child, paint, depth + 1)) is not None:
                made.tail = child.tail if kind in ("text", "tspan") else None
                new.append(made)
        return new

    def _paint(self, style: dict[str, str], inherited: _Paint, line: str) -> _Paint:
        paint = replace(
            inherited,
            alpha=inherited.alpha * _number(style.get("opacity", "1")),
            fill_alpha=_number(style["fill-opacity"]) if "fill-opacity" in style else inherited.fill_alpha,
            stroke_alpha=_number(style["stroke-opacity"]) if "stroke-opacity" in style else inherited.stroke_alpha,
        )
        if any(_number(style.get(name, "1")) < 1 for name in ("opacity", "fill-opacity", "stroke-opacity")):
            self.see_through.append(line)
        if (text := style.get("color", "inherit")) != "inherit":
            value = self._colour(text, paint, line)
            paint = replace(paint, color=value if isinstance(value, tuple) else paint.color)
        if (text := style.get("fill", "inherit")) != "inherit":
            paint = replace(paint, fill=self._colour(text, paint, line))
        if (text := style.get("stroke", "inherit")) != "inherit":
            paint = replace(paint, stroke=self._colour(text, paint, line))
        return paint

    def _colour(self, text: str, paint: _Paint, line: str) -> CMYK | str | None:
        """What a paint is in inks; a see-through one is the tint it would be on paper."""
        if text in ("none", "transparent"):
            return None
        if match := re.match(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)", text):
            kind = self.kinds.get(match[1], "")
            if kind == "pattern":
                return f"url(#{match[1]})"
            self.wrong.append(("svg-gradient" if "Gradient" in kind else "svg-colour", f"{line} {text[:40]}", ""))
            return None
        parsed: Any = parse_color(text)
        if parsed == "currentcolor":
            return paint.color
        try:
            c, m, y, k = (v * parsed.alpha for v in self._inks(parsed))
        except (AttributeError, NotImplementedError, TypeError, ValueError):
            self.wrong.append(("svg-colour", f"{line} {text[:40]}", "#rrggbb, device-cmyk(c m y k)"))
            return None
        if parsed.alpha < 1:
            self.see_through.append(line)
        return c, m, y, k

    def _inks(self, parsed: Any) -> CMYK:
        if parsed.space == "device-cmyk":
            c, m, y, k = (min(max(float(v), 0.0), 1.0) for v in parsed.coordinates)
            inks = self.press.kept((c, m, y, k))
            return inks if self.in_colour else (0.0, 0.0, 0.0, self.press.tint_of_inks(inks))
        red, green, blue = (round(min(max(v, 0.0), 1.0) * 255) for v in parsed.to("srgb").coordinates)
        if self.in_colour:
            return self.press.cmyk_of(red, green, blue)
        return 0.0, 0.0, 0.0, self.press.tint_of(red, green, blue)

    def _styles(self, root: etree._Element) -> dict[etree._Element, dict[str, str]]:
        """Every element's own properties: attributes, then rules by specificity, then `style` (CSS Cascade 4, 6)."""
        matcher = cssselect2.Matcher()
        for sheet in root.iter(f"{SVG}style"):
            for rule in tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True):
                self._add_rule(matcher, rule, sheet.sourceline)
        found = {}
        for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            old = wrapped.etree_element
            known = PROPERTIES | UNSUPPORTED
            style = {name: value.strip() for name, value in old.attrib.items() if name in known}
            for *_, declared in matcher.match(wrapped):
                style |= declared
            style |= dict(_declared(old.get("style", "")))
            if style:
                found[old] = style
        return found

    def _add_rule(self, matcher: Any, rule: Any, line: int | None) -> None:
        try:
            if rule.type != "qualified-rule":
                raise cssselect2.SelectorError("@")
            declared = dict(_declared(rule.content))
            for selector in cssselect2.compile_selector_list(rule.prelude):
                if selector.pseudo_element:
                    raise cssselect2.SelectorError("::")
                matcher.add_selector(selector, declared)
        except cssselect2.SelectorError:
            said = "" if rule.type == "error" else tinycss2.serialize([rule]).strip().partition("{")[0][:40]
            self.wrong.append(("svg-unsupported", f"l. {line}: <style> {said}", ""))


def _declared(css: Any) -> Iterator[tuple[str, str]]:
    for declaration in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration" and declaration.lower_name in PROPERTIES | UNSUPPORTED:
            yield declaration.lower_name, tinycss2.serialize(declaration.value).strip()


def _kind(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(text: str) -> float:
    """An opacity, 0..1; what cannot be read is opaque."""
    match = re.fullmatch(r"([0-9.]+)(%?)", text.strip())
    try:
        return min(float(match[1]) / (100 if match[2] else 1), 1.0) if match else 1.0
    except ValueError:
        return 1.0


def _view_box(root: etree._Element) -> tuple[float, float, float, float]:
    """The drawing's own coordinates: its viewBox, else its width and height in CSS pixels."""
    try:
        left, top, width, height = (float(v) for v in re.split(r"[\s,]+", (root.get("viewBox") or "").strip()))
        if width > 0 and height > 0:
            return left, top, width, height
    except ValueError:
        pass
    return 0.0, 0.0, _pixels(root.get("width")), _pixels(root.get("height"))


def _pixels(text: str | None) -> float:
    match = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*([a-z]*)\s*", text or "")
    return max(float(match[1]) * _PX.get(match[2], 1.0), 1e-6) if match else 100.0
