"""Composition root of the `journal` command: each subcommand calls the compiler and prints for people or machines.

Exit codes: 0 fine, 1 blocking problems or input refused, 2 wrong use. With --json standard output holds only JSON.
Nothing that is asked of it ends in a traceback: what breaks the compiler itself is answered as a problem, too.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal_app.media.cli import clean
from journal_app.messages import as_json
from journal_app.problems import Problem, Severity, any_blocking, blocking
from journal_app.terminal import Bar, told

if TYPE_CHECKING:
    from journal_app.costing.report import CostingReport
    from journal_app.prepress.model import Issue

ROOT = Path(__file__).resolve().parents[1]
ISSUES, LAYOUTS = ROOT / "issues", ROOT / "layouts"
ROOMS = {"adopt": "journal_app.freeze.cli", "docx": "journal_app.documents.cli", "xliff": "journal_app.exchange.cli"}
UPKEEP = ("backup", "doctor", "erase", "janitor", "restore")
NAMES = {
    "press": "PDF d’imprimerie",
    "proof": "épreuve",
    "preflight": "contrôle",
    "preflight-json": "contrôle, JSON",
    "ticket": "fiche",
    "sums": "empreintes",
    "costing": "coûts",
}


def answer(
    values: dict[str, Any], problems: Sequence[Problem], machine: bool, text: str = "", every: bool = False
) -> None:
    """Print the result one way or the other and leave with its exit code."""
    if machine:
        click.echo(json.dumps(values | {"problems": [as_json(p) for p in problems]}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([*told(problems, every), *filter(None, [text])]))
    sys.exit(1 if any_blocking(problems) else 0)


@contextmanager
def answered(machine: bool, empty: dict[str, Any]) -> Iterator[None]:
    """The last edge: what cannot be written, or breaks the compiler, becomes a problem with its place."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except OSError as error:
        said = error.strerror or type(error).__name__
        where = Path(str(error.filename or "journal")).name
        answer(empty, [blocking("output-unwritable", where, said, "", "technician")], machine)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "journal_app")] or frames
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        found = f"{type(error).__name__}: {error}".splitlines()[0][:160]
        answer(empty, [blocking("compiler-broke", where, found, "", "technician")], machine)


@dataclass(frozen=True)
class Asked:
    """An issue folder, and how it was asked for. `empty` is the command's answer when there is nothing to tell."""

    folder: Path
    layouts: Path
    machine: bool
    empty: dict[str, Any]

    @property
    def cache(self) -> Path:
        return self.folder / "build" / "cache"

    @property
    def bar(self) -> Bar:
        return Bar(self.machine)

    def source(self, ready: bool = False) -> tuple[Any, list[Problem]]:
        """The folder, read; answers and leaves when it cannot be used or, if it has to be `ready`, not be printed."""
        from journal_app.prepress import build

        source, problems = build.read(self.folder, self.layouts)
        if source is None or (ready and any_blocking(problems)):
            answer(self.empty, problems, self.machine)
        return source, problems

    def answer(
        self, values: dict[str, Any], problems: Sequence[Problem], text: str = "", every: bool = False
    ) -> None:
        answer(values, problems, self.machine, text, every)


Command = Callable[..., None]


def issue_command(empty: dict[str, Any]) -> Callable[[Command], Command]:
    """What every command on an issue folder takes: the folder, --layouts, --json."""

    def taking(function: Command) -> Command:
        @click.argument("issue", type=click.Path(path_type=Path))
        @click.option(
            "--layouts",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            default=LAYOUTS,
            help="the folder of layouts; without it the house's own",
        )
        @click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
        @wraps(function)
        def wrapped(issue: Path, layouts: Path, machine: bool, **options: Any) -> None:
            with answered(machine, empty):
                function(Asked(issue, layouts, machine, empty), **options)

        return wrapped

    return taking


class Commands(click.Group):
    """The commands of this file, and those of the rooms that have some: read only when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ROOMS, *UPKEEP])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ROOMS:
            made: click.Command = import_module(ROOMS[cmd_name]).command(answer)
            return made
        if cmd_name not in UPKEEP:
            return super().get_command(ctx, cmd_name)
        from journal_app.upkeep.cli import commands

        return {command.name: command for command in commands(answer)}[cmd_name]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The Journal des Jungles: from an issue folder to a PDF a printer accepts."""


