"""The statements' desk for tests: a treasurer who brings files, and the lines as plain values."""

import io
import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from journal_app.accounts.model import Role
from journal_app.statements.model import Import, StatementLine
from tests.desk import TestDesk, Visitor

BRING, TAKE = "/argent/releves/apporter", "/argent/releves/prendre"
HIDDEN = re.compile(r'name="(ticket|mark|kind)" value="([^"]*)"')


class Till:
    """A desk and its treasurer."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.treasurer: Visitor = desk.visitor(Role.COORDINATOR, Role.TREASURER)

    def bring(
        self, data: bytes, name: str = "releve.csv", account: str = "Compte courant", **more: Any
    ) -> TestResponse:
        """Bring a file: the preview, a question, or a reason."""
        return self.treasurer.post(
            BRING, {"account": account, "file": (io.BytesIO(data), name), **more}, content_type="multipart/form-data"
        )

    def take(self, preview: TestResponse, **more: Any) -> TestResponse:
        """Press the preview's button; `take=[...]` are the asked lines that are ticked."""
        return self.treasurer.post(TAKE, hidden(preview) | more)

    def bring_and_take(
        self, data: bytes, name: str = "releve.csv", account: str = "Compte courant", **more: Any
    ) -> str:
        """A file that raises no question; the id of its import."""
        preview = self.bring(data, name, account)
        answer = self.take(preview, **more)
        assert answer.status_code == 303, words(answer)
        return answer.headers["Location"].rpartition("/")[2]

    def undo(self, import_id: str) -> TestResponse:
        return self.treasurer.post(f"/argent/releves/imports/{import_id}/defaire")

    def lines(self) -> list[StatementLine]:
        """What is there, by day and file."""
        with self.desk.database.read() as db:
            return list(db.scalars(select(StatementLine).order_by(StatementLine.dated, StatementLine.fingerprint)))

    def said(self) -> list[tuple[str, int, str]]:
        """The lines as day, cents and state."""
        return sorted((one.dated.isoformat(), one.cents, one.state) for one in self.lines())

    def imports(self) -> list[Import]:
        with self.desk.database.read() as db:
            return list(db.scalars(select(Import).order_by(Import.made_at)))


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(HIDDEN.findall(page.get_data(as_text=True)))


def words(page: TestResponse) -> str:
    """The words of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)).split())
