"""Reading an issue folder: the small one is right, and each way of making it wrong gives its own problem and place."""

import os
from pathlib import Path

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.prepress.schema import issue_schema
from journal_app.problems import Problem, Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder, png


def problems_of(made: IssueFolder, code: str) -> list[Problem]:
    _, problems = read_issue(made.path, layouts=LAYOUTS)
    found = [p for p in problems if p.code == code]
    assert found, [(p.code, p.where, p.detail.found) for p in problems]
    return found


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


# --- what stops the reading: (file, words, other words) -> code, where, found, allowed -----------------------------------

WRONG_WORDS = {
    "unknown key": ("issue.toml", "title =", "titel =", "toml-key-unknown", "issue.toml:1", "titel", "title"),
    "unknown key deep": ("flatplan.toml", "continues", "continue", "toml-key-unknown", "flatplan.toml:27",
                         "page.4.slots.body.continue", "continues"),
    "missing key": ("issue.toml", "number = 0\n", "", "toml-key-missing", "issue.toml", "number", "number = 1"),
    "wrong value": ("issue.toml", "number = 0", "number = -1", "toml-value-wrong", "issue.toml:2", "number = -1", ">= 0"),
    "wrong choice": ("articles/le-pain/article.toml", "recipe", "recette", "toml-value-wrong",
                     "articles/le-pain/article.toml:1", 'kind = "recette"', '"recipe"'),
    "no TOML": ("issue.toml", "number = 0", "number = = 0", "toml-broken", "issue.toml:2", "Invalid value", ""),
    "key twice": ("flatplan.toml", "continues = true", 'article = "la-file"', "toml-broken", "flatplan.toml:27", "", ""),
    "endless number": ("issue.toml", "number = 0", "number = 0x" + "f" * 9000, "toml-value-wrong", "issue.toml:2", "number", ""),
    "not a number": ("pictures/la-digue.toml", "kind", "focal = [nan, 0.5]\nkind", "toml-value-wrong",
                     "pictures/la-digue.toml:2", "nan", ""),
    "unknown preset": ("issue.toml", "tabloid-offset", "tabloid-ofset", "printer-preset-unknown", "issue.toml:5",
                       "tabloid-ofset", "tabloid-offset"),
    "unknown language of the issue": ("issue.toml", '"en"]', '"xx"]', "language-unknown", "issue.toml:4", "xx", ""),
    "theme without French": ("issue.toml", "fr = ", "en = ", "toml-key-missing", "issue.toml:6", "theme.fr", ""),
    "no languages": ("issue.toml", '["fr", "ar", "en"]', "[]", "toml-value-wrong", "issue.toml:4", "languages", ""),
    "null byte": ("issue.toml", "Le Journal", "Le \\u0000Journal", "text-character-refused", "issue.toml:1", "U+0000", ""),
    "unknown layout": ("flatplan.toml", '"front"', '"frond"', "layout-unknown", "flatplan.toml:2", "frond", "front"),
    "unknown slot": ("flatplan.toml", "slots.lead", "slots.laed", "slot-unknown", "flatplan.toml:3", "laed", "lead"),
    "unknown article": ("flatplan.toml", "la-file", "la-fille", "article-unknown", "flatplan.toml:3", "la-fille", "la-file"),
    "unknown picture": ("flatplan.toml", "la-digue", "la-dingue", "picture-unknown", "flatplan.toml:12", "la-dingue", "la-digue"),
    "unknown language in a slot": ("flatplan.toml", '"ar"\n', '"arr"\n', "language-unknown", "flatplan.toml:9", "arr", "ar"),
    "language not in the issue": ("flatplan.toml", '"ar"\n', '"ur"\n', "language-not-in-issue", "flatplan.toml:9", "ur", "fr, ar, en"),
    "text of a slot missing": ("flatplan.toml", '"ar"\n', '"en"\n', "text-missing", "article:la-file#en", "flatplan.toml:9", "fr, ar"),
    "two in a slot": ("flatplan.toml", 'picture = "la-digue"', 'picture = "la-digue"\narticle = "le-pain"', "slot-two-things",
                      "flatplan.toml:12", "le-pain + la-digue", "1"),
    "two kinds of language": ("flatplan.toml", 'languages = ["fr", "ar"]', 'languages = ["fr"]\nlanguage = "ar"',
                              "slot-two-languages", "flatplan.toml:12", "ar + fr", ""),
    "article where a picture goes": ("flatplan.toml", 'picture = "la-digue"', 'article = "le-pain"', "slot-wrong-thing",
                                     "flatplan.toml:12", "picture", 'picture = "…"'),
    "slot without language": ("flatplan.toml", 'language = "ar"\n', "", "slot-without-language", "flatplan.toml:9", "body", "fr, ar"),
    "quote that is not there": ("flatplan.toml", "[page.slots.picture]", '[page.slots.exergue]\narticle = "la-file"\n'
                                'language = "fr"\nquote = 2\n[page.slots.picture]', "quote-missing", "flatplan.toml:12", "2", "-"),
    "unknown language of a text": ("articles/la-file/article.toml", "[text.ar]", "[text.arr]", "language-unknown",
                                   "articles/la-file/article.toml:8", "arr", "ar"),
    "picture out of the folder": ("pictures/la-digue.toml", "la-digue.png", "../../secret.png", "path-outside",
                                  "pictures/la-digue.toml:1", "../../secret.png", ""),
    "picture by its full path": ("pictures/la-digue.toml", "la-digue.png", "/etc/passwd", "path-outside",
                                 "pictures/la-digue.toml:1", "/etc/passwd", ""),
    "picture missing": ("pictures/la-digue.toml", "la-digue.png", "la-dique.png", "picture-missing",
                        "pictures/la-digue.toml:1", "la-dique.png", "la-digue.png"),
    "picture of no known type": ("pictures/la-digue.toml", "la-digue.png", "la-digue.toml", "picture-type-unknown",
                                 "pictures/la-digue.toml", ".toml", ".png"),
    "focal point outside": ("pictures/la-digue.toml", "kind", "focal = [1.5, 0.5]\nkind", "toml-value-wrong",
                            "pictures/la-digue.toml:2", "1.5", ""),
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


# --- the printer's sheet in issue.toml ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "said"), [
    ("bleed = 300", "printer.bleed = 300"), ("pages_multiple = 0", "printer.pages_multiple = 0"), ("page = [0, 410]", "printer.page = 0"),
    ("resolution = { aim = 0 }", "printer.resolution.aim = 0"), ("colour_pages = [0]", "printer.colour_pages = 0"),
])
def test_a_sheet_no_press_could_follow(small_issue: IssueFolder, key: str, said: str) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", f'[printer]\npreset = "tabloid-offset"\n{key}\n[masthead]')
    problem = problems_of(small_issue, "toml-value-wrong")[0]
    assert (problem.where, problem.detail.found) == ("issue.toml:10", said)


