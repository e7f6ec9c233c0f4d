"""The control API: people act, and what happened is read."""
