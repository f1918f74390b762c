"""Freeze, the writing of TOML: plain values -> a table that a person reads and edits. Pure; keys in the order given."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(values: Mapping[str, Any], comment: str = "") -> str:
    """A document: its own keys first, then a `[table]` for each mapping and `[[table]]` for each list of them."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += _table((), values)
    return "\n".join(lines).strip("\n") + "\n"


def _table(path: tuple[str, ...], values: Mapping[str, Any]) -> list[str]:
    plain = {key: value for key, value in values.items() if not _is_table(value) and not _is_array(value)}
    lines = [f"{_key(key)} = {written(value)}" for key, value in plain.items()]
    for key, value in values.items():
        name = ".".join(map(_key, (*path, key)))
        if _is_table(value):
            lines += ["", f"[{name}]", *_table((*path, key), value)]
        elif _is_array(value):
            for one in value:
                lines += ["", f"[[{name}]]", *_inline(one)]
    return lines


def _inline(values: Mapping[str, Any]) -> list[str]:
    """The keys of an array's table; a mapping of mappings is written `slots.main = { ... }`, a line each."""
    lines = []
    for key, value in values.items():
        if isinstance(value, Mapping) and value and all(isinstance(inner, Mapping) for inner in value.values()):
            lines += [f"{_key(key)}.{_key(name)} = {written(inner)}" for name, inner in value.items()]
        else:
            lines.append(f"{_key(key)} = {written(value)}")
    return lines


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_array(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(one, Mapping) for one in value)


def written(value: Any) -> str:
    """One value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {written(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return repr(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else written(key)
