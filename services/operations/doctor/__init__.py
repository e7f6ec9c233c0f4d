"""What must hold in the database, each with a name: how to see that it does not, and what may be repaired."""
