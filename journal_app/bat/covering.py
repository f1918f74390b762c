"""BAT, the reasons: why each kind of warning was signed all the same, and which ones that was said of. Pure values.

They are kept with the signature and told in bat.toml, which outlives what an author takes back: a place is a page, a
language, a slot, and never the name of a folder, which is made from an author's title.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal_app.bat.marks import mark, things
from journal_app.problems import Problem, Severity

Standing = Mapping[str, Sequence[int]]  # "article:la-file" -> the folios it stands on
_NAMELESS = re.compile(r"p\d+(/[\w-]+)?(#[\w-]+)?|flatplan|[a-z]+\.toml|layout:[\w-]+")
_TAG = re.compile(r"[A-Za-z-]{2,20}")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why warnings of one kind were signed all the same. `covers`: those it was said of, as they are kept."""

    code: str
    why: str
    covers: Sequence[Mapping[str, Any]] = ()

    @property
    def pages(self) -> list[int]:
        """Where they are, as far as they are on pages."""
        return sorted({folio for one in self.covers for folio in one["pages"]})


def standing(plan: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Where the texts and pictures of a flatplan.toml stand, by what a problem calls them."""
    found: dict[str, list[int]] = {}
    for folio, page in enumerate(plan, 1):
        slots = page.get("slots")
        for fill in slots.values() if isinstance(slots, Mapping) else ():
            for kind in ("article", "picture"):
                if isinstance(fill, Mapping) and fill.get(kind):
                    folios = found.setdefault(f"{kind}:{fill[kind]}", [])
                    folios += [] if folio in folios else [folio]
    return found


def kept(found: Iterable[Problem], reasons: Mapping[str, str], places: Standing) -> dict[str, Any]:
    """What a signature keeps: by code, why, and the warnings that this was said of."""
    told: dict[str, Any] = {}
    for one in dict.fromkeys(found):
        if one.severity is Severity.WARNING:
            entry = told.setdefault(one.code, {"why": reasons[one.code], "covers": []})
            entry["covers"].append(_covered(one, places))
    return told


def _covered(problem: Problem, places: Standing) -> dict[str, Any]:
    at = problem.where.partition("#")[0]
    folio = re.match(r"p(\d+)\b", at)
    pages = [int(folio[1])] if folio else list(places.get(at, ()))
    return {"where": _nameless(problem.where), "pages": pages, "things": len(things(problem)) or 1,
            "mark": mark(problem)}  # fmt: skip


def _nameless(where: str) -> str:
    """The place without what its folder is called: `article:la-file#fr` is `article#fr`."""
    if _NAMELESS.fullmatch(where):
        return where
    at, _, tag = where.partition("#")
    kind = re.split("[:/]", at)[0].removesuffix("s")
    return f"{kind}#{tag}" if _TAG.fullmatch(tag) else kind


def reasons(stored: Mapping[str, Any]) -> list[Reason]:
    """The reasons of a signature; one that was signed before its warnings were kept has the words alone."""
    return [Reason(code, said["why"], said["covers"]) if isinstance(said, Mapping) else Reason(code, str(said))
            for code, said in stored.items()]  # fmt: skip


def whys(stored: Mapping[str, Any]) -> dict[str, str]:
    """The words alone, by the code of what they were said of."""
    return {one.code: one.why for one in reasons(stored)}


def seen(stored: Mapping[str, Any]) -> set[str] | None:
    """The marks of the warnings that were signed; None where nobody kept them."""
    told = reasons(stored)
    known = all(one.covers for one in told)
    return {str(each["mark"]) for one in told for each in one.covers} if known else None


def of_toml(stored: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The warnings that were signed, one by one, as bat.toml tells them beside the reasons."""
    return [{"code": one.code, "where": each["where"], "pages": each["pages"], "things": each["things"]}
            for one in reasons(stored) for each in one.covers]  # fmt: skip
