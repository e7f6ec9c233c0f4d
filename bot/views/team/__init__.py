"""How operators come and go, as admins see it."""
