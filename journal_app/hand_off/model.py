"""Hand-off, the nouns: a printer's link, what it asked and what the printer answered. It decides nothing.

Of a link's token and PIN only hashes are kept. What a printer said is added and never rewritten: a new quote stands
beside the old one, a correction names itself. No address, no browser and no person of the printer's is in these rows.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id

MOST_DOWNLOADS = 20  # a workshop takes a parcel twice or three times; a link that went round is noticed


class Ended(StrEnum):
    """Why a link leads nowhere any more; each has a sentence, `link-ended:<why>`."""

    REVOKED = "revoked"  # by a coordinator
    WITHDRAWN = "withdrawn"  # a piece or picture in its file was taken back
    ANSWER = "answer"  # an author said no to something in its file
    REFUSED = "refused"  # its file was refused after it was signed
    PINS = "pins"  # too many wrong PINs
    EXPIRED = "expired"  # its day is past, and was seen to be


class Told(StrEnum):
    """What stands in the timeline: what the printer said, and what befell the link. A sentence each, `told:<kind>`."""

    RECEIVED = "received"
    PLATES = "plates"
    DELIVERED = "delivered"
    PROBLEM = "problem"
    QUOTE = "quote"
    SHEET = "sheet"
    PROOF = "proof"
    MADE = "made"
    REVOKED = "revoked"
    DEAD = "dead"  # a withdrawal took the file away
    ANSWER = "answer"  # an author said no to something in the file
    REFUSED = "refused"  # a coordinator refused the file after it was signed
    DIFFERS = "differs"  # a file was not as it was signed, and was not sent
    PINS = "pins"
    PRINTED = "printed"  # a coordinator confirmed that it is on paper
    NOT_PRINTED = "not-printed"  # and took that back
    WARNED = "warned"  # somebody of the paper told the printer that the file is not to be printed


# What ends a link because nobody may print its file any more, and what stands in the timeline then.
STOPS = (Ended.WITHDRAWN, Ended.ANSWER, Ended.REFUSED)
STOPPED = (Told.DEAD, Told.ANSWER, Told.REFUSED)


class ProofState(StrEnum):
    """How far a proof of the printer's has come."""

    WHOLE = "whole"  # all of it is here, nobody has opened it
    COMPARED = "compared"
    UNFINISHED = "unfinished"  # comparing did not come to its end: what was compared is shown, the rest is for the eye
    REFUSED = "refused"  # it cannot be read; `problem` says why
    GONE = "gone"  # something on its pages was taken back: shown to nobody, its pictures are swept away


class PrinterRequest(Base):
    """A request for quotation, as it was asked: later settings of the issue do not change it."""

    __tablename__ = "printer_request"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    reference: Mapped[str]
    need: Mapped[dict[str, Any]]  # needs.Need as plain values
    quantities: Mapped[list[Any]]  # copies, one price each
    deadline: Mapped[date | None]  # of the answer
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class PrinterLink(Base):
    """A way in for one company: to one request, or to one press file by its hash. `files`: {name: sha256}."""

    __tablename__ = "printer_link"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    company: Mapped[str]
    quote: Mapped[bool] = mapped_column(default=False)  # may quote for the request
    sheet: Mapped[bool] = mapped_column(default=False)  # may correct the printer sheet
    request_id: Mapped[str | None] = mapped_column(ForeignKey("printer_request.id"))
    bat_id: Mapped[str | None] = mapped_column(ForeignKey("bat.id"))  # may take the parcel of this version
    sha256: Mapped[str] = mapped_column(default="")  # of the press file
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pin_hash: Mapped[str] = mapped_column(default="")
    wrong_pins: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


class PrinterDownload(Base):
    """A file on its way out. It counts once it was sent; while it is on its way its place is kept."""

    __tablename__ = "printer_download"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[str] = mapped_column(ForeignKey("printer_link.id"), index=True)
    name: Mapped[str]
    begun_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    broken: Mapped[bool] = mapped_column(default=False)  # the line broke before its end


class PrinterEvent(Base):
    """One line of the timeline. `back`: it was said knowing that it goes back behind what was said before."""

    __tablename__ = "printer_event"
    __table_args__ = (Index("ix_printer_event_issue", "issue_id", "number"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # the order: a clock may jump
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    link_id: Mapped[str] = mapped_column(ForeignKey("printer_link.id"))
    bat_id: Mapped[str | None] = mapped_column(ForeignKey("bat.id"))
    at: Mapped[datetime]
    kind: Mapped[str]
    page: Mapped[int | None]
    quantity: Mapped[int | None]  # copies delivered, overs included
    overs: Mapped[int | None]  # of them, copies beyond (or, negative, short of) what was ordered
    words: Mapped[str] = mapped_column(default="")
    back: Mapped[bool] = mapped_column(default=False)


class PrinterQuote(Base):
    """What a printer asks for. Amounts are cents HT, the VAT rate hundredths of a percent (1000 is 10 %)."""

    __tablename__ = "printer_quote"
    __table_args__ = (UniqueConstraint("link_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("printer_request.id"))
    link_id: Mapped[str] = mapped_column(ForeignKey("printer_link.id"))
    number: Mapped[int]  # from 1, of this link: the last one is the one that holds
    company: Mapped[str]
    reference: Mapped[str]
    dated: Mapped[date]
    valid_until: Mapped[date]
    vat: Mapped[int]
    extra_thousand: Mapped[int | None]  # cents HT for each further 1,000 copies
    delay_days: Mapped[int]  # working days from the BAT to delivery
    deposit: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")
    overs: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    without: Mapped[list[Any]] = mapped_column(default=list)  # what the price leaves out: costing.comparing.Part values
    given_at: Mapped[datetime]


class PrinterTier(Base):
    """The price of a quote for one quantity, in cents HT."""

    __tablename__ = "printer_tier"
    quote_id: Mapped[str] = mapped_column(ForeignKey("printer_quote.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(primary_key=True)
    net: Mapped[int]


class PrinterCorrection(Base):
    """A printer sheet as the printer would have it, until a coordinator says yes or no."""

    __tablename__ = "printer_correction"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    link_id: Mapped[str] = mapped_column(ForeignKey("printer_link.id"))
    before: Mapped[dict[str, Any]]  # the issue's sheet key by key, as it was shown to the printer
    wanted: Mapped[dict[str, Any]]  # the keys that are to be otherwise, as typed
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)  # profiles.Profile as plain values; its blob's name
    words: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    accepted: Mapped[bool] = mapped_column(default=False)


class PrinterProof(Base):
    """A proof that the printer made of our file, and how it differs. `result`: one entry a page, once compared."""

    __tablename__ = "printer_proof"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    link_id: Mapped[str] = mapped_column(ForeignKey("printer_link.id"))
    bat_id: Mapped[str] = mapped_column(ForeignKey("bat.id"))
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    state: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id"))
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    given_at: Mapped[datetime]
