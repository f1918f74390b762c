"""Said no by the author, on a phone with the return code: the signed pages that rest on the yes hold no longer."""

from datetime import UTC, datetime

import pytest

from journal_app.bat.model import Bat, State
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.jobs.model import Job
from journal_app.submissions.model import Piece
from tests.desk import TestDesk
from tests.gathering.people import Phone, open_camp


@pytest.fixture
def phone(desk: TestDesk) -> Phone:
    """An author whose piece stands in a file that was signed."""
    phone = open_camp(desk).phone("fr")
    phone.give()
    at, issue = datetime.now(UTC), phone.camp.issue.id
    with desk.database.write() as db:
        slug = db.query(Piece).one().slug
        job = Job(kind="build-press", key="b", arguments={}, issue_id=issue, made_at=at)
        frozen = Freeze(issue_id=issue, kind=FreezeKind.PRESS, manifest={f"articles/{slug}/en.html": "0"}, made_at=at)
        db.add_all([job, frozen])
        db.flush()
        build = Build(issue_id=issue, freeze_id=frozen.id, job_id=job.id, folder="builds/b", made_at=at)
        db.add(build)
        db.flush()
        db.add(Bat(issue_id=issue, number=1, build_id=build.id, pdf="a.pdf", sha256="0" * 64, digests=[], files={},
                   state=State.SIGNED, made_at=at, signed_at=at))  # fmt: skip
    return phone


def stands(phone: Phone) -> str:
    with phone.camp.desk.database.read() as db:
        return str(db.query(Bat).one().state)


def say(phone: Phone, use: str, word: str) -> None:
    piece = phone.pieces()[0]
    fields = {"csrf": phone.csrf(), "age": "adult", "reader": "self", f"piece-{piece}": word}
    assert phone.post(f"/moi/{piece}/accords/{use}", fields).status_code == 303


@pytest.mark.parametrize("use", ["print", "name"])
def test_a_no_on_the_phone_voids_the_bat_at_once(phone: Phone, use: str) -> None:
    say(phone, use, "yes")
    assert stands(phone) == State.SIGNED
    say(phone, use, "no")
    assert stands(phone) == State.VOID


def test_a_no_to_the_web_does_not(phone: Phone) -> None:
    say(phone, "web", "no")
    assert stands(phone) == State.SIGNED
