"""What would leave a hole in a page is said before anybody prints it: an empty slot, a code that leads nowhere."""

from dataclasses import replace

import pytest

from journal_app.messages import sentence
from journal_app.prepress import build
from journal_app.prepress.model import Issue
from journal_app.prepress.threads import holes
from tests.prepress.test_layouts import specimen


def without(issue: Issue, folio: int, slot: str) -> Issue:
    """The issue with nothing in one slot."""
    pages = list(issue.pages)
    page = pages[folio - 1]
    pages[folio - 1] = page.model_copy(update={"slots": {k: v for k, v in page.slots.items() if k != slot}})
    return replace(issue, pages=tuple(pages))


def test_the_specimen_has_none() -> None:
    source: build.Source = specimen()
    assert holes(source.issue, source.layouts) == []


@pytest.mark.parametrize(("folio", "slot", "said"), [(6, "photo2", True), (2, "second", False)])
def test_an_empty_slot_is_told_unless_the_layout_lets_it_be(folio: int, slot: str, said: bool) -> None:
    source = specimen()
    found = holes(without(source.issue, folio, slot), source.layouts)
    assert [(p.code, p.where) for p in found] == ([("slot-empty", f"p{folio}/{slot}")] if said else [])


def test_a_code_needs_an_address() -> None:
    source = specimen()
    sheet = source.issue.sheet.model_copy(update={"web_base": ""})
    (problem,) = holes(replace(source.issue, sheet=sheet), source.layouts)
    assert (problem.code, problem.where, problem.detail.found) == ("qr-without-address", "p16/code", "web_base")
    assert "web_base" in sentence(problem, "ar")
