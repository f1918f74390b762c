"""The output intent names another condition than the sheet."""

from pikepdf import String

from tests.findings_builder import Draft, sheet

SHEET = sheet()


def spoil(draft: Draft) -> None:
    draft.intent(OutputConditionIdentifier=String("FOGRA47"))
