"""Step 0016: a proof's light PDF by link."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proof_link",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_proof_link_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_proof_link_made_by_account")),
        sa.ForeignKeyConstraint(["round_id"], ["proof_round.id"], name=op.f("fk_proof_link_round_id_proof_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_proof_link_token_hash")),
    )
    with op.batch_alter_table("proof_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_link_issue_id"), ["issue_id"], unique=False)
