"""Step 0014: the copies and their ways, and the places that every issue has."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# their ids are their kinds: there is one of each, whatever a desk adds
EVERYWHERE = ("printer", "stock", "legal", "archive", "authors", "event", "handed-out", "left-over", "recycled", "lost")


def upgrade() -> None:
    op.create_table(
        "copy_place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_place")),
        sa.UniqueConstraint("code", name=op.f("uq_copy_place_code")),
    )
    op.create_table(
        "copy_handling",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("copy_milligrams", sa.Integer(), nullable=True),
        sa.Column("back_grams", sa.Integer(), nullable=False),
        sa.Column("wrap_grams", sa.Integer(), nullable=False),
        sa.Column("authors_each", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_handling_issue_id_issue")),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_copy_handling")),
    )
    op.create_table(
        "copy_link",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("rights", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_link_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_copy_link_made_by_account")),
        sa.ForeignKeyConstraint(["place_id"], ["copy_place.id"], name=op.f("fk_copy_link_place_id_copy_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_copy_link_token_hash")),
    )
    with op.batch_alter_table("copy_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_copy_link_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "copy_parcel",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_parcel_issue_id_issue")),
        sa.ForeignKeyConstraint(["place_id"], ["copy_place.id"], name=op.f("fk_copy_parcel_place_id_copy_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_parcel")),
        sa.UniqueConstraint("issue_id", "number", name=op.f("uq_copy_parcel_issue_id_number")),
    )
    op.create_table(
        "copy_plan",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_plan_issue_id_issue")),
        sa.ForeignKeyConstraint(["place_id"], ["copy_place.id"], name=op.f("fk_copy_plan_place_id_copy_place")),
        sa.PrimaryKeyConstraint("issue_id", "place_id", name=op.f("pk_copy_plan")),
    )
    op.create_table(
        "copy_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("bundles", sa.Integer(), nullable=True),
        sa.Column("damaged", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_copy_answer_by_id_account")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_answer_issue_id_issue")),
        sa.ForeignKeyConstraint(["link_id"], ["copy_link.id"], name=op.f("fk_copy_answer_link_id_copy_link")),
        sa.ForeignKeyConstraint(["place_id"], ["copy_place.id"], name=op.f("fk_copy_answer_place_id_copy_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_answer")),
    )
    with op.batch_alter_table("copy_answer", schema=None) as batch_op:
        batch_op.create_index("ix_copy_answer_issue", ["issue_id", "at"], unique=False)

    op.create_table(
        "copy_movement",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=True),
        sa.Column("to_id", sa.String(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("undo_of", sa.Integer(), nullable=True),
        sa.Column("parcel_id", sa.String(), nullable=True),
        sa.Column("answer_id", sa.String(), nullable=True),
        sa.CheckConstraint("copies > 0", name=op.f("ck_copy_movement_copies")),
        sa.CheckConstraint("from_id IS NOT NULL OR to_id IS NOT NULL", name=op.f("ck_copy_movement_somewhere")),
        sa.ForeignKeyConstraint(["answer_id"], ["copy_answer.id"], name=op.f("fk_copy_movement_answer_id_copy_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_copy_movement_by_id_account")),
        sa.ForeignKeyConstraint(["from_id"], ["copy_place.id"], name=op.f("fk_copy_movement_from_id_copy_place")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_copy_movement_issue_id_issue")),
        sa.ForeignKeyConstraint(["parcel_id"], ["copy_parcel.id"], name=op.f("fk_copy_movement_parcel_id_copy_parcel")),
        sa.ForeignKeyConstraint(["to_id"], ["copy_place.id"], name=op.f("fk_copy_movement_to_id_copy_place")),
        sa.ForeignKeyConstraint(
            ["undo_of"], ["copy_movement.number"], name=op.f("fk_copy_movement_undo_of_copy_movement")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_copy_movement")),
        sa.UniqueConstraint("undo_of", name=op.f("uq_copy_movement_undo_of")),
    )
    with op.batch_alter_table("copy_movement", schema=None) as batch_op:
        batch_op.create_index("ix_copy_movement_issue", ["issue_id", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_copy_movement_parcel_id"), ["parcel_id"], unique=False)

    place = sa.table(
        "copy_place", *(sa.column(name) for name in ("id", "kind", "name", "language", "address", "phone", "way",
                                                     "note")),
        sa.column("sensitive", sa.Boolean()), sa.column("specimen", sa.Boolean()),
        *(sa.column(name, sa.Integer()) for name in ("usual", "stop", "version")),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    same = {"name": "", "language": "", "address": "", "phone": "", "note": "", "sensitive": False, "specimen": False,
            "stop": 0, "version": 1, "made_at": datetime(2026, 12, 1, tzinfo=UTC)}  # fmt: skip
    usual = {"legal": 2, "archive": 20, "event": 0}
    ways = {"legal": "carrier", "archive": "pickup"}
    rows = [same | {"id": kind, "kind": kind, "usual": usual.get(kind, 0)} for kind in EVERYWHERE]
    op.bulk_insert(place, [row | {"way": ways.get(str(row["id"]), "driver")} for row in rows])
