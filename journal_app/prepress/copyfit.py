"""Step 5: text x slot -> the ladder of settings a text may be set in, loose to tight. Pure; the engine climbs it.

Within the limits of the layout, in this order: tracking first (hardly seen), then size, then leading (which leaves
the page's baseline grid, so few layouts allow it). Arabic and Indic letters are never tracked.

Where that is not enough an editor may allow one text more (`tighter` in flatplan.toml), within the limits of the house.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from journal_app.languages import LANGUAGES
from journal_app.prepress import faces
from journal_app.prepress.job import Setting
from journal_app.prepress.layouts import Layout, Slot
from journal_app.prepress.model import Issue, Tighter
from journal_app.problems import Problem, blocking

SIZE_STEP = 0.2  # pt: finer than an eye sees, coarse enough that three or four renders find the rung
TRACKED = ("Latn", "Cyrl", "Grek")

Way = Literal["tracking", "size", "leading"]  # the gentlest first
WAYS: tuple[Way, ...] = get_args(Way)
# Beyond its layout, the house: a text stays one that tired eyes read, and looks like its neighbours on the page.
SMALLER = 0.9  # of the layout's least size
LEAST_PT = 7.5  # and never below: newspapers set small advertisements in it
DENSER = 0.92  # of the layout's tightest leading
CLOSEST = -15  # 1/1000 em: beyond, letters begin to touch


def ladder(slot: Slot, languages: Sequence[str]) -> tuple[tuple[Setting, ...], int, bool]:
    """The settings from loose to tight, the index of the wished one, and whether an underset text may grow."""
    least, wished, most = slot.size
    tight, loose = slot.leading
    rungs = [Setting(size, loose) for size in _steps(most, wished)[:-1]]
    start = len(rungs)
    rungs.append(Setting(wished, loose))
    tracking = float(slot.tracking) if all(may_track(language) for language in languages) else 0.0
    if tracking:
        rungs += [Setting(wished, loose, round(tracking / 2, 1)), Setting(wished, loose, tracking)]
    rungs += [Setting(size, loose, tracking) for size in _steps(wished, least)[1:]]
    rungs += [Setting(least, leading, tracking) for leading in _steps(loose, tight)[1:]]
    return tuple(rungs), start, start > 0


def tightened(slot: Slot, more: Tighter | None) -> Slot:
    """The slot as it is for a text that may be set so much tighter; what goes beyond the house stays at its limit, and
    what is no tighter than the layout changes nothing."""
    if more is None:
        return slot
    (least, wished, most), (tight, loose) = slot.size, slot.leading
    size = max(more.size or least, _least_size(slot))
    leading = max(more.leading or tight, _least_leading(slot))
    tracking = max(more.tracking or 0, CLOSEST)
    return slot.model_copy(update={
        "size": (min(least, size), wished, most), "leading": (min(tight, leading), loose),
        "tracking": min(slot.tracking, tracking),
    })  # fmt: skip


def further(slot: Slot, languages: Sequence[str]) -> dict[Way, tuple[float, ...]]:
    """What a text in this slot could be allowed beyond its layout: the values of each way, from loose to tight.

    Only letters that may be drawn closer are; the lines of other scripts need the air they have (at least 1.5 of their
    size).
    """
    if slot.role not in ("article", "aligned"):
        return {}
    latin = all(may_track(language) for language in languages)
    least, tight = slot.size[0], slot.leading[0]
    found: dict[Way, tuple[float, ...]] = {
        "tracking": tuple(range(slot.tracking - 1, CLOSEST - 1, -1)) if latin else (),
        "size": tuple(_steps(least, _least_size(slot))[1:]),
        "leading": tuple(_steps(tight, _least_leading(slot))[1:]) if latin else (),
    }
    return {way: values for way, values in found.items() if values}


def too_tight(issue: Issue, layouts: Mapping[str, Layout]) -> list[Problem]:
    """Texts that the flatplan sets tighter than the house allows, and what no text begins in."""
    found = []
    for folio, page in enumerate(issue.pages, 1):
        slots = layouts[page.layout].file.slots if page.layout in layouts else {}
        for name, fill in page.slots.items():
            if fill.tighter is None or name not in slots:
                continue
            can = {} if fill.continues else further(slots[name], fill.languages or [fill.language or ""])
            for way in WAYS:
                value, values = getattr(fill.tighter, way), can.get(way, ())
                if value is not None and not (values and values[-1] <= value <= values[0]):
                    allowed = f"{values[-1]:g}–{values[0]:g}" if values else "0"
                    found.append(blocking("text-too-tight", f"p{folio}/{name}", f"{way} = {value:g}", allowed, "layout",
                                          page.layout))  # fmt: skip
    return found


def _least_size(slot: Slot) -> float:
    """In pt, a whole number of steps under the layout's; the layout's own where that is lower already."""
    return _steps_down(slot.size[0], max(SMALLER * slot.size[0], LEAST_PT))


def _least_leading(slot: Slot) -> float:
    return _steps_down(slot.leading[0], DENSER * slot.leading[0])


def _steps_down(high: float, floor: float) -> float:
    """The lowest value that is whole steps under `high` and not under the floor."""
    return round(high - SIZE_STEP * max(0, int((high - floor) / SIZE_STEP + 0.01)), 2)


def may_track(language: str) -> bool:
    """Whether letters of this language may be drawn closer: joined and stacked scripts may not."""
    found = LANGUAGES.get(language)
    return found is not None and found.script in TRACKED


def _steps(high: float, low: float) -> list[float]:
    count = round((high - low) / SIZE_STEP)
    return [round(high - SIZE_STEP * step, 2) for step in range(count + 1)]


def factors(languages: Sequence[str]) -> tuple[tuple[str, float, float], ...]:
    """Each language's size and line height relative to Latin text (fonts.toml)."""
    return tuple((language, *faces.factors(language)) for language in dict.fromkeys(languages))
