"""Step 0010: the printer's door."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printer_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("need", sa.JSON(), nullable=False),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_request_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_printer_request_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_request")),
    )
    with op.batch_alter_table("printer_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_request_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "printer_link",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("quote", sa.Boolean(), nullable=False),
        sa.Column("sheet", sa.Boolean(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("bat_id", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["bat_id"], ["bat.id"], name=op.f("fk_printer_link_bat_id_bat")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_link_issue_id_issue")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_printer_link_made_by_account")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["printer_request.id"], name=op.f("fk_printer_link_request_id_printer_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_printer_link_token_hash")),
    )
    with op.batch_alter_table("printer_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_link_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "printer_correction",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_printer_correction_decided_by_account")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_correction_issue_id_issue")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["printer_link.id"], name=op.f("fk_printer_correction_link_id_printer_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_correction")),
    )
    with op.batch_alter_table("printer_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_correction_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "printer_download",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["printer_link.id"], name=op.f("fk_printer_download_link_id_printer_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_download")),
    )
    with op.batch_alter_table("printer_download", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_download_link_id"), ["link_id"], unique=False)

    op.create_table(
        "printer_event",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("bat_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("overs", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["bat_id"], ["bat.id"], name=op.f("fk_printer_event_bat_id_bat")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_event_issue_id_issue")),
        sa.ForeignKeyConstraint(["link_id"], ["printer_link.id"], name=op.f("fk_printer_event_link_id_printer_link")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_printer_event")),
    )
    with op.batch_alter_table("printer_event", schema=None) as batch_op:
        batch_op.create_index("ix_printer_event_issue", ["issue_id", "number"], unique=False)

    op.create_table(
        "printer_proof",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("bat_id", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bat_id"], ["bat.id"], name=op.f("fk_printer_proof_bat_id_bat")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_proof_issue_id_issue")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_printer_proof_job_id_job")),
        sa.ForeignKeyConstraint(["link_id"], ["printer_link.id"], name=op.f("fk_printer_proof_link_id_printer_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_proof")),
    )
    with op.batch_alter_table("printer_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_proof_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "printer_quote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("extra_thousand", sa.Integer(), nullable=True),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("deposit", sa.String(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("overs", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_printer_quote_issue_id_issue")),
        sa.ForeignKeyConstraint(["link_id"], ["printer_link.id"], name=op.f("fk_printer_quote_link_id_printer_link")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["printer_request.id"], name=op.f("fk_printer_quote_request_id_printer_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_quote")),
        sa.UniqueConstraint("link_id", "number", name=op.f("uq_printer_quote_link_id_number")),
    )
    with op.batch_alter_table("printer_quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printer_quote_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "printer_tier",
        sa.Column("quote_id", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["printer_quote.id"], name=op.f("fk_printer_tier_quote_id_printer_quote")
        ),
        sa.PrimaryKeyConstraint("quote_id", "quantity", name=op.f("pk_printer_tier")),
    )
