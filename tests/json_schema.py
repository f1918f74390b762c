"""What of JSON Schema our own schemas use, checked: so that the tests need no library for it. A word of the standard
that is not known here is an error, never passed over."""

import re
from datetime import date
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),), "integer": (int,),
    "number": (int, float),
}
_SAID = {"$schema", "$defs", "title", "description", "default", "format", "examples"}


def against(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$") -> list[str]:
    """Why the value does not follow the schema: one line each, with its place."""
    root = schema if root is None else root
    wrong: list[str] = []
    for word, wanted in schema.items():
        if word == "$ref":
            wrong += against(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, at)
        elif word == "anyOf":
            tries = [against(value, one, root, at) for one in wanted]
            wrong += [] if [] in tries else min(tries, key=len)
        elif word == "type" and not _is(value, wanted):
            wrong.append(f"{at}: not {wanted}")
        elif word == "enum" and value not in wanted:
            wrong.append(f"{at}: {value!r} not one of {wanted}")
        elif word == "const" and value != wanted:
            wrong.append(f"{at}: not {wanted!r}")
        elif isinstance(value, dict) and word in ("minProperties", "maxProperties"):
            wrong += [] if _length(len(value), word, wanted) else [f"{at}: {word} {wanted}"]
        elif isinstance(value, dict) and word in ("properties", "additionalProperties", "required"):
            wrong += _object(value, schema, root, at, word)
        elif isinstance(value, list) and word in ("items", "prefixItems", "minItems", "maxItems"):
            wrong += _array(value, schema, root, at, word)
        elif isinstance(value, str) and word in ("pattern", "maxLength", "minLength"):
            fine = re.search(str(wanted), value) if word == "pattern" else _length(len(value), word, wanted)
            wrong += [] if fine else [f"{at}: {word} {wanted}"]
        elif isinstance(value, (int, float)) and word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            fine = {"minimum": value >= wanted, "maximum": value <= wanted, "exclusiveMinimum": value > wanted,
                    "exclusiveMaximum": value < wanted}[word]
            wrong += [] if fine else [f"{at}: {word} {wanted}"]
        elif word not in _KNOWN:
            raise NotImplementedError(word)
    return wrong


_KNOWN = _SAID | {"$ref", "anyOf", "type", "enum", "const", "properties", "additionalProperties", "required", "items",
                  "prefixItems", "minItems", "maxItems", "pattern", "maxLength", "minLength", "minimum", "maximum",
                  "exclusiveMinimum", "exclusiveMaximum", "minProperties", "maxProperties"}


def plain(value: Any) -> Any:
    """A TOML value as JSON has it: dates are strings."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _is(value: Any, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == "boolean"
    whole = isinstance(value, float) and value.is_integer()
    return isinstance(value, _TYPES[wanted]) or (wanted == "integer" and whole)


def _length(length: int, word: str, wanted: int) -> bool:
    return length <= wanted if word.startswith("max") else length >= wanted


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str, word: str) -> list[str]:
    known = schema.get("properties", {})
    if word == "required":
        return [f"{at}: {key} is missing" for key in schema["required"] if key not in value]
    if word == "properties":
        return [w for key in value if key in known for w in against(value[key], known[key], root, f"{at}.{key}")]
    others = schema["additionalProperties"]
    if others is True:
        return []
    extra = [key for key in value if key not in known]
    if others is False:
        return [f"{at}: {key} is not known" for key in extra]
    return [w for key in extra for w in against(value[key], others, root, f"{at}.{key}")]


def _array(value: list[Any], schema: dict[str, Any], root: dict[str, Any], at: str, word: str) -> list[str]:
    first = schema.get("prefixItems", [])
    if word in ("minItems", "maxItems"):
        return [] if _length(len(value), word, schema[word]) else [f"{at}: {word} {schema[word]}"]
    pairs = enumerate(zip(value, first, strict=False)) if word == "prefixItems" else enumerate(
        (one, schema["items"]) for one in value[len(first):])
    return [w for n, (one, inner) in pairs if inner is not False for w in against(one, inner, root, f"{at}[{n}]")]
