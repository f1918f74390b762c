"""Hand-off, the rows: links and what came through them. It decides nothing and never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from journal_app.hand_off.model import (
    STOPPED,
    Ended,
    PrinterCorrection,
    PrinterDownload,
    PrinterEvent,
    PrinterLink,
    PrinterProof,
    PrinterQuote,
    PrinterRequest,
    PrinterTier,
    ProofState,
)

ON_ITS_WAY = timedelta(hours=1)  # a file begun longer ago and not sent: its server was killed in between
Row = PrinterRequest | PrinterLink | PrinterDownload | PrinterEvent | PrinterQuote | PrinterCorrection | PrinterProof


def add(db: Session, row: Row) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


# --- links -----------------------------------------------------------------------------------------------------------


def by_hash(db: Session, token_hash: str) -> PrinterLink | None:
    """The link with this hash of a token."""
    return db.scalar(select(PrinterLink).where(PrinterLink.token_hash == token_hash))


def link(db: Session, issue_id: str, link_id: str) -> PrinterLink | None:
    """A link of an issue by its id."""
    return db.scalar(select(PrinterLink).where(PrinterLink.id == link_id, PrinterLink.issue_id == issue_id))


def hold(db: Session, link_id: str) -> PrinterLink:
    """A link, for this transaction alone; read again, whatever the session knew of it."""
    asked = select(PrinterLink).where(PrinterLink.id == link_id).with_for_update()
    return db.scalars(asked.execution_options(populate_existing=True)).one()


def links(db: Session, issue_id: str) -> Sequence[PrinterLink]:
    """Every link of an issue, the latest first."""
    asked = select(PrinterLink).where(PrinterLink.issue_id == issue_id)
    return db.scalars(asked.order_by(PrinterLink.made_at.desc(), PrinterLink.id)).all()


def live_parcels(db: Session, issue_id: str) -> Sequence[PrinterLink]:
    """The links to a file of this issue that nobody has ended."""
    asked = (PrinterLink.issue_id == issue_id, PrinterLink.bat_id.is_not(None), PrinterLink.ended_at.is_(None))
    return db.scalars(select(PrinterLink).where(*asked)).all()


def held_parcels(db: Session, issue_id: str) -> Sequence[PrinterLink]:
    """The ended links to a file of this issue through which something was sent: a printer may still hold it. They
    whose printer has, or is, to be told already (STOPPED) are not among them."""
    sent = select(PrinterDownload.link_id).where(PrinterDownload.broken.is_(False))
    known = select(PrinterEvent.link_id).where(PrinterEvent.kind.in_(STOPPED))
    asked = select(PrinterLink).where(
        PrinterLink.issue_id == issue_id, PrinterLink.bat_id.is_not(None), PrinterLink.ended_at.is_not(None),
        PrinterLink.id.in_(sent), PrinterLink.id.not_in(known),
    )  # fmt: skip
    return db.scalars(asked).all()


def end(db: Session, link_id: str, why: Ended, now: datetime) -> bool:
    """End a link; False when it had ended before."""
    change = update(PrinterLink).where(PrinterLink.id == link_id, PrinterLink.ended_at.is_(None))
    done = db.execute(change.values(ended_at=now, ended_why=why))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def run_out(db: Session, now: datetime) -> int:
    """End the links whose day is past, for good: a clock set back does not bring them back. How many."""
    gone = (PrinterLink.ended_at.is_(None), PrinterLink.expires_at <= now)
    change = update(PrinterLink).where(*gone).values(ended_at=PrinterLink.expires_at, ended_why=Ended.EXPIRED)
    return db.execute(change).rowcount  # type: ignore[attr-defined,no-any-return]


def wrong_pin(db: Session, link_id: str) -> int:
    """Count a wrong PIN; how many there were with it."""
    raised = update(PrinterLink).where(PrinterLink.id == link_id).values(wrong_pins=PrinterLink.wrong_pins + 1)
    return db.scalars(raised.returning(PrinterLink.wrong_pins)).one()


# --- downloads -------------------------------------------------------------------------------------------------------


def taken(db: Session, link_ids: Iterable[str], now: datetime) -> dict[str, int]:
    """How many downloads of each link count: what was sent, and what is on its way now."""
    way = and_(PrinterDownload.broken.is_(False), PrinterDownload.begun_at > now - ON_ITS_WAY)
    asked = select(PrinterDownload.link_id, func.count()).where(
        PrinterDownload.link_id.in_(list(link_ids)), or_(PrinterDownload.sent_at.is_not(None), way)
    )
    return {row[0]: row[1] for row in db.execute(asked.group_by(PrinterDownload.link_id))}


def sent(db: Session, download_id: str, now: datetime) -> None:
    """All of it was sent."""
    db.execute(update(PrinterDownload).where(PrinterDownload.id == download_id).values(sent_at=now))


def broke(db: Session, download_id: str) -> None:
    """The line broke before its end: it does not count."""
    db.execute(update(PrinterDownload).where(PrinterDownload.id == download_id).values(broken=True))


# --- what was said ---------------------------------------------------------------------------------------------------


def events(db: Session, issue_id: str, limit: int = 200) -> Sequence[PrinterEvent]:
    """The timeline of an issue, the latest first."""
    asked = select(PrinterEvent).where(PrinterEvent.issue_id == issue_id)
    return db.scalars(asked.order_by(PrinterEvent.number.desc()).limit(limit)).all()


def events_of(db: Session, link: PrinterLink) -> Sequence[PrinterEvent]:
    """What was said of what a link leads to, in order: of its file, whatever link it was said through, or of it."""
    same = PrinterEvent.bat_id == link.bat_id if link.bat_id else PrinterEvent.link_id == link.id
    return db.scalars(select(PrinterEvent).where(same).order_by(PrinterEvent.number)).all()


def last_said(db: Session, issue_id: str, kinds: Iterable[str]) -> dict[str, PrinterEvent]:
    """Of each version, the last thing of these kinds that was said of it, by its id."""
    asked = select(PrinterEvent).where(PrinterEvent.issue_id == issue_id, PrinterEvent.kind.in_(list(kinds)))
    return {row.bat_id: row for row in db.scalars(asked.order_by(PrinterEvent.number)) if row.bat_id}


def told_of(db: Session, issue_id: str, kinds: Iterable[str]) -> dict[str, PrinterEvent]:
    """Of each link, the last line of these kinds in the timeline, by the link's id."""
    asked = select(PrinterEvent).where(PrinterEvent.issue_id == issue_id, PrinterEvent.kind.in_(list(kinds)))
    return {row.link_id: row for row in db.scalars(asked.order_by(PrinterEvent.number))}


