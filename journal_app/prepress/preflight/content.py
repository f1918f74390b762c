"""Step 8, the interpreter: walks a page's content with its forms, patterns, soft masks and Type3 glyphs -> marks.

It keeps the graphics state and judges nothing. What is broken is noted in PageMarks.broken, and the walk goes on.
Resources are read as PDF 32000-1, 7.8.3 says; an operator's meaning is in its Annex A.
"""

import warnings
from copy import copy
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from journal_app.prepress.preflight.geometry import (
    IDENTITY,
    Box,
    Matrix,
    apply,
    box_of,
    joined,
    moved,
    scale,
    shared,
    six,
    times,
)
from journal_app.prepress.preflight.glyphs import Font, font_of
from journal_app.prepress.preflight.marks import Image, Mark, PageMarks, State, transparent
from journal_app.prepress.preflight.operators import HANDLERS, SILENT
from journal_app.prepress.preflight.spaces import UNKNOWN, Colour, Space, space_of
from journal_app.prepress.preflight.streams import BROKEN, bounded, first_line, image_of, matrix_of

DEEPEST = 14  # forms within forms; PDF 32000-1 Annex C allows 28 graphics states, real files nest 3 or 4
MOST_OPERATORS = 3_000_000  # for one page: a newspaper page has 10,000, a map some 500,000
NOTHING: Box = (1e9, 1e9, 1e9, 1e9)  # a clip that lets nothing through


