"""A client of the control API: people to play, for tests and the demo."""
