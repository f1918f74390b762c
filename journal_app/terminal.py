"""At the edge: what the `journal` command prints for people: problems by gravity, progress. It decides nothing."""

import sys
from collections import Counter
from collections.abc import Sequence

import click

from journal_app.messages import SOURCE, sentence, translator
from journal_app.problems import Problem, Severity

MANY = 2  # more notes than this of one kind are told by the first of them, but for `check`
COUNTED = (
    (Severity.BLOCKING, "%(n)s anomalie bloquante", "%(n)s anomalies bloquantes"),
    (Severity.WARNING, "%(n)s point à regarder", "%(n)s points à regarder"),
    (Severity.NOTE, "%(n)s note", "%(n)s notes"),
)
SIGNS = {Severity.BLOCKING: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


class Bar:
    """A progress bar on standard error for people, a line a stage in a pipe or a log; silent for machines."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent
        self.moving = sys.stderr.isatty()
        self.told = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        if self.silent:
            return
        label = translator(SOURCE).gettext(f"stage:{label}")
        if not self.moving:
            if label != self.told:
                click.echo(f"  · {label} ({total})", err=True)
            self.told = label
            return
        filled = round(24 * done / max(total, 1))
        end = "\n" if done >= total else ""
        click.echo(f"\r  {label:<12} {'█' * filled}{'·' * (24 - filled)} {done}/{total}{end}", err=True, nl=False)


def told(problems: Sequence[Problem], every: bool) -> list[str]:
    """The problems as lines, the gravest last, where it is read, and how many they are.

    Of many notes of one kind the first stands for all, unless `every` one is asked for.
    """
    words, lines = translator(SOURCE), []
    for severity in (Severity.NOTE, Severity.WARNING, Severity.BLOCKING):
        kinds: dict[str, list[Problem]] = {}
        for problem in (p for p in problems if p.severity is severity):
            kinds.setdefault(problem.code, []).append(problem)
        for found in kinds.values():
            shown = found[:1] if severity is Severity.NOTE and not every and len(found) > MANY else found
            lines += [f"{SIGNS[severity]} {sentence(problem)}" for problem in shown]
            if more := len(found) - len(shown):
                one, many = "et %(n)s autre du même genre", "et %(n)s autres du même genre"
                lines.append(f"  ({words.ngettext(one, many, more) % {'n': more}})")
    counts = Counter(problem.severity for problem in problems)
    summed = [words.ngettext(one, many, n) % {"n": n} for kind, one, many in COUNTED if (n := counts[kind])]
    return [*lines, *([" · ".join(summed)] if summed else [])]
