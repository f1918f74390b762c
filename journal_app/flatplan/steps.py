"""Flatplan, the steps: the plan before x the plan after -> what a step touched, and whether it can be undone. Pure.

A page is a plain value here: its number, layout, direction, language, head, and by slot what stands in it. A step is
undone by putting back the pages it touched, if nobody has touched them since.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from journal_app.flatplan.house import WHOLE

Page = Mapping[str, Any]
Plan = Mapping[str, Page]  # by page id
Touched = dict[str, Any]  # page id -> Page, or None where there was no such page


def touched(before: Plan, after: Plan) -> tuple[Touched, Touched]:
    """The pages that differ, as they were and as they are."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The pages on which a step did something; those that only made room have another number and nothing else. A page
    that was moved is the one that went farthest: of two neighbours, both."""
    at = {key for key, page in before.items() if _but_number(page) != _but_number(after.get(key))}
    if at:
        return at
    far = {key: abs(page["number"] - after[key]["number"]) for key, page in before.items()}
    return {key for key, steps in far.items() if steps == max(far.values())}


def _but_number(page: Page | None) -> dict[str, Any] | None:
    return None if page is None else {key: value for key, value in page.items() if key != "number"}


def untouched_since(after: Mapping[str, Any], now: Plan) -> bool:
    """Whether the pages that a step touched still are as it left them."""
    return all(now.get(key) == page for key, page in after.items())


def put_back(before: Mapping[str, Any], now: Plan) -> dict[str, Page]:
    """The whole plan with the pages of a step as they were before it."""
    kept = {key: page for key, page in now.items() if key not in before}
    return kept | {key: page for key, page in before.items() if page is not None}


def left_behind(before: Plan, after: Plan, roles: Callable[[str], Mapping[str, str]]) -> list[tuple[str, str]]:
    """Where texts still go on that have lost their beginning by this change: page id and slot of each such part. A text
    in other languages is another one: its rest would go on with nothing. `roles`: of a layout's slots."""
    lost = {text for _, _, text in _parts(before, roles, rest=False)}
    lost -= {text for _, _, text in _parts(after, roles, rest=False)}
    return [(key, slot) for key, slot, text in _parts(after, roles, rest=True) if text in lost]


def _parts(
    plan: Plan, roles: Callable[[str], Mapping[str, str]], *, rest: bool
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The slots in which whole texts begin, or (`rest`) go on: page id, slot, and which text in which languages."""
    for key, page in plan.items():
        at = roles(page["layout"])
        for slot, held in page["slots"].items():
            if held["piece"] and held["continues"] is rest and at.get(slot) in WHOLE:
                yield key, slot, (held["piece"], *held["languages"])


def pieces_in(plan: Mapping[str, Any]) -> set[str]:
    """The pieces that stand on these pages."""
    return {
        slot["piece"] for page in plan.values() if page for slot in page["slots"].values() if slot.get("piece")
    }  # fmt: skip


def pictures_in(plan: Mapping[str, Any]) -> set[str]:
    """The pictures that stand on these pages."""
    return {
        slot["picture"] for page in plan.values() if page for slot in page["slots"].values() if slot.get("picture")
    }  # fmt: skip
