"""/audit: whether the draws were fair."""
