"""What admins do with a contact when the plain button does not do."""
