"""Upkeep, PostgreSQL by its own tools: a dump of one moment, read again, loaded into an empty database.

`pg_dump` and `pg_restore` must be on the path and no older than the server. A password goes by the environment, where
other people of the machine cannot read it. It never writes into a database that has tables.
"""

import os
import subprocess

from sqlalchemy import inspect
from sqlalchemy.engine import URL, make_url

from journal_app.db import open_database


class NotDumped(ValueError):
    """One of the tools is not there, or said no; the message is what it said."""


def _asked(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and the environment that holds it."""
    told: URL = make_url(url).set(drivername="postgresql")
    secret = {"PGPASSWORD": told.password} if told.password else {}
    bare = URL.create("postgresql", told.username, None, told.host, told.port, told.database, told.query)
    return bare.render_as_string(), {**os.environ, **secret}


def _run(command: list[str], environment: dict[str, str], given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
    except FileNotFoundError as error:
        raise NotDumped(f"{command[0]}: not installed") from error
    if done.returncode:
        raise NotDumped(f"{command[0]}: {done.stderr.decode('utf-8', 'replace').strip()[:200]}")
    return done.stdout


def dump(url: str) -> bytes:
    """The whole database as it is at one moment, while people work."""
    address, environment = _asked(url)
    return _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--dbname={address}"], environment)


def check(data: bytes) -> None:
    """Read a dump from its begin to its end. NotDumped when it is cut off or damaged."""
    _run(["pg_restore", "--file=/dev/null"], dict(os.environ), data)


def must_be_empty(url: str) -> None:
    """FileExistsError when there is anything in that database."""
    database = open_database(url)
    try:
        if inspect(database.engine).get_table_names():
            raise FileExistsError("database")
    finally:
        database.close()


def load(url: str, data: bytes) -> None:
    """Put a dump into a database in which nothing is yet: all of it or nothing."""
    must_be_empty(url)
    address, environment = _asked(url)
    _run(["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={address}"], environment,
         data)  # fmt: skip
