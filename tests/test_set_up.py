"""The set-up: locks with hashes and without addresses that agree, and a script that says what it lacks."""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from journal_app.prepress import faces

ROOT = Path(__file__).resolve().parents[1]
DEPS = ROOT / ".deps"
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module that would write into a folder of the test."""
    spec = importlib.util.spec_from_file_location("set_up", DEPS / "set_up.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("INSTALLED", "PROFILES", "TOOLS", "VENV"):
        monkeypatch.setattr(module, name, tmp_path / name.lower())
    monkeypatch.setattr(module, "run", lambda *command, **_: pytest.fail(f"ran {command}"))
    return module


def requirements(lock: str) -> dict[str, set[str]]:
    """Name -> the pinned lines of it; a package may have one version per kind of Python."""
    found: dict[str, set[str]] = {}
    for line in (DEPS / lock).read_text("utf-8").replace("\\\n", " ").splitlines():
        pinned = line.split(" --hash=")[0].strip()
        found.setdefault(re.split(r"[=<>\[; ]", pinned)[0], set()).add(pinned)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    for line in (DEPS / lock).read_text("utf-8").replace("\\\n", " ").splitlines():
        assert re.match(r"[a-z0-9.-]+==\S+", line) and "--hash=sha256:" in line, line[:60]


def test_the_locks_hold_what_pyproject_asks_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, dev = requirements("requirements.txt"), requirements("requirements-dev.txt")
    asked, beside = project["dependencies"], project["optional-dependencies"]["dev"]
    assert {re.split(r"[\[<>=]", name)[0] for name in asked} <= run.keys()
    assert {re.split(r"[\[<>=]", name)[0] for name in beside} <= dev.keys()
    assert {name: dev.get(name) for name in run} == run


def test_no_address_stands_in_a_set_up_file() -> None:
    for path in [*DEPS.iterdir(), ROOT / "pyproject.toml", ROOT / ".ci" / "run", ROOT / "fonts" / "fonts.toml"]:
        if path.is_file():
            assert "://" not in path.read_text("utf-8"), path.name


def test_the_lock_of_the_faces_holds_hashes_and_the_versions_of_the_table() -> None:
    lock = json.loads((DEPS / "package-lock.json").read_text("utf-8"))["packages"]
    asked = json.loads((DEPS / "package.json").read_text("utf-8"))["dependencies"]
    assert asked == {face.package: face.version for face in faces.faces()} == lock.pop("")["dependencies"]
    for name, entry in lock.items():
        assert entry["integrity"].startswith("sha512-") and "resolved" not in entry, name


def test_an_unprivileged_person_is_told_what_to_install(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up, "is_installed", lambda _: False)
    monkeypatch.setattr(set_up, "as_root", lambda: None)
    monkeypatch.setattr(set_up.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match=r"apt-get install libpango-1\.0-0 .*ghostscript"):
        set_up.system(set_up.SYSTEM)


def test_a_machine_without_apt_is_told_which_libraries_it_lacks(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up.shutil, "which", lambda _: None)
    monkeypatch.setattr(set_up.ctypes.util, "find_library", lambda name: None if "harfbuzz" in name else name)
    set_up.system(set_up.SYSTEM)
    assert "HarfBuzz subset, Ghostscript" in capsys.readouterr().out


def test_where_no_profile_can_be_had_set_up_says_so_once_and_goes_on(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "download", lambda _: b"")
    set_up.profile()
    assert "K-only" in capsys.readouterr().out
    set_up.profile()
    assert capsys.readouterr().out == "" and not set_up.PROFILES.exists()


def test_another_profile_of_the_same_name_is_not_taken(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up, "download", lambda _: b"another profile")
    set_up.profile()
    assert not set_up.PROFILES.exists()


def test_a_face_with_other_bytes_is_refused_and_nothing_is_installed(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def npm_that_brings_another(*_: str, cwd: Path, **__: str) -> None:
        for face in faces.faces():
            path = cwd / "node_modules" / face.package / "400Regular" / face.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"another face")

    monkeypatch.setattr(set_up, "run", npm_that_brings_another)
    monkeypatch.setattr(set_up, "npm", lambda: (["npm"], {}))
    with pytest.raises(SystemExit, match=faces.faces()[0].file.replace(".", r"\.")):
        set_up.faces()
    assert not set_up.INSTALLED.exists()


def test_a_half_made_environment_is_made_anew(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(set_up, "run", lambda *command, **_: ran.append(command))
    monkeypatch.setattr(set_up, "has_pip", lambda: False)
    set_up.VENV.mkdir()
    set_up.environment(dev=False)
    assert ran[0][-3:] == ("venv", "--clear", str(set_up.VENV)) and "--require-hashes" in ran[1]
    ran.clear()
    set_up.environment(dev=False)
    assert ran == []  # done once: the stamp holds
    monkeypatch.setattr(set_up, "ROOT", ROOT / "tests")  # a folder that was moved: its scripts name the old place
    set_up.environment(dev=False)
    assert ran


def test_make_help_lists_every_target() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets and all(f"make {target}" in said for target in targets)
