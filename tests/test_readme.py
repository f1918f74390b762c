"""README's examples are read by the same models as the files they explain, and the commands it names exist."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from journal_app.cli import main
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.model import ArticleFile, FlatplanFile, PictureFile

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = {block.splitlines()[0].removeprefix("# "): block for block in re.findall(r"```toml\n(.*?)```", README, re.S)}


@pytest.mark.parametrize(
    ("start", "model"), [("flatplan.toml", FlatplanFile), ("articles/", ArticleFile), ("pictures/", PictureFile)]
)
def test_an_example_is_what_it_says(start: str, model: type) -> None:
    (text,) = [block for name, block in EXAMPLES.items() if name.startswith(start)]
    model.model_validate(tomllib.loads(text))  # type: ignore[attr-defined]


def test_the_issue_file_with_its_preset_and_with_the_table_it_shows() -> None:
    text = EXAMPLES["issue.toml"]
    (table,) = re.findall(r"^# (printer = \{.*?\})$", text, re.M | re.S)
    overridden = re.sub(r"^printer = .*$", table.replace("\n#", ""), text, count=1, flags=re.M)
    for version, quantity in ((text, 4000), (overridden, 3200)):
        read, problems = read_issue_file(version)
        assert read is not None, [p.detail for p in problems]
        assert read[1].quantity == quantity


def test_every_command_is_named_and_every_named_command_exists() -> None:
    named = set(re.findall(r"`journal ([a-z-]+)", README))
    assert named == set(main.list_commands(click.Context(main)))
    for path in re.findall(r"\]\(([\w/.-]+)\)", README):
        assert (Path(__file__).parents[1] / path).is_file(), path
