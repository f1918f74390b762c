"""A folder of layouts may bring its own shared files; for what it does not bring the house's own serve."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from journal_app.prepress.house import read_house
from journal_app.prepress.layouts import read_layouts
from journal_app.problems import Problem, Severity
from tests.prepress.real_issue import RealIssue, journal

LAYOUTS = Path(__file__).resolve().parents[2] / "layouts"


@pytest.fixture
def shared(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a shared file into a folder of layouts, and gives that folder."""
    (tmp_path / "layouts").mkdir(exist_ok=True)

    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / "layouts" / "_house" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path / "layouts"

    return write


def test_without_shared_files_the_houses_serve(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    house, own = read_house(tmp_path / "layouts"), read_house(LAYOUTS)
    assert house.text_css == own.text_css and house.templates == own.templates
    assert house.words("fr", "page", page=6) == own.words("fr", "page", page=6) == "page 6"
    assert read_layouts(tmp_path / "layouts") == ({}, [])


def test_a_word_of_theirs_serves_and_the_others_stay(shared: Callable[..., Path]) -> None:
    house = read_house(shared("words.toml", '[fr]\ncontinued_on = "voir page {page}"\n[eo]\npage = "paĝo {page}"\n'))
    own = read_house(LAYOUTS)
    assert house.words("fr", "continued_on", page=4) == "voir page 4"
    assert own.words("fr", "continued_on", page=4) == "→ suite page 4"
    assert house.words("en", "continued_on", page=4) == own.words("en", "continued_on", page=4)
    assert house.words("eo", "page", page=4) == "paĝo 4"


def test_a_style_and_a_part_of_theirs_serve_and_a_change_is_seen(shared: Callable[..., Path]) -> None:
    layouts = shared("text.css", "p{color:device-cmyk(0 0 0 1)}")
    shared("ours.html", "<p>ici</p>")
    house = read_house(layouts)
    assert house.text_css == "p{color:device-cmyk(0 0 0 1)}"
    assert dict(house.templates)["ours.html"] == "<p>ici</p>" and "page.html" in dict(house.templates)
    assert house.furniture_css == read_house(LAYOUTS).furniture_css
    shared("text.css", "p{color:device-cmyk(1 0 0 0)}")
    assert read_house(layouts).text_css == "p{color:device-cmyk(1 0 0 0)}"


@pytest.mark.parametrize(("name", "text", "code", "found"), [
    ("words.toml", "= =", "layout-invalid", "Invalid"),
    ("words.toml", b'[fr]\npage = "\xe9"', "layout-invalid", "UTF-8"),
    ("words.toml", "fr = 3", "layout-invalid", 'fr.… = "…"'),
    ("words.toml", "[fr]\npage = 3", "layout-invalid", 'fr.page = "…"'),
    ("words.toml", '[fr]\npage = "p. {folio}"', "layout-invalid", "fr.page: {folio}"),
    ("words.toml", '[fr]\npage = "p. {"', "layout-invalid", "fr.page: {…}"),
    ("text.css", "p{box-shadow:0 0 1mm}", "layout-forbidden-css", "box-shadow"),
    ("text.css", b"\xff", "layout-invalid", "UTF-8"),
])
def test_what_is_wrong_with_it_is_named_and_stops(
    shared: Callable[..., Path], name: str, text: str | bytes, code: str, found: str
) -> None:
    layouts = shared(name, text)
    problem: Problem
    (problem,) = read_layouts(layouts)[1]
    assert (problem.severity, problem.code, problem.where) == (Severity.BLOCKING, code, f"layout:_house/{name}")
    assert found in problem.detail.found
    assert read_house(layouts).words("fr", "page", page=6) == "page 6"  # what is read beside it still works


@pytest.fixture
def brought(tmp_path: Path) -> tuple[RealIssue, Path]:
    """An issue, and the four layouts it uses in a folder that has no shared files yet."""
    for name in ("front", "article-2", "bilingual", "back"):
        shutil.copytree(LAYOUTS / name, tmp_path / "layouts" / name)
    return RealIssue(tmp_path / "01-la-mer"), tmp_path / "layouts"


def printed(issue: RealIssue, layouts: Path) -> str:
    """The words of the proof of these layouts."""
    proof = journal("proof", issue.path, "--layouts", layouts, "--out", issue.out)
    assert proof.code == 0, proof.said["problems"]
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(proof.said["files"][0]))


def test_layouts_without_shared_files_are_printed(brought: tuple[RealIssue, Path]) -> None:
    assert "Dans ce numéro" in printed(*brought)


def test_shared_words_and_parts_are_printed(brought: tuple[RealIssue, Path], shared: Callable[..., Path]) -> None:
    issue, layouts = brought
    issue.change("articles/le-pain/article.toml", "[text.fr]\n", '[text.fr]\ntranslator = "Une voix"\n')
    part = (LAYOUTS / "_house" / "page.html").read_text("utf-8")
    shared("page.html", part + '<p style="position:absolute;left:20mm;top:20mm">ICI</p>')
    shared("words.toml", '[fr]\ncontents = "Au menu"\ntranslated_by = "passé en français par {name}"\n')
    words = printed(issue, layouts)
    assert "Au menu" in words and "Dans ce numéro" not in words
    assert "ICI" in words and "passé en français par Une voix" in " ".join(words.split())
