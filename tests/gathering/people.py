"""A camp's door and who comes through it, as browsers without a script: forms are fetched, filled and posted."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from journal_app.accounts.model import Role
from journal_app.gathering import receiving
from journal_app.issues.model import Issue, Residency
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.web.desk import Desk
from journal_app.workshop import Workshop
from tests.desk import TestDesk, Visitor

WORDS = "The sea is cold tonight.\n\nWe walk along the dike. (specimen)"


@dataclass
class Camp:
    """A residency of today with its issue, its door open, and somebody who facilitates."""

    desk: TestDesk
    residency: Residency
    issue: Issue
    staff: Visitor
    join: str

    def phone(self, lang: str = "en") -> "Phone":
        return Phone(self, self.desk.app.test_client(), lang)

    def work(self) -> int:
        """Let the worker do what waits; how many jobs."""
        found: Desk = self.desk.app.extensions["desk"]
        tools = Workshop(found.config, found.database, found.blobs)
        with found.database.read() as db:
            waiting = [row.id for row in db.query(Job).filter_by(state=JobState.WAITING, kind=receiving.KIND)]
        for job_id in waiting:
            runner.run(tools, receiving.KINDS, job_id)
        return len(waiting)


def open_camp(desk: TestDesk) -> Camp:
    """The camp, on the first day of its residency."""
    residency = desk.residency()
    with desk.database.write() as db:
        row = db.get_one(Residency, residency.id)
        row.starts = row.ends = datetime.now(UTC).date()
    issue = desk.issue(residency=residency.id)
    staff = desk.visitor(Role.FACILITATOR, residency=residency.id)
    staff.post(f"/residences/{residency.id}/entree", {"do": "open"})
    page = staff.get(f"/residences/{residency.id}/entree").text
    found = re.search(r"/ici/(\d{8})", page)
    assert found is not None
    return Camp(desk, residency, issue, staff, found[1])


@dataclass
class Phone:
    """A borrowed phone: a client with its cookies."""

    camp: Camp
    client: FlaskClient
    lang: str

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, headers={"Accept-Language": self.lang})

    def hidden(self, address: str, name: str) -> str:
        """A hidden field of the page's forms."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.get(address).text)
        return html.unescape(found[1]) if found else ""

    def post(self, address: str, data: dict[str, Any]) -> TestResponse:
        return self.client.post(address, data=data, headers={"Accept-Language": self.lang})

    def give(self, words: str = WORDS, key: str = "", **files: Any) -> TestResponse:
        """Hand in through the poster's page."""
        address = f"/ici/{self.camp.join}"
        data: dict[str, Any] = {"key": key or self.hidden(address, "key"), "words": words, "tongue": "en"}
        return self.post(address, data | files)

    def code(self) -> str:
        """The twenty digits that the card's page shows."""
        found = re.search(r'digits western".*?<bdi>(.*?)</bdi>', self.get("/moi/carte").text)
        assert found is not None
        return "".join(re.findall(r"\d", found[1]))

    def pieces(self) -> list[str]:
        """The ids of what was given, as the own page links to it."""
        return list(dict.fromkeys(re.findall(r'href="/moi/([0-9a-z]{12})"', self.get("/moi/").text)))

    def csrf(self) -> str:
        return self.hidden("/moi/carte", "csrf") or self.hidden(f"/moi/{self.pieces()[0]}", "csrf")

    def come_back(self, code: str) -> TestResponse:
        return self.post("/retour", {"code": code})


def file(content: bytes, name: str = "IMG_0001.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name
