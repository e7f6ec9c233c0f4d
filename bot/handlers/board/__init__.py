"""/board for who may look without being an admin."""
