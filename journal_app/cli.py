"""Composition root of the `journal` command: each subcommand calls the compiler and prints for people or, with --json, machines.

Exit codes: 0 fine, 1 blocking problems or input refused, 2 wrong use. With --json standard output holds only JSON.
"""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from journal_app.messages import as_json, sentence
from journal_app.problems import Problem, Severity, any_blocking

ISSUES = Path(__file__).resolve().parents[1] / "issues"
SIGNS = {Severity.BLOCKING: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


class Bar:
    """A progress bar on standard error for people; silent for machines and pipes."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent or not sys.stderr.isatty()

    def __call__(self, label: str, done: int, total: int) -> None:
        if self.silent:
            return
        filled = round(24 * done / max(total, 1))
        end = "\n" if done >= total else ""
        click.echo(f"\r  {label:<9} {'█' * filled}{'·' * (24 - filled)} {done}/{total}{end}", err=True, nl=False)


def answer(values: dict[str, Any], problems: Sequence[Problem], machine: bool, text: str = "") -> None:
    """Print the result one way or the other and leave with its exit code."""
    if machine:
        click.echo(json.dumps(values | {"problems": [as_json(p) for p in problems]}, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(f"{SIGNS[problem.severity]} {sentence(problem)}", err=problem.severity is not Severity.NOTE)
        if text:
            click.echo(text)
    sys.exit(1 if any_blocking(problems) else 0)


def issue_command(function: Callable[..., None]) -> Callable[..., None]:
    """What every command on an issue folder takes: the folder, --json."""
    @click.argument("issue", type=click.Path(path_type=Path))
    @click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
    return wrapped


def _source(folder: Path, machine: bool, values: dict[str, Any] | None = None) -> tuple[Any, list[Problem]]:
    from journal_app.prepress import build

    source, problems = build.read(folder)
    if source is None:
        answer(values or {}, problems, machine)
    return source, problems


def _cache(folder: Path) -> Path:
    return folder / "build" / "cache"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The Journal des Jungles: from an issue folder to a PDF a printer accepts."""


@main.command()
@issue_command
def check(issue: Path, machine: bool) -> None:
    """Read and validate an issue folder."""
    source, problems = _source(issue, machine, {"issue": issue.name})
    facts = source.issue
    answer({"issue": facts.slug, "pages": len(facts.pages), "articles": len(facts.articles),
            "pictures": len(facts.pictures), "languages": facts.file.languages}, problems, machine,
           f"{facts.file.title} n° {facts.file.number} : {len(facts.pages)} pages, {len(facts.articles)} articles, "
           f"{len(facts.pictures)} images")


@main.command()
@issue_command
def fit(issue: Path, machine: bool) -> None:
    """Lines over and under for each article and language."""
    from journal_app.prepress.outputs import fit_table, measure

    source, problems = _source(issue, machine)
    rows, found = measure(source, _cache(issue), Bar(machine))
    answer({"fit": rows}, [*problems, *found], machine, fit_table(rows))


@main.command()
@issue_command
@click.option("--out", type=click.Path(path_type=Path), required=True)
def proof(issue: Path, out: Path, machine: bool) -> None:
    """A low-weight PDF and a PNG a page."""
    from journal_app.prepress.outputs import make_proof

    source, problems = _source(issue, machine)
    made, found = make_proof(source, _cache(issue), out, Bar(machine))
    answer(made, [*problems, *found], machine, "\n".join(made["files"][:1]))


@main.command()
@issue_command
@click.option("--out", type=click.Path(path_type=Path), required=True)
def press(issue: Path, out: Path, machine: bool) -> None:
    """The press PDF and places.json."""
    from journal_app.prepress.outputs import make_press

    empty = {"files": [], "pages": 0, "sha256": "", "seconds": {}}
    source, problems = _source(issue, machine, empty)
    made, found = make_press(source, _cache(issue), out, Bar(machine))
    answer(made, [*problems, *found], machine, "\n".join(made["files"]))


@main.command()
@issue_command
@click.option("--out", type=click.Path(path_type=Path), required=True)
def parcel(issue: Path, out: Path, machine: bool) -> None:
    """What is handed to the printer: PDF, job ticket, preflight report, checksums."""
    from journal_app.prepress.parcel import make_parcel

    source, problems = _source(issue, machine, {"files": []})
    made, found = make_parcel(source, _cache(issue), out, Bar(machine))
    answer(made, [*problems, *found], machine, "\n".join(made["files"]))


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("--sheet", type=click.Path(path_type=Path), help="the printer sheet (TOML); without it the offset defaults")
@click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
def preflight(pdf: Path, sheet: Path | None, machine: bool) -> None:
    """Judge any PDF, ours or a stranger's."""
    from journal_app.prepress.outputs import judge

    verdict, problems = judge(pdf, sheet)
    answer(verdict, problems, machine, "Prêt pour l’imprimeur." if verdict["ready"] else "Pas encore prêt pour l’imprimeur.")


@main.command()
@issue_command
def costing(issue: Path, machine: bool) -> None:
    """What an issue costs and weighs, what came in, what is missing."""
    from journal_app.costing.folder import read_costing
    from journal_app.costing.report import costing_report
    from journal_app.costing.table import costing_table

    source, _ = _source(issue, machine)
    found, problems = read_costing(issue)
    if found is None:
        answer({}, problems, machine, "Pas de costing.toml lisible : rien à chiffrer.")
        return
    report = costing_report(found, source.issue.sheet, len(source.issue.pages), date.today())
    answer(report.as_json(), [*problems, *report.problems], machine, costing_table(report))


@main.command()
@issue_command
def bench(issue: Path, machine: bool) -> None:
    """How fast and how heavy: one table from one run on this machine."""
    from journal_app.prepress.bench import run, table

    _source(issue, machine)
    rows = run(issue)
    answer({"rows": rows}, [], machine, table(rows))


@main.command()
def demo() -> None:
    """Build the specimen issue for press and say where everything is."""
    from journal_app.prepress.outputs import build_all

    folder = ISSUES / "00-specimen"
    click.echo("  · le numéro spécimen, de ses textes au PDF d’imprimerie")
    source, problems = _source(folder, False)
    said, found = build_all(source, folder / "build", Bar(False))
    for label, path in said.items():
        click.echo(f"  {label:<22} {path}")
    blocked = [p for p in [*problems, *found] if p.severity is Severity.BLOCKING]
    for problem in blocked:
        click.echo(f"✗ {sentence(problem)}", err=True)
    sys.exit(1 if blocked else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
def serve(host: str, port: int) -> None:
    """Open the desk at http://127.0.0.1:5000."""
    from waitress import serve as wait

    from journal_app.app import create_app

    click.echo(f"  La table est ouverte : http://{host}:{port}  (Ctrl+C pour fermer)")
    wait(create_app(), host=host, port=port, threads=32, ident=None)


if __name__ == "__main__":
    main()
