"""Step 0015: pictures that are made lower than their layout draws them, so that a text fits.

The column is added to the table as it is, its default with it: SQLite cannot make the table anew while placements,
leases and others point at its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("page", sa.Column("shorter", sa.JSON(), nullable=False, server_default="{}"))
