"""Hand-off, the letters: what a coordinator copies into their own mail, in French and in English. It sends nothing.

The PIN is never in one: it goes another way, by telephone. Nor is why a file is not to be printed, or what was in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from journal_app.messages import translator
from journal_app.problems import Refused

LANGUAGES = ("fr", "en")
GIVES = ("quote", "sheet", "parcel")


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a text, in one language."""

    language: str
    subject: str
    text: str


def letters(gives: Sequence[str], title: str, number: int, address: str, until: datetime, pin: bool) -> list[Letter]:
    """The letter that brings a link, and says what it gives and no more. `gives`: of `quote`, `sheet` and `parcel`; the
    first is what the letter is about. The address is said to be English in the second."""
    if not gives or not {*gives} <= {*GIVES}:
        raise Refused("link-for-nothing")
    found = []
    for tag in LANGUAGES:
        told = translator(tag).gettext
        day = until.strftime("%d/%m/%Y")
        values = {"title": title, "number": number, "address": f"{address}?lang={tag}", "day": day}
        keys = [f"letter:{gives[0]}", "letter:link", *(f"letter:then-{one}" for one in gives),
                *(["letter:pin"] if pin else []), "letter:end"]  # fmt: skip
        text = "\n\n".join(told(key) % values for key in keys)
        found.append(Letter(tag, told(f"letter-subject:{gives[0]}") % values, text))
    return found


def stop_letters(title: str, number: int, pdf: str, late: bool) -> list[Letter]:
    """The letter that asks a printer not to print the file `pdf`. `late`: its run was delivered before, and stays."""
    values = {"title": title, "number": number, "pdf": pdf}
    found = []
    for tag in LANGUAGES:
        told = translator(tag).gettext
        keys = ["letter:stop", "letter:stop-late" if late else "letter:stop-now", "letter:stop-erase",
                "letter:stop-answer"]  # fmt: skip
        found.append(Letter(tag, told("letter-subject:stop") % values, "\n\n".join(told(key) % values for key in keys)))
    return found
