"""Step 8, rules on fonts and glyphs (GWG 2015, Fonts; PDF/X: all embedded). Judges only fonts that a page uses."""

from collections import defaultdict
from collections.abc import Iterator

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.glyphs import Font
from journal_app.prepress.preflight.subject import Subject
from journal_app.problems import Severity

NOT_EMBEDDED = Rule("font-not-embedded", Severity.BLOCKING, "technician", "PDF/X: fonts embedded")
SAME_TAG = Rule("font-subset-tag", Severity.WARNING, "technician", "PDF 32000-1, 9.6.4: one tag, one subset")
TYPE3 = Rule("font-type3", Severity.NOTE, "technician", "house: Type3 glyphs are drawings, not a typeface")
MISSING = Rule("glyph-missing", Severity.BLOCKING, "editor", "PDF/X: no .notdef glyph")
COURIER = Rule("font-courier", Severity.WARNING, "layout", "GWG 2015, Font Courier: it stands in for a missing face")
RULES = (NOT_EMBEDDED, SAME_TAG, TYPE3, MISSING, COURIER)


def judge(subject: Subject) -> Iterator[Finding]:
    """Every broken rule on fonts, at the first text of each page that breaks it."""
    used: dict[int, tuple[Font, int]] = {}
    for page in subject.pages:
        told: set[tuple[str, int]] = set()
        for mark in page.printed("text"):
            font = mark.font
            if font is None:
                continue
            used.setdefault(id(font), (font, page.number))
            if not font.embedded and mark.mode != 3 and ("embedded", id(font)) not in told:
                told.add(("embedded", id(font)))
                yield NOT_EMBEDDED.at(page.number, page.seen(mark), font.name)
            if font.kind == "Type3" and ("type3", id(font)) not in told:
                told.add(("type3", id(font)))
                yield TYPE3.at(page.number, page.seen(mark), font.name)
            if "Courier" in font.name and ("courier", id(font)) not in told:
                told.add(("courier", id(font)))
                yield COURIER.at(page.number, page.seen(mark), font.name)
            lost = font.missing(tuple(mark.codes)) if font.embedded and mark.mode != 3 else set()
            if lost:
                yield MISSING.at(
                    page.number,
                    page.seen(mark),
                    f"{font.name}: {', '.join(f'{code:04X}' for code in sorted(lost)[:4])}",
                )
    yield from _tags(list(used.values()))


def _tags(used: list[tuple[Font, int]]) -> Iterator[Finding]:
    """The same tag on different font programs: a press that keeps one of them prints wrong letters."""
    programs: dict[tuple[str, str], dict[bytes | None, int]] = defaultdict(dict)
    for font, page in used:
        if font.tag and font.embedded:
            programs[font.tag, font.name].setdefault(font.program, page)
    for (tag, name), found in programs.items():
        if len(found) > 1:
            yield SAME_TAG.at(max(found.values()), None, f"{tag}+{name} × {len(found)}", "1")
