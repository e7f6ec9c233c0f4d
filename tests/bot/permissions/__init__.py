"""Who may do what, played: people of every role, and requests in every state."""
