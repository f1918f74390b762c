"""Step 0019: carriers' weight grids that people keep, and which of them a bundle was priced by."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copy_grid",
        sa.Column("carrier_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("before_tax", sa.Boolean(), nullable=False),
        sa.Column("most_grams", sa.Integer(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_copy_grid_made_by_account")),
        sa.PrimaryKeyConstraint("carrier_id", "number", name=op.f("pk_copy_grid")),
    )
    op.add_column("copy_parcel", sa.Column("grid_name", sa.String(), nullable=False, server_default=""))
    op.add_column("copy_parcel", sa.Column("grid_dated", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("copy_parcel", "grid_dated")
    op.drop_column("copy_parcel", "grid_name")
    op.drop_table("copy_grid")
