"""The desk that `make run` opens, in a folder of its own."""

import shutil
from pathlib import Path

from journal_app.config import Config
from journal_app.demo import fill
from tests.served import ROOT


def fill_desk(folder: Path) -> Path:
    """The demo's desk in this folder, to be served; the folder."""
    specimen = shutil.copytree(ROOT / "issues" / "00-specimen", folder / "issues" / "00-specimen",
                               ignore=shutil.ignore_patterns("build"))  # fmt: skip
    assert fill(Config(folder / "issues", instance=folder / "instance"), specimen, lambda _: None)
    return folder
