"""What the compiler finds, told at the desk: nobody there sees a file, so no sentence sends them to one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from journal_app import messages, prepress
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as plan
from journal_app.flatplan.actions import Filling
from journal_app.issues.model import Issue
from journal_app.messages import sentence, translator
from journal_app.problems import note
from tests.desk import NOW
from tests.freeze.test_freezing import Press, press  # noqa: F401

A_FILE = re.compile(r"\.toml|\.html|reviewed = |\[text|pictures/|articles/")
LAYOUTS_OWN = {"layout-template-broken"}  # for who makes layouts, and has their files before them


def codes() -> set[str]:
    """Every code of a problem that stands in the compiler's sources and has a sentence."""
    words = " ".join(path.read_text("utf-8") for path in Path(prepress.__path__[0]).rglob("*.py"))
    return {code for code in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', words) if _told(code)}


def _told(code: str) -> bool:
    return translator("fr").gettext(f"problem:{code}") != f"problem:{code}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sentence_sends_somebody_at_the_desk_to_a_file(language: str) -> None:
    place = note("x", "flatplan.toml:12", "x", "y", title="La file")
    told = {code: sentence(replace(place, code=code), language, desk=True) for code in codes() - LAYOUTS_OWN}
    assert len(told) > 100 and [words for words in told.values() if A_FILE.search(words)] == []


def test_who_works_with_the_folder_is_told_of_the_file() -> None:
    found = note("slot-empty", "p2/photo", "photo", "optional = true", "layout", "article-2")
    assert "flatplan.toml" in sentence(found) and "flatplan.toml" not in sentence(found, desk=True)
    assert sentence(found, "ar", desk=True) == sentence(found, "ar"), "no French sentence in an Arabic screen"


@pytest.mark.parametrize(("where", "told"), [
    ("articles/la-file/fr.html:3", "la-file (français)"), ("articles/la-file/article.toml:12", "la-file"),
    ("article:la-file#prs", "la-file (dari)"), ("article:la-file", "la-file"), ("pictures/le-quai.toml:2", "le-quai"),
    ("picture:le-quai", "le-quai"), ("issue.toml:printer", "Réglages du numéro"), ("flatplan.toml:12", "Chemin de fer"),
    ("p2/photo", "p. 2"), ("document", "Le fichier"),
])  # fmt: skip
def test_a_place_in_the_folder_is_told_as_what_it_is_of(where: str, told: str) -> None:
    assert messages.on_desk(where) == told


def test_the_plan_says_what_to_do_on_its_pages(press: Press) -> None:  # noqa: F811
    with press.desk.database.write() as db:
        issue, page = db.get_one(Issue, press.issue_id), plan.page(db, press.issue_id, 2)
        assert page is not None
        flatplan.place(db, press.ana, NOW, issue, page, "main", Filling())
    ana = press.desk.visit(press.ana)
    while "Les pages se composent" in (text := ana.get("/numeros/12-essai/chemin-de-fer").text):
        pass
    assert "le bloc «\u00a0texte principal\u00a0» est vide. Y placer quelque chose" in text and ".toml" not in text
