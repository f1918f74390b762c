"""A piece that was taken back is, a day later, nowhere: not in rows, nor in the index, on disk, or after a restore."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from journal_app.accounts.model import Role
from journal_app.cli import main
from journal_app.consent.model import Consent
from journal_app.media.model import Blob, Face, Picture
from journal_app.reactions import REACTIONS
from journal_app.review import actions as review
from journal_app.review.anchors import Passage
from journal_app.review.model import Comment, Decision
from journal_app.review.remarks import comment
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Revision, Stage, Text
from journal_app.tasks.model import Notice
from journal_app.upkeep import backup, erasing, ledger, unfinished
from journal_app.uploads.model import Upload
from journal_app.web.desk import Desk
from journal_app.workshop import Workshop
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, Phone, file, open_camp
from tests.gathering.test_giving import photo

CANARY = "Kanarienwort"
LATER = datetime.now(UTC) + timedelta(hours=27)


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def shop_of(camp: Camp) -> Workshop:
    found: Desk = camp.desk.app.extensions["desk"]
    return Workshop(found.config, found.database, found.blobs)


def given(camp: Camp) -> tuple[Phone, str]:
    """A piece with a photo, consents, a remark, a decision, a draft on disk and a file nobody opened."""
    phone = camp.phone()
    phone.give(f"The {CANARY} is cold.", photos=[file(photo()), file(b"unread", "b.jpg")])
    camp.work()
    piece = phone.pieces()[0]
    phone.post(f"/moi/{piece}/accords/print", {"csrf": phone.csrf(), "age": "adult", "reader": "self",
                                               f"piece-{piece}": "yes"})  # fmt: skip
    editor = camp.desk.account(Role.EDITOR)
    with camp.desk.database.write() as db:
        row, at = db.get_one(Piece, piece), datetime.now(UTC)
        text = submissions.text(db, piece, row.original)
        assert text is not None
        comment(db, editor, at, row, text, text.head_id or "", Passage(), f"Why {CANARY}?")
        review.decide(db, editor, at, row, "ask-changes", f"the {CANARY}")
        review.decide(db, editor, at, row, "take-up")
        folder = shop_of(camp).config.instance / "drafts" / camp.issue.slug / "articles" / row.slug
    folder.mkdir(parents=True)
    (folder / "en.html").write_text(f"<p>The {CANARY} is cold.</p>")
    return phone, piece


def kept(camp: Camp) -> bytes:
    """Every byte of the instance folder."""
    camp.desk.database.close()
    return b"".join(path.read_bytes() for path in shop_of(camp).config.instance.rglob("*") if path.is_file())


def test_a_day_after_it_was_taken_back_nothing_is_left(camp: Camp) -> None:
    phone, piece = given(camp)
    shop = shop_of(camp)
    with shop.database.read() as db:
        blobs = [row.blob for row in db.query(Picture)]
    assert CANARY.encode() in kept(camp) and all(shop.blobs.has(name) for name in blobs) and blobs
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    assert erasing.due(shop, datetime.now(UTC)) == []  # its author may still change their mind
    assert erasing.erase(shop, LATER, erasing.due(shop, LATER), REACTIONS) == 1
    with shop.database.read() as db:
        for rows in (Text, Revision, Comment, Decision, Picture, Face, Blob, Upload, Consent, Notice):
            assert db.query(rows).count() == 0, rows
        tombstone = db.get_one(Piece, piece)
        assert (tombstone.stage, tombstone.title, tombstone.card_id) == (Stage.WITHDRAWN, "", None)
        assert submissions.withdrawn_count(db, camp.issue.id) == 1  # the holes keep their number
    assert CANARY.encode() not in kept(camp)
    assert not any(shop.blobs.has(name) for name in blobs)
    assert phone.pieces() == []
    assert erasing.due(shop, LATER) == []


def test_one_picture_goes_and_its_piece_stays(camp: Camp) -> None:
    from journal_app.consent.actions import withdraw_picture

    _, piece = given(camp)
    shop = shop_of(camp)
    with shop.database.write() as db:
        row = db.query(Picture).one()
        withdraw_picture(db, camp.staff.actor, datetime.now(UTC), row.id, camp.issue.id, REACTIONS)
    erasing.erase(shop, LATER, erasing.due(shop, LATER), REACTIONS)
    with shop.database.read() as db:
        assert db.query(Picture).count() == 0 and db.get_one(Piece, piece).title
    assert not shop.blobs.has(row.blob)


def test_a_dry_run_says_it_and_changes_nothing(camp: Camp, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, piece = given(camp)
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    shop = shop_of(camp)
    with shop.database.write() as db:
        db.get_one(Piece, piece).erase_after = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setenv("JOURNAL_INSTANCE", str(shop.config.instance))
    monkeypatch.setenv("JOURNAL_ISSUES", str(shop.config.issues_folder))
    said = CliRunner().invoke(main, ["erase", "--due", "--dry-run", "--json"])
    assert json.loads(said.stdout)["due"] == [piece] and CANARY.encode() in kept(camp)
    said = CliRunner().invoke(main, ["erase", "--due", "--json"])
    assert json.loads(said.stdout)["erased"] == 1 and CANARY.encode() not in kept(camp)


def test_a_backup_of_before_is_erased_again_by_the_ledger(camp: Camp, tmp_path: Path) -> None:
    phone, piece = given(camp)
    shop = shop_of(camp)
    saved, _ = backup.back_up(shop, tmp_path / "kept", datetime.now(UTC))
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    erasing.erase(shop, LATER, erasing.due(shop, LATER), REACTIONS)
    path = shop.config.instance / ledger.NAME
    assert [one.id for one in ledger.read(path)] == [piece] and CANARY not in path.read_text()
    there = tmp_path / "there"
    arguments = ["restore", str(saved), "--instance", str(there), "--issues", str(tmp_path / "issues-there")]
    said = CliRunner().invoke(main, [*arguments, "--ledger", str(path), "--json"])
    assert said.exit_code == 0 and json.loads(said.stdout)["erased"] == 1, said.output
    assert not any(CANARY.encode() in one.read_bytes() for one in there.rglob("*") if one.is_file())


def test_a_ledger_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    ledger.note(tmp_path, ledger.Erased("piece", "a", "b", "2027-03-01", {}))
    with (tmp_path / ledger.NAME).open("a") as file:
        file.write('{"kind": "pie')
    assert [one.id for one in ledger.read(tmp_path / ledger.NAME)] == ["a"]


# --- one that fails --------------------------------------------------------------------------------------------------


def taken_back(camp: Camp) -> list[str]:
    """Three pieces that are to be erased."""
    found = []
    for number in range(3):
        phone = camp.phone()
        phone.give(f"The {CANARY} {number} is cold.")
        found.append(phone.pieces()[0])
        phone.post(f"/moi/{found[-1]}/reprendre", {"csrf": phone.csrf()})
    return found


def words_left(shop: Workshop) -> set[str]:
    with shop.database.read() as db:
        return {row.piece_id for row in db.query(Text)}


def test_one_that_fails_does_not_keep_the_others_and_is_tried_again(
    camp: Camp, caplog: pytest.LogCaptureFixture
) -> None:
    _, second, _ = taken_back(camp)
    shop = shop_of(camp)

    def breaks(db: object, fact: object, now: datetime) -> None:
        if getattr(fact, "piece_id", "") == second:
            raise ValueError(f"in the words of {CANARY}")

    due = erasing.due(shop, LATER)
    assert erasing.erase(shop, LATER, due, [breaks, *REACTIONS]) == 2
    assert words_left(shop) == {second}, "what failed is as it was, the others are gone"
    (line,) = [one for one in caplog.records if "not erased yet" in one.getMessage()]
    assert second in line.getMessage() and "ValueError" in line.getMessage() and CANARY not in line.getMessage()
    assert [one.id for one in erasing.due(shop, LATER)] == [second]
    assert erasing.erase(shop, LATER, erasing.due(shop, LATER), REACTIONS) == 1
    assert words_left(shop) == set() and CANARY.encode() not in kept(camp)
    assert list((shop.config.instance / "erasing").iterdir()) == []


def test_bytes_that_could_not_be_taken_away_go_at_the_next_round(camp: Camp) -> None:
    """The rows are gone by then; the folder in the way is one that cannot be removed as a file."""
    phone, piece = given(camp)
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    shop = shop_of(camp)
    with shop.database.read() as db:
        blobs = [row.blob for row in db.query(Picture)]
    held = shop.blobs.folder / blobs[0]  # type: ignore[attr-defined]
    data = held.read_bytes()
    held.unlink()
    (held / "in the way").mkdir(parents=True)
    assert erasing.erase(shop, LATER, erasing.due(shop, LATER), REACTIONS) == 0
    assert words_left(shop) == set() and erasing.due(shop, LATER) == []
    assert list((shop.config.instance / "drafts").rglob("en.html")) == [], "what can be taken away is"
    (held / "in the way").rmdir()
    held.rmdir()
    held.write_bytes(data)
    assert erasing.erase(shop, LATER, [], REACTIONS) == 0
    assert not held.exists() and list((shop.config.instance / "erasing").iterdir()) == []
    assert CANARY.encode() not in kept(camp)


def test_what_was_noted_and_is_there_again_is_not_taken_away_by_the_note(camp: Camp) -> None:
    """Killed before its rows went, it is due again by its rows; until then its files stay with them."""
    _, piece = given(camp)
    shop = shop_of(camp)
    draft = next((shop.config.instance / "drafts").rglob("en.html"))
    unfinished.note(shop.config.instance, piece, "piece", unfinished.Bytes((), (), (draft,)))
    erasing.erase(shop, LATER, [], REACTIONS)
    assert draft.exists() and words_left(shop) == {piece}


def test_the_command_says_that_something_is_left(camp: Camp, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_back(camp)
    shop = shop_of(camp)
    with shop.database.write() as db:
        db.query(Piece).update({"erase_after": datetime.now(UTC) - timedelta(hours=1)})
    (shop.config.instance / "erasing").write_text("a file where the notes should be")
    monkeypatch.setenv("JOURNAL_INSTANCE", str(shop.config.instance))
    monkeypatch.setenv("JOURNAL_ISSUES", str(shop.config.issues_folder))
    said = CliRunner().invoke(main, ["erase", "--due", "--json"])
    told = json.loads(said.stdout)
    assert said.exit_code == 1 and told["erased"] == 0 and told["problems"][0]["code"] == "erasure-left"
    (shop.config.instance / "erasing").unlink()
    said = CliRunner().invoke(main, ["erase", "--due", "--json"])
    assert said.exit_code == 0 and json.loads(said.stdout)["erased"] == 3
