"""Step 0008: proofs: rounds, who has seen what."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proof_round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_proof_round_issue_id_issue")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_proof_round_opened_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_round")),
        sa.UniqueConstraint("issue_id", "number", name=op.f("uq_proof_round_issue_id_number")),
    )
    op.create_table(
        "proof_reader",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_proof_reader_account_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["proof_round.id"], name=op.f("fk_proof_reader_round_id_proof_round")),
        sa.PrimaryKeyConstraint("round_id", "account_id", name=op.f("pk_proof_reader")),
    )
    op.create_table(
        "proof_seen",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("folio", sa.Integer(), nullable=False),
        sa.Column("page_mark", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_proof_seen_account_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["proof_round.id"], name=op.f("fk_proof_seen_round_id_proof_round")),
        sa.PrimaryKeyConstraint("round_id", "account_id", "folio", name=op.f("pk_proof_seen")),
    )
    op.create_table(
        "page_remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("picture_id", sa.String(), nullable=True),
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_page_remark_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_page_remark_made_by_account")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_page_remark_picture_id_picture")),
        sa.ForeignKeyConstraint(["resolved_by"], ["account.id"], name=op.f("fk_page_remark_resolved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_remark")),
    )
    with op.batch_alter_table("page_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_remark_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_remark_picture_id"), ["picture_id"], unique=False)
