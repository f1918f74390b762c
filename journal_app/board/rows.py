"""Board, the values: pieces and their lacks -> rows by stage, filtered and counted. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from journal_app.freeze.readiness import Missing, PieceFacts, What, missing
from journal_app.submissions.model import Stage

# In the order in which a piece goes through the house.
COLUMNS = (
    Stage.RECEIVED, Stage.IN_REVIEW, Stage.NEEDS_CHANGES, Stage.NEEDS_CONFIRMATION, Stage.ACCEPTED, Stage.REJECTED,
)  # fmt: skip
UNSHOWN = frozenset({Stage.REJECTED})  # of these nothing is missing: they are not to be printed


@dataclass(frozen=True, slots=True)
class Row:
    """One piece on the board: its languages with what each lacks, and what it lacks as a whole."""

    piece: PieceFacts
    lacks: tuple[Missing, ...]

    @property
    def languages(self) -> list[tuple[str, list[Missing]]]:
        """Each language that is wanted, the original first, with its own lacks."""
        wanted = [text.language for text in self.piece.texts if text.state != "given-up"]
        return [(tag, [one for one in self.lacks if one.language == tag]) for tag in wanted]

    @property
    def others(self) -> list[tuple[What, list[str]]]:
        """What is of no language, once each: the code, with its details."""
        found: dict[What, list[str]] = {}
        for one in self.lacks:
            if not one.language:
                found.setdefault(one.what, []).append(one.detail)
        return list(found.items())

    @property
    def ready(self) -> bool:
        """Accepted, and nothing is missing."""
        return self.piece.stage is Stage.ACCEPTED and not self.lacks


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader of the board wants to see; empty shows everything."""

    stage: str = ""
    language: str = ""
    lack: str = ""
    holder: str = ""  # an account's id, or "nobody"

    def lets(self, row: Row) -> bool:
        """Whether the row is to be seen."""
        tags = {tag for tag, _ in row.languages}
        return (
            self.stage in ("", row.piece.stage)
            and (not self.language or self.language in tags)
            and (not self.lack or self.lack in {one.what for one in row.lacks})
            and (not self.holder or (row.piece.holder_id or "nobody") == self.holder)
        )


@dataclass(frozen=True, slots=True)
class Board:
    """The rows by stage, and how many there are of all before filtering."""

    groups: list[tuple[Stage, list[Row]]]
    counts: dict[Stage, int]
    lacking: dict[What, int] = field(default_factory=dict)
    ready: int = 0
    total: int = 0
    shown: int = 0


def board(pieces: Iterable[PieceFacts], wanted: Filter) -> Board:
    """The board of these pieces."""
    rows = [Row(piece, () if piece.stage in UNSHOWN else missing(piece)) for piece in pieces]
    shown = [row for row in rows if wanted.lets(row)]
    return Board(
        [(stage, found) for stage in COLUMNS if (found := _of(shown, stage))],
        {stage: len(_of(rows, stage)) for stage in COLUMNS},
        {what: sum(any(one.what is what for one in row.lacks) for row in rows) for what in What},
        sum(row.ready for row in rows), len(rows), len(shown),
    )  # fmt: skip


def _of(rows: Sequence[Row], stage: Stage) -> list[Row]:
    return [row for row in rows if row.piece.stage is stage]
