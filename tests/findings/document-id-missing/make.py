"""No ID in the trailer."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.raw = lambda data: data.replace(b"/ID [", b"/XX [")
