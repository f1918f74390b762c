"""Upkeep, the commands: `journal doctor`, `backup`, `restore`, `janitor`. They ask nothing while they run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from journal_app.config import from_environment
from journal_app.jobs.runner import utc_now
from journal_app.migrations import upgrade
from journal_app.problems import Problem, blocking
from journal_app.tables import tables
from journal_app.upkeep import backup, doctor, janitor
from journal_app.upkeep.sealing import NotOpened
from journal_app.upkeep.store import integrity
from journal_app.workshop import Workshop, open_workshop

Answer = Callable[[dict[str, Any], list[Problem], bool, str], None]
machine_option = click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
key_option = click.option(
    "--key-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="a passphrase, in a file"
)


def _workshop() -> Workshop:
    config = from_environment(os.environ)
    config.instance.mkdir(parents=True, exist_ok=True)
    tables()
    return open_workshop(config)


def _secret(key_file: Path | None) -> bytes:
    return key_file.read_bytes().strip() if key_file else b""


def commands(answer: Answer) -> list[click.Command]:
    """The four commands; `answer` prints and leaves as the others do."""

    @click.command("doctor")
    @click.option("--deep", is_flag=True, help="read every blob, too")
    @machine_option
    def examine(deep: bool, machine: bool) -> None:
        """Say what is wrong with the desk and what would help."""
        shop = _workshop()
        if integrity(shop.database) == "ok":
            upgrade(shop.database)
        values, problems = doctor.examine(shop, utc_now(), deep)
        answer(values, problems, machine, "\n".join(f"  {name:<14} {value}" for name, value in values.items()))

    @click.command("backup")
    @click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
    @key_option
    @machine_option
    def back_up(out: Path, key_file: Path | None, machine: bool) -> None:
        """Write a backup and read it again; sealed, with the keys in it, when there is a --key-file."""
        try:
            path, manifest = backup.back_up(_workshop(), out, utc_now(), _secret(key_file))
        except (backup.NotWhole, FileExistsError) as error:
            answer({"file": ""}, [blocking("backup-failed", str(out), error, "", "technician")], machine, "")
            return
        values = {"file": str(path), "parts": len(manifest), "bytes": path.stat().st_size, "sealed": bool(key_file)}
        answer(values, [], machine, f"  {path} ({len(manifest)})")

    @click.command("restore")
    @click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @click.option("--instance", type=click.Path(path_type=Path, file_okay=False), required=True)
    @click.option("--issues", type=click.Path(path_type=Path, file_okay=False), required=True)
    @click.option("--database", default="", help="of a PostgreSQL backup: the address of an empty database")
    @key_option
    @machine_option
    def restore(file: Path, instance: Path, issues: Path, database: str, key_file: Path | None, machine: bool) -> None:
        """Put a backup back into two empty folders, and an empty database if it came from PostgreSQL."""
        try:
            manifest = backup.restore(file, instance, issues, _secret(key_file), database)
        except (backup.NotWhole, NotOpened, FileExistsError) as error:
            found = str(error) or type(error).__name__
            answer({"parts": 0}, [blocking("restore-failed", file.name, found, "", "technician")], machine, "")
            return
        answer({"parts": len(manifest)}, [], machine, f"  {instance}, {issues} ({len(manifest)})")

    @click.command("janitor")
    @machine_option
    def tidy(machine: bool) -> None:
        """Take away what nobody can reach any more."""
        shop = _workshop()
        upgrade(shop.database)
        values = janitor.tidy(shop, utc_now())
        answer(dict(values), [], machine, "\n".join(f"  {name:<14} {value}" for name, value in values.items()))

    return [examine, back_up, restore, tidy]
