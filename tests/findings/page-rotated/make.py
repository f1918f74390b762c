"""The page is turned by a quarter."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.page.obj.Rotate = 90
