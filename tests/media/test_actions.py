"""What people do with pictures, on both databases: nothing twice, nothing lost, no uncovered face left behind."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.model import Activity
from journal_app.consent.actions import withdraw_picture
from journal_app.db import Database
from journal_app.media import actions, store
from journal_app.media.actions import Covered, Kept, MarkedFace
from journal_app.media.blobs import Blobs, open_blobs
from journal_app.media.covers import Box, kept_inside
from journal_app.media.intake import CleanPicture
from journal_app.media.model import Blob, FaceAnswer, Picture
from journal_app.media.needs import faces_word, missing_of, verdict
from journal_app.prepress.sheet import preset
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from tests.desk import NOW
from tests.submissions.room import Tables

CLEAN = CleanPicture(b"copy", b"view", b"thumb", "image/jpeg", 2400, 1600)
LEFT, RIGHT = Box(0.1, 0.1, 0.2, 0.2), Box(0.6, 0.1, 0.2, 0.2)


class Wall:
    """An issue of a residency, an editor, and one picture."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.desk = database, Tables(database)
        self.blobs: Blobs = open_blobs(str(folder / "blobs"))
        self.residency = self.desk.residency().id
        self.issue = self.desk.issue(residency=self.residency).id
        self.editor = self.desk.account(Role.EDITOR)
        self.id = self.add(CLEAN)[0]

    def add(self, made: CleanPicture, by: Actor | None = None) -> tuple[str, bool]:
        kept = actions.keep(self.blobs, made)
        with self.database.write() as db:
            row, new = actions.add_picture(db, by or self.editor, NOW, self.issue, self.residency, kept)
            return row.id, new

    def covered(self, name: bytes, *boxes: Box) -> Covered:
        made = replace(CLEAN, data=name, view=name + b" view", thumb=name + b" thumb")
        return Covered(boxes, actions.keep(self.blobs, made))

    def answer(self, faces: list[MarkedFace], made: bytes = b"again", none: bool = False) -> list[str]:
        with self.database.write() as db:
            row = db.get_one(Picture, self.id)
            covered = self.covered(made, *actions.to_cover(faces))
            return actions.note_faces(db, self.editor, NOW, row, row.version, faces, covered, none=none)

    def row(self) -> Picture:
        with self.database.read() as db:
            row = db.get_one(Picture, self.id)
            db.expunge(row)
            return row


@pytest.fixture
def wall(database: Database, tmp_path: Path) -> Wall:
    return Wall(database, tmp_path)


def test_sending_the_same_picture_again_adds_nothing(wall: Wall) -> None:
    assert wall.add(CLEAN) == (wall.id, False)
    assert wall.add(replace(CLEAN, data=b"another"))[1]
    with wall.database.read() as db:
        assert len(store.pictures(db, wall.editor, wall.issue)) == 2


def test_a_facilitator_reaches_the_own_residencys_pictures_only(wall: Wall) -> None:
    own = wall.desk.account(Role.FACILITATOR, residency=wall.residency, name="own")
    other = wall.desk.account(Role.FACILITATOR, residency=wall.desk.residency("Une autre").id, name="other")
    with wall.database.read() as db:
        assert store.picture(db, own, wall.id) is not None
        assert store.picture(db, other, wall.id) is None
        assert store.pictures(db, other, wall.issue) == []
    with pytest.raises(Refused, match="residency-not-yours"):
        wall.add(CLEAN, by=other)


def test_two_who_describe_the_same_version_do_not_overwrite_each_other(wall: Wall) -> None:
    with wall.database.write() as db:
        actions.describe(db, wall.editor, NOW, db.get_one(Picture, wall.id), 1, "Photo : Ahmad (spécimen)", "line")
    with pytest.raises(Refused, match="picture-moved-on"), wall.database.write() as db:
        actions.say(db, wall.editor, NOW, db.get_one(Picture, wall.id), 1, {"fr": "autre"}, {})
    with wall.database.write() as db:
        row = db.get_one(Picture, wall.id)
        actions.say(db, wall.editor, NOW, row, 2, {"fr": "La digue", "en": ""}, {"fr": "Une digue."})
        actions.say(db, wall.editor, NOW, row, 3, {"ar": "السد"}, {})
    row = wall.row()
    assert (row.credit, row.kind, row.version) == ("Photo : Ahmad (spécimen)", "line", 4)
    assert (row.caption, row.alt) == ({"fr": "La digue", "ar": "السد"}, {"fr": "Une digue."})
    with pytest.raises(Refused, match="text-too-long"), wall.database.write() as db:
        actions.say(db, wall.editor, NOW, db.get_one(Picture, wall.id), 4, {"fr": "x" * 2001}, {})


def test_what_is_missing_is_told_one_by_one(wall: Wall) -> None:
    def missing() -> list[tuple[str, str]]:
        with wall.database.read() as db:
            row = db.get_one(Picture, wall.id)
            faces = store.faces(db, [row.id]).get(row.id, [])
            return [(lack.code, lack.language) for lack in missing_of(row, faces, ["fr", "ar"])]

    assert missing() == [("credit", ""), ("face", ""), ("alt", "fr"), ("alt", "ar")]
    with wall.database.write() as db:
        row = db.get_one(Picture, wall.id)
        actions.describe(db, wall.editor, NOW, row, 1, "Une amie", "photo")
        actions.say(db, wall.editor, NOW, row, 2, {}, {"fr": "Une digue."})
    assert missing() == [("face", ""), ("alt", "ar")]
    wall.answer([], none=True)
    assert missing() == [("alt", "ar")]


