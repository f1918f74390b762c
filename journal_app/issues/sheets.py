"""Issues, the printer sheet as a form: a preset and the keys typed over it <-> issue.toml's table. Pure.

The same model that reads issue.toml judges what was typed (prepress.sheet), so that nothing enters the desk that the
press would refuse.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from journal_app.prepress.sheet import PrinterSheet, from_table, preset, preset_names

# The keys a person can type over; sizes in mm, ink in %, weights in g/m2 (prepress.sheet.PrinterSheet).
KEYS = (
    "quantity", "overs", "paper", "paper_kind", "gsm", "page", "closed", "open", "pages_multiple", "colour_pages",
    "bleed", "safe", "margin_unprinted", "ink_limit", "ink_warn", "profile", "condition", "flavour", "naming",
    "deadline", "web_base",
)  # fmt: skip
_SIZES = ("page", "closed", "open")
_NUMBERS = ("overs", "gsm", "bleed", "safe", "margin_unprinted", "ink_limit", "ink_warn")


def read(name: str, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The table for issue.toml, and what is wrong by key. An empty field means the preset's value."""
    if name not in preset_names():
        return {}, {"preset": "Choisir dans la liste."}
    told = {key: _value(key, words) for key in KEYS if (words := typed.get(key, "").strip())}
    try:
        sheet = from_table({"preset": name, **told})
    except ValidationError as error:
        return {}, {str(found["loc"][0]): "Cette valeur ne convient pas à l’imprimeur." for found in error.errors()}
    plain = sheet.model_dump(mode="json")
    base = preset(name).model_dump(mode="json")
    return {"preset": name} | {key: plain[key] for key in told if plain[key] != base[key]}, {}


def _value(key: str, words: str) -> Any:
    if key in _SIZES:
        return [part.replace(",", ".") for part in re.split(r"\s*[x×*;]\s*", words)]
    if key == "colour_pages" and re.fullmatch(r"[\d\s,;]+", words):
        return [int(part) for part in re.findall(r"\d+", words)]
    return words.replace(",", ".") if key in _NUMBERS else words


def typed(table: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the form for a table."""
    return {key: _shown(table[key], key) for key in KEYS if key in table}


def of_preset(name: str) -> dict[str, str]:
    """What a preset says, key by key, as a person would type it."""
    if name not in preset_names():
        return {}
    values = preset(name).model_dump(mode="json")
    return {key: _shown(values[key], key) for key in KEYS}


def _shown(value: Any, key: str) -> str:
    if isinstance(value, list | tuple):
        return (" × " if key in _SIZES else ", ").join(f"{part:g}" for part in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def sheet_of(table: Mapping[str, Any]) -> PrinterSheet | None:
    """The printer sheet an issue's row says; None when it says nothing that can be used."""
    try:
        return from_table(dict(table))
    except (ValidationError, KeyError):
        return None
