"""From rows to a page: the draft warns, the press refuses, a hand edit stops it, a built page shows the text."""

import os
import signal
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from journal_app.accounts.model import Role
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.facts import PieceWithdrawn
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as flatplan_store
from journal_app.flatplan.actions import Filling
from journal_app.freeze import freezing, store
from journal_app.freeze.building import KINDS
from journal_app.freeze.disk import apply
from journal_app.freeze.freezing import Tools, freeze, look
from journal_app.freeze.holding import begins
from journal_app.freeze.model import FreezeKind
from journal_app.issues import guarded
from journal_app.issues.model import GuardedName, Issue
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.media import actions as media
from journal_app.media.intake import CleanPicture
from journal_app.prepress import build as compiler
from journal_app.problems import Refused, any_blocking
from journal_app.reactions import REACTIONS
from journal_app.review.actions import decide
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece, save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece
from journal_app.tasks.model import Notice
from journal_app.workshop import Workshop
from tests.desk import NOW, TestDesk

TITLES = ("La file", "Le pain", "Le phare", "La valise")


class Press:
    """A four-page booklet in one grey ink with a text on each page, every one of them cleared for print."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk, parts = desk, desk.app.extensions["desk"]
        residency = desk.residency().id
        self.issue_id = desk.issue("12-essai", residency=residency).id
        self.residency = residency
        self.ana = desk.account(Role.EDITOR, Role.COORDINATOR)
        self.tools = Tools(parts.database, parts.blobs.get, parts.keys.digest, parts.config.instance / "drafts",
                           parts.config.issues_folder)  # fmt: skip
        self.workshop = Workshop(parts.config, parts.database, parts.blobs)
        with parts.database.write() as db:
            issue = db.get_one(Issue, self.issue_id)
            issue.printer, issue.languages = {"preset": "a4-booklet-k"}, ["fr"]
            issue.masthead = {
                "association": "Association de l’exemple", "seat": "Calais", "director": "D. Exemple",
                "representative": "R. Exemple", "editor": "E. Exemple", "printer": "Imprimerie de l’exemple, Lille",
                "legal_deposit": "mars 2027",
            }  # fmt: skip
            for number, title in enumerate(TITLES, 1):
                body = f"<p>{title} : on attend, et quelqu’un raconte la mer, page {number}.</p>" * 6
                piece = create_piece(db, self.ana, NOW, issue, Facts(title, author="Une plume"), original="fr",
                                     content=Content(headline=title, body=body), slug=f"texte-{number}")  # fmt: skip
                note_answers(db, self.ana, NOW, ("piece", piece.id), issue.id,
                             {Use.PRINT: True, Use.PDF: True, Use.NAME: True}, how=How.SPOKEN)  # fmt: skip
                decide(db, self.ana, NOW, piece, "accept")
                page = flatplan.add_page(db, self.ana, NOW, issue, "article-2")
                flatplan.place(db, self.ana, NOW, issue, page, "main", Filling(piece.id, languages=("fr",)))

    def codes(self, kind: FreezeKind = FreezeKind.PRESS) -> list[str]:
        return sorted(problem.code for problem in look(self.tools, self.ana, "12-essai", kind).problems)

    def freeze(self, kind: FreezeKind) -> str | None:
        return freeze(self.tools, self.ana, NOW, "12-essai", kind)[0]

    def work(self, job_id: str) -> Job:
        runner.run(self.workshop, KINDS, job_id)
        with self.desk.database.read() as db:
            return db.get_one(Job, job_id)

    def built(self, kind: FreezeKind) -> Path | None:
        with self.desk.database.read() as db:
            row = store.current_build(db, self.issue_id, kind)
        return self.workshop.config.instance / row.folder if row else None

    def piece(self, title: str = "La file") -> Piece:
        with self.desk.database.read() as db:
            return db.scalars(select(Piece).where(Piece.title == title)).one()

    def edit(self, words: str, minor: bool = True) -> None:
        with self.desk.database.write() as db:
            text = submissions.text(db, self.piece().id, "fr")
            assert text is not None
            content = Content(headline="La file", body=f"<p>{words}</p>")
            save(db, self.ana, NOW, text, content, text.head_id, moment=Moment.SAVED, minor=minor)


@pytest.fixture
def press(desk: TestDesk) -> Press:
    return Press(desk)


def test_a_freeze_that_died_before_its_row_does_not_stop_the_next(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are there and no manifest knows them; they are not somebody's."""
    assert press.freeze(FreezeKind.DRAFT)
    press.edit("Changé une fois.")
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(freezing, "_noted", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        press.freeze(FreezeKind.DRAFT)
    press.edit("Changé deux fois.")
    assert press.freeze(FreezeKind.DRAFT)
    assert "deux fois" in (press.tools.drafts / "12-essai/articles/texte-1/fr.html").read_text("utf-8")
    assert list((press.workshop.config.instance / "freezing").glob("*.json")) == []


def taken_back_while_files_are_written(press: Press, monkeypatch: pytest.MonkeyPatch, titles: list[str]) -> None:
    """Between the gathering and the row, one of these texts at each turn."""

    def written(*told: object) -> None:
        apply(*told)  # type: ignore[arg-type]
        if titles:
            with press.desk.database.write() as db:
                withdraw_piece(db, press.ana, NOW, press.piece(titles.pop()).id, press.issue_id, REACTIONS)

    monkeypatch.setattr(freezing, "apply", written)


def test_what_is_taken_back_while_it_is_frozen_is_in_no_folder_and_in_no_build(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_back_while_files_are_written(press, monkeypatch, ["La file"])
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id is not None and press.work(job_id).state == JobState.DONE
    assert not (press.tools.drafts / "12-essai/articles/texte-1").exists()
    built = press.built(FreezeKind.DRAFT)
    assert built is not None and not list(built.rglob("texte-1*"))


def test_a_freeze_that_is_overtaken_again_and_again_says_so(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_back_while_files_are_written(press, monkeypatch, list(TITLES[:3]))
    with pytest.raises(Refused, match="freeze-overtaken"):
        press.freeze(FreezeKind.DRAFT)
    with press.desk.database.read() as db:
        assert store.current_build(db, press.issue_id, FreezeKind.DRAFT) is None and not db.scalars(select(Job)).all()
    assert press.freeze(FreezeKind.DRAFT)


def test_the_frozen_folder_passes_the_compilers_check_and_says_the_same_twice(press: Press) -> None:
    assert press.codes() == []
    assert press.freeze(FreezeKind.DRAFT)
    folder = press.tools.drafts / "12-essai"
    source, problems = compiler.read(folder)
    assert source is not None and not any_blocking(problems), problems
    assert sorted(source.issue.articles) == ["texte-1", "texte-2", "texte-3", "texte-4"]
    assert look(press.tools, press.ana, "12-essai", FreezeKind.DRAFT).plan.write == ()


def test_nothing_of_the_desk_crosses_the_wall(press: Press) -> None:
    press.freeze(FreezeKind.DRAFT)
    told = b"".join(path.read_bytes() for path in (press.tools.drafts / "12-essai").rglob("*") if path.is_file())
    for secret in (press.ana.name, press.ana.account_id, press.piece().id, press.issue_id):
        assert secret.encode() not in told


def test_a_draft_is_built_and_shown_and_an_edit_shows_on_its_page(press: Press) -> None:
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id and press.work(job_id).state == JobState.DONE
    first = press.built(FreezeKind.DRAFT)
    assert first is not None and (first / "build/proof/pages/p01.webp").is_file()
    press.edit("Le soleil revient sur la dune.")
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id and press.work(job_id).state == JobState.DONE
    second = press.built(FreezeKind.DRAFT)
    assert second is not None and second != first
    pages = [[(one / f"build/proof/pages/p{n:02}.webp").read_bytes() for n in range(1, 5)] for one in (first, second)]
    assert [a == b for a, b in zip(*pages, strict=True)] == [False, True, True, True]


def test_the_issues_page_shows_the_living_state_to_its_makers_only(press: Press) -> None:
    page, ana, stranger = "/numeros/12-essai/", press.desk.visit(press.ana), press.desk.app.test_client()
    assert ana.get(page).location == "/numeros/12-essai/tableau", "no page yet"
    assert ana.post("/numeros/12-essai/gel/epreuve").status_code == 303
    with press.desk.database.read() as db:
        job_id = db.scalars(select(Job.id)).one()
    assert press.work(job_id).state == JobState.DONE
    shown = ana.get(page)
    assert shown.status_code == 200 and "/numeros/12-essai/pages/1/vignette-" in shown.text
    assert ana.get("/numeros/12-essai/pages/1").status_code == 200
    assert stranger.get(page).status_code == 404
    assert stranger.get("/numeros/12-essai/pages/1").status_code == 404
    assert ana.get("/numeros/12-essai/gel").status_code == 200


def test_a_press_freeze_gives_the_press_pdf(press: Press) -> None:
    job_id = press.freeze(FreezeKind.PRESS)
    assert job_id and press.work(job_id).state == JobState.DONE
    built = press.built(FreezeKind.PRESS)
    assert built is not None and list((built / "build/parcel").glob("*.pdf"))


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("gate-consent", lambda press, db: note_answers(
            db, press.ana, NOW, ("piece", press.piece().id), press.issue_id, {Use.PRINT: False}, how=How.SPOKEN)),
        ("gate-not-accepted", lambda press, db: decide(
            db, press.ana, NOW, db.get_one(Piece, press.piece().id), "ask-changes", "Trop long")),
        ("gate-real-name", lambda press, db: db.add(GuardedName(
            residency_id=press.residency, digest=guarded.kept("Une PLUME", press.tools.digest)[0], words=2,
            added_at=NOW))),
    ],
)  # fmt: skip
def test_the_press_refuses_and_the_draft_only_warns(press: Press, code: str, spoil: object) -> None:
    with press.desk.database.write() as db:
        spoil(press, db)  # type: ignore[operator]
    assert code in press.codes()
    assert press.freeze(FreezeKind.PRESS) is None
    assert not (press.tools.issues / "12-essai").exists()
    assert press.freeze(FreezeKind.DRAFT)


def test_an_editors_change_waits_for_the_author(press: Press) -> None:
    press.edit("Tout autre chose.", minor=False)
    assert "gate-authors-yes" in press.codes()


def test_a_hand_edit_stops_the_freeze_and_stays(press: Press) -> None:
    press.freeze(FreezeKind.DRAFT)
    path = press.tools.drafts / "12-essai/articles/texte-1/fr.html"
    path.write_text("<p>À la main.</p>\n", "utf-8")
    press.edit("Par la rédaction.")
    assert press.freeze(FreezeKind.DRAFT) is None
    assert "freeze-conflict" in press.codes(FreezeKind.DRAFT)
    assert "À la main" in path.read_text("utf-8")


def test_a_withdrawn_piece_leaves_an_empty_slot_and_no_word(press: Press) -> None:
    from journal_app.consent.actions import withdraw_piece

    press.freeze(FreezeKind.DRAFT)
    with press.desk.database.write() as db:
        withdraw_piece(db, press.ana, NOW, press.piece().id, press.issue_id, REACTIONS)
    press.freeze(FreezeKind.DRAFT)
    folder = press.tools.drafts / "12-essai"
    assert not (folder / "articles/texte-1").exists()
    assert "texte-1" not in (folder / "flatplan.toml").read_text("utf-8")


def test_a_freeze_that_moved_on_is_left_to_the_next(press: Press) -> None:
    first = press.freeze(FreezeKind.DRAFT)
    press.edit("Plus tard.")
    second = press.freeze(FreezeKind.DRAFT)
    assert first and second
    assert press.work(first).result == {"moved_on": True}
    assert press.built(FreezeKind.DRAFT) is None
    assert press.work(second).state == JobState.DONE and press.built(FreezeKind.DRAFT) is not None


def test_a_worker_killed_in_the_middle_is_taken_over(press: Press) -> None:
    """kill -9 while it builds: nothing half-made is shown, and the next worker makes it whole."""
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id
    config = press.workshop.config
    told = {"JOURNAL_ISSUES": str(config.issues_folder), "JOURNAL_INSTANCE": str(config.instance)}
    code = ("import sys, os; from journal_app.config import from_environment; from journal_app.jobs import runner; "
            "from journal_app.freeze.building import KINDS; from journal_app.tables import tables; tables(); "
            "from journal_app.workshop import open_workshop; "
            "runner.run(open_workshop(from_environment(os.environ)), KINDS, sys.argv[1])")  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", code, job_id], env=os.environ | told, start_new_session=True)
    builds = config.instance / "builds"
    until = time.monotonic() + 60
    while time.monotonic() < until and not list(builds.glob("*/issue.toml")):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert press.built(FreezeKind.DRAFT) is None
    with press.desk.database.write() as db:  # its lease is over
        db.get_one(Job, job_id).lease_until = datetime.now(UTC) - timedelta(seconds=1)
    assert press.work(job_id).state == JobState.DONE
    assert press.built(FreezeKind.DRAFT) is not None


def test_what_was_taken_back_is_a_numbered_hole_on_its_page(press: Press) -> None:
    """On the proof, in its slot, with its number; the press refuses it until somebody fills the slot."""
    with press.desk.database.write() as db:
        for title in ("Le phare", "La file"):
            withdraw_piece(db, press.ana, NOW, press.piece(title).id, press.issue_id, REACTIONS)
    assert "gate-hole" in press.codes() and press.freeze(FreezeKind.PRESS) is None
    job_id = press.freeze(FreezeKind.DRAFT)
    folder = press.tools.drafts / "12-essai"
    assert "hole = 1" in (folder / "flatplan.toml").read_text("utf-8")
    source, problems = compiler.read(folder)
    assert source is not None and not any_blocking(problems), problems
    assert [page.slots["main"].hole for page in source.issue.pages] == [1, None, 2, None]
    assert job_id and press.work(job_id).state == JobState.DONE
    built = press.built(FreezeKind.DRAFT)
    assert built is not None
    pdf = pypdfium2.PdfDocument(next((built / "build").rglob("*.pdf")))
    words = [pdf[number].get_textpage().get_text_range() for number in range(3)]
    assert "1" in words[0] and "retiré par son auteur·rice" in words[0] and "La file" not in words[0]
    assert "retiré" not in words[1] and "2" in words[2] and "retiré" in words[2]


def test_who_has_a_text_in_hand_is_told_once_that_it_is_too_long(press: Press) -> None:
    press.edit("Trop long. " * 1500)
    for _ in range(2):
        job_id = press.freeze(FreezeKind.DRAFT)
        assert job_id and press.work(job_id).state == JobState.DONE
        press.edit("Trop long, encore. " * 900)
    with press.desk.database.read() as db:
        told = db.scalars(select(Notice).where(Notice.code == "text-overset")).all()
    assert [(one.account_id, one.piece_id, one.detail["language"]) for one in told] == [
        (press.ana.account_id, press.piece().id, "fr")
    ]
    assert told[0].detail["lines"] > 10 and told[0].detail["pages"] == [1]


def test_a_text_that_fits_again_asks_nothing_of_anybody(press: Press) -> None:
    press.edit("Trop long. " * 1500)
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id and press.work(job_id).state == JobState.DONE
    ana = press.desk.visit(press.ana)
    seen = ana.get("/boite").text
    assert "trop long pour sa page" in seen and "français" in seen and "lignes en trop" in seen and "page 1" in seen
    with press.desk.database.read() as db:
        notice = db.scalars(select(Notice).where(Notice.code == "text-overset")).one()
    led = ana.post("/boite/lu", {"notice": notice.id}).location
    assert led == f"/contributions/{press.piece().id}/fr"
    with press.desk.database.write() as db:
        db.get_one(Notice, notice.id).read_at = None
    press.edit("Une phrase, et la mer.")
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id and press.work(job_id).state == JobState.DONE
    with press.desk.database.read() as db:
        assert db.get_one(Notice, notice.id).read_at is not None


def test_nobody_is_on_the_web_who_has_not_said_yes_to_it(press: Press) -> None:
    with press.desk.database.write() as db:
        placed, aside = db.get_one(Piece, press.piece().id), db.get_one(Piece, press.piece("Le pain").id)
        placed.by_contributor, placed.web = True, "la-file"
        aside.by_contributor, aside.status = True, "web"
        page = flatplan_store.page(db, press.issue_id, 2)
        assert page is not None
        flatplan.place(db, press.ana, NOW, db.get_one(Issue, press.issue_id), page, "main", Filling())

    def told() -> list[str]:
        press.freeze(FreezeKind.DRAFT)
        top = press.tools.drafts / "12-essai/articles"
        return [f"{path.parent.name} {tomllib.loads(path.read_text('utf-8'))['web']}"
                for path in sorted(top.glob("*/article.toml"))][:2]  # fmt: skip

    assert told() == ["texte-1 ", "texte-3 "], "no code on paper leads to it, and what is for the web alone stays here"
    with press.desk.database.write() as db:
        for title in ("La file", "Le pain"):
            note_answers(db, press.ana, NOW, ("piece", press.piece(title).id), press.issue_id, {Use.WEB: True},
                         how=How.SPOKEN)  # fmt: skip
    assert told() == ["texte-1 la-file", "texte-2 "]


def test_the_drawing_of_a_piece_goes_with_it_where_it_stands_alone(press: Press) -> None:
    kept = media.keep(press.workshop.blobs, CleanPicture(b"copy", b"view", b"thumb", "image/jpeg", 2400, 1600))
    with press.desk.database.write() as db:
        row, _ = media.add_picture(db, press.ana, NOW, press.issue_id, press.residency, kept)
        row.piece_id, row.credit, row.no_faces = press.piece("La valise").id, "Une plume", True
        for number, slot, filling in ((4, "main", Filling()), (3, "photo", Filling(picture_id=row.id))):
            page = flatplan_store.page(db, press.issue_id, number)
            assert page is not None
            flatplan.place(db, press.ana, NOW, db.get_one(Issue, press.issue_id), page, slot, filling)
    press.freeze(FreezeKind.DRAFT)
    with press.desk.database.write() as db:
        frozen = store.last_freeze(db, press.issue_id, FreezeKind.DRAFT)
        assert frozen is not None and any(path.startswith(f"pictures/{row.slug}.") for path in frozen.manifest)
        piece_id = press.piece("La valise").id
        begun = begins(db, PieceWithdrawn(piece_id, press.issue_id))
        assert any(path.startswith(begun) for path in frozen.manifest), "so that no build or signature of it stays"
        withdraw_piece(db, press.ana, NOW, piece_id, press.issue_id, REACTIONS)
    assert "gate-hole" in press.codes()
