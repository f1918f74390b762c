"""Step 8, rules on text colour and size (GWG 2015, Text; house limits of the printer sheet). Reads no file."""

from collections.abc import Iterator

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.marks import Mark
from journal_app.prepress.preflight.subject import Limits, PageFacts, Subject
from journal_app.problems import Severity

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
OVERPRINTS_UNDER = 12.0  # pt; GWG 2015: black text under 12 pt overprints
ENOUGH = 0.05  # pt; sizes written with rounded matrices
SOLID = 0.98

BLACK_PROCESS = Rule("text-black-process", BLOCKING, "layout", "GWG 2015, Rich Black Text: body text in K 100 only")
BLACK_KNOCKS_OUT = Rule(
    "text-black-knocks-out", WARNING, "technician", "GWG 2015, Overprint 100% Black Text: under 12 pt"
)
SMALL = Rule("text-small", WARNING, "layout", "GWG 2015, Small Text: one solid colour at least 6 pt")
SMALL_TINT = Rule("text-small-tint", WARNING, "layout", "house: text in a tint at least 8 pt")
SMALL_PROCESS = Rule("text-small-process", WARNING, "layout", "GWG 2015, Small Text: in several inks")
SMALL_REVERSED = Rule("text-small-reversed", WARNING, "layout", "GWG 2015, Small Text: reversed out")
NEAR_TRIM = Rule("text-near-trim", WARNING, "layout", "printer sheet: safe zone")
RULES = (BLACK_PROCESS, BLACK_KNOCKS_OUT, SMALL, SMALL_TINT, SMALL_PROCESS, SMALL_REVERSED, NEAR_TRIM)


def judge(subject: Subject) -> Iterator[Finding]:
    """Every broken rule on visible text."""
    for page in subject.pages:
        for mark in page.printed("text"):
            if mark.mode != 3 and mark.size > 0:
                yield from _black(page, mark)
                yield from _small(subject.limits, page, mark)
                yield from _safe(subject.limits, page, mark)


def _black(page: PageFacts, mark: Mark) -> Iterator[Finding]:
    colour, size = mark.colour, mark.size * page.unit
    # a headline in rich black is a choice; small type in four inks is a blur
    large = WARNING if size >= OVERPRINTS_UNDER - ENOUGH else BLOCKING
    if colour.looks_black and len(colour.printing) > 1:
        yield BLACK_PROCESS.at(page.number, page.seen(mark), f"{colour.label}, {size:.1f} pt", "K100", -size, large)
    elif colour.black_only and large is BLOCKING and page.in_colour and not _overprints(mark):
        yield BLACK_KNOCKS_OUT.at(page.number, page.seen(mark), f"{size:.1f} pt", f"{OVERPRINTS_UNDER:g} pt", -size)


def _overprints(mark: Mark) -> bool:
    """Whether what lies beneath stays. In DeviceCMYK zero inks only leave it alone in overprint mode 1; DeviceGray
    always paints all four (PDF 32000-1, 8.6.7 and Table 149)."""
    if not mark.overprint:
        return False
    family = mark.colour.space.family
    return family in ("Separation", "DeviceN") or (family == "DeviceCMYK" and mark.overprint_mode == 1)


def _small(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    colour, size, least = mark.colour, mark.size * page.unit, limits.minimums
    inks = colour.printing
    if colour.white:
        rule, wanted = SMALL_REVERSED, least.text_reversed
    elif colour.looks_black and len(inks) > 1:
        return  # text-black-process says so
    elif len(inks) > 1:
        rule, wanted = SMALL_PROCESS, least.text_process
    elif inks and max(inks.values()) < SOLID:
        rule, wanted = SMALL_TINT, least.text_tint
    else:
        rule, wanted = SMALL, least.text_solid
    if size < wanted - ENOUGH:
        yield rule.at(page.number, page.seen(mark), f"{size:.1f} pt", f"{wanted:g} pt", -size)


def _safe(limits: Limits, page: PageFacts, mark: Mark) -> Iterator[Finding]:
    """Text that a cut 1 mm off would touch. The box is the line's, whose ends are exact and height middling."""
    if mark.within or limits.safe <= 0:
        return
    box = page.rect(mark.box)
    width, height = page.size()
    least = min(box.x, width - box.right, box.y, height - box.bottom)
    if -box.w < least < limits.safe - 0.5 and page.trim:
        yield NEAR_TRIM.at(page.number, box, f"{max(least, 0):.1f} mm", f"{limits.safe:g} mm", -least)
