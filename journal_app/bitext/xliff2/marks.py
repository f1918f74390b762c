"""XLIFF 2, our own marks: how what a code stands for, how far a unit is and what we know of it are said there.

Every way has its way back. The prefix `jdj` and the category are ours; other tools keep what they do not know.
"""

from collections.abc import Mapping

from journal_app.bitext.model import Kind, State
from journal_app.bitext.xliff2.styles import pair, value_of

CATEGORY = "journal-des-jungles"  # of our metadata
BODY = "body"  # the group that holds the units of a text's body, and their key
GENERAL = "xliff:codepoints"  # the profile that counts signs as we do
MINE = "jdj"

# type and subType; a foreign code has none
_KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.EMPHASIS: ("fmt", "xlf:i"),
    Kind.STRONG: ("fmt", "xlf:b"),
    Kind.LINK: ("link", ""),
    Kind.NOTE: ("other", f"{MINE}:note"),
    Kind.OTHER: ("other", f"{MINE}:other"),
    Kind.BREAK: ("fmt", "xlf:lb"),
    Kind.FOREIGN: ("", ""),
}
_BACK = {sub: kind for kind, (_, sub) in _KINDS.items() if sub}
# What XLIFF has no state for is a substate of `initial`: a tool that moves on must take it away (section subState).
_INITIAL = frozenset({State.MEMORY, State.MACHINE, State.IN_PROGRESS, State.NEEDS_WORK})
_RANK = {state: rank for rank, state in enumerate(State)}


def type_of(kind: Kind) -> tuple[str, str]:
    """type and subType of a code; each empty where there is none."""
    return _KINDS[kind]


def kind_of(kind: str | None, sub: str | None) -> Kind:
    """What a code stands for, by its type and subType; foreign when neither says something we know."""
    return Kind.LINK if kind == "link" else _BACK.get(sub or "", Kind.FOREIGN)


def address(href: str) -> str:
    """A link's address as fs:subFs."""
    return pair("href", href)


def address_of(style: str | None, written: str | None) -> str:
    """The address in fs:subFs, where fs:fs says that it is a link."""
    return value_of("href", written or "") if style == "a" else ""


def said(state: State, translated: bool) -> tuple[str, str]:
    """state and subState of a segment. Beyond `initial` XLIFF wants a target: without one the rest is a substate."""
    if state in _INITIAL or (not translated and state is not State.INITIAL):
        return "initial", f"{MINE}:{state}"
    return str(state), ""


def state_of(state: str | None, sub: str | None, translated: bool) -> State:
    """The state of a segment; a substate of ours counts only where we would have written it."""
    if sub and sub.startswith(f"{MINE}:"):
        own = sub.removeprefix(f"{MINE}:")
        if own in _RANK and said(State(own), translated) == (state, sub):
            return State(own)
    return State(state) if state in _RANK and state not in _INITIAL else State.INITIAL


def least(states: list[State]) -> State:
    """The one that is least far; of none the first."""
    return min(states, key=_RANK.__getitem__, default=State.INITIAL)
