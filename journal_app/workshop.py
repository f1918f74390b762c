"""What the work of a job is given: the desk's settings, its database and its blobs. No request, no screen."""

from dataclasses import dataclass

from journal_app.config import Config
from journal_app.db import Database, open_database
from journal_app.media.blobs import Blobs, open_blobs


@dataclass(frozen=True, slots=True)
class Workshop:
    """The parts of a desk that work without a browser."""

    config: Config
    database: Database
    blobs: Blobs


def open_workshop(config: Config) -> Workshop:
    """The workshop of this desk."""
    return Workshop(config, open_database(config.database_url), open_blobs(config.blobs_url))
