"""Migrations, the surroundings that Alembic asks for: runs the steps on the connection it is given."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import types

from journal_app.db import UTCTime
from journal_app.tables import tables


def plain(kind: str, value: Any, _: AutogenContext) -> str | Literal[False]:
    """A step outlives the code of today: it names SQLAlchemy's own types only."""
    if kind == "type" and isinstance(value, UTCTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, types.String) and not value.length:
        return "sa.String()"
    return False


def looked_at(_: Any, name: str | None, kind: str, *__: Any) -> bool:
    """Of the tables those that a step is written for; the index of words is made beside the steps (search/index.py)."""
    return kind != "table" or name in context.config.attributes.get("names", ())


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables(),
    render_as_batch=True,
    render_item=plain,
    include_object=looked_at,
    transactional_ddl=False,  # the one who calls holds the transaction
)
context.run_migrations()
