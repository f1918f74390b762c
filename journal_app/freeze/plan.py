"""Freeze, the decision: what is wanted, what we wrote last, what is on disk -> what to write, delete, or stop at. Pure.

Gather, decide, apply: this is the middle. A path maps to the SHA-256 of its bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Hashes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that is not as the desk left it: somebody changed it by hand. Nothing is written while there is one."""

    path: str
    written: str  # what the desk wrote there; empty: it never did
    found: str  # what is there; empty: it is gone


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in no order that matters: all of it or, with a conflict, none."""

    write: tuple[str, ...]
    delete: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def plan_freeze(
    wanted: Hashes, manifest: Hashes, on_disk: Hashes, begun: Mapping[str, Sequence[str]] | None = None
) -> Plan:
    """`on_disk` holds the paths of the others that exist. What we never wrote and nobody wants is left alone.

    `begun`: what a freeze that was killed may have left at a path: ours too, and no conflict.
    """
    ours = begun or {}
    write, delete, conflicts = [], [], []
    for path in sorted({*wanted, *manifest, *ours}):
        want, wrote, there = wanted.get(path, ""), manifest.get(path, ""), on_disk.get(path, "")
        if want == there:
            continue
        if there != wrote and there not in ours.get(path, ()):
            conflicts.append(Conflict(path, wrote, there))
        elif want:
            write.append(path)
        else:
            delete.append(path)
    return Plan(tuple(write), tuple(delete), tuple(conflicts))
