"""Issues and residencies: made from a printer's preset, changed by one person at a time, read-only once archived."""

from dataclasses import replace
from datetime import date

import pytest

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Role
from journal_app.activity.store import of_issue, seen_in
from journal_app.db import Database
from journal_app.issues import guarded, sheets, store
from journal_app.issues.actions import (
    Settings,
    Stay,
    add_pen_name,
    archive,
    change_issue,
    guard_names,
    make_issue,
    make_residency,
    reopen,
)  # fmt: skip
from journal_app.issues.model import Issue, IssueState, Residency
from journal_app.keys import Keys
from journal_app.problems import Refused
from tests.desk import NOW

PRINTER = {"preset": "tabloid-offset"}
WHAT = Settings(12, date(2027, 3, 20), {"fr": "Traverser la mer"}, ["fr", "en"], PRINTER, {"association": "Exemple"})
KEYS = Keys(b"pepper", b"", "")
ANA = Actor("a", "Ana", frozenset({Role.COORDINATOR}))


@pytest.fixture
def people(database: Database) -> Database:
    with database.write() as db:
        db.add(Account(id="a", login="a", name="Ana", password_hash="-", created_at=NOW))
    return database


def made(database: Database, **more: object) -> Issue:
    with database.write() as db:
        return make_issue(db, ANA, NOW, WHAT, **more)  # type: ignore[arg-type]


def stay(database: Database, name: str = "mars") -> Residency:
    with database.write() as db:
        return make_residency(db, ANA, NOW, Stay(name, "littoral", date(2027, 2, 26), date(2027, 2, 28)))


def test_an_issue_is_named_by_its_number_and_theme(people: Database) -> None:
    assert made(people).slug == "12-traverser-la-mer"
    assert made(people, taken=["12-traverser-la-mer-2"]).slug == "12-traverser-la-mer-3"  # a folder has that name


def test_what_the_press_would_refuse_is_not_kept(people: Database) -> None:
    strange = replace(WHAT, masthead={"association": "x", "boss": "y"})
    assert strange.wrong() == ["masthead.boss"]
    with people.write() as db, pytest.raises(Refused, match="issue-settings-wrong"):
        make_issue(db, ANA, NOW, strange)


def test_a_form_made_before_a_change_is_refused(people: Database) -> None:
    issue = made(people)
    for expected in (None, "issue-moved-on"):
        with people.write() as db:
            row = store.by_id(db, ANA, issue.id)
            assert row is not None
            if expected:
                with pytest.raises(Refused, match=expected):
                    change_issue(db, ANA, NOW, row, 1, WHAT)
            else:
                change_issue(db, ANA, NOW, row, 1, WHAT)


def test_an_archived_issue_changes_no_more(people: Database) -> None:
    issue = made(people)
    with people.write() as db:
        row = store.by_id(db, ANA, issue.id)
        assert row is not None
        archive(db, ANA, NOW, row, "imprimé")
        with pytest.raises(Refused, match="issue-archived"):
            change_issue(db, ANA, NOW, row, 1, WHAT)
        assert [one.slug for one in store.issues(db, ANA, IssueState.ARCHIVED)] == [issue.slug]
        reopen(db, ANA, NOW, row)
        assert [one.slug for one in store.issues(db, ANA)] == [issue.slug]
        db.flush()
        assert [one.verb for one in of_issue(db, issue.id)] == ["issue-reopened", "issue-archived", "issue-made"]
        assert [one.reason for one in of_issue(db, issue.id, verb="issue-archived")] == ["imprimé"]
        assert seen_in(db, issue.id)[1] == ["a"]


def test_a_facilitator_sees_the_own_residencys_issues_only(people: Database) -> None:
    here, there = stay(people), stay(people, "juin")
    with people.write() as db:
        for residency in (here, there):
            make_issue(db, ANA, NOW, replace(WHAT, residency_id=residency.id))
    fay = Actor("f", "Fay", frozenset({Role.FACILITATOR}), frozenset({here.id}))
    admin = Actor("x", "Adm", frozenset({Role.ADMINISTRATOR}))
    with people.read() as db:
        assert [one.residency_id for one in store.issues(db, fay)] == [here.id]
        assert store.issue(db, fay, "12-traverser-la-mer-2") is None
        assert list(store.issues(db, admin)) == []
        assert [row.id for row in store.reached(db, fay)] == [here.id]
        assert store.residency(db, fay, there.id) is None


def test_real_names_are_met_and_never_kept(people: Database) -> None:
    row = stay(people)
    with people.write() as db:
        assert guard_names(db, ANA, NOW, row, ["Zoé Martin", "ZOE  martin", "أحمد كريم", "…"], KEYS.digest) == 2
    with people.read() as db:
        listed = store.guarded(db, row.id)
    assert sorted(listed.values()) == [2, 2]
    assert not any(word in "".join(listed) for word in ("Zo", "zoe", "Martin", "أحمد"))
    assert guarded.met("Un jour, Zoë MARTIN est venue ; احمد کریم aussi.", listed, KEYS.digest) == 2
    assert guarded.met("Zoé, puis Martin : deux personnes", {}, KEYS.digest) == 0
    assert guarded.met("Zoé puis Martin", listed, KEYS.digest) == 0


def test_a_pen_name_is_offered_once(people: Database) -> None:
    row = stay(people)
    with people.write() as db:
        for name in ("Le Veilleur", "Le Veilleur", ""):
            add_pen_name(db, row.id, name)
    with people.read() as db:
        assert [one.name for one in store.pen_names(db, row.id)] == ["Le Veilleur"]


def test_days_run_forward(people: Database) -> None:
    with people.write() as db, pytest.raises(Refused, match="residency-days-wrong"):
        make_residency(db, ANA, NOW, Stay("x", "y", date(2027, 3, 2), date(2027, 3, 1)))


@pytest.mark.parametrize(("typed", "kept"), [
    ({}, {}),
    ({"quantity": "5000", "gsm": "52,5"}, {"quantity": 5000, "gsm": 52.5}),
    ({"page": "280 × 400", "colour_pages": "1, 8"}, {"page": [280.0, 400.0], "colour_pages": [1, 8]}),
    ({"colour_pages": "none"}, {"colour_pages": "none"}),
    ({"quantity": "4000"}, {}),  # as the preset says: nothing is typed over
])  # fmt: skip
def test_a_sheet_is_a_preset_and_what_is_typed_over_it(typed: dict[str, str], kept: dict[str, object]) -> None:
    table, wrong = sheets.read("tabloid-offset", typed)
    assert (table, wrong) == ({"preset": "tabloid-offset"} | kept, {})
    again, _ = sheets.read("tabloid-offset", sheets.typed(table))
    assert again == table


@pytest.mark.parametrize(("name", "typed", "key"), [
    ("tabloid-offset", {"quantity": "beaucoup"}, "quantity"), ("tabloid-offset", {"page": "280"}, "page"),
    ("tabloid-offset", {"flavour": "pdfx9"}, "flavour"), ("berliner-9", {}, "preset"),
])  # fmt: skip
def test_a_sheet_that_no_printer_has_is_refused_by_its_key(name: str, typed: dict[str, str], key: str) -> None:
    assert list(sheets.read(name, typed)[1]) == [key]
