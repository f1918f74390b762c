"""costing.toml as it crosses the wall: the same values on both sides, and nobody's words: no comment, no person."""

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from journal_app.accounts.model import Role
from journal_app.costing.document import COMMENTS, HEAD, anew, read, written
from journal_app.costing.folder import read_costing
from journal_app.costing.model import Costing, FundState
from journal_app.freeze.adopting import adopt, gather
from journal_app.freeze.model import FreezeKind
from journal_app.funding.model import Source
from journal_app.issues.model import Issue
from journal_app.media.blobs import open_blobs
from journal_app.problems import Severity
from tests.costing.making import COSTINGS
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press
from tests.reports import scene

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
NAMED = "# don de Marie Dupont, 06 12 34 56 78\n"
OURS = {f"# {line}" for said in COMMENTS.values() for line in said.splitlines()} | set(HEAD.splitlines())


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#") or " #" in line]


@pytest.fixture
def press(desk: TestDesk) -> Press:
    return Press(desk)


def plan(press: Press, text: str) -> None:
    with press.desk.database.write() as db:
        db.get_one(Issue, press.issue_id).costing = text


def frozen(press: Press) -> Path:
    press.freeze(FreezeKind.DRAFT)
    return Path(press.tools.drafts / "12-essai")


def test_a_frozen_costing_read_back_has_the_same_values_and_no_comment_of_anybody(press: Press) -> None:
    own = (SPECIMEN / "costing.toml").read_text("utf-8") + NAMED
    plan(press, own)  # as a desk of before took it in with its folder
    folder = frozen(press)
    found, problems = read_costing(folder)
    assert (found, problems) == read(own)
    text = (folder / "costing.toml").read_text("utf-8")
    assert "Marie" not in text and set(comments(text)) <= OURS
    assert tomllib.loads(text)["targets"] == {"printing": 2100, "all": 6700}


def test_a_plan_that_cannot_be_read_crosses_no_wall(press: Press) -> None:
    plan(press, f"{NAMED}targets = 3\n")
    assert not (frozen(press) / "costing.toml").exists()


def test_who_gives_and_who_is_paid_is_nobody_in_the_folder(press: Press) -> None:
    """What people type of a funder, an expense and a gift stays in the desk: their sums cross, under words of ours."""
    lea = press.desk.account(Role.COORDINATOR, Role.TREASURER)
    plan(press, scene.PLAN)
    with press.desk.database.write() as db:
        issue = db.get_one(Issue, press.issue_id)
        secret = scene.funder(db, lea, "Mme Secrète", "Mme Secrète")
        scene.fund(db, lea, issue, 81_235, FundState.DUE, Source.GIFT, funder=secret)
        scene.spend(db, lea, issue, "repas", 40_210, day=date(2027, 2, 10))
        scene.hours(db, lea, issue, "40")
    text = (frozen(press) / "costing.toml").read_text("utf-8")
    assert "812.35" in text and "402.10" in text and "hours = 40" in text
    for word in ("Secrète", "Untel", "Facture", "Relecture de", "financement"):
        assert word not in text


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(COSTINGS)
def test_whatever_the_values_they_are_the_same_anew(costing: Costing) -> None:
    text = written(costing)
    assert anew(NAMED + text) == text == anew(text)
    assert read(anew(text)) == (costing, [])


# --- a folder that comes in ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(press: Press, tmp_path: Path) -> Path:
    """A sound folder that a freeze wrote, with the specimen's costing, under a name of its own."""
    place = tmp_path / "13-dossier"
    shutil.copytree(frozen(press), place)
    shutil.copy(SPECIMEN / "costing.toml", place)
    return place


def change(folder: Path, before: str, after: str) -> None:
    path = folder / "costing.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_of_a_folder_s_costing_the_values_come_in_and_no_comment(press: Press, folder: Path) -> None:
    change(folder, "specimen = true\n", f"{NAMED}specimen = true   # pour Marie Dupont\n")
    before, _ = read_costing(folder)
    gathered, problems = gather(folder, open_blobs(str(folder.parent / "blobs")))
    assert gathered is not None and not [one for one in problems if one.severity is Severity.BLOCKING]
    with press.desk.database.write() as db:
        text = adopt(db, press.ana, NOW, gathered).costing
    assert read(text) == (before, [])
    assert "Marie" not in text and set(comments(text)) <= OURS


@pytest.mark.parametrize(("before", "after", "code", "line"), [
    ("specimen = true\n", 'specimen = true\ndonor = "Marie"\n', "toml-key-unknown", 7),
    ("printing = 2100\n", "printing = deux mille\n", "toml-broken", 10),
    ("printing = 2100\n", "printing = -5\n", "toml-value-wrong", 10),
])  # fmt: skip
def test_a_costing_that_cannot_be_read_keeps_the_folder_out_and_says_where(
    folder: Path, before: str, after: str, code: str, line: int
) -> None:
    change(folder, before, after)
    gathered, problems = gather(folder, open_blobs(str(folder.parent / "blobs")))
    assert gathered is None
    assert [(one.code, one.where) for one in problems if one.severity is Severity.BLOCKING] == [
        (code, f"costing.toml:{line}")
    ]


def test_a_folder_without_a_costing_comes_in_unpriced(folder: Path) -> None:
    (folder / "costing.toml").unlink()
    gathered, _ = gather(folder, open_blobs(str(folder.parent / "blobs")))
    assert gathered is not None and gathered.costing == ""