def test_covers_are_swapped_in_whole_and_the_uncovered_copies_go(wall: Wall) -> None:
    before = wall.row()
    faces = [MarkedFace(LEFT, FaceAnswer.COVER), MarkedFace(RIGHT, FaceAnswer.AGREED)]
    unused = wall.answer(faces, b"covered")
    after = wall.row()
    assert set(unused) == {before.view, before.thumb}
    assert actions.press_bytes(wall.blobs, after) == b"covered"
    assert after.thumb and wall.blobs.get(after.thumb) == b"covered thumb"
    with wall.database.read() as db:
        assert store.pointed_to(db) == set(db.scalars(select(Blob.sha256)))
        marked = store.faces(db, [wall.id])[wall.id]
        assert faces_word(after, marked) == "covered"
        assert [(face.x, face.answer) for face in marked] == [(0.1, "cover"), (0.6, "agreed")]
    assert after.blob == before.blob  # kept, so that an answer can change; it leaves the desk no more


def test_an_answer_can_change(wall: Wall) -> None:
    wall.answer([MarkedFace(LEFT, FaceAnswer.COVER)], b"covered")
    unused = wall.answer([MarkedFace(LEFT, FaceAnswer.AGREED)], b"again")
    row = wall.row()
    assert row.press is None and actions.press_name(row) == row.blob
    assert len(unused) == 4  # the covered three, and the copy made on the way
    wall.answer([MarkedFace(LEFT, FaceAnswer.UNANSWERED)])
    with wall.database.read() as db:
        assert faces_word(wall.row(), store.faces(db, [wall.id])[wall.id]) == "unanswered"


def test_covers_made_for_other_faces_are_never_shown(wall: Wall) -> None:
    with pytest.raises(ValueError, match="other faces"), wall.database.write() as db:
        row = db.get_one(Picture, wall.id)
        faces = [MarkedFace(LEFT, FaceAnswer.COVER)]
        actions.note_faces(db, wall.editor, NOW, row, 1, faces, wall.covered(b"x", RIGHT))
    with pytest.raises(Refused, match="faces-contradict"):
        wall.answer([MarkedFace(LEFT, FaceAnswer.AGREED)], none=True)


def test_a_withdrawn_picture_is_gone_for_all_and_does_not_come_back(wall: Wall) -> None:
    for _ in range(2):
        with wall.database.write() as db:
            if (row := store.picture(db, wall.editor, wall.id)) is not None:
                withdraw_picture(db, wall.editor, NOW, row.id, row.issue_id, REACTIONS, "demandé")
    with wall.database.read() as db:
        assert store.picture(db, wall.editor, wall.id) is None
        assert [row.verb for row in db.scalars(select(Activity))].count("picture-withdrawn") == 1
    with pytest.raises(Refused, match="picture-withdrawn"):
        wall.add(CLEAN)
    with pytest.raises(Refused, match="picture-withdrawn"), wall.database.write() as db:
        actions.focus(db, wall.editor, NOW + timedelta(1), db.get_one(Picture, wall.id), 1, 0.2, 0.2)


def test_the_focal_point_stays_inside(wall: Wall) -> None:
    with wall.database.write() as db:
        actions.focus(db, wall.editor, NOW, db.get_one(Picture, wall.id), 1, 1.7, -3)
    assert (wall.row().focal_x, wall.row().focal_y) == (1.0, 0.0)


def test_a_picture_follows_its_piece(wall: Wall) -> None:
    other = wall.desk.residency("Une autre").id
    own = wall.desk.account(Role.FACILITATOR, residency=wall.residency, name="own")
    with pytest.raises(Refused, match="residency-not-yours"), wall.database.write() as db:
        actions.attach(db, own, NOW, db.get_one(Picture, wall.id), 1, None, other)
    with wall.database.write() as db:
        actions.attach(db, wall.editor, NOW, db.get_one(Picture, wall.id), 1, None, wall.residency)  # changes nothing
    assert wall.row().version == 1


@pytest.mark.parametrize(
    ("width", "kind", "good", "most", "tone"),
    [
        (2400, "photo", 27.2, 40.9, "good"),
        (700, "photo", 7.9, 11.9, "small"),
        (200, "photo", 2.2, 3.4, "tiny"),
        (2400, "line", 7.6, 11.1, "small"),  # line art needs 800 ppi
    ],
)
def test_the_sheet_says_how_wide_a_picture_is_good(
    wall: Wall, width: int, kind: str, good: float, most: float, tone: str
) -> None:
    row = wall.row()
    row.width, row.kind = width, kind
    found = verdict(row, preset("tabloid-offset"))
    assert (found.good_cm, found.most_cm, found.tone) == (good, most, tone)


def test_a_box_is_kept_inside_the_picture() -> None:
    assert kept_inside(Box(-0.5, 0.5, 1, 1)) == Box(0, 0.5, 0.5, 0.5)
    assert kept_inside(Box(2, 2, 1, 1)) is None
    assert kept_inside(Box(float("nan"), 0, 1, 1)) is None
    assert kept_inside(Box(0.5, 0.5, -0.2, 0.1)) is None


def test_bytes_are_durable_before_a_row_points_to_them(wall: Wall) -> None:
    row = wall.row()
    for name in (row.blob, row.view, row.thumb):
        assert name and wall.blobs.has(name)
    assert isinstance(actions.keep(wall.blobs, CLEAN), Kept)
