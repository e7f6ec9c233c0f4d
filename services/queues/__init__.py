"""What has come and what is to be sent: stored first, handled and sent once, kept as long as needed."""
