"""The site from the desk: made of the last press freeze by the worker, handed out as a zip, or withheld."""

import hashlib
import io
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from journal_app.accounts.model import Role
from journal_app.complement import making, store
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.freeze import store as freezes
from journal_app.freeze.freezing import freeze
from journal_app.freeze.model import Freeze, FreezeKind
from journal_app.issues.model import Issue
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.media.model import Blob, Picture
from journal_app.reactions import REACTIONS
from journal_app.submissions.model import Piece, Text
from journal_app.upkeep import janitor
from tests.desk import NOW, TestDesk, desk
from tests.freeze.test_freezing import Press

__all__ = ["desk"]
LATER = NOW + timedelta(hours=1)


class Web:
    """A frozen booklet whose four texts have a web address; two authors said yes to the web, one not in French."""

    def __init__(self, desk: TestDesk) -> None:
        self.press, self.desk = Press(desk), desk
        with desk.database.write() as db:
            issue = db.get_one(Issue, self.press.issue_id)
            issue.printer = {"preset": "a4-booklet-k", "web_base": "https://journal.example/"}
            self.pieces = db.query(Piece).where(Piece.issue_id == issue.id).order_by(Piece.slug).all()
            for piece in self.pieces:
                piece.web = f"12/{piece.slug}"
            for piece, answer in zip(self.pieces, ({"*": True}, {"*": True}, {"*": True, "fr": False}), strict=False):
                for tag, yes in answer.items():
                    note_answers(db, self.press.ana, NOW, ("piece", piece.id), issue.id, {Use.WEB: yes}, how=How.SPOKEN,
                                 language=tag)  # fmt: skip
        job_id, _ = freeze(self.press.tools, self.press.ana, NOW, "12-essai", FreezeKind.PRESS)
        assert job_id is not None

    def make(self) -> Job:
        """Ask for the site as the coordinator does, and do the work."""
        ana = self.desk.visit(self.press.ana)
        assert ana.post("/numeros/12-essai/site", {"host": "Hébergeur, Lille", "licence": ""}).status_code == 303
        with self.desk.database.read() as db:
            job = making.last(db, self.press.issue_id)
        assert job is not None
        runner.run(self.press.workshop, making.KINDS, job.id)
        with self.desk.database.read() as db:
            return db.get_one(Job, job.id)


@pytest.fixture
def web(desk: TestDesk) -> Web:
    return Web(desk)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_the_zip_holds_what_authors_agreed_to_and_nothing_of_the_others(web: Web) -> None:
    job = web.make()
    assert job.state == JobState.DONE and job.result["articles"] == 2, job.result
    ana = web.desk.visit(web.press.ana)
    page = ana.get("/numeros/12-essai/site").text
    assert "Télécharger le site" in page and "2 articles" in page
    answer = ana.get("/numeros/12-essai/site.zip")
    assert hashlib.sha256(answer.data).hexdigest() == job.result["sha256"]
    with opened(answer.data) as made:
        names = made.namelist()
        yes, no = web.pieces[:2], web.pieces[2:]
        assert all(f"12/{piece.slug}/index.html" in names for piece in yes)
        told = b"".join(made.read(name) for name in names if name.endswith((".html", ".xml", "SUMS")))
        for piece in no:
            assert piece.slug.encode() not in told and not [name for name in names if piece.slug in name]
        assert "Hébergeur, Lille" in made.read("index.html").decode()
        for line in made.read("SHA256SUMS").decode().splitlines():
            mark, name = line.split("  ")
            assert hashlib.sha256(made.read(name)).hexdigest() == mark
    first = job.result["sha256"]
    assert web.make().result["sha256"] == first


def test_what_is_taken_back_is_handed_out_no_more(web: Web) -> None:
    web.make()
    ana = web.desk.visit(web.press.ana)
    assert ana.get("/numeros/12-essai/site.zip").status_code == 200
    with web.desk.database.write() as db:
        later = NOW + timedelta(hours=1)
        withdraw_piece(db, web.press.ana, later, web.pieces[0].id, web.press.issue_id, REACTIONS)
    assert ana.get("/numeros/12-essai/site.zip").status_code == 404
    assert "Ce site n’est plus ici" in ana.get("/numeros/12-essai/site").text
    assert not list(web.press.workshop.config.instance.glob("builds/web-*"))
    with web.desk.database.read() as db:
        assert f"article:{web.pieces[0].slug}" not in store.allowed(db, web.press.issue_id)


def test_a_folder_that_was_changed_by_hand_makes_no_site(web: Web) -> None:
    path = next(web.press.workshop.config.issues_folder.glob("12-essai/articles/*/fr.html"))
    path.write_text("<p>Autre chose</p>\n", "utf-8")
    job = web.make()
    assert job.state == JobState.DONE and job.result == {"moved_on": True}
    assert web.desk.visit(web.press.ana).get("/numeros/12-essai/site.zip").status_code == 404


