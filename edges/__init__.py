"""What the async edges share: they wake each other, send what the outbox holds, and know addresses."""