@main.command()
@issue_command({"issue": "", "pages": 0, "articles": 0, "pictures": 0, "languages": []})
def check(asked: Asked) -> None:
    """Read and validate an issue folder."""
    source, problems = asked.source()
    facts = source.issue
    asked.answer(
        {
            "issue": facts.slug,
            "pages": len(facts.pages),
            "articles": len(facts.articles),
            "pictures": len(facts.pictures),
            "languages": facts.file.languages,
        },
        problems,
        f"{facts.file.title} n° {facts.file.number} : {len(facts.pages)} pages, "
        f"{len(facts.articles)} articles, {len(facts.pictures)} images",
        every=True,
    )


@main.command()
@issue_command({"fit": []})
def fit(asked: Asked) -> None:
    """Lines over and under for each article and language."""
    from journal_app.prepress.outputs import fit_table, measure

    source, problems = asked.source()
    rows, found = measure(source, asked.cache, asked.bar)
    asked.answer({"fit": rows}, [*problems, *found], fit_table(rows))


@main.command()
@issue_command({"files": [], "pages": 0, "fit": []})
@click.option("--out", type=click.Path(path_type=Path), required=True)
def proof(asked: Asked, out: Path) -> None:
    """A low-weight PDF and a PNG a page, of an unfinished issue too."""
    from journal_app.prepress.outputs import make_proof

    source, problems = asked.source()
    made, found = make_proof(source, asked.cache, out, asked.bar)
    asked.answer(made, [*problems, *found], "\n".join(made["files"][:1]))


@main.command()
@issue_command({"files": [], "pages": 0, "sha256": "", "seconds": {}})
@click.option("--out", type=click.Path(path_type=Path), required=True)
def press(asked: Asked, out: Path) -> None:
    """The press PDF and places.json; nothing is written while something stops the press."""
    from journal_app.prepress.outputs import make_press

    source, problems = asked.source(ready=True)
    made, found = make_press(source, asked.cache, out, asked.bar)
    asked.answer(made, [*problems, *found], "\n".join(made["files"]))


@main.command()
@issue_command({"files": [], "kinds": []})
@click.option("--out", type=click.Path(path_type=Path), required=True)
def parcel(asked: Asked, out: Path) -> None:
    """What is handed to the printer: PDF, job ticket, preflight report, checksums."""
    from journal_app.prepress.parcel import make_parcel

    source, problems = asked.source(ready=True)
    made, found = make_parcel(source, asked.cache, out, asked.bar)
    asked.answer(made, [*problems, *found], "\n".join(made["files"]))


@main.command()
@issue_command(
    {"pages": 0, "articles": 0, "languages": [], "pictures": 0, "bytes": 0, "addresses": {}, "files": []}
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="a folder for this site alone")
@click.option("--host", default="", help="who hosts it: name, address, telephone (the law asks for it)")
@click.option("--licence", default="", help="the texts' licence, in words")
def web(asked: Asked, out: Path, host: str, licence: str) -> None:
    """The small site of an issue and its tagged PDF: only what may be on the web; swapped in whole."""
    from journal_app.complement.building import make_site, table
    from journal_app.complement.site import Told

    source, problems = asked.source(ready=True)
    made, found = make_site(source, out, Told(host, licence), asked.bar)
    asked.answer(made, [*problems, *found], table(made, out))


@main.command()
@issue_command({"faces": {}})
@click.option("--record", is_flag=True, help="write faces.toml: what the issue is composed with from now on")
def faces(asked: Asked, record: bool) -> None:
    """The faces of an issue's languages; `check` warns when they are no longer the recorded ones."""
    from journal_app.prepress.face_records import record_faces
    from journal_app.prepress.faces import of_languages

    source, problems = asked.source()
    used = of_languages(source.issue.file.languages)
    if record:
        record_faces(asked.folder, used)
        problems = [p for p in problems if p.code != "face-differs"]
    asked.answer({"faces": used}, problems, "\n".join(f"{sha256}  {file}" for file, sha256 in used.items()))


@main.command()
@click.argument("what", required=False)
@click.option("--json", "machine", is_flag=True, help="as without it: a schema is JSON")
def schema(what: str | None, machine: bool) -> None:
    """The JSON Schema of an issue folder, or of one file: issue, flatplan, article, picture, faces, sheet, costing."""
    from pydantic import BaseModel

    from journal_app.costing.model import Costing
    from journal_app.prepress.schema import TABLES, issue_schema, table_schema

    tables: dict[str, type[BaseModel]] = {**TABLES, "costing": Costing}
    if what is not None and what not in tables:
        raise click.BadParameter(f"« {what} » : {', '.join(tables)}")
    found = table_schema(tables[what]) if what else issue_schema({"costing.toml": Costing})
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("--sheet", type=click.Path(path_type=Path), help="printer sheet (TOML); without it the offset defaults")
@click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
def preflight(pdf: Path, sheet: Path | None, machine: bool) -> None:
    """Judge any PDF, ours or a stranger's."""
    from journal_app.prepress.outputs import judge

    with answered(machine, {"file": pdf.name, "ready": False}):
        verdict, problems = judge(pdf, sheet)
        text = "Prêt pour l’imprimeur." if verdict["ready"] else "Pas encore prêt pour l’imprimeur."
        answer(verdict, problems, machine, text)


