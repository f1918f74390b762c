"""Step 0011: quotes, expenses and gifts in kind."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_budget_template_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_template")),
    )
    op.create_table(
        "gift_rate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_gift_rate_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_rate")),
    )
    op.create_table(
        "budget_step",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_budget_step_account_id_account")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_budget_step_issue_id_issue")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_budget_step")),
    )
    with op.batch_alter_table("budget_step", schema=None) as batch_op:
        batch_op.create_index("ix_budget_step_issue", ["issue_id", "number"], unique=False)

    op.create_table(
        "expense",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_expense_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_expense_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    with op.batch_alter_table("expense", schema=None) as batch_op:
        batch_op.create_index("ix_expense_issue", ["issue_id", "dated"], unique=False)

    op.create_table(
        "in_kind",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_in_kind_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_in_kind_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_kind")),
    )
    with op.batch_alter_table("in_kind", schema=None) as batch_op:
        batch_op.create_index("ix_in_kind_issue", ["issue_id", "dated"], unique=False)

    op.create_table(
        "mail_quote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("vat_confirmed", sa.Boolean(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("extra_thousand", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("need", sa.JSON(), nullable=False),
        sa.Column("overs", sa.String(), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=True),
        sa.Column("deposit", sa.String(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("left_out", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_mail_quote_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_mail_quote_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_quote")),
    )
    with op.batch_alter_table("mail_quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_quote_issue_id"), ["issue_id"], unique=False)

    # ### end Alembic commands ###
