"""What a form brought -> clean values, and a sentence beside each field that cannot be taken. It stores nothing."""

import secrets
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

from journal_app.web.screen import HERE

LINE = 200  # characters of a name or a title
Choice = TypeVar("Choice", bound=str)


class Form:
    """The fields of a request, read one by one; `errors` holds a message id by field."""

    def __init__(self, values: Mapping[str, str], lists: Mapping[str, list[str]] | None = None) -> None:
        self.values, self.lists = values, lists or {}
        self.errors: dict[str, str] = {}

    @property
    def fine(self) -> bool:
        return not self.errors

    def wrong(self, name: str, words: str) -> None:
        """Say what is wrong with a field; the first word counts."""
        self.errors.setdefault(name, words)

    def line(self, name: str, required: bool = False, most: int = LINE) -> str:
        """One line of words: NFC, no control characters, no spaces around."""
        words = unicodedata.normalize("NFC", self.values.get(name, ""))
        words = "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") else " " for c in words).strip()
        if required and not words:
            self.wrong(name, "À remplir.")
        if len(words) > most:
            self.wrong(name, "Trop long.")
        return words[:most]

    def secret(self, name: str) -> str:
        """A password as it was typed; cut where nobody types on."""
        return self.values.get(name, "")[:1000]

    def choice(self, name: str, options: Collection[Choice], default: Choice) -> Choice:
        """One of the options; anything else is the default and an error."""
        told = self.values.get(name, default)
        found = next((option for option in options if option == told), None)
        if found is None:
            self.wrong(name, "Choisir dans la liste.")
        return found if found is not None else default

    def several(self, name: str, options: Collection[Choice]) -> list[Choice]:
        """Those of the options that were ticked, in the options' order."""
        told = set(self.lists.get(name, []))
        return [option for option in options if option in told]

    def ticked(self, name: str) -> bool:
        return bool(self.values.get(name))

    def whole(self, name: str, least: int, most: int, default: int = 0) -> int:
        """A whole number within bounds."""
        told = self.values.get(name, "").strip()
        if told.isascii() and told.isdigit() and len(told) < 10 and least <= int(told) <= most:
            return int(told)
        self.wrong(name, "Un nombre entier est attendu.")
        return default

    def day(self, name: str, required: bool = True) -> date | None:
        """A date as browsers send it."""
        told = self.values.get(name, "").strip()
        try:
            return date.fromisoformat(told)
        except ValueError:
            if told or required:
                self.wrong(name, "Une date est attendue, comme 2027-03-01.")
            return None

    def moment(self, name: str) -> datetime | None:
        """A day and an hour on the wall's clock, as `datetime-local` sends them; empty is none."""
        told = self.values.get(name, "").strip()
        try:
            return datetime.fromisoformat(told).replace(tzinfo=HERE).astimezone(UTC) if told else None
        except ValueError:
            self.wrong(name, "Une date et une heure sont attendues, comme 2027-03-01T18:00.")
            return None


def new_key() -> str:
    """A form's own random key: a request that is repeated is known by it."""
    return secrets.token_urlsafe(12)
