"""costing.toml as it crosses the wall: the same values on both sides, and nobody's words: no comment, no person."""

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from journal_app.accounts.model import Role
from journal_app.costing.document import COMMENTS, HEAD, SOMEBODY, anew, crossing, read, typed_words, written
from journal_app.costing.folder import read_costing
from journal_app.costing.model import Costing, FundState, Quote
from journal_app.freeze.adopting import adopt, gather
from journal_app.freeze.freezing import look
from journal_app.freeze.model import FreezeKind
from journal_app.funding.model import Source
from journal_app.issues import guarded
from journal_app.issues.model import GuardedName, Issue
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


# --- a name that somebody typed into the money -----------------------------------------------------------------------

NAME = "Zoé Untelle"
RATES, ROOMS = "barème spécimen, à remplacer par trois devis", 'label = { fr = "Chambres"'
QUOTE = """
[printing.quote]
printer = "Imprimerie de l’exemple"
reference = "D-1"
dated = 2026-11-12
quantity = 4000
pages = 16
net = 1890.00

[residency]
"""


def listed(press: Press, name: str = NAME) -> None:
    digest, words = guarded.kept(name, press.tools.digest)
    with press.desk.database.write() as db:
        db.add(GuardedName(residency_id=press.residency, digest=digest, words=words, added_at=NOW))


def stops(press: Press) -> list[tuple[str, str]]:
    found = look(press.tools, press.ana, "12-essai", FreezeKind.PRESS).problems
    return [(one.code, one.where) for one in found if one.severity is Severity.BLOCKING]


@pytest.mark.parametrize(("before", "after", "part", "page"), [
    (ROOMS, f'label = {{ fr = "Chambre de {NAME}"', "residency", "residence"),
    ('unit = { fr = "lit et nuit"', f'unit = {{ fr = "nuit chez {NAME.upper()}"', "residency", "residence"),
    (RATES, f"prix donnés par {NAME}", "estimate", "devis/estimation"),
    ('label = { fr = "Livraison"', f'label = {{ fr = "Camionnette de {NAME}"', "estimate", "devis/estimation"),
    ('reference = "D-1"', f'reference = "D-1, {NAME}"', "quote", "devis"),
])  # fmt: skip
def test_a_listed_name_in_the_money_stops_the_press_and_leads_to_where_it_is_mended(
    press: Press, before: str, after: str, part: str, page: str
) -> None:
    own = (SPECIMEN / "costing.toml").read_text("utf-8").replace("[residency]\n", QUOTE, 1)
    assert before in own
    listed(press)
    plan(press, own)
    assert stops(press) == [], "an ordinary plan holds no name"
    plan(press, own.replace(before, after, 1))
    assert stops(press) == [(f"gate-name-{part}", f"costing:{part}")]
    assert press.freeze(FreezeKind.PRESS) is None
    shown = press.desk.visit(press.ana).get("/numeros/12-essai/gel").text
    assert f'<a href="/numeros/12-essai/argent/{page}">' in shown
    assert press.freeze(FreezeKind.DRAFT), "a draft stays with the staff, and says it"


def test_a_name_that_was_taken_out_of_a_line_stops_nothing_and_is_not_in_the_folder(press: Press) -> None:
    """A line's expenses are noted under the word that it was first made of; in a folder nothing is noted under it."""
    own = (SPECIMEN / "costing.toml").read_text("utf-8")
    listed(press)
    plan(press, own.replace(ROOMS, f'slug = "chez-zoe-untelle"\n{ROOMS}', 1))
    assert stops(press) == []
    text = (frozen(press) / "costing.toml").read_text("utf-8")
    assert "untelle" not in text and 'slug = "chambres"' in text


def test_every_word_that_somebody_can_type_is_looked_at() -> None:
    text = (SPECIMEN / "costing.toml").read_text("utf-8").replace("[residency]\n", QUOTE, 1)
    told = "\n".join(typed_words(read(text)[0] or pytest.fail("the specimen reads")).values())
    for word in ("Imprimerie de l’exemple", "D-1", RATES, "Plaques et calage", "lit et nuit", "chambres", "Chambres"):
        assert word in told, word
    assert "colour-page" not in told and "reconciled" not in told, "a word of ours is nobody's name"


def test_a_quote_says_its_printer_only_as_the_masthead_does(press: Press) -> None:
    """A sole trader's firm is a person's name; whom the paper names as its printer, as the law asks, is no secret."""
    own = (SPECIMEN / "costing.toml").read_text("utf-8").replace("[residency]\n", QUOTE, 1)
    plan(press, own)  # the masthead says "Imprimerie de l’exemple, Lille"
    there, _ = read_costing(frozen(press))
    assert there is not None and there == read(own)[0]
    plan(press, own.replace("Imprimerie de l’exemple", f"{NAME}, typographe"))
    folder = frozen(press)
    there, _ = read_costing(folder)
    assert there is not None and there.printing.quote is not None
    assert (there.printing.quote.printer, there.printing.quote.reference) == (SOMEBODY, "D-1")
    assert "Untelle" not in (folder / "costing.toml").read_text("utf-8")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(COSTINGS)
def test_nothing_else_of_a_costing_changes_as_it_leaves(costing: Costing) -> None:
    there, _ = read(crossing(written(costing), ""))
    assert there is not None
    quote, own = there.printing.quote, costing.printing.quote
    assert isinstance(quote, Quote) == isinstance(own, Quote)
    if quote and own:
        printing = there.printing.model_copy(update={"quote": quote.model_copy(update={"printer": own.printer})})
        there = there.model_copy(update={"printing": printing})
    assert there == costing


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
