"""Every promise of safety.toml is held by tests that exist: taken away or named otherwise, they are missed here."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROMISES = tomllib.loads((HERE / "safety.toml").read_text("utf-8"))["promise"]


@cache
def names_in(path: Path) -> set[str]:
    """The names of a file's tests, those of its classes with them."""
    found = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.name.removeprefix("test_") for node in found if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["says"][:40])
def test_it_is_held(promise: dict[str, list[str]]) -> None:
    assert promise["held"], "a promise that nothing holds"
    for told in promise["held"]:
        file, _, name = told.partition("::")
        assert (HERE / file).is_file() and name in names_in(HERE / file), told
