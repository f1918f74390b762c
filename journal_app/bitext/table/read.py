"""Word table, step 3: rows of a file x the article as it is now -> units, and each row's fate. It writes nothing.

What two rows, or none, say of a unit is told and never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from journal_app.bitext.model import Article, State, Unit, joined, plain
from journal_app.bitext.table.cells import Read, read_safely
from journal_app.bitext.table.rows import LONG, WHO, Row, rows_of
from journal_app.bitext.table.signs import Typed, bare, paragraphs_of, typed
from journal_app.bitext.table.write import Mark, marks_in, of_article, sum_of
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, note, warning

LIKE = 0.6  # how alike two paragraphs are that were one: difflib's own word for a close match
MOST_PAIRS = 20_000  # of paragraphs that are compared: 140 that moved on with 140 that are new


def read_table(data: bytes, name: str, article: Article) -> tuple[list[Unit], list[Problem]]:
    """The units that the file's rows are of, in the article's order; `where` is `name:row`, rows counted from 1.

    `article` is the translation as the desk has it now. A unit's source is what its cell says, its hashes are those of
    when the file was made. Its state is the article's where the target is as it is there, else "initial": a table says
    of no row how far it is. Rows whose source the desk has changed since come last, with the words that they have.
    Only a file without the article's table blocks; a row that is not taken is told and stops no other. The file is
    opened in the cage.
    """
    read, problems = read_safely(data, name)
    return judged(read, shown(name), article) if read is not None else ([], problems)


def judged(read: Read, name: str, article: Article) -> tuple[list[Unit], list[Problem]]:
    """The same of cells that were read already."""
    cells = [cell for table in read.tables for row in table for cell in row]
    marks = [mark for cell in cells for mark in marks_in(" ".join(cell.paragraphs))]
    if marks and not any(mark.article == of_article(article) for mark in marks):
        return [], [blocking("table-other-article", name, "", "", WHO, article.title)]
    found = rows_of(read, name, article)
    if not found.tables:
        return [], [blocking("table-none", name, "", "", WHO, article.title)]
    judge = _Judge(name, article, list(found.problems))
    return judge.units(found.rows, found.merged), judge.problems


def _said(paragraphs: Iterable[str]) -> str:
    return bare("\n".join(paragraphs))


@dataclass(slots=True)
class _Judge:
    name: str
    article: Article
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # what each unit's cell says, by its id

    def units(self, rows: Sequence[Row], merged: Iterable[Mark]) -> list[Unit]:
        self.sources = {unit.id: _said(paragraphs_of(unit.source, unit)) for unit in self.article.units}
        mine: dict[str, list[Row]] = {}
        loose: list[tuple[Row, Mark]] = []
        for row in rows:
            unit = self._unit_of(row, mine)
            if unit is not None:
                mine.setdefault(unit.id, []).append(row)
            elif row.mark is not None:
                loose.append((row, row.mark))
            else:
                words = shown(bare(" | ".join((*row.source, *row.target))), LONG)
                self.problems.append(warning("table-row-unknown", self._at(row), words, "", WHO))
        told = {unit.id for mark in merged if (unit := self._meant(mark, mine)) is not None}
        rest = [unit for unit in self.article.units if unit.id not in mine and unit.id not in told]
        old = self._moved(loose, rest)
        gone = {unit.id for _, unit in old if unit is not None}
        out: list[Unit] = []
        for place, unit in enumerate(self.article.units, 1):
            if unit.id in mine:
                one = self._one(mine[unit.id], place)
                out += [self._read(one, unit)] if one is not None else []
            elif unit.id not in told and unit.id not in gone:
                words = shown(plain(unit.source))
                self.problems.append(warning("table-row-missing", self.name, place, words, WHO, self.article.title))
        taken = {unit.id for unit in out}
        return out + [self._older(row, mark, unit, taken) for (row, mark), unit in old]

    def _at(self, row: Row) -> str:
        return f"{self.name}:{row.number}"

    # --- which unit a row is of --------------------------------------------------------------------------------------

    def _unit_of(self, row: Row, taken: dict[str, list[Row]]) -> Unit | None:
        """By the grey letters, else by the very words of the source."""
        said = _said(row.source)
        if row.mark is not None:
            if not row.mark.whole:
                self.problems.append(note("table-row-number", self._at(row), shown(said), "", WHO))
            return self._meant(row.mark, taken)
        same = [unit for unit in self.article.units if said and self.sources[unit.id] == said]
        if same:
            self.problems.append(note("table-row-number", self._at(row), shown(said), "", WHO))
        return next((unit for unit in same if unit.id not in taken), same[0] if same else None)

    def _meant(self, mark: Mark, taken: dict[str, list[Row]]) -> Unit | None:
        """The unit that still has the source which the row was made of; of several alike the one of the same id."""
        same = [one for one in self.article.units if one.source_hash == mark.source_hash and one.key == mark.key]
        named = [one for one in same if one.id == mark.id]
        if named or not mark.source_hash:
            return named[0] if named else None
        return next((one for one in same if one.id not in taken), same[0] if same else None)

    def _one(self, rows: Sequence[Row], place: int) -> Row | None:
        """One row of a unit that has several: they say the same, or but one says something; else a person chooses."""
        said = [row for row in rows if _said(row.target)] or list(rows[:1])
        if len(rows) > 1:
            numbers = ", ".join(str(row.number) for row in rows)
            if len({_said(row.target) for row in said}) > 1:
                self.problems.append(
                    warning("table-row-twice", self._at(rows[1]), place, numbers, WHO, self.article.title)
                )
                return None
            self.problems.append(note("table-row-twice", self._at(rows[1]), place, numbers, WHO, self.article.title))
        return replace(said[0], notes=tuple(dict.fromkeys(one for row in rows for one in row.notes)))

    def _moved(self, rows: Sequence[tuple[Row, Mark]], rest: list[Unit]) -> list[tuple[tuple[Row, Mark], Unit | None]]:
        """Rows whose source the desk has changed since, each with the unit that it may have become."""
        found: list[tuple[tuple[Row, Mark], Unit | None]] = []
        near = len(rows) * len(rest) <= MOST_PAIRS
        for row, mark in rows:
            same = [unit for unit in rest if unit.key == mark.key]
            if mark.key == "body":
                said = _said(row.source)
                like = [(self._like(said, unit), unit) for unit in same] if near else []
                best = max(like, key=lambda one: one[0], default=(0.0, None))
                same = [best[1]] if best[1] is not None and best[0] >= LIKE else []
            unit = same[0] if same else None
            rest = [one for one in rest if one is not unit]
            found.append(((row, mark), unit))
        return found

    def _like(self, said: str, unit: Unit) -> float:
        compared = SequenceMatcher(None, said, self.sources[unit.id], autojunk=False)
        if min(compared.real_quick_ratio(), compared.quick_ratio()) < LIKE:
            return 0.0
        return SequenceMatcher(None, said.split(), self.sources[unit.id].split(), autojunk=False).ratio()

    # --- what a row says ---------------------------------------------------------------------------------------------

    def _read(self, row: Row, unit: Unit) -> Unit:
        """The unit with the words of its row."""
        made = typed(row.target, unit, self._at(row)) if _said(row.target) else None
        edited = _said(row.source) != self.sources[unit.id]
        if edited:
            self._tell_edited(row)
        theirs = typed(row.source, unit, "") if edited else Typed(unit.source, {})
        same = made is not None and made.words == joined(unit.target or ())
        if made is not None and not same:  # of what was there before, the desk has told
            self.problems += made.problems
        mark = row.mark
        return replace(
            unit, source=theirs.words, target=unit.target if same else made.words if made else None,
            spans={**unit.spans, **theirs.spans, **(made.spans if made else {})},
            state=unit.state if same else State.INITIAL, notes=row.notes, matches=(), terms=(), line=row.number,
            source_hash=mark.source_hash if mark else unit.source_hash, target_hash=mark.target_hash if mark else "",
        )  # fmt: skip

    def _older(self, row: Row, mark: Mark, unit: Unit | None, taken: set[str]) -> Unit:
        """A unit as it was when the file was made; what its signs mean is told by what it has become."""
        if sum_of(row.source) != mark.source:
            self._tell_edited(row)
        like = unit or Unit(mark.id, mark.key, ())
        source = typed(row.source, replace(like, target=None), "")
        made = None
        if _said(row.target):
            made = typed(row.target, replace(like, source=source.words), self._at(row))
            self.problems += made.problems
        name = mark.id if mark.id not in taken else f"{mark.id}.{row.number}"
        spans = {**source.spans, **(made.spans if made else {})}
        return Unit(name, mark.key, source.words, made.words if made else None, State.INITIAL, spans, row.notes,
                    mark.source_hash, mark.target_hash, like.limit, line=row.number)  # fmt: skip

    def _tell_edited(self, row: Row) -> None:
        words = shown(_said(row.source), LONG)
        self.problems.append(warning("table-source-edited", self._at(row), words, "", WHO, self.article.title))
