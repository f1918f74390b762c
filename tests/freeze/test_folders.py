"""A coordinator takes an issue folder into the desk by clicking; what cannot be read is told, and nothing is made."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from journal_app.accounts.model import Role
from journal_app.freeze.model import FreezeKind
from journal_app.freeze.taking_in import KINDS
from journal_app.issues.model import Issue
from journal_app.jobs import runner, store
from journal_app.submissions.model import Piece
from tests.desk import TestDesk, Visitor
from tests.freeze.test_freezing import Press

PAGE = "/numeros/dossiers"


@pytest.fixture
def folder(desk: TestDesk) -> Path:
    """A sound folder, written by a freeze, that stands beside the desk under a name of its own."""
    press = Press(desk)
    press.freeze(FreezeKind.DRAFT)
    place = press.tools.issues / "13-dossier"
    shutil.copytree(press.tools.drafts / "12-essai", place)
    return place


@pytest.fixture
def ana(desk: TestDesk, folder: Path) -> Visitor:
    return desk.visitor(Role.COORDINATOR)


def work(desk: TestDesk, slug: str) -> None:
    parts = desk.app.extensions["desk"]
    from journal_app.workshop import Workshop

    with desk.database.read() as db:
        job = store.latest(db, "adopt", f"adopt:{slug}")
    assert job is not None
    assert runner.run(Workshop(parts.config, parts.database, parts.blobs), KINDS, job.id) == "done"


def test_it_is_listed_comes_in_and_is_listed_no_more(desk: TestDesk, ana: Visitor) -> None:
    page = ana.get(PAGE).text
    assert "13-dossier" in page and "12-essai" not in page
    assert ana.post(PAGE, {"slug": "13-dossier"}).status_code == 303
    on_its_way = ana.get(PAGE)
    assert "Il entre" in on_its_way.text and on_its_way.headers["Refresh"] == "3"
    work(desk, "13-dossier")
    assert "13-dossier" not in ana.get(PAGE).text
    with desk.database.read() as db:
        issue = db.scalars(select(Issue).where(Issue.slug == "13-dossier")).one()
        assert len(db.scalars(select(Piece).where(Piece.issue_id == issue.id)).all()) == 4
    assert ana.get("/numeros/13-dossier/tableau").status_code == 200


def test_what_cannot_be_read_is_told_and_makes_nothing(desk: TestDesk, ana: Visitor, folder: Path) -> None:
    (folder / "articles" / "texte-1" / "article.toml").write_text("kind = 7\n", "utf-8")
    ana.post(PAGE, {"slug": "13-dossier"})
    work(desk, "13-dossier")
    page = ana.get(PAGE).text
    assert "13-dossier" in page and "texte-1" in page and 'class="blocking"' in page
    with desk.database.read() as db:
        assert "13-dossier" not in db.scalars(select(Issue.slug)).all()


@pytest.mark.parametrize("slug", ["12-essai", "absent", "../issues", "", "13-dossier/articles"])
def test_only_a_folder_that_waits_can_be_asked_for(ana: Visitor, slug: str) -> None:
    assert ana.post(PAGE, {"slug": slug}).status_code == 404


def test_a_folder_whose_first_page_cannot_be_read_says_so(ana: Visitor, folder: Path) -> None:
    (folder / "issue.toml").write_text("[[", "utf-8")
    page = ana.get(PAGE).text
    assert "13-dossier" in page and "ne se lit pas" in page
