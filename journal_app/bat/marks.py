"""BAT, what a warning is about: two that read alike are one only when they are of the same things. Pure values.

A reason is said of what its page listed. By a count alone one remark could be closed and another come, unseen.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from journal_app.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Warned(Problem):
    """A warning with what it is about, an entry for each thing: a remark's id, a path with the hash of what is there
    now. It is shown nowhere; only its mark is."""

    about: tuple[str, ...] = ()


def warned(problem: Problem, *about: str) -> Warned:
    """The same warning, bound to these things."""
    return Warned(problem.severity, problem.code, problem.where, problem.detail, about)


def things(problem: Problem) -> tuple[str, ...]:
    """What it is about; nothing where its own words say all of it."""
    return problem.about if isinstance(problem, Warned) else ()


def mark(problem: Problem) -> str:
    """A warning as its form carries it: the same for the same things, found at the same place. 48 bits; no id can be
    read from it."""
    told = [problem.code, problem.where, problem.detail.found, problem.detail.allowed, *things(problem)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def unseen(problems: Iterable[Problem], shown: Collection[str]) -> list[Problem]:
    """The warnings that a page with these marks did not list: a reason typed there was not said of them."""
    return [one for one in dict.fromkeys(problems) if one.severity is Severity.WARNING and mark(one) not in shown]


def digest(value: object) -> str:
    """Plain values as one thing that a warning may be about."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
