"""Step 0018: what the price of a printer's quote leaves out, as the printer ticked it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("printer_quote", sa.Column("without", sa.JSON(), nullable=False, server_default="[]"))
