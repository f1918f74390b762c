"""What a view needs of the running desk: its database, its blobs, who asks, what time it is. Actions never use it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, flash, g, redirect
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.accounts.attempts import Attempts
from journal_app.config import Config
from journal_app.db import Database
from journal_app.freeze.columns import FOLDER, Columns
from journal_app.keys import Keys
from journal_app.media.blobs import Blobs
from journal_app.messages import translator
from journal_app.web.screen import language, page_url


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of a running desk, made once by create_app()."""

    config: Config
    database: Database
    blobs: Blobs
    keys: Keys
    attempts: Attempts


def desk() -> Desk:
    """The desk this request came to."""
    found: Desk = current_app.extensions["desk"]
    return found


def database() -> Database:
    """The desk's database."""
    return desk().database


def blobs() -> Blobs:
    """The desk's blobs."""
    return desk().blobs


def columns() -> Columns:
    """The desk's one process that measures how texts sit in their frames."""
    found: Columns = current_app.extensions.setdefault("columns", Columns(desk().config.instance / FOLDER))
    return found


def now() -> datetime:
    """The one clock of the views; actions get it as an argument."""
    return datetime.now(UTC)


def actor() -> Actor:
    """Who asks. The guard has let them in, so there is somebody."""
    found: Actor | None = g.get("actor")
    return found or abort(404)


def said(words: str, **values: Any) -> str:
    """A screen sentence in the reader's language."""
    return translator(language()).gettext(words) % values


def done(words: str, endpoint: str, **values: Any) -> Response:
    """After a change: a sentence, and on to a page that can be reloaded (303)."""
    flash(said(words))
    return redirect(page_url(endpoint, **values), 303)