@pytest.mark.parametrize(("key", "code", "where"), [
    ("bleeed = 3", "toml-key-unknown", "issue.toml:10"), ('profile = "../x.icc"', "path-outside", "issue.toml:10"),
    ('naming = "{number.real}"', "printer-naming-wrong", "issue.toml:10"), ('naming = "{number:099999999d}"', "printer-naming-wrong",
                                                                            "issue.toml:10"),
    ('naming = "a b"', "printer-naming-wrong", "issue.toml:10"), ('bleed = "wide"', "toml-value-wrong", "issue.toml:10"),
    ('web_base = "ftp://x"', "toml-value-wrong", "issue.toml:10"), ("resolution = 3", "toml-value-wrong", "issue.toml:10"),
])
def test_a_sheet_with_a_wrong_key(small_issue: IssueFolder, key: str, code: str, where: str) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", f'[printer]\npreset = "tabloid-offset"\n{key}\n[masthead]')
    assert problems_of(small_issue, code)[0].where == where


def test_a_sheet_of_its_own(small_issue: IssueFolder) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", '[printer]\npreset = "a4-booklet"\nbleed = 5\n[masthead]')
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is not None and problems == []
    assert issue.sheet.bleed == 5


# --- files ----------------------------------------------------------------------------------------------------------------


