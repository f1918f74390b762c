"""No BleedBox."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    del draft.page.obj.BleedBox
