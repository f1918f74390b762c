"""Step 0007: the living flatplan: leases and steps."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plan_step_account_id_account")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_plan_step_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
        sa.UniqueConstraint("issue_id", "number", name=op.f("uq_plan_step_issue_id_number")),
    )
    op.create_table(
        "plan_lease",
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plan_lease_account_id_account")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_plan_lease_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_plan_lease")),
    )
