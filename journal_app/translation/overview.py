"""Translation, the overview: the pieces of an issue x the languages they are wanted in, and what is soon done. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from journal_app.review.standing import State
from journal_app.submissions.model import Piece, Stage, Text
from journal_app.translation.counting import WORDS
from journal_app.translation.model import Rendering

WORDS_A_MINUTE = 5  # of somebody who translates now and then: 300 an hour
SOON = 10  # minutes: something I can do while the coffee is made
SIGNS_A_WORD = 7  # with its space and some markup
DONE = frozenset({State.REVIEWED, State.APPROVED, State.GIVEN_UP})
OUT = frozenset({Stage.REJECTED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Cell:
    """One translation: its state, rows that stand somewhere, words that wait, whose hands it is in, until when."""

    piece: Piece
    language: str
    state: State
    counts: Mapping[str, int]
    words: int
    holder: str | None = None
    due: date | None = None

    @property
    def minutes(self) -> int:
        """About how long it takes to bring it to where somebody else can read it."""
        return -(-self.words // WORDS_A_MINUTE)

    @property
    def late(self) -> date | None:
        """The day it was wanted by, while it is not done."""
        return None if self.state in DONE else self.due


@dataclass(frozen=True, slots=True)
class Overview:
    """The pieces with their cells by language, the languages in the issue's order, and what is soon done."""

    rows: tuple[tuple[Piece, Mapping[str, Cell]], ...]
    languages: tuple[str, ...]
    soon: tuple[Cell, ...]
    totals: Mapping[str, tuple[int, int]]  # by language: done, of all


def overview(
    pieces: Iterable[Piece], texts: Mapping[str, list[Text]], states: Mapping[str, Mapping[str, State]],
    counts: Mapping[str, Mapping[str, int]], rows: Mapping[str, Rendering], signs: Mapping[str, int],
    order: Iterable[str],
) -> Overview:  # fmt: skip
    """All translations of these pieces. `signs`: of each original, where a translation was never opened."""
    table = []
    for piece in pieces:
        if piece.stage in OUT:
            continue
        original = next((text.id for text in texts.get(piece.id, []) if text.language == piece.original), "")
        cells = {
            text.language: _cell(piece, text, states[piece.id], counts, rows.get(text.id), signs.get(original, 0))
            for text in texts.get(piece.id, []) if text.language != piece.original
        }  # fmt: skip
        table.append((piece, cells))
    known = [*order, *sorted({tag for _, cells in table for tag in cells})]
    tags = tuple(tag for tag in dict.fromkeys(known) if any(tag in cells for _, cells in table))
    free = [cell for _, cells in table for cell in cells.values() if cell.state not in DONE and not cell.holder]
    soon = sorted((cell for cell in free if 0 < cell.minutes <= SOON), key=lambda cell: (cell.minutes, cell.piece.id))
    totals = {tag: _total(cells[tag] for _, cells in table if tag in cells) for tag in tags}
    return Overview(tuple(table), tags, tuple(soon[:12]), totals)


def _cell(
    piece: Piece, text: Text, states: Mapping[str, State], counts: Mapping[str, Mapping[str, int]],
    row: Rendering | None, signs: int,
) -> Cell:  # fmt: skip
    state = states.get(text.language, State.MISSING)
    told = counts.get(text.id, {})
    untouched = signs // SIGNS_A_WORD if state is State.MISSING else 0
    stands = {name: many for name, many in told.items() if name != WORDS}
    return Cell(piece, text.language, state, stands, told.get(WORDS, untouched), row.holder_id if row else None,
                row.due if row else None)  # fmt: skip


def _total(cells: Iterable[Cell]) -> tuple[int, int]:
    wanted = [cell for cell in cells if cell.state is not State.GIVEN_UP]
    return sum(cell.state in DONE for cell in wanted), len(wanted)
