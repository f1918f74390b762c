"""The rules of the house, read from the imports themselves: who may look at whom."""

import ast
import re
from pathlib import Path

import pytest

from journal_app.messages import FOLDER, translator

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "journal_app"
MODULES = sorted(APP.rglob("*.py"))
ENGINES = {"weasyprint": {"prepress/engine.py"}, "docx": {"documents/"}, "av": {"media/sounds.py"}}
PICTURE_MODULES = {
    "pictures.py", "picture_files.py", "raster.py", "colour.py", "encode.py", "ink.py", "report.py",
    "bench_camp.py",  # makes the photos of its phones
    "column.py",  # puts the columns of a text beside one another
    "pixels.py", "plates.py",  # draw pages, compare them, and colour their inks
    "light.py",  # makes the pictures of a proof light
}  # fmt: skip


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
    assert all(i.split(".")[1] in ("problems", "processes", "units", "languages", "money", "messages") for i in inside)


KERNEL = ("problems", "processes", "units", "languages")


@pytest.mark.parametrize("path", [APP / f"{kernel}.py" for kernel in KERNEL], ids=name)
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


# --- the rooms of the desk: who may look at whom, and who speaks to the database -------------------------------------

# From upstream to downstream: a room's model, store and actions import only rooms that stand before it. Who acts
# (accounts.actor, accounts.model) is a value that every room takes; the compiler and the catalogues know no room.
ORDER = ("activity", "jobs", "tasks", "search", "media", "documents", "bitext", "accounts", "wordings", "issues",
         "cards", "uploads", "costing", "submissions", "consent", "review", "memory", "glossary", "translation",
         "flatplan", "freeze", "exchange", "board", "proofs", "bat", "hand_off", "complement", "budget", "statements",
         "funding", "distribution", "reports", "gathering", "upkeep")  # fmt: skip
EVERYWHERE = {"prepress", "messages", "migrations"}
WHO_ACTS = {"journal_app.accounts.actor", "journal_app.accounts.model"}
SEEN_ON_SCREEN = re.compile(r"views|public|cli|pages|looks|room|forms|living")  # modules of a room that make its pages
SPEAKS_SQL = {"select", "insert", "update", "delete", "text"}
ASKS = {"execute", "scalar", "scalars", "query"}
MAY_SPEAK = {
    "search/index.py": "the words of two full-text engines, told apart in one place",
    "web/bench.py": "fills a desk with half a million rows to measure it, never a desk in use",
    "web/bench_camp.py": "looks in a desk of its own for what phones were told is there",
}


def room_of(path: Path) -> str:
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 and parts[0] in ORDER else ""


INSIDE = [path for path in MODULES if room_of(path) and not SEEN_ON_SCREEN.search(path.stem)]


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {path.name for path in APP.iterdir() if (path / "__init__.py").exists()}
    assert rooms == {*ORDER, *EVERYWHERE, "web"}


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_a_room_looks_upstream_only(path: Path) -> None:
    """What a fact does downstream goes through facts.py and each room's reacts.py, gathered by the roots alone."""
    before = ORDER[: ORDER.index(room_of(path)) + 1]
    for one in imports(path):
        parts = one.split(".")
        if parts[0] == "journal_app" and len(parts) > 1 and ".".join(parts[:3]) not in WHO_ACTS:
            assert parts[1] not in ORDER or parts[1] in before, f"{name(path)} looks downstream: {one}"
            assert parts[1:2] not in (["web"], ["reactions"], ["app"]), f"{name(path)}: {one}"


def test_a_room_answers_what_happened_upstream_by_its_reacts() -> None:
    roots = {"reactions.py"}
    users = {name(path) for path in MODULES if any(i.endswith(".reacts") for i in imports(path))}
    assert users == roots
    answering = {path.parent.name for path in APP.glob("*/reacts.py")}
    gathered = {i.split(".")[1] for i in imports(APP / "reactions.py") if i.endswith(".reacts")}
    assert answering == gathered, "a reaction that nobody gathers never happens"


def speaks(path: Path) -> set[str]:
    """The words of SQL that a module says: what it imports of SQLAlchemy's, and what it asks a session."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy":
            found |= {alias.name for alias in node.names} & SPEAKS_SQL
        if isinstance(node, ast.Attribute) and node.attr in ASKS:
            found |= {f"db.{node.attr}"} if isinstance(node.value, ast.Name) and node.value.id == "db" else set()
    return found


def test_only_stores_speak_sql() -> None:
    """Adding a row, or reading one by its key, is the session's; a statement is a store's."""
    told = {name(path): speaks(path) for path in MODULES if path.name not in ("store.py", "db.py")}
    told = {path: words for path, words in told.items() if words and not path.startswith("migrations/")}
    assert told.keys() == MAY_SPEAK.keys(), {path: words for path, words in told.items() if path not in MAY_SPEAK}
