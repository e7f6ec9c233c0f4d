"""Who may call: the key, and how long wrong ones wait."""
