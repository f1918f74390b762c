"""A file hidden in the file."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.pdf.attachments["notes.txt"] = b"brouillon"
