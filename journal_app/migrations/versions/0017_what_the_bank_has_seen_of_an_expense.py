"""Step 0017: what the bank has seen of an expense stands on the expense itself, so that nobody types it away."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("expense", sa.Column("settled_cents", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE expense SET settled_cents = (SELECT COALESCE(SUM(fund_match.cents), 0) FROM fund_match"
        " WHERE fund_match.expense_id = expense.id AND fund_match.undone_at IS NULL)"
    )


def downgrade() -> None:
    op.drop_column("expense", "settled_cents")
