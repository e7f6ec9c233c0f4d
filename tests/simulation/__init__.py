"""The simulated week, and that its checks can fail."""
