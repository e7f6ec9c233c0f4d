"""A local Telegram: a strict Bot API server on loopback, and a control API that lets pretend people act."""