def test_no_folder(tmp_path: Path) -> None:
    issue, problems = read_issue(tmp_path / "none")
    assert issue is None
    assert [p.code for p in problems] == ["folder-missing"]


@pytest.mark.parametrize("name", ["issue.toml", "flatplan.toml", "articles/la-file/article.toml"])
def test_a_file_is_missing(small_issue: IssueFolder, name: str) -> None:
    small_issue.remove(name)
    assert problems_of(small_issue, "file-missing")[0].where == name


def test_a_text_is_missing(small_issue: IssueFolder) -> None:
    small_issue.remove("articles/la-file/ar.html")
    problem = problems_of(small_issue, "text-missing")[0]
    assert (problem.where, problem.detail.title) == ("articles/la-file/ar.html", "الطابور")


def test_a_text_without_headline(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/en.html", "<p>We wait.</p>")
    assert problems_of(small_issue, "wording-missing")[0].where == "articles/la-file/en.html"


def test_a_text_in_no_language(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/brouillon.html", "<p>We wait.</p>")
    assert problems_of(small_issue, "language-unknown")[0].where == "articles/la-file/brouillon.html"


@pytest.mark.parametrize("data", ["é".encode("latin-1"), "<p>é</p>".encode("utf-16"), b"<p>\xed\xa0\x80</p>"])
def test_not_utf8(small_issue: IssueFolder, data: bytes) -> None:
    small_issue.write("articles/la-file/fr.html", b"<p>\n" + data if data[0] != 0xFF else data)
    problem = problems_of(small_issue, "file-not-utf8")[0]
    assert problem.where.startswith("articles/la-file/fr.html:")
    assert problem.detail.allowed == "UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(small_issue: IssueFolder) -> None:
    text = (small_issue.path / "issue.toml").read_text("utf-8").replace("\n", "\r\n")
    small_issue.write("issue.toml", "\ufeff" + text)
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_a_file_is_too_large(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/fr.html", "<p>" + "a" * 1_000_001 + "</p>")
    assert problems_of(small_issue, "file-too-large")[0].where == "articles/la-file/fr.html"


@pytest.mark.parametrize("name", ["issue.toml", "articles/la-file/fr.html", "articles/la-file/article.toml"])
def test_a_link_out_of_the_folder(small_issue: IssueFolder, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("<p>secret</p>")
    small_issue.remove(name)
    (small_issue.path / name).symlink_to(secret)
    assert problems_of(small_issue, "path-outside")[-1].where == name


def test_a_folder_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "articles").rename(tmp_path / "elsewhere")
    (small_issue.path / "articles").symlink_to(tmp_path / "elsewhere")
    assert problems_of(small_issue, "path-outside")[0].where == "articles"


def test_an_article_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "articles/la-file").rename(tmp_path / "elsewhere")
    (small_issue.path / "articles/la-file").symlink_to(tmp_path / "elsewhere")
    assert problems_of(small_issue, "path-outside")[0].where == "articles/la-file"


def test_a_picture_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "pictures/la-digue.png").rename(tmp_path / "x.png")
    (small_issue.path / "pictures/la-digue.png").symlink_to(tmp_path / "x.png")
    assert problems_of(small_issue, "path-outside")[0].where == "pictures/la-digue.toml:1"


def test_a_link_to_itself(small_issue: IssueFolder) -> None:
    small_issue.remove("issue.toml")
    (small_issue.path / "issue.toml").symlink_to("issue.toml")
    assert read_issue(small_issue.path)[0] is None


def test_a_pipe_does_not_hold_the_reader(small_issue: IssueFolder) -> None:
    small_issue.remove("articles/la-file/fr.html")
    os.mkfifo(small_issue.path / "articles/la-file/fr.html")
    assert problems_of(small_issue, "file-unreadable")[0].where == "articles/la-file/fr.html"


def test_a_folder_where_a_file_goes(small_issue: IssueFolder) -> None:
    small_issue.remove("issue.toml")
    (small_issue.path / "issue.toml").mkdir()
    assert problems_of(small_issue, "file-unreadable")[0].where == "issue.toml"


def test_names_that_are_no_slug(small_issue: IssueFolder) -> None:
    (small_issue.path / "articles" / "La File").mkdir()
    os.mkdir(os.fsencode(small_issue.path / "articles") + b"/caf\xe9")
    assert [p.where for p in problems_of(small_issue, "name-refused")] == ["articles/La File", "articles/cafU+DCE9"]


def test_files_that_nothing_reads(small_issue: IssueFolder) -> None:
    small_issue.write("flatplan.tom", "")
    small_issue.write("articles/la-file/notes.txt", "")
    small_issue.write("pictures/autre.png", png(1, 1))
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is not None
    assert {(p.where, p.severity) for p in problems if p.code == "file-unknown"} == {
        ("flatplan.tom", Severity.NOTE), ("articles/la-file/notes.txt", Severity.NOTE), ("pictures/autre.png", Severity.NOTE)}


@pytest.mark.parametrize("source", ["[" * 100_000, "a" + ".a" * 100_000 + " = 1", "a = " + "9" * 5000, '"', "\x00", "= 1", "[[page]]\n" * 3])
def test_hostile_tables_are_values(small_issue: IssueFolder, source: str) -> None:
    for name in ("issue.toml", "flatplan.toml"):
        small_issue.write(name, source)
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is None
    assert problems


# --- what a person has still to decide ------------------------------------------------------------------------------------

UNDECIDED = {
    "faces unanswered": ("pictures/la-digue.toml", 'faces = "none"', "", "face-unanswered", "picture:la-digue", "blocking"),
    "not for print": ("pictures/la-digue.toml", '["print"]', '["web"]', "picture-not-for-print", "picture:la-digue", "blocking"),
    "no credit": ("pictures/la-digue.toml", '"Le Journal"', '""', "credit-missing", "picture:la-digue", "warning"),
    "no caption": ("pictures/la-digue.toml", ', ar = "السد"', "", "caption-missing", "picture:la-digue#ar", "warning"),
    "no alternative text": ("pictures/la-digue.toml", ', ar = "سد تحت المطر"', "", "alt-missing", "picture:la-digue#ar", "warning"),
    "picture in no slot": ("flatplan.toml", "[page.slots.picture]\npicture = \"la-digue\"\nlanguages = [\"fr\", \"ar\"]\n", "",
                           "picture-unplaced", "picture:la-digue", "note"),
    "not reviewed": ("articles/la-file/article.toml", "translator =", "reviewed = false\ntranslator =", "text-unreviewed",
                     "article:la-file#ar", "note"),
    "no headline": ("articles/la-file/article.toml", "الطابور", "", "headline-missing", "article:la-file#ar", "warning"),
    "masthead": ("issue.toml", 'issn = "0000-0000"\n', "", "masthead-missing", "issue.toml", "warning"),
    "language in no slot": ("flatplan.toml", 'article = "la-file"\nlanguage = "ar"', 'article = "le-pain"\nlanguage = "fr"',
                            "language-unplaced", "article:la-file#ar", "note"),
    "twice": ("flatplan.toml", "continues = true", "continues = false", "article-twice", "p4/body", "blocking"),
    "goes on with nothing": ("flatplan.toml", '"la-file"\nlanguage = "fr"', '"la-file"\nlanguage = "fr"\ncontinues = true',
                             "continues-nothing", "p1/lead", "blocking"),
    "five pages": ("flatplan.toml", "[[page]]", '[[page]]\nlayout = "story"\n[[page]]', "pages-not-multiple", "flatplan.toml",
                   "blocking"),
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
    small_issue.change("flatplan.toml", "[page.slots.lead]", '[page.slots.teaser]\narticle = "le-pain"\n[page.slots.lead]')
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_one_language_beside_and_alone_is_twice(small_issue: IssueFolder) -> None:
    small_issue.change("flatplan.toml", "[page.slots.picture]",
                       '[page.slots.side]\narticle = "la-file"\nlanguages = ["fr", "ar"]\n[page.slots.picture]')
    assert len(problems_of(small_issue, "article-twice")) == 2


def test_layouts_may_be_given_as_names_alone(small_issue: IssueFolder) -> None:
    names = {layout: list(slots) for layout, slots in LAYOUTS.items()}
    assert read_issue(small_issue.path, layouts=names)[1] == []


# --- characters and ways of writing ----------------------------------------------------------------------------------------


def test_a_character_no_face_has(small_issue: IssueFolder) -> None:
    coverage = {"fr": set(range(0x20, 0x250)) | {0x2019, 0xA0, 0x202F}, "ar": set(range(0x600, 0x700))}
    assert read_issue(small_issue.path, coverage, LAYOUTS)[1] == []
    small_issue.write("articles/la-file/fr.html", "<p>On attend.</p>\n\n<p>Il\u200d pleut 🌧.</p>")
    _, problems = read_issue(small_issue.path, coverage, LAYOUTS)
    assert [(p.code, p.where, p.detail.found) for p in problems] == [
        ("character-without-face", "article:la-file#fr", "🌧 U+1F327 (l. 3)")]


@pytest.mark.parametrize(("setting", "text", "found"), [
    ("low-dot", "les migrant.e.s et les habitant·e·s", "habitant·e·s"),
    ("low-dot", "chacun(e) attend", "chacun(e)"),
    ("middle-dot", "un·e migrant.e attend", "migrant.e"),
    ("doublet", "les habitant.e.s", "habitant.e.s"),
    ("low-dot", "les habitant-e-s", "habitant-e-s"),
])
def test_mixed_inclusive_writing(small_issue: IssueFolder, setting: str, text: str, found: str) -> None:
    small_issue.change("issue.toml", "number", f'inclusive = "{setting}"\nnumber')
    small_issue.write("articles/la-file/fr.html", f"<p>{text}.</p>")
    problem = problems_of(small_issue, "inclusive-mixed")[0]
    assert (problem.detail.found, problem.detail.allowed, problem.severity) == (found, setting, Severity.WARNING)


@pytest.mark.parametrize("text", [
    "les migrant.e.s, chacun.e, tous et toutes, les habitantes et les habitants", "J’attends. Les autres aussi. etc.",
    "www.exemple.fr et a.b@exemple.org", "des bénévole(s) de Grande-Synthe", "Il est 9.30 h. fin.",
])
def test_one_way_of_writing_is_fine(small_issue: IssueFolder, text: str) -> None:
    small_issue.write("articles/la-file/fr.html", f"<p>{text}</p>")
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_doublets_are_told_where_dots_are_the_setting_is_doublet(small_issue: IssueFolder) -> None:
    small_issue.change("issue.toml", "number", 'inclusive = "doublet"\nnumber')
    small_issue.write("articles/la-file/fr.html", "<p>Les habitantes et les habitants, les actrices et acteurs.</p>")
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


# --- the schema ------------------------------------------------------------------------------------------------------------


def test_the_schema_describes_the_folder() -> None:
    schema = issue_schema()
    assert {"issue.toml", "flatplan.toml", "articles/<slug>/article.toml", "pictures/<slug>.toml", "faces.toml"} == set(
        schema["properties"])
    issue = schema["$defs"]["IssueFile"]
    assert issue["additionalProperties"] is False
    assert {"title", "languages", "masthead"} <= set(issue["required"])
    assert "tabloid-offset-k" in issue["properties"]["printer"]["anyOf"][0]["enum"]
    for reference in _references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []
