"""What every request goes through: the key, the body, the fields, the shared commit, the errors."""
