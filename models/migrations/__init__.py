"""The history of the schema; `models.database.migrate` applies it."""
