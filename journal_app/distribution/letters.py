"""Distribution, the letter that brings a link: in French and English, to be copied. Pure text; nothing is sent."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from journal_app.messages import translator

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    language: str
    subject: str
    text: str


def letters(title: str, number: int, address: str, until: datetime) -> list[Letter]:
    """One in each language. `address`: of the link."""
    found = []
    for language in LANGUAGES:
        told = translator(language).gettext
        values = {"title": title, "n": number, "address": address, "day": format_date(until.date(), "long", language)}
        found.append(Letter(language, told("letter:copies-subject") % values, told("letter:copies-text") % values))
    return found
