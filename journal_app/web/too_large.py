"""What the server answers by itself, before the desk is asked: more is announced than it takes in. A page, not a word.

Without this a browser shows a line of plain text, or nothing: the rest of what it sends is not read.
"""

from html import escape
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from journal_app.messages import translator
from journal_app.web.errors import SAID
from journal_app.web.headers import EVERYWHERE

LANGUAGES = ("fr", "en")  # whose page it would be is not known yet: it is said in both


def page() -> bytes:
    """The page, with nothing of the address in it."""
    told = []
    for tag in LANGUAGES:
        title, advice = (escape(translator(tag).gettext(words)) for words in SAID[413])
        told.append(f'<section lang="{tag}"><h1>{title}</h1><p>{advice}</p></section>')
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(SAID[413][0])}</title></head><body>{"".join(told)}</body></html>'
    ).encode()


class _Told(RequestEntityTooLarge):  # type: ignore[misc]  # the library has no types
    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        headers = [("Content-Type", "text/html; charset=utf-8"), *EVERYWHERE.items()]
        return f"{self.code} {self.reason}", headers, page()


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    error: Any

    def received(self, data: bytes) -> int:
        """The library's, but for what it says of too much."""
        taken: int = super().received(data)
        if type(self.error) is RequestEntityTooLarge:
            self.error = _Told(self.error.body)
        return taken


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose refusal of too much can be read."""

    parser_class = _Parser
