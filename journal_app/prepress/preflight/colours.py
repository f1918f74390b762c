"""Step 8, rules on colour spaces, spots, registration colour, lines and overprint (GWG 2015, Colour). Reads no file."""

from collections.abc import Iterator

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.geometry import shared, touches
from journal_app.prepress.preflight.marks import Mark
from journal_app.prepress.preflight.spaces import PROCESS, Space
from journal_app.prepress.preflight.subject import Limits, PageFacts, Subject
from journal_app.problems import Severity
from journal_app.units import mm_to_pt, pt_to_mm

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE
SHORT_FROM_MM = 1.0  # a picture that ends this close to the cut was meant to run over it
ENOUGH_MM = 0.2  # rounding of boxes and of picture sizes
THIN_RATIO = 8  # a filled rectangle this much longer than wide is a line
FLAT = 0.02  # K differences under 2 % do not show as a tint

RGB = Rule("colour-rgb", BLOCKING, "technician", "GWG 2015, Color Space: no DeviceRGB, CalRGB, ICC RGB")
LAB = Rule("colour-lab", BLOCKING, "technician", "GWG 2015, Color Space: no Lab")
ICC = Rule("colour-icc", WARNING, "technician", "GWG 2015, Color Space: no ICCBased CMYK or gray, no CalGray")
SPOT = Rule("colour-spot", BLOCKING, "layout", "GWG 2015, Use of Spot Colors: none on a 4/4 sheet")
DEVICEN = Rule("colour-devicen", WARNING, "technician", "house: DeviceN is left to no press's interpretation")
ON_K_PAGE = Rule("colour-on-k-page", BLOCKING, "layout", "printer sheet: colour pages")
REGISTRATION = Rule("registration-colour", BLOCKING, "layout", "GWG 2015, Separation Color All: only outside the trim")
THIN = Rule("line-thin", WARNING, "layout", "GWG 2015, Effective Line Width: at least 0.25 pt; 0 never")
WHITE_OVERPRINT = Rule(
    "white-overprints", BLOCKING, "technician", "GWG 2015, Overprint White Text and Paths: white knocks out"
)
GREY_OVERPRINT = Rule("grey-overprints", WARNING, "technician", "GWG 2015, Overprint Grayscale: presses differ")
SHORT = Rule("bleed-short", BLOCKING, "layout", "house: what reaches the trim reaches the bleed's edge")
UNPRINTED = Rule("margin-printed", BLOCKING, "layout", "printer sheet: border the press cannot print")
RULES = (RGB, LAB, ICC, SPOT, DEVICEN, ON_K_PAGE, REGISTRATION, THIN, WHITE_OVERPRINT, GREY_OVERPRINT, SHORT, UNPRINTED)


def judge(subject: Subject) -> Iterator[Finding]:
    """Every broken rule on colour, page by page."""
    for page in subject.pages:
        for mark in page.printed(masks=True):
            yield from _spaces(subject.limits, page, mark)
            if mark.within != "softmask":
                yield from _inks(subject.limits, page, mark)
                yield from _reach(subject.limits, page, mark)
        for _, space in page.content.groups:
            if space and _forbidden(space) in (RGB, LAB):
                yield RGB.at(page.number, None, f"{space.label} (transparency)", "CMYK")


