"""The rules of the house, read from the imports themselves: who may look at whom."""

import ast
import re
from pathlib import Path

import pytest

from journal_app.messages import FOLDER, translator

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "journal_app"
MODULES = sorted(APP.rglob("*.py"))
ENGINES = {"weasyprint": {"prepress/engine.py"}, "docx": {"documents"}}
PICTURE_MODULES = {"pictures.py", "picture_files.py", "raster.py", "colour.py", "encode.py", "ink.py", "report.py"}


def name(path: Path) -> str:
    return path.relative_to(APP).as_posix()


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_its_step_and_stays_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(source)) or not source.strip()
    assert len(source.splitlines()) <= 400 or path.parent.name == "versions"  # a migration is written by a tool
    assert not re.fullmatch(r"(utils?|helpers?|managers?|misc|common)\.py", path.name)


@pytest.mark.parametrize("path", sorted((APP / "prepress").rglob("*.py")), ids=name)
def test_the_compiler_never_sees_flask_or_a_clock(path: Path) -> None:
    found = imports(path)
    assert not {i for i in found if i.split(".")[0] in ("flask", "flask_login", "sqlalchemy")}
    assert not re.search(r"datetime\.now|date\.today|time\.time\(", path.read_text("utf-8"))
    inside = {i for i in found if i.startswith("journal_app.") and not i.startswith("journal_app.prepress")}
    assert all(i.split(".")[1] in ("problems", "units", "languages", "money", "messages") for i in inside)


@pytest.mark.parametrize("path", [APP / f"{kernel}.py" for kernel in ("problems", "units", "languages")], ids=name)
def test_the_kernel_knows_no_room(path: Path) -> None:
    assert not {i for i in imports(path) if i.startswith("journal_app.") and "problems" not in i and "units" not in i}


def test_each_engine_has_one_importer() -> None:
    for engine, allowed in ENGINES.items():
        users = {name(path) for path in MODULES if any(i.split(".")[0] == engine for i in imports(path))}
        assert all(any(user.startswith(place) for place in allowed) for user in users), (engine, users)
    pillow = {path.name for path in MODULES if any(i.split(".")[0] == "PIL" for i in imports(path))}
    assert pillow <= PICTURE_MODULES


def test_only_the_command_line_and_the_app_are_composition_roots() -> None:
    for path in MODULES:
        if path.name not in ("cli.py", "app.py"):
            assert not {i for i in imports(path) if i in ("journal_app.cli", "journal_app.app")}, name(path)


def codes() -> set[str]:
    """Every problem code the source raises by name."""
    found: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in ("note", "warning", "blocking") and isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_code_has_a_sentence(language: str) -> None:
    told = "".join(path.read_text("utf-8") for path in (FOLDER / language).glob("*.po"))
    assert [code for code in sorted(codes()) if f'msgid "problem:{code}"' not in told] == []
    assert translator(language).gettext("problem:text-overset") != "problem:text-overset"


def test_nothing_committed_names_an_address_of_a_registry() -> None:
    hosts = re.compile("pypi" + r"\.org|pythonhosted|registry\." + "npmjs|deb" + r"\.debian")
    for path in [*(ROOT / ".deps").iterdir(), ROOT / "pyproject.toml", ROOT / "Makefile"]:
        assert not hosts.search(path.read_text("utf-8")), path.name
