"""The job ticket: one page in French and English, each fact once, in the words and numbers of either language."""

import io
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from journal_app.prepress.build import Source, read
from journal_app.prepress.ticket import rows, ticket
from tests.served import ROOT

NAME, DIGEST = "JDJ_n00_2026-05_p01-16_v03_BAT.pdf", "3f786850e387550fdab836ed7e6dc881" * 2


@pytest.fixture(scope="module")
def source() -> Source:
    found, problems = read(ROOT / "issues/00-specimen")
    assert found is not None, problems
    return found


def with_sheet(source: Source, **more: Any) -> Source:
    """The same issue for another printer."""
    return replace(source, issue=replace(source.issue, sheet=source.issue.sheet.model_copy(update=more)))


def words(source: Source) -> list[str]:
    pdf = pypdfium2.PdfDocument(io.BytesIO(ticket(source, NAME, DIGEST)))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_a_workshop_reads_it_in_either_language_on_one_page(source: Source) -> None:
    (page,) = words(source)
    for told in ("Fiche de fabrication", "Job ticket", "Format fini", "Trim size", "Encrage maximal", "Print run",
                 "exemplaires, passe ±", "copies, overs ±", "à convenir", "to be agreed", NAME, DIGEST):  # fmt: skip
        assert told in page, told


def test_what_is_the_same_in_both_stands_there_once(source: Source) -> None:
    (page,) = words(source)
    width, height = source.issue.sheet.closed
    assert page.count(f"{width:g} × {height:g} mm") == 1 and page.count(NAME) == 1
    assert page.count(source.issue.file.masthead.contact) == 1


def test_numbers_and_words_are_those_of_the_language(source: Source) -> None:
    told = dict(rows(with_sheet(source, quantity=12500, overs=2.5, closed=(289.5, 410.0), colour_pages=[1, 4]), NAME,
                     DIGEST))  # fmt: skip
    assert told["Tirage", "Print run"] == (
        "12\u202f500 exemplaires, passe ± 2,5\u00a0%", "12,500 copies, overs ± 2.5%",
    )  # fmt: skip
    assert told["Format fini", "Trim size"] == ("289,5 × 410 mm", "289.5 × 410 mm")
    assert told["Encres", "Inks"] == (
        "4/4\u00a0: p. 1, 4\u202f; 1/1 ailleurs", "4/4: p. 1, 4; 1/1 elsewhere",
    )  # fmt: skip


def test_without_the_printers_profile_it_claims_no_standard(source: Source) -> None:
    told = dict(rows(replace(source, profile=None), NAME, DIGEST))
    assert told["Norme", "Standard"] == ("PDF sans norme", "PDF, no standard")


@pytest.mark.parametrize(("paper", "gsm", "said"), [
    ("offset blanc 80 g", 80.0, "offset blanc 80 g"), ("journal", 48.8, "journal, 48,8\u00a0g/m²"),
    ("", 52.0, "52\u00a0g/m²"),
])  # fmt: skip
def test_the_papers_weight_is_said_once(source: Source, paper: str, gsm: float, said: str) -> None:
    assert dict(rows(with_sheet(source, paper=paper, gsm=gsm), NAME, DIGEST))["Papier", "Paper"][0] == said


def test_the_same_job_is_the_same_bytes(source: Source) -> None:
    """SHA256SUMS names them: made again, the ticket is not another file."""
    assert ticket(source, NAME, DIGEST) == ticket(source, NAME, DIGEST)
