"""/settings: the rules of the business, and who the admins are."""
