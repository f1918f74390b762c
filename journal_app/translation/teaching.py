"""Translation, the teaching: the rows of a translation -> what the memory may learn of it. Pure.

Only what a person called translated, of a source that did not move on since: a draft teaches nothing, so that a memory
never learns from itself.
"""

from collections.abc import Iterable

from journal_app.memory.model import Lesson
from journal_app.translation.beads import Stage
from journal_app.translation.rows import Change, Row
from journal_app.translation.typing import before_of, source_words


def asked(row: Row) -> str:
    """What a memory is asked about a row: its source with its signs."""
    return "\n\n".join(source_words(row))


def lessons(source: str, target: str, rows: Iterable[Row]) -> list[Lesson]:
    """The pairs of a translation. Where the source had a minor change it is learnt as it is now."""
    return [
        Lesson(source, target, asked(row), before_of(row), int(row.bead.stage), row.key)
        for row in rows
        if row.sources and row.targets and not row.upstream and not row.bead.drafted
        and row.change in (Change.FRESH, Change.MINOR) and row.bead.stage >= Stage.TRANSLATED
    ]  # fmt: skip
