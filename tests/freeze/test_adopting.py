"""An issue folder opens in the desk: nothing of it is lost, and the demo's desk is made of one."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import GIVEN, Account, Role
from journal_app.config import Config
from journal_app.consent.store import answers
from journal_app.db import Database, open_database
from journal_app.demo import PEOPLE, _filled, fill
from journal_app.flatplan.model import Page, Placement
from journal_app.freeze.adopting import Gathered, _clean, adopt
from journal_app.freeze.readiness import missing
from journal_app.freeze.store import facts
from journal_app.issues import sheets
from journal_app.issues.model import Issue
from journal_app.media import actions as media
from journal_app.media import store as pictures
from journal_app.media.blobs import open_blobs
from journal_app.prepress.issue import read_issue
from journal_app.prepress.model import Issue as Folder
from journal_app.problems import Refused
from journal_app.submissions import store
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.model import Stage
from journal_app.workshop import Workshop
from tests.desk import NOW

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
ANA = Actor("a", "Ana", frozenset({Role.COORDINATOR}))


def specimen() -> Folder:
    issue, _ = read_issue(SPECIMEN)
    assert issue is not None
    return issue


def adopted(database: Database, gathered: Gathered) -> Issue:
    with database.write() as db:
        db.add(Account(id="a", login="a", name="Ana", password_hash="-", created_at=NOW))
        db.flush()
        return adopt(db, ANA, NOW, gathered)


def test_every_word_and_every_slot_of_a_folder_comes_in(database: Database) -> None:
    source = specimen()
    issue = adopted(database, Gathered(source, {}))
    with database.read() as db:
        rows = {piece.slug: piece for piece in store.pieces(db, ANA, issue.id)}
        texts = store.texts(db, [piece.id for piece in rows.values()])
        said = store.heads(db, [text.id for many in texts.values() for text in many])
        pages = db.scalars(select(Page).order_by(Page.number)).all()
        filled = db.scalars(select(Placement)).all()
    assert sheets.sheet_of(issue.printer) == source.sheet
    assert set(rows) == set(source.articles)
    for slug, article in source.articles.items():
        piece, meta = rows[slug], article.meta
        assert (piece.original, piece.author, piece.kind) == (meta.original, meta.author, meta.kind)
        for row in texts[piece.id]:
            text, content = article.texts[row.language], said[row.id][1]
            assert content.headline == text.wording.headline
            assert [block.plain for block in blocks_of(content.body)] == [block.plain for block in text.blocks]
            assert row.translator == text.wording.translator
    assert [page.layout for page in pages] == [page.layout for page in source.pages]
    assert len(filled) == sum(len(page.slots) for page in source.pages)


def test_a_picture_made_lower_comes_in_as_low(database: Database) -> None:
    source = specimen()
    pages = (source.pages[0], *(page.model_copy(update={"shorter": {"photo": 4}}) for page in source.pages[1:2]))
    adopted(database, Gathered(replace(source, pages=pages), {}))
    with database.read() as db:
        assert [page.shorter for page in db.scalars(select(Page).order_by(Page.number))] == [{}, {"photo": 4}]


def test_a_folder_was_cleared_before_it_was_written(database: Database) -> None:
    issue = adopted(database, Gathered(specimen(), {}))
    with database.read() as db:
        for piece in facts(db, ANA, issue.id):
            assert piece.stage is Stage.ACCEPTED
            assert {str(one.what) for one in missing(piece)} <= {"fit", "translation"}, piece.slug


def test_drawings_and_pictures_come_in_as_pixels_with_their_words(database: Database, tmp_path: Path) -> None:
    source, blobs = specimen(), open_blobs(str(tmp_path / "blobs"))
    kept = {}
    for slug in ("carte-littoral", "cle"):  # an SVG and a PNG
        clean, problems = _clean(source.pictures[slug])
        assert clean is not None, problems
        assert clean.width >= 1000
        kept[slug] = media.keep(blobs, clean)
    issue = adopted(database, Gathered(source, kept))
    with database.read() as db:
        rows = {row.slug: row for row in pictures.pictures(db, ANA, issue.id)}
        given = answers(db, [("picture", row.id) for row in rows.values()])
    assert set(rows) == set(kept)
    for slug, row in rows.items():
        meta = source.pictures[slug].meta
        assert (row.credit, row.kind, row.caption, row.alt) == (meta.credit, meta.kind, meta.caption, meta.alt)
        assert all(given["picture", row.id][use, "*"] for use in meta.uses)


def test_the_same_folder_comes_in_once(database: Database) -> None:
    gathered = Gathered(specimen(), {})
    adopted(database, gathered)
    with database.write() as db, pytest.raises(Refused, match="issue-there"):
        adopt(db, ANA, NOW, gathered)


def test_the_demos_desk_has_forty_pieces_in_every_state_and_a_person_of_every_role(
    database: Database, tmp_path: Path
) -> None:
    tools = Workshop(Config(issues_folder=tmp_path, instance=tmp_path), database, open_blobs(str(tmp_path / "blobs")))
    assert _filled(tools, Gathered(specimen(), {}))
    with database.read() as db:
        people = db.scalars(select(Account)).all()
        issue = db.scalars(select(Issue)).one()
        pieces = facts(db, ANA, issue.id)
    assert {grant.role for row in people for grant in row.grants} == set(GIVEN)
    assert all(row.demo and "Specimen" in row.name for row in people)
    assert len(people) == len(PEOPLE)
    assert len(pieces) + 1 == 40  # one was withdrawn
    assert {piece.stage for piece in pieces} == set(Stage) - {Stage.WITHDRAWN}
    assert len({piece.original for piece in pieces}) >= 8
    assert {str(one.what) for piece in pieces for one in missing(piece)} >= {"translation", "consent", "fit"}
    assert not _filled(tools, Gathered(specimen(), {}))  # somebody is there by now


def test_a_desk_that_is_open_to_a_network_gets_no_demo(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    config = Config(issues_folder=tmp_path / "issues", instance=tmp_path / "instance", secure=True, proxies=1)
    assert not fill(config, SPECIMEN, print)
    assert not config.instance.exists()


def test_an_empty_folder_brings_no_issue(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    config = Config(issues_folder=tmp_path / "issues", instance=tmp_path / "instance")
    assert not fill(config, tmp_path, print)
    opened = open_database(config.database_url)
    with opened.read() as db:
        assert db.scalars(select(Account)).all() == []
    opened.close()
