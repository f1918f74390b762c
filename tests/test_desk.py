"""The ground of the desk: who is let in, and what a change must carry."""

from journal_app.accounts.model import Role
from tests.desk import TestDesk


def test_a_stranger_reads_the_first_page_and_a_session_is_known_by_its_cookie(desk: TestDesk) -> None:
    assert desk.app.test_client().get("/").status_code == 200
    assert desk.visitor(Role.EDITOR).get("/").status_code == 200
