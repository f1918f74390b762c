"""XLIFF 2, fragments: `#f=a/u=b/n=c`, how one place of a file names another (section Fragment Identification)."""

from dataclasses import dataclass, field
from enum import StrEnum

from journal_app.bitext.xliff2.grammar import SPACES
from journal_app.bitext.xliff2.values import token

HOLDERS = ("f", "g", "u")  # in this order, before everything else
LEAVES = frozenset({"n", "d", "t", ""})
MODULE_PREFIXES = frozenset({*SPACES, "its"} - {"fs", "itsm"})
# Prefixes that extensions have registered with the technical committee; TBX's is used by the suite of OASIS.
REGISTERED = {"tbx": "urn:iso:std:iso:30042"}
PREFIXES = frozenset({*HOLDERS, *LEAVES, *MODULE_PREFIXES, *REGISTERED})


class Fault(StrEnum):
    """What is wrong with a reference."""

    SYNTAX = "syntax"
    UNKNOWN = "unknown"  # well written, and nothing is there


class Want(StrEnum):
    """What a reference has to lead to."""

    ANYTHING = "anything"  # when it is lost, so much the worse for it
    NOTE = "note"  # one of the same unit
    SPAN = "span"  # words of the same unit
    TERM = "term"  # the same, or something of another document


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: the ids of what encloses it, empty where nothing does."""

    file: str = ""
    group: str = ""
    unit: str = ""


@dataclass(slots=True)
class Index:
    """Everything that can be named: (file, group or nothing, unit or nothing, prefix, id)."""

    known: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    units: set[tuple[str, str]] = field(default_factory=set)  # (file, unit), whatever its group

    def add(self, place: Place, prefix: str, identity: str | None) -> bool:
        """Remember it; whether it is the first of its name there."""
        if identity is None:
            return True
        key = (place.file, "" if place.unit else place.group, place.unit, prefix, identity.strip())
        if key in self.known:
            return False
        self.known.add(key)
        return True


def selectors(reference: str) -> list[tuple[str, str]] | None:
    """`#/f=a/n=b` -> [("f", "a"), ("n", "b")]; None when it is not written as the specification says."""
    if not reference.startswith("#"):
        return None
    out: list[tuple[str, str]] = []
    for part in reference[1:].removeprefix("/").split("/"):
        prefix, equals, identity = part.rpartition("=")
        if not token(identity) or (equals and not token(prefix)) or prefix not in PREFIXES:
            return None
        out.append((prefix, identity))
    prefixes = [prefix for prefix, _ in out]
    holders = [prefix for prefix in prefixes if prefix in HOLDERS]
    leaves = [prefix for prefix in prefixes if prefix not in HOLDERS]
    ordered = holders == sorted(set(holders), key=HOLDERS.index)
    return out if ordered and len(leaves) <= 1 and prefixes == holders + leaves else None


def target(reference: str, place: Place) -> tuple[Place, str, str] | None:
    """Where a reference leads that stands at `place`: what encloses it, its prefix and id; None for bad syntax."""
    found = selectors(reference)
    if found is None:
        return None
    said = {prefix: identity for prefix, identity in found if prefix in HOLDERS}
    prefix, identity = found[-1]
    absolute = reference.startswith("#/")
    base = Place() if absolute else place
    # A selector replaces what it names and all below it; what it does not name comes from where the reference stands.
    file = said.get("f", base.file)
    group = said.get("g", "" if "f" in said else base.group)
    unit = said.get("u", "" if {"f", "g"} & said.keys() else base.unit)
    return Place(file, group, unit), prefix, identity


def fault(reference: str, place: Place, want: Want, index: Index) -> Fault | None:
    """What is wrong with a reference that stands at `place`, or nothing. Another document is not looked at."""
    if not reference.startswith("#"):
        return Fault.SYNTAX if want in (Want.NOTE, Want.SPAN) else None
    found = target(reference, place)
    if found is None:
        return Fault.SYNTAX
    there, prefix, identity = found
    if want is not Want.ANYTHING and (there.file, there.unit) != (place.file, place.unit):
        return Fault.UNKNOWN
    if want is not Want.ANYTHING and prefix not in (("n",) if want is Want.NOTE else ("", "t")):
        return Fault.UNKNOWN
    if prefix in HOLDERS:
        known = {
            "f": ("", "", "", "f", identity),
            "g": (there.file, "", "", "g", identity),
            "u": (there.file, "", "", "u", identity),
        }[prefix] in index.known
    else:
        group = "" if there.unit else there.group
        known = (there.file, group, there.unit, prefix, identity) in index.known
    return None if known else Fault.UNKNOWN
