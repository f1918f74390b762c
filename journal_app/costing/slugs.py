"""Costing, the names of lines: each line of a list gets the one word by which other rooms speak of it. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

TAKEN = ("printing", "delivery", "other")  # what an expense may be for beside a line
LONGEST = 40


class Named(Protocol):
    """A frozen table with a slug and a label per language."""

    @property
    def slug(self) -> str: ...
    @property
    def label(self) -> dict[str, str]: ...
    def model_copy(self, *, update: dict[str, object]) -> Self: ...


Line = TypeVar("Line", bound=Named)


def named(lines: Sequence[Line]) -> list[Line]:
    """The lines with a slug each: its own, or one from its label that no other line has. Two own ones: ValueError."""
    own = [line.slug for line in lines if line.slug]
    if twice := {slug for slug in own if own.count(slug) > 1 or slug in TAKEN}:
        raise ValueError(f"slug: 1 x {', '.join(sorted(twice))}")
    known = {*own, *TAKEN}
    found = []
    for line in lines:
        if not line.slug:
            line = line.model_copy(update={"slug": _free(slug_of(line.label), known)})
            known.add(line.slug)
        found.append(line)
    return found


def as_labelled(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a new slug where a label says something else by now. A desk keeps a line's first slug, since its
    expenses are noted under it; what leaves the desk says nothing that its labels do not."""
    return named([line if _of(line) else line.model_copy(update={"slug": ""}) for line in lines])


def _of(line: Named) -> bool:
    """Whether a slug is its label's, or the second of that name."""
    return re.fullmatch(rf"{re.escape(slug_of(line.label))}(-\d+)?", line.slug) is not None


def slug_of(label: dict[str, str]) -> str:
    """`Garde d’enfants` is `garde-d-enfants`; a label without a Latin letter is `ligne`."""
    words = label.get("fr") or next(iter(label.values()), "")
    letters = (sign for sign in unicodedata.normalize("NFD", words.lower()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters)).strip("-")[:LONGEST].strip("-") or "ligne"


def _free(slug: str, known: set[str]) -> str:
    if slug not in known:
        return slug
    return next(one for number in range(2, len(known) + 3) if (one := f"{slug}-{number}") not in known)
