"""Step 5 of reading a document: what was met -> the receipt, alike lines counted once. It judges nothing."""

from journal_app.documents.model import Fate, Row
from journal_app.prepress.characters import clean, name

_MOST_ROWS = 2_000
_LONGEST = 200  # characters of a text shown in a line of the receipt


class Tally:
    """The receipt while it is being written. Words of a change are shown, up to 200 characters."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, Fate, str], int] = {}

    def add(self, kind: str, text: str, fate: Fate, on: str = "", count: int = 1) -> None:
        key = (kind, short(text), fate, short(on))
        if key not in self._rows and len(self._rows) >= _MOST_ROWS:
            key = (kind, "", fate, "")
        self._rows[key] = self._rows.get(key, 0) + count

    def cleaned(self, text: str) -> str:
        """A text fit to print; what was dropped or changed in it is named."""
        found = clean(text)
        for character in found.refused:
            self.add("character", name(character), Fate.LEFT_OUT)
        for character in found.changed:
            self.add("character", name(character), Fate.CHANGED)
        if not found.refused:
            return found.text
        return "".join(c for c in found.text if c not in found.refused)

    def rows(self) -> tuple[Row, ...]:
        return tuple(Row(kind, text, fate, count, on) for (kind, text, fate, on), count in self._rows.items())


def short(text: str) -> str:
    """A text as one line of the receipt."""
    line = " ".join(clean(text[: 4 * _LONGEST]).text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
