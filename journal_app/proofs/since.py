"""Proofs, since then: a page as a build's folder has it x the folder as it would be written now -> whether it changed.

Pure values: what stands on the page is looked at, and nothing is drawn to find out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

Marks = Mapping[str, str]  # {path in an issue's folder: SHA-256}
DRAWN = ".svg"  # what an adopted folder came with stays beside what the desk prints (freezing.aside)


def planned(flatplan: str) -> list[dict[str, Any]]:
    """The pages of a flatplan.toml; none for one that cannot be read."""
    try:
        pages = tomllib.loads(flatplan).get("page", [])
    except tomllib.TOMLDecodeError:
        return []
    return [page for page in pages if isinstance(page, dict)] if isinstance(pages, list) else []


def changed(folio: int, before: Sequence[Any], was: Marks, after: Sequence[Any], now: Marks) -> bool:
    """Whether the page of that number is another one, or a text or picture on it says something else."""
    if folio > len(after) or folio > len(before):
        return True
    page = before[folio - 1]
    if page != after[folio - 1]:
        return True
    fills = [one for one in page.get("slots", {}).values() if isinstance(one, dict)]
    begins = tuple(f"articles/{one['article']}/{name}." for one in fills if one.get("article")
                   for name in ("article", *(one.get("languages") or [one.get("language", "")])))  # fmt: skip
    begins += tuple(f"pictures/{one['picture']}." for one in fills if one.get("picture"))
    return _of(was, begins) != _of(now, begins)


def _of(marks: Marks, begins: tuple[str, ...]) -> dict[str, str]:
    return {path: mark for path, mark in marks.items() if path.startswith(begins) and not path.endswith(DRAWN)}