def _spaces(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    """The spaces an object is described in, its soft mask's and those beneath included."""
    used = [mark.colour.space, *mark.spaces]
    if mark.image:
        used = [s for s in (mark.image.space, mark.image.soft, mark.colour.space if mark.image.mask else None) if s]
    for space in dict.fromkeys(used):
        here: Space | None = space.below
        while here is not None:
            rule = _forbidden(here)
            if rule:
                yield rule.at(page.number, page.seen(mark), f"{here.label}{_what(mark)}", "CMYK, gris")
            here = here.base.below if here.base else None  # a spot's alternate space prints where the ink is missing
        spots = [name for name in space.below.names if name not in (*PROCESS, "All", "None")]
        if spots:
            severity = BLOCKING if limits.sheet else WARNING
            yield SPOT.at(page.number, page.seen(mark), ", ".join(spots[:4]), "CMYK", severity=severity)
        elif space.below.family == "DeviceN":
            yield DEVICEN.at(page.number, page.seen(mark), space.label, "CMYK")


def _forbidden(space: Space) -> Rule | None:
    if space.family in ("DeviceRGB", "CalRGB") or (space.family == "ICCBased" and space.n == 3):
        return RGB
    if space.family == "Lab":
        return LAB
    return ICC if space.family in ("ICCBased", "CalGray") else None


def _what(mark: Mark) -> str:
    return f" ({mark.within or mark.kind})"


def _inks(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    colour = mark.colour
    if "All" in colour.space.below.names and touches(mark.box, page.finished) and not colour.white:
        yield REGISTRATION.at(page.number, page.seen(mark), "Separation All", "K")
    if not page.in_colour and _coloured(mark):
        yield ON_K_PAGE.at(page.number, page.seen(mark), colour.label or colour.space.label, "K")
    if mark.kind in ("fill", "stroke", "text") and mark.mode != 3 and mark.overprint and colour.white:
        yield WHITE_OVERPRINT.at(page.number, page.seen(mark), colour.label)
    grey = colour.space.family == "DeviceGray" and not colour.white and page.in_colour
    small_black = mark.kind == "text" and colour.black_only  # text.py judges it
    if mark.kind in ("fill", "stroke", "text") and grey and mark.overprint and not small_black:
        yield GREY_OVERPRINT.at(page.number, page.seen(mark), colour.label)
    if mark.within in ("", "pattern"):
        yield from _line(limits, page, mark)


def _coloured(mark: Mark) -> bool:
    """Whether the object prints with another ink than black. An image or shading in CMYK counts as coloured."""
    space = mark.colour.space.below
    if mark.kind in ("image", "shading") and not (mark.image and mark.image.mask):
        return space.family in ("DeviceCMYK", "DeviceN") or (space.family == "ICCBased" and space.n == 4)
    if "All" in space.names:
        return False
    return any(name != "Black" for name in mark.colour.printing)


def _line(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    """Strokes by their width after the whole matrix, and long thin filled rectangles by their shorter side."""
    width = mark.size * page.unit
    if mark.kind == "fill" and mark.rectangle:
        w, h = (mark.box[2] - mark.box[0]) * page.unit, (mark.box[3] - mark.box[1]) * page.unit
        width = min(w, h)
        if max(w, h) < THIN_RATIO * width or width <= 0:
            return
    elif mark.kind != "stroke":
        return
    inks = mark.colour.printing
    single = len(inks) == 1 and not mark.colour.white
    least = limits.minimums.line if single else limits.minimums.line_multi
    if width < least - 0.005:
        severity = BLOCKING if width < 0.01 else WARNING  # width 0 is one device pixel: nothing on a plate
        yield THIN.at(page.number, page.seen(mark), f"{width:.2f} pt", f"{least:g} pt", -width, severity)


def _reach(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    """What ends at the cut but short of the bleed shows a white line after trimming; newsprint has a border instead."""
    colour = mark.colour
    if colour.white or mark.within == "softmask":
        return
    if limits.sheet and limits.sheet.margin_unprinted > 0:
        border = mm_to_pt(limits.sheet.margin_unprinted - ENOUGH_MM) / page.unit
        x0, y0, x1, y1 = page.finished
        within = shared(mark.box, page.finished)
        if within and (
            within[0] < x0 + border or within[1] < y0 + border or within[2] > x1 - border or within[3] > y1 - border
        ):
            yield UNPRINTED.at(page.number, page.seen(mark), "", f"{limits.sheet.margin_unprinted:g} mm")
    if limits.bleed <= 0 or mark.kind not in ("image", "fill", "shading") or page.trim is None:
        return
    outward = [pt_to_mm(v) * page.unit for v in _outward(mark, page)]
    short = [v for v in outward if -SHORT_FROM_MM <= v < limits.bleed - ENOUGH_MM]
    if short:
        yield SHORT.at(page.number, page.seen(mark), f"{min(short):.1f} mm", f"{limits.bleed:g} mm", -min(short))


def _outward(mark: Mark, page: PageFacts) -> tuple[float, ...]:
    """How far each side reaches beyond the trim (points, negative inside); a clip at the bleed is enough."""
    x0, y0, x1, y1 = page.finished
    return (x0 - mark.box[0], y0 - mark.box[1], mark.box[2] - x1, mark.box[3] - y1)
