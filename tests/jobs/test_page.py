"""The page of a job: for whoever may see its issue, refreshed while it runs, 304 when nothing moved."""

from typing import Any

import pytest

from journal_app.accounts.model import Role
from journal_app.jobs import actions
from journal_app.jobs.model import Job, JobState
from tests.desk import NOW, TestDesk


@pytest.fixture
def residency(desk: TestDesk) -> str:
    return desk.residency().id


@pytest.fixture
def job(desk: TestDesk, residency: str) -> str:
    issue = desk.issue(residency=residency)
    with desk.database.write() as db:
        return actions.enqueue(db, None, NOW, "build", "k", {}, issue.id).id


def change(desk: TestDesk, job_id: str, **values: Any) -> None:
    with desk.database.write() as db:
        row = db.get_one(Job, job_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_it_says_how_far_it_is_and_asks_again_by_itself(desk: TestDesk, job: str) -> None:
    visitor = desk.visitor(Role.EDITOR)
    change(desk, job, state=JobState.RUNNING, done=3, total=16)
    page = visitor.get(f"/travaux/{job}")
    assert page.status_code == 200 and page.headers["Refresh"] == "2"
    assert 'max="16"' in page.text and 'value="3"' in page.text and "3 / 16" in page.text
    assert "Refresh" not in visitor.get(f"/travaux/{job}?fixe=1").headers


def test_nothing_moved_is_answered_with_nothing(desk: TestDesk, job: str) -> None:
    visitor = desk.visitor(Role.EDITOR)
    mark = visitor.get(f"/travaux/{job}").headers["ETag"]
    assert visitor.get(f"/travaux/{job}", headers={"If-None-Match": mark}).status_code == 304
    change(desk, job, state=JobState.RUNNING, done=1, total=2)
    assert visitor.get(f"/travaux/{job}", headers={"If-None-Match": mark}).status_code == 200


def test_over_it_asks_no_more_and_says_what_came_of_it(desk: TestDesk, job: str) -> None:
    visitor = desk.visitor(Role.EDITOR)
    change(desk, job, state=JobState.DONE)
    page = visitor.get(f"/travaux/{job}")
    assert "Refresh" not in page.headers and "Terminé" in page.text
    change(desk, job, state=JobState.FAILED, error="job-broke:ZeroDivisionError")
    page = visitor.get(f"/travaux/{job}")
    assert "Échoué" in page.text and "rien n’a changé" in page.text and "ZeroDivision" not in page.text


def test_only_who_may_see_the_issue_sees_its_work(desk: TestDesk, job: str, residency: str) -> None:
    elsewhere = desk.residency("Une autre").id
    assert desk.visitor(Role.FACILITATOR, residency=residency).get(f"/travaux/{job}").status_code == 200
    for visitor in (desk.visitor(Role.FACILITATOR, residency=elsewhere), desk.visitor(Role.ADMINISTRATOR)):
        assert visitor.get(f"/travaux/{job}").status_code == 404
    assert desk.visitor(Role.EDITOR).get("/travaux/nothing").status_code == 404


def test_work_of_no_issue_has_no_page(desk: TestDesk) -> None:
    with desk.database.write() as db:
        inner = actions.enqueue(db, None, NOW, "janitor", "j", {}).id
    assert desk.visitor(Role.COORDINATOR).get(f"/travaux/{inner}").status_code == 404


def test_who_decides_cancels_and_only_once(desk: TestDesk, job: str) -> None:
    assert desk.visitor(Role.TRANSLATOR).post(f"/travaux/{job}/annuler").status_code == 404
    visitor = desk.visitor(Role.EDITOR)
    assert visitor.post(f"/travaux/{job}/annuler").status_code == 303
    assert "Annulé" in visitor.get(f"/travaux/{job}").text
    again = visitor.post(f"/travaux/{job}/annuler")
    assert again.status_code == 409 and "déjà terminé" in again.text
