"""What admins do with a contact, and what instead when the plain button does not do."""
