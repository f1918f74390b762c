"""The cross-reference table points beside its objects."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.raw = lambda data: data.replace(b"startxref\n", b"startxref\n9")
