"""Flatplan, the fitting: what stands on a page x the slots of a layout -> what goes where. Pure; it measures no text.

A text goes where texts go and a picture where pictures go: first into the slot of the same name, then in the order of
the slots, the largest text first. What finds no slot is placed nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from journal_app.flatplan.actions import Filling
from journal_app.flatplan.house import WHOLE as WHOLE

TEXTS = (*WHOLE, "quote", "teaser", "qr")
ALONE = ("masthead", "contents")  # they fill themselves
SIDE_BY_SIDE = 3  # languages that a layout has room for beside one another

Roles = Mapping[str, str]  # slot -> role


def takes(role: str, filling: Filling) -> bool:
    """Whether a slot of that role can hold it."""
    if filling.picture_id:
        return role == "picture"
    if filling.piece_id and filling.continues:
        return role == going_on(filling)
    if filling.piece_id:
        return role in TEXTS
    return role == "words"


def going_on(filling: Filling) -> str:
    """The role of a slot in which it can go on: one language in columns of text, several side by side."""
    return "aligned" if len(filling.languages) > 1 else "article"


def as_in(role: str, filling: Filling, spoken: Sequence[str]) -> Filling:
    """The filling as a slot of that role holds it. `spoken`: the piece's languages, the wished ones first."""
    if filling.piece_id is None:
        return filling
    if filling.continues and role == going_on(filling):
        return filling  # in the languages of its beginning, or it goes on with nothing
    told = [tag for tag in filling.languages if tag in spoken] or list(spoken[:1])
    if role == "aligned":
        told = list(dict.fromkeys([*told, *(spoken if len(told) < 2 else ())]))[:SIDE_BY_SIDE]
        return replace(filling, languages=tuple(told), continues=False, quote=None)
    quote = (filling.quote or 0) if role == "quote" else None
    return replace(filling, languages=tuple(told[:1]), continues=False, quote=quote)


def refit(before: Roles, held: Mapping[str, Filling], after: Roles) -> tuple[dict[str, Filling], list[Filling]]:
    """What stood in the slots `before` in those of another layout; and what finds no place in it."""
    found: dict[str, Filling] = {}
    waiting = []
    for slot, filling in sorted(held.items(), key=lambda one: _weight(before.get(one[0], ""))):
        if _same(before.get(slot, ""), after.get(slot, ""), filling):
            found[slot] = filling
        else:
            waiting.append((before.get(slot, ""), filling))
    left = []
    for role, filling in waiting:
        free = [slot for slot, there in after.items() if slot not in found and takes(there, filling)]
        alike = [slot for slot in free if _kind(after[slot]) == _kind(role)]
        if alike:
            found[alike[0]] = filling
        else:
            left.append(filling)
    return found, left


def unspoken(before: Mapping[str, Filling], after: Mapping[str, Filling]) -> list[tuple[str, str]]:
    """The texts, by piece id, that still stand on a page, and the languages in which they stand there no more."""
    had, has = ({(one.piece_id, tag) for one in held.values() if one.piece_id for tag in one.languages}
                for held in (before, after))  # fmt: skip
    still = {key for key, _ in has}
    return sorted(one for one in had - has if one[0] in still)


def _same(before: str, after: str, filling: Filling) -> bool:
    return bool(after) and _kind(before) == _kind(after) and takes(after, filling)


def _kind(role: str) -> str:
    """Whole texts take one another's place; a quote only that of a quote."""
    return "whole" if role in WHOLE else role


def _weight(role: str) -> int:
    return WHOLE.index(role) if role in WHOLE else len(WHOLE)
