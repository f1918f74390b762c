"""The guides for people: their examples are read by the models of what they explain, what they name and link exists."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest

from journal_app.cli import main
from journal_app.prepress import build
from journal_app.prepress.furniture import facts, values
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.layouts import LayoutFile
from journal_app.prepress.model import ArticleFile, Fill, FlatplanFile, Issue, PictureFile
from journal_app.prepress.threads import threads

ROOT = Path(__file__).parents[1]
NAMES = ("README.md", "issues/README.md", "layouts/README.md", "journal_app/DESK.md", "journal_app/RUNNING.md",
         "journal_app/FIGURES.md")  # fmt: skip
GUIDES = {name: (ROOT / name).read_text("utf-8") for name in NAMES}
FRONT_LINES = 190  # of README.md: more, and nobody reads it
COLUMNS = 120
BY_LANGUAGE = ("issue.theme",)  # a text per language, not names
TABLES = ("jumps", "contents", "captions", "text")  # lists of tables, which say nothing where they are empty


def blocks(name: str) -> dict[str, str]:
    """The TOML examples of a guide by their first line."""
    found = re.findall(r"```toml\n(.*?)```", GUIDES[name], re.S)
    return {block.splitlines()[0].removeprefix("# "): block for block in found}


@pytest.mark.parametrize(("guide", "start", "model"), [
    ("issues/README.md", "flatplan.toml", FlatplanFile), ("issues/README.md", "articles/", ArticleFile),
    ("issues/README.md", "pictures/", PictureFile), ("layouts/README.md", "layout.toml", LayoutFile),
])  # fmt: skip
def test_an_example_is_what_it_says(guide: str, start: str, model: type) -> None:
    (text,) = [block for name, block in blocks(guide).items() if name.startswith(start)]
    model.model_validate(tomllib.loads(text))  # type: ignore[attr-defined]


def test_the_issue_file_with_its_preset_and_with_the_table_it_shows() -> None:
    text = blocks("issues/README.md")["issue.toml"]
    (table,) = re.findall(r"^# (printer = \{.*?\})$", text, re.M | re.S)
    overridden = re.sub(r"^printer = .*$", table.replace("\n#", ""), text, count=1, flags=re.M)
    for version, quantity in ((text, 4000), (overridden, 3200)):
        read, problems = read_issue_file(version)
        assert read is not None, [p.detail for p in problems]
        assert read[1].quantity == quantity


def test_every_command_is_named_in_front_and_every_named_command_exists() -> None:
    there = set(main.list_commands(click.Context(main)))
    named = {name: set(re.findall(r"`journal ([a-z-]+)", text)) for name, text in GUIDES.items()}
    assert named["README.md"] == there
    assert {name: told - there for name, told in named.items() if told - there} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDES[name])
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        there = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert there.is_file(), link
        assert there.is_relative_to(ROOT), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M)
            assert anchor in {slug(heading) for heading in headings}, link


def slug(heading: str) -> str:
    """A heading's anchor, as hosts of Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", ["journal_app/DESK.md", "journal_app/RUNNING.md", "issues/README.md"])
def test_what_the_screen_is_said_to_say_it_says(name: str) -> None:
    """A label in italics is, whole, one of the French sentences of the desk."""
    sources = (path for kind in ("*.py", "*.html", "fr/*.po") for path in (ROOT / "journal_app").rglob(kind))
    said = plain("\n".join(path.read_text("utf-8") for path in sources))
    text = re.sub(r"\s+", " ", re.sub(r"`[^`]*`|\*\*", "", GUIDES[name]))
    labels = re.findall(r"(?<!\w)\*([^*]+)\*(?!\w)", text)
    assert labels
    assert [label for label in labels if f'"{plain(label)}"' not in said] == []


def plain(text: str) -> str:
    """Without the signs that a keyboard does not have."""
    return text.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})


def test_every_guide_is_reached_from_the_front_and_can_be_read_in_a_terminal() -> None:
    for name, text in GUIDES.items():
        assert name == "README.md" or f"]({name})" in GUIDES["README.md"]
        assert [line for line in text.splitlines() if len(line) > COLUMNS] == []
    assert len(GUIDES["README.md"].splitlines()) <= FRONT_LINES


def test_what_a_page_may_use_is_listed_name_by_name() -> None:
    """The names that layouts/README.md lists are those that `page.html` gets, over all pages of the specimen."""
    rows = re.findall(r"^\| (`[^|]+?) \|", GUIDES["layouts/README.md"], re.M)
    listed = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    source, problems = build.read(ROOT / "issues" / "00-specimen")
    assert source is not None, problems
    pages = list(source.issue.pages)
    pages[0] = pages[0].model_copy(update={"slots": {**pages[0].slots, "second": Fill(hole=1)}})  # what was taken back
    used = set(names(source, replace(source.issue, pages=tuple(pages))))
    roles = {"article", "aligned", "picture", "quote", "teaser", "contents", "masthead", "qr", "words"}
    assert listed - roles == used


def names(source: build.Source, issue: Issue) -> Iterator[str]:
    known = facts(issue, source.layouts, threads(issue, source.layouts), source.house.words)
    for folio, page in enumerate(issue.pages, 1):
        for name, value in values(issue, source.layouts[page.layout], folio, known).items():
            if name == "slots":
                for slot in value.values():
                    yield from flat("slots.NAME", slot)
            else:
                yield from flat(name, value)


def flat(name: str, value: Any) -> Iterator[str]:
    """The names within a value: `page.number`, `contents[].page`."""
    if isinstance(value, Mapping) and name not in BY_LANGUAGE:
        for key, inner in value.items():
            yield from flat(f"{name}.{key}", inner)
    elif isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
        for one in value:
            yield from flat(f"{name}[]", one)
    elif value or name.rpartition(".")[2] not in TABLES:
        yield name