def test_without_a_freeze_there_is_nothing_to_make(desk: TestDesk) -> None:
    desk.issue("12-traverser")
    coordinator = desk.visitor(Role.COORDINATOR)
    assert "Rien n’est gelé" in coordinator.get("/numeros/12-traverser/site").text
    assert coordinator.post("/numeros/12-traverser/site", {}).status_code == 303
    with desk.database.read() as db:
        assert db.query(Job).where(Job.kind == making.KIND).count() == 0


def test_everything_on_the_way_stands_in_the_instance_and_leaves_with_the_job(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's words in a folder of the system's, on another disk, that nobody sweeps."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    assert web.make().state == JobState.DONE
    assert list((web.press.workshop.config.instance / making.ASIDE).iterdir()) == []


def test_what_a_killed_job_left_goes_after_a_day(web: Web) -> None:
    left = web.press.workshop.config.instance / making.ASIDE / "tmp0123abcd" / "12-essai"
    left.mkdir(parents=True)
    (left / "issue.toml").write_text("title = 'Essai'")
    janitor.tidy(web.press.workshop, datetime.now(UTC))
    assert left.exists(), "it may be at work"
    janitor.tidy(web.press.workshop, datetime.now(UTC) + timedelta(days=2))
    assert not left.parent.exists()


def no(web: Web, use: Use, work: tuple[str, str] | None = None, tag: str = "*", at: datetime = LATER) -> None:
    """The author of the first text, or of another work, says no."""
    with web.desk.database.write() as db:
        note_answers(db, web.press.ana, at, work or ("piece", web.pieces[0].id), web.press.issue_id, {use: False},
                     how=How.SPOKEN, language=tag, reactions=REACTIONS)  # fmt: skip


@pytest.mark.parametrize("use", [Use.PDF, Use.NAME])
def test_a_no_since_the_freeze_takes_the_text_from_the_site_that_was_made_and_from_the_next(web: Web, use: Use) -> None:
    """The folder still holds the byline, and the tagged PDF would hold the words."""
    web.make()
    ana, slugs = web.desk.visit(web.press.ana), [piece.slug for piece in web.pieces]
    assert ana.get("/numeros/12-essai/site.zip").status_code == 200
    no(web, use)
    assert ana.get("/numeros/12-essai/site.zip").status_code == 404
    assert not list(web.press.workshop.config.instance.glob("builds/web-*"))
    assert web.make().result["holds"] == [f"article:{slugs[1]}"]
    with opened(ana.get("/numeros/12-essai/site.zip").data) as made:
        told = b"".join(made.read(name) for name in made.namelist() if name.endswith((".html", ".xml", "SUMS")))
    assert slugs[0].encode() not in told and slugs[1].encode() in told


@pytest.mark.parametrize("tag", ["*", "ar"])
def test_a_translation_said_no_to_keeps_the_text_from_the_web(web: Web, tag: str) -> None:
    piece = web.pieces[0]
    with web.desk.database.write() as db:
        db.add(Text(piece_id=piece.id, language="ar"))
        frozen = freezes.last_freeze(db, web.press.issue_id, FreezeKind.PRESS)
        assert frozen is not None and f"article:{piece.slug}" in store.agreed(db, frozen)
    no(web, Use.TRANSLATION, tag=tag)
    with web.desk.database.write() as db:
        frozen = db.get_one(Freeze, frozen.id)
        assert f"article:{piece.slug}" in store.agreed(db, frozen), "none of it was frozen"
        frozen.manifest = frozen.manifest | {f"articles/{piece.slug}/ar.html": "0" * 64}
    with web.desk.database.read() as db:
        assert f"article:{piece.slug}" not in store.agreed(db, db.get_one(Freeze, frozen.id))


@pytest.mark.parametrize("use", [Use.PDF, Use.NAME, Use.FACE])
def test_a_picture_that_was_frozen_before_its_no_is_on_the_web_no_more(web: Web, use: Use) -> None:
    """A no that the freeze heeded, which showed no face and no name, keeps it from nothing."""
    with web.desk.database.write() as db:
        db.add(Blob(sha256="b" * 64, size=1, media_type="image/png", made_at=NOW))
        db.flush()
        known = {"issue_id": web.press.issue_id, "residency_id": web.press.residency, "blob": "b" * 64}
        rows = [Picture(slug=slug, width=1, height=1, credit="Une plume", caption={}, alt={}, created_at=NOW, **known)
                for slug in ("quai", "phare")]  # fmt: skip
        db.add_all(rows)
        frozen = freezes.last_freeze(db, web.press.issue_id, FreezeKind.PRESS)
        assert frozen is not None
        frozen.manifest = frozen.manifest | {"pictures/quai.png": "0" * 64, "pictures/phare.png": "0" * 64}
    no(web, use, ("picture", rows[0].id))
    no(web, use, ("picture", rows[1].id), at=NOW - timedelta(hours=1))
    with web.desk.database.read() as db:
        agreed = store.agreed(db, db.get_one(Freeze, frozen.id))
    assert "picture:quai" not in agreed and "picture:phare" in agreed


def test_what_is_said_no_to_for_paper_alone_stays_on_the_web(web: Web) -> None:
    no(web, Use.PRINT)
    assert len(web.make().result["holds"]) == 2
