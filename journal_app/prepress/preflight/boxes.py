"""Step 8, rules on page boxes, size, count and rotation (GWG 2015; ISO 15930-7, 6.12). Reads no content."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.geometry import Box, inside
from journal_app.prepress.preflight.subject import PageFacts, Subject
from journal_app.problems import Severity
from journal_app.units import mm_to_pt, pt_to_mm

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
SAME_MM = 0.2  # boxes written with rounded points are the same size
TIGHT_MM = 0.1  # a bleed of 2.9 mm written as 8.2 pt still counts as 3

TRIM_MISSING = Rule("trimbox-missing", BLOCKING, "technician", "PDF/X: TrimBox or ArtBox required")
TRIM_DIFFERS = Rule("trimbox-differs", BLOCKING, "layout", "GWG 2015, Page Size and Orientation: all pages alike")
TRIM_SIZE = Rule("trimbox-size", BLOCKING, "layout", "printer sheet: page size")
ART_AND_TRIM = Rule("artbox-and-trimbox", WARNING, "technician", "PDF/X: not both ArtBox and TrimBox")
BLEED_MISSING = Rule("bleedbox-missing", BLOCKING, "layout", "house: bleed of 3 to 5 mm")
BLEED_SMALL = Rule("bleedbox-small", BLOCKING, "layout", "house: bleed of 3 to 5 mm")
BLEED_LARGE = Rule("bleedbox-large", WARNING, "layout", "house: bleed of 3 to 5 mm")
NESTING = Rule("boxes-not-nested", BLOCKING, "technician", "PDF/X: media holds bleed holds trim")
CROP = Rule("cropbox-small", BLOCKING, "technician", "GWG 2015, Crop Box: nothing that prints is cropped")
ROTATED = Rule("page-rotated", BLOCKING, "technician", "GWG 2015, Page Size and Orientation: Rotate 0")
SCALED = Rule("page-scaled", BLOCKING, "technician", "GWG 2015, Page Scaling: UserUnit 1")
COUNT = Rule("page-count", BLOCKING, "layout", "GWG 2015, Number of Pages: as the printer sheet folds")
EMPTY = Rule("page-empty", WARNING, "layout", "GWG 2015, Empty Pages")
SINGLE = Rule("page-single-image", Severity.NOTE, "layout", "GWG 2015, Single Image Page: its text may be pixels")
RULES = (
    TRIM_MISSING,
    TRIM_DIFFERS,
    TRIM_SIZE,
    ART_AND_TRIM,
    BLEED_MISSING,
    BLEED_SMALL,
    BLEED_LARGE,
    NESTING,
    CROP,
    ROTATED,
    SCALED,
    COUNT,
    EMPTY,
    SINGLE,
)


def judge(subject: Subject, planned: int = 0) -> Iterator[Finding]:
    """Every broken rule on boxes. `planned` is how many pages the map of places has; 0 when there is none."""
    yield from _count(subject, planned)
    sizes = Counter(_rounded(page) for page in subject.pages)
    usual = sizes.most_common(1)[0][0] if sizes else (0.0, 0.0)
    for page in subject.pages:
        yield from _trim(subject, page, usual)
        yield from _bleed(subject, page)
        yield from _nested(page)
        if page.rotate:
            yield ROTATED.at(page.number, None, f"{page.rotate}°", "0°")
        if abs(page.unit - 1) > 1e-6:
            yield SCALED.at(page.number, None, f"UserUnit {page.unit:g}", "1")
        seen = [mark for mark in page.printed() if not mark.colour.white]
        if not seen:
            yield EMPTY.at(page.number)
        elif len(seen) == 1 and seen[0].image:
            yield SINGLE.at(page.number, page.seen(seen[0]))


def _count(subject: Subject, planned: int) -> Iterator[Finding]:
    sheet, pages = subject.limits.sheet, len(subject.pages)
    if planned and pages != planned:
        yield COUNT.at(found=f"{pages} p.", allowed=f"{planned} p.")
    elif sheet and (pages % sheet.pages_multiple or not pages):
        below = pages // sheet.pages_multiple * sheet.pages_multiple
        fitting = [n for n in (below, below + sheet.pages_multiple) if n]
        yield COUNT.at(found=f"{pages} p.", allowed=" / ".join(f"{n} p." for n in fitting))
    elif not pages:
        yield COUNT.at(found="0 p.", allowed="1 p.")


def _rounded(page: PageFacts) -> tuple[float, float]:
    w, h = page.size()
    return round(w, 1), round(h, 1)


def _label(size: tuple[float, float]) -> str:
    return f"{size[0]:.4g} × {size[1]:.4g} mm"


def _apart(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) > SAME_MM or abs(a[1] - b[1]) > SAME_MM


def _trim(subject: Subject, page: PageFacts, usual: tuple[float, float]) -> Iterator[Finding]:
    sheet, size = subject.limits.sheet, page.size()
    if page.trim is None and page.art is None:
        yield TRIM_MISSING.at(page.number)
    elif page.trim and page.art and "/ArtBox" in page.obj:
        yield ART_AND_TRIM.at(page.number)
    if sheet and _apart(size, sheet.page):
        yield TRIM_SIZE.at(page.number, None, _label(size), _label(sheet.page))
    elif _apart(size, usual):
        yield TRIM_DIFFERS.at(page.number, None, _label(size), _label(usual))


def _bleed(subject: Subject, page: PageFacts) -> Iterator[Finding]:
    """A sheet without bleed (newsprint) has no rule here; a stranger's file is warned, not stopped."""
    limits, trim = subject.limits, page.trim
    severity = BLOCKING if limits.sheet else WARNING
    if limits.bleed <= 0 or trim is None:
        return
    wanted = f"{limits.bleed:g} mm"
    if page.bleed is None:
        yield BLEED_MISSING.at(page.number, None, "0 mm", wanted, severity=severity)
        return
    if not inside(trim, page.bleed, 0.05):
        return  # _nested says so
    around = [pt_to_mm(v) * page.unit for v in _margins(trim, page.bleed)]
    if min(around) < limits.bleed - TIGHT_MM:
        yield BLEED_SMALL.at(page.number, None, f"{min(around):.1f} mm", wanted, severity=severity)
    elif max(around) > limits.bleed_most + TIGHT_MM:
        yield BLEED_LARGE.at(page.number, None, f"{max(around):.1f} mm", f"{limits.bleed_most:g} mm")


def _margins(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]


def _nested(page: PageFacts) -> Iterator[Finding]:
    slack = mm_to_pt(0.02)
    chain = [(n, b) for n, b in (("MediaBox", page.media), ("BleedBox", page.bleed), ("TrimBox", page.trim)) if b]
    for (outer_name, outer), (name, inner) in pairwise(chain):
        if not inside(inner, outer, slack):
            out = max(-min(_margins(inner, outer)), 0)
            yield NESTING.at(page.number, None, f"{name}: {pt_to_mm(out):.1f} mm", outer_name)
    if page.crop and page.trim and not inside(page.kept, page.crop, slack) and inside(page.kept, page.media, slack):
        out = max(-min(_margins(page.kept, page.crop)), 0)
        yield CROP.at(page.number, None, f"CropBox: {pt_to_mm(out):.1f} mm", "BleedBox" if page.bleed else "TrimBox")
