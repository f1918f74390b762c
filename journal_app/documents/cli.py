"""The command `journal docx`: a file read as the desk reads it, with its receipt. It writes no file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from journal_app.documents.child import read_safely
from journal_app.documents.gate import MOST_BYTES
from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document, row_as_json
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking

EMPTY: dict[str, Any] = {"html": "", "text": "", "language": "", "pictures": [], "receipt": []}


def as_values(document: Document | None) -> dict[str, Any]:
    """What the command tells of a document; pictures by hash and size, without their bytes."""
    if document is None:
        return dict(EMPTY)
    return {
        "html": fragment(document.blocks),
        "text": plain(document.blocks),
        "language": document.language,
        "pictures": [{"sha256": p.sha256, "width": p.width, "height": p.height} for p in document.pictures],
        "receipt": [row_as_json(row) for row in document.receipt],
    }


def command(answer: Callable[..., None]) -> click.Command:
    """The subcommand; `answer` prints and leaves."""

    @click.command("docx")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
    def docx(file: Path, machine: bool) -> None:
        """Read a Word file: its text as the desk takes it, and a receipt for every part."""
        problems: list[Problem]
        try:
            with file.open("rb") as opened:
                document, problems = read_safely(opened.read(MOST_BYTES + 1), file.name)
        except (OSError, ValueError):
            document, problems = None, [blocking("document-missing", shown(file.name), "", "", "editor")]
        values = as_values(document)
        answer(values, problems, machine, values["text"])

    return docx
