"""What has come and what is to be told: stored first, handled and sent once, kept as long as it is needed."""
