"""XLIFF 2, the values: what an attribute of each kind may say, and how that is shown to a person. It reads nothing."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from journal_app.bitext.xliff2.styles import STYLES, pairs

_SPACE = " \t\r\n"
_NAME = (  # the characters of a NameChar, XML 1.0 2.3
    "-.0-9:A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NMTOKEN = re.compile(f"[{_NAME}]+")
_IRREGULAR = (  # RFC 5646 2.1, grandfathered
    "en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo|i-navajo|i-pwn|i-tao|i-tay|i-tsu|"
    "sgn-BE-FR|sgn-BE-NL|sgn-CH-DE"
)
LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+|" + _IRREGULAR,
    re.IGNORECASE | re.ASCII,
)
_PAIR = re.compile(r"[^\s:]+:[^\s:]+")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_ANNOTATION = frozenset({"generic", "comment", "term"})
_UNREADABLE = (range(0, 9), range(0xB, 0xD), range(0xE, 0x20), range(0xD800, 0xE000), range(0xFFFE, 0x10000))
_DISCOURAGED = (range(0x7F, 0x85), range(0x86, 0xA0))  # valid XML, but the rules of 2.1 (Schematron F25) accept them


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: compiled.fullmatch(value.strip(_SPACE)) is not None


def _between(least: float, most: float) -> Callable[[str], bool]:
    def right(value: str) -> bool:
        value = value.strip(_SPACE)
        return len(value) < 40 and _DECIMAL.fullmatch(value) is not None and least <= float(value) <= most

    return right


def _one_of(*values: str) -> tuple[Callable[[str], bool], str]:
    return frozenset(values).__contains__, ", ".join(values)


def token(value: str) -> bool:
    """Whether it is one name token, the form of every id."""
    return NMTOKEN.fullmatch(value.strip(_SPACE)) is not None


def language(value: str) -> bool:
    """Whether it is a well-formed language tag (BCP 47)."""
    return len(value) < 200 and LANGUAGE.fullmatch(value.strip(_SPACE)) is not None


def unreadable(value: str) -> bool:
    """Whether hexadecimal digits name a character that XML cannot hold: nothing else may be said by `<cp>`."""
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2}){1,3}", value.strip(_SPACE)):
        return False
    point = int(value, 16)
    return any(point in span for span in (*_UNREADABLE, *_DISCOURAGED))


def _own(value: str) -> bool:
    return _PAIR.fullmatch(value) is not None and not value.startswith("xlf:")


def _state(value: str) -> bool:
    return re.fullmatch(r"[^\s:]+:\S(?:.*)", value) is not None and not value.startswith("xlf:")


def _ranges(value: str) -> bool:
    return all(part.strip() == "*" or language(part.strip().replace("*-", "")) for part in value.split(",") if value)


KINDS: Mapping[str, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {
        "text": (lambda value: True, ""),
        "token": (token, "a-z, 0-9, - . _ :"),
        "tokens": (lambda value: bool(value.split()) and all(map(token, value.split())), "a-z, 0-9, - . _ :"),
        "language": (language, "fr, ar, kmr-Arab"),
        "languages": (_ranges, "*, fr, ar"),
        "yes-no": _one_of("yes", "no"),
        "first": _one_of("yes", "no", "firstNo"),
        "direction": _one_of("ltr", "rtl", "auto"),
        "side": _one_of("source", "target"),
        "kept-side": _one_of("source", "target", "ignorable"),
        "space": _one_of("default", "preserve"),
        "preserve": _one_of("preserve"),
        "state": _one_of("initial", "translated", "reviewed", "final"),
        "substate": (_state, "a:b"),
        "pair": (_own, "a:b"),
        "subtype": (lambda value: _PAIR.fullmatch(value) is not None, "a:b"),
        "code": _one_of("fmt", "ui", "quote", "link", "image", "other"),
        "annotation": (
            lambda value: value in _ANNOTATION or _PAIR.fullmatch(value) is not None, "generic, comment, term, a:b"
        ),
        "match": _one_of("am", "mt", "icm", "idm", "tb", "tm", "other"),
        "form": _one_of("none", "nfc", "nfd"),
        "style": (STYLES.__contains__, "p, b, em, strong, a, br, span…"),
        "style-pairs": (pairs, "a,b\\c,d"),
        "positive": (_matches(r"\+?0*[1-9]\d{0,8}"), "1, 2, 3…"),
        "priority": (_matches(r"\+?0*(?:[1-9]|10)"), "1–10"),
        "percent": (_between(0, 100), "0–100"),
        "share": (_between(0, 1), "0–1"),
        "whole": (_matches(r"[+-]?\d{1,9}"), "0, 1, 2…"),
        "decimal": (_between(-1e12, 1e12), "0, 1.5…"),
        "hex": (unreadable, "0000–001F"),
        "filter": _one_of("include", "exclude"),
        "issue": _one_of(
            "terminology", "mistranslation", "omission", "untranslated", "addition", "duplication", "inconsistency",
            "grammar", "legal", "register", "locale-specific-content", "locale-violation", "style", "characters",
            "misspelling", "typographical", "formatting", "inconsistent-entities", "numbers", "markup",
            "pattern-problem", "whitespace", "internationalization", "length", "non-conformance", "uncategorized",
            "other",
        ),
        "edition": (_matches(r"\d{1,3}\.\d{1,3}"), "2.0"),
    }
)  # fmt: skip


def right(kind: str, value: str) -> bool:
    """Whether a value is one of its kind."""
    return KINDS[kind][0](value)


def allowed(kind: str) -> str:
    """What a value of the kind looks like, in signs that need no language."""
    return KINDS[kind][1]
