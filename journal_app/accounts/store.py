"""Accounts, the rows: who is there, what they may do, which sessions and invitations live. It decides nothing."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Grant, Invitation, Role, SignIn

INVITATIONS_KEPT = timedelta(days=30)  # after they were over, so that the team sees what became of them


def login_of(typed: str) -> str:
    """A name to sign in with, as it is compared: NFKC, casefolded, without spaces around."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold()).strip()


def hash_of(token: str) -> str:
    """What is kept of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(account: Account) -> Actor:
    """An account's row as the value that actions take."""
    return Actor(
        account.id,
        account.name,
        frozenset(Role(grant.role) for grant in account.grants),
        frozenset(grant.residency_id for grant in account.grants if grant.residency_id),
    )


def stand_in_line(db: Session) -> None:
    """Until this transaction ends nobody else comes, goes or changes roles. SQLite's writes stand in line anyway."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE"))


def nobody_yet(db: Session) -> bool:
    """Whether the desk has no account at all."""
    return db.scalar(select(func.count()).select_from(Account)) == 0


def by_login(db: Session, login: str) -> Account | None:
    return db.scalar(select(Account).where(Account.login == login_of(login)))


def account(db: Session, account_id: str) -> Account | None:
    return db.get(Account, account_id)


def accounts(db: Session) -> Sequence[Account]:
    """Everybody, by name."""
    return db.scalars(select(Account).order_by(Account.active.desc(), Account.name)).all()


def names(db: Session, account_ids: Iterable[str | None]) -> dict[str, str]:
    """The names of some accounts."""
    wanted = {one for one in account_ids if one}
    if not wanted:
        return {}
    return {row.id: row.name for row in db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))}


def with_roles(db: Session, roles: Iterable[Role], residency_id: str | None = None) -> list[str]:
    """The active accounts that hold one of the roles; a facilitator only of that residency."""
    rows = db.execute(
        select(Grant.account_id, Grant.role, Grant.residency_id)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role.in_(list(roles)), Account.active)
    )
    found = {row.account_id for row in rows if row.role != Role.FACILITATOR or row.residency_id == residency_id}
    return sorted(found)


def demo_accounts(db: Session) -> Sequence[Account]:
    return db.scalars(select(Account).where(Account.demo, Account.active).order_by(Account.name)).all()


def active_administrators(db: Session) -> list[str]:
    return with_roles(db, [Role.ADMINISTRATOR])


def sign_in(db: Session, token: str) -> SignIn | None:
    """The session of a cookie's value."""
    return db.get(SignIn, hash_of(token)) if token else None


def sign_ins(db: Session, account_id: str, now: datetime) -> Sequence[SignIn]:
    """The sessions of an account that still live, the latest first."""
    return db.scalars(
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.expires_at > now, SignIn.stage == "in")
        .order_by(SignIn.seen_at.desc())
    ).all()


def end_sign_ins(db: Session, account_id: str, but: str = "") -> None:
    """End every session of an account, but for the one with this hash."""
    db.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.token_hash != but))


def touch(db: Session, token_hash: str, now: datetime) -> None:
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash).values(seen_at=now))


def end_left(db: Session, now: datetime, idle: timedelta) -> int:
    """End the sessions that are over, and those nobody used for that long: for good, as `run_out`. How many."""
    return db.execute(delete(SignIn).where(or_(*left(now, idle)))).rowcount  # type: ignore[attr-defined,no-any-return]


def left(now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    """What says of a session that it is over: one of these is enough."""
    return SignIn.expires_at <= now, SignIn.seen_at < now - idle


def invitation(db: Session, token: str) -> Invitation | None:
    return invitation_by_hash(db, hash_of(token))


def invitation_by_hash(db: Session, token_hash: str) -> Invitation | None:
    """The invitation of a secret of which only the hash was kept."""
    return db.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


def _usable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What an invitation is while it can be used; one from a time to come was made by a clock that was wrong."""
    return (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.made_at <= now,
            Invitation.expires_at > now)  # fmt: skip


def run_out(db: Session, now: datetime) -> int:
    """Take back the invitations whose time is past, for good: a clock set back does not bring them back. How many."""
    over = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at <= now)
    change = update(Invitation).where(*over).values(revoked_at=Invitation.expires_at)
    return db.execute(change).rowcount  # type: ignore[attr-defined,no-any-return]


def open_invitations(db: Session, now: datetime) -> Sequence[Invitation]:
    """Those that can still be used, the latest first."""
    return db.scalars(select(Invitation).where(*_usable(now)).order_by(Invitation.made_at.desc())).all()


def open_invitation(db: Session, invitation_id: str, now: datetime) -> Invitation | None:
    """One that can still be used."""
    return db.scalar(select(Invitation).where(Invitation.id == invitation_id, *_usable(now)))


def revoke_invitations_of(db: Session, account_id: str, now: datetime) -> None:
    """Take back what an account invited and nobody has used."""
    db.execute(
        update(Invitation)
        .where(Invitation.made_by == account_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def use_invitation(db: Session, invitation_id: str, now: datetime) -> bool:
    """Mark it used; False when somebody else was first, or it is over."""
    done = db.execute(update(Invitation).where(Invitation.id == invitation_id, *_usable(now)).values(used_at=now))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def use_step(db: Session, account_id: str, step: int) -> bool:
    """Mark a one-time code's step used; False when it was, by somebody who was quicker."""
    done = db.execute(update(Account).where(Account.id == account_id, Account.totp_step < step).values(totp_step=step))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def forget_old(db: Session, now: datetime) -> None:
    """Sessions that are over, and invitations a month after they were."""
    db.execute(delete(SignIn).where(SignIn.expires_at <= now))
    db.execute(delete(Invitation).where(Invitation.expires_at <= now - INVITATIONS_KEPT))
