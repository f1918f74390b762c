"""A text that goes on on another page: what the pages say of it in each script, after they are moved, and a text that
does not come so far; how it would go on, told before."""

from pathlib import Path

import pypdfium2
import pytest

from journal_app.prepress import build, furniture
from journal_app.prepress.threads import threads
from journal_app.prepress.trial import try_jump
from tests.prepress.real_issue import RAIN, RealIssue, journal

LINES = 120  # more than the first page takes, less than both
LONG = """[[page]]
layout = "article-2"
slots.main = { article = "la-file", language = "fr" }
slots.photo = { picture = "la-digue" }
"""
ARABIC = """[[page]]
layout = "article-2"
direction = "rtl"
language = "ar"
slots.main = { article = "le-pain", language = "ar" }
slots.photo = { picture = "la-digue" }
"""
REST = """[[page]]
layout = "suite"
slots.rest = { article = "la-file", language = "fr", continues = true }
slots.photo = { picture = "soleil" }
"""
ARABIC_REST = """[[page]]
layout = "suite"
direction = "rtl"
language = "ar"
slots.rest = { article = "le-pain", language = "ar", continues = true }
slots.photo = { picture = "soleil" }
"""


@pytest.fixture
def issue(tmp_path: Path) -> RealIssue:
    """Two texts, one in French and one in Arabic, longer than their pages."""
    found = RealIssue(tmp_path / "00-essai")
    found.write("articles/la-file/fr.html", RAIN * LINES)
    found.write("articles/le-pain/ar.html", "<p>اعجن العجين ثم انتظر ساعة.</p>\n" * LINES)
    found.write("flatplan.toml", LONG + ARABIC + REST + ARABIC_REST)
    return found


def said(issue: RealIssue) -> dict[int, list[str]]:
    """What each page says of another page, as its template draws it."""
    source, problems = build.read(issue.path)
    assert source is not None, problems
    known = furniture.facts(source.issue, source.layouts, threads(source.issue, source.layouts), source.house.words)
    found = {}
    for folio, page in enumerate(source.issue.pages, 1):
        values = furniture.values(source.issue, source.layouts[page.layout], folio, known)
        leads = [*values["jumps"], *({"said": one.get("continued", [])} for one in values["slots"].values())]
        found[folio] = [one["text"] for lead in leads for one in lead["said"]]
    return found


def printed(issue: RealIssue) -> list[str]:
    """What each page says, as a reader of its PDF finds it: in Latin letters alone, the others come as glyphs."""
    journal("proof", issue.path, "--out", issue.out)
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(issue.out / "epreuve.pdf")]


def test_each_page_names_the_other_in_its_own_words_with_the_digits_of_its_folio(issue: RealIssue) -> None:
    assert said(issue) == {1: ["→ suite page 3"], 2: ["← التتمة في الصفحة 4"], 3: ["suite de la page 1"],
                           4: ["تتمة من الصفحة 2"]}  # fmt: skip
    first, _, third, _ = printed(issue)
    assert "→ suite page 3" in first and "suite de la page 1" in third


def test_after_pages_are_moved_they_name_the_pages_as_they_are(issue: RealIssue) -> None:
    issue.write("flatplan.toml", ARABIC + LONG + ARABIC_REST + REST)
    assert said(issue) == {1: ["← التتمة في الصفحة 3"], 2: ["→ suite page 4"], 3: ["تتمة من الصفحة 1"],
                           4: ["suite de la page 2"]}  # fmt: skip


def test_texts_side_by_side_say_it_in_each_of_their_languages(issue: RealIssue) -> None:
    issue.write("articles/le-pain/fr.html", "<p>Pétrir, puis attendre.</p>\n" * LINES)
    both = 'slots.main = { article = "le-pain", languages = ["fr", "ar"]'
    begins = f'[[page]]\nlayout = "bilingual"\n{both} }}\n'
    issue.write("flatplan.toml", begins + LONG + begins.replace("] }", "], continues = true }") + REST)
    found = said(issue)
    assert found[1] == ["→ suite page 3", "← التتمة في الصفحة 3"]
    assert found[3] == ["suite de la page 1", "تتمة من الصفحة 1"]


def test_a_rest_at_which_the_text_does_not_arrive_is_named(issue: RealIssue) -> None:
    issue.write("articles/la-file/fr.html", RAIN * 4)
    found = journal("proof", issue.path, "--out", issue.out).problem("jump-empty")
    assert (found["where"], found["severity"], found["detail"]["found"]) == ("p3/rest", "blocking", "1")


def test_what_goes_on_on_its_own_page_names_no_page(issue: RealIssue) -> None:
    again = 'slots.short = { article = "le-pain", language = "ar", continues = true }'
    short = ARABIC_REST.replace("slots.photo", f"{again}\nslots.photo")
    issue.write("flatplan.toml", LONG + ARABIC + REST + short)
    assert said(issue)[4] == ["تتمة من الصفحة 2"]


def test_how_many_lines_go_on_is_told_before(issue: RealIssue) -> None:
    (told,) = try_jump(issue.path, 1, 3) or []
    assert (told.article, told.languages, told.over) == ("la-file", ("fr",), 0)
    assert told.lines == printed(issue)[2].count("Il pleut") > 0
    assert try_jump(issue.path, 1, 2) == [], "another text stands there"
