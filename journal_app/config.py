"""What the desk is told from outside, read once from the environment and checked at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Config:
    """Where the issues are, and how large a request may be (bytes)."""

    issues_folder: Path = ROOT / "issues"
    max_content_length: int = 1_000_000


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration; raises ValueError with a sentence when it cannot be used."""
    folder = Path(environment.get("JOURNAL_ISSUES") or ROOT / "issues")
    if not folder.is_dir():
        raise ValueError(f"JOURNAL_ISSUES: there is no folder {folder}")
    return Config(folder)
