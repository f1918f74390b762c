"""What tests of the distribution start from: an issue, a coordinator, some places, in whatever database there is."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Role
from journal_app.distribution import ledger
from journal_app.distribution.model import Place, PlaceKind
from journal_app.issues.model import Issue

NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)


class Stock:
    """An issue whose copies are about to come, two associations and who moves copies."""

    def __init__(self, db: Session, number: int = 12) -> None:
        account = Account(login=f"mina-{number}", name="Mina", password_hash="-", created_at=NOW)
        issue = Issue(slug=f"{number}-traverser", title="Journal des Jungles", number=number, date=date(2027, 3, 20),
                      theme={"fr": "Traverser"}, languages=["fr", "en"], printer={"preset": "tabloid-offset"},
                      masthead={}, created_at=NOW)  # fmt: skip
        db.add_all([account, issue])
        db.flush()
        self.issue_id = issue.id
        self.mina = Actor(account.id, "Mina", frozenset({Role.COORDINATOR}))
        self.calais = self.association(db, f"C-{number}", "Le Refuge (spécimen)")
        self.dunkirk = self.association(db, f"D-{number}", "La Digue (spécimen)")

    def association(self, db: Session, code: str, name: str) -> str:
        """A new one; its id."""
        row = Place(kind=PlaceKind.ASSOCIATION, code=code, name=name, made_at=NOW)
        db.add(row)
        db.flush()
        return row.id

    def deliver(self, db: Session, copies: int = 4000) -> None:
        """They are in the store room."""
        ledger.delivered(db, self.mina, NOW, self.issue_id, copies, "stock")

    def move(self, db: Session, here: str, there: str, copies: int) -> int:
        """The movement's number."""
        return ledger.move(db, self.mina, NOW, self.issue_id, here, there, copies).number
