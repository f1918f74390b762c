"""Accounts, the nouns: people of the desk, what they may do, and the rows behind their sign-in. It decides nothing.

Roles: a facilitator's holds in one residency only; treasurer is a permission that a coordinator has. Contributors and
printers have no account (web/guests.py, and a link each).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal_app.db import Base, new_id


class Role(StrEnum):
    """What an account may be. One account can have several."""

    ADMINISTRATOR = "administrator"  # accounts, roles, the machine; reads no text by that role
    COORDINATOR = "coordinator"  # issues, residencies, decisions, the press freeze
    TREASURER = "treasurer"  # the money; only together with coordinator
    EDITOR = "editor"  # texts, pictures, review, the draft freeze
    TRANSLATOR = "translator"  # translations of the texts
    FACILITATOR = "facilitator"  # the pieces of the own residency
    AUTHOR = "author"  # who holds a contributor's card: no account has this role, nobody can give it


GIVEN = tuple(role for role in Role if role is not Role.AUTHOR)  # the roles an account can have


NEED_TOTP = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.EDITOR})  # who decides on print or people


class Stage(StrEnum):
    """How far a sign-in has come."""

    CODE = "code"  # the password was right; the six digits are to come, or an authenticator is to be set up
    IN = "in"


class Account(Base):
    """A person of the desk. `login` is casefolded NFC; `name` is what colleagues see."""

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="fr")
    email: Mapped[str] = mapped_column(default="")  # only if the person wants notices by e-mail
    password_hash: Mapped[str]  # Argon2id, 64 MiB
    totp_sealed: Mapped[str] = mapped_column(default="")  # the seed, encrypted with the desk's key; empty: not set up
    totp_step: Mapped[int] = mapped_column(default=0)  # the last 30-second step that was used: a code works once
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)  # signs in on the loopback only
    created_at: Mapped[datetime]
    grants: Mapped[list["Grant"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", foreign_keys="Grant.account_id"
    )


class Grant(Base):
    """A role of an account; a facilitator's names the residency."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "residency_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"))
    granted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime]


class Invitation(Base):
    """A link that makes one account, once, within 48 hours. Only the hash of its secret is kept."""

    __tablename__ = "invitation"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]  # who is meant, as the inviter calls them
    roles: Mapped[list[Any]]  # of Role values
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))  # set: a new password and TOTP for it
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignIn(Base):
    """A server-side session. The cookie holds random bits; the row holds their hash and ends them at once."""

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    stage: Mapped[str] = mapped_column(default=Stage.IN)
    seed_sealed: Mapped[str] = mapped_column(default="")  # while a second factor is being set up
    csrf: Mapped[str]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # renewed at most every ten minutes: reading a page writes nothing
    expires_at: Mapped[datetime]
    stepped_up_at: Mapped[datetime | None]  # the last time the password or a code was given again
