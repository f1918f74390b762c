"""Step 8, the operators of a content stream: each changes the walker's state or paints (PDF 32000-1, Annex A)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pikepdf import Dictionary, Name, Stream

from journal_app.prepress.preflight.geometry import IDENTITY, six, times
from journal_app.prepress.preflight.spaces import CMYK, GRAY, RGB, initial
from journal_app.prepress.preflight.streams import inline_image

if TYPE_CHECKING:
    from journal_app.prepress.preflight.content import Walker

Handler = Callable[["Walker", Any], None]


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple([float(v) for v in operands])


# --- paths ---------------------------------------------------------------------------------------------------------


def _move(w: Walker, o: Any) -> None:
    w.point = (float(o[0]), float(o[1]))


def _line(w: Walker, o: Any) -> None:
    end = (float(o[0]), float(o[1]))
    w.to(w.point, end)
    w.point, w.rectangles = end, False


def _curve(w: Walker, o: Any) -> None:
    v = _numbers(o)
    points = [(v[n], v[n + 1]) for n in range(0, len(v) - 1, 2)]
    w.to(w.point, *points)
    w.point, w.rectangles = points[-1], False


def _rectangle(w: Walker, o: Any) -> None:
    x, y, width, height = _numbers(o)
    w.rectangles = w.rectangles and w.path is None
    w.to((x, y), (x + width, y), (x, y + height), (x + width, y + height))
    w.point = (x, y)


def _paints(fill: bool, stroke: bool) -> Handler:
    return lambda w, o: w.paint(fill, stroke)


def _clips(w: Walker, o: Any) -> None:
    w.clipping = True


# --- state and colour ------------------------------------------------------------------------------------------------


def _cm(w: Walker, o: Any) -> None:
    w.state.ctm = times(six(_numbers(o)), w.state.ctm)


def _width(w: Walker, o: Any) -> None:
    w.state.width = float(o[0])


def _gs(w: Walker, o: Any) -> None:
    values = w.resource("/ExtGState", o[0])
    if isinstance(values, Dictionary):
        w.graphics(values)


def _fill_space(w: Walker, o: Any) -> None:
    w.state.fill = initial(w.space(o[0]))


def _stroke_space(w: Walker, o: Any) -> None:
    w.state.stroke = initial(w.space(o[0]))


def _fill_colour(w: Walker, o: Any) -> None:
    w.state.fill = w.coloured(w.state.fill.space, o)


def _stroke_colour(w: Walker, o: Any) -> None:
    w.state.stroke = w.coloured(w.state.stroke.space, o)


def _device(space: Any, stroke: bool) -> Handler:
    # DefaultGray, DefaultRGB and DefaultCMYK would make a device colour calibrated: the walker names them too
    def fill_it(w: Walker, o: Any) -> None:
        w.state.fill = w.colour(w.default(space), _numbers(o))

    def stroke_it(w: Walker, o: Any) -> None:
        w.state.stroke = w.colour(w.default(space), _numbers(o))

    return stroke_it if stroke else fill_it


# --- objects ---------------------------------------------------------------------------------------------------------


def _do(w: Walker, o: Any) -> None:
    w.form(o[0])


def _sh(w: Walker, o: Any) -> None:
    w.shade(o[0])


def _inline(w: Walker, o: Any) -> None:
    w.image(inline_image(o[0], w.resources.get("/ColorSpace")))


def _marked(w: Walker, o: Any) -> None:
    if len(o) and o[0] == Name.OC:
        w.out.layers = True


# --- text ------------------------------------------------------------------------------------------------------------


def _bt(w: Walker, o: Any) -> None:
    w.tm = w.tlm = IDENTITY


def _tf(w: Walker, o: Any) -> None:
    value = w.resource("/Font", o[0])
    if isinstance(value, (Dictionary, Stream)):
        w.face(value, float(o[1]))
    else:
        w.state.font = None


def _td(w: Walker, o: Any) -> None:
    w.tm = w.tlm = times((1, 0, 0, 1, float(o[0]), float(o[1])), w.tlm)


def _td_leading(w: Walker, o: Any) -> None:
    w.state.leading = -float(o[1])
    _td(w, o)


def _tm(w: Walker, o: Any) -> None:
    w.tm = w.tlm = six(_numbers(o))


def _next_line(w: Walker, o: Any) -> None:
    _td(w, (0, -w.state.leading))


def _tj(w: Walker, o: Any) -> None:
    w.show((o[0],))


def _tj_array(w: Walker, o: Any) -> None:
    w.show(o[0])


def _quote(w: Walker, o: Any) -> None:
    _next_line(w, ())
    w.show((o[0],))


def _double_quote(w: Walker, o: Any) -> None:
    w.state.word_space, w.state.char_space = float(o[0]), float(o[1])
    _next_line(w, ())
    w.show((o[2],))


def _text_state(name: str, factor: float = 1.0) -> Handler:
    def set_it(w: Walker, o: Any) -> None:
        setattr(w.state, name, float(o[0]) * factor)

    return set_it


def _mode(w: Walker, o: Any) -> None:
    w.state.mode = int(o[0])


def _close(w: Walker, o: Any) -> None:
    pass


HANDLERS: dict[str, Handler] = {
    "m": _move,
    "l": _line,
    "c": _curve,
    "v": _curve,
    "y": _curve,
    "re": _rectangle,
    "h": _close,
    "S": _paints(False, True),
    "s": _paints(False, True),
    "f": _paints(True, False),
    "F": _paints(True, False),
    "f*": _paints(True, False),
    "B": _paints(True, True),
    "B*": _paints(True, True),
    "b": _paints(True, True),
    "b*": _paints(True, True),
    "n": _paints(False, False),
    "W": _clips,
    "W*": _clips,
    "cm": _cm,
    "w": _width,
    "gs": _gs,
    "cs": _fill_space,
    "CS": _stroke_space,
    "sc": _fill_colour,
    "scn": _fill_colour,
    "SC": _stroke_colour,
    "SCN": _stroke_colour,
    "g": _device(GRAY, False),
    "G": _device(GRAY, True),
    "rg": _device(RGB, False),
    "RG": _device(RGB, True),
    "k": _device(CMYK, False),
    "K": _device(CMYK, True),
    "Do": _do,
    "sh": _sh,
    "INLINE IMAGE": _inline,
    "BDC": _marked,
    "BT": _bt,
    "Tf": _tf,
    "Td": _td,
    "TD": _td_leading,
    "Tm": _tm,
    "T*": _next_line,
    "Tj": _tj,
    "TJ": _tj_array,
    "'": _quote,
    '"': _double_quote,
    "Tc": _text_state("char_space"),
    "Tw": _text_state("word_space"),
    "Tz": _text_state("stretch", 0.01),
    "TL": _text_state("leading"),
    "Ts": _text_state("rise"),
    "Tr": _mode,
}
# known, and without effect on any rule
SILENT = frozenset(["ET", "J", "j", "M", "d", "ri", "i", "BMC", "EMC", "MP", "DP", "d0", "d1", "BX", "EX"])
