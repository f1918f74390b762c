"""Step 3b: the fixed words a page prints (suite page 6, traduction), per language, and dates. It reads no file."""

from dataclasses import dataclass
from datetime import date

from babel import UnknownLocaleError
from babel.dates import format_date

from journal_app.languages import locale_of
from journal_app.prepress.house_files import Words
from journal_app.prepress.typography import set_words


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one house."""

    table: Words

    def __call__(self, language: str, key: str, **values: object) -> str:
        """The words of this key in `language`, else in French. Raises KeyError for a key French does not have."""
        tag = language if key in self.table.get(language, {}) else "fr"
        return set_words(self.table[tag][key].format(**values), tag)


def printed_date(day: date, language: str) -> str:
    """A date as the paper prints it: `20 novembre 2026`."""
    try:
        return format_date(day, "d MMMM y", locale=locale_of(language))
    except (UnknownLocaleError, ValueError):
        return format_date(day, "d MMMM y", locale="fr")
