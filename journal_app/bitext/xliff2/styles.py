"""XLIFF 2, Format Style: the HTML names that `fs:fs` may give, and name,value lists as `fs:subFs` writes them."""

import re


def words(line: str) -> frozenset[str]:
    """The words of a line: how the tables of the grammar are written."""
    return frozenset(line.split())


STYLES = words(
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6"
    " head hr html i img label legend li ol p pre q s samp select small span strike strong sub sup table tbody td tfoot"
    " th thead title tr tt u ul"
)
_PART = r"(?:[^,\\]|\\[,\\])"
_PAIRS = re.compile(rf"[^,\\\s]+,{_PART}*(?:\\[^,\\\s]+,{_PART}*)*")
_ONE = re.compile(rf"([^,\\\s]+),({_PART}*)")


def pairs(value: str) -> bool:
    """Whether it is `name,value\\name,value`, commas and backslashes in a value escaped by a backslash."""
    return _PAIRS.fullmatch(value) is not None


def pair(name: str, value: str) -> str:
    """One name and its value as `fs:subFs` writes it."""
    return f"{name}," + value.replace("\\", "\\\\").replace(",", "\\,")


def value_of(name: str, written: str) -> str:
    """The value of a name in `fs:subFs`, or nothing."""
    for found, value in _ONE.findall(written):
        if found == name:
            return re.sub(r"\\([,\\])", r"\1", value)
    return ""
