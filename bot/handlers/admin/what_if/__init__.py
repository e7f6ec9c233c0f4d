"""/whatif: a change is tried on what really came, and then applied or not."""
