"""The desk's settings: one frozen value read from the environment once, checked at start. It opens no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
ISSUES, INSTANCE = ROOT / "issues", ROOT / "instance"
FORM_BYTES = 1_000_000  # Flask's MAX_CONTENT_LENGTH is None by default and is the only bound on forms
PROOF_BYTES = 300_000_000  # a press PDF of 64 pages as a printer's workshop writes it back
MOST_PROOF = 330_000_000  # the server takes in no more at once
QUEUES = ("sqlite", "redis", "rediss", "postgresql", "postgres")
MOST_PROXIES = 3


class ConfigError(ValueError):
    """A setting that cannot work; the message names it and says what would."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Where letters go out. Without a host none does: notices stay in the desk's inbox."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    sender: str = ""

    def __post_init__(self) -> None:
        if self.host and "@" not in self.sender:
            raise ConfigError(f"SMTP_FROM: {self.sender!r} is no address; give the one that letters come from")

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """From SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_FROM."""
        port = _number(environment, "SMTP_PORT", 587, "a port")
        told = (environment.get(f"SMTP_{name}", "") for name in ("HOST", "USER", "PASSWORD", "FROM"))
        host, user, password, sender = told
        return cls(host, port, user, password, sender)


@dataclass(frozen=True, slots=True)
class Config:
    """Where the issues are, where the desk keeps its own, and how much one request may bring (bytes)."""

    issues_folder: Path = ISSUES
    form_bytes: int = FORM_BYTES
    instance: Path = INSTANCE
    database: str = ""  # an address; empty: SQLite in the instance folder
    blobs: str = ""  # a folder, or s3://bucket/prefix; empty: in the instance folder
    queue: str = ""  # an address; empty: SQLite in the instance folder
    secure: bool = False  # people come over https, which a proxy in front of the desk ends
    proxies: int = 0  # how many proxies stand in front, each of which adds one to X-Forwarded-...
    mail: Mail = Mail()
    proof_bytes: int = PROOF_BYTES  # what a printer's own proof may weigh

    def __post_init__(self) -> None:
        if not self.issues_folder.is_dir():
            raise ConfigError(f"JOURNAL_ISSUES: {self.issues_folder} is not a folder; give the folder of the issues")
        if self.form_bytes < 1000:
            raise ConfigError(f"JOURNAL_FORM_BYTES: {self.form_bytes} is too small; at least 1000")
        if not 1_000_000 <= self.proof_bytes <= MOST_PROOF:
            raise ConfigError(f"JOURNAL_PROOF_BYTES: {self.proof_bytes} is not between 1000000 and {MOST_PROOF}")
        if not 0 <= self.proxies <= MOST_PROXIES:
            raise ConfigError(f"JOURNAL_PROXIES: {self.proxies} is not the number of proxies in front; 0 to 3")
        if self.secure and not self.proxies:
            raise ConfigError("JOURNAL_SECURE needs JOURNAL_PROXIES: the desk itself speaks http; 1 for one proxy")
        _known("DATABASE_URL", self.database, ("sqlite", "postgresql", "postgres", "postgresql+psycopg"))
        _known("BLOBS_URL", self.blobs if "://" in self.blobs else "", ("s3",))
        _known("QUEUE_URL", self.queue, QUEUES)

    @property
    def database_url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database or f"sqlite:///{self.instance / 'journal.db'}"

    @property
    def blobs_url(self) -> str:
        """The blobs' address: a folder or a bucket."""
        return self.blobs or str(self.instance / "blobs")

    @property
    def queue_url(self) -> str:
        """The queue's address."""
        return self.queue or f"sqlite:///{self.instance / 'queue.db'}"


def _known(name: str, address: str, schemes: tuple[str, ...]) -> None:
    if address and urlsplit(address).scheme not in schemes:
        raise ConfigError(f"{name}: begins with none of {', '.join(f'{scheme}://' for scheme in schemes)}")


def _number(environment: Mapping[str, str], name: str, default: int, what: str) -> int:
    told = environment.get(name, str(default))
    if not told.isascii() or not told.isdigit():
        raise ConfigError(f"{name}: {told!r} is not {what}")
    return int(told)


def _yes(environment: Mapping[str, str], name: str) -> bool:
    told = environment.get(name, "0")
    if told not in ("", "0", "1"):
        raise ConfigError(f"{name}: {told!r} is neither 1 nor 0")
    return told == "1"


def from_environment(environment: Mapping[str, str]) -> Config:
    """The settings, from JOURNAL_ISSUES, JOURNAL_INSTANCE (folders), JOURNAL_FORM_BYTES, JOURNAL_SECURE,
    JOURNAL_PROXIES, JOURNAL_PROOF_BYTES, DATABASE_URL, BLOBS_URL, QUEUE_URL and SMTP_*."""
    return Config(
        Path(environment.get("JOURNAL_ISSUES", ISSUES)).resolve(),
        _number(environment, "JOURNAL_FORM_BYTES", FORM_BYTES, "a number of bytes"),
        Path(environment.get("JOURNAL_INSTANCE", INSTANCE)).resolve(),
        environment.get("DATABASE_URL", ""),
        environment.get("BLOBS_URL", ""),
        environment.get("QUEUE_URL", ""),
        _yes(environment, "JOURNAL_SECURE"),
        _number(environment, "JOURNAL_PROXIES", 0, "a number of proxies"),
        Mail.read(environment),
        _number(environment, "JOURNAL_PROOF_BYTES", PROOF_BYTES, "a number of bytes"),
    )
