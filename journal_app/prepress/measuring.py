"""Step 7, the lines of a typeset text, counted: how many are over its frames, how many it leaves. It sets nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal_app.prepress.job import Job, Setting
from journal_app.units import PX_PER_MM


def lines_of(page: Any) -> Iterator[tuple[Any, str]]:
    """The text lines of a page, each with the language of the column it stands in."""

    def walk(box: Any, language: str) -> Iterator[tuple[Any, str]]:
        element = getattr(box, "element", None)
        if element is not None and hasattr(element, "get") and element.get("data-column"):
            language = element.get("data-column")
        if type(box).__name__ == "LineBox":
            yield box, language
            return
        for child in getattr(box, "children", ()):
            yield from walk(child, language)

    return walk(page._page_box, "")


@dataclass(frozen=True, slots=True)
class Measure:
    """How a rendered text sits in its frames."""

    over: dict[str, int]
    under: int
    head_over: bool

    @property
    def fits(self) -> bool:
        return not self.over


def counted(pages: Sequence[Any], job: Job) -> dict[str, int]:
    """How many lines of each language stand on some pages."""
    found: dict[str, int] = {}
    for page in pages:
        for _, column in lines_of(page):
            language = column or (job.factors[0][0] if job.factors else "")  # a footnote stands outside the columns
            found[language] = found.get(language, 0) + 1
    return found


def measured(job: Job, document: Any, setting: Setting) -> Measure:
    names = [page._page_box.page_type.name for page in document.pages]
    texts = [page for page, name in zip(document.pages, names, strict=True) if name != "head"]
    over = counted(texts[len(job.frames) :], job)
    under = 0
    factor = job.factors[0][2] if len(job.factors) == 1 else 1.0
    line = setting.leading * factor / 0.75  # pt to px
    for index, (_, height) in enumerate(job.frames):
        if index >= len(texts):
            under += int(height * PX_PER_MM / line + 0.01)
        elif index == len(texts) - 1:
            ends = [box.position_y + box.height for box, _ in lines_of(texts[index])]
            under += max(0, int((height * PX_PER_MM - max(ends, default=0)) / line + 0.01))
    return Measure(over, under, names.count("head") > 1)


def free_lines(texts: Sequence[Any], job: Job, setting: Setting | None, over: Mapping[str, int]) -> dict[str, int]:
    """Of texts side by side, the whole lines that each language leaves behind its own last one; nothing for a text
    alone. Footnotes stand under all of them."""
    found: dict[str, int] = {}
    if setting is None or len(job.factors) < 2:
        return found
    for language, _, leading in job.factors:
        line, left = setting.leading * leading / 0.75, 0  # pt to px
        for index in reversed(range(len(job.frames))):
            here = lines_of(texts[index]) if index < len(texts) else ()
            ends = [box.position_y + box.height for box, column in here if column in ("", language)]
            left += max(0, int((job.frames[index][1] * PX_PER_MM - max(ends, default=0)) / line + 0.01))
            if ends:
                break
        found[language] = 0 if language in over else left
    return found
