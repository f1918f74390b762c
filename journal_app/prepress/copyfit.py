"""Step 5: text x slot -> the ladder of settings a text may be set in, loose to tight. Pure; the engine climbs it.

Within the limits of the layout, in this order: tracking first (hardly seen), then size, then leading (which leaves
the page's baseline grid, so few layouts allow it). Arabic and Indic letters are never tracked.
"""

from collections.abc import Sequence

from journal_app.languages import LANGUAGES
from journal_app.prepress import faces
from journal_app.prepress.job import Setting
from journal_app.prepress.layouts import Slot

SIZE_STEP = 0.2  # pt: finer than an eye sees, coarse enough that three or four renders find the rung
TRACKED = ("Latn", "Cyrl", "Grek")


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