class Walker:
    """Walks one page. `fonts` is shared by the pages of a file so that each font is read once."""

    def __init__(self, fonts: dict[Any, Font]) -> None:
        self.out = PageMarks()
        self.fonts = fonts
        self.state = State()
        self.base = IDENTITY  # the space patterns are defined in: the page's or form's own
        self.within = ""
        self.left = MOST_OPERATORS
        self.chain: list[tuple[int, int]] = []
        self.seen: set[Any] = set()
        self.resources: Any = Dictionary()
        self._spaces: dict[Any, Space] = {}
        self._colours: dict[Any, Colour] = {}
        self.reset_path()
        self.tm = self.tlm = IDENTITY

    # --- streams -------------------------------------------------------------------------------------------------

    def page(self, page: pikepdf.Page, media: Box) -> PageMarks:
        """All marks of a page whose media box is `media`."""
        self.state.clip = media
        group = page.obj.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
            self.out.groups.append(("page", space_of(group.get("/CS")) if "/CS" in group else None))
        resources = page.obj.get("/Resources")
        self.resources = resources if isinstance(resources, Dictionary) else Dictionary()
        self.run(page)
        return self.out

    def run(self, stream: Any) -> None:
        parts = stream.obj.get("/Contents") if isinstance(stream, pikepdf.Page) else stream
        if parts is None:
            return
        try:
            for part in parts if isinstance(parts, Array) else (parts,):
                bounded(part)
            with warnings.catch_warnings(record=True) as told:
                instructions = pikepdf.parse_content_stream(stream)
        except BROKEN as error:
            self.broken(f"content: {first_line(error)}")
            return
        for warned in told:
            self.broken(f"content: {str(warned.message).splitlines()[0][:80]}")
        depth, stack = 0, []
        for instruction in instructions:
            self.left -= 1
            if self.left < 0:
                if self.left == -1:
                    self.broken(f"more than {MOST_OPERATORS} operators")
                return
            operator = str(instruction.operator)
            if operator == "q":
                stack.append(copy(self.state))
            elif operator == "Q":
                if stack:
                    self.state = stack.pop()
                else:
                    depth += 1
            else:
                handler = HANDLERS.get(operator)
                if handler is None:
                    if operator not in SILENT:
                        self.broken(f"operator {operator[:12]!r}")
                    continue
                try:
                    handler(self, instruction.operands)
                except BROKEN as error:
                    self.broken(f"{operator}: {first_line(error)}")
        if depth or stack:
            self.broken("q/Q")

    def nested(self, stream: Any, matrix: Matrix, within: str, box: Any = None, fresh: bool = False) -> None:
        """A stream with its own resources in a space of its own: form, pattern cell, soft mask, glyph."""
        key = stream.objgen
        if len(self.chain) >= DEEPEST or (key != (0, 0) and key in self.chain):
            self.broken("forms within forms without end")
            return
        kept = (self.state, self.resources, self.base, self.within, self.tm, self.tlm, self._spaces)
        self.state = State(clip=self.state.clip) if fresh else copy(self.state)
        self.state.ctm = times(matrix, self.state.ctm) if not fresh else matrix
        if isinstance(box, Array) and len(box) == 4:
            corners = [float(v) for v in box]
            across = box_of([(corners[0], corners[1]), (corners[2], corners[3])])
            self.clip(moved(self.state.ctm, across))
        self.within = self.within or within
        self.base = self.state.ctm
        own = stream.get("/Resources")
        if isinstance(own, Dictionary):
            self.resources, self._spaces = own, {}
        self.chain.append(key)
        self.reset_path()
        try:
            self.run(stream)
        finally:
            self.chain.pop()
            self.state, self.resources, self.base, self.within, self.tm, self.tlm, self._spaces = kept
            self.reset_path()

    def broken(self, what: str) -> None:
        if what not in self.out.broken and len(self.out.broken) < 20:
            self.out.broken.append(what)

    def resource(self, kind: str, name: Any) -> Any:
        held = self.resources.get(kind)
        if isinstance(held, Dictionary) and name in held:
            return held[name]
        self.broken(f"{kind[1:]} {str(name)[1:20]}")
        return None

    # --- painting --------------------------------------------------------------------------------------------------

    def mark(self, kind: str, box: Box, colour: Colour, stroke: bool = False, **facts: Any) -> None:
        cut = shared(box, self.state.clip)
        if cut is None:
            return
        s = self.state
        self.out.marks.append(
            Mark(
                kind,
                cut,
                colour,
                self.within,
                overprint=s.overprint_stroke if stroke else s.overprint_fill,
                overprint_mode=s.overprint_mode,
                transparent=transparent(s, stroke),
                **facts,
            )
        )
        if colour.pattern is not None:
            self.pattern(colour, cut)

    def pattern(self, colour: Colour, box: Box) -> None:
        pattern = colour.pattern
        key = (pattern.objgen, self.base, colour.values)
        if key in self.seen and pattern.objgen != (0, 0):
            return
        self.seen.add(key)
        matrix = times(matrix_of(pattern.get("/Matrix")), self.base)
        if pattern.get("/PatternType") == 2:
            space = space_of(pattern.Shading.get("/ColorSpace"), self.resources.get("/ColorSpace"))
            self.out.marks.append(Mark("shading", box, Colour(space), self.within or "pattern", spaces=(space,)))
            if isinstance(pattern.get("/ExtGState"), Dictionary):
                self.graphics(pattern.ExtGState, probe=True)
        elif isinstance(pattern, Stream):
            kept, before = self.state, len(self.out.marks)
            self.state = State()
            if pattern.get("/PaintType") == 2:
                plain = Colour(colour.space.below, colour.values)
                self.state.fill = self.state.stroke = plain
            self.state.ctm = IDENTITY
            self.nested(pattern, matrix, "pattern")
            self.state = kept
            for mark in self.out.marks[before:]:  # a cell repeats over the whole area: that is where it is seen
                mark.box, mark.rectangle = box, False

    def reset_path(self) -> None:
        self.path: Box | None = None
        self.rectangles = True
        self.point = (0.0, 0.0)
        self.clipping = False

    def to(self, *points: tuple[float, float]) -> None:
        moved_points = [apply(self.state.ctm, x, y) for x, y in points]
        self.path = joined(self.path, box_of(moved_points))

    def clip(self, box: Box) -> None:
        self.state.clip = shared(self.state.clip, box) or NOTHING

    def paint(self, fill: bool, stroke: bool) -> None:
        s = self.state
        if self.path is not None:
            if fill:
                self.mark("fill", self.path, s.fill, rectangle=self.rectangles)
            if stroke:
                printed = s.width * scale(s.ctm)
                half = printed / 2
                x0, y0, x1, y1 = self.path
                self.mark("stroke", (x0 - half, y0 - half, x1 + half, y1 + half), s.stroke, True, size=printed)
        if self.clipping:
            self.clip(self.path or NOTHING)
        self.reset_path()

    def form(self, name: Any) -> None:
        thing = self.resource("/XObject", name)
        if not isinstance(thing, Stream):
            return
        if "/OC" in thing:
            self.out.layers = True
        if "/OPI" in thing:
            self.out.oddities.append(("opi", None))
        kind = thing.get("/Subtype")
        if kind == Name.Image:
            self.image(image_of(thing, self.resources.get("/ColorSpace")))
        elif kind == Name.Form:
            if thing.get("/Subtype2") == Name.PS:
                self.out.oddities.append(("postscript", None))
            group = thing.get("/Group")
            if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
                space = space_of(group.get("/CS"), self.resources.get("/ColorSpace")) if "/CS" in group else None
                self.out.groups.append(("form", space))
            self.nested(thing, matrix_of(thing.get("/Matrix")), "", thing.get("/BBox"))
        elif kind == Name.PS:
            self.out.oddities.append(("postscript", None))

    def image(self, image: Image) -> None:
        box = moved(self.state.ctm, (0, 0, 1, 1))
        colour = self.state.fill if image.mask else Colour(image.space or UNKNOWN)
        self.mark("image", box, colour, image=image, matrix=self.state.ctm)

    def shade(self, name: Any) -> None:
        shading = self.resource("/Shading", name)
        if shading is None:
            return
        space = space_of(shading.get("/ColorSpace"), self.resources.get("/ColorSpace"))
        self.mark("shading", self.state.clip or NOTHING, Colour(space), spaces=(space,))

    # --- state -----------------------------------------------------------------------------------------------------

    def space(self, name: Any) -> Space:
        key = str(name)
        if key not in self._spaces:
            self._spaces[key] = space_of(name, self.resources.get("/ColorSpace"))
        return self._spaces[key]

    def default(self, space: Space) -> Space:
        """A device space, or what the resources put in its place (PDF 32000-1, 8.6.5.6)."""
        named = self.resources.get("/ColorSpace")
        key = f"/Default{space.family.removeprefix('Device')}"
        return space_of(named[key]) if isinstance(named, Dictionary) and key in named else space

    def coloured(self, space: Space, operands: Any) -> Colour:
        values = list(operands)
        if values and isinstance(values[-1], Name):
            pattern = self.resource("/Pattern", values.pop())
            return Colour(space, tuple(float(v) for v in values), pattern)
        return self.colour(space, tuple([float(v) for v in values]))

    def colour(self, space: Space, values: tuple[float, ...]) -> Colour:
        """The same colour is the same value: what rules ask of it is worked out once."""
        key = (space, values)
        found = self._colours.get(key)
        if found is None:
            found = self._colours[key] = Colour(space, values)
        return found

    def graphics(self, values: Any, probe: bool = False) -> None:
        s = self.state
        for key in ("/TR", "/TR2"):
            if key in values and values[key] not in (Name.Default, Name.Identity):
                self.out.oddities.append(("transfer", None))
        if "/HTP" in values or "/HTO" in values:
            self.out.oddities.append(("halftone", None))
        if probe:
            return
        if "/LW" in values:
            s.width = float(values["/LW"])
        if "/OP" in values:
            s.overprint_stroke = bool(values["/OP"])
            if "/op" not in values:
                s.overprint_fill = bool(values["/OP"])
        if "/op" in values:
            s.overprint_fill = bool(values["/op"])
        s.overprint_mode = int(values.get("/OPM", s.overprint_mode))
        s.alpha_stroke = float(values.get("/CA", s.alpha_stroke))
        s.alpha_fill = float(values.get("/ca", s.alpha_fill))
        if "/BM" in values:
            mode = values["/BM"]
            mode = mode[0] if isinstance(mode, Array) and len(mode) else mode
            s.blend = str(mode).removeprefix("/")
        if "/Font" in values:
            self.face(values["/Font"][0], float(values["/Font"][1]))
        if "/SMask" in values:
            self.soft_mask(values["/SMask"])

    def soft_mask(self, mask: Any) -> None:
        self.state.masked = isinstance(mask, Dictionary)
        form = mask.get("/G") if isinstance(mask, Dictionary) else None
        if not isinstance(form, Stream) or ("mask", form.objgen) in self.seen:
            return
        self.seen.add(("mask", form.objgen))
        group = form.get("/Group")
        if isinstance(group, Dictionary) and "/CS" in group:
            self.out.groups.append(("soft mask", space_of(group.CS, self.resources.get("/ColorSpace"))))
        matrix = times(matrix_of(form.get("/Matrix")), self.state.ctm)
        self.nested(form, matrix, "softmask", form.get("/BBox"), fresh=True)

    # --- text ------------------------------------------------------------------------------------------------------

    def face(self, value: Any, size: float) -> None:
        self.state.size = size
        key = value.objgen if value.objgen != (0, 0) else value.unparse()
        if key not in self.fonts:
            self.fonts[key] = font_of(value)
        self.state.font = self.fonts[key]

    def show(self, pieces: Any) -> None:
        s, font = self.state, self.state.font
        if font is None:
            self.broken("text without a font")
            return
        start, matrix = self.tm, times(self.tm, s.ctm)
        text, kerned = b"", 0.0
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                text += bytes(piece)
            else:
                kerned += float(piece)
        shown = font.split(text)
        spaced = len(shown) * s.char_space + (0 if font.wide else shown.count(32) * s.word_space)
        advance = ((font.width(shown) - kerned) / 1000 * s.size + spaced) * s.stretch
        codes = frozenset(shown)
        self.tm = times((1, 0, 0, 1, advance, 0), start)
        if not codes:
            return
        low, high = s.rise - 0.22 * s.size, s.rise + 0.78 * s.size  # a middling descender and ascender
        colour = s.stroke if s.mode in (1, 5) else s.fill
        printed = abs(s.size) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        self.mark(
            "text",
            moved(matrix, box_of([(0, low), (advance, high)])),
            colour,
            s.mode in (1, 5),
            size=printed,
            font=font,
            codes=codes,
            mode=s.mode,
        )
        if font.kind == "Type3":
            self.type3(font, codes, matrix)

    def type3(self, font: Font, codes: frozenset[int], matrix: Matrix) -> None:
        procs: Any = font.procs if isinstance(font.procs, Dictionary) else {}
        for code in sorted(codes):
            key = ("type3", font.key, code)
            glyph = procs.get(font.codes.get(code, "/.notdef"))
            if key in self.seen or not isinstance(glyph, Stream):
                continue
            self.seen.add(key)
            size = self.state.size
            into = times(six(font.matrix), (size, 0, 0, size, 0, 0))
            kept, self.state = self.state, copy(self.state)
            resources = self.resources
            self.resources = font.resources if isinstance(font.resources, Dictionary) else resources
            self.state.ctm = IDENTITY
            self.nested(glyph, times(into, matrix), "type3")
            self.state, self.resources = kept, resources
