"""What people see: pure functions from what was read to texts and buttons."""
