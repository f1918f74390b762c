"""The desk's settings: one frozen value read from the environment once, checked at start. It opens no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ISSUES, INSTANCE = ROOT / "issues", ROOT / "instance"
FORM_BYTES = 1_000_000  # SECURITY: Flask's MAX_CONTENT_LENGTH is None by default and is the only bound on forms


class ConfigError(ValueError):
    """A setting that cannot work; the message names it and says what would."""


@dataclass(frozen=True, slots=True)
class Config:
    """Where the issues are, where the desk keeps its own, and how much one request may bring (bytes)."""

    issues_folder: Path = ISSUES
    form_bytes: int = FORM_BYTES
    instance: Path = INSTANCE
    database: str = ""  # an address; empty: SQLite in the instance folder

    def __post_init__(self) -> None:
        if not self.issues_folder.is_dir():
            raise ConfigError(f"JOURNAL_ISSUES: {self.issues_folder} is not a folder; give the folder of the issues")
        if self.form_bytes < 1000:
            raise ConfigError(f"JOURNAL_FORM_BYTES: {self.form_bytes} is too small; at least 1000")

    @property
    def database_url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database or f"sqlite:///{self.instance / 'journal.db'}"


def from_environment(environment: Mapping[str, str]) -> Config:
    """The settings, from JOURNAL_ISSUES, JOURNAL_INSTANCE (folders), JOURNAL_FORM_BYTES and DATABASE_URL."""
    size = environment.get("JOURNAL_FORM_BYTES", str(FORM_BYTES))
    if not size.isascii() or not size.isdigit():
        raise ConfigError(f"JOURNAL_FORM_BYTES: {size!r} is not a number of bytes")
    return Config(
        Path(environment.get("JOURNAL_ISSUES", ISSUES)).resolve(),
        int(size),
        Path(environment.get("JOURNAL_INSTANCE", INSTANCE)).resolve(),
        environment.get("DATABASE_URL", ""),
    )
