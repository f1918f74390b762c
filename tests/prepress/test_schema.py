"""The JSON Schema of an issue folder: what the reader knows and nothing else, and the specimen follows it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from journal_app.cli import main
from journal_app.costing.model import Costing
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.schema import FILES, TABLES, issue_schema, table_schema
from journal_app.prepress.sheet import PRESETS
from tests.json_schema import against, plain
from tests.prepress.conftest import ISSUE

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
NAMES = {"issue": "issue.toml", "flatplan": "flatplan.toml", "article": "articles/*/article.toml",
         "picture": "pictures/*.toml", "faces": "faces.toml", "costing": "costing.toml"}


def printed(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["schema", *words])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_schema_describes_the_folder() -> None:
    schema = printed()
    assert set(schema["properties"]) == {*FILES, "costing.toml"}
    issue = schema["$defs"]["IssueFile"]
    assert issue["additionalProperties"] is False
    assert {"title", "languages", "masthead"} <= set(issue["required"])
    assert "tabloid-offset-k" in issue["properties"]["printer"]["anyOf"][0]["enum"]
    for reference in _references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]
    assert printed("--json") == schema


@pytest.mark.parametrize("name", NAMES)
def test_the_specimen_follows_it(name: str) -> None:
    schema = printed(name)
    paths = sorted(SPECIMEN.glob(NAMES[name]))
    assert paths or name == "faces"
    for path in paths:
        value = plain(tomllib.loads(path.read_text("utf-8")))
        assert against(value, schema) == [], path.name
        assert against(value | {"nobody": 1}, schema) == ["$: nobody is not known"]


def test_printer_sheets_follow_it() -> None:
    schema = printed("sheet")
    for path in PRESETS.glob("*.toml"):
        assert against(tomllib.loads(path.read_text("utf-8")), schema) == [], path.name
    assert against({"preset": "a4-booklet-k", "bleed": 5}, schema) == []
    assert against({"preset": "a4-booklet", "bleeds": 5}, schema) != []
    assert against({"bleed": 5}, schema) != []


@pytest.mark.parametrize("printer", ['"a4-booklet"', '{ preset = "a4-booklet", bleed = 5 }', '{ preset = "nobody" }',
                                     '"nobody"', '{ preset = "a4-booklet", bleeds = 5 }'])
def test_reader_and_schema_agree(printer: str) -> None:
    source = ISSUE.replace('"tabloid-offset"', printer)
    read, _ = read_issue_file(source)
    assert (against(plain(tomllib.loads(source)), printed("issue")) == []) == (read is not None)


@pytest.mark.parametrize("name", [*TABLES, "costing"])
def test_every_key_the_reader_knows_is_described(name: str) -> None:
    kind: type[BaseModel] = {**TABLES, "costing": Costing}[name]
    schema = table_schema(kind)
    whole = schema["anyOf"][1] if name == "sheet" else schema
    assert set(whole["properties"]) == set(kind.model_fields)
    tables = issue_schema({"costing.toml": Costing})["$defs"]
    for inner in _models(kind):
        assert set(tables[inner.__name__]["properties"]) == set(inner.model_fields)
        assert tables[inner.__name__]["additionalProperties"] is False


def test_an_unknown_name_is_wrong_use() -> None:
    done = CliRunner().invoke(main, ["schema", "nobody"])
    assert done.exit_code == 2 and "flatplan" in done.stderr


def _models(kind: Any) -> set[type[BaseModel]]:
    """The tables that stand in a table, however deep."""
    import typing
    found = {kind} if isinstance(kind, type) and issubclass(kind, BaseModel) else set()
    inner = [f.annotation for f in kind.model_fields.values()] if found else typing.get_args(kind)
    return found.union(*(_models(one) for one in inner if one is not kind)) if inner else found


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []
