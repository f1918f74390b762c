"""Step 0009: signatures of a BAT."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.String(), nullable=False),
        sa.Column("pdf", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("before_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_why", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["before_id"], ["bat.id"], name=op.f("fk_bat_before_id_bat")),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_bat_build_id_build")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_bat_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bat")),
        sa.UniqueConstraint("issue_id", "number", name=op.f("uq_bat_issue_id_number")),
    )
    with op.batch_alter_table("bat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bat_issue_id"), ["issue_id"], unique=False)
    op.create_table(
        "bat_signature",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("bat_id", sa.String(), nullable=False),
        sa.Column("folio", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bat_signature_account_id_account")),
        sa.ForeignKeyConstraint(["bat_id"], ["bat.id"], name=op.f("fk_bat_signature_bat_id_bat")),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["bat_signature.number"], name=op.f("fk_bat_signature_carried_from_bat_signature")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bat_signature")),
    )
    with op.batch_alter_table("bat_signature", schema=None) as batch_op:
        batch_op.create_index("ix_bat_signature_bat", ["bat_id", "folio"], unique=False)
