"""Reading an issue folder: the small one is right, and each wrong word in it gives its own problem and place."""

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.problems import Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder, problems_of


def test_the_small_issue_is_right(small_issue: IssueFolder) -> None:
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert problems == []
    assert issue is not None
    assert issue.slug == "01-la-mer"
    assert len(issue.pages) == 4
    assert list(issue.articles) == ["la-file", "le-pain"]
    assert [b.plain for b in issue.articles["la-file"].texts["fr"].blocks] == ["On attend.", "Il pleut."]
    assert issue.pictures["la-digue"].size == (60, 40)
    assert issue.sheet.name == "tabloid-offset"


def test_reading_twice_gives_the_same(small_issue: IssueFolder) -> None:
    assert read_issue(small_issue.path) == read_issue(small_issue.path)


WRONG_WORDS = {
    "unknown key": ("issue.toml", "title =", "titel =", "toml-key-unknown", "issue.toml:1", "titel", "title"),
    "unknown key deep": (
        "flatplan.toml",
        "continues",
        "continue",
        "toml-key-unknown",
        "flatplan.toml:27",
        "page.4.slots.body.continue",
        "continues",
    ),
    "missing key": ("issue.toml", "number = 0\n", "", "toml-key-missing", "issue.toml", "number", "number = 1"),
    "wrong value": (
        "issue.toml",
        "number = 0",
        "number = -1",
        "toml-value-wrong",
        "issue.toml:2",
        "number = -1",
        ">= 0",
    ),
    "wrong choice": (
        "articles/le-pain/article.toml",
        "recipe",
        "recette",
        "toml-value-wrong",
        "articles/le-pain/article.toml:1",
        'kind = "recette"',
        '"recipe"',
    ),
    "no TOML": ("issue.toml", "number = 0", "number = = 0", "toml-broken", "issue.toml:2", "Invalid value", ""),
    "key twice": (
        "flatplan.toml",
        "continues = true",
        'article = "la-file"',
        "toml-broken",
        "flatplan.toml:27",
        "",
        "",
    ),
    "endless number": (
        "issue.toml",
        "number = 0",
        "number = 0x" + "f" * 9000,
        "toml-value-wrong",
        "issue.toml:2",
        "number",
        "",
    ),
    "not a number": (
        "pictures/la-digue.toml",
        "kind",
        "focal = [nan, 0.5]\nkind",
        "toml-value-wrong",
        "pictures/la-digue.toml:2",
        "nan",
        "",
    ),
    "unknown preset": (
        "issue.toml",
        "tabloid-offset",
        "tabloid-ofset",
        "printer-preset-unknown",
        "issue.toml:5",
        "tabloid-ofset",
        "tabloid-offset",
    ),
    "unknown language of the issue": ("issue.toml", '"en"]', '"xx"]', "language-unknown", "issue.toml:4", "xx", ""),
    "theme without French": ("issue.toml", "fr = ", "en = ", "toml-key-missing", "issue.toml:6", "theme.fr", ""),
    "no languages": ("issue.toml", '["fr", "ar", "en"]', "[]", "toml-value-wrong", "issue.toml:4", "languages", ""),
    "null byte": (
        "issue.toml",
        "Le Journal",
        "Le \\u0000Journal",
        "text-character-refused",
        "issue.toml:1",
        "U+0000",
        "",
    ),
    "unknown layout": ("flatplan.toml", '"front"', '"frond"', "layout-unknown", "flatplan.toml:2", "frond", "front"),
    "unknown slot": ("flatplan.toml", "slots.lead", "slots.laed", "slot-unknown", "flatplan.toml:3", "laed", "lead"),
    "unknown article": (
        "flatplan.toml",
        "la-file",
        "la-fille",
        "article-unknown",
        "flatplan.toml:3",
        "la-fille",
        "la-file",
    ),
    "unknown picture": (
        "flatplan.toml",
        "la-digue",
        "la-dingue",
        "picture-unknown",
        "flatplan.toml:12",
        "la-dingue",
        "la-digue",
    ),
    "unknown language in a slot": (
        "flatplan.toml",
        '"ar"\n',
        '"arr"\n',
        "language-unknown",
        "flatplan.toml:9",
        "arr",
        "ar",
    ),
    "language not in the issue": (
        "flatplan.toml",
        '"ar"\n',
        '"ur"\n',
        "language-not-in-issue",
        "flatplan.toml:9",
        "ur",
        "fr, ar, en",
    ),
    "text of a slot missing": (
        "flatplan.toml",
        '"ar"\n',
        '"en"\n',
        "text-missing",
        "article:la-file#en",
        "flatplan.toml:9",
        "fr, ar",
    ),
    "two in a slot": (
        "flatplan.toml",
        'picture = "la-digue"',
        'picture = "la-digue"\narticle = "le-pain"',
        "slot-two-things",
        "flatplan.toml:12",
        "le-pain + la-digue",
        "1",
    ),
    "two kinds of language": (
        "flatplan.toml",
        'languages = ["fr", "ar"]',
        'languages = ["fr"]\nlanguage = "ar"',
        "slot-two-languages",
        "flatplan.toml:12",
        "ar + fr",
        "",
    ),
    "article where a picture goes": (
        "flatplan.toml",
        'picture = "la-digue"',
        'article = "le-pain"',
        "slot-wrong-thing",
        "flatplan.toml:12",
        "picture",
        'picture = "…"',
    ),
    "slot without language": (
        "flatplan.toml",
        'language = "ar"\n',
        "",
        "slot-without-language",
        "flatplan.toml:9",
        "body",
        "fr, ar",
    ),
    "quote that is not there": (
        "flatplan.toml",
        "[page.slots.picture]",
        '[page.slots.exergue]\narticle = "la-file"\nlanguage = "fr"\nquote = 2\n[page.slots.picture]',
        "quote-missing",
        "flatplan.toml:12",
        "2",
        "-",
    ),
    "unknown language of a text": (
        "articles/la-file/article.toml",
        "[text.ar]",
        "[text.arr]",
        "language-unknown",
        "articles/la-file/article.toml:8",
        "arr",
        "ar",
    ),
    "picture out of the folder": (
        "pictures/la-digue.toml",
        "la-digue.png",
        "../../secret.png",
        "path-outside",
        "pictures/la-digue.toml:1",
        "../../secret.png",
        "",
    ),
    "picture by its full path": (
        "pictures/la-digue.toml",
        "la-digue.png",
        "/etc/passwd",
        "path-outside",
        "pictures/la-digue.toml:1",
        "/etc/passwd",
        "",
    ),
    "picture missing": (
        "pictures/la-digue.toml",
        "la-digue.png",
        "la-dique.png",
        "picture-missing",
        "pictures/la-digue.toml:1",
        "la-dique.png",
        "la-digue.png",
    ),
    "picture of no known type": (
        "pictures/la-digue.toml",
        "la-digue.png",
        "la-digue.toml",
        "picture-type-unknown",
        "pictures/la-digue.toml",
        ".toml",
        ".png",
    ),
    "focal point outside": (
        "pictures/la-digue.toml",
        "kind",
        "focal = [1.5, 0.5]\nkind",
        "toml-value-wrong",
        "pictures/la-digue.toml:2",
        "1.5",
        "",
    ),
}


@pytest.mark.parametrize("case", WRONG_WORDS)
def test_wrong_words_stop_the_reading(small_issue: IssueFolder, case: str) -> None:
    name, old, new, code, where, found, allowed = WRONG_WORDS[case]
    small_issue.change(name, old, new)
    problem = problems_of(small_issue, code)[0]
    assert problem.severity is Severity.BLOCKING
    assert problem.where == where
    assert found in problem.detail.found
    assert allowed in problem.detail.allowed
    assert read_issue(small_issue.path, layouts=LAYOUTS)[0] is None
