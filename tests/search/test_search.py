"""Search: every word begins a word of what is found, in every script, the same on both databases, within reach."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database
from journal_app.issues.model import Issue
from journal_app.search import actions, store
from journal_app.search.folding import fold, words
from journal_app.search.passages import passage

NOW = datetime(2027, 3, 1, tzinfo=UTC)
EDITOR = Actor("e", "E", frozenset({Role.EDITOR}))


@pytest.fixture
def issue(database: Database) -> Issue:
    with database.write() as db:
        row = Issue(slug="12", title="Journal", number=12, date=date(2027, 3, 1), theme={}, languages=[], printer={},
                    masthead={}, created_at=NOW)  # fmt: skip
        db.add(row)
    return row


def put(database: Database, issue: Issue, name: str, told: str, language: str = "fr", residency: str = "r") -> None:
    with database.write() as db:
        actions.index(db, "text", name, issue_id=issue.id, piece_id=None, residency_id=residency, language=language,
                      words=told)  # fmt: skip


def found(database: Database, asked: str, actor: Actor = EDITOR, **more: str) -> list[str]:
    with database.read() as db:
        return sorted(entry.object_id for entry in store.find(db, actor, asked, **more))  # type: ignore[arg-type]


TEXTS = {
    "fr": ("L’été à Grande-Synthe, l’œuvre des exilé·e·s", ["ete grande", "oeuv", "EXILÉ", "l'été"]),
    "ar": ("كَتَبْنا على الشاطئ رسالةً إلى أمي", ["كتبنا", "الشاطی", "رسالة", "امي"]),
    "ps": ("د کړکۍ خبرې په ښار کې", ["کړکی", "خبر", "ښار"]),
    "prs": ("می‌خواهم بگویم ۱۲ روز", ["میخواهم", "12"]),
    "bn": ("নদীর ধারে আমরা অপেক্ষা করি", ["নদীর", "অপেক্"]),
    "am": ("ሠላም ለዓለም", ["ሰላም"]),
    "ti": ("ኣብ መንገዲ ብርሃን ኣሎ", ["መንገ", "ብርሃን"]),
    "uk": ("Ми чекаємо на світанок біля моря", ["чекаємо", "СВІТАН"]),
    "vi": ("Chúng tôi chờ bên bờ biển", ["chung toi", "biển"]),
    "my": ("ကျွန်တော်တို့စောင့်နေတယ်", ["စောင့်"]),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_found_by_its_words_however_they_are_typed(
    database: Database, issue: Issue, language: str
) -> None:
    for tag, (told, _) in TEXTS.items():
        put(database, issue, tag, told, tag)
    for asked in TEXTS[language][1]:
        assert language in found(database, asked), asked
    assert found(database, "zzz") == []


def test_every_word_must_be_there_and_may_be_begun(database: Database, issue: Issue) -> None:
    put(database, issue, "a", "La file avance sous la pluie")
    put(database, issue, "b", "La file attend")
    assert found(database, "fil plu") == ["a"]
    assert found(database, "file") == ["a", "b"]


def test_what_changed_is_found_by_its_new_words_only(database: Database, issue: Issue) -> None:
    put(database, issue, "a", "La digue")
    put(database, issue, "a", "Le phare")
    assert found(database, "digue") == [] and found(database, "phare") == ["a"]


def test_what_is_forgotten_leaves_no_word_in_the_database(database: Database, issue: Issue) -> None:
    put(database, issue, "a", "Zanzibaresque promesse")
    put(database, issue, "b", "Une autre promesse")
    with database.write() as db:
        actions.forget(db, "text", ["a"])
    assert found(database, "promesse") == ["b"]
    if database.is_sqlite:
        with database.read() as db:
            path = db.execute(text("PRAGMA database_list")).all()[0][2]
        with open(path, "rb") as file:
            assert b"zanzibar" not in file.read()


def test_a_facilitator_finds_in_the_own_residency_and_an_administrator_nowhere(
    database: Database, issue: Issue
) -> None:
    put(database, issue, "here", "la promesse", residency="mars")
    put(database, issue, "there", "la promesse", residency="juin")
    facilitator = Actor("f", "F", frozenset({Role.FACILITATOR}), frozenset({"mars"}))
    assert found(database, "promesse", facilitator) == ["here"]
    assert found(database, "promesse", Actor("a", "A", frozenset({Role.ADMINISTRATOR}))) == []


def test_a_find_can_be_narrowed(database: Database, issue: Issue) -> None:
    put(database, issue, "fr", "la promesse", "fr")
    put(database, issue, "en", "the promesse", "en")
    assert found(database, "promesse", language="en") == ["en"]
    assert found(database, "promesse", issue_id="another") == []


HOSTILE = ['"', "'", "a' OR 1=1 --", "* AND NOT", "( ) : &", "\0", "word:*", "\\", " ", "é" * 500]


@pytest.mark.parametrize("asked", HOSTILE)
def test_no_query_breaks_the_search(database: Database, issue: Issue, asked: str) -> None:
    put(database, issue, "a", "La file")
    assert found(database, asked) in ([], ["a"])


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_words_hold_letters_only(told: str) -> None:
    assert fold(fold(told)) == fold(told)
    assert all(word and "'" not in word and '"' not in word and " " not in word for word in words(told))


@given(st.text(min_size=1, max_size=80))
def test_a_passage_is_of_the_text(told: str) -> None:
    shown = "".join(part for part, _ in passage(told, told[:5])).removeprefix("… ").removesuffix(" …")
    assert shown in told


def test_a_passage_marks_what_was_looked_for() -> None:
    told = "Au matin la file avance, puis elle attend que quelqu’un se souvienne. " * 3
    parts = passage(told, "SOUVI")
    assert ("souvienne", True) in parts
    assert not any(mark for part, mark in parts if "file" in part)
