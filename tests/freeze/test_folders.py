"""A coordinator takes an issue folder into the desk by clicking; what cannot be read is told, and nothing is made."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from journal_app.accounts.model import Account, Role
from journal_app.cli import main
from journal_app.consent.actions import withdraw_picture
from journal_app.freeze import freezing
from journal_app.freeze.freezing import Tools, freeze
from journal_app.freeze.model import FreezeKind
from journal_app.freeze.taking_in import KINDS
from journal_app.issues.model import Issue
from journal_app.jobs import runner, store
from journal_app.media.model import Picture
from journal_app.problems import Severity
from journal_app.reactions import REACTIONS
from journal_app.submissions.model import Piece
from tests.desk import NOW, TestDesk, Visitor
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


# --- the folder stands where the desk will write the issue: its files are the desk's from then on -----------------


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#000"/></svg>'
ABOUT = 'file = "phare.svg"\nkind = "drawing"\ncredit = "Une plume"\nfaces = "none"\nuses = ["print", "pdf"]\n'


@pytest.fixture
def taken_in(desk: TestDesk, ana: Visitor, folder: Path) -> Path:
    """In the desk by now, with a drawing in lines, as designers leave them."""
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "phare.svg").write_text(DRAWING, "utf-8")
    (folder / "pictures" / "phare.toml").write_text(ABOUT + '[caption]\nfr = "Le phare"\n[alt]\nfr = "Un phare"\n')
    ana.post(PAGE, {"slug": "13-dossier"})
    work(desk, "13-dossier")
    return folder


def press_freeze(desk: TestDesk, ana: Visitor) -> list[str]:
    """Freeze it for the press; what refuses."""
    parts = desk.app.extensions["desk"]
    tools = Tools(parts.database, parts.blobs.get, parts.keys.digest, parts.config.instance / "drafts",
                  parts.config.issues_folder)  # fmt: skip
    job, problems = freeze(tools, ana.actor, NOW, "13-dossier", FreezeKind.PRESS)
    return [] if job else [problem.code for problem in problems if problem.severity is Severity.BLOCKING]


def test_its_first_press_freeze_writes_over_what_it_came_from(desk: TestDesk, ana: Visitor, taken_in: Path) -> None:
    before = (taken_in / "articles/texte-1/article.toml").stat().st_mtime_ns
    (taken_in / "articles/texte-2/notes.txt").write_text("au crayon", "utf-8")
    with desk.database.write() as db:
        db.scalars(select(Issue).where(Issue.slug == "13-dossier")).one().title = "Un autre titre"
    assert press_freeze(desk, ana) == []
    assert "Un autre titre" in (taken_in / "issue.toml").read_text("utf-8")
    assert (taken_in / "articles/texte-1/article.toml").stat().st_mtime_ns == before  # nothing new to say
    assert (taken_in / "articles/texte-2/notes.txt").read_text("utf-8") == "au crayon"  # never the desk's


def test_what_is_changed_by_hand_after_that_stops_the_freeze(desk: TestDesk, ana: Visitor, taken_in: Path) -> None:
    path = taken_in / "articles/texte-1/fr.html"
    path.write_text("<p>À la main.</p>\n", "utf-8")
    assert press_freeze(desk, ana) == ["freeze-conflict"]
    assert path.read_text("utf-8") == "<p>À la main.</p>\n"


def test_a_drawing_in_lines_stays_until_the_picture_is_withdrawn(
    desk: TestDesk, ana: Visitor, taken_in: Path
) -> None:
    drawing = taken_in / "pictures" / "phare.svg"
    for _ in range(2):
        assert press_freeze(desk, ana) == []
        assert drawing.read_text("utf-8") == DRAWING
    with desk.database.write() as db:
        picture = db.scalars(select(Picture).where(Picture.slug == "phare")).one()
        withdraw_picture(db, ana.actor, NOW, picture.id, picture.issue_id, REACTIONS)
    assert press_freeze(desk, ana) == []
    assert list((taken_in / "pictures").glob("phare.*")) == []


def test_a_freeze_that_died_takes_no_drawing_along(
    desk: TestDesk, ana: Visitor, taken_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(freezing, "_noted", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        press_freeze(desk, ana)
    assert press_freeze(desk, ana) == []
    assert (taken_in / "pictures" / "phare.svg").read_text("utf-8") == DRAWING


# --- the same from the command line ----------------------------------------------------------------------------------


def login_of(desk: TestDesk, visitor: Visitor) -> str:
    with desk.database.read() as db:
        return db.get_one(Account, visitor.actor.account_id).login


def run(desk: TestDesk, *arguments: str) -> tuple[int, dict[str, Any]]:
    config = desk.app.extensions["desk"].config
    where = {"JOURNAL_INSTANCE": str(config.instance), "JOURNAL_ISSUES": str(config.issues_folder),
             "DATABASE_URL": config.database_url}  # fmt: skip
    ended = CliRunner().invoke(main, ["adopt", *arguments, "--json"], env=where)
    return ended.exit_code, json.loads(ended.stdout)


def blocking(told: dict[str, Any]) -> list[str]:
    return [one["code"] for one in told["problems"] if one["severity"] == "blocking"]


def test_the_command_takes_it_in_as_the_page_does(desk: TestDesk, ana: Visitor, folder: Path) -> None:
    login = login_of(desk, ana)
    code, told = run(desk, str(folder), "--by", login)
    assert (code, told["issue"], told["articles"], told["pages"]) == (0, "13-dossier", 4, 4)
    assert ana.get("/numeros/13-dossier/tableau").status_code == 200
    assert press_freeze(desk, ana) == []
    code, told = run(desk, str(folder), "--by", login)
    assert (code, blocking(told)) == (1, ["adopt-issue-there"])


def test_the_command_refuses_what_it_cannot_do(desk: TestDesk, ana: Visitor, folder: Path) -> None:
    login, editor = login_of(desk, ana), login_of(desk, desk.visitor(Role.EDITOR))
    for more, code in ((("--by", "personne"), "adopt-by-nobody"), (("--by", editor), "adopt-by-nobody"),
                       (("--by", login, "--residency", "Nulle part"), "adopt-residency-unknown")):  # fmt: skip
        assert blocking(run(desk, str(folder), *more)[1]) == [code]
    (folder / "issue.toml").write_text("[[", "utf-8")
    code, told = run(desk, str(folder), "--by", login)
    assert code == 1 and blocking(told) == ["toml-broken"]
    with desk.database.read() as db:
        assert "13-dossier" not in db.scalars(select(Issue.slug)).all()
