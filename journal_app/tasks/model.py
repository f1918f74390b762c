"""Tasks, the nouns: a notice to one person at the desk. `code` has a sentence, `notice:<code>`, in the catalogues."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class Notice(Base):
    """Something a person should know or do."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_inbox", "account_id", "read_at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    code: Mapped[str]
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("piece.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
