"""Issues, the names of folders: a-z, 0-9 and hyphens, from a title; never one that is taken. Pure."""

import re
import unicodedata

LONGEST_SLUG = 40


def slug_of(title: str) -> str:
    """A folder's name from a title: a-z, 0-9 and hyphens; empty for a title that has no Latin letters."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("œ", "oe").replace("æ", "ae"))
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST_SLUG].strip("-")


def free_slug(wanted: str, taken: set[str]) -> str:
    """The wanted name, with a number after it when there is one already."""
    if wanted not in taken:
        return wanted
    return next(name for number in range(2, len(taken) + 3) if (name := f"{wanted}-{number}") not in taken)
