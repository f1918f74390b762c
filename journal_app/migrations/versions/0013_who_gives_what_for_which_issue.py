"""Step 0013: who gives what for which issue."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funder",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder")),
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("funder_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("settled_cents", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["funder_id"], ["funder.id"], name=op.f("fk_fund_funder_id_funder")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_fund_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("reference", name=op.f("uq_fund_reference")),
    )
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_funder_id"), ["funder_id"], unique=False)

    op.create_table(
        "fund_refusal",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("line_ids", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_fund_refusal_by_account")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fund_refusal")),
    )
    op.create_table(
        "fund_allocation",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fund_id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=True),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_fund_allocation_by_account")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_allocation_fund_id_fund")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_fund_allocation_issue_id_issue")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_fund_allocation")),
    )
    with op.batch_alter_table("fund_allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_allocation_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index("ix_fund_allocation_issue", ["issue_id", "fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_allocation_move_id"), ["move_id"], unique=False)

    op.create_table(
        "fund_campaign",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_fund_campaign_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_campaign")),
        sa.UniqueConstraint("source", "words", name=op.f("uq_fund_campaign_source_words")),
    )
    op.create_table(
        "fund_match",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("fund_id", sa.String(), nullable=True),
        sa.Column("expense_id", sa.String(), nullable=True),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("line_dated", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_match_fund_id_fund")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_fund_match_made_by_account")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_fund_match_undone_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_match")),
    )
    with op.batch_alter_table("fund_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_match_expense_id"), ["expense_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_match_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_match_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_match_line_id"), ["line_id"], unique=False)

    op.create_table(
        "fund_step",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fund_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("move_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_fund_step_by_account")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_step_fund_id_fund")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_fund_step")),
    )
    with op.batch_alter_table("fund_step", schema=None) as batch_op:
        batch_op.create_index("ix_fund_step_fund", ["fund_id", "number"], unique=False)

    op.create_table(
        "issue_funding",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("give_url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_funding_issue_id_issue")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_issue_funding_opened_by_account")),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_issue_funding")),
    )
