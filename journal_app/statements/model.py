"""Statements, the nouns: an import of a file, its lines, and how a file's columns were read last time. It decides none.

A line keeps what it says about money and drops what it says about a person: no name, no address, no e-mail of a payer
is ever in a row. Amounts are signed integer cents; what a source writes more finely stays in `raw`.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class Kind(StrEnum):
    """Who speaks: each has its own rules of what counts as the same line twice."""

    BANK = "bank"
    HELLOASSO = "helloasso"
    LILO = "lilo"


class Import(Base):
    """A file that was taken in, whole. `undone_at`: it was taken out again, its lines with it."""

    __tablename__ = "statement_import"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    dialect: Mapped[str]  # csv, cfonb120, ofx, camt053, xlsx, html, text
    account: Mapped[str] = mapped_column(default="")  # how the team calls the account; never its number
    name: Mapped[str]  # of the file
    sha256: Mapped[str] = mapped_column(index=True)
    lines: Mapped[int]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    known: Mapped[int] = mapped_column(default=0)  # of its lines, those that were here before
    left_out: Mapped[list[Any]] = mapped_column(default=list)  # what it held and nobody took: [code, where]; no content
    dropped: Mapped[list[Any]] = mapped_column(default=list)  # the personal columns that were not kept, by their names


class StatementLine(Base):
    """One line of a statement. Of an undone import the lines are taken away; `fingerprint` is unique among the living.

    `cents`: signed, credits positive. `settled_cents`: how much of it is reconciled, between nothing and `cents`.
    """

    __tablename__ = "statement_line"
    __table_args__ = (
        Index("ix_statement_line_kind_dated", "kind", "dated", "id", "cents", "settled_cents", "state"),
        # all that a list is narrowed, sorted and summed by, so that 50,000 rows are not read for a page of 50
        Index("ix_statement_line_dated", "dated", "id", "kind", "cents", "settled_cents", "state", "folded"),
        Index("ix_statement_line_fingerprint", "kind", "fingerprint", unique=True),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    import_id: Mapped[str] = mapped_column(ForeignKey("statement_import.id"), index=True)
    kind: Mapped[str]
    number: Mapped[int]  # of the line in its file, from 1
    dated: Mapped[date]
    valued: Mapped[date | None]
    cents: Mapped[int]
    label: Mapped[str]  # the bank's words, or the kind of payment; no person's name
    reference: Mapped[str] = mapped_column(default="")  # of the payment, or the bank's own
    state: Mapped[str] = mapped_column(default="")  # as the source says: Validé, Remboursé, estimation...
    paid_out_on: Mapped[date | None]  # when the platform sent it on; only then
    purpose: Mapped[str] = mapped_column(default="")  # the form or campaign it was given to
    raw: Mapped[dict[str, Any]]  # the columns as they were written, without personal ones
    fingerprint: Mapped[str]
    settled_cents: Mapped[int] = mapped_column(default=0)
    account: Mapped[str] = mapped_column(default="")  # of its import
    folded: Mapped[str] = mapped_column(default="")  # label, reference and purpose in the plain form that is searched


class Telling(Base):
    """That an import says a line. What is there is what the living imports say, in whatever order they came.

    `said`: what this import says of a thing that moves on (a payment, a reading): the furthest said of all is shown.
    Of a bank's line it is empty: whoever says the same line says the same of it.
    """

    __tablename__ = "statement_telling"
    import_id: Mapped[str] = mapped_column(ForeignKey("statement_import.id"), primary_key=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("statement_line.id"), primary_key=True, index=True)
    number: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Mapping(Base):
    """Which column means what, remembered by the file's header: the next file of that shape asks nothing."""

    __tablename__ = "column_mapping"
    header: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of the folded header cells
    kind: Mapped[str]
    columns: Mapped[dict[str, Any]]  # {meaning: header cell}
    options: Mapped[dict[str, Any]]  # date order, decimal sign, sign of debits
    used_at: Mapped[datetime]