@main.command()
@issue_command({})
def costing(asked: Asked) -> None:
    """What an issue costs and weighs, what came in, what is missing."""
    from journal_app.costing.table import costing_table

    source, _ = asked.source()
    report, problems = costed(asked.folder, source.issue)
    if report is None:
        asked.answer({}, problems, "Pas de costing.toml lisible : rien à chiffrer.")
        return
    asked.answer(report.as_json(), problems, costing_table(report))


def costed(folder: Path, issue: "Issue") -> "tuple[CostingReport | None, list[Problem]]":
    """The costing of an issue as it is planned, as of today; None where costing.toml cannot be read."""
    from journal_app.costing.folder import read_costing
    from journal_app.costing.report import costing_report

    found, problems = read_costing(folder)
    if found is None:
        return None, problems
    report = costing_report(found, issue.sheet, len(issue.pages), date.today())
    return report, [*problems, *report.problems]


BENCHES = {"desk": "bench", "camp": "bench_camp", "money": "bench_money", "translation": "bench_translation",
           "proof": "bench_proof"}  # fmt: skip


@main.command()
@issue_command({"rows": []})
def bench(asked: Asked) -> None:
    """How fast and how heavy: one table from one run on this machine.

    `bench desk`, `camp`, `translation`, `proof` and `money` are the desk's: what each measures is said in its module.
    """
    from journal_app.prepress.bench import run, table

    if str(asked.folder) in BENCHES:
        other = import_module(f"journal_app.web.{BENCHES[str(asked.folder)]}")
        rows = other.run(asked.bar)
        asked.answer({"rows": rows}, [], other.table(rows))
    asked.source()
    rows = run(asked.folder)
    asked.answer({"rows": rows}, [], table(rows))


def fill_desk(specimen: Path) -> None:
    """Put the demo's people and pieces into a desk that has nobody yet."""
    from journal_app.config import from_environment
    from journal_app.demo import fill

    fill(from_environment(os.environ), specimen, lambda words: click.echo(f"  · {words}", err=True))


@main.command()
@click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
def demo(machine: bool) -> None:
    """Build the specimen issue for press and say where everything is."""
    from journal_app.costing.table import costing_table
    from journal_app.prepress.outputs import build_all

    asked = Asked(ISSUES / "00-specimen", LAYOUTS, machine, {"files": {}})
    click.echo("  · le numéro spécimen, de ses textes au PDF d’imprimerie", err=True)
    with answered(machine, {"files": {}}):
        source, problems = asked.source(ready=True)
        said, found = build_all(source, asked.folder / "build", asked.bar)
        report, costs = costed(asked.folder, source.issue)
        if report:
            path = asked.folder / "build" / "costing.txt"
            path.write_text(costing_table(report) + "\n", "utf-8")
            said["costing"] = str(path)
        fill_desk(asked.folder)
        blocked = [p for p in [*problems, *found, *costs] if p.severity is Severity.BLOCKING]
        answer(
            {"files": said},
            blocked,
            machine,
            "\n".join(f"  {NAMES.get(kind, kind):<18} {path}" for kind, path in said.items()),
        )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="whether the long work is done beside it")
@click.option("--json", "machine", is_flag=True, help="only JSON on standard output: the address")
def serve(host: str, port: int, worker: bool, machine: bool) -> None:
    """Open the desk at http://127.0.0.1:5000."""
    from journal_app.app import create_app
    from journal_app.config import ConfigError
    from journal_app.web import server

    try:
        opened = server.open_server(create_app(), host, port)
    except ConfigError as error:
        answer({"address": ""}, [blocking("setting-wrong", "serve", error, "", "technician")], machine)
        return
    except OSError as error:
        found = f"{host}:{port} ({error.strerror})"
        answer({"address": ""}, [blocking("address-taken", "serve", found, "--port", "technician")], machine)
        return
    address = f"http://{host}:{port}/"
    told = f"  La table est ouverte : {address}  (Ctrl+C pour fermer)"
    click.echo(json.dumps({"address": address, "problems": []}) if machine else told)
    server.serve(opened, worker)


main.add_command(clean)


if __name__ == "__main__":
    main()
