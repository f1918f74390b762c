"""Issues, the rows: issues and residencies by who may see them. It decides nothing and never commits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.issues.model import Residency


def residencies(db: Session) -> Sequence[Residency]:
    """All residencies, the latest first."""
    return db.scalars(select(Residency).order_by(Residency.starts.desc())).all()
