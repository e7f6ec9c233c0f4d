"""Quick answers: to choose from below a card, and the lists of admins."""
