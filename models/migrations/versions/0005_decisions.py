"""decisions: each says of which kind it is; so far whoever had no ticket was chosen by hand."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# By the database itself: there may be a decision for every contact there ever was.
ADD = {
    "sqlite": (
        "UPDATE events SET data = json_set(data, '$.kind',"
        " CASE WHEN json_extract(data, '$.ticket') IS NULL THEN 'by_hand' ELSE 'draw' END)"
        " WHERE kind = 'assigned'"
    ),
    "postgresql": (
        "UPDATE events SET data = (data::jsonb || jsonb_build_object('kind',"
        " CASE WHEN data->>'ticket' IS NULL THEN 'by_hand' ELSE 'draw' END))::json"
        " WHERE kind = 'assigned'"
    ),
}
DROP = {
    "sqlite": "UPDATE events SET data = json_remove(data, '$.kind') WHERE kind = 'assigned'",
    "postgresql": "UPDATE events SET data = (data::jsonb - 'kind')::json WHERE kind = 'assigned'",
}


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(ADD[connection.dialect.name])


def downgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(DROP[connection.dialect.name])
