"""What a person has still to decide: the issue stays whole, and says so."""

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.problems import Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder, problems_of

STORY = '[[page]]\nlayout = "story"\n[page.slots.body]\narticle = "le-pain"\n'
UNDECIDED = {
    "faces unanswered": (
        "pictures/la-digue.toml",
        'faces = "none"',
        "",
        "face-unanswered",
        "picture:la-digue",
        "blocking",
    ),
    "not for print": (
        "pictures/la-digue.toml",
        '["print"]',
        '["web"]',
        "picture-not-for-print",
        "picture:la-digue",
        "blocking",
    ),
    "no credit": ("pictures/la-digue.toml", '"Le Journal"', '""', "credit-missing", "picture:la-digue", "warning"),
    "no caption": ("pictures/la-digue.toml", ', ar = "السد"', "", "caption-missing", "picture:la-digue#ar", "warning"),
    "no alternative text": (
        "pictures/la-digue.toml",
        ', ar = "سد تحت المطر"',
        "",
        "alt-missing",
        "picture:la-digue#ar",
        "warning",
    ),
    "picture in no slot": (
        "flatplan.toml",
        '[page.slots.picture]\npicture = "la-digue"\nlanguages = ["fr", "ar"]\n',
        "",
        "picture-unplaced",
        "picture:la-digue",
        "note",
    ),
    "not reviewed": (
        "articles/la-file/article.toml",
        "translator =",
        "reviewed = false\ntranslator =",
        "text-unreviewed",
        "article:la-file#ar",
        "note",
    ),
    "no headline": (
        "articles/la-file/article.toml",
        "الطابور",
        "",
        "headline-missing",
        "article:la-file#ar",
        "warning",
    ),
    "masthead": ("issue.toml", 'issn = "0000-0000"\n', "", "masthead-missing", "issue.toml", "warning"),
    "language in no slot": (
        "flatplan.toml",
        'article = "la-file"\nlanguage = "ar"',
        'article = "le-pain"\nlanguage = "fr"',
        "language-unplaced",
        "article:la-file#ar",
        "note",
    ),
    "twice": ("flatplan.toml", "continues = true", "continues = false", "article-twice", "p4/body", "blocking"),
    "goes on with nothing": (
        "flatplan.toml",
        '"la-file"\nlanguage = "fr"',
        '"la-file"\nlanguage = "fr"\ncontinues = true',
        "continues-nothing",
        "p1/lead",
        "blocking",
    ),
    "goes on before it begins": (
        "flatplan.toml",
        f'language = "fr"\n\n{STORY}language = "fr"\ncontinues = true',
        f'language = "fr"\ncontinues = true\n\n{STORY}language = "fr"',
        "continues-backward",
        "p3/body",
        "blocking",
    ),
    "five pages": (
        "flatplan.toml",
        "[[page]]",
        '[[page]]\nlayout = "story"\n[[page]]',
        "pages-not-multiple",
        "flatplan.toml",
        "blocking",
    ),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_decisions_leave_the_issue_whole(small_issue: IssueFolder, case: str) -> None:
    name, old, new, code, where, severity = UNDECIDED[case]
    small_issue.change(name, old, new)
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert [(p.where, p.severity.value) for p in problems if p.code == code] == [(where, severity)]
    assert issue is not None


def test_an_article_in_no_slot(small_issue: IssueFolder) -> None:
    small_issue.write("articles/oubli/article.toml", 'kind = "essay"\noriginal = "fr"\n[text.fr]\nheadline = "Oubli"\n')
    small_issue.write("articles/oubli/fr.html", "<p>Rien.</p>")
    problem = problems_of(small_issue, "article-unplaced")[0]
    assert (problem.where, problem.detail.title, problem.severity) == ("article:oubli", "Oubli", Severity.BLOCKING)
    small_issue.change("articles/oubli/article.toml", "original", 'status = "web"\noriginal')
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_a_teaser_is_no_second_place(small_issue: IssueFolder) -> None:
    small_issue.change(
        "flatplan.toml", "[page.slots.lead]", '[page.slots.teaser]\narticle = "le-pain"\n[page.slots.lead]'
    )
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_one_language_beside_and_alone_is_twice(small_issue: IssueFolder) -> None:
    small_issue.change(
        "flatplan.toml",
        "[page.slots.picture]",
        '[page.slots.side]\narticle = "la-file"\nlanguages = ["fr", "ar"]\n[page.slots.picture]',
    )
    found = [(p.detail.allowed, p.detail.title) for p in problems_of(small_issue, "article-twice")]
    assert found == [("p1/lead", "La file d’attente (fr)"), ("p2/body", "La file d’attente (ar)")]


def test_layouts_may_be_given_as_names_alone(small_issue: IssueFolder) -> None:
    names = {layout: list(slots) for layout, slots in LAYOUTS.items()}
    assert read_issue(small_issue.path, layouts=names)[1] == []


def test_texts_side_by_side_have_the_same_paragraphs(small_issue: IssueFolder) -> None:
    small_issue.change(
        "flatplan.toml",
        '[page.slots.body]\narticle = "la-file"\nlanguage = "ar"',
        '[page.slots.side]\narticle = "la-file"\nlanguages = ["ar", "fr"]',
    )
    small_issue.change("flatplan.toml", '[page.slots.lead]\narticle = "la-file"\nlanguage = "fr"\n', "")
    (problem,) = read_issue(small_issue.path, layouts=LAYOUTS)[1]
    assert (problem.code, problem.where, problem.detail.found) == ("aligned-uneven", "p2/side", "ar 1, fr 2")
    small_issue.write("articles/la-file/ar.html", "<p>ننتظر.</p><p>تمطر.</p>")
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []
