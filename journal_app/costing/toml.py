"""Costing, the writing of TOML: plain values -> tables that a person reads and edits. Pure; it knows no costing.

A list of tables is written table by table (`[[residency.line]]`), a label on its line (`{ fr = "…" }`).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
INLINE = ("label", "unit")  # mappings of languages, a line each


def lines(values: Mapping[str, Any], comments: Mapping[str, str], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a table: its own keys, then its tables; `comments` by dotted path stand above what they tell of."""
    for key, value in values.items():
        if not _inner(key, value):
            yield f"{_key(key)} = {written(value)}"
    for key, value in values.items():
        if _inner(key, value):
            here = (*path, key)
            name = ".".join(map(_key, here))
            many = isinstance(value, (list, tuple))
            yield ""
            yield from (f"# {line}" for line in comments.get(".".join(here), "").splitlines())
            for place, one in enumerate(value if many else [value]):
                if place:
                    yield ""
                yield f"[[{name}]]" if many else f"[{name}]"
                yield from lines(one, comments, here)


def written(value: Any) -> str:
    """One value as TOML writes it on one line. A float raises TypeError: what is written here is money."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {written(one)}' for key, one in value.items())} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(value: Decimal) -> str:
    """`1260.00`, `25`, `0.525`: no exponent, the cents whole."""
    plain = f"{value.normalize():f}"
    places = len(plain.partition(".")[2])
    return f"{plain}0" if places == 1 else plain


def _inner(key: str, value: Any) -> bool:
    """Whether a value is written as tables of their own."""
    if isinstance(value, Mapping):
        return key not in INLINE
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value) and isinstance(value[0], Mapping)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else written(key)
