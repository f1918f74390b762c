"""The ground of the desk: who is let in, and what a change must carry."""

from journal_app.accounts.model import Role
from tests.desk import TestDesk


def test_a_stranger_reads_the_first_page_and_who_works_here_is_led_to_the_rooms(desk: TestDesk) -> None:
    assert desk.app.test_client().get("/").status_code == 200
    assert desk.visitor(Role.EDITOR).get("/").location == "/accueil"
