"""Hand-off, the letter: what a coordinator copies into their own mail, in French and in English. It sends nothing.

The PIN is never in it: it goes another way, by telephone.
"""

from dataclasses import dataclass
from datetime import datetime

from journal_app.messages import translator
from journal_app.problems import Refused

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a text, in one language."""

    language: str
    subject: str
    text: str


def letters(what: str, title: str, number: int, address: str, until: datetime, pin: bool) -> list[Letter]:
    """The letter that brings a link. `what`: `request` or `parcel`. The address is said to be English in the second."""
    if what not in ("request", "parcel"):
        raise Refused("link-for-nothing")
    found = []
    for tag in LANGUAGES:
        told = translator(tag).gettext
        day = until.strftime("%d/%m/%Y")
        values = {"title": title, "number": number, "address": f"{address}?lang={tag}", "day": day}
        keys = [f"letter:{what}", "letter:link", *(["letter:pin"] if pin else []), "letter:end"]
        text = "\n\n".join(told(key) % values for key in keys)
        found.append(Letter(tag, told(f"letter-subject:{what}") % values, text))
    return found
