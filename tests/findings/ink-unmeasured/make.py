"""A machine without Ghostscript; test_findings.py takes it from the path."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    pass
