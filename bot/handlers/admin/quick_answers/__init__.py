"""Quick answers: the lists of admins, by words and by buttons."""
