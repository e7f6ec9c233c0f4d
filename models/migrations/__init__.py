"""The history of the schema; `models.migrate` applies it."""
