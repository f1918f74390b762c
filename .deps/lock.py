"""Maintenance: renew the locks after a change of pyproject.toml, build.in, node.in, package.json. Not part of set-up.

Every lock holds hashes and no address: each machine fetches from the registry its own configuration names. Pins that
still satisfy stay; to raise one, take its lines out of the lock first.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copy

sys.path.insert(0, str(Path(__file__).resolve().parent))
from set_up import DEPS, PIP, ROOT, TOOLS, npm

STYLE = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-annotate",
         "--no-header", "-q")
LOCKS = {
    "requirements.txt": ("pyproject.toml", ".deps/build.in"),
    "requirements-dev.txt": ("pyproject.toml", ".deps/build.in", "--extra", "dev", "-c", ".deps/requirements.txt"),
    "requirements-node.txt": (".deps/node.in",),
}


def main() -> None:
    tools = TOOLS / "uv"
    subprocess.run([*PIP, "--upgrade", "--target", str(tools), "uv"], check=True)
    for lock, sources in LOCKS.items():
        print(f"  · {lock}", flush=True)
        subprocess.run([str(tools / "bin" / "uv"), "pip", "compile", *STYLE, *sources, "-o", f".deps/{lock}"],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print("  · package-lock.json", flush=True)
    command, extra = npm()
    with tempfile.TemporaryDirectory(dir=TOOLS, prefix="lock-") as folder:
        for name in ("package.json", "package-lock.json"):
            copy(DEPS / name, folder)
        subprocess.run([*command, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit",
                        "--no-fund"], cwd=folder, env=os.environ | extra, check=True)
        lock = json.loads((Path(folder) / "package-lock.json").read_text("utf-8"))
    lock["name"] = "journal-des-jungles-faces"
    (DEPS / "package-lock.json").write_text(json.dumps(lock, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
