"""The numbers in addresses: none is larger than what the database keeps. A larger one names nothing: it is not there.

It stands for every `<int:…>` of the desk, so that no view has to think of it.
"""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1  # a PostgreSQL integer; SQLite's ends at 2^63 - 1


class Number(IntegerConverter):
    """A whole number from 0 to MOST; the address of any other is nobody's (404)."""

    def __init__(self, addresses: Map, fixed_digits: int = 0, min: int | None = None, max: int = MOST) -> None:
        super().__init__(addresses, fixed_digits, min, max)


def install(app: Flask) -> None:
    """Before the rooms bring their routes."""
    app.url_map.converters["int"] = Number
