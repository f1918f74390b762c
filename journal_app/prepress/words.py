"""Step 3b: the fixed words a page prints (suite page 6, traduction), per language, and dates. Reads words.toml once."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from babel import UnknownLocaleError
from babel.dates import format_date

from journal_app.languages import locale_of
from journal_app.prepress.typography import set_words

WORDS = Path(__file__).resolve().parents[2] / "layouts" / "_house" / "words.toml"


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def words(language: str, key: str, **values: object) -> str:
    """The words of this key in `language`, else in French. Raises KeyError for a key French does not have."""
    table = _table()
    tag = language if key in table.get(language, {}) else "fr"
    return set_words(table[tag][key].format(**values), tag)


def printed_date(day: date, language: str) -> str:
    """A date as the paper prints it: `20 novembre 2026`."""
    try:
        return format_date(day, "d MMMM y", locale=locale_of(language))
    except (UnknownLocaleError, ValueError):
        return format_date(day, "d MMMM y", locale="fr")
