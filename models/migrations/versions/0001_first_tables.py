"""first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_alerts")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "done",
                "quarantined",
                name="inboxstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_bot_id_update_id")),
    )
    op.create_index("ix_inbox_handled", "inbox", ["state", "handled_at"], unique=False)
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["bot_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("phone_verified", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["leads.id"], name=op.f("fk_leads_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("email", name=op.f("uq_leads_email")),
        sa.UniqueConstraint("external_id", name=op.f("uq_leads_external_id")),
        sa.UniqueConstraint("phone", name=op.f("uq_leads_phone")),
    )
    op.create_index(op.f("ix_leads_merged_into_id"), "leads", ["merged_into_id"], unique=False)
    op.create_table(
        "operators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=100), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("on_shift", sa.Boolean(), nullable=False),
        sa.Column("max_active_leads", sa.Integer(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("load >= 0", name=op.f("ck_operators_load")),
        sa.CheckConstraint("max_active_leads >= 0", name=op.f("ck_operators_max_active_leads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_operators_link_hash")),
        sa.UniqueConstraint("name_key", name=op.f("uq_operators_name_key")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_operators_telegram_id")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=True),
        sa.Column("bot_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("is_connected", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code IS NULL OR bot_id IS NOT NULL", name=op.f("ck_sources_campaign_has_bot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("bot_id", "code", name=op.f("uq_sources_bot_id_code")),
        sa.UniqueConstraint("name_key", name=op.f("uq_sources_name_key")),
    )
    op.create_index(
        "uq_sources_bot",
        "sources",
        ["bot_id"],
        unique=True,
        sqlite_where=sa.text("code IS NULL"),
        postgresql_where=sa.text("code IS NULL"),
    )
    op.create_table(
        "chats",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.Column("reachable_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_chats_source_id")),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", name=op.f("pk_chats")),
    )
    op.create_index(op.f("ix_chats_chat_id"), "chats", ["chat_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "in_progress",
                "completed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("assignment_no", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'in_progress' OR operator_id IS NOT NULL",
            name=op.f("ck_contacts_somebody_works_on_it"),
        ),
        sa.CheckConstraint("chat_id IS NULL OR bot_id IS NOT NULL", name=op.f("ck_contacts_chat_has_bot")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_contacts_lead_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_contacts_operator_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_contacts_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_chat", "contacts", ["bot_id", "chat_id", "id"], unique=False)
    op.create_index(op.f("ix_contacts_lead_id"), "contacts", ["lead_id"], unique=False)
    op.create_index(
        "ix_contacts_open_operator",
        "contacts",
        ["operator_id"],
        unique=False,
        sqlite_where=sa.text("status <> 'completed'"),
        postgresql_where=sa.text("status <> 'completed'"),
    )
    op.create_index(op.f("ix_contacts_source_id"), "contacts", ["source_id"], unique=False)
    op.create_index(
        "ix_contacts_waiting",
        "contacts",
        ["id", "source_id"],
        unique=False,
        sqlite_where=sa.text("status = 'new' AND operator_id IS NULL"),
        postgresql_where=sa.text("status = 'new' AND operator_id IS NULL"),
    )
    op.create_index(
        "uq_contacts_open_chat",
        "contacts",
        ["bot_id", "chat_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'completed' AND chat_id IS NOT NULL"),
        postgresql_where=sa.text("status <> 'completed' AND chat_id IS NOT NULL"),
    )
    op.create_table(
        "operator_source_weights",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_operator_source_weights_weight")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_source_weights_operator_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_operator_source_weights_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "operator_id", name=op.f("pk_operator_source_weights")),
    )
    op.create_index(
        op.f("ix_operator_source_weights_operator_id"),
        "operator_source_weights",
        ["operator_id"],
        unique=False,
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_events_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_contact_id"), "events", ["contact_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column(
            "author",
            sa.Enum(
                "client", "operator", name="author", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("bot_id", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.Column("media_group_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_messages_contact_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_messages_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "bot_id", "chat_id", "message_id", name=op.f("uq_messages_bot_id_chat_id_message_id")
        ),
    )
    op.create_index(op.f("ix_messages_contact_id"), "messages", ["contact_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "card",
                "relay",
                "notice",
                name="outboxkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("assignment_no", sa.Integer(), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sent",
                "dropped",
                "dead",
                name="outboxstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_outbox_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_contact", "outbox", ["contact_id"], unique=False)
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["bot_id", "chat_id", "contact_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "done_at"], unique=False)
    op.create_index("ix_outbox_telegram_message", "outbox", ["bot_id", "chat_id", "message_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_telegram_message", table_name="outbox")
    op.drop_index("ix_outbox_state", table_name="outbox")
    op.drop_index(
        "ix_outbox_pending",
        table_name="outbox",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index("ix_outbox_contact", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_messages_contact_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_events_contact_id"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_operator_source_weights_operator_id"), table_name="operator_source_weights")
    op.drop_table("operator_source_weights")
    op.drop_index(
        "uq_contacts_open_chat",
        table_name="contacts",
        sqlite_where=sa.text("status <> 'completed' AND chat_id IS NOT NULL"),
        postgresql_where=sa.text("status <> 'completed' AND chat_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_contacts_waiting",
        table_name="contacts",
        sqlite_where=sa.text("status = 'new' AND operator_id IS NULL"),
        postgresql_where=sa.text("status = 'new' AND operator_id IS NULL"),
    )
    op.drop_index(op.f("ix_contacts_source_id"), table_name="contacts")
    op.drop_index(
        "ix_contacts_open_operator",
        table_name="contacts",
        sqlite_where=sa.text("status <> 'completed'"),
        postgresql_where=sa.text("status <> 'completed'"),
    )
    op.drop_index(op.f("ix_contacts_lead_id"), table_name="contacts")
    op.drop_index("ix_contacts_chat", table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_chats_chat_id"), table_name="chats")
    op.drop_table("chats")
    op.drop_index(
        "uq_sources_bot",
        table_name="sources",
        sqlite_where=sa.text("code IS NULL"),
        postgresql_where=sa.text("code IS NULL"),
    )
    op.drop_table("sources")
    op.drop_table("operators")
    op.drop_index(op.f("ix_leads_merged_into_id"), table_name="leads")
    op.drop_table("leads")
    op.drop_index(
        "ix_inbox_pending",
        table_name="inbox",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index("ix_inbox_handled", table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("alerts")
