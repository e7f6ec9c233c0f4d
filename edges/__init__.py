"""What the async edges share: they wake each other, and send what the outbox holds."""