def request(db: Session, request_id: str | None) -> PrinterRequest | None:
    """A request by its id."""
    return db.get(PrinterRequest, request_id) if request_id else None


def requests(db: Session, issue_id: str) -> Sequence[PrinterRequest]:
    """The requests of an issue, the latest first."""
    asked = select(PrinterRequest).where(PrinterRequest.issue_id == issue_id)
    return db.scalars(asked.order_by(PrinterRequest.made_at.desc(), PrinterRequest.id)).all()


# --- quotes: what the costing reads ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, plain: `tiers` are (copies, cents HT), `vat` hundredths of a percent, amounts cents HT."""

    id: str
    issue_id: str
    request_id: str
    link_id: str
    company: str
    number: int
    reference: str
    dated: date
    valid_until: date
    vat: int
    tiers: tuple[tuple[int, int], ...]
    extra_thousand: int | None
    delay_days: int
    deposit: str
    terms: str
    overs: str
    conditions: str
    given_at: datetime
    latest: bool  # no later one of the same link stands beside it
    without: tuple[str, ...] = ()  # what the price leaves out


def quotes(db: Session, issue_id: str) -> list[Quoted]:
    """Every quote of an issue, by company, the latest of each first; none is ever changed or taken away."""
    asked = select(PrinterQuote).where(PrinterQuote.issue_id == issue_id)
    rows = db.scalars(asked.order_by(PrinterQuote.company, PrinterQuote.link_id, PrinterQuote.number.desc())).all()
    prices = select(PrinterTier).where(PrinterTier.quote_id.in_([row.id for row in rows]))
    tiers: dict[str, list[tuple[int, int]]] = {}
    for one in db.scalars(prices.order_by(PrinterTier.quantity)):
        tiers.setdefault(one.quote_id, []).append((one.quantity, one.net))
    last: dict[str, int] = {}
    for row in rows:
        last[row.link_id] = max(row.number, last.get(row.link_id, 0))
    return [
        Quoted(
            row.id, row.issue_id, row.request_id, row.link_id, row.company, row.number, row.reference, row.dated,
            row.valid_until, row.vat, tuple(tiers.get(row.id, ())), row.extra_thousand, row.delay_days, row.deposit,
            row.terms, row.overs, row.conditions, row.given_at, row.number == last[row.link_id],
            tuple(map(str, row.without)),
        )
        for row in rows
    ]  # fmt: skip


