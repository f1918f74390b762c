"""Accounts, what people do: come in, invite, give and take roles. Actions get db, actor and now; they never commit.

Passwords arrive hashed and codes checked: both are slow or need the desk's keys, and stand outside the transaction.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts import store
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Grant, Invitation, Role, SignIn, Stage
from journal_app.activity.actions import record
from journal_app.problems import Refused

INVITED_FOR = timedelta(hours=48)
IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)
CODE_WITHIN = timedelta(minutes=15)  # from the password to the six digits
Roles = Iterable[tuple[Role, str | None]]  # with the residency of a facilitator


def first_account(db: Session, now: datetime, *, login: str, name: str, password_hash: str, language: str) -> Account:
    """The desk's first person: administrator and coordinator. Refused once there is anybody."""
    store.stand_in_line(db)
    if not store.nobody_yet(db):
        raise Refused("first-run-over")
    return _add(db, now, login, name, password_hash, language, [(Role.ADMINISTRATOR, None), (Role.COORDINATOR, None)])


def _add(db: Session, now: datetime, login: str, name: str, password_hash: str, language: str, roles: Roles) -> Account:
    if store.by_login(db, login):
        raise Refused("login-taken")
    account = Account(
        login=store.login_of(login), name=name, password_hash=password_hash, language=language, created_at=now
    )
    account.grants = [Grant(role=role, residency_id=place, granted_at=now) for role, place in roles]
    db.add(account)
    db.flush()
    return account


def checked(roles: Roles) -> list[tuple[Role, str | None]]:
    """Roles that go together: a facilitator has a residency, a treasurer is a coordinator."""
    found = sorted(set(roles), key=str)
    kinds = {role for role, _ in found}
    if any((role is Role.FACILITATOR) != (place is not None) for role, place in found):
        raise Refused("facilitator-without-residency")
    if Role.TREASURER in kinds and Role.COORDINATOR not in kinds:
        raise Refused("treasurer-not-coordinator")
    return found


def invite(
    db: Session, actor: Actor, now: datetime, *, name: str, roles: Roles, account_id: str | None = None
) -> str:
    """A new invitation; returns its secret, told once and kept nowhere. With an account: a new way in for it."""
    found = checked(roles)
    token = secrets.token_urlsafe(24)
    row = Invitation(
        token_hash=store.hash_of(token),
        name=name,
        roles=[role.value for role, _ in found],
        residency_id=next((place for _, place in found if place), None),
        account_id=account_id,
        made_by=actor.account_id,
        made_at=now,
        expires_at=now + INVITED_FOR,
    )
    db.add(row)
    db.flush()
    record(db, actor, now, "invited", object_id=row.id, detail={"name": name})
    return token


def revoke_invitation(db: Session, actor: Actor, now: datetime, invitation_id: str) -> None:
    """Take an invitation back."""
    row = store.open_invitation(db, invitation_id, now)
    if row is None:
        raise Refused("invitation-over")
    row.revoked_at = now
    record(db, actor, now, "invitation-revoked", object_id=row.id, detail={"name": row.name})


def accept_invitation(
    db: Session, now: datetime, token: str, *, login: str, name: str, password_hash: str, language: str
) -> Account:
    """Use an invitation: one account, once. Of two at the same time one is refused."""
    store.stand_in_line(db)
    row = store.invitation(db, token)
    if row is None or not store.use_invitation(db, row.id, now):
        raise Refused("invitation-over")
    if row.account_id:
        account = db.get(Account, row.account_id)
        if account is None or not account.active:
            raise Refused("invitation-over")
        account.password_hash, account.totp_sealed, account.totp_step = password_hash, "", 0
        store.end_sign_ins(db, account.id)
    else:
        roles = [(Role(role), row.residency_id if role == Role.FACILITATOR else None) for role in row.roles]
        account = _add(db, now, login, name, password_hash, language, roles)
    record(db, store.actor_of(account), now, "joined", object_id=account.id)
    return account


def start(db: Session, account: Account, now: datetime, stage: Stage) -> str:
    """A new session; returns the cookie's value, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    lasts = LONGEST if stage is Stage.IN else CODE_WITHIN
    db.add(
        SignIn(
            token_hash=store.hash_of(token),
            account_id=account.id,
            stage=stage,
            csrf=secrets.token_urlsafe(24),
            made_at=now,
            seen_at=now,
            expires_at=now + lasts,
            stepped_up_at=now if stage is Stage.IN else None,
        )
    )
    return token


def end(db: Session, token: str) -> None:
    """Sign out."""
    row = store.sign_in(db, token)
    if row:
        db.delete(row)


def set_roles(db: Session, actor: Actor, now: datetime, account_id: str, roles: Roles) -> None:
    """Give an account these roles and no others; its sessions end at once, and so do invitations it made."""
    found = checked(roles)
    store.stand_in_line(db)
    account = store.account(db, account_id)
    if account is None:
        raise Refused("account-unknown")
    before = sorted(grant.role for grant in account.grants)
    account.grants = [
        Grant(role=role, residency_id=place, granted_by=actor.account_id, granted_at=now) for role, place in found
    ]
    db.flush()
    _somebody_left(db)
    store.end_sign_ins(db, account_id)
    store.revoke_invitations_of(db, account_id, now)
    record(db, actor, now, "roles-set", object_id=account_id,
           detail={"name": account.name, "before": before, "after": [role.value for role, _ in found]})  # fmt: skip


def set_active(db: Session, actor: Actor, now: datetime, account_id: str, active: bool) -> None:
    """Close an account, or open it again. What it did stays signed with its name."""
    store.stand_in_line(db)
    account = store.account(db, account_id)
    if account is None:
        raise Refused("account-unknown")
    account.active = active
    db.flush()
    _somebody_left(db)
    store.end_sign_ins(db, account_id)
    store.revoke_invitations_of(db, account_id, now)
    record(db, actor, now, "account-opened" if active else "account-closed", object_id=account_id,
           detail={"name": account.name})  # fmt: skip


def _somebody_left(db: Session) -> None:
    if not store.active_administrators(db):
        raise Refused("last-administrator")


def set_password(db: Session, actor: Actor, now: datetime, password_hash: str, but: str) -> None:
    """A new password: every other session of the account ends."""
    account = store.account(db, actor.own_account)
    if account is None:
        raise Refused("account-unknown")
    account.password_hash = password_hash
    store.end_sign_ins(db, account.id, but)
    record(db, actor, now, "password-changed", object_id=account.id)


def set_profile(db: Session, actor: Actor, *, name: str, language: str, email: str) -> None:
    """What colleagues see, the screen's language, where notices may go."""
    account = store.account(db, actor.own_account)
    if account is None:
        raise Refused("account-unknown")
    account.name, account.language, account.email = name, language, email


def renew_code(db: Session, actor: Actor, now: datetime) -> None:
    """Drop the authenticator: all sessions end, and the next sign-in sets up another one."""
    account = store.account(db, actor.own_account)
    if account is None:
        raise Refused("account-unknown")
    account.totp_sealed, account.totp_step = "", 0
    store.end_sign_ins(db, account.id)
    record(db, actor, now, "code-renewed", object_id=account.id)
