"""Media, the command: a safe copy of a photo, for volunteers who want nothing else. It stores nothing in the desk."""

from pathlib import Path
from typing import Any

import click

from journal_app.problems import blocking

EMPTY = {"file": "", "sha256": "", "width": 0, "height": 0, "kind": "", "bytes": 0}


@click.command("clean-picture")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="where the copy goes; not the file itself")
@click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
def clean(file: Path, out: Path, machine: bool) -> None:
    """A copy of a picture that holds its pixels and nothing else: no place, date, device, name or thumbnail."""
    from journal_app.cli import answer, answered
    from journal_app.media.intake import clean_picture

    with answered(machine, EMPTY):
        if out.exists() and file.exists() and out.samefile(file):
            raise click.UsageError(f"--out {out} is the file itself: give another name")
        try:
            with file.open("rb") as source:
                made, problems = clean_picture(source, file.name)
        except OSError as error:
            answer(EMPTY, [blocking("file-unreadable", file.name, error.strerror or "")], machine)
            return
        if made is None:
            answer(EMPTY, problems, machine)
            return
        told = _written(out, made.data) | {"width": made.width, "height": made.height, "kind": made.kind}
        answer(told, problems, machine, f"  {told['file']}  {made.width} x {made.height} px, {made.media_type}")


def _written(out: Path, data: bytes) -> dict[str, Any]:
    import hashlib

    from journal_app.durable import write_durably

    write_durably(out, data, 0o644)
    return {"file": str(out), "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