def next_quote(db: Session, link_id: str) -> int:
    """The number the next quote of a link will have."""
    return (db.scalar(select(func.max(PrinterQuote.number)).where(PrinterQuote.link_id == link_id)) or 0) + 1


def add_tiers(db: Session, quote_id: str, tiers: Iterable[tuple[int, int]]) -> None:
    """The prices of a quote."""
    db.add_all(PrinterTier(quote_id=quote_id, quantity=quantity, net=net) for quantity, net in tiers)


# --- corrections of the sheet, proofs --------------------------------------------------------------------------------


def correction(db: Session, issue_id: str, correction_id: str) -> PrinterCorrection | None:
    """A correction of an issue's sheet by its id."""
    asked = select(PrinterCorrection).where(PrinterCorrection.id == correction_id)
    return db.scalar(asked.where(PrinterCorrection.issue_id == issue_id))


def corrections(db: Session, issue_id: str) -> Sequence[PrinterCorrection]:
    """The corrections of an issue's sheet, the latest first."""
    asked = select(PrinterCorrection).where(PrinterCorrection.issue_id == issue_id)
    return db.scalars(asked.order_by(PrinterCorrection.given_at.desc(), PrinterCorrection.id)).all()


def decide(db: Session, correction_id: str, account_id: str | None, accepted: bool, now: datetime) -> bool:
    """Note a decision; False when somebody decided before."""
    change = update(PrinterCorrection).where(
        PrinterCorrection.id == correction_id, PrinterCorrection.decided_at.is_(None)
    )
    done = db.execute(change.values(decided_at=now, decided_by=account_id, accepted=accepted))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def proof(db: Session, proof_id: str) -> PrinterProof | None:
    """A proof by its id, as it is now."""
    return db.get(PrinterProof, proof_id, populate_existing=True)


def proofs(db: Session, issue_id: str) -> Sequence[PrinterProof]:
    """The proofs printers sent for an issue, the latest first."""
    asked = select(PrinterProof).where(PrinterProof.issue_id == issue_id)
    return db.scalars(asked.order_by(PrinterProof.given_at.desc(), PrinterProof.id)).all()


def proofs_in(db: Session, *states: ProofState) -> Sequence[PrinterProof]:
    """The proofs of every issue that are in one of these states."""
    return db.scalars(select(PrinterProof).where(PrinterProof.state.in_(states))).all()


def jobs_of_proofs(db: Session) -> set[str]:
    """The jobs that compare, or compared, the proofs that are there."""
    return set(db.scalars(select(PrinterProof.job_id).where(PrinterProof.job_id.is_not(None))))


def proofs_gone(db: Session, issue_id: str) -> None:
    """Show no proof of this issue any more."""
    db.execute(update(PrinterProof).where(PrinterProof.issue_id == issue_id).values(state=ProofState.GONE, result={}))
