"""What admins see of the rules of the business, and of each other."""
