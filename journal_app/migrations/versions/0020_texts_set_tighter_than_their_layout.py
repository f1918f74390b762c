"""Step 0020: texts that an editor lets be set tighter than their layout allows, so that they fit."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("placement", sa.Column("tighter", sa.JSON(), nullable=False, server_default="{}"))
