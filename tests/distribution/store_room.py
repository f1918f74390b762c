"""What tests of the copies' pages start from: an issue of sixteen pages, twenty-nine associations, a coordinator."""

import re
from datetime import UTC, datetime

from flask.testing import FlaskClient

from journal_app.accounts.model import Role
from journal_app.distribution import looks, store
from journal_app.distribution.model import Place
from journal_app.distribution.specimens import add_associations
from journal_app.flatplan.model import Page
from journal_app.issues.model import Issue
from tests.desk import TestDesk, Visitor

SLUG = "12-traverser"
COPIES = f"/numeros/{SLUG}/exemplaires"
LINK = re.compile(r"/exemplaires/[\w-]{32}(?![\w-])")


class StoreRoom:
    """The desk of the tests, on the morning when a lorry comes."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.issue: Issue = desk.issue(SLUG)
        self.mina = desk.account(Role.COORDINATOR, Role.TREASURER, name="Mina")
        self.at_desk: Visitor = desk.visit(self.mina)
        self.outside: FlaskClient = desk.app.test_client()
        with desk.database.write() as db:
            db.add_all(Page(issue_id=self.issue.id, number=number, layout="article-2") for number in range(1, 17))
            self.places: dict[str, str] = {
                row.code or "": row.id for row in add_associations(db, self.mina, datetime.now(UTC))
            }

    # --- at the desk -------------------------------------------------------------------------------------------------

    def look(self) -> looks.Look:
        with self.desk.database.read() as db:
            return looks.look(db, self.mina, db.get_one(Issue, self.issue.id), datetime.now(UTC).date())

    def post(self, path: str, form: dict[str, object] | None = None, status: int = 303) -> str:
        """The page that answers a form of the coordinator's."""
        answer = self.at_desk.post(f"{COPIES}{path}", form or {})
        assert answer.status_code == status, answer.text
        return answer.text

    def page(self, path: str = "", lang: str = "fr") -> str:
        answer = self.at_desk.get(f"{COPIES}{path}{'&' if '?' in path else '?'}lang={lang}")
        assert answer.status_code == 200
        return answer.text

    def deliver(self, copies: str = "4 000") -> None:
        self.post("/livres", {"copies": copies, "place": "stock"})

    def ready(self, copies: str = "4 000") -> None:
        """Delivered, planned by the proposal, packed."""
        self.deliver(copies)
        self.post("/plan", {"propose": "1"})
        self.post("/paquets")

    def send(self, *codes: str) -> None:
        """The bundles of these places have left; of all when none is named."""
        keys = [self.places[code] for code in codes] or [line.place.id for line in self.look().plan]
        self.post("/paquets/partis", {"place": keys, "from": "stock"})

    def place(self, code: str) -> Place:
        with self.desk.database.read() as db:
            found = store.place(db, self.places[code])
        assert found is not None
        return found

    # --- outside -----------------------------------------------------------------------------------------------------

    def hand(self, *codes: str) -> list[str]:
        """Links for these places, made at the desk: their paths."""
        page = self.post("/commandes/liens", {"place": [self.places[code] for code in codes]}, 200)
        found = list(dict.fromkeys(LINK.findall(page)))  # the letter repeats it
        assert len(found) == len(codes)
        return found

    def say(self, path: str, what: str, form: dict[str, str], status: int = 303) -> str:
        answer = self.outside.post(f"{path}/{what}", data=form)
        assert answer.status_code == status, answer.text
        return answer.text
