"""Upkeep, the commands: `journal doctor`, `backup`, `restore`, `janitor`. They ask nothing while they run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from journal_app.config import Config, from_environment
from journal_app.jobs.runner import utc_now
from journal_app.migrations import upgrade
from journal_app.problems import Problem, blocking
from journal_app.reactions import REACTIONS
from journal_app.tables import tables
from journal_app.upkeep import backup, doctor, erasing, janitor
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


def _erase_again(instance: Path, issues: Path, database: str, ledger_file: Path) -> int:
    issues.mkdir(parents=True, exist_ok=True)  # a backup may hold none
    tables()
    shop = open_workshop(Config(issues, instance=instance, database=database))
    upgrade(shop.database)
    return erasing.erase(shop, utc_now(), erasing.again(shop, ledger_file), REACTIONS)


def commands(answer: Answer) -> list[click.Command]:
    """The five commands; `answer` prints and leaves as the others do."""

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
    @click.option(
        "--ledger", "ledger_file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="erased.jsonl of the desk that was lost: what had been erased since is erased again",
    )  # fmt: skip
    @key_option
    @machine_option
    def restore(
        file: Path, instance: Path, issues: Path, database: str, ledger_file: Path | None, key_file: Path | None,
        machine: bool,
    ) -> None:  # fmt: skip
        """Put a backup back into two empty folders, and an empty database if it came from PostgreSQL."""
        try:
            manifest = backup.restore(file, instance, issues, _secret(key_file), database)
        except (backup.NotWhole, NotOpened, FileExistsError) as error:
            found = str(error) or type(error).__name__
            answer({"parts": 0}, [blocking("restore-failed", file.name, found, "", "technician")], machine, "")
            return
        again = _erase_again(instance, issues, database, ledger_file) if ledger_file else 0
        answer({"parts": len(manifest), "erased": again}, [], machine, f"  {instance}, {issues} ({len(manifest)})")

    @click.command("janitor")
    @machine_option
    def tidy(machine: bool) -> None:
        """Take away what nobody can reach any more."""
        shop = _workshop()
        upgrade(shop.database)
        values = janitor.tidy(shop, utc_now())
        answer(dict(values), [], machine, "\n".join(f"  {name:<14} {value}" for name, value in values.items()))

    @click.command("erase")
    @click.option(
        "--due", is_flag=True, required=True,
        help="what was taken back and whose hours of grace are over, and what is kept no longer",
    )  # fmt: skip
    @click.option("--dry-run", is_flag=True, help="only say what would go")
    @machine_option
    def forget(due: bool, dry_run: bool, machine: bool) -> None:
        """Erase what was taken back and what is kept no longer, from rows, index and disk; the worker does it daily."""
        shop, now = _workshop(), utc_now()
        upgrade(shop.database)
        found = erasing.due(shop, now)
        erased = 0 if dry_run else erasing.erase(shop, now, found, REACTIONS)
        more = 0 if dry_run else len(found) - erased
        left = [blocking("erasure-left", "instance", more, "", "technician")] if more else []
        links = erasing.ended(shop, now)
        if not dry_run:
            erasing.end(shop, links)
        lines = [f"  {type(one.fact).__name__:<14} {one.id}  {len(one.blobs)} + {len(one.paths)}" for one in found]
        lines += [f"  {'Upload':<14} {one}" for one in links.uploads]
        lines += [f"  {'Card':<14} {one}" for one in (*links.forgotten, *links.handles)]
        values = {"erased": erased, "due": [one.id for one in found],
                  "ended": 0 if dry_run else links.count, "uploads": list(links.uploads),
                  "cards": [*links.forgotten, *links.handles]}  # fmt: skip
        answer(values, left, machine, "\n".join(lines))

    return [examine, back_up, restore, tidy, forget]
